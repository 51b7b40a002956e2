/**
 * Telex and VNI: what is left in a text when the Vietnamese keyboard was off. Both decoders only say what the keys
 * would have produced; whether that is believed is decided in `normalise.ts`.
 */
import { canBearTone, isSyllable, type Shape, type Spelling, spell, type Tone, write } from './spelling.ts';

const TELEX_TONES: Record<string, Tone> = { s: 'sắc', f: 'huyền', r: 'hỏi', x: 'ngã', j: 'nặng', z: '' };
const VNI_TONES: Record<string, Tone> = { '1': 'sắc', '2': 'huyền', '3': 'hỏi', '4': 'ngã', '5': 'nặng', '0': '' };
const VNI_SHAPES: Record<string, Shape> = { '6': 'circumflex', '7': 'horn', '8': 'breve', '9': 'bar' };
const SHAPEABLE: Record<Shape, string> = { '': '', circumflex: 'aeo', horn: 'ou', breve: 'a', bar: 'd' };

const hasVowel = ({ letters }: Spelling) => letters.some((letter) => 'aeiouy'.includes(letter));

/** `ddawtj` → `đặt`; null when the keys make no Vietnamese syllable. */
export function decodeTelex(word: string): string | null {
  const keys = spell(word);
  const typed: Spelling = { letters: [], shapes: [], tone: keys.tone };
  let tones = 0;
  for (const [index, key] of keys.letters.entries()) {
    const isLast = index === keys.letters.length - 1;
    const tone = keys.shapes[index] === '' ? TELEX_TONES[key] : undefined;
    if (tone !== undefined && hasVowel(typed)) {
      typed.tone = tone;
      if (++tones > 1) return null; // two tone keys: "pass", "guess" – not Telex
    } else if (!shapeByTelex(typed, key, isLast)) {
      typed.letters.push(key);
      typed.shapes.push(keys.shapes[index] ?? '');
    }
  }
  return believable(typed, keys);
}

/** Applies a shape key (w, a doubled vowel, dd) to what stands before it; false when the key is a plain letter. */
function shapeByTelex(typed: Spelling, key: string, isLast: boolean): boolean {
  const last = typed.letters.length - 1;
  if (key === 'w') return shapeLast(typed, 'horn') || shapeLast(typed, 'breve') || addHornedU(typed);
  if ('aeo'.includes(key) && typed.letters[last] === key && typed.shapes[last] === '') {
    typed.shapes[last] = 'circumflex';
    return true;
  }
  const closesD = key === 'd' && typed.letters[0] === 'd' && typed.shapes[0] === '';
  if (closesD && (last === 0 || (isLast && hasVowel(typed)))) {
    typed.shapes[0] = 'bar';
    return true;
  }
  return false;
}

/** A w with no vowel before it is ư: `nhw` → `như`. */
function addHornedU(typed: Spelling): boolean {
  if (typed.letters.length === 0 || hasVowel(typed)) return false;
  typed.letters.push('u');
  typed.shapes.push('horn');
  return true;
}

/** Shapes the last letter that can take it; a horn after `uo` makes `ươ`. */
function shapeLast(typed: Spelling, shape: Shape): boolean {
  const index = typed.letters.findLastIndex(
    (letter, at) => SHAPEABLE[shape].includes(letter) && typed.shapes[at] === '' && !isGlide(typed, at),
  );
  if (index === -1) return false;
  typed.shapes[index] = shape;
  const before = index - 1;
  if (shape === 'horn' && typed.letters[index] === 'o' && typed.letters[before] === 'u' && !isGlide(typed, before)) {
    typed.shapes[before] = 'horn';
  }
  return true;
}

const isGlide = ({ letters }: Spelling, index: number) => letters[index] === 'u' && letters[index - 1] === 'q';

/** `d9a8t5` → `đặt`; null when the keys make no Vietnamese syllable. */
export function decodeVni(word: string): string | null {
  const keys = spell(word);
  const typed: Spelling = { letters: [], shapes: [], tone: keys.tone };
  for (const [index, key] of keys.letters.entries()) {
    const tone = VNI_TONES[key];
    const shape = VNI_SHAPES[key];
    if (tone !== undefined) {
      if (!hasVowel(typed)) return null;
      typed.tone = tone;
    } else if (shape !== undefined) {
      if (!shapeLast(typed, shape)) return null;
    } else {
      typed.letters.push(key);
      typed.shapes.push(keys.shapes[index] ?? '');
    }
  }
  return believable(typed, keys);
}

function believable(typed: Spelling, keys: Spelling): string | null {
  const letters = typed.letters.join('');
  return letters !== keys.letters.join('') && isSyllable(letters) && canBearTone(typed) ? write(typed) : null;
}
