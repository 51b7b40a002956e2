/**
 * The reading check (conversation-design §9): is a Vietnamese text easy enough for somebody of 68 who reads slowly?
 * Pure; the build runs it over every text and the forms run it while an official types.
 */
import { isLocalPlaceholder } from './local.ts';

/** `notice`: what an official writes to many, in their own words. */
export type Audience = 'citizen' | 'volunteer' | 'notice';

export type Measure =
  | 'characters'
  | 'mean-sentence'
  | 'longest-sentence'
  | 'letters-per-syllable'
  | 'commas'
  | 'actions'
  | 'avoid'
  | 'abbreviation'
  | 'double-negative';

export interface Finding {
  measure: Measure;
  /** What was measured; for words, the word itself. */
  value: number | string;
  limit: number | string;
  /** What to do about it, in Vietnamese, for the person who writes. */
  suggestion: string;
  /** `warn` may be sent all the same; `stop` may not. */
  severity: 'stop' | 'warn';
}

interface Limits {
  characters: { step: number; other: number };
  meanSentence: number;
  longestSentence: number;
  lettersPerSyllable: number;
  commas: number;
}

/** Conversation-design §9, the table; syllables per sentence, letters per syllable. */
const LIMITS: Record<Audience, Limits> = {
  citizen: {
    characters: { step: 160, other: 300 },
    meanSentence: 10,
    longestSentence: 14,
    lettersPerSyllable: 3.3,
    commas: 1,
  },
  volunteer: {
    characters: { step: 300, other: 300 },
    meanSentence: 14,
    longestSentence: 20,
    lettersPerSyllable: 3.5,
    commas: 2,
  },
  // Not in the table: one line with day, hour and place is one sentence, and refusing it would send officials back to
  // paper. What is refused is the sentence nobody can hold in mind.
  notice: {
    characters: { step: 300, other: 300 },
    meanSentence: 20,
    longestSentence: 26,
    lettersPerSyllable: 3.7,
    commas: 4,
  },
};

/** Fewer syllables say nothing about a mean: a button like "Quên mật khẩu" is not hard to read. */
const MEAN_NEEDS_SYLLABLES = 12;

/** Verbs that ask the hand to do something: one message asks for one (CD-1). */
const ACTIONS = ['bấm', 'gõ', 'chọn', 'mở', 'quét', 'chụp', 'đọc', 'kéo', 'gọi', 'mang'];

/** Capitals everybody in the village reads. OTP only where it is explained. */
const KNOWN_ABBREVIATIONS = new Set(['QR', 'SMS']);
const OTP_EXPLAINED = /mã số gửi về tin nhắn \(mã OTP\)/gi;

/** Office and computer words, and what people say instead; null when the word is simply dropped. */
export const AVOID: Readonly<Record<string, string | null>> = {
  'vui lòng': null,
  'thực hiện': 'làm',
  'tiến hành': 'làm',
  'truy cập': 'mở',
  'cung cấp': 'đưa',
  'xác thực': 'kiểm tra đúng người',
  'kích hoạt': 'bật',
  'hoàn tất': 'xong',
  'hoàn thành': 'xong',
  'thiết bị': 'máy',
  'thao tác': 'cách bấm',
  'giao diện': 'màn hình',
  'lựa chọn': 'chọn',
  nhấn: 'bấm',
  nhấp: 'bấm',
  click: 'bấm',
  chạm: 'bấm',
  'khởi động': 'mở',
  'hệ thống': null,
  'người dùng': '{xung}',
  'quý khách': '{xung}',
  'tính năng': 'chỗ',
  link: 'đường dẫn',
  'phương thức': 'cách',
  'trường hợp': 'nếu',
  'phản hồi': 'trả lời',
  'liên hệ': 'gọi',
  'hướng dẫn': 'chỉ',
  'hỗ trợ': 'giúp',
  'không hợp lệ': 'chưa đúng',
  'thông tin cá nhân': 'tên, ngày sinh, số thẻ',
};

/**
 * The longest value each placeholder realistically takes: of the seven kinship terms none has more than three letters.
 * Unknown placeholders count as one word of four letters.
 */
const LONGEST: ReadonlyMap<string, string> = new Map(
  Object.entries({
    xung: 'chị',
    con: 'con',
    nut: 'nút có chữ gần giống “chữ”',
    ten_goi: 'Nghĩa',
    to_vien: 'Nghĩa',
    n: '10',
    tong: '12',
    appName: 'Viettel Money',
    publisher: 'Trung tâm dữ liệu quốc gia về dân cư',
  }),
);

/** What stands for a `{local.…}` where nothing is known: read before publishing, like any other sentence. */
const LOCAL_SENTENCE = 'Giờ làm việc thì hỏi ủy ban xã.';

/**
 * Everything about the text that is harder than the audience should be asked to read; empty when it is fine.
 * `kind` is `step` for a step's message (its 👉 line asks for one action) and `other` for the rest. `values` fill
 * placeholders whose real text is known; the others take their longest realistic value.
 */
export function checkReading(
  text: string,
  audience: Audience,
  kind: 'step' | 'other',
  values: Readonly<Record<string, string>> = {},
): Finding[] {
  const shown = fill(text.normalize('NFC'), values);
  const own = withoutScreenTexts(shown);
  const sentences = sentencesOf(own);
  const limits = LIMITS[audience];
  return [
    ...tooLong(shown, limits.characters[kind]),
    ...hardSentences(sentences, limits),
    ...longWords(own, limits.lettersPerSyllable),
    ...(kind === 'step' && audience === 'citizen' ? tooManyActions(own) : []),
    ...wordsToAvoid(own, audience),
    ...abbreviations(own, audience),
    ...doubleNegatives(sentences),
  ];
}

