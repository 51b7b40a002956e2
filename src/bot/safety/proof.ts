/**
 * "Is this official real?" – whoever comes to a door asks for a code in their own chat and shows it; the citizen types it
 * and reads name and team. Good once, for ten minutes, six letters in syllables: no bank sends codes like that. The assistant
 * shows itself the same way: its code is typed by somebody of the team. Pure; the codes are drawn in `perform/safety`.
 */
import { vietnamDay } from '../../clock.ts';
import { readDoorCode } from '../../understanding/safety-words.ts';
import { isStaff } from '../person.ts';
import { backToWork } from '../protect.ts';
import type { Turn } from '../turn.ts';

/** Wrong codes a day in one chat; there are 343,000 of them. */
const MOST_MISSES = 5;

const ways = (turn: Turn) => [
  turn.button('button.menu', { scope: 'general', word: 'menu' }),
  turn.button('button.person', { scope: 'general', word: 'person' }),
];

/** "Cán bộ này có thật không?" */
export function askDoorCode(turn: Turn): void {
  turn.understood = 'proof:ask';
  turn.memory.asking = { what: 'door-code' };
  turn.say('safety:proof.ask', {}, ways(turn));
}

/** A volunteer or official wants to show who they are; from anybody else it is the question. */
export function wantDoorCode(turn: Turn): void {
  if (!isStaff(turn.person)) return askDoorCode(turn);
  turn.understood = 'proof:make';
  turn.effects.push({ type: 'make-proof', kind: 'volunteer' });
}

/** "Con có thật không?" */
export function showWhoIAm(turn: Turn): void {
  turn.understood = 'proof:assistant';
  turn.effects.push({ type: 'make-proof', kind: 'assistant' });
}

/** Letters typed as an answer to {@link askDoorCode}. False when they are none: then they mean something else. */
export function answerDoorCode(turn: Turn, text: string): boolean {
  const code = readDoorCode(text);
  delete turn.memory.asking;
  if (code === null) return false;
  tryDoorCode(turn, code);
  return true;
}

export function tryDoorCode(turn: Turn, code: string): void {
  turn.understood = 'proof:use';
  const today = vietnamDay(turn.world.now);
  const misses = turn.memory.doorMisses;
  if (misses?.on === today && misses.count >= MOST_MISSES) return turn.say('safety:proof.too-often', {}, ways(turn));
  turn.effects.push({ type: 'use-proof', code });
}

export type Proof =
  | { kind: 'volunteer'; name: string; areaName: string }
  | { kind: 'assistant'; channel: string; time: string }
  | null;

export function tellProof(turn: Turn, proof: Proof): void {
  const today = vietnamDay(turn.world.now);
  if (proof === null) {
    const { on, count } = turn.memory.doorMisses ?? { on: today, count: 0 };
    turn.memory.doorMisses = { on: today, count: (on === today ? count : 0) + 1 };
    turn.understood = 'proof:unknown';
    return turn.say('safety:proof.unknown', {}, ways(turn));
  }
  delete turn.memory.doorMisses;
  turn.understood = `proof:${proof.kind}`;
  if (proof.kind === 'assistant') {
    turn.say('safety:proof.is-assistant', { channel: proof.channel, time: proof.time }, ways(turn));
    return;
  }
  turn.say('safety:proof.is-volunteer', { name: proof.name, area: proof.areaName });
  backToWork(turn);
}
