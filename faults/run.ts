/**
 * `npm run faults [-- --long] [--only a,b] [--list] [--out <file>]`: breaks everything that can break around real
 * processes, a real PostgreSQL and the two loopback platforms, and says what became of every message. Ends with 1 when
 * any case failed. The whole run writes `docs/fault-report.md`; a part of it only prints.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Case, playCase, type Result } from './case.ts';
import { cases } from './cases/index.ts';
import { openPostgres } from './postgres.ts';
import { printLine, printTable, writeReport } from './report.ts';

const { values } = parseArgs({
  options: {
    long: { type: 'boolean', default: false },
    only: { type: 'string' },
    list: { type: 'boolean', default: false },
    out: { type: 'string' },
  },
});

async function main(): Promise<void> {
  if (values.list) {
    for (const { name, what } of cases) console.log(`${name.padEnd(28)} ${what}`);
    return;
  }
  const chosen = choose(values.only);
  const dataDir = await mkdtemp(join(tmpdir(), 'tro-ly-so-faults-pg-'));
  const server = await openPostgres(dataDir);
  const logs = await mkdtemp(join(tmpdir(), 'tro-ly-so-faults-logs-'));
  const results: Result[] = [];
  try {
    for (const one of chosen) {
      const result = await playCase(server, one, { isLong: values.long, logs });
      printLine(result);
      results.push(result);
    }
  } finally {
    await server.close();
    await rm(dataDir, { recursive: true, force: true });
  }
  printTable(results);
  const out = values.out ?? (values.only === undefined ? 'docs/fault-report.md' : undefined);
  if (out !== undefined) await writeReport(out, results, { isLong: values.long, database: server.version });
  const hasFailed = results.some(({ failures }) => failures.length > 0);
  if (hasFailed) console.log(`What the houses of failed cases printed: ${logs}`);
  else await rm(logs, { recursive: true });
  process.exit(hasFailed ? 1 : 0); // people of a case that failed may still be pressing
}

function choose(only: string | undefined): Case[] {
  if (only === undefined) return cases;
  const names = only.split(',');
  const unknown = names.filter((name) => !cases.some((one) => one.name === name));
  if (unknown.length > 0) throw new Error(`There is no case ${unknown.join(', ')}. See: npm run faults -- --list`);
  return cases.filter(({ name }) => names.includes(name));
}

await main();
