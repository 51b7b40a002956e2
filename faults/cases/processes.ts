/** Several processes on one database, and a machine that plays tricks on them. */
import { setTimeout as pause } from 'node:timers/promises';
import type { HouseProcess } from '../../test/e2e/support/house-spawn.ts';
import type { Case } from '../case.ts';
import { mostWithin } from '../judge.ts';
import { announce, arrivedAtLeast, FLOW, nextArrival, populate, pressing, rest } from '../loads.ts';
import type { Stage } from '../stage.ts';

const HOUR_MS = 3_600_000;

export const processes: Case[] = [
  {
    name: 'many-workers',
    what: 'four workers and five schedulers at once: an announcement, and reminders that all of them find due',
    async play(stage) {
      const recipients = 4_000;
      const reminded = 200;
      await populate(stage, { recipients });
      await stage.house();
      const crowd = pressing(stage, reminded, 100);
      await pause(6_000);
      await rest(stage, crowd);
      await Promise.all(Array.from({ length: 4 }, () => stage.house({ role: 'worker' })));
      await announce(stage);
      await stage.sql`update contacts set nudge_at = ${stage.now()} where area_code is null`;
      await pause(65_000); // every scheduler's minute strikes once at least
      await stage.settled();
      const [row] = await stage.sql<{ people: number; reminders: number }[]>`
        select count(distinct contact_id)::int as people, count(*)::int as reminders from outbound
        where cause like 'nudge:%'`;
      const limits = {
        'reminders were due and each came once': (row?.people ?? 0) > 0 && row?.people === row?.reminders,
      };
      return { load: `${recipients} recipients, ${row?.reminders} reminders, 5 processes`, limits };
    },
  },
  {
    name: 'pace-of-three',
    what: 'three processes share one pace',
    async play(stage) {
      const perSecond = 100;
      const recipients = perSecond * 20;
      const pace = { telegram: { perSecond }, zalo: { perSecond } };
      await populate(stage, { recipients });
      await stage.house({ pace });
      await Promise.all([1, 2].map(() => stage.house({ role: 'worker', pace })));
      await announce(stage);
      await stage.settled();
      const times = stage.telegram.ledger.map(({ at }) => at);
      const inTen = mostWithin(times, 10_000);
      const inOne = mostWithin(times, 1_000);
      return {
        load: `${recipients} recipients at ${perSecond}/s, 3 processes`,
        limits: {
          // a call takes a moment more or less to arrive: some of one window's messages are seen in the next
          [`${inOne} in the busiest second, ${inTen} in the busiest ten`]:
            inTen <= perSecond * 10 * 1.02 + 1 && inOne <= perSecond * 1.15 + 1 && inTen >= perSecond * 10 * 0.97,
        },
      };
    },
  },
  {
    name: 'paused-process',
    what: 'a process stands still for many leases with messages in its hands, and then goes on',
    async play(stage) {
      await populate(stage, { recipients: 3_000 });
      await stage.house();
      const worker = await stage.house({ role: 'worker' });
      await announce(stage);
      await arrivedAtLeast(stage, 300);
      await stopHolding(stage, worker);
      await stage.noteInFlight();
      await pause(stage.isLong ? 60_000 : 6_000);
      worker.signal('SIGCONT');
      const recoveryMs = await nextArrival(stage).catch(() => 0);
      await stage.settled();
      return { load: '3000 recipients, 2 processes', recoveryMs };
    },
  },
  {
    name: 'log-disk-full',
    what: 'every line of the log meets a full disk',
    async play(stage) {
      await populate(stage, { recipients: 1_000 });
      const house = await stage.house({ logTo: '/dev/full' });
      const crowd = pressing(stage, 40, 15);
      await announce(stage);
      await pause(3_000);
      await stage.kill(house);
      await stage.house({ logTo: '/dev/full' });
      const recoveryMs = await nextArrival(stage);
      await rest(stage, crowd);
      await stage.settled();
      return { load: `1000 recipients, ${crowd.presses} presses`, recoveryMs, flow: FLOW };
    },
  },
  {
    name: 'clock-jumps',
    what: 'the clock of one of two processes jumps hours forth and back',
    async play(stage) {
      await populate(stage, { recipients: 3_000 });
      const house = await stage.house();
      await stage.house({ role: 'worker' });
      const crowd = pressing(stage, 40, 20);
      await announce(stage);
      for (const hours of [3, -5, 24, -22, 0.02, -0.02]) {
        house.jump(hours * HOUR_MS);
        await pause(700);
      }
      // What was queued while the clock was a little ahead waits for as long as that was.
      await rest(stage, crowd, 2 * 60_000);
      await stage.settled(3 * 60_000);
      return { load: `3000 recipients, ${crowd.presses} presses, 6 jumps`, flow: FLOW };
    },
  },
  {
    name: 'soak',
    what: 'an hour’s work in little: people, announcements and random kills of any of three processes',
    async play(stage) {
      const untilMs = Date.now() + (stage.isLong ? 20 * 60_000 : 45_000);
      await populate(stage, { recipients: 2_000 });
      const running = await Promise.all([
        stage.house(),
        stage.house({ role: 'worker' }),
        stage.house({ role: 'worker' }),
      ]);
      const roles = ['all', 'worker', 'worker'] as const;
      const crowd = pressing(stage, 80, 40);
      let kills = 0;
      let announcements = 0;
      while (Date.now() < untilMs) {
        if (kills % 10 === 0) {
          await aWeekPasses(stage);
          await announce(stage);
          announcements += 1;
        }
        await pause(500 + Math.random() * 2500);
        const victim = Math.floor(Math.random() * running.length);
        const next = stage.spare({ role: roles[victim] ?? 'worker' });
        await stage.kill(running[victim]!);
        running[victim] = await next.begin();
        kills += 1;
      }
      const recoveryMs = await nextArrival(stage);
      await rest(stage, crowd);
      await stage.settled();
      const load = `${announcements} × 2000 recipients, ${crowd.presses} presses, ${kills} kills`;
      return { load, recoveryMs, flow: FLOW };
    },
  },
];

/** Nobody is spared the next announcement for what they had before: one a day, three a week. */
async function aWeekPasses({ sql }: Stage): Promise<void> {
  await sql`update contacts set prompted_on = null`;
  await sql`update broadcast_recipients set sent_at = sent_at - interval '7 days' where sent_at is not null`;
}

/** Stops it at a moment at which it has messages in its hands: those that the others do not bring to an end. */
async function stopHolding({ sql }: Stage, worker: HouseProcess): Promise<void> {
  for (let attempt = 0; attempt < 50; attempt++) {
    worker.signal('SIGSTOP');
    const held = await sql<{ id: bigint }[]>`select id from outbound where state = 'sending'`;
    await pause(300);
    const left = await sql`
      select from outbound where state = 'sending' and id = any (${held.map(({ id }) => `${id}`)}::bigint[]) limit 1`;
    if (left.length > 0) return;
    worker.signal('SIGCONT');
    await pause(50);
  }
  throw new Error('The process never had a message in its hands.');
}
