/** The official of a turn, as the rest of the room knows callers. */
import type { Caller } from '../access/caller.ts';
import type { Turn } from '../bot/turn.ts';
import type { Newsroom } from './draft.ts';

export const callerOf = ({ person }: Turn): Caller => ({
  kind: 'person',
  id: person.id,
  name: person.memberships[0]?.name ?? '',
  grants: person.memberships.map(({ role, areaCode }) => ({ role, areaCode })),
  simulated: person.simulated,
});

export const roomOf = ({ world: { texts, flows } }: Turn): Newsroom => ({
  texts,
  flows: {
    stepsOf: (id) => {
      const flow = flows.current.get(id);
      return flow && Object.keys(flow.steps);
    },
  },
});
