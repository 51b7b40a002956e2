/** Carries out what turns about safety decided, and says what came of it. */
import { randomInt } from 'node:crypto';
import type { Tx } from '../../db/client.ts';
import { giveConsent, withdrawConsent } from '../../db/consents.ts';
import { endFamily, linkFamily, type Relation, relativesOf } from '../../db/family.ts';
import { personById } from '../../db/persons.ts';
import { keepProof, standingOf, useProof } from '../../db/proof-codes.ts';
import { recordScamPattern } from '../../db/scam-patterns.ts';
import { ownStalls, setMorningCheck, stallWithCode } from '../../db/stall-codes.ts';
import { addressOf } from '../../text.ts';
import { CODE_LENGTH, CODE_WORDS } from '../../understanding/desk-words.ts';
import { normalise } from '../../understanding/normalise.ts';
import { DOOR_CONSONANTS, DOOR_SYLLABLES, DOOR_VOWELS } from '../../understanding/safety-words.ts';
import type { OutboundMessage } from '../channel.ts';
import { capital, clockWords } from '../duty.ts';
import { nameOf } from '../person.ts';
import { backToWork } from '../protect.ts';
import { firstMorning, tellCompared, tellMorning } from '../safety/code.ts';
import type { FamilyNews, SafetyEffect } from '../safety/effects.ts';
import { askRelation, tellFamilyCode } from '../safety/family.ts';
import { tellProof } from '../safety/proof.ts';
import type { Turn } from '../turn.ts';

type Performed = Exclude<SafetyEffect, { type: 'errand' }>;

export async function performForSafety(tx: Tx, turn: Turn, effect: Performed): Promise<void> {
  switch (effect.type) {
    case 'compare-code':
      return compareCode(tx, turn, effect);
    case 'morning-check': {
      const due = effect.on ? firstMorning(turn.world.now) : null;
      return tellMorning(turn, effect.on, await setMorningCheck(tx, turn.person.id, due));
    }
    case 'make-proof':
      return makeProof(tx, turn, effect.kind);
    case 'use-proof':
      return checkProof(tx, turn, effect.code);
    case 'family-code':
      return makeFamilyCode(tx, turn);
    case 'use-family-code':
      return readFamilyCode(tx, turn, effect.words);
    case 'link-family':
      return link(tx, turn, effect.elder, effect.relation);
    case 'end-family':
      return cut(tx, turn);
    case 'tell-family':
      return tellFamily(tx, turn, effect.news);
    case 'add-scam': {
      const { phrases, answer, source, areaCode } = effect;
      const { id, simulated } = turn.person;
      await recordScamPattern(tx, { phrases, answer, source, areaCode, simulated }, `contact:${id}`, turn.world.now);
    }
  }
}

async function compareCode(tx: Tx, turn: Turn, { seen }: SafetyEffect & { type: 'compare-code' }): Promise<void> {
  const [own] = await ownStalls(tx, turn.person.id, seen.fingerprint ?? '');
  const other =
    own || seen.fingerprint === null ? null : await stallWithCode(tx, seen.fingerprint, turn.person.simulated);
  tellCompared(turn, seen, { own: own ?? null, other });
}

// ── who somebody is ────────────────────────────────────────────────────────────────────────────────────────────────

const letter = (of: string): string => of[randomInt(of.length)] ?? 'A';
const doorCode = (): string =>
  Array.from({ length: DOOR_SYLLABLES }, () => letter(DOOR_CONSONANTS) + letter(DOOR_VOWELS)).join('');

/** Drawn anew when somebody else has the same at this moment. */
async function drawDoorCode(tx: Tx, turn: Turn, kind: 'volunteer' | 'assistant'): Promise<string> {
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const code = doorCode();
    if (await keepProof(tx, { kind, contactId: turn.person.id, code }, turn.world.now)) return code;
  }
  return doorCode(); // nobody will find it: better than a turn that fails
}

async function makeProof(tx: Tx, turn: Turn, kind: 'volunteer' | 'assistant'): Promise<void> {
  const code = await drawDoorCode(tx, turn, kind);
  const ways = [
    turn.button('button.menu', { scope: 'general', word: 'menu' }),
    turn.button('button.person', { scope: 'general', word: 'person' }),
  ];
  if (kind === 'assistant') return turn.say('safety:proof.who-i-am', { code }, ways);
  turn.say('safety:proof.code', { code }, [
    turn.button('volunteer:desk.back', { scope: 'general', word: 'desk' }),
    turn.button('button.person', { scope: 'general', word: 'person' }),
  ]);
}

async function checkProof(tx: Tx, turn: Turn, code: string): Promise<void> {
  const { person, world } = turn;
  const proven = await useProof(tx, { of: 'door', code, by: person.id, simulated: person.simulated }, world.now);
  if (!proven) return tellProof(turn, null);
  if (proven.kind === 'assistant') {
    const shown = await personById(tx, proven.contactId);
    const channel = shown?.channel === 'zalo' ? 'Zalo' : 'Telegram';
    return tellProof(turn, { kind: 'assistant', channel, time: clockWords(proven.madeAt, world.now) });
  }
  const standing = await standingOf(tx, proven.contactId);
  tellProof(turn, standing && { kind: 'volunteer', ...standing });
}

