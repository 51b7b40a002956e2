/** The frame of the API: keys, problems, repeats, refusals. Calls declared here stand for all others. */
import fastify, { type FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApiKey, revokeApiKey } from '../../src/db/access.ts';
import type { Database } from '../../src/db/client.ts';
import { type ApiRoutes, api } from '../../src/web/api/api.ts';
import { PAGED, pagedAnswer, pageOf, readCursor } from '../../src/web/api/cursor.ts';
import { Problem } from '../../src/web/api/problem.ts';
import type { OfficialPorts } from '../../src/web/ports.ts';
import { openTestDatabase } from '../support/database.ts';

const NOW = new Date('2026-11-24T02:00:00Z');
let now = NOW;
let db: Database;
let app: FastifyInstance;
const keys: Record<string, string> = {};

/** Counts in a table, so that a test sees what was really done. */
const counting: ApiRoutes = (registry) => {
  registry.write({
    url: '/bumps',
    action: 'completions.write',
    summary: 'test',
    tag: 'test',
    body: Type.Object({ area: Type.String(), by: Type.Integer(), slow: Type.Optional(Type.Boolean()) }),
    answer: Type.Object({ sum: Type.Integer() }),
    status: 201,
    handler: async ({ tx, body, require, about }) => {
      await require(body.area);
      about(`bump:${body.by}`, body.area);
      if (body.slow) await tx`select pg_sleep(0.3)`;
      const [row] = await tx<{ sum: number }[]>`update bumps set sum = sum + ${body.by} returning sum`;
      if (body.by > 99) throw new Problem(422, 'Too much at once: send at most 99.');
      return { sum: row?.sum ?? 0 };
    },
  });
  registry.read({
    url: '/numbers',
    action: 'figures.read',
    summary: 'test',
    tag: 'test',
    query: Type.Object(PAGED),
    answer: pagedAnswer(Type.Integer()),
    handler: async ({ query, sql }) => {
      const [from] = readCursor(query.cursor) ?? [0];
      const limit = query.limit ?? 100;
      const rows = await sql<{ n: number }[]>`
        select n from generate_series(1, 25) n where n > ${Number(from)} order by n limit ${limit + 1}`;
      return pageOf(
        rows.map(({ n }) => n),
        limit,
        (n) => [n],
      );
    },
  });
  registry.read({
    url: '/secret',
    action: 'audit.read',
    summary: 'test',
    tag: 'test',
    answer: Type.Object({ ok: Type.Boolean() }),
    handler: async () => ({ ok: true }),
  });
};

beforeAll(async () => {
  db = await openTestDatabase(3);
  await db.sql`create table bumps (sum int not null)`;
  await db.sql`insert into bumps values (0)`;
  for (const [code, kind, parent] of [
    ['79', 'province', null],
    ['79001', 'commune', '79'],
    ['79001-01', 'hamlet', '79001'],
    ['79002', 'commune', '79'],
  ] as const) {
    await db.sql`insert into areas (code, name, kind, parent_code, valid_from) values (${code}, ${code}, ${kind}, ${parent}, '2025-07-01')
      on conflict (code) do nothing`;
  }
  for (const [name, role, areaCode] of [
    ['official', 'official', '79001'],
    ['admin', 'admin', '79'],
    ['gone', 'admin', '79'],
  ] as const) {
    const made = await createApiKey(db.sql, { name, role, areaCode, createdBy: 'command' }, NOW);
    keys[name] = made.key;
    if (name === 'gone') await revokeApiKey(db.sql, made.id, 'command', NOW);
  }
  app = fastify();
  const ports = { sql: db.sql, clock: { now: () => now } } as OfficialPorts;
  await app.register(api, { ports, routes: [counting] });
});
afterAll(async () => {
  await app.close();
  await db.close();
});

