/** Whom an announcement is for and which way each of them can be reached, in SQL over real rows. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type AudienceQuery, readAudience } from '../../src/broadcast/audience.ts';
import { connect, type Database } from '../../src/db/client.ts';
import { countReach, type ReachTerms, sampleReach, type Way, WEEKLY_MOST } from '../../src/db/reach.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

const NOW = new Date('2026-11-24T02:00:00Z'); // 9:00 in Vietnam
const HOUR = 3_600_000;
const ago = (hours: number) => new Date(NOW.getTime() - hours * HOUR);
const ALL: Way[] = ['zalo-paid', 'template-user', 'template-phone'];
const FREE: ReachTerms = { paid: [], isExempt: false };

let database: TestDatabase;
let db: Database;
beforeAll(async () => {
  database = await createTestDatabase();
  db = connect(database.url, { connections: 2 });
});
afterAll(async () => {
  await db.close();
  await database.drop();
});

beforeEach(async () => {
  await db.sql`truncate areas, contacts, stalls, households, ledger, settings, broadcasts, list_entries cascade`;
  for (const [code, kind, parent] of [
    ['x1', 'commune', null],
    ['h1', 'hamlet', 'x1'],
    ['h2', 'hamlet', 'x1'],
    ['c1', 'group', 'x1'],
    ['x2', 'commune', null],
  ]) {
    await db.sql`insert into areas (code, name, kind, parent_code, valid_from) values (${code!}, ${code!}, ${kind!}, ${parent!}, '2025-07-01')`;
  }
});

let next = 1;
/** Somebody of the hamlet; everything else as said. */
async function contact(about: Record<string, unknown> = {}): Promise<string> {
  const row = {
    channel: 'telegram',
    external_id: String(next++),
    area_code: 'h1',
    created_at: ago(1000),
    seen_at: ago(1),
    ...about,
  };
  const [made] = await db.sql<{ id: bigint }[]>`insert into contacts ${db.sql(row as never)} returning id`;
  return String(made!.id);
}

const rows = (query: Partial<AudienceQuery> = {}, terms: Partial<ReachTerms> = {}) =>
  countReach(db.sql, { area: 'x1', ...query }, { ...FREE, ...terms }, false, NOW);

async function counts(...asked: Parameters<typeof rows>): Promise<Record<string, number>> {
  const sums: Record<string, number> = {};
  for (const { way, reason, people } of await rows(...asked)) {
    const what = way ?? reason ?? '';
    sums[what] = (sums[what] ?? 0) + people;
  }
  return sums;
}
const total = async (query: Partial<AudienceQuery>) =>
  Object.values<number>(await counts(query)).reduce((sum, people) => sum + people, 0);

