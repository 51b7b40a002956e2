/**
 * What people read now, in every running process. The words, labels and pictures in force lie in memory, so a turn asks the
 * database nothing; when something is published they are built anew beside the old ones and swapped in one step between
 * two turns. PostgreSQL tells every process at once (LISTEN/NOTIFY), and each looks for itself now and then in case the
 * telling was lost.
 */
import type { Doubt, FlowBook } from '../bot/turn.ts';
import type { Sql } from '../db/client.ts';
import { contentMark, listenToContent } from '../db/content-state.ts';
import { readAreaTree, readLocalFacts } from '../db/local-facts.ts';
import { inForce, lately, readMustSee } from '../db/publications.ts';
import { readScreenChecks } from '../db/screen-checks.ts';
import { wordsOf } from '../flows/expand.ts';
import type { Flow, FlowId, StepId } from '../flows/flow.ts';
import { type LocalFacts, NO_LOCAL_FACTS } from '../flows/local.ts';
import { type WordsLookup, WRITTEN_LANGUAGES } from '../flows/words.ts';
import type { EditableTexts } from '../text.ts';
import type { Edits } from './edits.ts';
import { type AppIndex, type Checks, doubtOf, gatherChecks, indexApps } from './freshness.ts';
import { flowsIn, flowsWith, type Library, libraryOf, withEdits } from './library.ts';
import { type AreaTree, factsFor, type LocalFact } from './local-facts.ts';

/** How long a process may go on with old words when nobody could tell it; well under the minute that is promised. */
export const LOOK_EVERY_MS = 10_000;
/** Pictures named so long ago are no longer waiting to be sent. */
const RECENT_DAYS = 2;

/** The content one kind of people reads. */
export interface Edition {
  texts: EditableTexts;
  /** Stays the same object; what it answers changes. */
  flows: FlowBook;
  /** Documents in force: as delivered, with everything published laid over them. */
  library(): Library;
  /** Edits in force, by file, and the number of the publication they came with. */
  edits(): ReadonlyMap<string, Edits>;
  checks(): Checks;
  apps(): AppIndex;
}

export interface LiveContent {
  /** Make-believe people read what make-believe officials publish, and nobody else does. */
  editionFor(simulated: boolean): Edition;
  /** As delivered, without anybody's edits. */
  readonly delivered: Library;
  /** Reads what is in force and swaps it in when it is new; answers whether anything was. */
  refresh(): Promise<boolean>;
  /** Listens and looks now and then. Resolves when it does. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /**
   * Texts and flows as they were before the publications of the last days, newest first, and of each only the flows that
   * were changed: a picture of theirs may still be on its way. Built once between two changes.
   */
  earlier(now: Date): Promise<readonly Earlier[]>;
}

export interface Earlier {
  texts: EditableTexts;
  flows: readonly Flow[];
}

export interface LiveParts {
  sql: Sql;
  definitions: readonly Flow[];
  lookup: WordsLookup;
  /** Versions that runs may still be walking. */
  earlierVersion(id: FlowId, version: number): Flow | undefined;
  texts: EditableTexts;
  /** Whether there are make-believe people here who need words of their own. */
  hasSimulated: boolean;
  onError(error: unknown): void;
  lookEveryMs?: number;
}

/** What one edition was built of. */
interface State {
  edits: ReadonlyMap<string, Edits>;
  library: Library;
  flows: ReadonlyMap<FlowId, Flow>;
  apps: AppIndex;
  checks: Checks;
  /** `file step` → since when. */
  mustSee: ReadonlyMap<string, Date>;
  facts: readonly LocalFact[];
  tree: AreaTree;
  factsByArea: Map<string | null, LocalFacts>;
}

interface Loaded {
  edits: Map<string, Edits>;
  mustSee: Map<string, Date>;
  checks: Checks;
}

export function createLiveContent(parts: LiveParts): LiveContent {
  const { sql } = parts;
  const delivered = libraryOf(parts.definitions, parts.lookup);
  const real = createEdition(parts, delivered, parts.texts);
  const rehearsal = parts.hasSimulated ? createEdition(parts, delivered, parts.texts.fork()) : real;

  let mark: string | null = null;
  const lookOnce = async (): Promise<boolean> => {
    const now = await contentMark(sql);
    if (now === mark) return false;
    const [facts, tree, forReal, forRehearsal] = await Promise.all([
      readLocalFacts(sql),
      readAreaTree(sql),
      load(sql, false),
      parts.hasSimulated ? load(sql, true) : null,
    ]);
    const known = facts.flatMap(({ areaCode, kind, value }) => (value === null ? [] : [{ areaCode, kind, value }]));
    const swaps = [real.build(forReal, known, tree), forRehearsal && rehearsal.build(forRehearsal, known, tree)];
    for (const swap of swaps) swap?.();
    mark = now;
    return true;
  };

  /** One look at a time; a change that is told of during a look is looked at right after it. */
  let looking: Promise<boolean> | null = null;
  let again: Promise<boolean> | null = null;
  const refresh = (): Promise<boolean> => {
    if (!looking) {
      looking = lookOnce().finally(() => {
        looking = null;
      });
      return looking;
    }
    again ??= looking
      .catch(() => false)
      .then(() => {
        again = null;
        return refresh();
      });
    return again;
  };
  const refreshQuietly = () => {
    refresh().catch(parts.onError);
  };

  const before = async (simulated: boolean, now: Date): Promise<Earlier[]> => {
    const { edition } = simulated ? rehearsal : real;
    const since = new Date(now.getTime() - RECENT_DAYS * 86_400_000);
    const edits = new Map(edition.edits());
    return (await lately(sql, simulated, since)).map(({ file, edits: own }) => {
      edits.set(file, own);
      const library = withEdits(delivered, edits);
      const texts = edition.texts.fork();
      putWords(texts, library, edits.keys());
      return { texts, flows: flowsWith(flowsIn(library), file) };
    });
  };
  let past: { mark: string | null; built: Promise<Earlier[]> } | null = null;

  let listening: { stop(): Promise<void> } | null = null;
  let timer: NodeJS.Timeout | undefined;
  return {
    delivered,
    editionFor: (simulated) => (simulated ? rehearsal : real).edition,
    refresh,
    async start() {
      timer ??= setInterval(refreshQuietly, parts.lookEveryMs ?? LOOK_EVERY_MS).unref();
      listening ??= await listenToContent(sql, refreshQuietly);
    },
    async stop() {
      clearInterval(timer);
      timer = undefined;
      await listening?.stop().catch(() => {}); // the connection may be gone before us
      listening = null;
      await looking?.catch(() => {});
    },
    earlier(now) {
      if (past?.mark !== mark) {
        const worlds = parts.hasSimulated ? [false, true] : [false];
        past = {
          mark,
          built: Promise.all(worlds.map((simulated) => before(simulated, now))).then((all) => all.flat()),
        };
      }
      past.built.catch(() => {
        past = null; // asked again next time
      });
      return past.built;
    },
  };
}

