/** Writing no faster than somebody reads: what is not yet wanted is not yet made. */
import type { Writable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';

/**
 * Resolves when `out` takes more, and lets other requests have their turn meanwhile. Rejects when whoever was downloading has
 * gone: then nothing drains any more.
 */
export async function roomIn(out: Writable): Promise<void> {
  await turn();
  if (out.destroyed) throw new Error('Nobody is reading any more.');
  if (!out.writableNeedDrain) return;
  await new Promise<void>((resolve, reject) => {
    const goOn = () => {
      out.off('close', giveUp);
      resolve();
    };
    const giveUp = () => {
      out.off('drain', goOn);
      reject(new Error('Nobody is reading any more.'));
    };
    out.once('drain', goOn);
    out.once('close', giveUp);
  });
}
