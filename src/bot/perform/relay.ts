/** Talks through the assistant: begun, ended, and the way back to the step. */
import type { Tx } from '../../db/client.ts';
import type { HelpRequest } from '../../db/help.ts';
import { personById } from '../../db/persons.ts';
import { closeRelay, openRelay } from '../../db/relays.ts';
import { capital } from '../duty.ts';
import { askerName } from '../help-card.ts';
import { backToWork } from '../protect.ts';
import { Turn, type World } from '../turn.ts';
import { helperName, speaker } from './help.ts';

/** Both are told once that the assistant keeps quiet now, and how it ends. */
export async function beginTalk(tx: Tx, turn: Turn, request: HelpRequest): Promise<void> {
  const ids = { requestId: request.id, citizenId: request.contactId, helperId: turn.person.id };
  const id = await openRelay(tx, ids, turn.world.now);
  const { to, say } = speaker(turn, request);
  const end = { label: say('people:relay.end'), data: `t.${id}.end` };
  const text = say('people:relay.begins', { helper: capital(helperName(turn)) });
  turn.notify(to, { kind: 'text', text, buttons: [end] });
  turn.say('team:relay.begins', { name: askerName(request) }, [
    turn.button('help.done', { scope: 'help', id: request.id, act: 'done' }),
    turn.button('team:relay.end', { scope: 'talk', id, act: 'end' }),
  ]);
}

/** Ends a talk; the citizen is back at their step at once, whoever ended it. */
export async function endTalk(tx: Tx, turn: Turn, id: string, how: string): Promise<void> {
  const { relay } = turn.world.facts;
  if (!(await closeRelay(tx, id, how, turn.world.now)) || !relay) return;
  if (relay.side === 'citizen') return;
  await returnToStep(tx, turn, relay.other.id);
}

/** Whatever talk this helper is in. */
export async function endTalkOf(tx: Tx, turn: Turn, how: string): Promise<void> {
  const { relay } = turn.world.facts;
  if (relay?.side === 'helper') await closeRelay(tx, relay.id, how, turn.world.now);
}

async function returnToStep(tx: Tx, turn: Turn, citizenId: string): Promise<void> {
  const back = await stepAgain(tx, turn.world, citizenId, 'people:relay.ended');
  for (const { message } of back.messages) turn.notify(back.to, message);
}

/** What somebody is shown when a talk has ended: one line, then the step they stand at (or the menu). */
export async function stepAgain(tx: Tx, world: World, contactId: string, line: string) {
  const person = await personById(tx, contactId);
  if (!person) return { to: { id: contactId, channel: 'telegram' as const, simulated: false }, messages: [] };
  const theirs = new Turn(person, { ...world, facts: {} });
  theirs.say(line);
  backToWork(theirs);
  const offered = theirs.offered();
  await tx`
    update contacts set memory = memory || ${tx.json({ offered } as never)},
      nudge_at = ${theirs.memory.run ? new Date(world.now.getTime() + 20 * 60_000) : null}
    where id = ${contactId}`;
  return { to: { id: person.id, channel: person.channel, simulated: person.simulated }, messages: theirs.messages };
}
