/**
 * What a voice says for a text: the same words without signs, with everything that cannot be read as Vietnamese said as
 * the pronunciation table has it, and numbers in words. Adds nothing and leaves nothing out (conversation-design §11).
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { numbersInWords } from './numbers.ts';

/** Why an entry is there: who corrects the table can see what kind of trouble it is for. */
export const REASONS = ['name', 'letters', 'foreign', 'unit', 'number', 'address'] as const;

export interface Pronunciation {
  written: string;
  spoken: string;
  reason: (typeof REASONS)[number];
}

/** The table (`locales/pronunciation.json`), read once. */
export const PRONUNCIATIONS: readonly Pronunciation[] = (
  JSON.parse(readFileSync(fileURLToPath(new URL('../../locales/pronunciation.json', import.meta.url)), 'utf8')) as {
    entries: Pronunciation[];
  }
).entries;

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');

/** Entries as one expression, longest first, so that "Viettel Money" is not read as "Viettel" and a stray word. */
const WRITTEN = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:${PRONUNCIATIONS.map(({ written }) => written)
    .filter((written) => /^[\p{L}\p{N}.]/u.test(written))
    .sort((a, b) => b.length - a.length)
    .map(escaped)
    .join('|')})(?![\\p{L}\\p{N}]|[./]\\d)`,
  'gu',
);
const SPOKEN = new Map(PRONUNCIATIONS.map(({ written, spoken }) => [written, spoken]));

const EMOJI = /\p{Extended_Pictographic}|\u{FE0F}|\u{200D}|\u{20E3}/gu;

/**
 * The words to say. In another language only signs are taken off, and labels keep their quotation marks: what stands in
 * “ ” is on a Vietnamese screen and is said by a Vietnamese voice. Lines and list items become sentences, which gives
 * the voice its pauses.
 */
export function spokenText(text: string, locale = 'vi'): string {
  const plain = text
    .normalize('NFC')
    .replace(EMOJI, ' ')
    .replace(/^[ \t]*[•–-][ \t]*/gmu, '');
  const sentences = plain
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .map((line) => (/[.!?…:,]$/.test(line) ? line : `${line}.`))
    .join(' ');
  if (locale === 'vi') return tidy(inWords(sentences).replace(/[“”]/g, ' '));
  return tidy(sentences.replace(/“([^”]*)”/g, (_, label: string) => `“${spokenText(label).replace(/\.$/, '')}”`));
}

const inWords = (text: string): string =>
  numbersInWords(text.replace(WRITTEN, (written) => SPOKEN.get(written) ?? written))
    .replace(/(?<=\p{L})\s?\/\s?(?=\p{L})/gu, ` ${SPOKEN.get('/') ?? ''} `)
    .replaceAll('%', ' phần trăm');

/** Brackets and dashes are pauses; a voice reads one space and one mark at a time. */
const tidy = (text: string): string =>
  text
    .replace(/["«»()[\]]/g, ' ')
    .replace(/\s[–—-]\s/g, ', ')
    .replace(/…/g, '.')
    .replace(/\s+([.,!?:;])/g, '$1')
    .replace(/:(?=\s|$)/g, ',')
    .replace(/([.,!?])[.,]+/g, '$1')
    .replace(/\s+/g, ' ')
    .trim();

/** What is left that no voice can say in Vietnamese: digits, signs, words in capitals. Empty when all is well. */
export const unsayable = (spoken: string): string[] =>
  spoken.match(/\d+|[^\p{L}\p{M}\s.,!?;-]|\p{Lu}{2,}|\p{Ll}\p{Lu}/gu) ?? [];
