/**
 * What people say to an announcement: that they will come, that they want no more of them, or a question, which goes to the
 * officer it names and not into a flow (issue 5; docs/decisions/0018). Pure.
 */
import { normalise } from '../understanding/normalise.ts';
import type { ReplyMeaning } from '../understanding/replies.ts';
import type { AnnouncedFact } from './facts.ts';
import type { Turn } from './turn.ts';

/** Said in so many words, it means announcements wherever somebody stands. */
const NO_MORE = /\b(khong|ko|k|thoi|dung|ngung|huy) (muon )?(nhan|gui) (them )?(tin|thong bao)/;
const MORE_AGAIN = /\b(nhan|gui) (lai )?(tin|thong bao) (bao )?(lai|tro lai|nua di)\b|\bnhan lai (tin|thong bao)\b/;

/** Wishes of the moment that are no answer to anybody, whatever was said last. */
const ELSEWHERE: ReadonlySet<ReplyMeaning> = new Set<ReplyMeaning>([
  ...(['person', 'menu', 'resume', 'scam', 'change-term', 'my-data', 'erase-me', 'next-service', 'despair'] as const),
  ...(['greeting', 'thanks'] as const),
]);

/** True when the words were about announcements and have been answered. */
export function answerAnnouncement(turn: Turn, text: string, meaning: ReplyMeaning): boolean {
  const words = normalise(text).folded;
  if (MORE_AGAIN.test(words) && turn.person.mutedAt !== null) return hearAgain(turn);
  if (NO_MORE.test(words)) return hearNoMore(turn);
  const announced = openTalk(turn);
  if (!announced || turn.memory.run) return false;
  const isFresh = turn.world.facts.announced !== undefined && turn.world.facts.announced !== null;
  if (isFresh && meaning === 'stop') return hearNoMore(turn);
  const coming = isFresh && announced.hasComing ? comingIn(turn, words, meaning) : null;
  if (coming !== null) return answerComing(turn, announced.broadcast, coming);
  if (meaning === 'stop') return false;
  if (meaning !== null && ELSEWHERE.has(meaning)) return false;
  return askOfficer(turn, announced, text);
}

/** The announcement the person has last heard, or the talk about one that is going on. */
function openTalk(turn: Turn): AnnouncedFact | null {
  const { now, facts } = turn.world;
  if (facts.announced) return facts.announced;
  const { talk } = turn.memory;
  return talk && Date.parse(talk.until) > now.getTime() ? { ...talk, hasComing: false } : null;
}

/** The button's own words, or a plain yes or no. */
function comingIn(turn: Turn, words: string, meaning: ReplyMeaning): 'coming' | 'not-coming' | null {
  if (words === normalise(turn.text('broadcast:button.coming')).folded || meaning === 'yes' || meaning === 'done')
    return 'coming';
  if (/^(toi|bac|co|chu|ong|ba|em|chau|con)? ?(se )?(toi|den|di|tham gia)( duoc)?( nha| nhe| a)?$/.test(words))
    return 'coming';
  return meaning === 'no' || meaning === 'not-yet' ? 'not-coming' : null;
}

/** Counted, once per person; the last word counts. */
export function answerComing(turn: Turn, broadcast: string, answer: 'coming' | 'not-coming'): true {
  turn.understood = `announcement:${answer}`;
  turn.effects.push({ type: 'answer-broadcast', id: broadcast, answer });
  return true;
}

function askOfficer(turn: Turn, { broadcast, officer, until }: AnnouncedFact, text: string): true {
  turn.understood = 'announcement:question';
  turn.memory.talk = { broadcast, officer, until };
  turn.effects.push({ type: 'ask-officer', id: broadcast, text: turn.heard ?? text });
  return true;
}

export function hearNoMore(turn: Turn): true {
  turn.understood = 'stop-announcements';
  turn.patch.mutedAt = turn.world.now;
  turn.say('stop.announcements', {}, [turn.button('button.menu', { scope: 'general', word: 'menu' })]);
  return true;
}

function hearAgain(turn: Turn): true {
  turn.understood = 'announcements-again';
  turn.patch.mutedAt = null;
  turn.say('broadcast:heard-again', {}, [turn.button('button.menu', { scope: 'general', word: 'menu' })]);
  return true;
}
