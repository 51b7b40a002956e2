/** Finding one's way: at most five choices, by what people want, never by what an office calls it. */
import type { Flow, FlowId } from '../flows/flow.ts';
import { flowsIn, type GroupId, groupsOf, isGroup } from '../flows/groups.ts';
import { progressOf } from '../flows/progress.ts';
import type { Button } from './channel.ts';
import { canHear } from './language.ts';
import type { ActiveRun } from './memory.ts';
import { proposalAfter } from './my-list.ts';
import { titleOf } from './show.ts';
import type { Turn } from './turn.ts';

/** Choices on one page; with "see more" and a person they are five. */
const PER_PAGE = 3;

export interface Page<T> {
  shown: T[];
  /** The next page's number, 0 after the last; null when everything is on one page. */
  next: number | null;
}

export function pageOf<T>(all: readonly T[], page: number, perPage = PER_PAGE): Page<T> {
  const start = page * perPage < all.length ? page * perPage : 0;
  const shown = all.slice(start, start + perPage);
  if (all.length <= perPage) return { shown, next: null };
  return { shown, next: start + perPage < all.length ? start / perPage + 1 : 0 };
}

/** The menu. A run under way always comes first, and takes one place of the first page. */
export function sayMenu(turn: Turn, page = 0): void {
  const run = page === 0 ? turn.memory.run : undefined;
  const { shown, next } = pageOf(choicesOf(turn), page);
  const hasMore = next !== null || (run && shown.length === PER_PAGE);
  const buttons: Button[] = [
    ...(run ? [turn.button('button.resume', { scope: 'general', word: 'resume' })] : []),
    ...shown.slice(0, run ? PER_PAGE - 1 : PER_PAGE),
    ...(hasMore ? [seeMore(turn, run ? 0 : (next ?? 0), run ? 'rest' : undefined)] : []),
    turn.button('button.person', { scope: 'general', word: 'person' }),
  ];
  const running = run ? `${runningLine(turn, run)}\n` : '';
  turn.tell(running + turn.text(page === 0 ? 'menu.what' : 'menu.more'), buttons);
}

/** The menu without what is under way, for whoever wants something else. */
export function sayChoices(turn: Turn): void {
  const { shown, next } = pageOf(choicesOf(turn), 0);
  turn.say('menu.more', {}, [
    ...shown,
    ...(next === null ? [] : [seeMore(turn, next)]),
    turn.button('button.person', { scope: 'general', word: 'person' }),
  ]);
}

/** Everything the menu leads to: what people want first, then what concerns themselves. */
const choicesOf = (turn: Turn): Button[] => [
  ...groupsOf(turn.world.flows.current.values()).map((group) => groupButton(turn, group)),
  turn.button('button.my-list', { scope: 'general', word: 'my-list' }),
  turn.button('button.what-next', { scope: 'general', word: 'what-next' }),
  ...(canHear(turn) ? [voiceButton(turn)] : []),
  turn.button('button.language', { scope: 'general', word: 'language' }),
];

/** Reading aloud, on or off: whichever it is not. */
export const voiceButton = (turn: Turn): Button => {
  const to = turn.memory.voice ? 'off' : 'on';
  return turn.button(`button.voice-${to}`, { scope: 'general', word: 'voice', argument: to });
};

const seeMore = (turn: Turn, page: number, rest?: string): Button =>
  turn.button('button.see-more', { scope: 'general', word: 'menu', argument: rest ?? String(page) });

const groupButton = (turn: Turn, group: GroupId): Button =>
  turn.button(`menu.groups.${group}`, { scope: 'group', group, page: 0 });

/** One group's flows. */
export function sayGroup(turn: Turn, group: string, page: number): void {
  if (!isGroup(group)) return sayMenu(turn);
  const { shown, next } = pageOf(flowsIn(group, turn.world.flows.current.values()), page);
  turn.say('menu.which', { group: turn.text(`menu.groups.${group}`) }, [
    ...shown.map((flow) => wishButton(turn, flow)),
    next === null
      ? turn.button('button.menu', { scope: 'general', word: 'menu', argument: '0' })
      : turn.button('button.see-more', { scope: 'group', group, page: next }),
    turn.button('button.person', { scope: 'general', word: 'person' }),
  ]);
}

/** Several flows fit what was typed: up to three, and a person as the last. */
export function sayWhichFlow(turn: Turn, flowIds: readonly FlowId[]): void {
  const flows = flowIds.map((id) => turn.world.flows.current.get(id)).filter((flow) => flow !== undefined);
  turn.say('menu.which-flow', {}, [
    ...flows.map((flow) => wishButton(turn, flow)),
    turn.button('button.menu', { scope: 'general', word: 'menu' }),
    turn.button('button.person', { scope: 'general', word: 'person' }),
  ]);
}

function runningLine(turn: Turn, run: ActiveRun): string {
  const flow = turn.world.flows.of(run.state.flowId, run.state.version);
  const progress = flow && run.state.step !== null ? progressOf(flow, run.state.step) : null;
  const title = titleOf(turn, run.state.flowId);
  return progress
    ? turn.text('menu.running', { title, n: progress.n, total: progress.total })
    : turn.text('menu.running-plain', { title });
}

const wishButton = (turn: Turn, flow: Flow): Button => ({
  label: turn.text(`flows/${flow.id}:wish`),
  data: `f.${flow.id}`,
});

/** After a flow: one next thing first, by what this person has finished (CD-80). */
export function sayNext(turn: Turn, flow: Flow): void {
  const next = proposalAfter(turn, flow.id);
  const proposal = next === undefined ? undefined : turn.world.flows.current.get(next);
  turn.say('menu.next', {}, [
    ...(proposal ? [wishButton(turn, proposal)] : []),
    turn.button('button.menu', { scope: 'general', word: 'menu' }),
    turn.button('button.another-day', { scope: 'general', word: 'understood', argument: 'rest' }),
    turn.button('button.person', { scope: 'general', word: 'person' }),
  ]);
}
