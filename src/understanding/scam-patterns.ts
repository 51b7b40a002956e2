/**
 * Tricks known by name: the shipped ones (`content/scam-patterns.json`, with their sources) and what officials add. A pattern
 * makes the answer fit; whether something is fraud at all is decided without it (`scam.ts`). Pure but for reading its file once.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compile, matchAt, words } from './phrases.ts';

export interface ScamPattern {
  id: string;
  /** How people tell about it, in the language of the phrase tables. */
  phrases: readonly string[];
  /** What an official wrote; the shipped patterns have theirs under `safety:pattern.<id>`. */
  answer?: string;
}

export interface ShippedPattern extends ScamPattern {
  /** Years in which it was reported. */
  years: readonly number[];
  sources: readonly { ref: string; date: string; confidence: 'H' | 'M' | 'L' }[];
}

const FILE = fileURLToPath(new URL('../../content/scam-patterns.json', import.meta.url));

/** Most particular first: the first that is found answers. */
export const SCAM_PATTERNS: readonly ShippedPattern[] = (
  JSON.parse(readFileSync(FILE, 'utf8')) as { patterns: ShippedPattern[] }
).patterns;

/** Words looked at. */
const ATTENTION = 300;

const compiled = new WeakMap<ScamPattern, ReturnType<typeof compile>[]>();

function phrasesOf(pattern: ScamPattern) {
  const known = compiled.get(pattern) ?? pattern.phrases.map(compile).filter((phrase) => phrase.length > 0);
  compiled.set(pattern, known);
  return known;
}

/** The pattern a message tells of; those of officials come before the shipped ones. */
export function readScamPattern(text: string, local: readonly ScamPattern[] = []): ScamPattern | null {
  const message = words(text).slice(0, ATTENTION);
  const isIn = (pattern: ScamPattern) =>
    phrasesOf(pattern).some((phrase) => message.some((_, start) => matchAt(message, start, phrase) !== -1));
  return local.find(isIn) ?? SCAM_PATTERNS.find(isIn) ?? null;
}
