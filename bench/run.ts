/**
 * `npm run bench [-- --only <turns,starts,drawing,announcements,figures,understanding>] [--full] [--quick] [--out <file>]
 * [--profile <folder>]`: measurements as ratios, both sides in one run on one machine. Prints them and writes their sections
 * of `bench/results.md`; the other sections stay.
 *
 * `--full` takes the sizes the targets speak of (100,000 recipients, 5,000,000 rows, every reader of intents): most of an
 * hour. `--quick` tries everything for a moment; its figures mean nothing and are kept only where `--out` says. `--profile`
 * leaves a CPU profile of the house. BENCH_DATABASE_URL names a server on which databases may be made; otherwise an embedded
 * one is started.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { flows } from '../src/flows/index.ts';
import { loadTexts } from '../src/text.ts';
import { measureAnnouncements } from './broadcast.ts';
import { timeDrawing } from './drawing.ts';
import { measureFigures } from './figures.ts';
import { measureLoad } from './load.ts';
import {
  announcementsSection,
  drawingSection,
  figuresSection,
  render,
  type Section,
  startsSection,
  turnsSection,
  understandingSection,
} from './results.ts';
import { openServer } from './server.ts';
import { measureStarts } from './starts.ts';
import { compareUnderstanding } from './understanding.ts';

const USUAL = {
  turns: { people: 1000, rounds: 3, rampMs: 1000, forMs: 8000, steadyMs: 8000 },
  starts: 3,
  drawing: 20,
  announcements: { people: 20_000, workers: [1, 2], paced: 600, during: { people: 10_000, pressMs: 20_000 } },
  figures: { contacts: 100_000, rows: 500_000, communes: 300 },
  /** Beginning of the names of the readers compared. */
  readers: 'ours',
};
const FULL: typeof USUAL = {
  ...USUAL,
  announcements: { people: 100_000, workers: [1, 2, 4], paced: 900, during: { people: 10_000, pressMs: 60_000 } },
  figures: { contacts: 1_000_000, rows: 5_000_000, communes: 300 },
  readers: '',
};
const QUICK: typeof USUAL = {
  turns: { people: 40, rounds: 1, rampMs: 200, forMs: 1000, steadyMs: 1000 },
  starts: 1,
  drawing: 2,
  announcements: { people: 500, workers: [1], paced: 60, during: { people: 500, pressMs: 3_000 } },
  figures: { contacts: 1_000, rows: 5_000, communes: 10 },
  readers: 'tables',
};

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    full: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    out: { type: 'string' },
    profile: { type: 'string' },
  },
});
const plan = values.quick ? QUICK : values.full ? FULL : USUAL;
const flow = flows.get('viettel-money')!;
const tell = (line: string) => console.log(line);
const folder = await mkdtemp(join(tmpdir(), 'tro-ly-so-bench-'));
const server = await openServer(folder);
let memoryAfterLoad: number | null = null;

/** In the order of the file. */
const MEASUREMENTS: Record<string, () => Promise<Section>> = {
  turns: async () => {
    const load = await measureLoad(server, { ...plan.turns, flow, folder, profile: values.profile, tell });
    memoryAfterLoad = load.memory;
    return turnsSection(load, plan.turns.people, server.version);
  },
  starts: async () => startsSection(await measureStarts(plan.starts), memoryAfterLoad),
  drawing: async () => drawingSection(await timeDrawing(flow, loadTexts(), plan.drawing)),
  announcements: async () =>
    announcementsSection(await measureAnnouncements(server, { ...plan.announcements, folder })),
  figures: async () => figuresSection(await measureFigures(server, folder, plan.figures), plan.figures),
  understanding: async () => understandingSection(await compareUnderstanding(plan.readers)),
};

try {
  const sections: Section[] = [];
  for (const name of chosen(values.only)) {
    tell(`\n${name} …`);
    sections.push(await MEASUREMENTS[name]!());
  }
  const kept = fileURLToPath(new URL('results.md', import.meta.url));
  const out = values.out ?? (values.quick ? null : kept);
  if (out) await writeFile(out, render(await readFile(out, 'utf8').catch(() => ''), sections, new Date()));
  console.log(render('', sections, new Date()));
} finally {
  await server.close();
  await rm(folder, { recursive: true, force: true });
}

function chosen(only: string | undefined): string[] {
  const names = Object.keys(MEASUREMENTS);
  const wanted = only?.split(',') ?? names;
  const unknown = wanted.filter((name) => !names.includes(name));
  if (unknown.length > 0) throw new Error(`Unknown: ${unknown.join(', ')}. Choose from ${names.join(', ')}.`);
  return names.filter((name) => wanted.includes(name));
}
