/**
 * A volunteer and a citizen talk through the assistant, which keeps quiet meanwhile: what one writes the other reads, with
 * secrets masked both ways. Presses go on working – "bấm nút xanh đi bác" is what such talks are for. Pure.
 */
import { addressOf } from '../../text.ts';
import { normalise } from '../../understanding/normalise.ts';
import { readReply } from '../../understanding/replies.ts';
import type { OutboundMessage } from '../channel.ts';
import { sayDesk } from '../desk/desk.ts';
import { capital } from '../duty.ts';
import type { RelayFact } from '../facts.ts';
import { nameOf } from '../person.ts';
import { backToWork } from '../protect.ts';
import type { Turn } from '../turn.ts';

/** Passed on at most; longer ones are nobody's to read on a small screen. */
const SAID_LIMIT = 600;
/** A helper ends the talk by one of these alone; a citizen's "xong" is an answer to the helper. */
const HELPER_ENDS = new Set(['xong', 'het', 'ngung', 'ket thuc', 'xong roi', 'ngung nhan']);

/** Passes a text on, or ends the talk. `masked` has its secrets taken out already. */
export function relayText(turn: Turn, relay: RelayFact, text: string, masked: string): void {
  turn.understood = 'relay';
  if (endsTalk(relay, text)) return endTalk(turn, relay);
  turn.effects.push({ type: 'touch-relay', id: relay.id });
  const said = masked.slice(0, SAID_LIMIT);
  if (relay.side === 'citizen')
    turn.notify(relay.other, { kind: 'text', text: `${capital(nameOf(turn.person))}: ${said}` });
  else turn.notify(relay.other, messageToCitizen(turn, relay, said));
}

const endsTalk = ({ side }: RelayFact, text: string): boolean =>
  side === 'helper' ? HELPER_ENDS.has(normalise(text).folded) : readReply(text) === 'stop';

/** The citizen can always end it; on the helper's last message that is one press. */
function messageToCitizen(turn: Turn, relay: RelayFact, said: string): OutboundMessage {
  const label = turn.world.texts.say(relay.otherLocale, 'people:relay.end', {}, addressOf(relay.otherTerm));
  return {
    kind: 'text',
    text: `${capital(relay.helperName)}: ${said}`,
    buttons: [{ label, data: `t.${relay.id}.end` }],
  };
}

/** Pictures and voices are not passed on: nobody has looked at what they show. */
export function relayOther(turn: Turn): void {
  turn.understood = 'relay:other';
  turn.say('people:relay.only-text');
}

export function pressTalk(turn: Turn, id: string, act: string): void {
  const { relay } = turn.world.facts;
  if (!relay || relay.id !== id || act !== 'end') return backToWork(turn);
  endTalk(turn, relay);
}

function endTalk(turn: Turn, relay: RelayFact): void {
  turn.understood = 'relay:end';
  turn.effects.push({ type: 'close-relay', id: relay.id, how: relay.side });
  if (relay.side === 'helper') {
    turn.say('team:relay.ended', { name: [relay.otherTerm, relay.otherCallName].filter(Boolean).join(' ') });
    return sayDesk(turn);
  }
  const text = turn.world.texts.say(relay.otherLocale, 'team:relay.ended-by', { name: capital(nameOf(turn.person)) });
  turn.notify(relay.other, { kind: 'text', text });
  turn.say('people:relay.ended');
  backToWork(turn);
}
