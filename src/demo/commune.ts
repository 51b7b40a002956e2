/**
 * A make-believe commune, so that a fresh clone has somebody to talk to: 4 hamlets, 60 households, 25 stalls,
 * 6 volunteers, 2 officials and eight weeks of history. Everybody is marked simulated and never appears in `report`.
 * Seeded once; a second start changes nothing.
 */
import type { ChannelName } from '../bot/channel.ts';
import type { Sql, Tx } from '../db/client.ts';
import { createChance } from './chance.ts';

export const COMMUNE = { code: '99001', name: 'Xã Rạch Mẫu' } as const;
const HAMLETS = [
  { code: '99001-01', name: 'Ấp Chợ Mới' },
  { code: '99001-02', name: 'Ấp Rạch Dừa' },
  { code: '99001-03', name: 'Ấp Cồn Tre' },
  { code: '99001-04', name: 'Ấp Giồng Cát' },
] as const;
const MARKET = { code: '99001-C1', name: 'Chợ Rạch Mẫu' } as const;

/** Outside Telegram's 52-bit ids, so that no real person can ever be meant. */
const FIRST_EXTERNAL_ID = 9_000_000_000_000_001n;
const HOUSEHOLDS = 60;
const STALLS = 25;
const WEEKS = 8;

const TERMS = ['bác', 'cô', 'chú', 'ông', 'bà', 'anh', 'chị'] as const;
const BIRTH_ORDER = ['Hai', 'Ba', 'Tư', 'Năm', 'Sáu', 'Bảy', 'Tám', 'Chín', 'Mười', 'Út'] as const;
const GOODS = ['rau', 'cá', 'trái cây', 'bánh', 'tạp hóa', 'vải', 'gạo', 'hủ tiếu'] as const;
const FLOWS = [
  'viettel-money',
  'vnpt-money',
  'vneid-install',
  'vneid-activate',
  'dvcqg-login',
  'merchant-vietqr',
] as const;

/** The people the simulator offers, those to show first leading. */
export interface Persona {
  channel: ChannelName;
  externalId: string;
  label: string;
  role: 'citizen' | 'volunteer' | 'official';
  areaName: string;
}

interface SeededContact {
  channel: ChannelName;
  external_id: string;
  term: string | null;
  call_name: string | null;
  area_code: string;
  seen_days_ago: number;
  left: boolean;
  muted: boolean;
}

const externalId = (index: number): string => String(FIRST_EXTERNAL_ID + BigInt(index));

const STAFF = [
  { role: 'official', name: 'chị Lan', area: COMMUNE, channel: 'telegram' },
  { role: 'official', name: 'anh Phúc', area: COMMUNE, channel: 'zalo' },
  { role: 'volunteer', name: 'anh Tâm', area: HAMLETS[0], channel: 'telegram' },
  { role: 'volunteer', name: 'cô Hạnh', area: HAMLETS[1], channel: 'zalo' },
  { role: 'volunteer', name: 'chú Bình', area: HAMLETS[2], channel: 'telegram' },
  { role: 'volunteer', name: 'em Thảo', area: HAMLETS[3], channel: 'zalo' },
  { role: 'volunteer', name: 'em Khoa', area: HAMLETS[0], channel: 'zalo' },
  { role: 'volunteer', name: 'cô Diễm', area: HAMLETS[1], channel: 'telegram' },
] as const;

/** One of the officials also runs the assistant, so that every page can be looked at. */
const ADMIN = 'chị Lan';

/** Bác Sáu, who has never pressed anything yet: the newcomer's first part to play. */
const NEWCOMERS = [
  { channel: 'zalo', term: 'bác', callName: 'Sáu', hamlet: HAMLETS[0] },
  { channel: 'telegram', term: 'cô', callName: 'Út', hamlet: HAMLETS[0] },
] as const;

const STAFF_FROM = 1_000;
const NEWCOMERS_FROM = 2_000;

export const personas = (): Persona[] => [
  ...NEWCOMERS.map((person, index) => ({
    channel: person.channel,
    externalId: externalId(NEWCOMERS_FROM + index),
    label: `${person.term} ${person.callName}`,
    role: 'citizen' as const,
    areaName: person.hamlet.name,
  })),
  ...STAFF.map((member, index) => ({
    channel: member.channel,
    externalId: externalId(STAFF_FROM + index),
    label: member.name,
    role: member.role,
    areaName: member.area.name,
  })),
];

