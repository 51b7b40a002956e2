/**
 * Lists every published flow. `npm run --silent flows` prints a table to read, `npm run --silent flows -- --json` an
 * array for other programs.
 */
import { parseArgs } from 'node:util';
import { readFlowWords } from '../src/flow-words.ts';
import type { Flow, Source, Step } from '../src/flows/flow.ts';
import { flows } from '../src/flows/index.ts';
import { isWrittenIn } from '../src/flows/inspect-words.ts';
import { workOf } from '../src/flows/progress.ts';
import { stepWords, WRITTEN_LANGUAGES } from '../src/flows/words.ts';
import { createSpeech } from '../src/voice/speech.ts';
import { spokenText } from '../src/voice/spoken.ts';

/** One flow as other programs see it; the names are part of the outside contract. */
interface Listed {
  id: string;
  version: number;
  title: string;
  services: string[];
  /** Steps of work on the expected way, all parts together. */
  steps: number;
  languages: string[];
  /** True when every action on the phone has its picture. */
  has_picture: boolean;
  /** True when every step can be read aloud here: the made-up voice's programs are installed. */
  has_voice: boolean;
  sources: Source[];
  reviewed_on: string;
  open_points: string[];
}

const words = readFlowWords();
const canSpeak = createSpeech() !== null;

/** Passed through without being shown, or asked in words of the assistant's own. */
const SILENT: ReadonlySet<Step['kind']> = new Set(['milestone', 'draw-code', 'branch-phone', 'finish']);

const hasVoice = (flow: Flow): boolean =>
  canSpeak &&
  Object.entries(flow.steps).every(([id, step]) => {
    const own = stepWords(words, 'vi', flow, id);
    return SILENT.has(step.kind) || spokenText(own?.spoken ?? own?.do ?? '') !== '';
  });

function list(flow: Flow): Listed {
  const steps = Object.values(flow.steps);
  return {
    id: flow.id,
    version: flow.version,
    title: words('vi', `flows/${flow.id}`)?.title ?? flow.id,
    services: flow.services,
    steps: workOf(flow),
    languages: WRITTEN_LANGUAGES.filter((language) => isWrittenIn(language, flow, words)),
    has_picture: steps.every((step) => step.kind !== 'do' || step.picture !== undefined),
    has_voice: hasVoice(flow),
    sources: flow.sources,
    reviewed_on: flow.reviewedOn,
    open_points: [...new Set(steps.flatMap((step) => step.openPoints ?? []))],
  };
}

function table(listed: Listed[]): string {
  const rows = listed.map((flow) => [
    flow.id,
    `v${flow.version}`,
    String(flow.steps),
    flow.languages.join(' '),
    flow.reviewed_on,
    String(flow.open_points.length),
    flow.title,
  ]);
  const head = ['flow', 'version', 'steps', 'languages', 'reviewed', 'open', 'title'];
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  const open = listed.flatMap((flow) => flow.open_points.map((point) => `  ${flow.id}: ${point}`));
  return [line(head), ...rows.map(line), '', 'Open points:', ...open].join('\n');
}

const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
const listed = [...flows.values()].map(list);
console.log(values.json ? JSON.stringify(listed, null, 2) : table(listed));
