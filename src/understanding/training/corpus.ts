/** The phrases the model learns from: one file per intent in `content/phrases`, one phrase a line, `#` for who writes. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { INTENTS, type Intent } from '../intents.ts';

export interface Labelled {
  text: string;
  intent: Intent;
}

const FOLDER = fileURLToPath(new URL('../../../content/phrases', import.meta.url));
/** What authors assigned to phrases nobody had foreseen: `intent<TAB>phrase` a line (docs/understanding.md). */
const ASSIGNED = `${FOLDER}/assigned.tsv`;

/** Every phrase with its intent, in the order of the inventory and the files. Throws on an unknown intent. */
export function readPhrases(): Labelled[] {
  const own = INTENTS.flatMap((intent) => linesOf(`${FOLDER}/${intent}.txt`).map((text) => ({ text, intent })));
  return [...own, ...readAssigned(existsSync(ASSIGNED) ? linesOf(ASSIGNED) : [])];
}

const linesOf = (path: string): string[] =>
  readFileSync(path, 'utf8')
    .normalize('NFC')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));

const readAssigned = (lines: readonly string[]): Labelled[] =>
  lines.map((line) => {
    const [name = '', text = ''] = line.split('\t');
    const intent = INTENTS.find((one) => one === name);
    if (intent === undefined || text === '') throw new Error(`assigned.tsv: "${line}" is no intent and phrase.`);
    return { text, intent };
  });
