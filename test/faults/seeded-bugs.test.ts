/** The harness must notice what it is there for: each bug is built into a copy of the program, and its case must fail. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bugs, buildIn } from '../../faults/bugs.ts';
import { playCase } from '../../faults/case.ts';
import { cases } from '../../faults/cases/index.ts';
import { openPostgres, type Postgres } from '../../faults/postgres.ts';

let server: Postgres;
let dataDir: string;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'tro-ly-so-bugs-'));
  server = await openPostgres(dataDir);
});
afterAll(async () => {
  await server.close();
  await rm(dataDir, { recursive: true, force: true });
});

describe('a bug built in on purpose is caught', () => {
  it.each(bugs)('$name by $caughtBy', { timeout: 240_000 }, async (bug) => {
    const one = cases.find(({ name }) => name === bug.caughtBy);
    if (!one) throw new Error(`There is no case ${bug.caughtBy}.`);
    const { program, remove } = await buildIn(bug);
    try {
      const { failures } = await playCase(server, one, {
        isLong: false,
        program,
        ...(bug.sabotage && { sabotage: bug.sabotage }),
      });
      console.log(`${bug.name}: ${failures.join('; ')}`);
      expect(failures).not.toEqual([]);
      expect(failures.join(' ')).not.toMatch(/ended before|fetch failed|was refused/); // it ran, and was found wanting
    } finally {
      await remove();
    }
  });
});
