/**
 * No door without a lock: every route of the whole house says what it needs, and is tried with every role in every
 * relation of areas. A new page or call is in here by existing.
 */
import type { RouteOptions } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Caller, Role } from '../../src/access/caller.ts';
import { ROLES } from '../../src/access/caller.ts';
import { ACTIONS, type Action, allows, mayAnywhere, RIGHTS } from '../../src/access/rights.ts';
import { createApiKey, personCaller } from '../../src/db/access.ts';
import { insertBroadcast, nextBroadcastId } from '../../src/db/broadcasts.ts';
import { type Visitor, visitor } from '../support/browse.ts';
import { type House, MORNING, openHouse } from '../support/house.ts';
import { enter } from '../support/staff.ts';

/** Province, the reader's commune with a hamlet, the neighbour's commune. */
const PLACES = { own: '79001', below: '79001-01', above: '79', other: '79002' } as const;
type Place = keyof typeof PLACES;
const PATHS: Record<Place, string[]> = {
  own: ['79001', '79'],
  below: ['79001-01', '79001', '79'],
  above: ['79'],
  other: ['79002', '79'],
};

/** Nobody signs in here, each for a reason. Whatever else has no rule fails. */
const OPEN_TO_ALL = [
  /^\/(healthz|readyz|metrics)$/, // operators
  /^\/webhooks\//, // platforms, by signature
  /^\/pictures\//, // channels fetch them by hash
  /^\/nghe\//, // a citizen opens a step's voice from the chat, by hash
  /^\/\*$|^\/:file$|zalo_verifier/, // Zalo's proof of the domain
];

/** A thing in each place, for pages about things. */
const SAMPLES: Record<string, (ids: Ids) => string> = {
  '/nguoi-dan/:id': ({ contact }) => `/nguoi-dan/${contact}`,
  '/nguoi-dan/:id/du-lieu': ({ contact }) => `/nguoi-dan/${contact}/du-lieu`,
  '/nguoi-dan/:id/xoa': ({ contact }) => `/nguoi-dan/${contact}/xoa`,
  '/nguoi-dan/:id/xoa/dong-y': ({ contact }) => `/nguoi-dan/${contact}/xoa/dong-y`,
  '/nguoi-dan/:id/xoa/thoi': ({ contact }) => `/nguoi-dan/${contact}/xoa/thoi`,
  '/can-giup/:id': ({ help }) => `/can-giup/${help}`,
  '/can-giup/:id/nhan': ({ help }) => `/can-giup/${help}/nhan`,
  '/can-giup/:id/giao': ({ help }) => `/can-giup/${help}/giao`,
  '/can-giup/:id/nhan-tin': ({ help }) => `/can-giup/${help}/nhan-tin`,
  '/can-giup/:id/xong': ({ help }) => `/can-giup/${help}/xong`,
  '/to/truc/:id/thoi': ({ duty }) => `/to/truc/${duty}/thoi`,
  '/cho/:ma/kiem': ({ stall }) => `/cho/${stall}/kiem`,
  '/cho/:ma/sai': ({ stall }) => `/cho/${stall}/sai`,
  '/cai-dat/moi': ({ area }) => `/cai-dat/moi?dia-ban=${area}`,
  '/cai-dat/vai-tro/:id/ket-thuc': ({ membership }) => `/cai-dat/vai-tro/${membership}/ket-thuc`,
  '/cai-dat/khoa/:id/thu-hoi': ({ key }) => `/cai-dat/khoa/${key}/thu-hoi`,
  ...Object.fromEntries(
    [
      ...['', '/sua', '/thu', '/trinh', '/duyet', '/tra-lai', '/gui', '/ngung', '/tiep', '/gui-lai', '/gui-them'],
      ...['/dung', '/dinh-chinh', '/dien-bien', '/se-toi', '/hoi-dap', '/ghe-tham', '/tep'],
    ].map((part) => [`/thong-bao/:id${part}`, ({ broadcast }: Ids) => `/thong-bao/${broadcast}${part}`]),
  ),
};

