/** The benchmark's table, in Markdown: what was measured, against which limit, and where it was measured. */
import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, totalmem, type } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Drawing } from './drawing.ts';
import type { Start } from './starts.ts';

/** One round: turns a second, presses to answers included. */
export interface Round {
  house: number;
  /** With as few deliveries at a time as the house asks Telegram for. */
  houseFewConnections: number;
  wizard: number;
  /** Null when pgbench is not installed. */
  pgbench: number | null;
}

export interface Latency {
  perSecond: number;
  house: { p50: number; p99: number };
  wizard: { p50: number; p99: number };
}

export interface Results {
  at: Date;
  isQuick: boolean;
  people: number;
  rounds: Round[];
  latency: Latency;
  /** Empty: exact. */
  differences: string[];
  turnsChecked: number;
  starts: { cold: Start; second: Start };
  memoryAfterLoad: number;
  drawing: Drawing;
  server: string;
  fewConnections: number;
  manyConnections: number;
}

interface Row {
  what: string;
  measured: string;
  limit: string;
  ratio: string;
  target: string;
}

const TARGETS = { pgbench: 0.35, wizard: 1.2 };

export function render(results: Results, middle: (numbers: number[]) => number): string {
  const of = (pick: (round: Round) => number | null): number | null => {
    const picked = results.rounds.map(pick).filter((value) => value !== null);
    return picked.length > 0 ? middle(picked) : null;
  };
  const { latency, drawing, starts } = results;
  const perSecond = (value: number | null) => (value === null ? 'not measured' : `${value.toFixed(0)}/s`);
  const ratio = (value: number | null) => (value === null ? '–' : value.toFixed(2));
  const ms = (value: number) => `${value < 1 ? value.toFixed(3) : value.toFixed(1)} ms`;
  const plain = (what: string, measured: string): Row => ({ what, measured, limit: '', ratio: '', target: '' });
  const againstPgbench = of(({ house, pgbench }) => (pgbench === null ? null : house / pgbench));
  const againstWizard = of(({ house, wizard }) => house / wizard);
  const rows: Row[] = [
    {
      what: 'Turns a second, sending included ÷ the same statements by pgbench, 32 clients',
      measured: perSecond(of(({ house }) => house)),
      limit: perSecond(of(({ pgbench }) => pgbench)),
      ratio: ratio(againstPgbench),
      target: `≥ ${TARGETS.pgbench}`,
    },
    {
      what: 'Turns a second, sending included ÷ telegraf WizardScene with PostgreSQL sessions',
      measured: perSecond(of(({ house }) => house)),
      limit: perSecond(of(({ wizard }) => wizard)),
      ratio: ratio(againstWizard),
      target: `≥ ${TARGETS.wizard}`,
    },
    {
      what: `The same with ${results.fewConnections} deliveries at a time, as the house asks of Telegram`,
      measured: perSecond(of(({ houseFewConnections }) => houseFewConnections)),
      limit: perSecond(of(({ pgbench }) => pgbench)),
      ratio: ratio(of(({ houseFewConnections, pgbench }) => (pgbench === null ? null : houseFewConnections / pgbench))),
      target: '',
    },
    {
      what: `Press to answer, 99th percentile at ${latency.perSecond} presses a second ÷ telegraf's`,
      measured: ms(latency.house.p99),
      limit: ms(latency.wizard.p99),
      ratio: ratio(latency.house.p99 / latency.wizard.p99),
      target: '',
    },
    {
      what: 'The same, median',
      measured: ms(latency.house.p50),
      limit: ms(latency.wizard.p50),
      ratio: ratio(latency.house.p50 / latency.wizard.p50),
      target: '',
    },
    plain('First start, empty data folder, until ready', `${starts.cold.seconds.toFixed(1)} s`),
    {
      ...plain('Second start, until ready', `${starts.second.seconds.toFixed(1)} s`),
      target: '< 5 s',
    },
    plain('Memory after a start (application)', `${starts.second.megabytes.toFixed(0)} MB`),
    plain('Memory after the load (application)', `${results.memoryAfterLoad.toFixed(0)} MB`),
    plain(`A step's picture, drawn (${drawing.pictures} pictures)`, ms(drawing.drawn)),
    plain("A step's picture, from disk", ms(drawing.fromDisk)),
    plain("A step's picture, from memory", ms(drawing.fromMemory)),
    plain('VietQR text', ms(drawing.encoded)),
    plain('VietQR code, PNG of 600 × 600', ms(drawing.code)),
    plain("Merchant's stand A6, PNG, read back from its drawing", ms(drawing.standPng)),
    plain("Merchant's stand A6, PDF, read back from its drawing", ms(drawing.standPdf)),
  ];
  return [
    '# Benchmark results',
    '',
    `Written by \`npm run bench\`${results.isQuick ? ' with `--quick`: a trial of the benchmark, not a measurement' : ''}, ${results.at.toISOString().slice(0, 16).replace('T', ' ')} UTC.`,
    `Medians of ${results.rounds.length} rounds; ${results.people} people press the first buttons of \`viettel-money\`; PostgreSQL, the program`,
    `measured, the crowd and the make-believe Telegram share one machine, so the ratios count, not the rates.`,
    '',
    '| what | measured | limit | ratio | target |',
    '| --- | --- | --- | --- | --- |',
    ...rows.map(
      ({ what, measured, limit, ratio: share, target }) =>
        `| ${what} | ${measured} | ${limit} | ${share} | ${target} |`,
    ),
    '',
    `History exact: ${results.differences.length === 0 ? 'yes' : 'no'} (${results.turnsChecked} turns compared with the pure flow).`,
    ...results.differences.slice(0, 20).map((difference) => `- ${difference}`),
    '',
    '| round | house | pgbench | ratio | telegraf | ratio | house, few deliveries |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...results.rounds.map(({ house, pgbench, wizard, houseFewConnections }, index) =>
      [
        '',
        index + 1,
        house.toFixed(0),
        pgbench?.toFixed(0) ?? '–',
        ratio(pgbench === null ? null : house / pgbench),
        wizard.toFixed(0),
        ratio(house / wizard),
        houseFewConnections.toFixed(0),
        '',
      ]
        .join(' | ')
        .trim(),
    ),
    '',
    `Machine: ${cpus()[0]?.model.trim() ?? 'unknown'}, ${availableParallelism()} cores, ${(totalmem() / 2 ** 30).toFixed(0)} GB, ${type()}.`,
    `Versions: Node ${process.versions.node}, ${results.server}, telegraf ${versionOf('telegraf')}, fastify ${versionOf('fastify')}, postgres.js ${versionOf('postgres')}.`,
    `Deliveries at a time: ${results.manyConnections}, Telegram's most, unless said otherwise.`,
    'What is the same for the house and for telegraf: webhook over HTTP with the secret checked, PostgreSQL with its durable',
    'defaults, three calls a press (acknowledge, take the old buttons away, picture with words and buttons), a picture that',
    'Telegram knows already. What is not: the house also keeps every turn, an outbox and exactly-once history.',
    '',
  ].join('\n');
}

function versionOf(name: string): string {
  const file = fileURLToPath(new URL(`../node_modules/${name}/package.json`, import.meta.url));
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