function fill(text: string, values: Readonly<Record<string, string>>): string {
  const known = new Map([...LONGEST, ...Object.entries(values)]);
  const wordsFor = (name: string) => known.get(name) ?? (isLocalPlaceholder(name) ? LOCAL_SENTENCE : 'điều');
  return text.replace(/\{([\w./-]+)\}/g, (_, name: string) => wordsFor(name)).normalize('NFC');
}

/** What stands in “ ” belongs to somebody's screen and counts as one word. */
const withoutScreenTexts = (text: string): string => text.replace(/“[^“”]*”/g, 'chữ');

/** Sentences end at . ! ? … before a space, and at every line. */
export const sentencesOf = (text: string): string[] =>
  text
    .split(/\n|(?<=[.!?…])\s+/u)
    .map((sentence) => sentence.trim())
    .filter((sentence) => syllablesOf(sentence).length > 0);

/** Runs of letters or digits; a number with its separators (`28/11`, `0900 000 000`) is one syllable. */
export const syllablesOf = (text: string): string[] =>
  text.normalize('NFC').match(/\p{N}+(?:[ ./:,-]\p{N}+)*|[\p{L}\p{N}]+/gu) ?? [];

function tooLong(text: string, limit: number): Finding[] {
  const characters = [...text].length;
  if (characters <= limit) return [];
  return [stop('characters', characters, limit, 'Cắt bớt, hoặc chia làm hai tin.')];
}

function hardSentences(sentences: string[], limits: Limits): Finding[] {
  const lengths = sentences.map((sentence) => syllablesOf(sentence).length);
  const commas = Math.max(0, ...sentences.map((sentence) => sentence.match(/[,;](?!\p{N})/gu)?.length ?? 0));
  const longest = Math.max(0, ...lengths);
  const mean = round(lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, lengths.length));
  return [
    ...(mean > limits.meanSentence ? [stop('mean-sentence', mean, limits.meanSentence, 'Viết câu ngắn lại.')] : []),
    ...(longest > limits.longestSentence
      ? [stop('longest-sentence', longest, limits.longestSentence, 'Tách câu dài nhất làm hai.')]
      : []),
    ...(commas > limits.commas ? [stop('commas', commas, limits.commas, 'Thay dấu phẩy bằng dấu chấm.')] : []),
  ];
}

/** Names written in their own way (VNeID, VinaPhone) are recognised as a picture rather than read, and numbers are not letters. */
const isOrdinaryWord = (syllable: string): boolean => /^\p{L}\p{Ll}*$/u.test(syllable);

function longWords(text: string, limit: number): Finding[] {
  const words = syllablesOf(text).filter(isOrdinaryWord);
  if (words.length < MEAN_NEEDS_SYLLABLES) return [];
  const mean = round(words.reduce((sum, word) => sum + [...word].length, 0) / words.length);
  return mean > limit ? [stop('letters-per-syllable', mean, limit, 'Dùng chữ ngắn, chữ thường ngày hơn.')] : [];
}

function tooManyActions(text: string): Finding[] {
  const line = text.split('\n').find((one) => one.includes('👉'));
  if (!line) return [];
  const syllables = syllablesOf(line.toLowerCase());
  const at = syllables.flatMap((syllable, index) => (ACTIONS.includes(syllable) ? [index] : []));
  const joined = at.length === 2 && syllables.slice(at[0], at[1]).includes('rồi');
  if (at.length <= 1 || joined) return [];
  return [stop('actions', at.length, '1, hoặc 2 nối bằng “rồi”', 'Mỗi tin một việc. Tách ra làm hai bước.')];
}

function wordsToAvoid(text: string, audience: Audience): Finding[] {
  const running = ` ${syllablesOf(text.toLowerCase()).join(' ')} `;
  return Object.entries(AVOID)
    .filter(([word]) => running.includes(` ${word} `))
    .map(([word, better]) => {
      const suggestion = better === null ? `Bỏ chữ “${word}”.` : `Thay “${word}” bằng “${better}”.`;
      return judge(audience, 'avoid', word, 0, suggestion);
    });
}

function abbreviations(text: string, audience: Audience): Finding[] {
  const found = text.replace(OTP_EXPLAINED, '').match(/(?<![\p{L}\p{N}])[A-ZĐ]{2,}(?![\p{L}\p{N}])/gu) ?? [];
  return [...new Set(found)]
    .filter((word) => !KNOWN_ABBREVIATIONS.has(word))
    .map((word) =>
      judge(
        audience,
        'abbreviation',
        word,
        0,
        word === 'OTP'
          ? 'Viết: mã số gửi về tin nhắn (mã OTP).'
          : 'Viết đủ chữ, hoặc để trong “ ” nếu là chữ trên màn hình.',
      ),
    );
}

function doubleNegatives(sentences: string[]): Finding[] {
  const found = sentences.find((sentence) => {
    const syllables = syllablesOf(sentence.toLowerCase());
    const first = syllables.findIndex((syllable) => syllable === 'không' || syllable === 'chưa');
    return first >= 0 && syllables.lastIndexOf('không') > first;
  });
  return found ? [stop('double-negative', found, 0, 'Nói xuôi, bỏ bớt một chữ “không”.')] : [];
}

const stop = (measure: Measure, value: number | string, limit: number | string, suggestion: string): Finding => ({
  measure,
  value,
  limit,
  suggestion,
  severity: 'stop',
});

/** Words are forbidden towards citizens and only pointed out towards volunteers. */
const judge = (audience: Audience, measure: Measure, value: string, limit: number, suggestion: string): Finding => ({
  ...stop(measure, value, limit, suggestion),
  severity: audience === 'volunteer' ? 'warn' : 'stop',
});

const round = (value: number): number => Math.round(value * 100) / 100;