interface Ids {
  area: string;
  contact: string;
  membership: string;
  key: string;
  help: string;
  duty: string;
  stall: string;
  broadcast: string;
}

let house: House;
const things = {} as Record<Place, Ids>;
const readers = {} as Record<Role, { caller: Caller; browser: Visitor }>;
const keys = {} as Record<'official' | 'admin', string>;

beforeAll(async () => {
  house = await openHouse();
  const { sql } = house.db;
  await sql`
    insert into areas (code, name, kind, parent_code, valid_from) values
      ('79', 'Tỉnh Thử', 'province', null, '2025-07-01'), ('79001', 'Xã Mình', 'commune', '79', '2025-07-01'),
      ('79001-01', 'Ấp Mình', 'hamlet', '79001', '2025-07-01'), ('79002', 'Xã Khác', 'commune', '79', '2025-07-01')`;
  let next = 100;
  const contact = async (area: string | null): Promise<string> => {
    next += 1;
    const [row] = await sql<{ id: string }[]>`
      insert into contacts (channel, external_id, area_code, created_at, seen_at)
      values ('telegram', ${String(next)}, ${area}, ${MORNING}, ${MORNING}) returning id::text`;
    return row?.id ?? '';
  };
  const member = async (contactId: string, role: Role, area: string): Promise<string> => {
    const [row] = await sql<{ id: string }[]>`
      insert into memberships (contact_id, role, area_code, name, since)
      values (${contactId}, ${role}, ${area}, ${`${role} ${area}`}, ${MORNING}) returning id::text`;
    return row?.id ?? '';
  };
  const announcement = async (area: string): Promise<string> => {
    const id = await nextBroadcastId(sql);
    const words = { vi: { what: 'Thử.', bring: '', ask: '' } };
    const draft = { id, areaCode: area, kind: 'notice' as const, content: { words, extras: [], picture: null } };
    const sending = { sendAt: null, spreadMinutes: 0, budgetVnd: 0, neverTwice: false, corrects: null } as const;
    const author = { authorId: null, authorRef: 'key:0', officerId: null, previewedCount: 0, simulated: false };
    await sql.begin((tx) =>
      insertBroadcast(tx, { ...draft, ...sending, ...author, text: 'Thử.', audience: { area } }, MORNING),
    );
    return id;
  };
  for (const place of Object.keys(PLACES) as Place[]) {
    const area = PLACES[place];
    const key = await createApiKey(
      sql,
      { name: place, role: 'official', areaCode: area, createdBy: 'command' },
      MORNING,
    );
    const [help] = await sql<{ id: string }[]>`
      insert into help_requests (contact_id, area_code, reason, asked_at, promised_at)
      values (${await contact(area)}, ${area}, 'asked', ${MORNING}, ${MORNING}) returning id::text`;
    const [duty] = await sql<{ id: string }[]>`
      insert into rota (contact_id, area_code, since) values (${await contact(area)}, ${area}, ${MORNING}) returning id::text`;
    await sql`insert into stalls (code, area_code, name, registered_at) values (${`S-${place}`}, ${area}, 'Sạp', ${MORNING})`;
    things[place] = {
      help: help?.id ?? '',
      duty: duty?.id ?? '',
      stall: `S-${place}`,
      broadcast: await announcement(area),
      area,
      contact: await contact(area),
      membership: await member(await contact(null), 'volunteer', area),
      key: key.id,
    };
  }
  for (const role of ROLES) {
    const contactId = await contact(null);
    await member(contactId, role, PLACES.own);
    readers[role] = { caller: (await personCaller(sql, contactId))!, browser: await enter(house, contactId) };
  }
  for (const role of ['official', 'admin'] as const) {
    keys[role] = (
      await createApiKey(sql, { name: role, role, areaCode: PLACES.own, createdBy: 'command' }, MORNING)
    ).key;
  }
  await house.assistant.web.ready();
});
afterAll(() => house.close());

