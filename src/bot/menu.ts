/** Finding one's way: at most five choices, by what people want, never by what an office calls it. */
import type { Flow } from '../flows/flow.ts';
import { progressOf } from '../flows/progress.ts';
import type { Button } from './channel.ts';
import type { ActiveRun } from './memory.ts';
import { titleOf } from './show.ts';
import type { Turn } from './turn.ts';

const PER_PAGE = 3;

/** The menu; `page` turns it. A run under way always comes first. */
export function sayMenu(turn: Turn, page = 0): void {
  const run = turn.memory.run;
  const shown = [...turn.world.flows.current.values()].slice(page * PER_PAGE, (page + 1) * PER_PAGE);
  const hasMore = turn.world.flows.current.size > (page + 1) * PER_PAGE;
  const buttons: Button[] = [
    ...(run && page === 0 ? [turn.button('button.resume', { scope: 'general', word: 'resume' })] : []),
    ...shown.slice(0, run && page === 0 ? PER_PAGE - 1 : PER_PAGE).map((flow) => wishButton(turn, flow)),
    turn.button('button.see-more', { scope: 'general', word: 'menu', argument: String(hasMore ? page + 1 : 0) }),
    turn.button('button.person', { scope: 'general', word: 'person' }),
  ];
  const running = run && page === 0 ? `${runningLine(turn, run)}\n` : '';
  turn.tell(running + turn.text(page === 0 ? 'menu.what' : 'menu.more'), buttons);
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
  const finished = new Set(turn.memory.finished ?? []);
  const next = [flow.proposes, ...turn.world.flows.current.keys()].find((id) => id !== undefined && !finished.has(id));
  const proposal = next === undefined ? undefined : turn.world.flows.current.get(next);
  turn.say('menu.next', {}, [
    ...(proposal ? [wishButton(turn, proposal)] : []),
    turn.button('button.menu', { scope: 'general', word: 'menu' }),
    turn.button('button.another-day', { scope: 'general', word: 'understood', argument: 'rest' }),
    turn.button('button.person', { scope: 'general', word: 'person' }),
  ]);
}
