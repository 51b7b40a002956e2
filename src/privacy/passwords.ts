/** Passwords, passcodes and PINs that are named and then told: "mật khẩu là …", "mk: …", "pin 1234". */
import { FOREIGN_WORDS } from '../understanding/chat-forms.ts';
import { isSyllable } from '../understanding/spelling.ts';
import type { Token } from './digit-groups.ts';
import type { Span } from './harmless-spans.ts';
import { BARRIER, type Shadow, sourceOf } from './shadow.ts';

/** Folded names of a secret word, as the words they are typed in. */
const NAMES: readonly (readonly string[])[] = [
  ['mat', 'khau'],
  ['mat', 'ma'],
  ['matkhau'],
  ['mk'],
  ['mkhau'],
  ['pass'],
  ['pass', 'word'],
  ['pass', 'code'],
  ['password'],
  ['passwd'],
  ['passcode'],
  ['pw'],
  ['pwd'],
  ['pin'],
  ['mpin'],
];

/** Stands between the name and the secret without being either: whose, of which app, "is". */
const GLUE = new Set(
  (
    'cua tui toi minh con em chau bac co chu ong ba anh chi no ma so moi cu nay do day cai ne la bang dang nhap tai khoan app ung dung vi ' +
    'ngan hang vneid zalo facebook gmail google icloud viettel vnpt money momo zalopay smart otp wifi may dien thoai mo khoa cap pin bank the'
  ).split(' '),
);
/** First words of what is no secret although "là" stands before it: questions, remarks, rules. */
const ORDINARY = new Set(
  (
    'gi j chi sao nao dau ai bao may phai chu so ky cai do day nay khong ko k chua sai dung the nhu viec tu do rieng duoc de ' +
    'chi nhu cung phan mot hai ba muc cua minh dat quan trong bi mat'
  ).split(' '),
);
/** Behind a number that counts instead of being the secret: "6 số", "8 ký tự", "3 lần". */
const COUNTED = new Set('so chu ky con lan cap lop thang ngay phut gio giay nam'.split(' '));

/** How many white-space parted pieces of the line are looked at behind the name. */
const REACH = 10;

/** Every told secret: to the end of its line behind "là" or a colon, else the pieces nobody says in a sentence. */
export function passwordSpans(shadow: Shadow, tokens: readonly Token[]): Span[] {
  const spans: Span[] = [];
  for (let index = 0; index < tokens.length; index++) {
    const name = nameAt(tokens, index);
    if (name === null) continue;
    const span = secretBehind(shadow, tokens, name);
    if (span) spans.push(span);
  }
  return spans;
}

interface Name {
  /** Index behind its last token. */
  end: number;
  isPin: boolean;
  /** `mk` is also "mình" in chat: a sentence behind it is no secret. */
  isUnsure: boolean;
}

/** The longest secret name that starts at a token; also one that digits are stuck to ("mk123456"). */
function nameAt(tokens: readonly Token[], index: number): Name | null {
  const first = tokens[index];
  if (first?.kind !== 'word') return null;
  let longest: Name | null = null;
  for (const words of NAMES) {
    const end = index + words.length * 2 - 1;
    const isHere = words.every(
      (word, at) => tokens[index + at * 2]?.text === word && (at === 0 || tokens[index + at * 2 - 1]?.kind === 'space'),
    );
    if (isHere && (longest === null || end > longest.end))
      longest = { end, isPin: /pin$/.test(words[0] ?? ''), isUnsure: words[0] === 'mk' };
  }
  return longest;
}

interface Chunk extends Span {
  text: string;
}

