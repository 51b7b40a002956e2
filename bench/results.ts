/** The benchmark's table, in Markdown: what was measured, against which limit, and where it was measured. */
import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, totalmem, type } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Drawing } from './drawing.ts';
import { CONNECTIONS, type Effort, type Load, type Round } from './load.ts';
import { median } from './numbers.ts';
import { CLIENTS, pgbenchVersion } from './pgbench.ts';
import type { Starts } from './starts.ts';

export interface Results {
  at: Date;
  isQuick: boolean;
  people: number;
  database: string;
  load: Load;
  starts: Starts;
  drawing: Drawing;
}

type Cells = readonly (string | number)[];

/** What a ratio should reach at least. */
const TARGETS = { pgbench: '≥ 0.35', wizard: '≥ 1.2' };

export function render(results: Results): string {
  const { at, isQuick, people, load } = results;
  const trial = isQuick ? ' with `--quick`: a trial of the benchmark, not a measurement' : '';
  return [
    '# Benchmark results',
    '',
    `Written by \`npm run bench\`${trial}, ${at.toISOString().slice(0, 16).replace('T', ' ')} UTC. Medians of ${load.rounds.length}.`,
    `${people} people press the first buttons of a flow; PostgreSQL, the program measured, the crowd and the make-believe`,
    'Telegram share one machine, so the ratios count, not the rates.',
    '',
    ...table(['what', 'measured', 'limit', 'ratio', 'target'], [...loadRows(load), ...otherRows(results)]),
    '',
    `History exact: ${load.differences.length === 0 ? 'yes' : 'no'} (${load.turns} turns compared with what the crowd did and with the pure flow).`,
    `Presses taken but not answered within 5 s: house ${load.ignored.house}, telegraf ${load.ignored.wizard}.`,
    `Presses left unacknowledged: house ${load.unacknowledged.house}, telegraf ${load.unacknowledged.wizard}.`,
    ...load.differences.slice(0, 20).map((difference) => `- ${difference}`),
    '',
    ...table(
      [
        ...['round', 'house', 'ms', 'pgbench', 'ratio'],
        ...['telegraf', 'ms', 'ratio', '`webhookReply` off', 'ms', 'ratio'],
      ],
      load.rounds.map(roundRow),
    ),
    '',
    ...circumstances(results),
    '',
  ].join('\n');
}

function loadRows({ rounds, latency, perSecond }: Load): Cells[] {
  const rates = (pick: (round: Round) => number | null) => rate(middle(rounds, pick));
  const ratios = (pick: (round: Round) => number | null) => share(middle(rounds, pick));
  const turns = 'Turns a second, sending included';
  const cpu = 'Processor time of the program for a press';
  const compare = (what: string, which: 'p50' | 'p99'): Cells => {
    const [house, wizard] = [latency.house[which], latency.wizard[which]];
    return [what, ms(house), ms(wizard), share(house / wizard), '≤ 1'];
  };
  const effort = (what: string, of: (round: Round) => Effort, limit: (round: Round) => Effort): Cells => {
    const [measured, against] = [of, limit].map((pick) => median(rounds.map((round) => pick(round).cpuMs)));
    return [what, ms(measured!), ms(against!), share(measured! / against!), ''];
  };
  return [
    [
      `${turns} ÷ the same statements by pgbench, ${CLIENTS} clients`,
      rates(({ house }) => house.perSecond),
      rates(({ pgbench }) => pgbench),
      ratios(({ house, pgbench }) => over(house.perSecond, pgbench)),
      TARGETS.pgbench,
    ],
    [
      `${turns} ÷ telegraf WizardScene with PostgreSQL sessions`,
      rates(({ house }) => house.perSecond),
      rates(({ wizard }) => wizard.perSecond),
      ratios(({ house, wizard }) => house.perSecond / wizard.perSecond),
      TARGETS.wizard,
    ],
    [
      `${turns} ÷ the same with \`webhookReply\` off`,
      rates(({ house }) => house.perSecond),
      rates(({ wizardCalling }) => wizardCalling.perSecond),
      ratios(({ house, wizardCalling }) => house.perSecond / wizardCalling.perSecond),
      TARGETS.wizard,
    ],
    [
      `${turns}, ${CONNECTIONS.few} deliveries at a time as the house asks of Telegram ÷ pgbench`,
      rates(({ houseFew }) => houseFew.perSecond),
      rates(({ pgbench }) => pgbench),
      ratios(({ houseFew, pgbench }) => over(houseFew.perSecond, pgbench)),
      '',
    ],
    effort(
      `${cpu} ÷ telegraf's`,
      ({ house }) => house,
      ({ wizard }) => wizard,
    ),
    effort(
      `${cpu} ÷ telegraf's with \`webhookReply\` off`,
      ({ house }) => house,
      ({ wizardCalling }) => wizardCalling,
    ),
    compare(`Press to answer at ${perSecond} presses a second, 99th percentile ÷ telegraf's`, 'p99'),
    compare('The same, median', 'p50'),
  ];
}

