/** Who can be simulated: the seeded people and everybody who has come since. */
import type { Address } from '../bot/channel.ts';
import type { Sql } from '../db/client.ts';
import { addressKey, type SimPerson } from './frame.ts';
import { FIRST_FRESH_ID } from './frames.ts';
import type { SimulatorPorts } from './ports.ts';

export interface Fresh extends Address {
  term: string | null;
  callName: string | null;
  areaName: string | null;
}

/** People made on the page, newest first; they may not have written yet. */
export async function freshPeople(sql: Sql): Promise<Fresh[]> {
  return sql<Fresh[]>`
    select f.channel, f.external_id as "externalId", c.term, c.call_name as "callName", a.name as "areaName"
    from simulator_frames f
    left join contacts c on c.channel = f.channel and c.external_id = f.external_id
    left join areas a on a.code = c.area_code
    where f.direction = 'note' and f.request ->> 'kind' = 'arrived'
    order by f.id desc limit 40`;
}

export async function allPeople(
  ports: Pick<SimulatorPorts, 'people' | 'sql'>,
  words: { fresh: string },
): Promise<SimPerson[]> {
  const seeded = await ports.people();
  const known = new Set(seeded.map(addressKey));
  const fresh = (await freshPeople(ports.sql)).filter((person) => !known.has(addressKey(person)));
  return [...seeded, ...fresh.map((person) => described(person, words.fresh))];
}

/** "bác Sáu" once they have said so, "Người mới 1" before. */
function described({ channel, externalId, term, callName, areaName }: Fresh, word: string): SimPerson {
  const name = [term, callName].filter(Boolean).join(' ');
  const number = Number(BigInt(externalId) - FIRST_FRESH_ID) + 1;
  return { channel, externalId, areaName, role: 'citizen', label: name || `${word} ${number}` };
}
