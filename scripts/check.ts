/** `npm run check`: types, formatter and linter, import directions, content. Says everything that is wrong, not the first. */
import { spawnSync } from 'node:child_process';
import { contentProblems } from './content-rules.ts';
import { importProblems } from './house-rules.ts';

const run = (title: string, command: string, args: string[]): boolean => {
  const { status } = spawnSync(command, args, { stdio: 'inherit' });
  console.log(`${status === 0 ? '✓' : '✗'} ${title}`);
  return status === 0;
};

const list = (title: string, problems: string[]): boolean => {
  for (const problem of problems) console.error(`  ${problem}`);
  console.log(`${problems.length === 0 ? '✓' : '✗'} ${title}`);
  return problems.length === 0;
};

/** Escape codes in a file nobody colours hide the one line that matters. */
const plain = process.stdout.isTTY ? [] : ['--colors=off'];

const passed = [
  run('types', 'node_modules/.bin/tsc', ['--noEmit']),
  run('format and lint', 'node_modules/.bin/biome', ['ci', '--error-on-warnings', ...plain, '.']),
  list(
    'import directions',
    importProblems().map(({ file, imports, rule }) => `${file} imports ${imports}: ${rule}`),
  ),
  list('content: flows, words, reading ease, limits of the channels', contentProblems()),
];
process.exitCode = passed.every(Boolean) ? 0 : 1;
