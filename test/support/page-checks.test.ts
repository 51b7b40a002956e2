/** Whether the checks of pages see what they are there to see. */
import fastify, { type FastifyInstance } from 'fastify';
import type { BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserFor, openPages, type PagesBrowser } from './browser.ts';
import { axeFindings, barriers, misfits, openAt, SIZES, unfold, weights } from './page-checks.ts';

const program = browserFor(import.meta.url);

const page = (main: string, outside = '') =>
  `<!doctype html><html lang="vi"><head><title>Thử</title><link rel="stylesheet" href="/style.css"></head>
  <body><main>${main}</main>${outside}</body></html>`;
const GOOD = page('<h1>Chào</h1><button style="height: 48px">Gửi</button>');
const BAD = page(
  '<h1>Một</h1><h1>Hai</h1><div style="width: 500px">rộng</div><button style="height: 20px">Gửi</button><button hidden>x</button>' +
    '<details><summary style="height: 48px">Thêm</summary><input style="height: 48px"></details><p style="color: #ccc">mờ</p>',
  '<p>bên ngoài</p>',
);

describe.skipIf(!program)('the checks of pages', () => {
  let web: FastifyInstance;
  let pages: PagesBrowser;
  let window: BrowserContext;

  beforeAll(async () => {
    web = fastify();
    web.get('/favicon.ico', (_, reply) => reply.code(204).send());
    web.get('/good', (_, reply) => reply.type('text/html; charset=utf-8').send(GOOD));
    web.get('/bad', (_, reply) => reply.type('text/html; charset=utf-8').send(BAD));
    web.get('/style.css', (_, reply) => reply.type('text/css').send(`/*${'x'.repeat(996)}*/`));
    pages = await openPages(program, web, { harmless: /harmless/ });
    window = await pages.newWindow();
  });
  afterAll(async () => {
    await pages?.close();
    await web?.close();
  });

  it('see what sticks out, too many headings and small targets, size by size', async () => {
    expect(await misfits(window, pages.address, ['/good', '/bad'])).toEqual([
      expect.stringMatching(/^narrow \/bad: \d+ px wider than its window$/),
      'narrow /bad: 2 h1',
      'narrow /bad: too small: <button style="height: 20px">Gửi</button>',
      'wide /bad: 2 h1',
      'wide /bad: too small: <button style="height: 20px">Gửi</button>',
      'enlarged /bad: 2 h1',
      'enlarged /bad: too small: <button style="height: 20px">Gửi</button>',
    ]);
  });

  it('see with axe what is serious, also where it is folded away', async () => {
    expect(await barriers(window, pages.address, ['/good', '/bad'])).toEqual(
      ['narrow', 'narrow', 'wide', 'wide'].map((size, index) =>
        expect.stringMatching(`^${size} /bad: ${index % 2 === 0 ? 'color-contrast' : 'label'}: <`),
      ),
    );
  });

  it('see with axe what is moderate, when asked for everything, and what is folded away only when it is opened', async () => {
    const bad = await openAt(window, 'wide', `${pages.address}/bad`);
    const idsOf = (found: string[]) => found.map((one) => one.split(':')[0]);
    expect(idsOf(await axeFindings(bad, null))).toEqual(['color-contrast', 'region']);
    await unfold(bad.locator('details'));
    expect(idsOf(await axeFindings(bad, null))).toEqual(['color-contrast', 'label', 'region']);
    await bad.close();
  });

  it('weigh everything a page loads', async () => {
    expect(await weights(window, pages.address, ['/good'])).toEqual({
      html: { '/good': Buffer.byteLength(GOOD) },
      css: { '/style.css': 1000 },
    });
  });

  it('hear scripts that fail and errors that are written down, but for the harmless ones', async () => {
    const good = await openAt(window, 'narrow', `${pages.address}/good`);
    expect(good.viewportSize()).toEqual(SIZES.narrow);
    await good.evaluate(() => {
      console.error('harmless');
      console.error('not so');
      setTimeout(() => {
        throw new Error('broken');
      });
    });
    const heard = ['not so', 'broken'].map((what) => `${pages.address}/good: ${what}`);
    await expect.poll(() => pages.complaints).toEqual(heard);
  });
});
