/**
 * A sender in a process of its own, for `sender-kill.test.ts`: sends what is queued, writes every call to a ledger file
 * as a platform would, and kills itself with SIGKILL at the n-th passing of a named point.
 *
 * Arguments: database URL, ledger file, crash point, n.
 */
import { appendFileSync } from 'node:fs';
import type { CrashPoint } from '../../src/bot/sender.ts';
import { openWorld } from './sender-world.ts';

const [url = '', ledger = '', point = '', nth = '1'] = process.argv.slice(2);
const world = openWorld(url);
let passed = 0;

world.telegram.answer = async ({ to, message }, call) => {
  appendFileSync(ledger, `${JSON.stringify([to.externalId, 'text' in message ? message.text : ''])}\n`);
  await new Promise((resolve) => setTimeout(resolve, 2));
  return { ok: true, externalId: `child-${process.pid}-${call}` };
};

const sender = await world.started({
  settings: { leaseMs: 500, heartbeatMs: 100, pollMs: 50, concurrency: 8 },
  crash: (at: CrashPoint) => {
    if (at === point && ++passed === Number(nth)) process.kill(process.pid, 'SIGKILL');
  },
});
sender.wake();
