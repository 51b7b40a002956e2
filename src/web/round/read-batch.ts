/** A request of the page for rounds, checked: what does not have this shape was not made by it. */
import { MOST_ENTRIES, type RoundBatch, type RoundEntry } from './wire.ts';

/** Longer than a UUID, shorter than anything that could carry a message. */
const ID = /^[A-Za-z0-9-]{8,64}$/;
const OUTCOMES = new Set(['completed', 'referred', 'abandoned']);
const KNOWN = new Set(['volunteer', 'self']);
const MOST_TEXT = 2_000;

type Fields = Record<string, unknown>;

/** Null: not a batch of ours. An entry that cannot be read stands as its id in `unread`. */
export function readBatch(json: unknown): (RoundBatch & { unread: string[] }) | null {
  if (!isFields(json)) return null;
  const { owner, sentAt, entries } = json;
  if (typeof owner !== 'string' || !isTime(sentAt) || !Array.isArray(entries) || entries.length > MOST_ENTRIES)
    return null;
  const batch: RoundBatch & { unread: string[] } = { owner, sentAt, entries: [], unread: [] };
  for (const item of entries) {
    if (!isFields(item) || typeof item.id !== 'string' || !ID.test(item.id)) return null;
    const entry = readEntry(item);
    if (entry) batch.entries.push(entry);
    else batch.unread.push(item.id);
  }
  return batch;
}

function readEntry(item: Fields): RoundEntry | null {
  const { id, at } = item;
  if (typeof id !== 'string' || !isTime(at)) return null;
  switch (item.kind) {
    case 'tick': {
      const { household, member, flowId, outcome, howKnown } = item;
      if (!isText(household, 100) || !(member === null || (typeof member === 'string' && /^\d{1,18}$/.test(member))))
        return null;
      if (!isText(flowId, 100) || !OUTCOMES.has(String(outcome)) || !KNOWN.has(String(howKnown))) return null;
      return {
        ...{ id, at, kind: 'tick', household, member, flowId },
        outcome: outcome as 'completed',
        howKnown: howKnown as 'volunteer',
      };
    }
    case 'line':
      return isText(item.text, MOST_TEXT) ? { id, at, kind: 'line', text: item.text } : null;
    case 'household': {
      const { areaCode, name, consent, isAnother } = item;
      if (!isText(areaCode, 100) || !isText(name, 200) || consent !== true) return null;
      return { id, at, kind: 'household', areaCode, name, consent, ...(isAnother === true && { isAnother }) };
    }
    case 'take-back':
      return typeof item.of === 'string' && ID.test(item.of) ? { id, at, kind: 'take-back', of: item.of } : null;
    default:
      return null;
  }
}

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;
const isText = (value: unknown, most: number): value is string =>
  typeof value === 'string' && value.length > 0 && value.length <= most;
const isTime = (value: unknown): value is string =>
  typeof value === 'string' && value.length <= 40 && !Number.isNaN(Date.parse(value));

/**
 * Times of a phone whose clock is wrong, put right by what it said the time was when it sent them. A minute is the
 * network's.
 */
export function putRight(batch: RoundBatch, now: Date): RoundEntry[] {
  const aheadMs = Date.parse(batch.sentAt) - now.getTime();
  if (Math.abs(aheadMs) < 60_000) return batch.entries;
  return batch.entries.map((entry) => ({ ...entry, at: new Date(Date.parse(entry.at) - aheadMs).toISOString() }));
}
