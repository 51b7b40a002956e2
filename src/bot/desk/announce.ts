/**
 * An official writes an announcement in the chat: three short answers make the fixed shape of conversation-design §8. What
 * happens to it afterwards – preview, test, approval, sending – is decided where it is locked, in `src/broadcast`.
 */

import { answerComing } from '../announced.ts';
import { answerFaults, type Fault, partFaults, tidy, type Words } from '../announcement.ts';
import type { Button } from '../channel.ts';
import type { Desk } from '../memory.ts';
import { isOfficial, membershipOf } from '../person.ts';
import type { Press } from '../press.ts';
import type { Turn } from '../turn.ts';
import { deskButton, moveDesk, sayDesk } from './desk.ts';

const PART = { 'write-text': 'what', 'write-bring': 'bring', 'write-ask': 'ask' } as const;
const NEXT = { 'write-text': 'write-bring', 'write-bring': 'write-ask', 'write-ask': 'preview' } as const;
type Writing = keyof typeof PART;

export function pressAnnounce(turn: Turn, act: 'write' | 'rewrite' | 'no-bring'): void {
  if (!isOfficial(turn.person)) return sayDesk(turn);
  const desk = turn.memory.desk;
  if (act === 'no-bring' && desk?.text !== undefined) return askPart(turn, { ...desk, at: 'write-ask', bring: '' });
  askFirstPart(turn, desk?.corrects);
}

/** `corrects`: the announcement these words are to put right. */
export const askFirstPart = (turn: Turn, corrects?: string): void =>
  askPart(turn, { at: 'write-text', ...(corrects !== undefined && { corrects }) });

function askPart(turn: Turn, place: Omit<Desk, 'seq'>): void {
  moveDesk(turn, place);
  turn.say(`broadcast:${place.at}`, {}, [
    ...(place.at === 'write-bring' ? [deskButton(turn, 'announce.nothing-to-bring', 'no-bring')] : []),
    deskButton(turn, 'desk.back', 'home'),
  ]);
}

/** One typed part: refused with the word to use instead, or kept and the next one asked. */
export function writeAnnouncement(turn: Turn, desk: Desk, typed: string): void {
  if (!isOfficial(turn.person)) return sayDesk(turn);
  const at = desk.at as Writing;
  const part = PART[at];
  const text = tidy(part, typed);
  // Judged as the first of three parts, whatever else is still missing.
  const words: Words = { what: '', bring: '', ask: '-', [part]: text };
  const faults = [
    ...(text === '' ? [{ language: 'vi', part, say: 'empty', params: {} } satisfies Fault] : []),
    ...partFaults('vi', part, words, { allowedHosts: turn.world.facts.allowedHosts ?? [], hasFlow: () => true }),
  ];
  if (faults.length > 0) return sayFaults(turn, faults);
  const place = { ...desk, [at === 'write-text' ? 'text' : part]: text, at: NEXT[at] };
  if (place.at === 'preview') return draftIt(turn, place);
  askPart(turn, place);
}

function sayFaults(turn: Turn, faults: readonly Fault[]): void {
  const lines = [...new Set(faults.map((fault) => faultText(turn, fault)))];
  turn.tell([turn.text('broadcast:fault.title'), ...lines.map((line) => `• ${line}`)].join('\n'), [
    deskButton(turn, 'desk.back', 'home'),
  ]);
}

export const faultText = (turn: Turn, { say, params }: Fault): string =>
  say === 'reading' ? String(params.suggestion) : turn.text(`broadcast:fault.${say}`, params);

/** The exact text, how many get it and who cannot be reached is shown once it is written down. */
function draftIt(turn: Turn, place: Omit<Desk, 'seq'>): void {
  const membership = membershipOf(turn.person, ['official', 'admin']);
  if (!membership) return sayDesk(turn);
  const { text: what = '', bring = '', ask = '', corrects = null } = place;
  const id = turn.world.inboundId;
  moveDesk(turn, { at: 'preview', broadcast: id });
  turn.effects.push({
    type: 'draft-broadcast',
    id,
    areaCode: membership.areaCode,
    words: { what, bring, ask },
    corrects,
  });
}

/** A time for sending, or an answer to what somebody asked. */
export function writeLater(turn: Turn, desk: Desk, typed: string): void {
  if (!isOfficial(turn.person)) return sayDesk(turn);
  if (desk.at === 'write-time' && desk.broadcast !== undefined) {
    turn.effects.push({ type: 'broadcast', id: desk.broadcast, act: 'when', argument: typed });
    return;
  }
  if (desk.reply === undefined) return sayDesk(turn);
  const text = tidy('what', typed);
  const faults = answerFaults(text, turn.world.facts.allowedHosts ?? []);
  if (faults.length > 0) return sayFaults(turn, faults);
  turn.effects.push({ type: 'answer-reply', reply: desk.reply, text });
}

export const broadcastButton = (turn: Turn, id: string, act: string, argument?: string): Button =>
  turn.button(`broadcast:button.${act}`, { scope: 'broadcast', id, act, ...(argument !== undefined && { argument }) });

const ACTS = [
  ...([
    'test',
    'submit',
    'approve',
    'return',
    'start',
    'pause',
    'resume',
    'stop',
    'retry',
    'resend',
    'result',
  ] as const),
  ...(['more', 'preview', 'set', 'who', 'when', 'people', 'correct', 'reply'] as const),
] as const;
export type BroadcastAct = (typeof ACTS)[number];

/** A press on an announcement: a citizen's answer, or an official's act, whose right is looked at where it is locked. */
export function pressBroadcast(turn: Turn, { id, act, argument }: Press & { scope: 'broadcast' }): void {
  turn.understood = `broadcast:${act}`;
  if (act === 'coming' || act === 'not-coming') return void answerComing(turn, id, act);
  const known = ACTS.find((one) => one === act);
  if (!known || !isOfficial(turn.person)) {
    turn.say('volunteer:no-right');
    return sayDesk(turn);
  }
  turn.effects.push({ type: 'broadcast', id, act: known, ...(argument !== undefined && { argument }) });
}
