/** Writes many small things together: collects for a moment, then hands them over in one go, and never loses one. */

export interface Batching<Item> {
  /** Writes them all or throws; is called again with the same items after it threw, so it must be safe to repeat. */
  write(items: Item[]): Promise<void>;
  /** How long the first of a batch waits for company. */
  gatherMs: number;
  /** So many do not wait any longer. */
  enough: number;
  onTrouble(error: unknown): void;
}

export interface Batch<Item> {
  add(item: Item): void;
  /** Resolves when everything added so far is written. */
  flush(): Promise<void>;
  readonly size: number;
}

/** More than `enough` may have lined up during a write; one write takes this many times as many. */
const MOST_TIMES_ENOUGH = 4;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2000;

export function createBatch<Item>({ write, gatherMs, enough, onTrouble }: Batching<Item>): Batch<Item> {
  let waiting: Item[] = [];
  let writing: Promise<void> | null = null;
  let timer: NodeJS.Timeout | undefined;

  /** Writes one batch, then more until less than `least` is left and nothing failed. */
  function writeDown(least: number): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    writing ??= writeWhile(least).finally(() => {
      writing = null;
      arrange();
    });
    return writing;
  }

  async function writeWhile(least: number): Promise<void> {
    let pause = 0;
    do {
      const items = waiting.splice(0, enough * MOST_TIMES_ENOUGH);
      try {
        await write(items);
        pause = 0;
      } catch (error) {
        onTrouble(error);
        waiting = [...items, ...waiting];
        pause = Math.min(LONGEST_PAUSE_MS, Math.max(FIRST_PAUSE_MS, pause * 2));
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
    } while (waiting.length >= least || pause > 0);
  }

  function arrange(): void {
    if (writing || waiting.length === 0) return;
    if (waiting.length >= enough) void writeDown(enough);
    else timer ??= setTimeout(() => void writeDown(enough), gatherMs);
  }

  return {
    add(item) {
      waiting.push(item);
      arrange();
    },
    async flush() {
      while (writing || waiting.length > 0) await writeDown(1);
    },
    get size() {
      return waiting.length;
    },
  };
}
