/**
 * `npm test [-- <vitest arguments>]`: finds or installs the programs outside npm that some tests need, says which it
 * could not find, runs every test and ends with one line that counts them. Exits with vitest's code.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { findBrowser } from '../test/support/browser.ts';
import { findProgram, PROGRAMS, type Program } from '../test/support/programs.ts';

/** A browser and its libraries, some 400 MB unpacked, on a slow line. */
const INSTALL_LIMIT_MS = 5 * 60_000;

interface Need {
  name: string;
  debianPackage: string;
  /** What the tests that need it show. */
  shows: string;
  isHere(): boolean;
}

const needs: Need[] = [
  {
    name: 'Chromium or Chrome',
    debianPackage: 'chromium',
    shows: 'the pages work in a real browser',
    isHere: () => findBrowser() !== null,
  },
  ...(Object.keys(PROGRAMS) as Program[]).map((name) => {
    return { name, ...PROGRAMS[name], isHere: () => findProgram(name) !== null };
  }),
];
const missing = () => needs.filter((need) => !need.isHere());

if (missing().length > 0) await install([...new Set(missing().map(({ debianPackage }) => debianPackage))]);
for (const { name, debianPackage, shows } of missing()) {
  console.log(`Not found: ${name} (Debian package ${debianPackage}). Skipped: tests that show that ${shows}.`);
}
process.exitCode = await runTests(process.argv.slice(2));

/** Tries, and is quiet about failing: what is missing afterwards is said anyway. */
async function install(packages: string[]): Promise<void> {
  if (process.getuid?.() !== 0) return;
  console.log(`Installing for the tests: ${packages.join(', ')} …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const signal = AbortSignal.timeout(INSTALL_LIMIT_MS);
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', ...packages]]) {
    const apt = spawn('apt-get', ['-q', ...args], { stdio: 'ignore', env, signal });
    await once(apt, 'exit').catch(() => undefined); // no apt-get here, or out of time
  }
}

async function runTests(args: string[]): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'tro-ly-so-report-'));
  const report = join(folder, 'report.json');
  const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const run = spawn(process.execPath, [vitest, 'run', ...reporters, ...args], { stdio: 'inherit' });
  process.on('SIGINT', () => undefined); // the terminal interrupts vitest too, and it tidies up
  const [code] = (await once(run, 'exit')) as [number | null];
  console.log(await readFile(report, 'utf8').then(countTests, () => 'The tests ended without a report.'));
  await rm(folder, { recursive: true, force: true });
  return code ?? 1;
}

interface Report {
  testResults: { status: 'passed' | 'failed'; assertionResults: { status: string }[] }[];
}

/** A file that failed as a whole, for example on import, counts as one failed test. */
function countTests(json: string): string {
  const files = (JSON.parse(json) as Report).testResults;
  const tests = files.flatMap(({ assertionResults }) => assertionResults.map(({ status }) => status));
  const failedWhole = files.filter((file) => {
    return file.status === 'failed' && file.assertionResults.every(({ status }) => status !== 'failed');
  });
  const passed = tests.filter((status) => status === 'passed').length;
  const failed = tests.filter((status) => status === 'failed').length + failedWhole.length;
  return `${passed} passed, ${failed} failed, ${tests.length - passed - (failed - failedWhole.length)} skipped`;
}
