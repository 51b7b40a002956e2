/** People who change their minds at the wrong moment, press too often, come all at once, or wait at a step that changes. */
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../../test/e2e/support/house-spawn.ts';
import type { Case } from '../case.ts';
import { announce, arrivedAtLeast, FLOW, populate, pressing, recipient, recipientStates, rest } from '../loads.ts';

export const people: Case[] = [
  {
    name: 'sent-ten-times',
    what: '"send" asked for ten times at once, and ten times more while it is under way',
    async play(stage) {
      const recipients = 500;
      await populate(stage, { recipients });
      await stage.house();
      const { call } = await announce(stage, { begin: false });
      const answers = await Promise.all(Array.from({ length: 10 }, () => call('start')));
      await arrivedAtLeast(stage, 50);
      answers.push(...(await Promise.all(Array.from({ length: 10 }, () => call('start')))));
      await stage.settled();
      const { sent = 0 } = await recipientStates(stage.sql);
      const limits = {
        'one of the twenty began it': answers.filter((status) => status === 200).length === 1,
        'everybody got it': sent === recipients,
      };
      return { load: `${recipients} recipients`, limits };
    },
  },
  {
    name: 'opt-out-races',
    what: 'people say that they want no announcements while one is on its way to them',
    async play(stage) {
      const recipients = 2_000;
      const pace = { telegram: { perSecond: 250 }, zalo: { perSecond: 250 } };
      await populate(stage, { recipients });
      await stage.house({ pace });
      const { text } = await announce(stage);
      await arrivedAtLeast(stage, 100);
      const askedAt = new Map<string, number>();
      for (let n = recipients - 300; n < recipients; n++) {
        const id = Number(recipient(n));
        stage.telegram.press(id, '1', 'g.stop-announcements');
        askedAt.set(String(id), Date.now());
        await pause(15);
      }
      await stage.telegram.settled();
      await stage.settled();
      const [row] = await stage.sql<{ late: number; muted: number }[]>`
        select count(*) filter (where o.sent_at > c.muted_at + interval '1 second')::int as late, count(*)::int as muted
        from contacts c left join outbound o on o.contact_id = c.id and o.broadcast_id is not null and o.state = 'sent'
        where c.muted_at is not null`;
      const arrivedLate = stage.telegram.ledger.filter(({ chat, payload, at }) => {
        const asked = askedAt.get(chat ?? '');
        return asked !== undefined && String(payload.text ?? '').includes(text) && at.getTime() > asked + 3_000;
      }).length;
      const limits = {
        'all 300 were heard': row?.muted === 300,
        'nobody got it after that': row?.late === 0 && arrivedLate === 0,
      };
      return { load: `${recipients} recipients, 300 of them opting out`, limits };
    },
  },
  {
    name: 'delivered-twice',
    what: 'every event comes twice at the same moment, to two processes, and in the wrong order',
    async play(stage) {
      await stage.house();
      const port = await freePort();
      await stage.house({ role: 'web', beside: port });
      const twinUrl = `http://127.0.0.1:${port}/webhooks/telegram`;
      stage.telegram.courier.habits = { duplicate: true, reorder: true, twinUrl };
      const crowd = pressing(stage, 100, 60);
      await pause(5_000);
      await rest(stage, crowd);
      await stage.settled();
      return { load: `100 people, ${crowd.presses} presses, each delivered twice`, flow: FLOW };
    },
  },
  {
    name: 'backlog',
    what: 'an hour’s outage: 20.000 webhooks wait, and come all at once',
    async play(stage) {
      const writers = 4_000;
      const each = 5;
      const first = await stage.house();
      await stage.kill(first);
      for (let n = 0; n < writers * each; n++) stage.telegram.text(2_000_000 + (n % writers), 'xin chào');
      const began = Date.now();
      await stage.house();
      await stage.telegram.settled();
      const takenMs = Date.now() - began;
      await stage.settled(240_000);
      const [row] = await stage.sql<{ turns: number }[]>`select count(*)::int as turns from turns`;
      return {
        load: `${writers * each} webhooks of ${writers} people, taken in ${Math.round(takenMs / 1000)} s`,
        limits: { 'each became one turn': row?.turns === writers * each },
      };
    },
  },
  {
    name: 'new-version',
    what: 'a new version of a flow is published under 1.000 people who are in the middle of it',
    async play(stage) {
      const waiting = 1_000;
      const old = await stage.house();
      const crowd = pressing(stage, waiting, 300);
      await pause(12_000);
      await rest(stage, crowd);
      await old.stop();
      await stage.house({ republish: FLOW });
      crowd.press(300);
      await pause(8_000);
      await rest(stage, crowd);
      await stage.settled();
      const [row] = await stage.sql<{ stranded: number; runs: number; people: number }[]>`
        select count(*) filter (where memory -> 'run' is null and not exists (
                 select from runs r where r.contact_id = c.id and r.ended_at is not null))::int as stranded,
               (select count(*) from runs)::int as runs, count(*)::int as people
        from contacts c where exists (select from runs r where r.contact_id = c.id)`;
      return {
        load: `${row?.people} people, ${crowd.presses} presses`,
        limits: { 'nobody is stranded': row?.stranded === 0 && (row?.people ?? 0) >= waiting },
        flow: FLOW,
        areMoved: true,
      };
    },
  },
];
