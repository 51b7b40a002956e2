/** Who asks: a person with a membership, or another system with a key. */

export type Role = 'volunteer' | 'official' | 'admin';

export const ROLES: readonly Role[] = ['volunteer', 'official', 'admin'];

/** A role in an area and everywhere below it. */
export interface Grant {
  role: Role;
  areaCode: string;
}

export interface Caller {
  kind: 'person' | 'key';
  /** Contact id of a person, id of a key. */
  id: string;
  /** As colleagues know them ("chị Lan"), or the name given to the key. */
  name: string;
  grants: readonly Grant[];
  /** Simulated callers see the rehearsal world only, real ones the real world only (docs/decisions/0006). */
  simulated: boolean;
}

/** Schema whose views a caller reads: the same views in both, never a condition to remember. */
export const worldOf = (caller: Pick<Caller, 'simulated'>): 'report' | 'rehearsal' =>
  caller.simulated ? 'rehearsal' : 'report';

/** How a caller is named where things are recorded: `contact:12`, `key:3`. */
export const callerRef = ({ kind, id }: Pick<Caller, 'kind' | 'id'>): string =>
  `${kind === 'person' ? 'contact' : 'key'}:${id}`;
