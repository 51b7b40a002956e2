/**
 * Somebody near who is told how one gets on: named by the elder, who reads four words out to them; agreed to by both; ended by
 * one word of either. They hear of steps and of alarms – never of amounts, numbers, or what was written. Pure.
 */

import type { Relation } from '../../db/family.ts';
import { progressOf } from '../../flows/progress.ts';
import { backToWork } from '../protect.ts';
import type { Turn } from '../turn.ts';
import type { FamilyNews } from './effects.ts';

/** Steps are told at most so often; the end of a flow and an alarm always. */
const TELL_AGAIN_AFTER_MS = 10 * 60_000;

const familyButton = (turn: Turn, key: string, act: string, argument?: string) =>
  turn.button(`safety:button.${key}`, { scope: 'safety', act, ...(argument !== undefined && { argument }) });
const menuButton = (turn: Turn) => turn.button('button.menu', { scope: 'general', word: 'menu' });
const personButton = (turn: Turn) => turn.button('button.person', { scope: 'general', word: 'person' });

/** What will be told, before anything is agreed to. */
export function askFamily(turn: Turn): void {
  turn.understood = 'family:ask';
  turn.memory.asking = { what: 'family' };
  turn.say('safety:family.ask', {}, [
    familyButton(turn, 'family-agree', 'family-agree'),
    menuButton(turn),
    personButton(turn),
  ]);
}

export function agreeFamily(turn: Turn): void {
  if (turn.memory.asking?.what !== 'family') return askFamily(turn);
  delete turn.memory.asking;
  turn.understood = 'family:agreed';
  turn.effects.push({ type: 'family-code' });
}

export function tellFamilyCode(turn: Turn, words: string): void {
  turn.say('safety:family.code', { words }, [menuButton(turn), personButton(turn)]);
}

/** Four words typed by a relative; five wrong tries and it is over, as with joining two channels. */
export function useFamilyCode(turn: Turn, words: string): void {
  turn.understood = 'family:code';
  if ((turn.memory.joinMisses ?? 0) >= 5) {
    turn.say('safety:family.too-often');
    return backToWork(turn);
  }
  turn.effects.push({ type: 'use-family-code', words });
}

/** Found: whose code it was is said only by how they are called; the relative says how they are related. */
export function askRelation(turn: Turn, elder: string, name: string): void {
  turn.memory.asking = { what: 'family', elder };
  turn.say('safety:family.relation', { name }, [
    familyButton(turn, 'mother', 'family-as', 'mother'),
    familyButton(turn, 'father', 'family-as', 'father'),
    familyButton(turn, 'elder', 'family-as', 'elder'),
    menuButton(turn),
  ]);
}

const RELATIONS: readonly Relation[] = ['mother', 'father', 'elder'];

export function chooseRelation(turn: Turn, named: string | undefined): void {
  const { asking } = turn.memory;
  const relation = RELATIONS.find((one) => one === named);
  if (asking?.what !== 'family' || asking.elder === undefined || !relation) return backToWork(turn);
  delete turn.memory.asking;
  turn.understood = 'family:linked';
  turn.effects.push({ type: 'link-family', elder: asking.elder, relation });
}

/** One word of either side. */
export function stopFamily(turn: Turn): void {
  turn.understood = 'family:stop';
  turn.effects.push({ type: 'end-family' });
}

/** Looks at what the turn came to and adds what the family is told of it. Only where there is a family. */
export function addFamilyNews(turn: Turn): void {
  if (!turn.memory.family) return;
  const news = newsOf(turn);
  if (news) turn.effects.push({ type: 'tell-family', news });
}

function newsOf(turn: Turn): FamilyNews | null {
  const { effects, memory, world } = turn;
  if (effects.some((effect) => effect.type === 'open-help' && effect.urgent)) return { what: 'alert' };
  const finished = effects.find((effect) => effect.type === 'record' && effect.completion.outcome === 'completed');
  if (finished?.type === 'record') return { what: 'finished', flowId: finished.completion.flowId };
  const run = memory.run;
  if (!run || run.helping || turn.stepFrom === null || turn.stepTo === null || turn.stepFrom === turn.stepTo)
    return null;
  const flow = world.flows.of(run.state.flowId, run.state.version);
  if (!flow?.steps[turn.stepFrom] || !flow.steps[turn.stepTo]) return null;
  const before = progressOf(flow, turn.stepFrom);
  const isDone = run.state.path.includes(turn.stepFrom); // going back leaves it
  if (!before || !isDone || wasToldLately(turn)) return null;
  memory.familyToldAt = world.now.toISOString();
  return { what: 'step', flowId: flow.id, n: before.n, total: before.total };
}

function wasToldLately({ memory, world }: Turn): boolean {
  const told = memory.familyToldAt === undefined ? Number.NaN : Date.parse(memory.familyToldAt);
  return world.now.getTime() - told < TELL_AGAIN_AFTER_MS;
}