describe('which way', () => {
  it.each<[string, Record<string, unknown>, Way[], string]>([
    ['Telegram however long ago', { seen_at: ago(5000) }, [], 'telegram'],
    ['Zalo within 48 hours', { channel: 'zalo', seen_at: ago(48) }, [], 'zalo-free'],
    ['a moment later it costs money', { channel: 'zalo', seen_at: ago(48.01) }, [], 'paid-window'],
    ['… and goes if there is some', { channel: 'zalo', seen_at: ago(48.01) }, ALL, 'zalo-paid'],
    ['to the last minute of 7 days', { channel: 'zalo', seen_at: ago(168) }, ALL, 'zalo-paid'],
    ['afterwards a template', { channel: 'zalo', seen_at: ago(168.01) }, ALL, 'template-user'],
    ['… or nothing', { channel: 'zalo', seen_at: ago(168.01) }, ['zalo-paid'], 'closed-window'],
    ['who unfollowed is left in peace', { channel: 'zalo', left_at: ago(3) }, ALL, 'contact-left'],
    ['who blocked as well', { left_at: ago(3) }, ALL, 'contact-left'],
    ['who asked for none', { muted_at: ago(3) }, ALL, 'muted'],
    ['one a day', { prompted_on: '2026-11-24' }, ALL, 'prompted-today'],
    ['yesterday is another day', { prompted_on: '2026-11-23' }, ALL, 'telegram'],
  ])('%s', async (_, about, paid, wanted) => {
    await contact(about);
    expect(await counts({}, { paid })).toEqual({ [wanted]: 1 });
  });

  it('a template by phone only with consent to announcements', async () => {
    const id = await contact({ channel: 'zalo', left_at: ago(3), phone_sealed: Buffer.from('sealed') });
    const paid = ALL;
    expect(await counts({}, { paid })).toEqual({ 'contact-left': 1 });
    await db.sql`
      insert into consents (subject_kind, subject_code, purpose, text_version, how, given_by, given_at)
      values ('contact', ${id}, 'announcements', '1', 'pressed', ${id}, ${NOW})`;
    expect(await counts({}, { paid })).toEqual({ 'template-phone': 1 });
    await db.sql`update consents set withdrawn_at = ${NOW}`;
    expect(await counts({}, { paid })).toEqual({ 'contact-left': 1 });
  });

  it('three in seven days are enough; urgent ones and corrections go past it, past a stop nothing goes', async () => {
    const id = await contact();
    await contact({ muted_at: ago(1) });
    for (let nth = 1; nth <= WEEKLY_MOST; nth += 1) {
      expect(await counts()).toEqual({ telegram: 1, muted: 1 });
      await db.sql`
        insert into broadcasts (id, area_code, state, previewed_count, created_at) values (${nth}, 'x1', 'done', 1, ${NOW})`;
      await db.sql`
        insert into broadcast_recipients (broadcast_id, contact_id, channel, state, sent_at)
        values (${nth}, ${id}, 'telegram', 'sent', ${ago(24 * nth)})`;
    }
    expect(await counts()).toEqual({ 'three-this-week': 1, muted: 1 });
    expect(await counts({}, { isExempt: true })).toEqual({ telegram: 1, muted: 1 });
    await db.sql`update broadcast_recipients set sent_at = ${ago(169)} where broadcast_id = 1`;
    expect(await counts()).toEqual({ telegram: 1, muted: 1 });
  });
});

describe('one person with two chats', () => {
  /** Zalo long silent, Telegram at hand. */
  async function two(zalo: Record<string, unknown> = {}, telegram: Record<string, unknown> = {}): Promise<void> {
    const first = await contact({ channel: 'zalo', seen_at: ago(500), ...zalo });
    await contact({ person_id: first, area_code: null, ...telegram });
    await db.sql`update contacts set person_id = ${first} where id = ${first}`;
  }

  it('is reached on the other one, and counted once', async () => {
    await two({}, { area_code: 'h1' });
    expect(await counts()).toEqual({ telegram: 1 });
  });
  it('also when only the silent chat lives in the area', async () => {
    await two();
    expect(await counts()).toEqual({ telegram: 1 });
  });
  it('is counted by the chat by which it was chosen and the way it goes', async () => {
    await two();
    await two();
    await contact();
    await contact({ channel: 'zalo' });
    expect(await rows()).toEqual([
      { own: 'telegram', way: 'telegram', reason: null, people: 1 },
      { own: 'zalo', way: 'telegram', reason: null, people: 2 },
      { own: 'zalo', way: 'zalo-free', reason: null, people: 1 },
    ]);
  });
  it('a stop on one is a stop', async () => {
    await two({ muted_at: ago(2) });
    expect(await counts()).toEqual({ muted: 1 });
  });
  it('one message a day over both', async () => {
    await two({ prompted_on: '2026-11-24' });
    expect(await counts()).toEqual({ 'prompted-today': 1 });
  });
  it('not on a channel that was not meant', async () => {
    await two();
    expect(await counts({ channels: ['zalo'] })).toEqual({ 'closed-window': 1 });
  });
});

