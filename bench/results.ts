/** What was measured, against which limit, and where: one section of `bench/results.md` for each measurement. */
import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, totalmem, type } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Announcements, Unpaced } from './broadcast.ts';
import type { Drawing } from './drawing.ts';
import type { FigureTime, FigureTimes } from './figures.ts';
import { CONNECTIONS, type Effort, type Load, type Round } from './load.ts';
import { median } from './numbers.ts';
import { CLIENTS, pgbenchVersion } from './pgbench.ts';
import type { Province } from './province.ts';
import type { Starts } from './starts.ts';
import { renderUnderstanding, type UnderstandingRow } from './understanding.ts';

export interface Section {
  title: string;
  lines: string[];
}

type Cells = readonly (string | number)[];

/** What a ratio should reach at least. */
const TARGETS = { pgbench: '≥ 0.35', wizard: '≥ 1.2', bareLoop: '≥ 0.6' };
const HEADING = '## ';

/**
 * The whole file: the sections of `before` in their places, those in `sections` instead of them or behind, each with the day
 * on which it was measured.
 */
export function render(before: string, sections: readonly Section[], at: Date): string {
  const written = `Measured ${at.toISOString().slice(0, 16).replace('T', ' ')} UTC on ${machine()}.`;
  const texts = new Map(
    before
      .split(`\n${HEADING}`)
      .slice(1)
      .map((text) => [text.split('\n')[0], text.trimEnd()]),
  );
  for (const { title, lines } of sections) texts.set(title, [title, '', written, '', ...lines].join('\n'));
  return [...INTRODUCTION, ...[...texts.values()].map((text) => `${HEADING}${text}\n`)].join('\n');
}

const INTRODUCTION = [
  '# Benchmark results',
  '',
  'Written by `npm run bench`. The programs measured, PostgreSQL, the people and the make-believe platforms share one machine,',
  'so the ratios count, not the rates: both sides of each were measured in the same run.',
  '',
];

const machine = (): string =>
  `${cpus()[0]?.model.trim() ?? 'an unknown processor'}, ${availableParallelism()} cores, ` +
  `${(totalmem() / 2 ** 30).toFixed(0)} GB, ${type()}, Node ${process.versions.node}`;

