/** The frame itself, with pages of the test's own: what every page may rely on. */
import { Readable } from 'node:stream';
import fastify, { type FastifyInstance } from 'fastify';
import { h } from 'preact';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSession } from '../../src/db/access.ts';
import type { Database } from '../../src/db/client.ts';
import { loadTexts } from '../../src/text.ts';
import { lateAssets } from '../../src/web/assets.ts';
import { PostForm } from '../../src/web/pages/components.tsx';
import { pages } from '../../src/web/pages/pages.tsx';
import { file, goTo, json, missing, show, stream, withQuery } from '../../src/web/pages/visit.ts';
import type { OfficialPorts } from '../../src/web/ports.ts';
import { OWN_ORIGIN, type Visitor, visitor } from '../support/browse.ts';
import { openTestDatabase } from '../support/database.ts';

const NOW = new Date('2026-11-24T02:00:00Z');
let db: Database;
let app: FastifyInstance;
let lan: Visitor;
let committed: string[];

beforeAll(async () => {
  db = await openTestDatabase(2);
  await db.sql`create table deeds (what text)`;
  await db.sql`insert into areas (code, name, kind, valid_from) values ('79001', 'Xã Thử', 'commune', '2025-07-01')`;
  await db.sql`insert into contacts (channel, external_id, created_at, seen_at) values ('telegram', '1', ${NOW}, ${NOW})`;
  await db.sql`insert into memberships (contact_id, role, area_code, name, since) select id, 'official', '79001', 'chị Lan', ${NOW} from contacts`;
  const [contact] = await db.sql<{ id: string }[]>`select id::text from contacts`;
  app = fastify();
  const ports = {
    sql: db.sql,
    clock: { now: () => NOW },
    texts: loadTexts(),
    demo: false,
    publicUrl: 'https://tro-ly.example.vn',
    channels: () => [],
    wake: () => committed.push('woken'),
  } as unknown as OfficialPorts;
  await app.register(pages, {
    ports,
    assets: lateAssets(),
    guests: [],
    routes: [
      (declare) => {
        declare.page({
          path: '/form',
          action: 'figures.read',
          handler: (visit) => show({ title: 'Form', body: h(PostForm, { visit, action: '/do' }) }),
        });
        declare.post({
          path: '/do',
          action: 'stalls.write',
          handler: async ({ tx, form, about, after, ports: { wake }, query }) => {
            await tx`insert into deeds values (${form.text('what')})`;
            about('stall:1');
            after(wake);
            if (form.text('what') === 'throw') throw new Error('broken on purpose, and secret');
            if (form.text('what') === 'invalid')
              return show({ title: 'x', status: 422, body: h('p', null, 'mend it') });
            if (form.text('what') === 'missing') return missing();
            return goTo(query.to || '/form', 'officials:notice.saved');
          },
        });
        declare.post({
          path: '/script',
          action: 'stalls.write',
          handler: ({ form }) => json({ got: form.json }),
        });
        declare.post({
          path: '/upload',
          action: 'lists.import',
          upload: true,
          handler: ({ form }) => json(form.files.map(({ name, bytes }) => [name, bytes.toString()])),
        });
        declare.page({
          path: '/file',
          action: 'figures.read',
          handler: () => file('Báo cáo "tuần" 47.xlsx', 'application/octet-stream', Buffer.from('x')),
        });
        declare.page({
          path: '/live',
          action: 'figures.read',
          handler: () => stream('text/event-stream', Readable.from(['data: 1\n\n'])),
        });
        declare.page({
          path: '/broken',
          action: 'figures.read',
          handler: () => Promise.reject(new Error('secret detail')),
        });
      },
    ],
  });
  const signedIn = await db.sql.begin((tx) => openSession(tx, contact!.id, NOW));
  lan = visitor(app);
  lan.cookies.set('tro_ly_phien', signedIn!.token);
  committed = [];
});
afterAll(async () => {
  await app.close();
  await db.close();
});

const deeds = async () => (await db.sql<{ what: string }[]>`select what from deeds`).map(({ what }) => what);
const audited = async () =>
  (await db.sql<{ n: number }[]>`select count(*)::int as n from audit_log where subject = 'stall:1'`)[0]?.n;

describe('a deed', () => {
  it('commits together with its audit row, and what waits for the commit comes after', async () => {
    await lan.get('/form');
    const answer = await lan.post('/do', { what: 'done' });
    expect([answer.statusCode, answer.headers.location]).toEqual([303, '/form?bao=officials%3Anotice.saved']);
    expect((await lan.get('/form?bao=officials%3Anotice.saved')).body).toContain('Đã lưu.');
    expect([await deeds(), await audited(), committed]).toEqual([['done'], 1, ['woken']]);
  });

  it('that fails leaves nothing behind, not even a trace that it was done, and tells no secret', async () => {
    const before = await audited();
    committed = [];
    const answer = await lan.post('/do', { what: 'throw' });
    expect(answer.statusCode).toBe(500);
    expect(answer.body).toContain('Dữ liệu chưa mất');
    expect(answer.body).not.toContain('secret');
    expect([await deeds(), await audited(), committed]).toEqual([['done'], before, []]);
  });

  it('that is refused by its own rules is not written down as done', async () => {
    const before = await audited();
    expect((await lan.post('/do', { what: 'invalid' })).statusCode).toBe(422);
    expect((await lan.post('/do', { what: 'missing' })).statusCode).toBe(404);
    expect(await audited()).toBe(before);
  });

  it('needs token and origin, whichever header an old browser sends', async () => {
    const before = await deeds();
    const host = OWN_ORIGIN.host;
    for (const headers of [
      { host },
      { host, origin: 'null' },
      { host, origin: 'https://evil.example' },
      { host, 'sec-fetch-site': 'same-site' },
      { host, 'sec-fetch-site': 'none' },
    ]) {
      expect((await lan.post('/do', { what: 'forged' }, headers)).statusCode).toBe(403);
    }
    expect((await lan.post('/do', { what: 'forged', dau: '' })).statusCode).toBe(403);
    expect(await deeds()).toEqual(before);
    expect((await lan.post('/do', { what: 'old' }, { host, origin: `http://${host}` })).statusCode).toBe(303);
  });

  it('does not wait for a second connection while it holds one', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, () => lan.post('/do', { what: 'many' })));
    expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([303]));
  });
});

