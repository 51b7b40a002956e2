/**
 * All step pictures on one page, to be looked at before a release: every kind as usual and larger, and with `--flows`
 * every picture of every published flow. `npx tsx scripts/contact-sheet.ts [--flows] <file.html|file.png>`
 */
import { writeFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { parseArgs } from 'node:util';
import { wordsOf } from '../src/flows/expand.ts';
import type { Flow, Step, StepId } from '../src/flows/flow.ts';
import { flows } from '../src/flows/index.ts';
import { resolvePicture } from '../src/flows/picture.ts';
import { progressOf } from '../src/flows/progress.ts';
import { describePicture, drawStepPicture, renderSvg, type StepPicture } from '../src/pictures/draw.ts';
import { loadTexts } from '../src/text.ts';
import { SAMPLES } from '../test/pictures/samples.ts';

const USAGE = 'npx tsx scripts/contact-sheet.ts [--flows] <file.html|file.png>';
/** Pictures are shown as wide as in a chat. */
const SHOWN = { width: 360, height: 525 };
const MARGIN = 12;
const COLUMNS = 4;

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

function captionOf(texts: ReturnType<typeof loadTexts>, flow: Flow, id: StepId, step: Step): string {
  const { namespace, key } = wordsOf(flow, id);
  const label = step.label ? (flow.labels[step.label]?.text ?? '') : '';
  const caption = `${namespace}:steps.${key}.caption`;
  if (texts.has('vi', caption)) return texts.say('vi', caption, { ...step.params, nut: label });
  return label ? `Bấm “${label}”` : key;
}

function ofFlows(): Shown[] {
  const texts = loadTexts();
  return [...flows.values()].flatMap((flow) =>
    Object.entries(flow.steps).flatMap(([id, step]) => {
      if (!step.picture) return [];
      const progress = progressOf(flow, id);
      const input: StepPicture = {
        picture: resolvePicture(step.picture, flow.labels),
        caption: captionOf(texts, flow, id, step),
        step: progress?.n ?? null,
        total: progress?.total ?? null,
        footer: SAMPLES.list!.footer,
        stepWord: SAMPLES.list!.stepWord,
      };
      return [{ name: `${flow.id} ${id}`, alt: describePicture(input), png: drawStepPicture(input) }];
    }),
  );
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

const { values, positionals } = parseArgs({ options: { flows: { type: 'boolean' } }, allowPositionals: true });
const [file] = positionals;
if (!file || !['.html', '.png'].includes(extname(file))) {
  console.error(`Usage: ${USAGE}`);
  process.exit(2);
}
const shown = values.flows ? ofFlows() : ofKinds();
await writeFile(file, extname(file) === '.html' ? toHtml(shown) : toPng(shown));
console.log(`${shown.length} pictures in ${file}`);
