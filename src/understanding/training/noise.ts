/**
 * What phones and thumbs do to a sentence: accents left off, Telex keys left in, chat forms, slips of the finger. Used
 * twice: to show the model more spellings while it is trained, and – with another seed – to measure how much they cost.
 */
import { fold, type Shape, spell, type Tone } from '../spelling.ts';
import { pick } from './chance.ts';

/** `clean` as written, `bare` without accents, `chat` with Telex keys and chat forms, `slips` with typing errors. */
export type Noise = 'clean' | 'bare' | 'chat' | 'slips';
export const NOISES: readonly Noise[] = ['clean', 'bare', 'chat', 'slips'];

/** The same chance gives the same text. */
export function disturb(text: string, noise: Noise, chance: () => number): string {
  const words = text.normalize('NFC').split(' ');
  switch (noise) {
    case 'clean':
      return text;
    case 'bare':
      return stripAccents(text);
    case 'chat':
      return chatty(words, chance);
    case 'slips':
      return slippery(words, chance);
  }
}

const stripAccents = (text: string): string =>
  [...text.normalize('NFC')].map((char) => (char < '\u0080' ? char : fold(char) || char)).join('');

/** Standard word or pair → what chat makes of it (the intent inventory §3). */
const CHAT: Readonly<Record<string, readonly string[]>> = {
  không: ['ko', 'k', 'kh', 'hong', 'hông', 'hk', 'khong', 'hem', 'khum', 'hổng', 'hok'],
  được: ['đc', 'dc', 'đk', 'duoc', 'đươc'],
  rồi: ['r', 'rùi', 'ròi', 'gòi', 'roi'],
  tôi: ['t', 'toi', 'tui'],
  người: ['ng', 'nguoi'],
  vậy: ['z', 'v', 'dị', 'zị', 'zậy', 'dậy'],
  với: ['vs', 'voi', 'dới'],
  gì: ['j', 'zì', 'gi'],
  biết: ['bt', 'bít', 'bik'],
  làm: ['lm', 'lam'],
  em: ['e'],
  anh: ['a'],
  chị: ['c', 'cj'],
  bạn: ['b', 'bn'],
  mình: ['mk', 'mik', 'm'],
  luôn: ['lun'],
  cũng: ['cx', 'cũm'],
  trước: ['trc'],
  giờ: ['h', 'jờ'],
  thôi: ['thui', 'hoy', 'thoi'],
  đi: ['ik', 'đy', 'di'],
  nữa: ['nx', 'nua'],
  sao: ['s', 'seo'],
  nhiều: ['nhìu', 'nhiu'],
  muốn: ['mún', 'mun'],
  mới: ['ms'],
  hiểu: ['hỉu', 'hiu'],
  tiếp: ['típ', 'tip'],
  phải: ['pải', 'fai', 'fải'],
  xong: ['xog', 'song', 'xg'],
  giùm: ['dùm', 'jùm', 'dum'],
  giúp: ['júp', 'giup'],
  tiền: ['tìn', 'tien', 'xèng'],
  điện: ['đin'],
  'điện thoại': ['đt', 'dt', 'đthoai'],
  'số điện thoại': ['sđt', 'sdt'],
  'tài khoản': ['tk', 'tài khoản'],
  'số tài khoản': ['stk'],
  'chuyển khoản': ['ck'],
  'ngân hàng': ['nh', 'bank', 'ngan hag'],
  'đăng ký': ['đk', 'dk', 'đki', 'dky'],
  'đăng nhập': ['đn', 'dnhap'],
  'thanh toán': ['tt'],
  'mật khẩu': ['mk', 'pass'],
  'hóa đơn': ['hđ'],
  'hồ sơ': ['hs', 'hso'],
  'căn cước': ['cccd', 'cc'],
  'bảo hiểm y tế': ['bhyt'],
  'bảo hiểm xã hội': ['bhxh'],
  'dịch vụ công': ['dvc'],
  'giấy phép lái xe': ['gplx'],
  'tin nhắn': ['tn', 'sms'],
  'hướng dẫn': ['hd', 'hdan'],
  'thông tin': ['tt', 'thông tin'],
};
const LONGEST_CHAT = Math.max(...Object.keys(CHAT).map((form) => form.split(' ').length));

/** Of the words that can take it: how many are written in chat, and how many of the others keep their keys. */
const CHAT_SHARE = 0.5;
const KEYS_SHARE = 0.35;

function chatty(words: readonly string[], chance: () => number): string {
  const written: string[] = [];
  for (let at = 0; at < words.length; ) {
    const [form, width] = chatForm(words, at);
    if (form !== undefined && chance() < CHAT_SHARE) {
      written.push(pick(chance, form));
      at += width;
    } else {
      const word = words[at] as string;
      written.push(chance() < KEYS_SHARE ? keysOf(word, chance) : word);
      at += 1;
    }
  }
  return written.join(' ');
}

