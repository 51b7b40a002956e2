/**
 * How an announcement goes, told to everybody who looks at it. One look into the database a second for each announcement
 * that is looked at, whatever the number of people; none when nobody does.
 */
import { PassThrough, type Readable } from 'node:stream';
import type { BroadcastProgress } from '../../broadcast/result.ts';

export interface Timing {
  /** Between two looks at the same announcement. */
  lookMs: number;
  /** A line of nothing, so that no proxy takes the silence for an end. */
  beatMs: number;
  /** A stream ends after so long and the browser asks again: whoever was signed out meanwhile is not let in. */
  livesMs: number;
}

export const TIMING: Timing = { lookMs: 1_000, beatMs: 15_000, livesMs: 60_000 };

/** After this the browser asks again by itself. */
const RETRY_MS = 1_000;

/** Null: it cannot be told any more. */
type Tell = (result: BroadcastProgress | null) => void;

export interface Board {
  /**
   * Tells every look that begins from now on, until the answer is called. What was seen before is older than the page the
   * reader has just been given, and would undo before their eyes what they have pressed.
   */
  follow(id: string, tell: Tell): () => void;
}

export function createBoard(read: (id: string) => Promise<BroadcastProgress | null>, lookMs: number): Board {
  const followers = new Map<string, Set<Tell>>();
  const lookAt = async (id: string, following: Set<Tell>): Promise<void> => {
    const told = [...following];
    const seen = await read(id).catch(() => null);
    for (const tell of told) if (following.has(tell)) tell(seen);
    if (following.size === 0) followers.delete(id);
    else setTimeout(() => void lookAt(id, following), lookMs);
  };
  return {
    follow: (id, tell) => {
      const known = followers.get(id);
      const following = known ?? new Set();
      following.add(tell);
      if (!known) {
        followers.set(id, following);
        void lookAt(id, following);
      }
      return () => void following.delete(tell);
    },
  };
}

/** Nothing moves by itself any more, or not yet. */
export const isStill = ({ state }: Pick<BroadcastProgress, 'state'>): boolean =>
  state !== 'sending' && state !== 'paused';

/**
 * Server-Sent Events: `dien-bien` with `draw`'s value as JSON whenever that has changed, `het` when nothing more will come.
 * Every event is the whole state, so a missed one is no loss and none is numbered.
 */
export function streamOf(
  board: Board,
  id: string,
  draw: (result: BroadcastProgress) => unknown,
  { beatMs, livesMs }: Timing = TIMING,
): Readable {
  const out = new PassThrough();
  out.write(`retry: ${RETRY_MS}\n\n`);
  let shown = '';
  const end = (line = '') => {
    leave();
    if (!out.writableEnded) out.end(line);
  };
  const beat = setInterval(() => out.write(': nhịp\n\n'), beatMs);
  const life = setTimeout(end, livesMs);
  let unfollow = () => {};
  const leave = () => {
    clearInterval(beat);
    clearTimeout(life);
    unfollow();
  };
  out.once('close', leave);
  unfollow = board.follow(id, (result) => {
    if (!result) return end();
    const data = JSON.stringify(draw(result));
    // Whoever reads slowly gets the next whole state instead of all those between.
    if (data !== shown && !out.writableNeedDrain) {
      out.write(`event: dien-bien\ndata: ${data}\n\n`);
      shown = data;
    }
    if (isStill(result)) end('event: het\ndata: {}\n\n');
  });
  return out;
}
