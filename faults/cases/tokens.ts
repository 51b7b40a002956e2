/** Zalo's rotating token: dead, burnt, and answered into the void. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Case } from '../case.ts';
import { announce, arrivedAtLeast, nextArrival, populate, recipientStates } from '../loads.ts';
import type { Stage } from '../stage.ts';

const REFRESH_PATH = '/v4/oa/access_token';
const RECIPIENTS = 1_000;

/** What docs/operating.md tells an operator to do: a new consent, the old pair forgotten, a restart. */
async function mend(stage: Stage, houses: Awaited<ReturnType<Stage['house']>>[]): Promise<void> {
  for (const house of houses) await house.stop();
  await stage.sql`delete from zalo_tokens`;
  stage.renewConsent();
  await stage.house();
}

const rotated = (stage: Stage) => stage.zalo.exchanges.filter(({ outcome }) => outcome === 'rotated').length;

export const tokens: Case[] = [
  {
    name: 'token-expires',
    what: 'the access token dies five times in an announcement that two processes send',
    async play(stage) {
      await populate(stage, { recipients: RECIPIENTS, onZalo: RECIPIENTS });
      const pace = { telegram: { perSecond: 100 }, zalo: { perSecond: 100 } };
      await stage.house({ pace });
      await stage.house({ role: 'worker', pace });
      await announce(stage);
      await arrivedAtLeast(stage, 20);
      const before = rotated(stage);
      stage.zalo.exchangeTakesMs = 300;
      for (let time = 0; time < 5; time++) {
        const seen = rotated(stage);
        stage.zalo.expireAccess();
        for (let wait = 0; wait < 100 && rotated(stage) === seen; wait++) await pause(50);
        await pause(400); // whoever would refresh it a second time does so now
      }
      const refreshes = rotated(stage) - before;
      const refused = stage.zalo.exchanges.filter(({ outcome }) => outcome === 'refused').length;
      await stage.settled();
      const { sent = 0 } = await recipientStates(stage.sql);
      return {
        load: `${RECIPIENTS} recipients, 2 processes, 5 expiries`,
        limits: {
          'one refresh each': refreshes === 5 && refused === 0,
          'everybody got it': sent === RECIPIENTS,
        },
      };
    },
  },
  {
    name: 'token-burnt',
    what: 'the refresh token is refused; rows wait, the operator mends it as documented, and everything goes out',
    async play(stage) {
      await populate(stage, { recipients: RECIPIENTS, onZalo: RECIPIENTS });
      const pace = { telegram: { perSecond: 100 }, zalo: { perSecond: 100 } };
      const house = await stage.house({ pace });
      await announce(stage);
      await arrivedAtLeast(stage, 20);
      stage.zalo.burnRefresh();
      stage.zalo.expireAccess();
      await pause(2_000);
      const [row] = await stage.sql<{ state: string }[]>`select state from zalo_tokens`;
      await mend(stage, [house]);
      const recoveryMs = await nextArrival(stage, 90_000);
      await stage.settled(180_000);
      const { sent = 0 } = await recipientStates(stage.sql);
      return {
        load: `${RECIPIENTS} recipients`,
        recoveryMs,
        limits: { 'said so in the database': row?.state === 'needs-consent', 'everybody got it': sent === RECIPIENTS },
      };
    },
  },
  {
    name: 'token-answer-lost',
    what: 'Zalo rotates the token and its answer is lost; noticed, mended as documented, and everything goes out',
    async play(stage) {
      await populate(stage, { recipients: RECIPIENTS, onZalo: RECIPIENTS });
      const pace = { telegram: { perSecond: 100 }, zalo: { perSecond: 100 } };
      const house = await stage.house({ pace });
      await announce(stage);
      await arrivedAtLeast(stage, 20);
      stage.zalo.acceptThenReset(1, REFRESH_PATH);
      stage.zalo.expireAccess();
      await pause(4_000);
      const [row] = await stage.sql<{ state: string }[]>`select state from zalo_tokens`;
      await mend(stage, [house]);
      const recoveryMs = await nextArrival(stage, 90_000);
      await stage.settled(180_000);
      const { sent = 0 } = await recipientStates(stage.sql);
      return {
        load: `${RECIPIENTS} recipients`,
        recoveryMs,
        limits: { noticed: row?.state !== 'ready', 'everybody got it': sent === RECIPIENTS },
      };
    },
  },
];
