/**
 * The test run's PostgreSQL server, in a process of its own: prints its address, and is gone, data included, when its
 * input ends. The input also ends when the run is killed, so that no interrupted run leaves a server behind.
 */
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import postgres from 'postgres';
import { startEmbedded } from '../../src/db/embedded.ts';
import { fastFolder } from './fast-folder.ts';

const dataDir = await mkdtemp(join(await fastFolder(), 'tro-ly-so-test-'));
try {
  const server = await startEmbedded({ dataDir, log: () => undefined });
  await forgetDurability(server.url);
  console.log(server.url);
  process.stdin.resume();
  await once(process.stdin, 'end');
  await server.stop();
} finally {
  await rm(dataDir, { recursive: true, force: true });
}

/** What a crash would destroy may go: nobody needs the databases of an interrupted test run. */
async function forgetDurability(url: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  for (const setting of ['fsync', 'synchronous_commit', 'full_page_writes']) {
    await sql.unsafe(`alter system set ${setting} = off`);
  }
  await sql`select pg_reload_conf()`;
  await sql.end({ timeout: 5 });
}
