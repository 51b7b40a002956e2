/** What a volunteer takes along on a round: the day's list, the households of the area, the steps to read from. */
import { createHash, createHmac } from 'node:crypto';
import type { Caller } from '../../access/caller.ts';
import { areasFor } from '../../access/rights.ts';
import { nameOfMember, subjectOfMember } from '../../bot/desk/log.ts';
import { type DayWords, lineOfDay } from '../../bot/desk/today.ts';
import type { HouseholdFact, TodayItem } from '../../bot/facts.ts';
import { areaName } from '../../db/areas.ts';
import type { Sql, Tx } from '../../db/client.ts';
import { type DoneBy, doneBy, hamletsBelow, householdsBelow } from '../../db/households.ts';
import { todayOf } from '../../db/today.ts';
import { linesOf } from '../../paper/step-sheet.ts';
import { addressOf, type Texts } from '../../text.ts';
import type { AreaHere } from '../pages/visit.ts';
import type { OfficialPorts } from '../ports.ts';
import type { RoundBook, RoundHousehold, RoundLine, RoundSheets } from './wire.ts';

/** Everything of a person on the phone and in the ledger hangs on one contact, whichever channel they came in from. */
export async function personOf(sql: Sql | Tx, contactId: string): Promise<string> {
  const [row] = await sql<{ id: string }[]>`
    select coalesce(person_id, id)::text as id from contacts where id = ${contactId}`;
  return row?.id ?? contactId;
}

/** Names a person to their phone without saying which one they are. */
export const ownerOf = (key: Buffer, personId: string): string =>
  createHmac('sha256', key).update(`round:${personId}`).digest('base64url').slice(0, 22);

/** How the volunteer is named in the ledger, as by the chat. */
export const recorderOf = (personId: string): string => `volunteer:${personId}`;

/** Words of the list and of entries, as the chat says them to somebody on the team. */
export const dayWords = (
  { texts, flows }: Pick<OfficialPorts, 'texts' | 'flows'>,
  locale: string,
  now: Date,
): DayWords => ({
  text: (key, params) => texts.say(locale, key, params, addressOf(null)),
  flow: (id) => flows.current.get(id),
  now,
});

/** What is read aloud before a household is written down. */
export const consentWords = (texts: Texts, locale: string, name: string, area: string): string =>
  texts.say(locale, 'volunteer:new.consent', { name, area }, addressOf(null));

interface Asked {
  caller: Caller;
  area: AreaHere;
  locale: string;
  now: Date;
  ports: OfficialPorts;
}

/** One area's book, all of it as it stands at one moment. */
export async function bookOf({ caller, area, locale, now, ports }: Asked): Promise<RoundBook> {
  const { sql, texts, flows, key } = ports;
  return sql.begin(async (tx) => {
    const asker = { contactId: caller.id, areaCode: area.code, simulated: caller.simulated };
    const [households, today, hamlets] = [
      await householdsBelow(tx, area.code),
      await todayOf(tx, asker, now),
      await hamletsBelow(tx, area.code),
    ];
    const done = await doneBy(tx, households);
    const codes = areasFor(caller, 'completions.write').filter((code) => code !== area.code);
    const areas = [];
    for (const code of codes) areas.push({ code, name: await areaName(tx, code) });
    const words = dayWords(ports, locale, now);
    return {
      owner: ownerOf(key, await personOf(tx, caller.id)),
      name: caller.name,
      area: { code: area.code, name: area.name },
      areas,
      hamlets,
      at: now.toISOString(),
      today: today.map((item) => ({ text: lineOfDay(words, item), household: householdOf(item) })),
      households: households.map((household) => entryOf(household, done)),
      flows: [...flows.current.values()].map(({ id, subject }) => ({
        id,
        title: words.text(`flows/${id}:title`),
        subject,
      })),
      consent: consentWords(texts, locale, '{name}', area.name),
      sheets: sheetsOf(ports, locale).edition,
    };
  }) as Promise<RoundBook>;
}

const householdOf = (item: TodayItem): string | null =>
  item.kind === 'stuck' || item.kind === 'visit' || item.kind === 'errand' ? item.household : null;

const entryOf = (household: HouseholdFact, done: DoneBy): RoundHousehold => ({
  code: household.code,
  number: household.number ?? null,
  areaName: household.areaName,
  callName: household.callName,
  near: household.near ?? null,
  done: done.flows.get(household.code) ?? [],
  stall: done.stalls.has(household.code) ? (done.flows.get(`S-${household.code}`) ?? []) : null,
  members: (household.members ?? []).map((member) => ({
    id: member.id,
    name: nameOfMember(member),
    done: done.flows.get(subjectOfMember(member)) ?? [],
  })),
});

/** The steps of every flow, in the words and the order of the printed sheet. */
export function sheetsOf({ texts, flows }: Pick<OfficialPorts, 'texts' | 'flows'>, locale: string): RoundSheets {
  const sheets = Object.fromEntries(
    [...flows.current.values()].map((flow) => [flow.id, linesOf(texts, flow, 'android', locale).map(lineOf)]),
  );
  const edition = createHash('sha256').update(JSON.stringify(sheets)).digest('base64url').slice(0, 12);
  return { edition, flows: sheets };
}

function lineOf(line: ReturnType<typeof linesOf>[number]): RoundLine {
  switch (line.kind) {
    case 'first':
      return { kind: 'first', text: line.question, sign: line.yes };
    case 'part':
      return { kind: 'part', text: line.text };
    case 'step':
      return { kind: 'step', n: line.n, text: line.action, ...(line.sign && { sign: line.sign }) };
    case 'control':
      return { kind: 'control', text: line.witnessed || line.question, sign: line.yes };
  }
}
