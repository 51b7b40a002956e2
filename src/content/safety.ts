/**
 * What no text may do, whoever writes it: lead to an address nobody checked, ask for a secret, or carry somebody's. The
 * words of a hundred thousand messages are worth stealing a session for. Pure.
 */
import type { WrittenLanguage } from '../flows/words.ts';
import { findSecrets } from '../privacy/secrets.ts';
import { hasStrangeLink } from '../understanding/strange-link.ts';

export type Danger = 'unsafe-link' | 'asks-secret' | 'holds-secret';

/** Dangers of one text as it is written, placeholders and all. When in doubt, yes: a person can word it differently. */
export function dangersIn(text: string, language: WrittenLanguage): Danger[] {
  return [
    ...(hasStrangeLink(text.replace(NAMED_ADDRESS, '…')) ? (['unsafe-link'] as const) : []),
    ...(sentencesIn(text).some((sentence) => asksForSecret(sentence, language)) ? (['asks-secret'] as const) : []),
    ...(holdsSecret(text) ? (['holds-secret'] as const) : []),
  ];
}

/** Shops that go by their address; naming them is no link (payments-commerce §6). */
const NAMED_ADDRESS = /(?<![\p{L}\p{N}.-])buudien\.vn(?![\p{L}\p{N}./-])/giu;

/** Numbers that belong to somebody; codes and passwords are only ever spoken of here. */
const holdsSecret = (text: string): boolean =>
  findSecrets(text, { expecting: 'nothing', recentOtpStep: false }).kinds.some(
    (kind) => kind === 'card' || kind === 'id-number' || kind === 'bank-message',
  );

const sentencesIn = (text: string): string[] =>
  text
    .normalize('NFC')
    .toLowerCase()
    .split(/\n|[.!?…](?=\s|$)/u);

const LETTER = String.raw`(?<![\p{L}\p{N}])`;
const END = String.raw`(?![\p{L}\p{N}])`;
const word = (...alternatives: string[]) => new RegExp(`${LETTER}(?:${alternatives.join('|')})${END}`, 'u');

/** Sentences that warn. */
const WARNS: Record<WrittenLanguage, RegExp> = {
  vi: word('đừng', 'không', 'chớ', 'khoan', 'chưa', 'là lừa đảo', 'lừa'),
  en: word('never', 'not', "don't", 'nobody', 'no', 'fraud', 'scam'),
};
const SECRETS: Record<WrittenLanguage, RegExp> = {
  vi: word(
    ...[
      'mã otp',
      'otp',
      '(?<!quên |lấy lại )mật khẩu',
      'passcode',
      'mã pin',
      'mã bí mật',
      'mã trong tin nhắn',
      'mã số gửi về',
    ],
    ...['số thẻ', 'số căn cước', 'số tài khoản', 'hình căn cước', 'hình thẻ', 'ảnh căn cước', 'ảnh thẻ', 'mã xác nhận'],
  ),
  en: word(
    ...['otp', 'password', 'passcode', 'pin', 'secret code', 'code in the message', 'card number', 'id number'],
    ...['account number', 'photo of (?:the|your) (?:card|id)'],
  ),
};
/** Handing over: to the assistant, to an official, to anybody who is not the app on the screen. */
const HANDS_OVER: Record<WrittenLanguage, RegExp> = {
  vi: word(
    String.raw`(?:gửi|nhắn|đọc|nói|đưa|chụp|báo|cho)[^.]{0,60}(?:cho|qua|tới|lại|với)\s+(?:\{con\}|con|cán bộ|tổ viên|xã|người|đây|ở đây)`,
    String.raw`(?:gửi|nhắn|đưa|cho|nói)\s+(?:\{con\}|con|cán bộ|tổ viên|xã)`,
    '(?:gõ|nhập|ghi|dán)[^.]{0,60}(?:vào đây|vô đây|ở đây|vào khung chat|vô khung chat)',
  ),
  en: word(
    String.raw`(?:send|tell|give|read|show|type|enter|paste)[^.]{0,60}(?<![\p{L}])(?:me|us|here|official|officer|volunteer|this chat)`,
  ),
};

const asksForSecret = (sentence: string, language: WrittenLanguage): boolean =>
  SECRETS[language].test(sentence) && HANDS_OVER[language].test(sentence) && !WARNS[language].test(sentence);