const bearer = (name: string) => ({ authorization: `Bearer ${keys[name]}` });
const get = (url: string, name = 'official') => app.inject({ url: `/api/v1${url}`, headers: bearer(name) });
const bump = (key: string | null, body: object, name = 'official') =>
  app.inject({
    method: 'POST',
    url: '/api/v1/bumps',
    headers: { ...bearer(name), ...(key !== null && { 'idempotency-key': key }) },
    payload: body,
  });
const sum = async () => (await db.sql<{ sum: number }[]>`select sum from bumps`)[0]?.sum;
const HERE = { area: '79001-01' };

describe('who calls', () => {
  it('wants a key and says how to get one, as problem details', async () => {
    const response = await app.inject({ url: '/api/v1/numbers' });
    expect(response.statusCode).toBe(401);
    expect(response.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(response.headers['www-authenticate']).toBe('Bearer');
    expect(response.json()).toMatchObject({ status: 401, instance: '/api/v1/numbers' });
    expect(response.json().detail).toContain('npm run api-key');
  });

  it.each(['tls_unknown', `tls_${'a'.repeat(43)}`, 'x'.repeat(5000)])('does not take a wrong key', async (key) => {
    const response = await app.inject({ url: '/api/v1/numbers', headers: { authorization: `Bearer ${key}` } });
    expect(response.statusCode).toBe(401);
  });

  it('does not take a revoked key', async () => {
    expect((await get('/numbers', 'gone')).statusCode).toBe(401);
  });

  it('keeps no key readable', async () => {
    const [row] = await db.sql<{ all: string }[]>`select string_agg(k::text, ' ') as all from api_keys k`;
    expect(row?.all).not.toContain(keys.official!.slice(4));
  });

  it('refuses what the role may not do, and writes the refusal down', async () => {
    const response = await get('/secret');
    expect(response.statusCode).toBe(403);
    expect(response.json().detail).toContain('role "admin"');
    expect((await get('/secret', 'admin')).statusCode).toBe(200);
    const [row] = await db.sql`select action, route, allowed from audit_log where action = 'audit.read'`;
    expect(row).toEqual({ action: 'audit.read', route: 'GET /api/v1/secret', allowed: false });
  });

  it('lets a key reach its area and below, not beside or above, even when the refusal undoes the rest', async () => {
    expect((await bump('own-area-1', { area: '79001', by: 1 })).statusCode).toBe(201);
    expect((await bump('below-area', { area: '79001-01', by: 1 })).statusCode).toBe(201);
    const before = await sum();
    for (const area of ['79002', '79']) {
      expect((await bump(`refused-${area}`, { area, by: 1 })).statusCode).toBe(403);
      const rows = await db.sql`select 1 from audit_log where not allowed and area_code = ${area}`;
      expect(rows).toHaveLength(1);
    }
    expect((await bump('no-such-area', { area: 'nowhere', by: 1 })).statusCode).toBe(404);
    expect(await sum()).toBe(before);
  });
});

describe('writing', () => {
  it('wants an Idempotency-Key', async () => {
    for (const key of [null, '', 'with space in it', 'ă'.repeat(10), 'x'.repeat(201)]) {
      const response = await app.inject({
        method: 'POST',
        url: '/api/v1/bumps',
        headers: {
          ...bearer('official'),
          ...(key !== null && { 'idempotency-key': Buffer.from(key).toString('latin1') }),
        },
        payload: { ...HERE, by: 1 },
      });
      expect(response.statusCode).toBe(400);
    }
  });

  it('does a deed once and answers a repeat as before, whatever the order of members', async () => {
    const before = (await sum()) ?? 0;
    const first = await bump('deed-000001', { ...HERE, by: 5 });
    const repeat = await bump('deed-000001', { by: 5, ...HERE });
    expect(first.statusCode).toBe(201);
    expect(first.headers['idempotent-replayed']).toBeUndefined();
    expect(repeat.statusCode).toBe(201);
    expect(repeat.headers['idempotent-replayed']).toBe('true');
    expect(repeat.json()).toEqual(first.json());
    expect(await sum()).toBe(before + 5);
  });

  it('refuses the same key with another body', async () => {
    await bump('deed-000002', { ...HERE, by: 1 });
    const before = await sum();
    expect((await bump('deed-000002', { ...HERE, by: 2 })).statusCode).toBe(409);
    expect(await sum()).toBe(before);
  });

  it('keeps keys of different callers apart', async () => {
    const before = (await sum()) ?? 0;
    await bump('deed-000003', { ...HERE, by: 1 });
    await bump('deed-000003', { ...HERE, by: 2 }, 'admin');
    expect(await sum()).toBe(before + 3);
  });

  it('does it once when ten arrive at the same time over three connections', async () => {
    const before = (await sum()) ?? 0;
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => bump('deed-at-once', { ...HERE, by: 7, slow: true })),
    );
    expect(answers.map(({ statusCode }) => statusCode)).toEqual(Array(10).fill(201));
    expect(new Set(answers.map(({ body }) => body)).size).toBe(1);
    expect(await sum()).toBe(before + 7);
  });

  it('undoes everything when the deed is refused, and may be tried again with the same key', async () => {
    const before = await sum();
    expect((await bump('deed-too-much', { ...HERE, by: 100 })).statusCode).toBe(422);
    expect(await sum()).toBe(before);
    expect((await bump('deed-too-much', { ...HERE, by: 1 })).statusCode).toBe(201);
  });

  it('writes down who did what to what', async () => {
    await bump('deed-audited', { ...HERE, by: 11 });
    const [row] = await db.sql`select caller_name, action, route, subject, area_code, allowed from audit_log
      where subject = 'bump:11'`;
    expect(row).toEqual({
      caller_name: 'official',
      action: 'completions.write',
      route: 'POST /api/v1/bumps',
      subject: 'bump:11',
      area_code: '79001-01',
      allowed: true,
    });
    await expect(db.sql`delete from audit_log`).rejects.toThrow(/append-only/);
    await expect(db.sql`update audit_log set allowed = true`).rejects.toThrow(/append-only/);
  });

  it('forgets an answer after 30 days', async () => {
    await bump('deed-old-one', { ...HERE, by: 1 });
    const before = (await sum()) ?? 0;
    now = new Date(NOW.getTime() + 31 * 86_400_000);
    expect((await bump('deed-old-one', { ...HERE, by: 2 })).statusCode).toBe(201);
    now = NOW;
    expect(await sum()).toBe(before + 2);
  });

  it('names each wrong member', async () => {
    const response = await bump('deed-invalid', { area: '79001', by: 'many' });
    expect(response.statusCode).toBe(400);
    expect(response.json().errors).toEqual([expect.objectContaining({ in: 'body', pointer: '/by' })]);
  });
});

