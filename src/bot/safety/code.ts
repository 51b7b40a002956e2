/**
 * A payment code somebody wants looked at: by its photo at the steps that ask for one, after "kiểm tra mã", or as text. What
 * a code says is said; what it cannot say (whose account it is) is said as well. Nothing in it is opened. Pure.
 */
import { vietnamDay } from '../../clock.ts';
import { findSecrets } from '../../privacy/secrets.ts';
import { receiverName } from '../../vietqr/banks.ts';
import { last4 } from '../../vietqr/fingerprint.ts';
import { type Opening, openingOf } from '../../vietqr/opening.ts';
import { parseVietQR } from '../../vietqr/payload.ts';
import type { Button, ErrandResult } from '../channel.ts';
import { backToWork, warnOfSecret } from '../protect.ts';
import type { Turn } from '../turn.ts';
import type { CodeSeen } from './effects.ts';

const safetyButton = (turn: Turn, key: string, act: string, argument?: string): Button =>
  turn.button(`safety:button.${key}`, { scope: 'safety', act, ...(argument !== undefined && { argument }) });

const menuButton = (turn: Turn): Button => turn.button('button.menu', { scope: 'general', word: 'menu' });
const personButton = (turn: Turn): Button => turn.button('button.person', { scope: 'general', word: 'person' });

/** "Kiểm tra mã": how it is done. */
export function askForCode(turn: Turn): void {
  turn.understood = 'code:ask';
  turn.memory.asking = { what: 'code-photo' };
  turn.say('safety:code.ask', {}, [menuButton(turn), personButton(turn)]);
}

/** Whether a photo of this person is to be fetched at all: they were asked for it, here or by the step they stand at. */
export function wantsCode(turn: Turn): boolean {
  if (turn.memory.asking?.what === 'code-photo') return true;
  const run = turn.memory.run;
  const flow = run && turn.world.flows.of(run.state.flowId, run.state.version);
  const step = run && flow && run.state.step !== null ? flow.steps[run.state.step] : undefined;
  return step?.photo === 'payment-code';
}

/** The photo is fetched after this turn; what was in it arrives as an event. */
export function lookAtPhoto(turn: Turn, file: string): void {
  turn.understood = 'code:photo';
  turn.effects.push({ type: 'errand', kind: 'photo', body: file });
  turn.say('safety:code.looking', {}, [menuButton(turn), personButton(turn)]);
}

export function hearPhoto(turn: Turn, result: ErrandResult & { of: 'photo' }): void {
  turn.understood = 'code:read';
  if (result.text !== null) return tellCode(turn, result.text);
  turn.understood = `code:${result.why}`;
  turn.say(`safety:code.${result.why}`, {}, turn.memory.run ? [] : ways(turn));
  if (turn.memory.run) backToWork(turn);
}

/** What a code says, whoever printed it. */
export function tellCode(turn: Turn, text: string): void {
  if (turn.memory.asking?.what === 'code-photo') delete turn.memory.asking;
  const opening = openingOf(text);
  if (opening !== null) return tellOpening(turn, opening);
  const parsed = parseVietQR(text);
  if (parsed.kind === 'not_emv') {
    const [secret] = findSecrets(text, { expecting: 'nothing', recentOtpStep: false }).kinds;
    if (secret !== undefined || /\d{9}/.test(text)) return warnOfSecret(turn, secret ?? 'id-number', undefined);
    return end(turn, 'code.plain');
  }
  if (parsed.kind !== 'vietqr') return end(turn, parsed.kind === 'vnpay' ? 'code.vnpay' : 'code.foreign');
  if (!parsed.valid || parsed.bin === null) return end(turn, 'code.broken');
  const account = parsed.account ?? parsed.merchant ?? '';
  turn.effects.push({
    type: 'compare-code',
    seen: {
      place: receiverName(parsed.bin, account),
      last4: last4(account),
      fingerprint: parsed.service === 'QRIBFTTA' ? turn.world.fingerprint({ bin: parsed.bin, account }) : null,
    },
  });
}

/** What is registered of this code, fetched where it is told. */
export interface Registered {
  /** The person's own stalls with a code: the one with this very code, or the first of the others. */
  own: { name: string; isSame: boolean } | null;
  /** Somebody else's stall that has registered this code. */
  other: string | null;
}

export function tellCompared(turn: Turn, { place, last4: tail }: CodeSeen, { own, other }: Registered): void {
  const where = place ?? turn.text('safety:code.unknown-place');
  turn.say('safety:code.says', { place: where, last4: tail });
  if (own?.isSame) {
    turn.understood = 'code:own';
    return end(turn, 'code.own', { stall: own.name }, [safetyButton(turn, 'morning', 'morning', 'on')]);
  }
  if (own) {
    turn.understood = 'code:pasted-over';
    return end(turn, 'code.other', { stall: own.name });
  }
  turn.understood = other === null ? 'code:unregistered' : 'code:registered';
  end(turn, other === null ? 'code.unregistered' : 'code.registered', { stall: other ?? '' });
}

function tellOpening(turn: Turn, { kind, name }: Opening): void {
  turn.understood = `code:opens-${kind}`;
  end(turn, `code.opens.${kind}`, { name });
}

function end(turn: Turn, key: string, params: Record<string, string> = {}, more: Button[] = []): void {
  if (turn.memory.run) {
    turn.say(`safety:${key}`, params);
    return backToWork(turn);
  }
  turn.say(`safety:${key}`, params, [...more, ...ways(turn)]);
}

const ways = (turn: Turn): Button[] => [
  safetyButton(turn, 'another-code', 'check-code'),
  menuButton(turn),
  personButton(turn),
];

/** "Nhắc soi mã" and its end: once a week, in the morning, for stalls with a code. */
export function setMorning(turn: Turn, on: boolean): void {
  turn.understood = on ? 'code:morning-on' : 'code:morning-off';
  turn.effects.push({ type: 'morning-check', on });
}

export function tellMorning(turn: Turn, on: boolean, stalls: number): void {
  const key = on ? (stalls > 0 ? 'morning.on' : 'morning.no-stall') : 'morning.off';
  turn.say(`safety:${key}`, {}, ways(turn));
}

/** The first of the weekly mornings. */
export const firstMorning = (now: Date): string => vietnamDay(new Date(now.getTime() + 7 * 86_400_000));