export async function seedCommune(sql: Sql, now: Date): Promise<boolean> {
  return sql.begin(async (tx) => {
    const mine = await tx`
      insert into settings (key, value) values ('demo-seeded', ${tx.json({ at: now.toISOString() })})
      on conflict (key) do nothing returning 1`;
    if (mine.length === 0) return false;
    await seedAreas(tx);
    await seedStaff(tx, now);
    await seedPeople(tx, now);
    await seedHistory(tx, now);
    await seedTargets(tx, now);
    return true;
  });
}

async function seedAreas(tx: Tx): Promise<void> {
  const rows = [
    { ...COMMUNE, kind: 'commune', parent: null },
    ...HAMLETS.map((hamlet) => ({ ...hamlet, kind: 'hamlet', parent: COMMUNE.code })),
    { ...MARKET, kind: 'group', group: 'market', parent: COMMUNE.code },
  ];
  await tx`
    insert into areas (code, name, kind, parent_code, group_kind, valid_from, simulated)
    select code, name, kind, parent, "group", '2025-07-01', true
    from jsonb_to_recordset(${tx.json(rows)}) as r(code text, name text, kind text, parent text, "group" text)`;
}

async function seedStaff(tx: Tx, now: Date): Promise<void> {
  await seedContacts(
    tx,
    STAFF.map((member, index) => ({
      channel: member.channel,
      external_id: externalId(STAFF_FROM + index),
      term: null,
      call_name: null,
      area_code: member.area.code,
      seen_days_ago: 0,
      left: false,
      muted: false,
    })),
    now,
  );
  const rows = STAFF.map((member, index) => ({
    external_id: externalId(STAFF_FROM + index),
    role: member.name === ADMIN ? 'admin' : member.role,
    area: member.area.code,
    name: member.name,
  }));
  await tx`
    insert into memberships (contact_id, role, area_code, name, since)
    select c.id, r.role, r.area, r.name, ${weeksAgo(now, WEEKS)}
    from jsonb_to_recordset(${tx.json(rows)}) as r(external_id text, role text, area text, name text)
    join contacts c on c.external_id = r.external_id order by r.external_id`;
}

/** Two chats a household, so that an announcement to the commune needs a second person. */
async function seedPeople(tx: Tx, now: Date): Promise<void> {
  const chance = createChance(7);
  const contacts: (SeededContact & { household: string })[] = [];
  const households = Array.from({ length: HOUSEHOLDS - NEWCOMERS.length }, (_, index) => {
    const hamlet = HAMLETS[index % HAMLETS.length] as (typeof HAMLETS)[number];
    const term = chance.pick(TERMS);
    const name = BIRTH_ORDER[index % BIRTH_ORDER.length] as string;
    const code = `${hamlet.code.slice(-2)}-${String(Math.floor(index / HAMLETS.length) + 1).padStart(3, '0')}`;
    for (const member of [0, 1]) {
      contacts.push({
        household: code,
        channel: chance.next() < 0.7 ? 'zalo' : 'telegram',
        external_id: externalId(index * 2 + member),
        term: member === 0 ? term : chance.pick(TERMS),
        call_name: member === 0 ? name : chance.pick(BIRTH_ORDER),
        area_code: hamlet.code,
        seen_days_ago: chance.next() < 0.94 ? chance.below(6) : 8 + chance.below(40),
        left: chance.next() < 0.02,
        muted: chance.next() < 0.02,
      });
    }
    return {
      code,
      area: hamlet.code,
      name: `${capital(term)} ${name}`,
      token: `demo${String(index).padStart(3, '0')}`,
      at: weeksAgo(now, chance.next() * WEEKS),
    };
  });
  NEWCOMERS.forEach((person, index) => {
    const code = `01-${String(90 + index).padStart(3, '0')}`;
    households.push({
      code,
      area: person.hamlet.code,
      name: `${capital(person.term)} ${person.callName}`,
      token: `demo9${index}`,
      at: now,
    });
    contacts.push({
      household: code,
      channel: person.channel,
      external_id: externalId(NEWCOMERS_FROM + index),
      term: person.term,
      call_name: person.callName,
      area_code: person.hamlet.code,
      seen_days_ago: 0,
      left: false,
      muted: false,
    });
  });
  await seedContacts(tx, contacts, now);
  await tx`
    insert into households (code, area_code, call_name, link_token, created_at, simulated)
    select code, area, name, token, at, true
    from jsonb_to_recordset(${tx.json(households)}) as h(code text, area text, name text, token text, at timestamptz)`;
  await tx`
    insert into household_contacts (household_code, contact_id, since)
    select m.household, c.id, ${now}
    from jsonb_to_recordset(${tx.json(contacts as never)}) as m(household text, external_id text)
    join contacts c on c.external_id = m.external_id`;
}

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

