/** Which stall a payment code belongs to, by its keyed hash, and the stalls that want to be asked to look at theirs. */
import type { ChannelName } from '../bot/channel.ts';
import type { Tx } from './client.ts';

export interface CodeOwner {
  code: string;
  name: string;
  isSame: boolean;
}

/** Stalls of this person (on any channel, or of their household) that have a code, those with this very code first. */
export async function ownStalls(tx: Tx, contactId: string, fingerprint: string): Promise<CodeOwner[]> {
  return tx<CodeOwner[]>`
    select s.code, s.name, s.account_fingerprint = ${fingerprint} as "isSame" from stalls s
    join contacts me on me.id = ${contactId}
    where s.simulated = me.simulated and s.account_fingerprint is not null and (
      s.contact_id in (select o.id from contacts o where o.id = me.id or o.person_id = me.person_id)
      or s.household_code in (select household_code from household_contacts where contact_id = me.id))
    order by "isSame" desc, s.code limit 20`;
}

/** The name on the stand that carries this code, whoever's it is: it hangs there for everybody to read. */
export async function stallWithCode(tx: Tx, fingerprint: string, simulated: boolean): Promise<string | null> {
  const [row] = await tx<{ name: string }[]>`
    select name from stalls where account_fingerprint = ${fingerprint} and simulated = ${simulated} order by code limit 1`;
  return row?.name ?? null;
}

/** Asks the person's stalls every week from `due` on, or never again (null). Returns how many there are. */
export async function setMorningCheck(tx: Tx, contactId: string, due: string | null): Promise<number> {
  const rows = await tx`
    update stalls s set morning_check_due = ${due}::date from contacts me
    where me.id = ${contactId} and s.simulated = me.simulated
      and s.contact_id in (select o.id from contacts o where o.id = me.id or o.person_id = me.person_id)
    returning 1`;
  return rows.length;
}

export interface MorningCheck {
  code: string;
  name: string;
  due: string;
  contactId: string;
  channel: ChannelName;
  simulated: boolean;
  locale: string;
  term: string | null;
}

/**
 * Stalls to be asked today, whose owner can be written to and has not been written to unasked today (CD-60); their next
 * week is written down at the same time. One stall per person.
 */
export async function takeMorningChecks(tx: Tx, day: string, zaloSince: Date, limit: number): Promise<MorningCheck[]> {
  const rows = await tx<(Omit<MorningCheck, 'contactId'> & { contact_id: bigint })[]>`
    with due as (
      select distinct on (c.id) s.code, s.name, s.morning_check_due, c.id as contact_id, c.channel, c.simulated, c.locale, c.term
      from stalls s join contacts c on c.id = s.contact_id
      where s.morning_check_due <= ${day}::date and c.left_at is null and c.prompted_on is distinct from ${day}::date
        and (c.channel <> 'zalo' or c.seen_at >= ${zaloSince})
      order by c.id, s.code limit ${limit}
    ), told as (
      update contacts set prompted_on = ${day}::date where id in (select contact_id from due)
    )
    update stalls s set morning_check_due = ${day}::date + 7 from due
    where s.contact_id = due.contact_id and s.morning_check_due is not null and s.code = due.code
    returning due.code, due.name, due.morning_check_due::text as due, due.contact_id, due.channel, due.simulated,
      due.locale, due.term`;
  return rows.map(({ contact_id, ...row }) => ({ ...row, contactId: String(contact_id) }));
}