/** A press from delivery to answer, beside the database alone and beside a bot that keeps nothing. */
export function turnsSection(load: Load, people: number, database: string): Section {
  return {
    title: 'Turns',
    lines: [
      `${people} people press the first buttons of a flow. Medians of ${load.rounds.length}.`,
      '',
      ...table(['what', 'measured', 'limit', 'ratio', 'target'], loadRows(load)),
      '',
      `History exact: ${load.differences.length === 0 ? 'yes' : 'no'} (${load.turns} turns compared with what the crowd did and with the pure flow).`,
      `Presses taken but not answered within 5 s: house ${load.ignored.house}, telegraf ${load.ignored.wizard}.`,
      `Presses left unacknowledged: house ${load.unacknowledged.house}, telegraf ${load.unacknowledged.wizard}.`,
      ...load.differences.slice(0, 20).map((difference) => `- ${difference}`),
      '',
      ...table(
        [
          ...['round', 'house', 'ms', 'pgbench', 'ratio'],
          ...['telegraf', 'ms', 'ratio', 'fast store', 'ms', 'ratio', '`webhookReply` off', 'ms', 'ratio'],
        ],
        load.rounds.map(roundRow),
      ),
      '',
      ...circumstances(database),
    ],
  };
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
      `${turns} ÷ the same with a session store written for speed`,
      rates(({ house }) => house.perSecond),
      rates(({ wizardTuned }) => wizardTuned.perSecond),
      ratios(({ house, wizardTuned }) => house.perSecond / wizardTuned.perSecond),
      '',
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

const plain = (what: string, measured: string, target = ''): Cells => [what, measured, target];

export const startsSection = (starts: Starts, afterLoad: number | null): Section => ({
  title: 'Starts and memory',
  lines: table(
    ['what', 'measured', 'target'],
    [
      plain('First start with an empty data folder, until ready', seconds(starts.cold.seconds)),
      plain('Second start, until ready', seconds(starts.second.seconds), '< 5 s'),
      plain('Memory of the application after a start', `${starts.second.megabytes.toFixed(0)} MB`),
      ...(afterLoad === null ? [] : [plain('… after the load of “Turns”', `${afterLoad.toFixed(0)} MB`)]),
    ],
  ),
});

export const drawingSection = (drawing: Drawing): Section => ({
  title: 'Pictures and codes',
  lines: table(
    ['what', 'measured', 'target'],
    [
      plain(`A step's picture, drawn (${drawing.pictures} pictures)`, ms(drawing.drawn)),
      plain("A step's picture, from disk", ms(drawing.fromDisk)),
      plain("A step's picture, from memory", ms(drawing.fromMemory)),
      plain('VietQR text', ms(drawing.encoded)),
      plain('VietQR code, PNG of 600 × 600', ms(drawing.code)),
      plain("Merchant's stand A6, PNG, read back from its drawing", ms(drawing.standPng)),
      plain("Merchant's stand A6, PDF, read back from its drawing", ms(drawing.standPdf)),
    ],
  ),
});

export function announcementsSection({ unpaced, paced, replies }: Announcements): Section {
  const row = (what: string, of: (one: Unpaced) => string, target = ''): Cells => [what, ...unpaced.map(of), target];
  const { perSecond, workers, people, rate: held, busiest, reached, copies } = paced;
  const loops = unpaced[0]?.loops ?? 0;
  return {
    title: 'Announcements',
    lines: [
      'Real workers against a loopback platform that takes everything at once; a bare loop posts the same message and does',
      'nothing else, right before and right after.',
      '',
      ...table(
        ['what', ...unpaced.map(({ workers, people }) => `${people} people, workers: ${workers}`), 'target'],
        [
          row('Planned in', ({ plannedMs }) => seconds(plannedMs / 1000), '≤ 20 s for 100,000'),
          row('Sent in', ({ doneMs }) => seconds(doneMs / 1000)),
          row('Sent a second', ({ rate }) => rate.toFixed(0)),
          row('A bare loop, one POST at a time, a second', ({ bare }) => bare.alone.toFixed(0)),
          row('Sent ÷ that loop', ({ rate, bare }) => share(rate / bare.alone), TARGETS.bareLoop),
          row(`${loops} bare loops together, a second`, ({ bare }) => bare.together.toFixed(0)),
          row('Sent ÷ those', ({ rate, bare }) => share(rate / bare.together)),
          row('Processor time of a message in the workers', ({ cpuMs }) => ms(cpuMs.worker)),
          row('… of a bare POST', ({ cpuMs }) => ms(cpuMs.bare)),
          row(
            'Memory of a worker, idle → planning → sending',
            ({ memory }) => `${memory.idle} → ${memory.planning} → ${memory.sending} MB`,
            '≤ 300 MB',
          ),
          row('People reached, most copies one got', ({ reached, copies }) => `${reached}, ${copies}`),
        ],
      ),
      '',
      `Paced at ${perSecond} a second, ${workers} workers, ${people} people: ${held.toFixed(2)} a second from the first to the last,`,
      `at most ${busiest.second} within any second and ${busiest.ten.toFixed(1)} a second within any ten; ${reached} reached, most copies ${copies}.`,
      '',
      `Press to answer at that pace, ${replies.presses} presses, median and 95th percentile: ${waits(replies.before)} with nothing else to send,`,
      `${waits(replies.during)} during an announcement to ${replies.people} (${replies.sentMeanwhile} of them reached meanwhile; target ≤ 1 s).`,
    ],
  };
}

const waits = ({ p50, p95 }: { p50: number; p95: number }): string => `${ms(p50)} and ${ms(p95)}`;

export function figuresSection({ times, compared, options, changes, database }: FigureTimes, of: Province): Section {
  const row = ({ what, p50, p95, ratio, target, note }: FigureTime): Cells => [
    ...[what, p50 === null ? '' : ms(p50), ms(p95), share(ratio), target, note],
  ];
  return {
    title: 'Figures',
    lines: [
      `A generated province: ${of.contacts} contacts, ${of.rows} rows of the ledger, ${of.communes} communes; ${changes} changes in the`,
      `journal of figures, ${database}. Ratios are to the same counts asked of the ledger bare, unless the note says otherwise.`,
      '',
      ...table(['what', 'median', 'p95', 'ratio', 'target', 'note'], times.map(row)),
      '',
      'Over HTTP: one request after the other, each with its session or key, to a process of its own with `PROCESS_ROLE=web`,',
      `started as in compose.yaml${options && ` (\`${options}\`)`}; its resident memory is looked at every 20 ms from outside.`,
      '',
      `Compared number by number with the ledger: ${compared} communes and their hamlets, all equal.`,
    ],
  };
}

export const understandingSection = (rows: readonly UnderstandingRow[]): Section => ({
  title: 'Understanding',
  lines: renderUnderstanding(rows),
});

const roundRow = ({ house, pgbench, wizard, wizardTuned, wizardCalling }: Round, index: number): Cells => [
  ...[index + 1, house.perSecond.toFixed(0), house.cpuMs.toFixed(3)],
  ...[pgbench?.toFixed(0) ?? '–', share(over(house.perSecond, pgbench))],
  ...[wizard, wizardTuned, wizardCalling].flatMap(({ perSecond, cpuMs }) => [
    ...[perSecond.toFixed(0), cpuMs.toFixed(3), share(house.perSecond / perSecond)],
  ]),
];

const circumstances = (database: string): string[] => [
  `${database}, ${pgbenchVersion() ?? 'no pgbench'}, telegraf ${versionOf('telegraf')} with @telegraf/session ${versionOf('@telegraf/session')}, fastify ${versionOf('fastify')}, postgres.js ${versionOf('postgres')}.`,
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
const seconds = (value: number): string => `${value.toFixed(1)} s`;
const ms = (value: number): string => `${value.toFixed(value < 1 ? 3 : 1)} ms`;

const table = (head: Cells, rows: readonly Cells[]): string[] =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);

function versionOf(name: string): string {
  const file = fileURLToPath(new URL(`../node_modules/${name}/package.json`, import.meta.url));
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
