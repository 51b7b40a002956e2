/** Processes that end in the middle of their work. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Case } from '../case.ts';
import { announce, FLOW, nextArrival, populate, pressing, rest, underLoad } from '../loads.ts';
import type { Stage } from '../stage.ts';

const TURN_POINTS = ['before-admit', 'after-admit', 'after-store', 'after-commit'];
const FEED_POINTS = ['before-feed-commit', 'after-feed'];
const SEND_POINTS = ['before-claim-commit', 'after-claim', 'before-call', 'after-call', 'before-mark', 'after-mark'];
const PERSISTS_MS = 20_000;

/** Resolves when the process has ended; a point nobody passes is a mistake in the case. */
async function ends(stage: Stage, house: { ended: Promise<void> }, point: string): Promise<void> {
  const late = pause(PERSISTS_MS, 'late');
  if ((await Promise.race([house.ended, late])) === 'late') throw new Error(`The point ${point} was not passed.`);
  await stage.noteInFlight();
}

export const kills: Case[] = [
  {
    name: 'killed-at-every-point',
    what: 'SIGKILL at every named point of a turn, of feeding and of sending, while people press and an announcement runs',
    async play(stage) {
      const recipients = stage.isLong ? 10_000 : 3_000;
      const { house: first, crowd } = await underLoad(stage, { recipients, people: 100, perSecond: 50, arrived: 100 });
      await stage.kill(first);
      const points = [...TURN_POINTS, ...FEED_POINTS, ...SEND_POINTS];
      for (const [index, point] of points.entries()) {
        const crash = { point, hit: 5 + index };
        const house = stage.spare();
        const begun = await house.begin({ crash }).catch(() => null);
        if (begun) await ends(stage, begun, point);
        else await stage.noteInFlight();
      }
      const killedAt = Date.now();
      await stage.house();
      await nextArrival(stage);
      const recoveryMs = Date.now() - killedAt;
      await rest(stage, crowd);
      await stage.settled();
      return {
        load: `${recipients} recipients, 100 people, ${crowd.presses} presses, ${1 + points.length} kills`,
        recoveryMs,
        flow: FLOW,
      };
    },
  },
  {
    name: 'killed-at-random',
    what: 'SIGKILL at random moments in an announcement',
    async play(stage) {
      const times = stage.isLong ? 50 : 20;
      const recipients = times * 500;
      // At this pace there is still something to send at the last kill, however fast the machine.
      const pace = { telegram: { perSecond: 250 }, zalo: { perSecond: 250 } };
      await populate(stage, { recipients });
      let house = await stage.house({ pace });
      await announce(stage);
      let recoveryMs = 0;
      for (let kill = 0; kill < times; kill++) {
        const next = stage.spare({ pace });
        await pause(100 + Math.random() * 500);
        await stage.kill(house);
        const killedAt = Date.now();
        house = await next.begin();
        await nextArrival(stage);
        recoveryMs = Math.max(recoveryMs, Date.now() - killedAt);
      }
      await stage.settled();
      return { load: `${recipients} recipients, ${times} kills`, recoveryMs };
    },
  },
  {
    name: 'accepted-then-killed',
    what: 'SIGKILL after the platform accepted and before we noted it, ten times',
    async play(stage) {
      const recipients = 2_000;
      await populate(stage, { recipients });
      const writer = await stage.house();
      await announce(stage);
      await stage.kill(writer);
      let house = stage.spare();
      for (let kill = 0; kill < 10; kill++) {
        const next = stage.spare();
        const begun = await house.begin({ crash: { point: 'after-call', hit: 20 } }).catch(() => null);
        if (begun) await ends(stage, begun, 'after-call');
        else await stage.noteInFlight();
        house = next;
      }
      const killedAt = Date.now();
      await house.begin();
      await nextArrival(stage);
      const recoveryMs = Date.now() - killedAt;
      await stage.settled();
      return { load: `${recipients} recipients, 10 kills`, recoveryMs };
    },
  },
  {
    name: 'stopped-under-load',
    what: 'SIGTERM under load, the next process taking over, again and again',
    async play(stage) {
      const times = stage.isLong ? 50 : 10;
      await populate(stage, { recipients: 4_000 });
      let house = await stage.house();
      const crowd = pressing(stage, 60, 30);
      await announce(stage);
      for (let stop = 0; stop < times; stop++) {
        const next = stage.spare();
        await pause(300);
        house.signal('SIGTERM');
        await house.ended;
        house = await next.begin();
      }
      const recoveryMs = await nextArrival(stage);
      await rest(stage, crowd);
      await stage.settled();
      const [row] = await stage.sql<{ uncertain: number }[]>`
        select count(*)::int as uncertain from outbound where state = 'uncertain'`;
      return {
        load: `4000 recipients, 60 people, ${times} orderly stops`,
        recoveryMs,
        flow: FLOW,
        limits: { 'an orderly stop leaves nothing uncertain': row?.uncertain === 0 },
      };
    },
  },
];
