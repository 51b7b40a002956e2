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
  const turns = Map.groupBy(
    await sql<TurnRow[]>`
      select c.external_id, t.run_id, t.seq, t.step_from, t.step_to
      from turns t join contacts c on c.id = t.contact_id order by t.inbound_id`,
    ({ external_id }) => external_id,
  );
  const way = firstButtonWay(flow);
  for (const [person, did] of Object.entries(ledger)) {
    const mine = turns.get(person) ?? [];
    if (mine.length !== did.updates) found.push(`person ${person}: ${did.updates} updates but ${mine.length} turns`);
    if ((messagesOf.get(person) ?? 0) !== did.messages)
      found.push(`person ${person}: ${messagesOf.get(person)} rows but ${did.messages} messages`);
    found.push(...strayed(mine, way).map((how) => `person ${person}: ${how}`));
  }
  return found;
}

/** Runs must follow the way from its beginning, and be whole before the next one begins. */
function strayed(turns: readonly TurnRow[], way: readonly Expected[]): string[] {
  const runs = [
    ...Map.groupBy(
      turns.filter(({ run_id }) => run_id !== null),
      ({ run_id }) => run_id,
    ).values(),
  ];
  return runs.flatMap((run, index) => {
    const isLast = index === runs.length - 1;
    if (!isLast && run.length !== way.length) return [`a run of ${run.length} instead of ${way.length} turns`];
    const at = run.findIndex(({ seq, step_from, step_to }, step) => {
      const expected = way[step];
      return seq !== expected?.seq || step_from !== expected.from || step_to !== expected.to;
    });
    return at < 0
      ? []
      : [`turn ${at + 1} of a run is ${JSON.stringify(run[at])} instead of ${JSON.stringify(way[at])}`];
  });
}

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
