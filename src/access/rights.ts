/**
 * Who may do what, where. Pure: a table and one question. A grant reaches its area and everything below it, so a caller
 * may do something in an area when the area itself or one of its ancestors carries a grant whose role may do it.
 */
import type { Caller, Role } from './caller.ts';

/** Everything that needs a right. Closed: a page or an API call names one of these or it does not exist. */
export const ACTIONS = [
  'figures.read',
  'cases.read',
  'people.read',
  'people.export',
  'people.erase',
  'help.answer',
  'teams.write',
  'stalls.write',
  'completions.read',
  'completions.write',
  'completions.reverse',
  'targets.write',
  'lists.import',
  'broadcast.read',
  'broadcast.write',
  'broadcast.approve',
  'content.read',
  'content.write',
  'content.publish',
  'local-facts.write',
  'access.manage',
  'settings.write',
  'audit.read',
  'report.make',
  'print.make',
  'simulator.open',
] as const;

export type Action = (typeof ACTIONS)[number];

/** A volunteer sees and records the households of the own hamlet; nothing that speaks for the commune. */
const VOLUNTEER: readonly Action[] = [
  'figures.read',
  'cases.read',
  'people.read',
  'help.answer',
  'completions.read',
  'completions.write',
  'completions.reverse',
  'print.make',
];

/** An official works for the commune: announces, reports, corrects, keeps the words true. */
const OFFICIAL: readonly Action[] = [
  ...VOLUNTEER,
  'people.export',
  'people.erase',
  'teams.write',
  'stalls.write',
  'targets.write',
  'lists.import',
  'broadcast.read',
  'broadcast.write',
  'broadcast.approve',
  'content.read',
  'content.write',
  'content.publish',
  'local-facts.write',
  'report.make',
  'simulator.open',
];

/** An admin also decides who may do what, and sees who did it. */
const ADMIN: readonly Action[] = [...OFFICIAL, 'access.manage', 'settings.write', 'audit.read'];

export const RIGHTS: Readonly<Record<Role, ReadonlySet<Action>>> = {
  volunteer: new Set(VOLUNTEER),
  official: new Set(OFFICIAL),
  admin: new Set(ADMIN),
};

/** `path`: the code of the area in question and of all its ancestors, in any order (`pathOf` in `src/db/areas.ts`). */
export const allows = (caller: Caller, action: Action, path: readonly string[]): boolean =>
  caller.grants.some(({ role, areaCode }) => RIGHTS[role].has(action) && path.includes(areaCode));

/** Areas in which a caller may do something, as granted: each reaches everything below it. */
export const areasFor = (caller: Caller, action: Action): string[] => [
  ...new Set(caller.grants.filter(({ role }) => RIGHTS[role].has(action)).map(({ areaCode }) => areaCode)),
];

/** Whether there is any area at all: for showing or hiding a way there. The page itself asks {@link allows}. */
export const mayAnywhere = (caller: Caller, action: Action): boolean => areasFor(caller, action).length > 0;

/** Lowest role that may do something: what a refusal tells people to ask for. */
export const roleFor = (action: Action): Role =>
  (['volunteer', 'official', 'admin'] as const).find((role) => RIGHTS[role].has(action)) ?? 'admin';
