/** Charts for pages and pictures. Attributes only: the pages' content security policy drops every style in a document. */
import { FONT_FAMILY } from '../../pictures/typeface.ts';
import type { Chart } from './chart.ts';
import type { ChartMark, Point } from './marks.ts';

/**
 * One SVG element. With `label` it is an image of that name to a screen reader, without one it is decoration. Text is
 * escaped: names come from lists people typed.
 */
export function chartSvg({ width, height, marks }: Pick<Chart, 'width' | 'height' | 'marks'>, label?: string): string {
  const role = label === undefined ? 'aria-hidden="true"' : `role="img" aria-label="${escaped(label)}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${round(height)}" width="${width}" height="${round(height)}" font-family="${FONT_FAMILY}, sans-serif" ${role} focusable="false">${marks.map(markSvg).join('')}</svg>`;
}

function markSvg(mark: ChartMark): string {
  switch (mark.is) {
    case 'rect':
      return `<rect x="${round(mark.x)}" y="${round(mark.y)}" width="${round(mark.width)}" height="${round(mark.height)}" fill="${mark.fill ?? 'none'}"${strokeOf(mark.edge, 1, mark.dash)}/>`;
    case 'line':
      return `<polyline points="${pointsOf(mark.points)}" fill="none"${strokeOf(mark.colour, mark.width, mark.dash)} stroke-linejoin="round"/>`;
    case 'polygon':
      return `<polygon points="${pointsOf(mark.points)}" fill="${mark.fill}"/>`;
    case 'ring':
      return `<circle cx="${round(mark.x)}" cy="${round(mark.y)}" r="${mark.radius}" fill="${mark.fill ?? 'none'}"${strokeOf(mark.colour, 2.5)}/>`;
    case 'text':
      return `<text x="${round(mark.x)}" y="${round(mark.y)}" font-size="${mark.size}" fill="${mark.colour}"${mark.bold ? ' font-weight="600"' : ''}${mark.align && mark.align !== 'start' ? ` text-anchor="${mark.align}"` : ''}>${escaped(mark.text)}</text>`;
  }
}

const strokeOf = (colour: string | undefined, width: number, dash?: string): string =>
  colour === undefined ? '' : ` stroke="${colour}" stroke-width="${width}"${dash ? ` stroke-dasharray="${dash}"` : ''}`;

const pointsOf = (points: readonly Point[]): string => points.map(([x, y]) => `${round(x)},${round(y)}`).join(' ');

const round = (value: number): number => Math.round(value * 10) / 10;

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
