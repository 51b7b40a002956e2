/**
 * Facts that differ from commune to commune, which a flow's words may refer to as `{local.<kind>}`. The list is closed;
 * what is said when an area has no such fact yet is "ask the commune", never an invented number (`locales/<language>/local.json`).
 */
import type { OfficeKind } from './flow.ts';

export const LOCAL_KINDS = [
  'police-address',
  'police-hours',
  'police-phone',
  'one-stop-address',
  'one-stop-hours',
  'one-stop-phone',
  'committee-address',
  'committee-phone',
  'zalo',
  'report-phone',
  'bank-address',
  'post-office-address',
  'insurance-address',
  'tax-address',
  'water-address',
  'class-times',
] as const;

export type LocalKind = (typeof LOCAL_KINDS)[number];

/** What is known of one place: the nearest area's word for each kind. Values are names, numbers and times, no sentences. */
export type LocalFacts = Readonly<Partial<Record<LocalKind, string>>>;

export const NO_LOCAL_FACTS: LocalFacts = {};

export const isLocalKind = (name: string): name is LocalKind => (LOCAL_KINDS as readonly string[]).includes(name);

/** The part of a placeholder between its braces: `local.police-hours`. */
export const isLocalPlaceholder = (name: string): boolean =>
  name.startsWith('local.') && isLocalKind(name.slice('local.'.length));

/** What is worth knowing about each kind of office, said below its step when it is known. */
export const OFFICE_FACTS: Readonly<Record<OfficeKind, readonly LocalKind[]>> = {
  'commune-police': ['police-address', 'police-hours', 'police-phone'],
  'one-stop-centre': ['one-stop-address', 'one-stop-hours', 'one-stop-phone'],
  'bank-counter': ['bank-address'],
  'post-office': ['post-office-address'],
  'social-insurance-office': ['insurance-address'],
  'operator-shop': [],
};
