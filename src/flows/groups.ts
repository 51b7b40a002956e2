/**
 * What people want, in five words or less: the menu's first page. A flow belongs to the group of its first service; an
 * unknown service is a definition error that `inspect` would not see, so it throws here.
 */
import type { Flow } from './flow.ts';

export const GROUPS = ['papers', 'money', 'trade', 'care', 'safety'] as const;
export type GroupId = (typeof GROUPS)[number];

const GROUP_OF_SERVICE: Readonly<Record<string, GroupId>> = {
  vneid: 'papers',
  dvcqg: 'papers',
  sim: 'papers',
  signature: 'papers',
  wallet: 'money',
  bank: 'money',
  pay: 'money',
  bills: 'money',
  fees: 'money',
  'merchant-qr': 'trade',
  invoice: 'trade',
  ecommerce: 'trade',
  health: 'care',
  benefits: 'care',
  feedback: 'care',
  safety: 'safety',
  skills: 'safety',
};

export function groupOf(flow: Flow): GroupId {
  const service = flow.services[0] ?? '';
  const group = GROUP_OF_SERVICE[service];
  if (!group) throw new Error(`Flow ${flow.id} serves "${service}", which belongs to no group of the menu.`);
  return group;
}

export const flowsIn = (group: GroupId, flows: Iterable<Flow>): Flow[] =>
  [...flows].filter((flow) => groupOf(flow) === group);

/** The groups that have any flow, in the menu's order. */
export const groupsOf = (flows: Iterable<Flow>): GroupId[] => {
  const used = new Set([...flows].map(groupOf));
  return GROUPS.filter((group) => used.has(group));
};

export const isGroup = (text: string): text is GroupId => (GROUPS as readonly string[]).includes(text);
