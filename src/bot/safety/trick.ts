/** A trick as an official writes it down: how people tell about it, and what they are answered. Pure. */
import { findSecrets } from '../../privacy/secrets.ts';
import { words } from '../../understanding/phrases.ts';
import { hasLink } from '../../understanding/strange-link.ts';

/** An answer fits one message beside the rule and whom to call. */
export const ANSWER_LENGTH = { least: 10, most: 220 } as const;
/** More ways of telling than that are several tricks. */
const PHRASES_MOST = 12;
const PHRASE_LENGTH = 80;

export interface Trick {
  phrases: string[];
  answer: string;
}

/** `phrases`: nothing left that tells a trick from anything else; `answer`: too short or long, a link, somebody's secret. */
export type TrickFault = 'phrases' | 'answer';

/** A single word would make a trick of half of what people write, so each way of telling has two at least. */
export function readTrick(told: readonly string[], answer: string): Trick | { faults: TrickFault[] } {
  const phrases = told
    .map((phrase) => phrase.normalize('NFC').trim().slice(0, PHRASE_LENGTH))
    .filter((phrase) => words(phrase).length >= 2)
    .slice(0, PHRASES_MOST);
  const said = answer.normalize('NFC').trim();
  const length = [...said].length;
  const isUnsafe = hasLink(said) || findSecrets(said, { expecting: 'nothing', recentOtpStep: false }).kinds.length > 0;
  const isAnswer = length >= ANSWER_LENGTH.least && length <= ANSWER_LENGTH.most && !isUnsafe;
  const faults: TrickFault[] = [
    ...(phrases.length === 0 ? ['phrases' as const] : []),
    ...(isAnswer ? [] : ['answer' as const]),
  ];
  return faults.length > 0 ? { faults } : { phrases, answer: said };
}
