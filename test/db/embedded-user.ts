/**
 * One process that uses the embedded server, for tests that kill it or run several: `<data folder> [common folder]`.
 * Prints one JSON line `{url, reused}` or `{error}`, and a line per log entry on stderr; gives the server back and ends
 * when its input ends. Needs nothing but `src/db/embedded*.ts`, so that it can be run from a copy of those.
 */
import { once } from 'node:events';
import { startEmbedded } from '../../src/db/embedded.ts';

const [dataDir = '', commonDir] = process.argv.slice(2);
const log = (line: string) => console.error(line);
try {
  const server = await startEmbedded({ dataDir, log, ...(commonDir ? { commonDir } : {}) });
  console.log(JSON.stringify({ url: server.url, reused: server.reused }));
  process.stdin.resume();
  await once(process.stdin, 'end');
  await server.stop();
} catch (error) {
  console.log(JSON.stringify({ error: (error as Error).message }));
}
