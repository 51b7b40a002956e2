/** The tricks officials have written down, held in memory: a turn looks them up without asking the database. */

import type { Sql } from './db/client.ts';
import { readAreaTree } from './db/local-facts.ts';
import { readScamPatterns } from './db/scam-patterns.ts';
import type { ScamPattern } from './understanding/scam-patterns.ts';

export interface ScamBook {
  /** Those of an area and everything above it; real people never read what was written in a rehearsal, nor the reverse. */
  of(areaCode: string | null, simulated: boolean): readonly ScamPattern[];
  refresh(): Promise<void>;
}

/** Deep enough for every hierarchy; a circle cannot hang it. */
const DEEPEST = 16;
const NONE: readonly ScamPattern[] = [];

export function createScamBook(sql: Sql): ScamBook {
  let byArea = new Map<string, ScamPattern[]>();
  let parents = new Map<string, string | null>();
  const keyOf = (areaCode: string, simulated: boolean) => `${simulated} ${areaCode}`;
  return {
    of: (areaCode, simulated) => {
      if (byArea.size === 0) return NONE;
      const found: ScamPattern[] = [];
      let at = areaCode;
      for (let height = 0; at !== null && height < DEEPEST; height += 1) {
        found.push(...(byArea.get(keyOf(at, simulated)) ?? []));
        at = parents.get(at) ?? null;
      }
      return found;
    },
    refresh: async () => {
      const rows = await readScamPatterns(sql);
      if (rows.length > 0) parents = await readAreaTree(sql);
      byArea = Map.groupBy(rows, ({ areaCode, simulated }) => keyOf(areaCode, simulated));
    },
  };
}
