/** The flows' language files as they lie on disk, for checks and lists; what people read goes through `text.ts`. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ReadingException } from './flows/inspect-reading.ts';
import type { FlowWords, WordsLookup } from './flows/words.ts';

/** Reads each file once, when it is first asked for. Throws on a file that is not JSON, naming it. */
export function readFlowWords(folder = fileURLToPath(new URL('../locales', import.meta.url))): WordsLookup {
  const read = new Map<string, FlowWords | undefined>();
  return (language, namespace) => {
    const file = join(folder, language, `${namespace}.json`);
    if (!read.has(file)) read.set(file, existsSync(file) ? parse(file) : undefined);
    return read.get(file);
  };
}

function parse(file: string): FlowWords {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(`${file} is not valid JSON: ${(error as Error).message}`);
  }
}

/** Hard texts that somebody has looked at and lets pass, each with a reason. */
export const readingExceptions = (): ReadingException[] =>
  JSON.parse(readFileSync(fileURLToPath(new URL('../locales/reading-exceptions.json', import.meta.url)), 'utf8'));
