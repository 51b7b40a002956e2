/**
 * Bad networks, on purpose: how an act reaches us and how our call reaches the platform, per simulated person. Kept in
 * the database, because the page sets it and a sender in another process obeys it.
 */
import type { Address } from '../bot/channel.ts';
import type { Sql } from '../db/client.ts';
import { addressKey, type NetworkMode } from './frame.ts';

export const SLOW_MS = 3000;
/** A platform delivers again this long after a delivery that got lost. */
export const REDELIVERY_MS = 2000;
/** How long a message waits to be overtaken before it goes alone. */
export const OVERTAKE_MS = 4000;
/** In 30 of 100 calls something gets lost: mostly the call, sometimes only its answer. */
const LOST_CALL = 0.2;
const LOST_EITHER = 0.3;

export interface Passage {
  delayMs: number;
  outcome: 'through' | 'lost' | 'unanswered' | 'throttled' | 'broken';
}

/** What happens to one of our calls. `chance` yields numbers from 0 to 1. */
export function callPassage(mode: NetworkMode, chance: () => number): Passage {
  switch (mode) {
    case 'slow':
      return { delayMs: SLOW_MS, outcome: 'through' };
    case 'lossy': {
      const luck = chance();
      return { delayMs: 0, outcome: luck < LOST_CALL ? 'lost' : luck < LOST_EITHER ? 'unanswered' : 'through' };
    }
    case 'cut':
      return { delayMs: 0, outcome: 'lost' };
    case 'throttled':
    case 'broken':
      return { delayMs: 0, outcome: mode };
    default:
      return { delayMs: 0, outcome: 'through' };
  }
}

/** How one act reaches us: after how long, how often, or only when the network is back or another has overtaken it. */
export type Delivery =
  | { kind: 'at-once'; times: 1 | 2 }
  | { kind: 'later'; delayMs: number }
  | { kind: 'when-back' }
  | { kind: 'when-overtaken' };

export function actDelivery(mode: NetworkMode, chance: () => number): Delivery {
  switch (mode) {
    case 'slow':
      return { kind: 'later', delayMs: SLOW_MS };
    case 'lossy':
      return chance() < LOST_EITHER ? { kind: 'later', delayMs: REDELIVERY_MS } : { kind: 'at-once', times: 1 };
    case 'cut':
      return { kind: 'when-back' };
    case 'reordered':
      return { kind: 'when-overtaken' };
    case 'twice':
      return { kind: 'at-once', times: 2 };
    default:
      return { kind: 'at-once', times: 1 };
  }
}

export interface Network {
  modeOf(person: Address): Promise<NetworkMode>;
  set(person: Address, mode: NetworkMode): Promise<void>;
}

const SETTING = 'simulator-network';

export function createNetwork(sql: Sql): Network {
  return {
    async modeOf(person) {
      const [row] = await sql<{ mode: NetworkMode | null }[]>`
        select value ->> ${addressKey(person)} as mode from settings where key = ${SETTING}`;
      return row?.mode ?? 'good';
    },
    async set(person, mode) {
      await sql`
        insert into settings (key, value) values (${SETTING}, ${sql.json({ [addressKey(person)]: mode })})
        on conflict (key) do update set value = settings.value || excluded.value`;
    },
  };
}
