/** One face of a stand as SVG. The only place here that writes markup, so the only one that escapes. Pure. */
import { readFileSync } from 'node:fs';
import { FONT_FAMILY, type Weight } from '../pictures/typeface.ts';
import { CARD, type Face, type Mark } from './layout.ts';
import { QUIET_ZONE } from './picture.ts';
import { fontFile } from './typeset.ts';

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

const escapeXml = (text: string) => text.replace(/[&<>"']/g, (character) => ENTITIES[character]!);

/** Thousandths of a mm: finer than any press. */
const mm = (value: number) => String(Math.round(value * 1000) / 1000);

function element(mark: Mark): string {
  switch (mark.shape) {
    case 'rect': {
      const place = `x="${mm(mark.x)}" y="${mm(mark.y)}" width="${mm(mark.width)}" height="${mm(mark.height)}"`;
      const line = mark.stroke ? ` stroke="${mark.stroke.colour}" stroke-width="${mm(mark.stroke.width)}"` : '';
      return `<rect ${place} rx="${mm(mark.radius ?? 0)}" fill="${mark.fill ?? 'none'}"${line}/>`;
    }
    case 'word': {
      const place = `x="${mm(mark.x)}" y="${mm(mark.baseline)}" text-anchor="${mark.anchor}"`;
      const letters = `font-size="${mm(mark.size)}" font-weight="${mark.weight}" fill="${mark.colour}"`;
      return `<text ${place} ${letters}>${escapeXml(mark.text)}</text>`;
    }
    case 'code': {
      const square = mark.side / (mark.squares.count + 2 * QUIET_ZONE);
      const move = `translate(${mm(mark.x + QUIET_ZONE * square)} ${mm(mark.y + QUIET_ZONE * square)}) scale(${square})`;
      const path = `<path shape-rendering="crispEdges" d="${mark.squares.path}"/>`;
      return `<g transform="${move}" role="img" aria-label="${escapeXml(mark.alt)}">${path}</g>`;
    }
  }
}

function embeddedFonts(): string {
  const rules = ([500, 700] satisfies Weight[]).map((weight) => {
    const data = readFileSync(fontFile(weight)).toString('base64');
    return `@font-face{font-family:"${FONT_FAMILY}";font-weight:${weight};src:url(data:font/ttf;base64,${data})}`;
  });
  return `<style>${rules.join('')}</style>`;
}

export interface SvgPaper {
  /** In mm; the card is scaled to the width and centred in the height. */
  width: number;
  height: number;
  /** Carry the typeface along (370 KB), for a file that is opened elsewhere. */
  withFonts?: boolean;
}

/** A face as a complete SVG file of this paper size. */
export function toSvg(face: Face, title: string, { width, height, withFonts = false }: SvgPaper): string {
  const seen = (height * CARD.width) / width;
  const view = `viewBox="0 ${mm((CARD.height - seen) / 2)} ${CARD.width} ${mm(seen)}"`;
  const root = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}mm" height="${height}mm" ${view} font-family="${FONT_FAMILY}, sans-serif">`;
  const paper = '<rect x="-10" y="-10" width="200" height="300" fill="#ffffff"/>';
  const fonts = withFonts ? embeddedFonts() : '';
  return `${root}<title>${escapeXml(title)}</title>${fonts}${paper}${face.marks.map(element).join('')}</svg>`;
}
