/** Marks → SVG text. The only place that writes markup, so the only one that escapes. Pure. */
import { isKhmer, khmerPath, scriptRuns } from './khmer.ts';
import type { Mark, Paint, Word } from './marks.ts';
import { PALETTE } from './palette.ts';
import { FONT_FAMILY, widthOf } from './typeface.ts';

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}

/** Tenths of a pixel are finer than any screen shows and keep the markup the same on every machine. */
const number = (value: number): string => String(Math.round(value * 10) / 10);

function paintOf({ fill, stroke, strokeWidth }: Paint): string {
  const line = stroke ? ` stroke="${stroke}" stroke-width="${number(strokeWidth ?? 1)}"` : '';
  return `fill="${fill ?? 'none'}"${line}`;
}

/** A line with Khmer in it: its Khmer runs as paths, the others as text, each at the place where the one before ends. */
function runsOf(mark: Word): string {
  const { text, size, weight, baseline, fill, anchor } = mark;
  let x = anchor === 'middle' ? mark.x - widthOf(text, size, weight) / 2 : mark.x;
  const drawn = scriptRuns(text).map((run) => {
    const at = x;
    x += widthOf(run, size, weight);
    if (isKhmer(run)) return `<path d="${khmerPath(run, weight, size, at, baseline)}" fill="${fill}"/>`;
    const indent = run.length - run.trimStart().length; // the renderer drops spaces at the ends of a text
    const begin = at + widthOf(run.slice(0, indent), size, weight);
    return run.trim() === '' ? '' : element({ ...mark, text: run.trim(), x: begin, anchor: 'start' });
  });
  return drawn.join('');
}

function element(mark: Mark): string {
  switch (mark.shape) {
    case 'rect': {
      const place = `x="${number(mark.x)}" y="${number(mark.y)}" width="${number(mark.width)}" height="${number(mark.height)}"`;
      return `<rect ${place} rx="${number(mark.radius ?? 0)}" ${paintOf(mark)}/>`;
    }
    case 'circle':
      return `<circle cx="${number(mark.x)}" cy="${number(mark.y)}" r="${number(mark.radius)}" ${paintOf(mark)}/>`;
    case 'path':
      return `<path d="${escapeXml(mark.d)}" ${paintOf(mark)}/>`;
    case 'word': {
      if (isKhmer(mark.text)) return runsOf(mark);
      const place = `x="${number(mark.x)}" y="${number(mark.baseline)}" text-anchor="${mark.anchor}"`;
      const letters = `font-size="${number(mark.size)}" font-weight="${mark.weight}" fill="${mark.fill}"`;
      return `<text ${place} ${letters}>${escapeXml(mark.text)}</text>`;
    }
    case 'group': {
      const turn = mark.turn ? ` rotate(${number(mark.turn)})` : '';
      const scale =
        mark.scale || mark.flip ? ` scale(${mark.scale ?? 1} ${(mark.scale ?? 1) * (mark.flip ? -1 : 1)})` : '';
      const move = `translate(${number(mark.at.x)} ${number(mark.at.y)})${turn}${scale}`;
      return `<g transform="${move}">${mark.marks.map(element).join('')}</g>`;
    }
  }
}

/** A whole picture on white paper; one user unit is one pixel. */
export function toSvg(marks: readonly Mark[], width: number, height: number): string {
  const [w, h] = [number(width), number(height)];
  const root = `<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}" viewBox="0 0 ${w} ${h}"`;
  const style = `font-family="${FONT_FAMILY}" stroke-linejoin="round" stroke-linecap="round"`;
  const paper = `<rect width="${w}" height="${h}" fill="${PALETTE.paper}"/>`;
  return `${root} ${style}>${paper}${marks.map(element).join('')}</svg>`;
}