async function seedContacts(tx: Tx, contacts: SeededContact[], now: Date): Promise<void> {
  await tx`
    insert into contacts (channel, external_id, simulated, term, call_name, area_code, created_at, seen_at, left_at,
      left_reason, muted_at)
    select channel, external_id, true, term, call_name, area_code, ${weeksAgo(now, WEEKS)},
      ${now}::timestamptz - make_interval(days => seen_days_ago), case when "left" then ${now}::timestamptz end,
      case when "left" then 'left' end, case when muted then ${now}::timestamptz end
    from jsonb_to_recordset(${tx.json(contacts as never)}) as c(channel text, external_id text, term text, call_name text,
      area_code text, seen_days_ago int, "left" boolean, muted boolean)`;
}

/** Completions spread over eight weeks, as volunteers and people themselves would have left them. */
async function seedHistory(tx: Tx, now: Date): Promise<void> {
  const chance = createChance(11);
  const helpers = await tx<{ id: bigint; area_code: string }[]>`
    select contact_id as id, area_code from memberships where role = 'volunteer' order by id`;
  const households = await tx<{ code: string; area_code: string }[]>`
    select code, area_code from households where simulated and code not like '01-09%' order by code`;
  const entries = households.flatMap(({ code, area_code }) => {
    const count = chance.below(4);
    return [...FLOWS]
      .sort(() => chance.next() - 0.5)
      .slice(0, count)
      .map((flow) => {
        const byVolunteer = chance.next() < 0.7;
        const helper = helpers.find((member) => member.area_code === area_code) ?? helpers[0];
        const isStall = flow === 'merchant-vietqr';
        return {
          key: `demo:${code}:${flow}`,
          flow,
          kind: isStall ? 'stall' : 'household',
          subject: isStall ? `S-${code}` : code,
          area: area_code,
          how: byVolunteer ? 'volunteer' : 'self',
          by: byVolunteer ? `volunteer:${helper?.id}` : `household:${code}`,
          channel: chance.next() < 0.7 ? 'zalo' : 'telegram',
          at: weeksAgo(now, 0.1 + chance.next() * WEEKS),
        };
      });
  });
  await tx`
    insert into ledger (entry, key, flow_id, flow_version, outcome, subject_kind, subject_code, area_code, how_known,
      recorded_by, channel, occurred_at, recorded_at, simulated)
    select 'completion', key, flow, 1, 'completed', kind, subject, area, how, by, channel, at, at, true
    from jsonb_to_recordset(${tx.json(entries)}) as e(key text, flow text, kind text, subject text, area text, how text,
      by text, channel text, at timestamptz) order by at`;
  const stalls = households.slice(0, STALLS).map(({ code, area_code }) => ({
    code: `S-${code}`,
    area: area_code,
    household: code,
    name: `Sạp ${chance.pick(GOODS)} ${chance.pick(BIRTH_ORDER)}`,
  }));
  await tx`
    insert into stalls (code, area_code, place_code, name, household_code, registered_at, simulated)
    select code, area, ${MARKET.code}, name, household, ${now}, true
    from jsonb_to_recordset(${tx.json(stalls)}) as s(code text, area text, household text, name text)`;
}

async function seedTargets(tx: Tx, now: Date): Promise<void> {
  const totals = [
    { indicator: 'QR-1', value: STALLS, target: 75 },
    { indicator: 'VI-1', value: HOUSEHOLDS, target: 70 },
    { indicator: 'DV-1', value: HOUSEHOLDS, target: 65 },
    { indicator: 'DV-4', value: HOUSEHOLDS, target: 50 },
  ];
  await tx`
    insert into denominators (indicator, area_code, value, source, valid_from, recorded_at, simulated)
    select indicator, ${COMMUNE.code}, value, 'danh sách minh họa', ${weeksAgo(now, WEEKS + 5)}::timestamptz::date, ${now}, true
    from jsonb_to_recordset(${tx.json(totals)}) as t(indicator text, value int)`;
  await tx`
    insert into targets (indicator, area_code, period, value, source, recorded_at, simulated)
    select indicator, ${COMMUNE.code}, ${now.toISOString().slice(0, 4)}, target, 'kế hoạch minh họa', ${now}, true
    from jsonb_to_recordset(${tx.json(totals)}) as t(indicator text, target int)`;
}

const weeksAgo = (now: Date, weeks: number): Date => new Date(now.getTime() - weeks * 7 * 86_400_000);