describe('a page’s own script', () => {
  it('may send JSON with the token in a header, and learns when the session is over', async () => {
    const send = (cookies: string, token: string) =>
      app.inject({
        method: 'POST',
        url: '/script',
        headers: { ...OWN_ORIGIN, cookie: cookies, 'x-dau': token, 'content-type': 'application/json' },
        payload: JSON.stringify({ a: [1] }),
      });
    const cookie = `tro_ly_phien=${lan.cookies.get('tro_ly_phien')}`;
    expect((await send(cookie, lan.token())).json()).toEqual({ got: { a: [1] } });
    expect((await send(cookie, 'forged')).statusCode).toBe(403);
    const over = await send('', lan.token());
    expect([over.statusCode, over.json()]).toEqual([401, { signIn: '/dang-nhap' }]);
  });
});

describe('files', () => {
  const multipart = (parts: string[]) => `${parts.map((part) => `--b\r\n${part}\r\n`).join('')}--b--\r\n`;
  const upload = (token: string, bytes: string) =>
    app.inject({
      method: 'POST',
      url: '/upload',
      headers: {
        ...OWN_ORIGIN,
        cookie: `tro_ly_phien=${lan.cookies.get('tro_ly_phien')}`,
        'content-type': 'multipart/form-data; boundary=b',
      },
      payload: multipart([
        `content-disposition: form-data; name="dau"\r\n\r\n${token}`,
        `content-disposition: form-data; name="list"; filename="../a.xlsx"\r\ncontent-type: text/plain\r\n\r\n${bytes}`,
      ]),
    });

  it('come in with the token only, and not larger than said', async () => {
    await lan.get('/form');
    expect((await upload(lan.token(), 'cells')).json()).toEqual([['a.xlsx', 'cells']]);
    expect((await upload('forged', 'cells')).statusCode).toBe(403);
    const large = await upload(lan.token(), 'x'.repeat(20 * 1024 * 1024 + 1));
    expect(large.statusCode).toBe(413);
    expect(large.body).toContain('20 MB');
  });

  it('go out under a name every browser reads, and nothing in them runs', async () => {
    const { headers } = await lan.get('/file');
    expect(headers['content-disposition']).toBe(
      'attachment; filename="Bao cao _tuan_ 47.xlsx"; filename*=UTF-8\'\'B%C3%A1o%20c%C3%A1o%20%22tu%E1%BA%A7n%22%2047.xlsx',
    );
    expect(headers['content-security-policy']).toBe("default-src 'none'; sandbox");
    expect((await lan.get('/live')).body).toBe('data: 1\n\n');
  });
});

describe('every page', () => {
  it('is never kept by a browser and runs nothing inline', async () => {
    for (const url of ['/form', '/broken', '/nothing']) {
      const { headers, body } = await lan.get(url);
      expect(headers['cache-control']).toBe('no-store');
      expect(headers['content-security-policy']).toContain("script-src 'self';");
      expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
      expect(body).not.toMatch(/<script(?![^>]*src=)[^>]*>|<style|\sstyle=|\son\w+=/);
    }
  });

  it('says what went wrong with a code and a time, and no inner detail', async () => {
    const page = await lan.get('/broken');
    expect(page.statusCode).toBe(500);
    expect(page.body).toMatch(/Mã req-\w+, lúc 09:00, 24\/11\/2026/);
    expect(page.body).not.toContain('secret');
  });

  it('says nothing that an address puts into its mouth', async () => {
    for (const notice of ['Chuyển tiền ngay', 'officials:help.title', 'officials:notice.nothing', '../x:notice.y']) {
      const { body } = await lan.get(`/form?bao=${encodeURIComponent(notice)}`);
      expect(body).not.toContain('class="notice');
    }
  });

  it('takes one value where an address gives many', async () => {
    expect((await lan.get('/form?dia-ban=79001&dia-ban=99')).statusCode).toBe(200);
    expect((await lan.get('/form?dia-ban=nowhere')).statusCode).toBe(404);
    expect((await lan.get('/form?__proto__=x&constructor=y')).statusCode).toBe(200);
  });

  it('over https has a cookie of this host only', async () => {
    const secure = visitor(app, 'tro-ly.example.vn');
    secure.cookies.set('__Host-tro_ly_phien', lan.cookies.get('tro_ly_phien') ?? '');
    expect((await secure.get('/form')).statusCode).toBe(200);
    const plain = visitor(app, 'tro-ly.example.vn');
    plain.cookies.set('tro_ly_phien', lan.cookies.get('tro_ly_phien') ?? '');
    expect((await plain.get('/form')).statusCode).toBe(303); // the plain name is not looked at there
  });
});

it('changes members of an address', () => {
  expect(withQuery('/a?b=1&c=2', { b: null, d: 'x y' })).toBe('/a?c=2&d=x+y');
  expect(withQuery('/a?b=1', { b: null })).toBe('/a');
});
