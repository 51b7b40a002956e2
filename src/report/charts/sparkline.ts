/** The smallest chart: the course of a figure beside its number. */
import type { Chart } from './chart.ts';
import { type ChartMark, COLOURS } from './marks.ts';
import { largest, scale } from './scale.ts';

const WIDTH = 160;
const HEIGHT = 34;

/** The course of a figure in a card: no axes, because the card says the numbers. */
export function sparkline(values: readonly number[]): Pick<Chart, 'width' | 'height' | 'marks'> {
  const tallness = scale(largest(values), 0, HEIGHT - 2);
  const step = WIDTH / Math.max(1, values.length);
  const marks = values.map((value, index): ChartMark => {
    const tall = Math.max(1.5, tallness(value));
    const isLast = index === values.length - 1;
    return {
      is: 'rect',
      x: index * step + 2,
      y: HEIGHT - tall,
      width: step - 4,
      height: tall,
      fill: isLast ? COLOURS.reached : COLOURS.reachedPale,
    };
  });
  return { width: WIDTH, height: HEIGHT, marks };
}