// ── family ─────────────────────────────────────────────────────────────────────────────────────────────────────────

async function makeFamilyCode(tx: Tx, turn: Turn): Promise<void> {
  const { person, world } = turn;
  const words = Array.from({ length: CODE_LENGTH }, () => CODE_WORDS[randomInt(CODE_WORDS.length)] ?? '').join(' ');
  await keepProof(tx, { kind: 'family', contactId: person.id, code: normalise(words).folded }, world.now);
  const subject = { subjectKind: 'contact', subjectCode: person.id, purpose: 'family', how: 'pressed' } as const;
  const proof = { by: person.id, words: turn.text('safety:family.ask'), inboundId: world.inboundId };
  await giveConsent(tx, { ...subject, ...proof }, world.now);
  tellFamilyCode(turn, words);
}

async function readFamilyCode(tx: Tx, turn: Turn, words: string): Promise<void> {
  const { person, world, memory } = turn;
  const use = { of: 'family', code: words, by: person.id, simulated: person.simulated } as const;
  const proven = await useProof(tx, use, world.now);
  const elder = proven && (await personById(tx, proven.contactId));
  if (!elder) {
    memory.joinMisses = (memory.joinMisses ?? 0) + 1;
    turn.say('safety:family.unknown');
    return backToWork(turn);
  }
  delete memory.joinMisses;
  askRelation(turn, elder.id, nameOf(elder));
}

async function link(tx: Tx, turn: Turn, elderId: string, relation: Relation): Promise<void> {
  const { person, world } = turn;
  const elder = await personById(tx, elderId);
  const isMade = elder !== null && (await linkFamily(tx, { elderId, relativeId: person.id, relation }, world.now));
  if (!elder || !isMade) {
    turn.say('safety:family.full');
    return backToWork(turn);
  }
  turn.say('safety:family.linked', { who: whoIs(turn, relation, capital(nameOf(elder))) }, [
    turn.button('safety:button.family-stop', { scope: 'safety', act: 'family-stop' }),
    turn.button('button.menu', { scope: 'general', word: 'menu' }),
    turn.button('button.person', { scope: 'general', word: 'person' }),
  ]);
  const say = (key: string, params = {}) => world.texts.say(elder.locale, key, params, addressOf(elder.term));
  turn.notify(elder, {
    kind: 'text',
    text: say('safety:family.joined', { name: person.term ? capital(nameOf(person)) : say('safety:family.somebody') }),
    buttons: [
      { label: say('safety:button.family-stop'), data: 's.family-stop' },
      { label: say('button.menu'), data: 'g.menu' },
    ],
  });
}

/** "Mẹ", "Ba", or as everybody calls them. */
const whoIs = (turn: Turn, relation: Relation, name: string, locale = turn.person.locale): string =>
  relation === 'elder' ? name : turn.world.texts.say(locale, `safety:family.as.${relation}`);

async function cut(tx: Tx, turn: Turn): Promise<void> {
  const { person, world } = turn;
  const others = await endFamily(tx, person.id, `contact:${person.id}`, world.now);
  await withdrawConsent(tx, person.id, 'family', world.now);
  delete turn.memory.family;
  turn.say(others.length > 0 ? 'safety:family.cut' : 'safety:family.none');
  backToWork(turn);
  for (const id of others) {
    const other = await personById(tx, id);
    if (!other || other.leftAt !== null) continue;
    const say = (key: string) => world.texts.say(other.locale, key, {}, addressOf(other.term));
    const menu = { label: say('button.menu'), data: 'g.menu' };
    turn.notify(other, { kind: 'text', text: say('safety:family.was-cut'), buttons: [menu] });
  }
}

/** An alarm goes out at once and beside everything; steps as what they are, reminders. */
async function tellFamily(tx: Tx, turn: Turn, news: FamilyNews): Promise<void> {
  const name = capital(nameOf(turn.person));
  for (const relative of await relativesOf(tx, turn.person.id)) {
    const say = (key: string, params: Record<string, string | number> = {}) =>
      turn.world.texts.say(relative.locale, key, params, addressOf(relative.term));
    const who = whoIs(turn, relative.relation, name, relative.locale);
    const title = news.what === 'alert' ? '' : say(`flows/${news.flowId}:title`);
    const text = say(`safety:family.news.${news.what}`, {
      who,
      title,
      ...(news.what === 'step' && { n: news.n, total: news.total }),
    });
    const stop = { label: say('safety:button.family-stop'), data: 's.family-stop' };
    const message: OutboundMessage = { kind: 'text', text, buttons: [stop] };
    turn.notify(relative, message);
  }
}
