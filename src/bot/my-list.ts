/** What somebody has done, has under way and could do next: asked for in words or from the menu. Pure. */
import type { FlowId } from '../flows/flow.ts';
import { nextUseful, type Proposal } from '../flows/next-useful.ts';
import { progressOf } from '../flows/progress.ts';
import type { Button } from './channel.ts';
import type { ActiveRun } from './memory.ts';
import { titleOf } from './show.ts';
import type { Turn } from './turn.ts';

/** Titles named of each kind; more would not fit one screen (CD-21). */
const NAMED = 3;
/** Buttons that continue something or begin the next thing; with the menu and a person they are five. */
const CONTINUED = 3;

/** "Việc của tôi": done, under way, not yet, each with a way on. Own runs only: what is done for a household is the desk's. */
export function sayMyList(turn: Turn): void {
  turn.understood = 'my-list';
  const underWay = runsOf(turn);
  const finished = finishedOf(turn);
  const next = proposalsOf(turn);
  const lines = [
    ...(finished.length > 0
      ? [
          line(
            turn,
            'done',
            finished.toReversed().map((id) => titleOf(turn, id)),
          ),
        ]
      : []),
    ...(underWay.length > 0
      ? [
          line(
            turn,
            'under-way',
            underWay.map((run) => placeOf(turn, run)),
          ),
        ]
      : []),
    ...(next.length > 0
      ? [
          line(
            turn,
            'not-yet',
            next.map(({ flow }) => titleOf(turn, flow)),
          ),
        ]
      : []),
  ];
  const isNew = finished.length === 0 && underWay.length === 0;
  turn.tell(
    [turn.text(isNew ? 'list.nothing' : 'list.here'), ...lines].join('\n'),
    [...underWay.map((run) => wishButton(turn, run.state.flowId)), ...next.map(({ flow }) => wishButton(turn, flow))]
      .slice(0, CONTINUED)
      .concat(ways(turn)),
  );
}

/** "Học gì tiếp": the most useful next thing, and why. */
export function sayWhatNext(turn: Turn): void {
  turn.understood = 'what-next';
  const proposals = proposalsOf(turn);
  const [best] = proposals;
  if (!best) return turn.say('next.all-done', {}, ways(turn));
  turn.say(
    'next.propose',
    { title: titleOf(turn, best.flow), because: becauseOf(turn, best) },
    proposals
      .slice(0, CONTINUED)
      .map(({ flow }) => wishButton(turn, flow))
      .concat(ways(turn)),
  );
}

/** What to propose after a flow has ended: its own recommendation comes first, done or not. */
export const proposalAfter = (turn: Turn, ended: FlowId): FlowId | undefined => {
  const finished = finishedOf(turn).filter((id) => id !== ended);
  return nextUseful([...finished, ended], turn.world.flows.current)[0]?.flow;
};

/** The reason of a proposal, as a part of a sentence. */
export const becauseOf = (turn: Turn, { reason }: Proposal): string =>
  turn.text(`next.because.${reason.why}`, { title: 'flow' in reason ? titleOf(turn, reason.flow) : '' });

/** What this person could do next: not what already lies half done. */
function proposalsOf(turn: Turn): Proposal[] {
  const busy = new Set(runsOf(turn).map(({ state }) => state.flowId));
  return nextUseful(finishedOf(turn), turn.world.flows.current).filter(({ flow }) => !busy.has(flow));
}

const runsOf = (turn: Turn): ActiveRun[] =>
  [...(turn.memory.run ? [turn.memory.run] : []), ...(turn.memory.shelf ?? [])].filter(
    (run) => !run.helping && turn.world.flows.current.has(run.state.flowId),
  );

const finishedOf = (turn: Turn): FlowId[] =>
  (turn.memory.finished ?? []).filter((id) => turn.world.flows.current.has(id));

function placeOf(turn: Turn, run: ActiveRun): string {
  const flow = turn.world.flows.of(run.state.flowId, run.state.version);
  const progress = flow && run.state.step !== null ? progressOf(flow, run.state.step) : null;
  const title = titleOf(turn, run.state.flowId);
  return progress ? turn.text('list.at-step', { title, n: progress.n, total: progress.total }) : title;
}

function line(turn: Turn, kind: 'done' | 'under-way' | 'not-yet', titles: string[]): string {
  const named = titles.slice(0, NAMED).join(', ');
  const more = titles.length - NAMED;
  const all = more > 0 && kind !== 'not-yet' ? turn.text('list.and-more', { named, more }) : named;
  return turn.text(`list.${kind}`, { titles: all });
}

export const wishButton = (turn: Turn, flowId: FlowId): Button =>
  turn.button(`flows/${flowId}:wish`, { scope: 'flow', flow: flowId });

const ways = (turn: Turn): Button[] => [
  turn.button('button.menu', { scope: 'general', word: 'menu', argument: '0' }),
  turn.button('button.person', { scope: 'general', word: 'person' }),
];
