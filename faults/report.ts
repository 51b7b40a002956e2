/** The fault report as a table for the terminal and as a page for the documentation. */
import { writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import type { Result } from './case.ts';

const HEADINGS = [
  'case',
  'load',
  'messages',
  'lost',
  'duplicated',
  'uncertain',
  'out of order',
  'leaked',
  'recovery',
  'limits',
];

const cells = ({ name, load, verdict, recoveryMs, limits = {}, failures }: Result): string[] => [
  name,
  load,
  ...[verdict.messages, verdict.lost, verdict.duplicated, verdict.uncertain, verdict.outOfOrder, verdict.leaked].map(
    String,
  ),
  recoveryMs == null ? '–' : `${(recoveryMs / 1000).toFixed(1)} s`,
  failures.length > 0 ? `FAILED: ${failures.join('; ')}` : Object.keys(limits).join('; ') || 'kept',
];

/** As soon as a case has ended. */
export function printLine(result: Result): void {
  const mark = result.failures.length === 0 ? '✓' : '✗';
  console.log(`${mark} ${result.name} (${(result.tookMs / 1000).toFixed(0)} s) ${result.failures.join('; ')}`);
}

export function printTable(results: readonly Result[]): void {
  const rows = [HEADINGS, ...results.map(cells)];
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  console.log('');
  for (const row of rows)
    console.log(
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    );
}

export async function writeReport(
  file: string,
  results: readonly Result[],
  { isLong, database }: { isLong: boolean; database: string },
): Promise<void> {
  const failed = results.filter(({ failures }) => failures.length > 0).length;
  const lines = [
    '# Fault report',
    '',
    `Written by \`npm run faults${isLong ? ' -- --long' : ''}\`, ${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC.`,
    `${results.length - failed} of ${results.length} cases passed. Real processes, ${database} with its durable defaults, and two make-believe platforms that keep`,
    'their own ledgers; what is said here was worked out by holding those ledgers against the database.',
    '',
    table([HEADINGS, ...results.map(cells)]),
    '',
    '## The cases',
    '',
    ...results.map(({ name, what }) => `- **${name}**: ${what}.`),
    '',
    '## How to read it',
    '',
    '- **lost**: never brought to an end, or called sent although no platform accepted it, or an event answered with 200 and not kept.',
    '- **duplicated**: arrived more than once. Allowed only up to what was in flight, and only after the first one had been marked',
    '  `uncertain`; a repeat without that mark fails the case.',
    '- **uncertain**: messages whose fate nobody can know. An ordinary one is sent once more, in its place in the chat.',
    '- **recovery**: from the end of the trouble until messages go out again; 10 s at most.',
    '',
    `Machine: ${availableParallelism()} processors, Node ${process.versions.node}.`,
    '',
  ];
  await writeFile(file, lines.join('\n'));
}

const table = ([headings = [], ...rows]: string[][]): string =>
  [headings, headings.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
