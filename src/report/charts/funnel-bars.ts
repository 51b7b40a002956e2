/** Who drops out where: the steps of one way, each as a part of the first. */
import { CHART_WIDTH, type Chart, type ChartWords, chart, type Heading, tableOf } from './chart.ts';
import { type ChartMark, COLOURS, fitted, small, strong } from './marks.ts';
import { countWords, partWords, shareWords } from './numbers.ts';
import { largest, scale } from './scale.ts';

export interface FunnelStep {
  name: string;
  value: number;
}

export interface Funnel extends Heading {
  unit: string;
  steps: readonly FunnelStep[];
}

const ROW = 76;
const TOP = 10;
/** Longest bar; after it stands its number. */
const ROOM = CHART_WIDTH - 220;

/** Bars under each other, widest first, with what is lost between them. */
export function funnelBars(funnel: Funnel, { heads }: ChartWords): Chart {
  const { unit, steps } = funnel;
  const lengthOf = scale(largest(steps.map(({ value }) => value)), 0, ROOM);
  const compared = steps.map((step, index) => compare(step, steps[0], steps[index - 1]));
  const marks = compared.flatMap((step, index) => {
    const y = TOP + index * ROW;
    const width = Math.max(2, lengthOf(step.value));
    return [...stepBar(step, y, width, unit), ...lossMarks(step, y, heads.lost)];
  });
  const table = tableOf(compared, [
    [heads.step, ({ name }) => name],
    [`${heads.value} (${unit})`, ({ value }) => countWords(value)],
    [heads.share, ({ value, first }) => shareWords(value, first)],
    [heads.lost, ({ lost }) => (lost === null ? '' : countWords(lost))],
  ]);
  return chart(funnel, TOP + steps.length * ROW, marks, table);
}

interface ComparedStep extends FunnelStep {
  /** The number of the first step. */
  first: number;
  /** How many fewer than in the step before; null: this is the first. */
  lost: number | null;
}

const compare = (step: FunnelStep, first: FunnelStep | undefined, before: FunnelStep | undefined): ComparedStep => ({
  ...step,
  first: first?.value ?? 0,
  lost: before ? before.value - step.value : null,
});

const stepBar = (step: ComparedStep, y: number, width: number, unit: string): ChartMark[] => [
  strong(0, y + 14, fitted(step.name, CHART_WIDTH)),
  { is: 'rect', x: 0, y: y + 22, width, height: 26, fill: COLOURS.reached },
  strong(width + 10, y + 40, stepWords(step, unit)),
];

function lossMarks({ lost }: ComparedStep, y: number, head: string): ChartMark[] {
  if (lost === null) return [];
  return [small(CHART_WIDTH, y + 14, `${head}: ${countWords(lost)}`, { colour: COLOURS.behind, align: 'end' })];
}

const stepWords = ({ value, first, lost }: ComparedStep, unit: string): string =>
  lost === null ? `${countWords(value)} ${unit}` : `${partWords(value, first)} · ${shareWords(value, first)}`;
