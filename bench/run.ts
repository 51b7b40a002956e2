/**
 * `npm run bench [-- --quick] [-- --out <file>] [-- --profile <folder>]`: everything in one run on one machine, as
 * ratios. Writes `bench/results.md` and prints it.
 *
 * `--quick` tries everything for a moment; its figures mean nothing and are kept only where `--out` says.
 * `--profile` leaves a CPU profile of the house. BENCH_DATABASE_URL names a server on which databases may be made;
 * otherwise an embedded one is started.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { flows } from '../src/flows/index.ts';
import { loadTexts } from '../src/text.ts';
import { timeDrawing } from './drawing.ts';
import { measureLoad } from './load.ts';
import { render } from './results.ts';
import { openServer, type Server } from './server.ts';
import { measureStarts } from './starts.ts';

const FLOW = 'viettel-money';
const FULL = { people: 1000, rounds: 3, rampMs: 1000, forMs: 8000, steadyMs: 8000, starts: 3, repeats: 20 };
const QUICK = { people: 40, rounds: 1, rampMs: 200, forMs: 1000, steadyMs: 1000, starts: 1, repeats: 2 };

const { values } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, out: { type: 'string' }, profile: { type: 'string' } },
});
const folder = await mkdtemp(join(tmpdir(), 'tro-ly-so-bench-'));
const server = await openServer(folder);
try {
  const report = await measure(server);
  const out = values.out ?? (values.quick ? null : fileURLToPath(new URL('results.md', import.meta.url)));
  if (out) await writeFile(out, report);
  console.log(`\n${report}`);
} finally {
  await server.close();
  await rm(folder, { recursive: true, force: true });
}

async function measure({ version }: Server): Promise<string> {
  const plan = values.quick ? QUICK : FULL;
  const flow = flows.get(FLOW);
  if (!flow) throw new Error(`No flow ${FLOW}.`);
  const tell = (line: string) => console.log(line);
  const load = await measureLoad(server, { ...plan, flow, folder, profile: values.profile, tell });
  tell(`history exact: ${load.differences.length === 0 ? 'yes' : 'no'}`);
  return render({
    ...{ at: new Date(), isQuick: values.quick, people: plan.people, database: version, load },
    starts: await measureStarts(plan.starts),
    drawing: await timeDrawing(flow, loadTexts(), plan.repeats),
  });
}
