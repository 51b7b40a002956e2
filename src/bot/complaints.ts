/** A log that does not repeat itself: a platform that refuses every call is one line a minute, not a thousand. */
import type { Clock } from '../clock.ts';

export interface Log {
  warn(details: object, text: string): void;
  error(details: object, text: string): void;
}

const REPEATED_AFTER_MS = 60_000;

/** Passes each sentence on once a minute per `channel` in the details, however often it is said. */
export function oncePerMinute(log: Log, clock: Clock): Log {
  const saidAt = new Map<string, number>();
  const isDue = (details: object, text: string): boolean => {
    const sentence = `${'channel' in details ? details.channel : ''} ${text}`;
    const now = clock.now().getTime();
    const before = saidAt.get(sentence);
    // The clock of a demonstration may have jumped back.
    if (before !== undefined && Math.abs(now - before) < REPEATED_AFTER_MS) return false;
    saidAt.set(sentence, now);
    return true;
  };
  return {
    warn: (details, text) => void (isDue(details, text) && log.warn(details, text)),
    error: (details, text) => void (isDue(details, text) && log.error(details, text)),
  };
}
