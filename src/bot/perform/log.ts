/** What volunteers log, take back and check, and the citizens' own word on it. */
import type { Tx } from '../../db/client.ts';
import { answerQuestion, noteSample, queueQuestion } from '../../db/evidence.ts';
import { recordLog, reverseOwn } from '../../db/log.ts';
import { deskButton } from '../desk/desk.ts';
import type { PeopleEffectOf } from '../people/effects.ts';
import type { Turn } from '../turn.ts';

const recordedBy = (turn: Turn): string => `volunteer:${turn.person.id}`;

/** Records the confirmed lines and says which numbers they got; what stood already is said to stand. */
export async function logLines(tx: Tx, turn: Turn, effect: PeopleEffectOf<'log'>): Promise<void> {
  const { person, world } = turn;
  const by = { recordedBy: recordedBy(turn), channel: person.channel, simulated: person.simulated };
  const receipts = await recordLog(tx, effect.records, by, world.now);
  const fresh = receipts.filter(({ isNew }) => isNew);
  turn.say(
    'team:log.recorded',
    {
      all: receipts.length,
      fresh: fresh.length,
      again: receipts.length - fresh.length,
      receipts: rangesOf(receipts.map(({ id }) => Number(id))),
    },
    [
      ...(turn.memory.run ? [turn.button('button.resume', { scope: 'general', word: 'resume' })] : []),
      deskButton(turn, 'team:button.log-again', 'log'),
      deskButton(turn, 'team:button.log-book', 'book'),
      deskButton(turn, 'team:button.mine', 'mine'),
      turn.button('volunteer:desk.back', { scope: 'general', word: 'desk' }),
    ],
  );
  if (turn.memory.desk) turn.memory.desk.logged = receipts.map(({ id }) => id);
  const keys = new Map(fresh.map(({ key, recordedKey }) => [key, recordedKey]));
  const asked = Map.groupBy(
    effect.askAbout.filter(({ key }) => keys.has(key)),
    ({ contactId }) => contactId,
  );
  for (const [contactId, about] of asked) {
    await queueQuestion(
      tx,
      contactId,
      about.map(({ key }) => keys.get(key) ?? key),
      world.now,
    );
  }
}

/** "12–14, 20". */
function rangesOf(numbers: number[]): string {
  const sorted = [...new Set(numbers)].sort((one, other) => one - other);
  const ranges: [number, number][] = [];
  for (const number of sorted) {
    const last = ranges.at(-1);
    if (last && last[1] === number - 1) last[1] = number;
    else ranges.push([number, number]);
  }
  return ranges.map(([from, to]) => (from === to ? String(from) : `${from}–${to}`)).join(', ');
}

export async function takeBack(tx: Tx, turn: Turn, effect: PeopleEffectOf<'reverse-own'>): Promise<void> {
  const entry = { id: effect.id, recordedBy: recordedBy(turn), reason: 'volunteer-correction' };
  const isDone = await reverseOwn(tx, entry, turn.world.now);
  turn.say(isDone ? 'team:log.taken-back' : 'team:log.cannot-take-back', { receipt: effect.id }, [
    deskButton(turn, 'team:button.log-again', 'log'),
    deskButton(turn, 'team:button.log-book', 'book'),
    turn.button('volunteer:desk.back', { scope: 'general', word: 'desk' }),
  ]);
}

export const askEvidence = (tx: Tx, turn: Turn, effect: PeopleEffectOf<'ask-evidence'>) =>
  queueQuestion(tx, effect.contactId, [effect.key], turn.world.now);

/** The citizen's word; on "no" whoever recorded it is told, kindly, to look again. */
export async function citizenSays(tx: Tx, turn: Turn, effect: PeopleEffectOf<'answer-evidence'>): Promise<void> {
  const answer = { id: effect.id, contactId: turn.person.id, yes: effect.yes };
  const noted = await answerQuestion(tx, answer, turn.world.now);
  const buttons = [
    turn.button('button.menu', { scope: 'general', word: 'menu' }),
    turn.button('button.person', { scope: 'general', word: 'person' }),
  ];
  turn.say(
    noted === null ? 'people:evidence.over' : effect.yes ? 'people:evidence.yes' : 'people:evidence.no',
    {},
    buttons,
  );
  if (!noted || effect.yes) return;
  const ids = noted.recordedBy.flatMap((by) => (by.startsWith('volunteer:') ? [by.slice('volunteer:'.length)] : []));
  const helpers = await tx<{ id: bigint; channel: 'telegram' | 'zalo'; simulated: boolean }[]>`
    select id, channel, simulated from contacts where id = any (${ids}::bigint[]) and left_at is null and simulated = ${turn.person.simulated}`;
  const name = [turn.person.term, turn.person.callName].filter(Boolean).join(' ');
  for (const helper of helpers) {
    const text = turn.world.texts.say('vi', 'team:evidence.denied', { name });
    turn.notify({ ...helper, id: String(helper.id) }, { kind: 'text', text });
  }
}

/** A supervisor's finding counts only for entries of the sample they were shown. */
export async function noteChecked(tx: Tx, turn: Turn, effect: PeopleEffectOf<'sample'>): Promise<void> {
  if (!(turn.world.facts.sample ?? []).some(({ id }) => id === effect.id)) return;
  await noteSample(tx, { completionId: effect.id, outcome: effect.outcome, by: turn.person.id }, turn.world.now);
}
