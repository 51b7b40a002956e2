/**
 * Charts as marks on a plane, in points from the top left: the same marks become SVG on a page and lines in a PDF
 * (`svg.ts`, `pdf.ts`). Colours and rules are those of dashboard §4: a title that says what, a line that says when and out
 * of what, axes from zero, never colour alone, and beside every chart its table. Here is what all kinds of chart share,
 * drawn with `marks.ts`; each kind has a file of its own.
 */
import type { ChartMark, ChartStatus } from './marks.ts';

/** Heads and cells as people read them; the first column names the row. */
export interface ChartTable {
  heads: string[];
  rows: string[][];
}

/** What stands above a chart. */
export interface Heading {
  /** Says what. */
  title: string;
  /** Says when and out of what. */
  says: string;
}

export interface Chart extends Heading {
  width: number;
  height: number;
  marks: ChartMark[];
  /** The same, for whoever reads numbers rather than lengths. */
  table: ChartTable;
}

/** The words on charts that are not names or numbers. */
export interface ChartWords {
  target: string;
  now: string;
  forecast: string;
  none: string;
  noFigure: string;
  status: Record<ChartStatus, string>;
  heads: {
    area: string;
    share: string;
    fraction: string;
    self: string;
    status: string;
    week: string;
    value: string;
    target: string;
    step: string;
    lost: string;
    part: string;
  };
}

/** Every chart is drawn this wide; pages and papers scale it. */
export const CHART_WIDTH = 760;

/** A chart of the usual width. */
export const chart = ({ title, says }: Heading, height: number, marks: ChartMark[], table: ChartTable): Chart => ({
  title,
  says,
  width: CHART_WIDTH,
  height,
  marks,
  table,
});

/** A row for each of `rows`; a column is its head and what stands in it. */
export const tableOf = <Row>(
  rows: readonly Row[],
  columns: readonly (readonly [head: string, cell: (row: Row) => string])[],
): ChartTable => ({
  heads: columns.map(([head]) => head),
  rows: rows.map((row) => columns.map(([, cell]) => cell(row))),
});
