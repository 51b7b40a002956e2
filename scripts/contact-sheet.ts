/**
 * All step pictures on one page, to be looked at before a release: every kind as usual and larger, and with `--flows`
 * every picture of every published flow, the same picture once. With `--per-page 30` as many PNG files as it takes.
 * `npx tsx scripts/contact-sheet.ts [--flows] [--per-page <n>] <file.html|file.png>`
 */
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { flows } from '../src/flows/index.ts';
import { createPictureCache } from '../src/pictures/cache.ts';
import { describePicture, drawStepPicture, renderSvg } from '../src/pictures/draw.ts';
import { createStepPictures } from '../src/step-pictures.ts';
import { loadTexts } from '../src/text.ts';
import { SAMPLES } from '../test/pictures/samples.ts';

const USAGE = 'npx tsx scripts/contact-sheet.ts [--flows] [--per-page <n>] <file.html|file.png>';
/** Pictures are shown as wide as in a chat. */
const SHOWN = { width: 360, height: 525 };
const MARGIN = 12;
const COLUMNS = 6;

interface Shown {
  name: string;
  alt: string;
  png: Buffer;
}

function ofKinds(): Shown[] {
  return Object.entries(SAMPLES).flatMap(([name, input]) => [
    { name, alt: describePicture(input), png: drawStepPicture(input) },
    { name: `${name} (larger)`, alt: describePicture(input), png: drawStepPicture(input, { larger: true }) },
  ]);
}

/** As they are sent: named, captioned and drawn by the house itself. */
async function ofFlows(): Promise<Shown[]> {
  const cache = createPictureCache({ dir: join(tmpdir(), 'tro-ly-so-contact-sheet'), draw: drawStepPicture });
  const pictures = createStepPictures(flows.values(), loadTexts(), cache);
  const shown = new Map<string, Shown>();
  for (const flow of flows.values()) {
    for (const step of Object.keys(flow.steps)) {
      const ref = pictures.refOf(flow, step, 'vi', false);
      if (ref?.kind !== 'step-picture') continue;
      const once = ref.alt.replace(/^\S+ \d+\/\d+: /, ''); // where only the counter differs, one is looked at
      if (!shown.has(once))
        shown.set(once, { name: `${flow.id} ${step}`, alt: ref.alt, png: await pictures.bytesOf(ref.hash) });
    }
  }
  return [...shown.values()];
}

const dataUrl = (png: Buffer): string => `data:image/png;base64,${png.toString('base64')}`;
const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

function toHtml(shown: readonly Shown[]): string {
  const figures = shown.map(({ name, alt, png }) => {
    const image = `<img src="${dataUrl(png)}" width="${SHOWN.width}" alt="${escapeHtml(alt)}">`;
    return `<figure>${image}<figcaption><b>${escapeHtml(name)}</b><br>${escapeHtml(alt)}</figcaption></figure>`;
  });
  const style = `body{display:flex;flex-wrap:wrap;gap:16px;background:#9aa7b3;font:14px sans-serif}
figure{margin:0;width:${SHOWN.width}px}img{display:block}figcaption{padding:6px 2px}`;
  return `<!doctype html><html lang="vi"><meta charset="utf-8"><title>Step pictures</title><style>${style}</style>${figures.join('\n')}</html>`;
}

function toPng(shown: readonly Shown[]): Buffer {
  const [stepX, stepY] = [SHOWN.width + MARGIN, SHOWN.height + MARGIN];
  const images = shown.map(({ png }, index) => {
    const [x, y] = [MARGIN + (index % COLUMNS) * stepX, MARGIN + Math.floor(index / COLUMNS) * stepY];
    const size = `width="${SHOWN.width}" height="${SHOWN.height}" preserveAspectRatio="xMidYMin"`;
    return `<image x="${x}" y="${y}" ${size} href="${dataUrl(png)}"/>`;
  });
  const [width, height] = [MARGIN + COLUMNS * stepX, MARGIN + Math.ceil(shown.length / COLUMNS) * stepY];
  const background = `<rect width="${width}" height="${height}" fill="#9aa7b3"/>`;
  return renderSvg(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${background}${images.join('')}</svg>`,
  );
}

/** `sheet.png` in pages: `sheet-1.png`, `sheet-2.png` … */
const pageName = (file: string, page: number): string =>
  `${file.slice(0, -extname(file).length)}-${page}${extname(file)}`;

const { values, positionals } = parseArgs({
  options: { flows: { type: 'boolean' }, 'per-page': { type: 'string' } },
  allowPositionals: true,
});
const [file] = positionals;
if (!file || !['.html', '.png'].includes(extname(file))) {
  console.error(`Usage: ${USAGE}`);
  process.exit(2);
}
const shown = values.flows ? await ofFlows() : ofKinds();
const perPage = Number(values['per-page'] ?? shown.length);
const pages = Array.from({ length: Math.ceil(shown.length / perPage) }, (_, page) =>
  shown.slice(page * perPage, (page + 1) * perPage),
);
for (const [index, page] of pages.entries()) {
  const name = pages.length === 1 ? file : pageName(file, index + 1);
  await writeFile(name, extname(file) === '.html' ? toHtml(page) : toPng(page));
  console.log(`${name}: ${page.map(({ name }) => name).join(', ')}`);
}
console.log(`${shown.length} pictures`);