interface Door {
  method: 'GET' | 'POST';
  url: string;
  needs: Action | 'signed-in' | 'public' | undefined;
  where: 'asked' | 'thing' | undefined;
  route: RouteOptions;
}

const doors = (): Door[] =>
  house.assistant.routes
    .filter(({ method }) => method !== 'HEAD' && method !== 'OPTIONS')
    .flatMap((route) =>
      [route.method].flat().map((method) => ({
        method: method as Door['method'],
        url: route.url,
        needs: route.config?.needs,
        where: route.config?.where,
        route,
      })),
    );
const isLocked = ({ needs }: Door) => needs !== undefined && needs !== 'public';
const pageDoors = () => doors().filter((door) => isLocked(door) && !door.url.startsWith('/api/'));
const apiDoors = () => doors().filter((door) => isLocked(door) && door.url.startsWith('/api/'));
const knock = (browser: Visitor, { method }: Door, url: string) =>
  method === 'GET' ? browser.get(url) : browser.post(url);
const refusals = async () =>
  (await house.db.sql<{ n: number }[]>`select count(*)::int as n from audit_log where not allowed`)[0]?.n ?? 0;

describe('the table of rights', () => {
  it('lets a higher role do all a lower one may', () => {
    for (const action of ACTIONS) {
      if (RIGHTS.volunteer.has(action)) expect(RIGHTS.official.has(action)).toBe(true);
      if (RIGHTS.official.has(action)) expect(RIGHTS.admin.has(action)).toBe(true);
      expect(RIGHTS.admin.has(action)).toBe(true); // nothing that nobody can do
    }
  });

  it('keeps from volunteers what speaks for the commune or reaches beyond their households', () => {
    const theirs = ACTIONS.filter((action) => RIGHTS.volunteer.has(action));
    expect(theirs).toEqual([
      'figures.read',
      'cases.read',
      'people.read',
      'help.answer',
      'completions.read',
      'completions.write',
      'completions.reverse',
      'print.make',
    ]);
  });

  it('keeps rights, settings and the audit log to admins', () => {
    const adminOnly = ACTIONS.filter((action) => !RIGHTS.official.has(action));
    expect(adminOnly).toEqual(['access.manage', 'settings.write', 'audit.read']);
  });

  it('reaches down, never up or sideways', () => {
    const caller = { grants: [{ role: 'admin', areaCode: PLACES.own }] } as unknown as Caller;
    const reached = (Object.keys(PLACES) as Place[]).filter((place) => allows(caller, 'figures.read', PATHS[place]));
    expect(reached).toEqual(['own', 'below']);
    expect(allows({ ...caller, grants: [] }, 'figures.read', PATHS.own)).toBe(false);
    expect(allows(caller, 'figures.read', [])).toBe(false);
  });
});