function otherRows({ starts, drawing, load }: Results): Cells[] {
  const plain = (what: string, measured: string, target = ''): Cells => [what, measured, '', '', target];
  return [
    plain('First start with an empty data folder, until ready', `${starts.cold.seconds.toFixed(1)} s`),
    plain('Second start, until ready', `${starts.second.seconds.toFixed(1)} s`, '< 5 s'),
    plain('Memory of the application after a start', `${starts.second.megabytes.toFixed(0)} MB`),
    plain('Memory of the application after the load', `${load.memory.toFixed(0)} MB`),
    plain(`A step's picture, drawn (${drawing.pictures} pictures)`, ms(drawing.drawn)),
    plain("A step's picture, from disk", ms(drawing.fromDisk)),
    plain("A step's picture, from memory", ms(drawing.fromMemory)),
    plain('VietQR text', ms(drawing.encoded)),
    plain('VietQR code, PNG of 600 × 600', ms(drawing.code)),
    plain("Merchant's stand A6, PNG, read back from its drawing", ms(drawing.standPng)),
    plain("Merchant's stand A6, PDF, read back from its drawing", ms(drawing.standPdf)),
  ];
}

const roundRow = ({ house, pgbench, wizard, wizardCalling }: Round, index: number): Cells => [
  ...[index + 1, house.perSecond.toFixed(0), house.cpuMs.toFixed(3)],
  ...[pgbench?.toFixed(0) ?? '–', share(over(house.perSecond, pgbench))],
  ...[wizard, wizardCalling].flatMap(({ perSecond, cpuMs }) => [
    ...[perSecond.toFixed(0), cpuMs.toFixed(3), share(house.perSecond / perSecond)],
  ]),
];

const circumstances = ({ database }: Results): string[] => [
  `Machine: ${cpus()[0]?.model.trim() ?? 'unknown'}, ${availableParallelism()} cores, ${(totalmem() / 2 ** 30).toFixed(0)} GB, ${type()}.`,
  `Versions: Node ${process.versions.node}, ${database}, ${pgbenchVersion() ?? 'no pgbench'}, telegraf ${versionOf('telegraf')},`,
  `fastify ${versionOf('fastify')}, postgres.js ${versionOf('postgres')}.`,
  `Deliveries at a time: ${CONNECTIONS.many}, Telegram's most, unless said otherwise. pgbench: one transaction a turn, nothing decided, nothing sent.`,
  'The same for the house and for telegraf: webhook over HTTP with the secret checked, PostgreSQL with its durable',
  'defaults, three things for a press (acknowledge it, take the old buttons away, a picture with words and buttons), the',
  'first of them in the answer to the delivery, which is what telegraf does unless `webhookReply` is off; a picture that',
  'Telegram knows already. Not the same: the house sends when everything is committed, telegraf before; and the house also',
  'keeps every turn, an outbox, and a history without gaps.',
];

/** The median over the rounds that have the figure; null when none has. */
function middle(rounds: readonly Round[], pick: (round: Round) => number | null): number | null {
  const picked = rounds.map(pick).filter((value) => value !== null);
  return picked.length > 0 ? median(picked) : null;
}

const over = (measured: number, limit: number | null): number | null => (limit === null ? null : measured / limit);
const rate = (perSecond: number | null): string => (perSecond === null ? 'not measured' : `${perSecond.toFixed(0)}/s`);
const share = (ratio: number | null): string => (ratio === null ? '–' : ratio.toFixed(2));
const ms = (value: number): string => `${value.toFixed(value < 1 ? 3 : 1)} ms`;

const table = (head: Cells, rows: readonly Cells[]): string[] =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);

function versionOf(name: string): string {
  const file = fileURLToPath(new URL(`../node_modules/${name}/package.json`, import.meta.url));
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
