/** How somebody wants to be called: the kinship term, and the everyday name that goes with it ("bác Sáu"). */
import { sameWord, type Word, words } from './phrases.ts';
import { fold, isSyllable } from './spelling.ts';

/** The seven terms the assistant offers (conversation-design §2). */
export type Term = 'bác' | 'cô' | 'chú' | 'ông' | 'bà' | 'anh' | 'chị';

/** "bác Sáu": how to address somebody. */
export interface CallName {
  term: Term;
  /** One or two words, capitalised: `Sáu`, `Út`, `Năm Râu`. Never a whole legal name. */
  callName: string;
}

const TERMS = (['bác', 'cô', 'chú', 'ông', 'bà', 'anh', 'chị'] as const).map((term) => ({
  term,
  word: words(term)[0] as Word,
}));

/** "call me", "as", "I choose": the term comes right behind. */
const POINTERS = words('gọi kêu là bằng xưng chọn lấy');
/** May stand before the term when nothing points to it. */
const OPENERS = words('dạ ạ ừ ờ thì thôi cứ con cháu em tui tôi mình xin vâng cho');
/** May follow a term or name without being one. */
const CLOSERS = words(
  'là nha nhé nhe nghen nghe hen ạ á à đi được cũng rồi con cháu em ơi thôi giùm giúp cho luôn nè đó vậy',
);
/** Words that make it another sentence: "chỉ lại" is no Mrs Lại, "có không" no Miss Không. */
const NO_NAMES = words(
  'lại không chưa gì sao nào đâu xong làm bấm muốn cần biết hiểu thấy lỗi mất sai khác tiếp giúp là bằng gọi kêu và hay chứ phải mấy khi',
);
/** Birth-order names, which people type without their accents or as a digit ("bac 6"). */
const BIRTH_ORDER: Readonly<Record<string, string>> = {
  hai: 'Hai',
  ba: 'Ba',
  tu: 'Tư',
  nam: 'Năm',
  sau: 'Sáu',
  bay: 'Bảy',
  tam: 'Tám',
  chin: 'Chín',
  muoi: 'Mười',
  ut: 'Út',
  ca: 'Cả',
  '2': 'Hai',
  '3': 'Ba',
  '4': 'Tư',
  '5': 'Năm',
  '6': 'Sáu',
  '7': 'Bảy',
  '8': 'Tám',
  '9': 'Chín',
  '10': 'Mười',
};

/** Longer messages are about something else. */
const LONGEST = 10;
/** The same in characters, cut before anything is read. */
const LONGEST_TEXT = 300;
/** More words than this are a legal name; of those only the last, the given name, is used. */
const LONGEST_CALL_NAME = 2;

/** The term a message asks for, or null when it names none, two ("anh chị"), or something else altogether. */
export const readTerm = (text: string): Term | null => read(text)?.term ?? null;

/** Term and name together, or null when either is missing. */
export function readCallName(text: string): CallName | null {
  const found = read(text);
  return found && found.callName !== '' ? found : null;
}

interface Spoken extends Word {
  /** What stands in a name: as typed, unless keyboard leftovers had to be undone. */
  name: string;
}

function read(text: string): CallName | null {
  const message = spokenWords(text);
  if (message.length > LONGEST) return null;
  const isAccented = message.some(({ name }) => fold(name.toLowerCase()) !== name.toLowerCase());
  const at = termIndex(message, isAccented);
  const term = at === -1 ? null : termOf(message[at], isAccented);
  if (term === null) return null;
  const rest = withoutClosers(message.slice(at + 1));
  if (
    rest.some(
      (word, index) => isOneOf(NO_NAMES, word) || (index === 0 && termOf(word, true) !== null && word.name !== 'Ba'),
    )
  ) {
    return null;
  }
  return { term, callName: callNameOf(rest, isAccented) };
}

/** The text in words. Short chat forms stay as typed, because here they may be names (Hong, Kh). */
function spokenWords(text: string): Spoken[] {
  const typed =
    text
      .slice(0, LONGEST_TEXT)
      .toWellFormed()
      .normalize('NFC')
      .match(/[\p{L}\p{M}]+|\d+/gu) ?? [];
  return typed.map((raw) => {
    const lower = raw.toLowerCase();
    const bare = fold(lower);
    if (isSyllable(bare) || /\d/.test(raw)) return { folded: bare, accented: lower, name: raw };
    const read = words(raw)[0] ?? { folded: bare, accented: lower };
    return { ...read, name: read.accented };
  });
}

const isOneOf = (list: readonly Word[], word: Word) => list.some((one) => sameWord(word, one));

/** Bare `ba` is bà, unless the writer sets accents: then it is three, or father. */
function termOf(word: Spoken | undefined, isAccented: boolean): Term | null {
  if (word === undefined || (isAccented && word.accented === 'ba')) return null;
  return TERMS.find((entry) => sameWord(word, entry.word))?.term ?? null;
}

/** Behind the last pointer that has a term behind it, else at the start of the message. */
function termIndex(message: readonly Spoken[], isAccented: boolean): number {
  const pointed = message.findLastIndex(
    (word, index) => index > 0 && termOf(word, isAccented) !== null && isOneOf(POINTERS, message[index - 1] as Word),
  );
  if (pointed !== -1) return pointed;
  const first = message.findIndex((word) => !isOneOf(OPENERS, word));
  return first !== -1 && termOf(message[first], isAccented) !== null ? first : -1;
}

function withoutClosers(words: readonly Spoken[]): readonly Spoken[] {
  const end = words.findLastIndex((word) => !isOneOf(CLOSERS, word));
  return words.slice(0, end + 1);
}

function callNameOf(rest: readonly Spoken[], isAccented: boolean): string {
  const name = rest.length > LONGEST_CALL_NAME ? rest.slice(-1) : rest;
  return name.map((word) => nameOf(word, isAccented)).join(' ');
}

function nameOf({ folded, accented, name }: Spoken, isAccented: boolean): string {
  const isBare = folded === accented;
  // "chú Nam" is Mr Nam, "chu nam" is Mr Fifth; Út is no other name however it is written.
  const order = Object.hasOwn(BIRTH_ORDER, folded) ? BIRTH_ORDER[folded] : undefined;
  if (isBare && (!isAccented || folded === 'ut' || /\d/.test(folded)) && order) return order;
  const [first = '', ...others] = name.normalize('NFC');
  return first.toUpperCase() + others.join('').toLowerCase();
}
