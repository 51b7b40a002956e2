/** Parts of a whole: one bar, its pieces told apart by shade and by words. */
import { widthOf } from '../../pictures/typeface.ts';
import {
  bold,
  CHART_WIDTH,
  type Chart,
  type ChartMark,
  type ChartTable,
  type ChartWords,
  COLOURS,
  countWords,
  LETTERS,
  NO_NUMBER,
  SMALL,
  shareWords,
  text,
} from './chart.ts';

export interface Part {
  name: string;
  value: number;
}

/** One bar with its numbers written in it (or under it, where a part is too narrow). */
export function stackedBar(
  { title, says, parts }: { title: string; says: string; parts: readonly Part[] },
  words: ChartWords,
): Chart {
  const placed = placedParts(parts);
  return {
    title,
    says,
    width: CHART_WIDTH,
    height: 92,
    marks: placed.flatMap((part, index) => [
      partPiece(part, index),
      ...labelInside(part, index),
      labelBelow(part, index),
    ]),
    table: tableOf(placed, words),
  };
}

interface PlacedPart extends Part {
  total: number;
  x: number;
  width: number;
}

/** Side by side from the left, each as wide as its share; without width where the whole is 0. */
function placedParts(parts: readonly Part[]): PlacedPart[] {
  const total = parts.reduce((sum, { value }) => sum + value, 0);
  let x = 0;
  return parts.map((part) => {
    const width = total === 0 ? 0 : (part.value / total) * CHART_WIDTH;
    const placed = { ...part, total, x, width };
    x += width;
    return placed;
  });
}

/** Told apart by shade as well, so that a grey print keeps them apart. The first is dark: letters on it are white. */
const SHADES = ['#0f4c84', '#6fa3d4', '#d3e3f2', '#ffe3a3'] as const;

const partPiece = ({ x, width }: PlacedPart, index: number): ChartMark => ({
  is: 'rect',
  x,
  y: 4,
  width,
  height: 44,
  fill: SHADES[index % SHADES.length] ?? SHADES[0],
  edge: COLOURS.ink,
});

function labelInside({ name, value, total, x, width }: PlacedPart, index: number): ChartMark[] {
  const label = `${name} ${total === 0 ? '' : shareWords(value, total, null)}`;
  if (widthOf(label, LETTERS, 700) + 16 >= width) return [];
  return [bold(text(x + 8, 32, label, LETTERS, index === 0 ? COLOURS.paper : COLOURS.ink))];
}

/** In two lines by turns, so that neighbours do not run into each other. */
const labelBelow = ({ name, value, total, x }: PlacedPart, index: number): ChartMark =>
  text(
    Math.min(x, CHART_WIDTH - 150),
    68 + (index % 2) * 18,
    `${name}: ${countWords(value)}/${countWords(total)}`,
    SMALL,
    COLOURS.quiet,
  );

const tableOf = (parts: readonly PlacedPart[], { heads }: ChartWords): ChartTable => ({
  heads: [heads.part, heads.value, heads.share],
  rows: parts.map(({ name, value, total }) => [
    name,
    countWords(value),
    total === 0 ? NO_NUMBER : shareWords(value, total, null),
  ]),
});
