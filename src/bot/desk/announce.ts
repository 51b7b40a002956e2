/**
 * An official writes an announcement in the chat: three short answers make the fixed shape of conversation-design §8,
 * then the exact text, the count, a test to oneself, a second person above 100, and a way to stop. What happens to it
 * afterwards is decided in `src/broadcast`.
 */
import { checkReading } from '../../flows/reading.ts';
import { findSecrets } from '../../privacy/secrets.ts';
import type { Button } from '../channel.ts';
import type { AudienceFact } from '../facts.ts';
import type { Desk } from '../memory.ts';
import { isOfficial, membershipOf } from '../person.ts';
import type { Press } from '../press.ts';
import type { Turn } from '../turn.ts';
import { deskButton, moveDesk, sayDesk } from './desk.ts';

/** Lengths of the three parts (conversation-design §8). */
const LIMITS = { 'write-text': 200, 'write-bring': 100, 'write-ask': 60 } as const;
/** Only the State's own hosts may be named in an announcement. */
const ALLOWED_HOST = /(^|\.)gov\.vn$/;

const NEXT = { 'write-text': 'write-bring', 'write-bring': 'write-ask', 'write-ask': 'preview' } as const;

export function pressAnnounce(turn: Turn, act: 'write' | 'rewrite' | 'no-bring'): void {
  if (!isOfficial(turn.person)) return sayDesk(turn);
  const desk = turn.memory.desk;
  if (act === 'no-bring' && desk?.text !== undefined) return askPart(turn, { ...desk, at: 'write-ask', bring: '' });
  askPart(turn, { at: 'write-text' });
}

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
  const part = desk.at as keyof typeof LIMITS;
  const trimmed = typed
    .normalize('NFC')
    .replace(/[ \t]+/g, ' ')
    .trim();
  // The shape already says "Hỏi … ." around whom to ask.
  const text = part === 'write-ask' ? trimmed.replace(/^hỏi\s+/iu, '').replace(/[.\s]+$/u, '') : trimmed;
  const faults = faultsOf(turn, part, text);
  if (faults.length > 0) {
    turn.tell([turn.text('broadcast:fault.title'), ...faults.map((fault) => `• ${fault}`)].join('\n'), [
      deskButton(turn, 'desk.back', 'home'),
    ]);
    return;
  }
  const field = { 'write-text': 'text', 'write-bring': 'bring', 'write-ask': 'ask' }[part];
  const place = { ...desk, [field]: text, at: NEXT[part] };
  if (place.at === 'preview') return sayPreview(turn, place);
  askPart(turn, place);
}

function faultsOf(turn: Turn, part: keyof typeof LIMITS, text: string): string[] {
  const faults: string[] = [];
  if (text.length === 0) faults.push(turn.text('broadcast:fault.empty'));
  if ([...text].length > LIMITS[part]) {
    faults.push(turn.text('broadcast:fault.long', { length: [...text].length, limit: LIMITS[part] }));
  }
  for (const host of hostsIn(text)) {
    if (!ALLOWED_HOST.test(host)) faults.push(turn.text('broadcast:fault.link', { host }));
  }
  if (part !== 'write-ask' && findSecrets(text, { expecting: 'name', recentOtpStep: false }).kinds.length > 0) {
    faults.push(turn.text('broadcast:fault.secret'));
  }
  if (part !== 'write-ask') {
    for (const { suggestion } of checkReading(text, 'citizen', 'other')) if (suggestion) faults.push(suggestion);
  }
  return faults;
}

const hostsIn = (text: string): string[] =>
  [...text.matchAll(/(?:https?:\/\/)?((?:[a-z0-9-]+\.)+[a-z]{2,})(?:[/?#]\S*)?/giu)].map((match) =>
    (match[1] ?? '').toLowerCase(),
  );

/** The exact text, how many get it, who cannot be reached and why – before anything is sent. */
function sayPreview(turn: Turn, place: Omit<Desk, 'seq'>): void {
  const membership = membershipOf(turn.person, ['official', 'admin']);
  const audience = turn.world.facts.audience;
  if (!membership || !audience) return sayDesk(turn);
  const id = turn.world.inboundId;
  moveDesk(turn, { at: 'preview', broadcast: id });
  const text = announcementText(turn, membership.areaName, place);
  turn.effects.push({ type: 'draft-broadcast', id, areaCode: membership.areaCode, text, count: audience.reachable });
  turn.say('broadcast:preview.title');
  turn.tell(text);
  turn.tell(countText(turn, audience), [
    broadcastButton(turn, id, 'test'),
    deskButton(turn, 'announce.rewrite', 'write'),
    deskButton(turn, 'desk.back', 'home'),
  ]);
}

const announcementText = (turn: Turn, area: string, { text = '', bring = '', ask = '' }: Omit<Desk, 'seq'>): string =>
  [turn.text('broadcast:shape.head', { area }), text, bring, turn.text('broadcast:shape.ask', { ask })]
    .filter((line) => line !== '')
    .join('\n');

function countText(turn: Turn, audience: AudienceFact): string {
  const channels = Object.entries(audience.byChannel).map(([channel, count]) =>
    turn.text('broadcast:preview.channel', { channel: turn.text(`broadcast:channel.${channel}`), count }),
  );
  const reasons = Object.entries(audience.unreachable).map(([reason, count]) =>
    turn.text('broadcast:preview.reason', { reason: turn.text(`broadcast:reason.${reason}`), count }),
  );
  const missed = Object.values(audience.unreachable).reduce((sum, count) => sum + count, 0);
  return [
    turn.text('broadcast:preview.count', { count: audience.reachable, channels: channels.join(', ') || '0' }),
    missed > 0 ? turn.text('broadcast:preview.missed', { count: missed }) : null,
    ...reasons,
  ]
    .filter((line) => line !== null)
    .join('\n');
}

export const broadcastButton = (turn: Turn, id: string, act: string): Button =>
  turn.button(`broadcast:button.${act}`, { scope: 'broadcast', id, act });

const ACTS = ['test', 'submit', 'approve', 'return', 'start', 'pause', 'resume', 'stop', 'result'] as const;
export type BroadcastAct = (typeof ACTS)[number];

/** A press on an announcement: whether it is allowed is decided where it is locked, in `src/broadcast`. */
export function pressBroadcast(turn: Turn, press: Press & { scope: 'broadcast' }): void {
  const act = ACTS.find((known) => known === press.act);
  turn.understood = `broadcast:${press.act}`;
  if (!act || !isOfficial(turn.person)) {
    turn.say('volunteer:no-right');
    return sayDesk(turn);
  }
  turn.effects.push({ type: 'broadcast', id: press.id, act });
}
