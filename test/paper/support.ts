import { spawnSync } from 'node:child_process';
import { expect } from 'vitest';
import type { Page, Part } from '../../src/paper/page.ts';
import { type Box, boxOfWord, type Mark, type Word, wordsIn } from '../../src/pictures/marks.ts';
import { contrast } from '../../src/pictures/palette.ts';
import { findProgram, type Program } from '../support/programs.ts';

export const madeAt = new Date('2026-11-22T02:00:00Z');

export const has = (program: Program) => findProgram(program) !== null;

function run(program: Program, args: string[], input: Buffer): Buffer {
  const { status, stdout, stderr } = spawnSync(program, args, { input, maxBuffer: 64 * 1024 * 1024 });
  if (status !== 0) throw new Error(`${program}: ${stderr}`);
  return stdout;
}

/** What somebody copies out of the file, page by page, lines joined. */
export const copied = (pdf: Buffer): string[] =>
  run('pdftotext', ['-', '-'], pdf)
    .toString()
    .split('\f')
    .slice(0, -1)
    .map((page) => page.normalize('NFC').replace(/\s+/g, ' '));

export const pageAsPng = (pdf: Buffer, page: number, dpi: number): Buffer =>
  run('pdftoppm', ['-png', '-r', String(dpi), '-f', String(page), '-l', String(page)], pdf);

/** Every code a second scanner finds in a picture. */
export const scanned = (png: Buffer): string[] =>
  run('zbarimg', ['--quiet', '--raw', '-'], png).toString().trim().split('\n').sort();

/** Size of each page in mm, as the file itself says. */
export const pageSizes = (pdf: Buffer): number[][] =>
  [...pdf.toString('latin1').matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)].map(([, width, height]) =>
    [width, height].map((points) => Math.round((Number(points) * 25.4) / 72)),
  );

/** Words the page itself sets, without those inside pictures. */
export const wordsOn = (page: Page): Word[] =>
  page.parts.flatMap((part) => (part.kind === 'heading' || part.kind === 'text' ? part.marks : []));

export const textOn = (pages: readonly Page[]): string =>
  pages
    .flatMap(wordsOn)
    .map(({ text }) => text)
    .join(' ');

const meet = (a: Box, b: Box) =>
  a.x + 0.05 < b.x + b.width &&
  b.x + 0.05 < a.x + a.width &&
  a.y + 0.05 < b.y + b.height &&
  b.y + 0.05 < a.y + a.height;

/** From the top of the capitals to a little below the line: accents and dots may use the gaps. */
function core(word: Word): Box {
  const box = boxOfWord(word);
  return { ...box, y: word.baseline - 0.74 * word.size, height: 0.85 * word.size };
}

/** Boxes of rectangles in a drawing, moved to where it lies. */
const rectsIn = (marks: readonly Mark[], at = { x: 0, y: 0 }, scale = 1): Box[] =>
  marks.flatMap((mark) => {
    const place = (point: { x: number; y: number }) => ({ x: at.x + point.x * scale, y: at.y + point.y * scale });
    if (mark.shape === 'rect') return [{ ...place(mark), width: mark.width * scale, height: mark.height * scale }];
    if (mark.shape !== 'group') return [];
    return rectsIn(mark.marks, place(mark.at), scale * (mark.scale ?? 1));
  });

function boxOfFigure(part: Extract<Part, { kind: 'figure' }>): Box {
  const boxes = [...wordsIn(part.marks).map(boxOfWord), ...rectsIn(part.marks)];
  const [left, top] = [Math.min(...boxes.map(({ x }) => x)), Math.min(...boxes.map(({ y }) => y))];
  const right = Math.max(...boxes.map(({ x, width }) => x + width));
  const bottom = Math.max(...boxes.map(({ y, height }) => y + height));
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** Nothing leaves the page or lies on something else, no letter is too small, every word stands out from its ground. */
export function expectTidy(page: Page, { margin = 6, smallest = 2.4 } = {}): void {
  const words = wordsOn(page);
  for (const word of words) {
    const box = boxOfWord(word);
    expect(box.x, word.text).toBeGreaterThanOrEqual(margin);
    expect(box.x + box.width, word.text).toBeLessThanOrEqual(page.width - margin);
    expect(box.y, word.text).toBeGreaterThanOrEqual(1);
    expect(box.y + box.height, word.text).toBeLessThanOrEqual(page.height - 3);
    expect(word.size, word.text).toBeGreaterThanOrEqual(smallest);
    expect(contrast(word.fill, word.on), word.text).toBeGreaterThanOrEqual(4.5);
  }
  const boxes = [
    ...words.map((word) => ({ name: word.text, box: core(word) })),
    ...page.parts.flatMap((part) => (part.kind === 'figure' ? [{ name: part.alt, box: boxOfFigure(part) }] : [])),
  ];
  boxes.forEach((one, at) => {
    for (const other of boxes.slice(at + 1)) {
      expect(meet(one.box, other.box), `"${one.name}" lies on "${other.name}"`).toBe(false);
    }
  });
}

/** Texts meant to break a page: markup, direction marks, piled-up accents, emoji, format signs, endless words. */
export const HOSTILE = [
  '<script>alert(1)</script> &amp; "x"',
  '\u202eevil\u202c Nguyễn \u200bVăn\u0000 An',
  'Sáu\u0301\u0301\u0301\u0301\u0301\u0301 Z\u0335\u0321a\u0488lgo',
  '🎉 Bác Sáu 🎉',
  '{xung} $t(common:button.menu) {{name}} %s',
  '\\) Tj (/Names) \n\r\t endobj',
];
