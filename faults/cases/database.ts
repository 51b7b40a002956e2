/** PostgreSQL that stops, dies, crawls or has no connection to give. */
import { setTimeout as pause } from 'node:timers/promises';
import { afterRestore } from '../../src/db/after-restore.ts';
import type { Case } from '../case.ts';
import {
  announce,
  arrivedAtLeast,
  FLOW,
  nextArrival,
  populate,
  recipient,
  recipientStates,
  rest,
  underLoad,
} from '../loads.ts';

/** While nobody can write to the database, leases run out: what was under way then cannot be known. */
const UNKNOWABLE = { allowedUncertain: Number.POSITIVE_INFINITY };

export const database: Case[] = [
  {
    name: 'database-stopped',
    what: 'PostgreSQL stopped for a while under load, then started',
    async play(stage) {
      const { crowd } = await underLoad(stage, { recipients: 2_000, people: 60, perSecond: 30, arrived: 100 });
      await stage.postgres.stop('fast');
      await pause(stage.lasting(5));
      await stage.postgres.start();
      const recoveryMs = await nextArrival(stage);
      await rest(stage, crowd);
      await stage.settled();
      return { load: `2000 recipients, ${crowd.presses} presses`, recoveryMs, flow: FLOW, ...UNKNOWABLE };
    },
  },
  {
    name: 'database-killed',
    what: 'PostgreSQL ended as in a power cut and started at once, three times',
    async play(stage) {
      const { crowd } = await underLoad(stage, { recipients: 2_000, people: 60, perSecond: 30, arrived: 100 });
      let recoveryMs = 0;
      for (let time = 0; time < 3; time++) {
        await stage.postgres.stop('immediate');
        await stage.postgres.start();
        recoveryMs = Math.max(recoveryMs, await nextArrival(stage));
        await pause(1000);
      }
      await rest(stage, crowd);
      await stage.settled();
      return { load: `2000 recipients, ${crowd.presses} presses, 3 crashes`, recoveryMs, flow: FLOW, ...UNKNOWABLE };
    },
  },
  {
    name: 'database-slow',
    what: 'PostgreSQL stands still nine tenths of the time',
    async play(stage) {
      const { crowd } = await underLoad(stage, { recipients: 1_000, people: 40, perSecond: 15, arrived: 50 });
      const quicken = await stage.postgres.slow(30, 270);
      await pause(stage.lasting(8));
      await quicken();
      const recoveryMs = await nextArrival(stage);
      await rest(stage, crowd);
      await stage.settled();
      return { load: `1000 recipients, ${crowd.presses} presses`, recoveryMs, flow: FLOW, ...UNKNOWABLE };
    },
  },
  {
    name: 'out-of-connections',
    what: 'others take every connection PostgreSQL has; a house is killed and the next one cannot connect until they are back',
    async play(stage) {
      const { house, crowd } = await underLoad(stage, { recipients: 1_000, people: 40, perSecond: 15, arrived: 50 });
      const giveBack = await stage.postgres.exhaust(0);
      await pause(stage.lasting(3));
      await house.kill();
      await giveBack();
      const greedy = await stage.postgres.exhaust(0);
      const next = stage.house().catch(() => null);
      await pause(2000);
      await greedy();
      await stage.noteInFlight();
      if ((await next) === null) await stage.house(); // it said why and ended; whoever looks after it starts it again
      const recoveryMs = await nextArrival(stage);
      await rest(stage, crowd);
      await stage.settled();
      return { load: `1000 recipients, ${crowd.presses} presses`, recoveryMs, flow: FLOW, ...UNKNOWABLE };
    },
  },
  {
    name: 'backup-restored',
    what: 'a backup is made under load; later the database is lost, the backup put back as documented, and sending resumed',
    async play(stage) {
      const recipients = 2_000;
      await populate(stage, { recipients });
      const house = await stage.house({ pace: { telegram: { perSecond: 200 }, zalo: { perSecond: 200 } } });
      const { text, call } = await announce(stage);
      await arrivedAtLeast(stage, 300);
      const putBack = await stage.postgres.backup();
      await arrivedAtLeast(stage, 1_000);
      await stage.kill(house);
      await putBack();
      const { announcements } = await afterRestore(stage.sql, stage.now());
      await stage.house();
      const resumed = await call('resume');
      await stage.settled();
      const { sent = 0, uncertain = 0 } = await recipientStates(stage.sql);
      const arrived = stage.telegram.ledger.filter(({ payload }) => String(payload.text).includes(text));
      const ofRecipients = arrived.map(({ chat }) => chat).filter((chat) => Number(chat) >= Number(recipient(0)));
      return {
        load: `${recipients} recipients, ${ofRecipients.length} reached, unknown of ${uncertain}`,
        allowedRepeats: uncertain, // the database that was put back knows nothing of them
        ...UNKNOWABLE,
        limits: {
          'the announcement waited for its author': announcements === 1 && resumed === 200,
          'everybody got it or is listed as unknown': sent + uncertain === recipients,
          'nobody got it twice': ofRecipients.length === new Set(ofRecipients).size,
        },
      };
    },
  },
];
