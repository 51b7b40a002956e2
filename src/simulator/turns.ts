/** Which frames belong together: one turn of the person's, a reminder, an announcement. Pure; shared with the browser. */
import type { Delivery, Frame, InFrame, OutFrame, TurnFrame, TurnReport } from './frame.ts';

export interface TurnView {
  /** Id of the person's frame, or the cause of what came unprompted. */
  key: string;
  at: string;
  /** `own`: the person did something. Otherwise what made the assistant write. */
  origin: 'own' | 'reminder' | 'announcement' | 'other';
  act: InFrame | null;
  outcomes: TurnFrame[];
  sent: OutFrame[];
}

/**
 * Groups frames by what caused them. The outbox says so for messages it has marked as sent; before that, and for what
 * has no row there (uploads, acknowledgements), a request belongs to what happened last.
 */
export function foldTurns(frames: readonly Frame[], deliveries: readonly Delivery[]): TurnView[] {
  const causes = new Map(deliveries.map((delivery) => [delivery.externalId, delivery.cause]));
  const turns = new Map<string, TurnView>();
  let current: TurnView | undefined;
  for (const frame of frames) {
    if (frame.direction === 'in') {
      current = { key: frame.id, at: frame.at, origin: 'own', act: frame, outcomes: [], sent: [] };
      turns.set(frame.id, current);
    } else if (frame.direction === 'turn') {
      turns.get(frame.request.of)?.outcomes.push(frame);
    } else if (frame.direction === 'out') {
      current = turnOf(frame, causes, turns, frames) ?? current ?? unprompted(turns, frame, `other:${frame.id}`);
      current.sent.push(frame);
    }
  }
  return [...turns.values()];
}

function turnOf(
  frame: OutFrame,
  causes: ReadonlyMap<string | null, string>,
  turns: Map<string, TurnView>,
  frames: readonly Frame[],
): TurnView | undefined {
  const cause = frame.result.externalId === null ? undefined : causes.get(frame.result.externalId);
  if (cause === undefined) return undefined;
  const inboundId = /^in:(\d+)/.exec(cause)?.[1];
  const own = frames.find((other) => other.direction === 'turn' && reportOf(other)?.inboundId === inboundId);
  const key = own?.direction === 'turn' ? own.request.of : cause;
  return turns.get(key) ?? unprompted(turns, frame, key);
}

function unprompted(turns: Map<string, TurnView>, frame: OutFrame, key: string): TurnView {
  const origin = key.startsWith('nudge:') ? 'reminder' : key.startsWith('broadcast:') ? 'announcement' : 'other';
  const turn: TurnView = { key, at: frame.at, origin, act: null, outcomes: [], sent: [] };
  turns.set(key, turn);
  return turn;
}

export const reportOf = (frame: TurnFrame): TurnReport | null =>
  frame.result.kind === 'turn' ? frame.result.report : null;

/** The report of the delivery that counted. */
export const reportOfTurn = (turn: TurnView): TurnReport | null =>
  turn.outcomes.map(reportOf).find((report) => report !== null) ?? null;

/** The turn a frame is part of, by the frame's id. */
export const turnOfFrame = (turns: readonly TurnView[], frameId: string): TurnView | undefined =>
  turns.find(
    (turn) =>
      turn.act?.id === frameId ||
      turn.sent.some((frame) => frame.id === frameId) ||
      turn.outcomes.some((frame) => frame.id === frameId),
  );
