/** All documents together, as delivered or with what was published laid over them, and the flows they make. Pure. */
import { expand, wordsOf } from '../flows/expand.ts';
import type { Flow, FlowId, StepId } from '../flows/flow.ts';
import type { WordsLookup } from '../flows/words.ts';
import { type Document, documentOf, type Edits, edited } from './edits.ts';

/** Documents by file, flows in the order of the menu, then blocks. */
export type Library = ReadonlyMap<string, Document>;

export const libraryOf = (definitions: Iterable<Flow>, lookup: WordsLookup): Library =>
  new Map([...definitions].map((definition) => documentOf(definition, lookup)).map((one) => [one.file, one]));

/** The library with each file's edits laid over it; documents without edits stay the same objects. */
export const withEdits = (delivered: Library, edits: ReadonlyMap<string, Edits>): Library =>
  new Map(
    [...delivered].map(([file, document]) => {
      const own = edits.get(file);
      return [file, own && Object.keys(own).length > 0 ? edited(document, own) : document];
    }),
  );

const made = new WeakMap<Library, ReadonlyMap<FlowId, Flow>>();

/** Published flows, expanded: what is walked. Made once for a library. Throws where `expand` does. */
export function flowsIn(library: Library): ReadonlyMap<FlowId, Flow> {
  const flows = made.get(library) ?? expandAll(library);
  made.set(library, flows);
  return flows;
}

function expandAll(library: Library): ReadonlyMap<FlowId, Flow> {
  const definitions = [...library.values()].map(({ definition }) => definition);
  const registry = new Map(definitions.map((definition) => [definition.id, definition]));
  const published = definitions.filter(({ isBlock }) => !isBlock);
  return new Map(published.map((definition) => [definition.id, expand(definition, registry)]));
}

export const lookupIn =
  (library: Library): WordsLookup =>
  (language, namespace) =>
    library.get(namespace)?.words[language];

/** Steps of an expanded flow whose words are those of `step` in `file`. */
export const stepsFrom = (flow: Flow, file: string, step?: StepId): StepId[] =>
  Object.keys(flow.steps).filter((id) => {
    const { namespace, key } = wordsOf(flow, id);
    return namespace === file && (step === undefined || key === step);
  });

/** Flows in which something of this file is said or shown. */
export const flowsWith = (flows: ReadonlyMap<FlowId, Flow>, file: string): Flow[] =>
  [...flows.values()].filter((flow) => file === `flows/${flow.id}` || stepsFrom(flow, file).length > 0);