function chatForm(words: readonly string[], at: number): [readonly string[] | undefined, number] {
  for (let width = Math.min(LONGEST_CHAT, words.length - at); width >= 1; width--) {
    const key = words
      .slice(at, at + width)
      .join(' ')
      .toLowerCase();
    if (Object.hasOwn(CHAT, key)) return [CHAT[key], width];
  }
  return [undefined, 1];
}

const TELEX_TONES: Record<Tone, string> = { '': '', sắc: 's', huyền: 'f', hỏi: 'r', ngã: 'x', nặng: 'j' };
const VNI_TONES: Record<Tone, string> = { '': '', sắc: '1', huyền: '2', hỏi: '3', ngã: '4', nặng: '5' };
const VNI_SHAPES: Record<Shape, string> = { '': '', circumflex: '6', horn: '7', breve: '8', bar: '9' };
/** One keyboard in eight is VNI; a third of Telex writers type the tone right behind its vowel. */
const VNI_SHARE = 0.12;
const TONE_AT_ONCE = 0.33;

/** The keys an accented word was typed with, left as they were: `đặt` → `ddawtj`. Words without accents stay. */
export function keysOf(word: string, chance: () => number): string {
  const { letters, shapes, tone } = spell(word.toLowerCase());
  if (tone === '' && shapes.every((shape) => shape === '')) return word;
  const isVni = chance() < VNI_SHARE;
  const atOnce = chance() < TONE_AT_ONCE;
  const lastVowel = letters.findLastIndex((letter) => 'aeiouy'.includes(letter));
  const toneKey = (isVni ? VNI_TONES : TELEX_TONES)[tone];
  const body = letters.map((letter, index) => {
    const shape = shapes[index] ?? '';
    const shaped = isVni ? letter + VNI_SHAPES[shape] : telexKeys(letter, shape);
    return atOnce && index === lastVowel ? shaped + toneKey : shaped;
  });
  return body.join('') + (atOnce && lastVowel !== -1 ? '' : toneKey);
}

function telexKeys(letter: string, shape: Shape): string {
  if (shape === 'circumflex' || shape === 'bar') return letter + letter;
  return shape === '' ? letter : `${letter}w`;
}

/** Neighbours on a phone's keyboard. */
const NEIGHBOURS: Readonly<Record<string, string>> = {
  ...{ q: 'wa', w: 'qes', e: 'wrd', r: 'etf', t: 'ryg', y: 'tuh', u: 'yij', i: 'uok', o: 'ipl', p: 'o' },
  ...{ a: 'sqz', s: 'adw', d: 'sfe', f: 'dgr', g: 'fht', h: 'gjy', j: 'hku', k: 'jli', l: 'ko' },
  ...{ z: 'xa', x: 'zcs', c: 'xvd', v: 'cbf', b: 'vng', n: 'bmh', m: 'nj' },
};
/** Words with a slip, spaces lost, and sentences whose accents are gone as well. */
const SLIP_SHARE = 0.2;
const SPACE_LOST = 0.06;
const ALSO_BARE = 0.4;

function slippery(words: readonly string[], chance: () => number): string {
  const typed = chance() < ALSO_BARE ? words.map(stripAccents) : words;
  const slipped = typed.map((word) => (chance() < SLIP_SHARE ? slip(word, chance) : word));
  if (typed.length > 0 && slipped.every((word, index) => word === typed[index])) {
    const at = Math.floor(chance() * typed.length);
    slipped[at] = slip(typed[at] as string, chance);
  }
  return slipped.reduce((text, word) => text + (chance() < SPACE_LOST ? '' : ' ') + word);
}

/** One slip of the finger: a neighbour, a letter left out, doubled, or two in the wrong order. One letter stays alone. */
export function slip(word: string, chance: () => number): string {
  const chars = [...word];
  if (chars.length < 2) return word;
  const at = Math.floor(chance() * chars.length);
  const kind = Math.floor(chance() * 4);
  if (kind === 0) chars[at] = neighbourOf(chars[at] as string, chance);
  else if (kind === 1) chars.splice(at, 1);
  else if (kind === 2) chars.splice(at, 0, chars[at] as string);
  else if (at + 1 < chars.length) [chars[at], chars[at + 1]] = [chars[at + 1] as string, chars[at] as string];
  return chars.join('');
}

function neighbourOf(char: string, chance: () => number): string {
  const near = NEIGHBOURS[fold(char.toLowerCase())];
  return near === undefined ? char : pick(chance, [...near]);
}
