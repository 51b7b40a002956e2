/** Who drops out where: the steps of one way, each as a part of the first. */
import {
  bold,
  CHART_WIDTH,
  type Chart,
  type ChartMark,
  type ChartTable,
  type ChartWords,
  COLOURS,
  countWords,
  fitted,
  LETTERS,
  NO_NUMBER,
  SMALL,
  shareWords,
  text,
} from './chart.ts';

export interface FunnelStep {
  name: string;
  value: number;
}

export interface Funnel {
  title: string;
  says: string;
  unit: string;
  steps: readonly FunnelStep[];
}

const ROW = 76;
const TOP = 10;
/** Longest bar; after it stands its number. */
const ROOM = CHART_WIDTH - 220;

/** Bars under each other, widest first, with what is lost between them. */
export function funnelBars({ title, says, unit, steps }: Funnel, words: ChartWords): Chart {
  const most = Math.max(1, ...steps.map(({ value }) => value));
  const compared = steps.map((step, index) => compare(step, steps[0], steps[index - 1]));
  const marks = compared.flatMap((step, index) => {
    const y = TOP + index * ROW;
    const width = Math.max(2, (step.value / most) * ROOM);
    return [...stepBar(step, y, width, unit), ...lossMarks(step, y, words)];
  });
  const table = tableOf(compared, unit, words);
  return { title, says, width: CHART_WIDTH, height: TOP + steps.length * ROW, marks, table };
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
  bold(text(0, y + 14, fitted(step.name, LETTERS, CHART_WIDTH, true), LETTERS, COLOURS.ink)),
  { is: 'rect', x: 0, y: y + 22, width, height: 26, fill: COLOURS.reached },
  bold(text(width + 10, y + 40, stepWords(step, unit), LETTERS, COLOURS.ink)),
];

const lossMarks = ({ lost }: ComparedStep, y: number, { heads }: ChartWords): ChartMark[] =>
  lost === null ? [] : [text(CHART_WIDTH, y + 14, `${heads.lost}: ${countWords(lost)}`, SMALL, COLOURS.behind, 'end')];

const stepWords = (step: ComparedStep, unit: string): string =>
  step.lost === null
    ? `${countWords(step.value)} ${unit}`
    : `${countWords(step.value)}/${countWords(step.first)} · ${shareOfFirst(step)}`;

const shareOfFirst = ({ value, first }: ComparedStep): string => (first ? shareWords(value, first, null) : NO_NUMBER);

const tableOf = (steps: readonly ComparedStep[], unit: string, { heads }: ChartWords): ChartTable => ({
  heads: [heads.step, `${heads.value} (${unit})`, heads.share, heads.lost],
  rows: steps.map((step) => [
    step.name,
    countWords(step.value),
    shareOfFirst(step),
    step.lost === null ? '' : countWords(step.lost),
  ]),
});