/** Where the secret stands behind its name, up to the end of the line. */
function secretBehind(shadow: Shadow, tokens: readonly Token[], { end, isPin, isUnsure }: Name): Span | null {
  const start = tokens[end]?.start ?? shadow.text.length;
  const lineEnd = endOfLine(shadow.text, start);
  const line = shadow.text.slice(start, lineEnd);
  const chunks = chunksOf(line, start);
  const [lead] = chunks;
  if (!lead) return null;
  if (isPin) return pinIn(chunks);
  const isGluedOn = lead.start === start && !/^[:=>"'“”-]/.test(lead.text);
  if (isGluedOn) return /^\d{3,}/.test(lead.text) ? lead : null;
  const { index, isExplicit } = behindGlue(chunks);
  const rest = chunks.slice(index);
  const candidate = rest[0];
  if (!candidate || candidate.text.startsWith(BARRIER)) return null;
  const isSentence =
    ORDINARY.has(firstWord(candidate.text)) || isCount(candidate, rest[1]) || (isUnsure && rest.length > 1);
  if (isExplicit && !isSentence) return { start: candidate.start, end: lineEnd };
  const told = rest.findIndex((chunk, at) => looksTold(shadow, chunk, rest[at + 1], at === 0));
  return told === -1 ? null : withMoreDigits(rest.slice(told));
}

/** The first piece, and when it is digits also those that go on with it. */
function withMoreDigits(chunks: readonly Chunk[]): Span {
  const isDigits = ({ text }: Chunk) => /^\d+$/.test(text);
  const first = chunks[0] as Chunk;
  const more = chunks.findIndex((chunk) => !isDigits(chunk));
  const last = isDigits(first) ? chunks.at(more === -1 ? -1 : more - 1) : first;
  return { start: first.start, end: last?.end ?? first.end };
}

const LONGEST_LINE = 400;

function endOfLine(text: string, start: number): number {
  const newline = text.slice(start, start + LONGEST_LINE).search(/[\r\n]/);
  return newline === -1 ? Math.min(text.length, start + LONGEST_LINE) : start + newline;
}

/** Pieces parted by white space, without quotes around them and punctuation behind. */
function chunksOf(line: string, offset: number): Chunk[] {
  const chunks: Chunk[] = [];
  for (const match of line.matchAll(/\S+/g)) {
    if (chunks.length >= REACH) break;
    chunks.push({ text: match[0], start: offset + match.index, end: offset + match.index + match[0].length });
  }
  return chunks.flatMap(trim);
}

/** `:abc,` → `:` and `abc`. */
function trim({ text, start }: Chunk): Chunk[] {
  const mark = /^[:=>\-"'“”(]+/.exec(text)?.[0] ?? '';
  const body = text.slice(mark.length).replace(/[.,;:!?"'“”)]+$/, '');
  const pieces = [];
  if (mark) pieces.push({ text: mark, start, end: start + mark.length });
  if (body) pieces.push({ text: body, start: start + mark.length, end: start + mark.length + body.length });
  return pieces;
}

/** The first piece that is no glue; explicit when "là", ":" or "=" stood before it. Behind a colon all is told. */
function behindGlue(chunks: readonly Chunk[]): { index: number; isExplicit: boolean } {
  let isExplicit = false;
  let isColon = false;
  for (const [index, { text }] of chunks.entries()) {
    if (/^[:=>"'“”(-]+$/.test(text)) isColon ||= /[:=]/.test(text);
    else if (text === 'la' || text === 'bang') isExplicit = true;
    else if (isColon || !GLUE.has(text)) return { index, isExplicit: isExplicit || isColon };
  }
  return { index: chunks.length, isExplicit };
}

const firstWord = (text: string) => /^\p{L}+/u.exec(text)?.[0] ?? '';

/** Four to eight digits, and not a battery's charge or size. */
function pinIn(chunks: readonly Chunk[]): Span | null {
  const { index } = behindGlue(chunks);
  const candidate = chunks[index];
  const behind = chunks[index + 1]?.text ?? '';
  const isPin = candidate !== undefined && /^\d{4,8}$/.test(candidate.text) && !/^(?:%|phan|mah)/.test(behind);
  return isPin ? candidate : null;
}

/** "6 số", "8 ký tự", "3 lần". */
const isCount = (chunk: Chunk, next: Chunk | undefined) => /^\d+$/.test(chunk.text) && COUNTED.has(next?.text ?? '');

/** Whether a piece looks like something nobody says in a sentence. */
function looksTold(shadow: Shadow, chunk: Chunk, next: Chunk | undefined, isFirst: boolean): boolean {
  const { text } = chunk;
  if (/^\d+$/.test(text)) return isFirst && text.length >= 3 && !isCount(chunk, next);
  const hasDigit = /\d/.test(text);
  if (hasDigit && /\p{L}/u.test(text)) return text.length >= 4 && !/^\d+(?:k|tr\d*|[hg]\d*|gb|mb|d|vnd)$/.test(text);
  if (/[@#$%^&*~_+=!]/.test(text.slice(0, -1)) && text.length >= 4) return true;
  const written = sourceOf(shadow, chunk.start, chunk.end);
  if (!isFirst || FOREIGN_WORDS.has(text) || GLUE.has(text)) return false;
  return /\p{Ll}\p{Lu}/u.test(written) || (/^\p{L}{6,}$/u.test(text) && !isSyllable(text));
}