describe('every route', () => {
  it('says what it needs', () => {
    const unlocked = doors()
      .filter(({ needs, url }) => needs === undefined && !OPEN_TO_ALL.some((open) => open.test(url)))
      .map(({ method, url }) => `${method} ${url}`);
    expect(unlocked).toEqual([]);
    expect(pageDoors().length).toBeGreaterThan(10);
  });

  it('sends strangers to the door', async () => {
    for (const door of pageDoors()) {
      const url = door.url.replace(/:\w+/g, '1').replace('*', 'x');
      const answer = await knock(visitor(house.assistant.web), door, url);
      expect([door.method, door.url, answer.statusCode]).toEqual([door.method, door.url, 303]);
      expect(answer.headers.location).toMatch(/^\/dang-nhap(\?tiep=|$)/);
    }
    for (const door of apiDoors()) {
      const url = door.url.replace(/:\w+/g, '1');
      const answer = await house.assistant.web.inject({
        method: door.method,
        url,
        ...(door.method === 'POST' && { payload: {} }),
      });
      expect([door.url, answer.statusCode]).toEqual([door.url, 401]);
    }
  });

  it('takes no form without its token or from another site', async () => {
    const { browser } = readers.admin;
    for (const door of pageDoors().filter(({ method }) => method === 'POST')) {
      const url = (SAMPLES[door.url]?.(things.own) ?? door.url).replace(/:\w+/g, '1');
      const before = await house.db.sql`select count(*)::int as n from audit_log where allowed`;
      for (const answer of [
        await browser.post(url, { dau: 'forged' }),
        await browser.post(
          url,
          {},
          { host: 'localhost:3000', origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
        ),
      ]) {
        expect([door.url, [403, 404].includes(answer.statusCode)]).toEqual([door.url, true]);
      }
      expect(await house.db.sql`select count(*)::int as n from audit_log where allowed`).toEqual(before);
    }
  });

  it('lets each role do in each area what the table says, and writes down every refusal', {
    timeout: 120_000,
  }, async () => {
    const wrong: string[] = [];
    for (const door of pageDoors()) {
      const action = door.needs as Action | 'signed-in';
      for (const role of ROLES) {
        const { caller, browser } = readers[role];
        for (const place of Object.keys(PLACES) as Place[]) {
          const sample = SAMPLES[door.url];
          if (door.where === 'thing' && !sample && place !== 'own') continue;
          const url = sample
            ? sample(things[place])
            : `${door.url.replace(/:\w+/g, 'khong-co').replace('*', 'x')}${door.where === 'asked' ? `?dia-ban=${PLACES[place]}` : ''}`;
          const isSettled = sample !== undefined || door.where === 'asked';
          const mayDo =
            action === 'signed-in'
              ? allows(caller, 'figures.read', PATHS[place])
              : allows(caller, action, PATHS[place]);
          const isAllowed = isSettled ? mayDo : action === 'signed-in' || mayAnywhere(caller, action);
          const before = await refusals();
          const { statusCode } = await knock(browser, door, url);
          const wasRefused = (await refusals()) > before;
          if (statusCode >= 500 || (statusCode === 403) === isAllowed || wasRefused === isAllowed) {
            wrong.push(`${door.method} ${url} as ${role}: ${statusCode}, ${isAllowed ? 'allowed' : 'to be refused'}`);
          }
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  it('of the API holds a key to its role and area', async () => {
    const wrong: string[] = [];
    for (const door of apiDoors()) {
      for (const role of ['official', 'admin'] as const) {
        const headers = {
          authorization: `Bearer ${keys[role]}`,
          'idempotency-key': `matrix-${role}-${door.url}`.replace(/[^\x21-\x7e]/g, ''),
        };
        const url = door.url.replace(/:\w+/g, '1');
        const ask = (query = '') =>
          house.assistant.web.inject({
            method: door.method,
            url: url + query,
            headers,
            ...(door.method === 'POST' && { payload: {} }),
          });
        const { statusCode } = await ask();
        const isAllowed = RIGHTS[role].has(door.needs as Action);
        if (statusCode === 401 || statusCode >= 500 || (!isAllowed && statusCode !== 403)) {
          wrong.push(`${door.method} ${door.url} as ${role}: ${statusCode}`);
        }
        const query = (door.route.schema?.querystring ?? {}) as { properties?: Record<string, unknown> };
        if (door.method !== 'GET' || !query.properties?.area) continue;
        for (const place of ['above', 'other'] as const) {
          const answer = await ask(`?area=${PLACES[place]}`);
          if (![400, 403, 404].includes(answer.statusCode)) {
            wrong.push(`GET ${door.url}?area=${place} as ${role}: ${answer.statusCode}`);
          }
        }
      }
    }
    expect(wrong).toEqual([]);
  });
});
