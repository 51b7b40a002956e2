/** When work is done: one run at a time, again and again, and not for ever. */
import { setTimeout as pause } from 'node:timers/promises';

export interface Task {
  /** Asks for a run. During a run, however many ask, one more follows. */
  ask(): void;
  /** Resolves when nothing runs and nothing was asked for. */
  done(): Promise<void>;
}

export function oneAtATime(work: () => Promise<void>, onTrouble: (error: unknown) => void): Task {
  let running: Promise<void> | null = null;
  let isAsked = false;
  const run = async () => {
    while (isAsked) {
      isAsked = false;
      await work().catch(onTrouble);
    }
    running = null;
  };
  return {
    ask() {
      isAsked = true;
      running ??= run();
    },
    done: async () => {
      while (running) await running;
    },
  };
}

/** Runs `work` every `ms`, counted from the end of the run before, until the signal; resolves after the last run. */
export async function every(ms: number, until: AbortSignal, work: () => Promise<void> | void): Promise<void> {
  while (!until.aborted) {
    await pause(ms, undefined, { signal: until }).catch(() => {});
    if (!until.aborted) await work();
  }
}

/** Waits for `work`, but no longer than `ms`. */
export async function withinMs(ms: number, work: Promise<unknown>): Promise<void> {
  const alarm = new AbortController();
  await Promise.race([work, pause(ms, undefined, { signal: alarm.signal }).catch(() => {})]);
  alarm.abort();
}
