/**
 * Faults built into a copy of the program on purpose: if the harness does not notice one of them, it is the harness that is
 * broken. Each names the case that must fail.
 */
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Bug {
  name: string;
  /** The case that must catch it. */
  caughtBy: string;
  /** Done to the database before the case begins. */
  sabotage?: string;
  changes: { file: string; find: string; put: string }[];
}

export const bugs: Bug[] = [
  {
    name: 'mark-before-send',
    caughtBy: 'accepted-then-killed',
    changes: [
      {
        file: 'src/bot/attempt.ts',
        find: 'const result = await call(one);',
        put: "void call(one);\n    const result: SendResult = { ok: true, externalId: 'sent' };",
      },
    ],
  },
  {
    name: 'check-then-set-dedupe',
    caughtBy: 'delivered-twice',
    sabotage: 'alter table inbound drop constraint inbound_key',
    changes: [
      {
        file: 'src/db/turns.ts',
        find: 'on conflict (channel, key) do nothing\n    returning id, contact_id',
        put: 'where not exists (select from inbound seen where seen.channel = people.channel and seen.key = people.key)\n    returning id, contact_id',
      },
    ],
  },
  {
    name: 'refresh-without-lock',
    caughtBy: 'token-expires',
    changes: [
      {
        file: 'src/bot/channels/zalo-token.ts',
        find: 'const isClaimed = row.claim !== null && row.claim.until > now;',
        put: 'const isClaimed = false;',
      },
    ],
  },
  {
    name: 'status-going-backwards',
    caughtBy: 'sent-ten-times',
    changes: [
      {
        file: 'src/db/outbox.ts',
        find: "where state = 'sending' and lease_until < (select clock_timestamp())",
        put: "where state in ('sending', 'sent') and (lease_until is null or lease_until < (select clock_timestamp()))",
      },
      {
        file: 'src/db/outbox.ts',
        find: "    where state = 'sending'\n        and id = any (array(",
        put: '    where id = any (array(',
      },
    ],
  },
  {
    name: 'no-fencing',
    caughtBy: 'paused-process',
    changes: [
      {
        file: 'src/db/outbox.ts',
        find: "and o.fence = e.fence\n        and o.state is not distinct from 'sending'",
        put: '',
      },
      { file: 'src/bot/attempt.ts', find: ' || performance.now() >= one.trustedUntil', put: '' },
    ],
  },
];

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** What a house consists of, and what starts it in the harness. */
const PARTS = ['src', 'locales', 'content', 'package.json', 'test/e2e/support'];

/** A copy of the program with the bug in it; throws when a change fits nowhere, so that this list cannot rot. */
export async function buildIn({ name, changes }: Bug): Promise<{ program: string; remove(): Promise<void> }> {
  const program = await mkdtemp(join(tmpdir(), `tro-ly-so-bug-${name}-`));
  for (const part of PARTS) await cp(join(ROOT, part), join(program, part), { recursive: true });
  await symlink(join(ROOT, 'node_modules'), join(program, 'node_modules'));
  for (const { file, find, put } of changes) {
    const source = await readFile(join(program, file), 'utf8');
    if (!source.includes(find)) throw new Error(`The bug ${name} fits nowhere in ${file} any more.`);
    await writeFile(join(program, file), source.replace(find, put));
  }
  return { program, remove: () => rm(program, { recursive: true, force: true }) };
}
