/**
 * Is what the database says happened exactly what the crowd did? Every update one turn, every run the flow's own steps
 * one after the other, every message sent once.
 */

import type { Sql } from '../src/db/client.ts';
import { advance, forwardOf, newRun } from '../src/flows/advance.ts';
import type { Flow, FlowEvent, StepId } from '../src/flows/flow.ts';
import type { CrowdLedger } from './crowd.ts';

interface TurnRow {
  external_id: string;
  run_id: bigint | null;
  seq: number | null;
  step_from: StepId | null;
  step_to: StepId | null;
}

interface Expected {
  seq: number;
  from: StepId | null;
  to: StepId | null;
}

/** What differs, in words; empty when the history is exact. `flow` is the one the crowd walks by its first buttons. */
export async function differences(sql: Sql, flow: Flow, ledger: CrowdLedger): Promise<string[]> {
  const found: string[] = [];
  const [counts] = await sql<{ inbound: number; turns: number; open: number; unsent: number }[]>`
    select (select count(*) from inbound)::int as inbound, (select count(*) from turns)::int as turns,
           (select count(*) from outbound where state in ('queued', 'sending'))::int as open,
           (select count(*) from outbound where state <> 'sent')::int as unsent`;
  if (counts?.inbound !== counts?.turns) found.push(`${counts?.inbound} events but ${counts?.turns} turns`);
  if (counts?.open !== 0) found.push(`${counts?.open} messages are still open`);
  if (counts?.unsent !== 0) found.push(`${counts?.unsent} messages ended otherwise than sent`);

  const messages = await sql<{ external_id: string; count: number }[]>`
    select c.external_id, count(*)::int as count from outbound o join contacts c on c.id = o.contact_id group by 1`;
  const messagesOf = new Map(messages.map((row) => [row.external_id, row.count]));
  const turns = await turnsByPerson(sql);
  for (const [person, did] of Object.entries(ledger)) {
    const taken = turns.get(person)?.length ?? 0;
    if (taken !== did.updates) found.push(`person ${person}: ${did.updates} updates but ${taken} turns`);
    const rows = messagesOf.get(person) ?? 0;
    if (rows !== did.messages) found.push(`person ${person}: ${rows} rows but ${did.messages} messages`);
  }
  return [...found, ...(await runFaults(sql, flow))];
}

/**
 * Where anybody's run is not the way by first buttons from its beginning, or not whole before the next one begins.
 * `areMoved`: to a new version of the flow meanwhile, which shows each of them the step where they are once more.
 */
export async function runFaults(sql: Sql, flow: Flow, { areMoved = false } = {}): Promise<string[]> {
  const way = firstButtonWay(flow);
  const turns = await turnsByPerson(sql);
  const steps = areMoved ? withoutLooks : moving;
  return [...turns].flatMap(([person, mine]) => strayed(mine, way, steps).map((how) => `person ${person}: ${how}`));
}

async function turnsByPerson(sql: Sql): Promise<Map<string, TurnRow[]>> {
  const rows = await sql<TurnRow[]>`
    select c.external_id, t.run_id, t.seq, t.step_from, t.step_to
    from turns t join contacts c on c.id = t.contact_id order by t.inbound_id`;
  return Map.groupBy(rows, ({ external_id }) => external_id);
}

function strayed(turns: readonly TurnRow[], way: readonly Expected[], steps: typeof moving): string[] {
  const inRuns = turns.filter(({ run_id }) => run_id !== null);
  const runs = [...Map.groupBy(inRuns, ({ run_id }) => run_id).values()].map(steps);
  return runs.flatMap((run, index) => {
    const isLast = index === runs.length - 1;
    if (!isLast && run.length !== way.length) return [`a run of ${run.length} instead of ${way.length} turns`];
    const at = run.findIndex(({ seq, step_from, step_to }, step) => {
      const expected = way[step];
      return seq !== expected?.seq || step_from !== expected.from || step_to !== expected.to;
    });
    return at < 0
      ? []
      : [`turn ${at + 1} is ${run[at]?.step_from} → ${run[at]?.step_to}, not ${way[at]?.from} → ${way[at]?.to}`];
  });
}

/** Without the turns that only showed the same step again: a button pressed twice. */
const moving = (run: readonly TurnRow[]): TurnRow[] =>
  run.filter(({ seq, step_from, step_to }, index) => step_from !== step_to || seq !== run[index - 1]?.seq);

/** The same where being moved to a new version counts as a turn of the run: numbered as if it had not. */
const withoutLooks = (run: readonly TurnRow[]): TurnRow[] =>
  run
    .filter(({ step_from, step_to }) => step_from !== step_to)
    .map((turn, index) => ({ ...turn, seq: index + (run[0]?.seq ?? 0) }));

/** The turns of one whole run by first buttons, as the pure function tells them. */
export function firstButtonWay(flow: Flow): Expected[] {
  const way: Expected[] = [];
  let state = newRun(flow);
  let event: FlowEvent = { type: 'started' };
  do {
    const from = state.step;
    state = advance(flow, state, event).state;
    way.push({ seq: state.seq, from, to: state.step });
    event = firstButton(flow, state.step);
  } while (state.step !== null);
  return way;
}

function firstButton(flow: Flow, step: StepId | null): FlowEvent {
  const at = step === null ? undefined : flow.steps[step];
  if (at?.kind === 'choose') return { type: 'chose', option: Object.keys(at.options)[0] ?? '' };
  if (at?.kind === 'branch-phone') return { type: 'chose', option: 'android' };
  if (at && forwardOf(at) === null) throw new Error(`Step ${step} has no first button.`);
  return { type: 'forward' };
}
