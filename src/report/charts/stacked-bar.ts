/** Parts of a whole: one bar, its pieces told apart by shade and by words. */
import { CHART_WIDTH, type Chart, type ChartWords, chart, type Heading, tableOf } from './chart.ts';
import { type ChartMark, COLOURS, small, strong, strongWidth } from './marks.ts';
import { countWords, partWords, shareWords } from './numbers.ts';

export interface Part {
  name: string;
  value: number;
}

/** One bar with its numbers written in it (or under it, where a part is too narrow). */
export function stackedBar(whole: Heading & { parts: readonly Part[] }, { heads }: ChartWords): Chart {
  const placed = placedParts(whole.parts);
  const marks = placed.flatMap((part, index) => [
    partPiece(part, index),
    ...labelInside(part, index),
    labelBelow(part, index),
  ]);
  const table = tableOf(placed, [
    [heads.part, ({ name }) => name],
    [heads.value, ({ value }) => countWords(value)],
    [heads.share, ({ value, total }) => shareWords(value, total)],
  ]);
  return chart(whole, 92, marks, table);
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
  const label = `${name} ${shareWords(value, total)}`;
  if (strongWidth(label) + 16 >= width) return [];
  return [strong(x + 8, 32, label, { colour: index === 0 ? COLOURS.paper : COLOURS.ink })];
}

/** In two lines by turns, so that neighbours do not run into each other. */
const labelBelow = ({ name, value, total, x }: PlacedPart, index: number): ChartMark =>
  small(Math.min(x, CHART_WIDTH - 150), 68 + (index % 2) * 18, `${name}: ${partWords(value, total)}`);