async function load(sql: Sql, simulated: boolean): Promise<Loaded> {
  const [publications, mustSee, checks] = await Promise.all([
    inForce(sql, simulated),
    readMustSee(sql, simulated),
    readScreenChecks(sql, simulated),
  ]);
  return {
    edits: new Map(publications.map(({ file, edits }) => [file, edits])),
    mustSee: new Map(mustSee.map(({ file, step, since }) => [`${file} ${step}`, since])),
    checks: gatherChecks(checks),
  };
}

/** Puts a library's words where the texts find them. */
function putWords(texts: EditableTexts, library: Library, files: Iterable<string>): void {
  for (const file of files) {
    const document = library.get(file);
    if (!document) continue; // published before an upgrade took the flow away
    for (const language of WRITTEN_LANGUAGES) texts.replace(language, file, document.words[language]);
  }
}

function createEdition(parts: LiveParts, delivered: Library, texts: EditableTexts) {
  let state: State = {
    edits: new Map(),
    library: delivered,
    flows: flowsIn(delivered),
    apps: indexApps(parts.definitions),
    checks: gatherChecks([]),
    mustSee: new Map(),
    facts: [],
    tree: new Map(),
    factsByArea: new Map(),
  };
  const flows: FlowBook = {
    get current() {
      return state.flows;
    },
    of: (id, version) => {
      const newest = state.flows.get(id);
      return newest?.version === version ? newest : parts.earlierVersion(id, version);
    },
    local: (areaCode) => {
      let known = state.factsByArea.get(areaCode);
      if (!known) {
        known = state.facts.length === 0 ? NO_LOCAL_FACTS : factsFor(areaCode, state.tree, state.facts);
        state.factsByArea.set(areaCode, known);
      }
      return known;
    },
    doubt: (flow, step, now): Doubt | null => doubtOf(flow, step, now, state.checks, state.apps),
    mustSeeSince: (flow, step) => {
      const { namespace, key } = wordsOf(flow, step);
      return state.mustSee.get(`${namespace} ${key}`) ?? null;
    },
  };
  const edition: Edition = {
    texts,
    flows,
    library: () => state.library,
    edits: () => state.edits,
    checks: () => state.checks,
    apps: () => state.apps,
  };
  return {
    edition,
    /** Everything that can fail happens here; what it returns swaps the result in without waiting for anything. */
    build(loaded: Loaded, facts: readonly LocalFact[], tree: AreaTree): () => void {
      const changed = filesThatDiffer(state.edits, loaded.edits);
      const library = changed.size === 0 ? state.library : withEdits(delivered, loaded.edits);
      const next: State = {
        edits: loaded.edits,
        library,
        flows: changed.size === 0 ? state.flows : keepUnchanged(state.flows, flowsIn(library), changed),
        apps: changed.size === 0 ? state.apps : indexApps([...library.values()].map(({ definition }) => definition)),
        checks: loaded.checks,
        mustSee: loaded.mustSee,
        facts,
        tree,
        factsByArea: new Map(),
      };
      return () => {
        putWords(texts, library, changed);
        state = next;
      };
    },
  };
}

function filesThatDiffer(before: ReadonlyMap<string, Edits>, after: ReadonlyMap<string, Edits>): Set<string> {
  const differs = (file: string) => JSON.stringify(before.get(file) ?? {}) !== JSON.stringify(after.get(file) ?? {});
  return new Set([...before.keys(), ...after.keys()].filter(differs));
}

/** A flow whose words, labels and pictures are the same stays the same object, and what is known by it stays known. */
function keepUnchanged(
  before: ReadonlyMap<FlowId, Flow>,
  after: ReadonlyMap<FlowId, Flow>,
  changed: ReadonlySet<string>,
): ReadonlyMap<FlowId, Flow> {
  return new Map([...after].map(([id, flow]) => [id, touches(flow, changed) ? flow : (before.get(id) ?? flow)]));
}

const touches = (flow: Flow, files: ReadonlySet<string>): boolean =>
  files.has(`flows/${flow.id}`) ||
  Object.keys(flow.steps).some((step: StepId) => files.has(wordsOf(flow, step).namespace));
