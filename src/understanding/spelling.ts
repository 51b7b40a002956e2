/**
 * How Vietnamese is spelled: letters without their marks, the marks themselves, and which letter runs can be a
 * syllable at all. Everything else in this room reads text through these few functions. Pure, linear, never throws.
 */

/** Vowel shape (â ă ơ) or the bar of đ; '' when the letter is bare. */
export type Shape = '' | 'circumflex' | 'breve' | 'horn' | 'bar';
/** The six tones; '' is the level one, or none written. */
export type Tone = '' | 'sắc' | 'huyền' | 'hỏi' | 'ngã' | 'nặng';

/** One word taken apart: `letters` without marks, a shape per letter, and the one tone of the syllable. */
export interface Spelling {
  letters: string[];
  shapes: Shape[];
  tone: Tone;
}

/** Marks of Latin letters. */
export const COMBINING = /[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]/g;
/** đ does not decompose; ð and ɖ turn up in its place in text from old fonts. */
const BARRED_D = /[đðɖ]/g;

const SHAPE_OF: Record<string, Shape> = { '\u0302': 'circumflex', '\u0306': 'breve', '\u031b': 'horn' };
const MARK_OF_SHAPE: Record<Shape, string> = { '': '', circumflex: '\u0302', breve: '\u0306', horn: '\u031b', bar: '' };
const TONE_OF: Record<string, Tone> = {
  '\u0301': 'sắc',
  '\u0300': 'huyền',
  '\u0309': 'hỏi',
  '\u0303': 'ngã',
  '\u0323': 'nặng',
};
const MARK_OF_TONE: Record<Tone, string> = {
  '': '',
  sắc: '\u0301',
  huyền: '\u0300',
  hỏi: '\u0309',
  ngã: '\u0303',
  nặng: '\u0323',
};

/** Lower-case text without any accent: `đặt` → `dat`. Letters of other scripts keep their own marks. */
export const fold = (text: string): string =>
  text.normalize('NFD').replace(COMBINING, '').replace(BARRED_D, 'd').normalize('NFC');

/** Takes a lower-case word apart. Marks that are not Vietnamese are dropped. */
export function spell(word: string): Spelling {
  const spelling: Spelling = { letters: [], shapes: [], tone: '' };
  for (const char of word.normalize('NFD')) {
    const shape = SHAPE_OF[char];
    const tone = TONE_OF[char];
    if (tone) spelling.tone = tone;
    else if (shape && spelling.shapes.length > 0) spelling.shapes[spelling.shapes.length - 1] = shape;
    else if (/\p{M}/u.test(char)) continue;
    else {
      const isBarred = /[đðɖ]/.test(char);
      spelling.letters.push(isBarred ? 'd' : char);
      spelling.shapes.push(isBarred ? 'bar' : '');
    }
  }
  return spelling;
}

/** Puts a word together again, the tone where the older convention has it (`hòa`, `khỏe`, `thúy`). */
export function write({ letters, shapes, tone }: Spelling): string {
  const bearer = tone === '' ? -1 : toneBearer(letters, shapes);
  return letters
    .map((letter, index) => {
      const body = shapes[index] === 'bar' ? 'đ' : letter + MARK_OF_SHAPE[shapes[index] ?? ''];
      return index === bearer ? body + MARK_OF_TONE[tone] : body;
    })
    .join('')
    .normalize('NFC');
}

const isVowel = (letter: string | undefined) => letter !== undefined && 'aeiouy'.includes(letter);

/** A shaped vowel bears the tone; else the last before a coda, the middle of three, the first of two. */
function toneBearer(letters: string[], shapes: Shape[]): number {
  let start = letters.findIndex(isVowel);
  if (start === -1) return letters.length - 1;
  const isGlide = (letters[0] === 'q' && letters[1] === 'u') || (letters[0] === 'g' && letters[1] === 'i');
  if (isGlide && isVowel(letters[2])) start = 2;
  let end = start;
  while (isVowel(letters[end + 1])) end++;
  for (let index = end; index >= start; index--) if (shapes[index] !== '') return index;
  if (end + 1 < letters.length) return end;
  return end - start === 2 ? start + 1 : start;
}

/** `hoà` and `hòa` are the same word: moves the tone of a possible syllable to one place. */
export const placeTone = (word: string): string => (isSyllable(fold(word)) ? write(spell(word)) : word);

const ONSET = '(?:ngh|ng|nh|ch|gh|gi|kh|ph|th|tr|[bcdghklmnprstvx])?';
const CODA = '(?:ch|ng|nh|[cmnpt])';
const OPEN =
  '(?:a|e|i|o|u|y|ai|ao|au|ay|eo|eu|ia|ieu|iu|oa|oai|oao|oay|oe|oeo|oi|ua|uay|ue|ui|uo|uoi|uou|uu|uy|uya|uyu|yeu)';
const CLOSED = '(?:a|e|i|o|u|oa|oe|ua|ue|uo|ie|ye|uy|uye)';
const SYLLABLE = new RegExp(
  `^(?:${ONSET}(?:${OPEN}|${CLOSED}${CODA})|qu(?:a|e|i|o|y|ai|ao|au|ay|eo|ya|yu|(?:a|e|i|o|y|ye)${CODA}))$`,
);
/** "nghieng" is the longest. */
const LONGEST_SYLLABLE = 7;

/**
 * Whether a folded letter run can be a Vietnamese syllable, written with or without its accents. `oo` (xoong, boong)
 * is left out on purpose: in this domain it is always Telex for ô.
 */
export const isSyllable = (folded: string): boolean => folded.length <= LONGEST_SYLLABLE && SYLLABLE.test(folded);

/** A syllable closed by a stop (c, ch, p, t) can only carry sắc or nặng. */
export function canBearTone({ letters, tone }: Spelling): boolean {
  const isStopped = /(?:[cpt]|ch)$/.test(letters.join(''));
  return !isStopped || tone === '' || tone === 'sắc' || tone === 'nặng';
}

/** Hỏi and ngã sound alike in the south and are written for each other. */
const soundsAlike = (one: Tone, other: Tone) =>
  one === other || ((one === 'hỏi' || one === 'ngã') && (other === 'hỏi' || other === 'ngã'));

/**
 * Whether what was written may stand for the word that is meant: a missing accent may, another accent may not (`dung`
 * is dừng or đúng, `đúng` is never dừng).
 */
export function mayMean(written: string, meant: string): boolean {
  if (written === meant) return true;
  const a = spell(written);
  const b = spell(meant);
  return (
    a.letters.length === b.letters.length &&
    a.letters.every((letter, index) => letter === b.letters[index]) &&
    a.shapes.every((shape, index) => shape === '' || shape === b.shapes[index]) &&
    (a.tone === '' || soundsAlike(a.tone, b.tone))
  );
}