describe('reading', () => {
  it('goes through all pages by cursor', async () => {
    const seen: number[] = [];
    let cursor: string | null = null;
    do {
      const answer: { items: number[]; next_cursor: string | null } = (
        await get(`/numbers?limit=10${cursor ? `&cursor=${cursor}` : ''}`)
      ).json();
      seen.push(...answer.items);
      cursor = answer.next_cursor;
    } while (cursor);
    expect(seen).toEqual(Array.from({ length: 25 }, (_, index) => index + 1));
  });

  it.each(['garbage', Buffer.from('{"a":1}').toString('base64url')])(
    'says what to do about a wrong cursor',
    async (cursor) => {
      const response = await get(`/numbers?cursor=${cursor}`);
      expect(response.statusCode).toBe(400);
      expect(response.json().detail).toContain('Begin again');
    },
  );

  it('describes itself without a key, and answers unknown calls as a problem', async () => {
    const document = (await app.inject({ url: '/api/docs/json' })).json();
    expect(Object.keys(document.paths)).toEqual(['/api/v1/bumps', '/api/v1/numbers', '/api/v1/secret']);
    expect((await app.inject({ url: '/api/docs' })).statusCode).toBeLessThan(400);
    const response = await get('/nothing');
    expect(response.statusCode).toBe(404);
    expect(response.headers['content-type']).toContain('application/problem+json');
  });
});
