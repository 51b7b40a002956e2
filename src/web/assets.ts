/**
 * Scripts, styles and fonts of our pages: bundled once at start, kept in memory, named after their content so that a
 * browser may keep them for ever. No CDN, no files written.
 */
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { build } from 'esbuild';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';

export interface Assets {
  /** Address of an entry by its name without the hash, e.g. `simulator.js`. An unknown name is a mistake of ours and throws. */
  href(name: string): string;
  /** Serves all of them. Every page that needs them may register it; once is enough and twice is harmless. */
  routes: FastifyPluginAsync;
}

/** Assets that are bundled when first wanted: a house that shows no page pays nothing. */
export interface LateAssets extends Assets {
  /** Await it once before `href`. */
  ready(): Promise<void>;
}

interface Bundle {
  href(name: string): string;
  send(file: string, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply>;
}

interface Asset {
  bytes: Buffer;
  type: string;
  /** Packed versions, made when first asked for. */
  packed: Map<Packing, Promise<Buffer>>;
}

type Packing = 'br' | 'gzip';

const CLIENT = fileURLToPath(new URL('./client', import.meta.url));
/** One script and one style sheet per live page. */
const ENTRIES = [
  'simulator.tsx',
  'simulator.css',
  'officials.ts',
  'officials.css',
  'content.ts',
  'content.css',
  'figures.css',
  'meeting.css',
  'meeting.ts',
  'announcements.css',
  'announcements.ts',
  'round.tsx',
  'round.css',
  'round-worker.ts',
];
/** Entries for phones nobody updates any more: the last Chrome for Android 5 is 95, that of many a shop's phone is older. */
const OLD_PHONE_ENTRIES = ['round.tsx', 'round.css', 'round-worker.ts'];
const PATH = '/tai-nguyen';

const TYPES: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  ttf: 'font/ttf',
};

const pack: Record<Packing, (bytes: Buffer) => Promise<Buffer>> = {
  // Quality 9 of 11: the last two cost ten times as long for a few per cent.
  br: (bytes) => promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
  gzip: (bytes) => promisify(gzip)(bytes, { level: 9 }),
};

/** Bundles `src/web/client`. Rejects, naming file and line, when a source does not build. */
export async function bundleAssets(entries: readonly string[] = ENTRIES): Promise<Assets> {
  const made = await bundle(entries);
  return { href: made.href, routes: routesOf(async () => made) };
}

/** The same, later. */
export function lateAssets(entries: readonly string[] = ENTRIES): LateAssets {
  let making: Promise<Bundle> | undefined;
  let made: Bundle | undefined;
  const load = () => {
    making ??= bundle(entries);
    return making;
  };
  return {
    ready: async () => {
      made = await load();
    },
    href: (name) => {
      if (!made) throw new Error('Assets are not bundled yet: await ready() first.');
      return made.href(name);
    },
    routes: routesOf(load),
  };
}

const routesOf =
  (load: () => Promise<Bundle>): FastifyPluginAsync =>
  async (app) => {
    if (app.hasRoute({ method: 'GET', url: `${PATH}/:file` })) return;
    app.get<{ Params: { file: string } }>(`${PATH}/:file`, { config: { needs: 'public' } }, async (request, reply) =>
      (await load()).send(request.params.file, request, reply),
    );
  };

const outputOf = async (entries: readonly string[], target: string) => {
  const { outputFiles } = await build({
    absWorkingDir: CLIENT,
    entryPoints: [...entries],
    bundle: true,
    write: false,
    minify: true,
    format: 'esm',
    target,
    charset: 'utf8',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    outdir: PATH,
    publicPath: PATH,
    entryNames: '[name]-[hash]',
    assetNames: '[name]-[hash]',
    loader: { '.ttf': 'file' },
    legalComments: 'none',
    logLevel: 'silent',
  });
  return outputFiles;
};

async function bundle(entries: readonly string[]): Promise<Bundle> {
  const isOld = (entry: string) => OLD_PHONE_ENTRIES.includes(entry);
  const outputFiles = (
    await Promise.all([
      outputOf(
        entries.filter((entry) => !isOld(entry)),
        'es2022',
      ),
      outputOf(entries.filter(isOld), 'chrome66'),
    ])
  ).flat();
  const assets = new Map(
    outputFiles.map((file) => [basename(file.path), assetOf(file.path, Buffer.from(file.contents))]),
  );
  const names = new Map([...assets.keys()].map((file) => [file.replace(/-[A-Z0-9]{8}(?=\.)/, ''), file]));

  return {
    href(name) {
      const file = names.get(name);
      if (file === undefined) throw new Error(`No asset "${name}": is its source among the entries of assets.ts?`);
      return `${PATH}/${file}`;
    },

    send: async (file, request, reply) => {
      const asset = assets.get(file);
      if (!asset) return reply.code(404).type('text/plain; charset=utf-8').send('Không có tệp này.');
      const packing = packingFor(request.headers['accept-encoding']);
      reply
        .type(asset.type)
        .header('cache-control', 'public, max-age=31536000, immutable')
        .header('x-content-type-options', 'nosniff')
        .header('vary', 'accept-encoding');
      if (packing === null) return reply.send(asset.bytes);
      return reply.header('content-encoding', packing).send(await packedAs(asset, packing));
    },
  };
}

const assetOf = (path: string, bytes: Buffer): Asset => ({
  bytes,
  type: TYPES[path.slice(path.lastIndexOf('.') + 1)] ?? 'application/octet-stream',
  packed: new Map(),
});

function packingFor(accepted: string | string[] | undefined): Packing | null {
  const offers = String(accepted ?? '')
    .split(',')
    .map((offer) => offer.trim().split(';')[0]);
  return (['br', 'gzip'] as const).find((packing) => offers.includes(packing)) ?? null;
}

function packedAs(asset: Asset, packing: Packing): Promise<Buffer> {
  const known = asset.packed.get(packing);
  if (known) return known;
  const made = pack[packing](asset.bytes);
  asset.packed.set(packing, made);
  return made;
}