describe('who', () => {
  it('an area with everything below it, and nobody else’s', async () => {
    await contact();
    await contact({ area_code: 'h2' });
    await contact({ area_code: 'x1' });
    await contact({ area_code: 'x2' });
    await contact({ area_code: null });
    expect([await total({ area: 'x1' }), await total({ area: 'h2' }), await total({ area: 'x2' })]).toEqual([3, 1, 1]);
  });

  it('of a market those with a stall there, whatever their hamlet', async () => {
    const seller = await contact({ area_code: 'x2' });
    const wife = await contact();
    await contact();
    await db.sql`
      insert into households (code, area_code, call_name, link_token, created_at) values ('H1', 'h1', 'Tư', 't', ${NOW})`;
    await db.sql`insert into household_contacts values ('H1', ${wife}, ${NOW})`;
    await db.sql`
      insert into stalls (code, area_code, place_code, name, household_code, contact_id, registered_at) values
      ('S1', 'h1', 'c1', 'rau', null, ${seller}, ${NOW}), ('S2', 'h1', 'c1', 'cá', 'H1', null, ${NOW})`;
    expect(await total({ area: 'c1' })).toBe(2);
    expect(await total({ area: 'x1' })).toBe(3);
  });

  it('simulated people in their own world only, erased ones nowhere', async () => {
    await contact({ simulated: true });
    await contact({ left_at: ago(1), left_reason: 'erased' });
    expect(await counts()).toEqual({});
    expect(await countReach(db.sql, { area: 'x1' }, FREE, true, NOW)).toMatchObject([{ people: 1 }]);
  });

  it('by role, language and channel, all at once', async () => {
    const helper = await contact({ locale: 'km' });
    await contact({ locale: 'km', channel: 'zalo' });
    await contact();
    await db.sql`
      insert into memberships (contact_id, role, area_code, name, since) values (${helper}, 'volunteer', 'h1', 'Tâm', ${NOW})`;
    expect(await total({ roles: ['volunteer'] })).toBe(1);
    expect(await total({ roles: ['citizen'] })).toBe(2);
    expect(await total({ roles: ['citizen', 'volunteer'] })).toBe(3);
    expect(await total({ languages: ['km'] })).toBe(2);
    expect(await total({ languages: ['km'], channels: ['zalo'], roles: ['citizen'] })).toBe(1);
    await db.sql`update memberships set until = ${NOW}`;
    expect(await total({ roles: ['citizen'] })).toBe(3);
  });

  it('by what they have finished: themselves, their household, their stall; not what was taken back', async () => {
    const self = await contact();
    const member = await contact();
    const seller = await contact();
    const undone = await contact();
    await contact();
    await db.sql`
      insert into households (code, area_code, call_name, link_token, created_at) values ('H1', 'h1', 'Tư', 't', ${NOW})`;
    await db.sql`insert into household_contacts values ('H1', ${member}, ${NOW})`;
    const done = async (kind: string, code: string) => {
      const [row] = await db.sql<{ id: bigint }[]>`
        insert into ledger (entry, key, flow_id, flow_version, outcome, subject_kind, subject_code, area_code, how_known,
          recorded_by, channel, occurred_at, recorded_at)
        values ('completion', ${`${kind}:${code}`}, 'momo', 1, 'completed', ${kind}, ${code}, 'h1', 'self', 'x', 'zalo',
          ${NOW}, ${NOW}) returning id`;
      return row!.id;
    };
    await done('person', self);
    await done('household', 'H1');
    await done('stall', `S-${seller}`);
    const taken = await done('person', undone);
    await db.sql`
      insert into ledger (entry, key, reverses, flow_id, flow_version, outcome, subject_kind, subject_code, area_code,
        how_known, recorded_by, channel, occurred_at, recorded_at)
      select 'reversal', 'r', id, flow_id, flow_version, outcome, subject_kind, subject_code, area_code, how_known,
        recorded_by, channel, occurred_at, recorded_at from ledger where id = ${taken}`;
    expect(await total({ flow: { id: 'momo', state: 'finished' } })).toBe(3);
    expect(await total({ flow: { id: 'momo', state: 'not-finished' } })).toBe(2);
    expect(await total({ flow: { id: 'zalopay', state: 'finished' } })).toBe(0);
  });

  it('by where they stand: under way, stuck for a day, stuck at one step, waiting on the shelf', async () => {
    const run = (step: string | null, hours: number) => ({
      id: '1',
      state: { flowId: 'momo', version: 1, step },
      lastAt: ago(hours).toISOString(),
    });
    await contact({ memory: { run: run('open', 1) } });
    await contact({ memory: { run: run('open', 30) } });
    await contact({ memory: { run: run('code', 30) } });
    await contact({ memory: { shelf: [run('code', 500)] } });
    await contact({ memory: { run: run(null, 30) } });
    await contact({ memory: {} });
    const at = (state: 'under-way' | 'stuck', step?: string) =>
      total({ flow: { id: 'momo', state, ...(step !== undefined && { step }) } });
    expect([await at('under-way'), await at('stuck'), await at('stuck', 'code'), await at('stuck', 'open')]).toEqual([
      4, 3, 2, 1,
    ]);
  });

  it('beneficiaries of a list by the household they belong to, as long as they are on it', async () => {
    const member = await contact();
    await contact();
    await db.sql`
      insert into households (code, area_code, call_name, link_token, created_at) values ('H1', 'h1', 'Tư', 't', ${NOW})`;
    await db.sql`insert into household_contacts values ('H1', ${member}, ${NOW})`;
    await db.sql`
      insert into list_entries (list, code, area_code, since, details, recorded_at)
      values ('bao-tro', 'DT-7', 'h1', '2026-01-01', ${db.sql.json({ household: 'H1' })}, ${NOW})`;
    expect(await total({ list: 'bao-tro' })).toBe(1);
    await db.sql`update list_entries set until = '2026-11-23' where list = 'bao-tro'`;
    expect(await total({ list: 'bao-tro' })).toBe(0);
  });

  it('shows ten of them without a phone number or a legal name', async () => {
    for (let nth = 0; nth < 15; nth += 1) await contact({ term: 'bác', call_name: `Số ${nth}`, phone_hash: 'x' });
    const sample = await sampleReach(db.sql, { area: 'x1' }, FREE, false, NOW);
    expect(sample).toHaveLength(10);
    expect(Object.keys(sample[0]!).toSorted()).toEqual(['areaName', 'callName', 'channel', 'reason', 'term', 'way']);
    expect(await sampleReach(db.sql, { area: 'x1' }, FREE, false, NOW)).toEqual(sample);
  });
});

