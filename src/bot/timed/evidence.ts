/**
 * Asks citizens whether what volunteers recorded for them is so: one question for everything since the last one, at an hour
 * and on a day at which they may be written to without being asked (conversation-design §6).
 */
import { vietnamDay } from '../../clock.ts';
import { queueNotice } from '../../db/notices.ts';
import { readOpenHours } from '../../db/open-hours.ts';
import { addressOf } from '../../text.ts';
import type { ChannelName } from '../channel.ts';
import { capital } from '../duty.ts';
import { whenAllowed } from '../nudge.ts';
import { encodePress } from '../press.ts';
import type { TimedParts } from './escalate.ts';

const PORTION = 100;
/** What was recorded longer ago is not asked about any more: the person would not remember. */
const GIVE_UP_DAYS = 7;
/** Named in one question. */
const TITLES = 3;

interface Question {
  id: bigint;
  keys: string[];
  contact_id: bigint;
  channel: ChannelName;
  simulated: boolean;
  locale: string;
  term: string | null;
  area_code: string | null;
}

export async function askEvidenceDue(parts: TimedParts): Promise<number> {
  const now = parts.clock.now();
  if (whenAllowed(now).getTime() !== now.getTime()) return 0;
  const asked = await parts.db.sql.begin(async (tx) => {
    await tx`
      delete from evidence_questions
      where asked_at is null and made_at < ${new Date(now.getTime() - GIVE_UP_DAYS * 86_400_000)}`;
    const due = await tx<Question[]>`
      select q.id, q.keys, q.contact_id, c.channel, c.simulated, c.locale, c.term, c.area_code
      from evidence_questions q join contacts c on c.id = q.contact_id
      where q.asked_at is null and c.left_at is null and c.muted_at is null and c.relay_id is null
        and (c.prompted_on is null or c.prompted_on < ${vietnamDay(now)}::date)
        and (c.channel <> 'zalo' or c.seen_at > ${new Date(now.getTime() - 7 * 86_400_000)})
      order by q.made_at limit ${PORTION} for update of q skip locked`;
    const hoursOf = await readOpenHours(tx);
    const awake = due.filter(({ area_code }) => whenAllowed(now, hoursOf(area_code)).getTime() === now.getTime());
    for (const question of awake) {
      const standing = await tx<{ flow_id: string; recorded_by: string }[]>`
        select flow_id, recorded_by from ledger l
        where key = any (${question.keys}) and entry = 'completion' and not exists (select 1 from ledger r where r.reverses = l.id)
        order by id`;
      await tx`update evidence_questions set asked_at = ${now} where id = ${question.id}`;
      if (standing.length === 0) continue;
      const say = (key: string, params: Record<string, string | number> = {}) =>
        parts.texts.say(question.locale, key, params, addressOf(question.term));
      const titles = [...new Set(standing.map(({ flow_id }) => say(`flows/${flow_id}:title`)))];
      const [by] = await tx<{ name: string }[]>`
        select name from memberships where 'volunteer:' || contact_id = ${standing[0]?.recorded_by ?? ''}
        order by until nulls first, id limit 1`;
      const text = say('people:evidence.ask', {
        helper: capital(by?.name || say('people:help.somebody')),
        titles: titles.slice(0, TITLES).join(', '),
      });
      const answer = (key: string, act: string) => ({
        label: say(`people:button.${key}`),
        data: encodePress({ scope: 'people', act, argument: String(question.id) }),
      });
      const person = { label: say('button.person'), data: encodePress({ scope: 'general', word: 'person' }) };
      const to = { id: String(question.contact_id), channel: question.channel, simulated: question.simulated };
      const message = {
        kind: 'text' as const,
        text,
        buttons: [answer('right', 'right'), answer('wrong', 'wrong'), person],
      };
      await queueNotice(
        tx,
        { to, cause: `evidence:${question.id}`, message, expiresAt: new Date(now.getTime() + 86_400_000) },
        now,
      );
      await tx`update contacts set prompted_on = ${vietnamDay(now)}::date where id = ${question.contact_id}`;
    }
    return awake.length;
  });
  if (asked > 0) parts.wake();
  return asked;
}
