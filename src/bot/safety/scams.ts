/**
 * "Is this true?" – by words, a link, a phone number, a forwarded message. The rule, and whom to ask on a number one knows.
 * Nothing is opened, nothing and nobody is called safe. Pure.
 */
import { normalise } from '../../understanding/normalise.ts';
import { readScamPattern, SCAM_PATTERNS, type ScamPattern } from '../../understanding/scam-patterns.ts';
import { hasLink, hasStrangeLink } from '../../understanding/strange-link.ts';
import type { Turn } from '../turn.ts';

/** What the question is about, which decides the first lines of the answer. */
type About =
  | { kind: 'pattern'; pattern: ScamPattern }
  | { kind: 'link' | 'official-link' | 'number' | 'forwarded' | 'any' };

const QUESTION = /\?|\b(?:that|gia|dung|lua|tin|phai|sao|khong|the nao)\b/;
const NUMBER = /(?<!\d)(?:\+?84|0)[\d .-]{8,12}\d(?!\d)/;
const NUMBER_WORDS = /\b(?:so|goi|dien|nhan|cuoc goi)\b/;

function aboutOf(turn: Turn, text: string, isForwarded: boolean): About {
  const local = localTricks(turn);
  const pattern = readScamPattern(text, local);
  if (pattern && local.includes(pattern)) return { kind: 'pattern', pattern };
  if (hasStrangeLink(text)) return { kind: 'link' };
  if (pattern) return { kind: 'pattern', pattern };
  if (hasLink(text)) return { kind: 'official-link' };
  if (asksAboutNumber(text)) return { kind: 'number' };
  return { kind: isForwarded ? 'forwarded' : 'any' };
}

/** "Số 0912 345 678 gọi có phải công an không": a number and a question. */
export function asksAboutNumber(text: string): boolean {
  if (text.length > 400 || !NUMBER.test(text)) return false;
  const { folded } = normalise(text.replace(NUMBER, ' '));
  return NUMBER_WORDS.test(folded) && QUESTION.test(`${folded}${text.includes('?') ? '?' : ''}`);
}

/** An official has written down that this is how a trick of these weeks goes. */
export function isLocalTrick(turn: Turn, text: string): boolean {
  const local = localTricks(turn);
  return local.length > 0 && local.includes(readScamPattern(text, local) as ScamPattern);
}

const localTricks = (turn: Turn): readonly ScamPattern[] =>
  turn.world.scams?.(turn.person.areaCode, turn.person.simulated) ?? [];

/** The words of the answer; the buttons are the caller's. `text` is what was asked about, if anything. */
export function scamWords(turn: Turn, text = '', isForwarded = false): string {
  const about = aboutOf(turn, text, isForwarded);
  return [wordsAbout(turn, about), whomToAsk(turn)].join('\n');
}

function wordsAbout(turn: Turn, about: About): string {
  if (about.kind === 'any') return turn.text('scam.answer');
  if (about.kind !== 'pattern') return turn.text(`safety:scam.${about.kind}`);
  const { id, answer } = about.pattern;
  return `${turn.text('safety:scam.wait')}\n${answer ?? turn.text(`safety:pattern.${id}.answer`)}`;
}

/** Only a number somebody has written down for this commune; otherwise the place everybody knows. */
function whomToAsk(turn: Turn): string {
  const phone = turn.world.flows.local?.(turn.person.areaCode)['police-phone'];
  return phone ? turn.text('safety:scam.ask-number', { phone }) : turn.text('safety:scam.ask');
}

/** A pattern officials may warn of, by its place in the list. */
export const patternTitle = (turn: Turn, id: string): string => turn.text(`safety:pattern.${id}.title`);

export const isPattern = (id: string | undefined): id is string => SCAM_PATTERNS.some((one) => one.id === id);