describe('an audience as others send it', () => {
  const flows = { stepsOf: (id: string) => (id === 'momo' ? ['open', 'code'] : undefined) };
  it.each<[unknown, string[]]>([
    [{ area: 'x1' }, []],
    [{ area: 'x1', roles: ['citizen'], languages: ['km'], channels: ['zalo'] }, []],
    [{ area: 'x1', flow: { id: 'momo', state: 'stuck', step: 'code' } }, []],
    [null, ['audience']],
    [[], ['audience']],
    [{}, ['audience.area']],
    [{ area: 7 }, ['audience.area']],
    [{ area: 'x1', hamlet: 'h1' }, ['audience.hamlet']],
    [{ area: 'x1', reachedBy: '1' }, ['audience.reachedBy']],
    [{ area: 'x1', roles: [] }, ['audience.roles']],
    [{ area: 'x1', roles: ['mayor'] }, ['audience.roles']],
    [{ area: 'x1', channels: 'zalo' }, ['audience.channels']],
    [{ area: 'x1', flow: { id: 'nothing', state: 'finished' } }, ['audience.flow.id']],
    [{ area: 'x1', flow: { id: 'momo', state: 'maybe' } }, ['audience.flow.state']],
    [{ area: 'x1', flow: { id: 'momo', state: 'stuck', step: 'none' } }, ['audience.flow.step']],
    [{ area: 'x1', flow: 'momo' }, ['audience.flow.id', 'audience.flow.state']],
  ])('%j', (value, fields) => {
    const reading = readAudience(value, flows);
    expect(reading.ok ? [] : reading.faults.map(({ field }) => field)).toEqual(fields);
    if (reading.ok) expect(reading.query).toEqual(value);
  });
});
