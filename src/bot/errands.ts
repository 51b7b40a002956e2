/**
 * Errands: what a turn needs from outside is fetched after its commit, never within it, and comes back through the one
 * entrance as an event of our own. Its key names the errand, so whatever dies in between, it is answered once.
 */
import type { Clock } from '../clock.ts';
import type { Database } from '../db/client.ts';
import { type Errand, endErrand, takeErrands } from '../db/errands.ts';
import type { ChannelName, ErrandResult, InboundEvent } from './channel.ts';

const PORTION = 8;
/** Tried so often before the person is told that it could not be had. */
const MOST_ATTEMPTS = 3;

/** Which vetted answer fits a question: one of the ids it was given, or null. Sees the question only, without persons. */
export type ChooseAnswer = (question: string) => Promise<string | null>;

export interface ErrandParts {
  db: Database;
  clock: Clock;
  /** Unseals what the errand needs. */
  reveal(body: Buffer): string;
  photo(channel: ChannelName, file: string): Promise<Buffer>;
  readPhotograph(picture: Buffer): Promise<string[]>;
  choose: ChooseAnswer | null;
  receive(event: InboundEvent, options: { simulated: boolean }): Promise<unknown>;
  onError(error: unknown): void;
}

export interface Errands {
  /** Looks soon; calls while it is looking are remembered. */
  wake(): void;
  /** Resolves when nothing is due. */
  runOnce(): Promise<void>;
}

export function createErrands(parts: ErrandParts): Errands {
  let running: Promise<void> | null = null;
  let again = false;
  const run = async () => {
    do {
      again = false;
      for (;;) {
        const taken = await takeErrands(parts.db.sql, PORTION, parts.clock.now());
        for (const errand of taken) await doOne(parts, errand);
        if (taken.length < PORTION) break;
      }
    } while (again);
  };
  const runOnce = () => {
    again = true;
    running ??= run().finally(() => {
      running = null;
    });
    return running;
  };
  return { wake: () => void runOnce().catch(parts.onError), runOnce };
}

/** A picture lives inside `resultOf` and nowhere else. */
async function doOne(parts: ErrandParts, errand: Errand): Promise<void> {
  if (!errand.isOver) {
    const result = await resultOf(parts, errand);
    if (result === 'later') return;
    const { channel, externalId, simulated } = errand;
    const event: InboundEvent = {
      key: `errand:${errand.id}`,
      from: { channel, externalId },
      occurredAt: parts.clock.now(),
      what: { kind: 'errand', result },
    };
    await parts.receive(event, { simulated });
  }
  await endErrand(parts.db.sql, errand.id);
}

async function resultOf(parts: ErrandParts, errand: Errand): Promise<ErrandResult | 'later'> {
  const body = parts.reveal(errand.body);
  try {
    if (errand.kind === 'question') return { of: 'question', answer: (await parts.choose?.(body)) ?? null };
    const texts = await parts.readPhotograph(await parts.photo(errand.channel, body));
    const text = texts.find((one) => one.startsWith('0002')) ?? texts[0];
    return text === undefined ? { of: 'photo', text: null, why: 'no-code' } : { of: 'photo', text };
  } catch (error) {
    parts.onError(error);
    const isGone = error instanceof Error && error.name === 'PhotoGone';
    if (!isGone && errand.attempts < MOST_ATTEMPTS) return 'later';
    return errand.kind === 'photo' ? { of: 'photo', text: null, why: 'unavailable' } : { of: 'question', answer: null };
  }
}
