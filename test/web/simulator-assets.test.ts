import { readFileSync } from 'node:fs';
import { brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Assets, bundleAssets } from '../../src/web/assets.ts';

let assets: Assets;
let app: FastifyInstance;
beforeAll(async () => {
  assets = await bundleAssets();
  app = fastify();
  await app.register(assets.routes);
  await app.register(assets.routes); // every page may ask for them
});
afterAll(() => app.close());

const get = (url: string, encoding?: string) =>
  app.inject({ url, ...(encoding && { headers: { 'accept-encoding': encoding } }) });

describe('assets', () => {
  it('are named after their content and may be kept for ever', async () => {
    expect(assets.href('simulator.js')).toMatch(/^\/tai-nguyen\/simulator-[A-Z0-9]{8}\.js$/);
    expect((await bundleAssets()).href('simulator.js')).toBe(assets.href('simulator.js'));
    const { headers } = await get(assets.href('simulator.js'));
    expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(headers['content-type']).toBe('text/javascript; charset=utf-8');
  });

  it('come packed for those who can unpack', async () => {
    const plain = await get(assets.href('simulator.css'));
    const br = await get(assets.href('simulator.css'), 'gzip, deflate, br');
    const gzip = await get(assets.href('simulator.css'), 'gzip');
    expect([plain, br, gzip].map(({ headers }) => headers['content-encoding'])).toEqual([undefined, 'br', 'gzip']);
    expect(brotliDecompressSync(br.rawPayload)).toEqual(plain.rawPayload);
    expect(gunzipSync(gzip.rawPayload)).toEqual(plain.rawPayload);
  });

  it('bring their own fonts and load nothing from elsewhere', async () => {
    const { body } = await get(assets.href('simulator.css'));
    const fonts = [...body.matchAll(/url\("?(\/tai-nguyen\/[^")]+\.ttf)"?\)/g)].map(([, url]) => url!);
    expect(fonts).toHaveLength(2);
    for (const url of fonts) expect((await get(url)).headers['content-type']).toBe('font/ttf');
    expect(body).not.toMatch(/url\("?https?:|@import/);
    expect((await get(assets.href('simulator.js'))).body).not.toMatch(/https?:\/\/(?!www\.w3\.org)/);
  });

  it('keep to their budgets', async () => {
    expect(readFileSync(new URL('../../src/web/client/simulator.css', import.meta.url)).length).toBeLessThanOrEqual(
      30_000,
    );
    const { rawPayload } = await get(assets.href('simulator.js'));
    expect(gzipSync(rawPayload).length).toBeLessThanOrEqual(60_000);
  });

  it('that do not exist are not found, and an unknown name is our mistake', async () => {
    expect((await get('/tai-nguyen/other.js')).statusCode).toBe(404);
    expect(() => assets.href('nothing.js')).toThrow('nothing.js');
  });
});
