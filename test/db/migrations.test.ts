/** The tables as the code knows them and the SQL that makes them: whoever changes one has to change the other. */
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, expect, it } from 'vitest';

let out: string;
afterEach(() => rm(out, { recursive: true, force: true }));

it('a new migration is generated only from what has changed since the last one', async () => {
  out = await mkdtemp(join(tmpdir(), 'tro-ly-so-migrations-'));
  await cp('src/db/migrations', out, { recursive: true });
  const before = await readdir(out);
  const { stdout } = await promisify(execFile)('node_modules/.bin/drizzle-kit', [
    'generate',
    '--dialect=postgresql',
    '--schema=./src/db/schema.ts',
    `--out=${relative(process.cwd(), out)}`, // it takes no absolute path
  ]);
  expect(stdout).toContain('No schema changes');
  expect(await readdir(out)).toEqual(before);
});
