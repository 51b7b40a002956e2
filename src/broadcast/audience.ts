/**
 * Who an announcement is for, as data: stored with it, saved under a name, sent by other systems. Read from anything,
 * refused by field with what to write instead. Who of them can be reached, and how, is `src/db/reach.ts`. Pure.
 */
import type { ChannelName } from '../bot/channel.ts';

export const AUDIENCE_ROLES = ['citizen', 'volunteer', 'official', 'admin'] as const;
export type AudienceRole = (typeof AUDIENCE_ROLES)[number];

export const FLOW_STATES = ['finished', 'not-finished', 'under-way', 'stuck'] as const;
export type FlowState = (typeof FLOW_STATES)[number];

const CHANNELS: readonly ChannelName[] = ['telegram', 'zalo'];
const LANGUAGES = ['vi', 'en', 'km'] as const;

/** Everything given must hold at once; within a list any one is enough. */
export interface AudienceQuery {
  /** Code of an area, everything below it included; a group (market, street) means those who have a stall there. */
  area: string;
  roles?: AudienceRole[];
  languages?: string[];
  channels?: ChannelName[];
  /** `stuck`: under way and not moved for a day, at `step` if one is named. */
  flow?: { id: string; state: FlowState; step?: string };
  /** Beneficiaries of an imported list. */
  list?: string;
  /** Those an earlier announcement has reached or may have reached: for its correction. */
  reachedBy?: string;
}

export interface AudienceFault {
  /** Path into what was sent: `audience.flow.state`. */
  field: string;
  /** Key below `broadcast:audience.fault`. */
  say: 'not-an-object' | 'unknown-field' | 'needed' | 'not-a-list' | 'not-one-of' | 'no-such-flow' | 'no-such-step';
  params: Record<string, string | number>;
}

export type AudienceReading = { ok: true; query: AudienceQuery } | { ok: false; faults: AudienceFault[] };

export interface FlowsKnown {
  /** Step ids of a published flow; undefined when there is none of this name. */
  stepsOf(id: string): readonly string[] | undefined;
}

const FIELDS = ['area', 'roles', 'languages', 'channels', 'flow', 'list'] as const;

/** Whether the area and the list exist is asked of the database by whoever stores it. */
export function readAudience(value: unknown, flows: FlowsKnown): AudienceReading {
  if (!isObject(value)) return { ok: false, faults: [fault('audience', 'not-an-object')] };
  const faults: AudienceFault[] = Object.keys(value)
    .filter((field) => !FIELDS.some((known) => known === field))
    .map((field) => fault(`audience.${field}`, 'unknown-field', { known: FIELDS.join(', ') }));
  const { area, list } = value;
  if (typeof area !== 'string' || area === '') faults.push(fault('audience.area', 'needed'));
  if (list !== undefined && (typeof list !== 'string' || list === '')) faults.push(fault('audience.list', 'needed'));
  const query: AudienceQuery = {
    area: String(area),
    ...choices(value, 'roles', AUDIENCE_ROLES, faults),
    ...choices(value, 'languages', LANGUAGES, faults),
    ...choices(value, 'channels', CHANNELS, faults),
    ...(value.flow !== undefined && { flow: readFlow(value.flow, flows, faults) }),
    ...(typeof list === 'string' && { list }),
  };
  return faults.length > 0 ? { ok: false, faults } : { ok: true, query };
}

function choices<Field extends string, Choice extends string>(
  value: Record<string, unknown>,
  field: Field,
  known: readonly Choice[],
  faults: AudienceFault[],
): Partial<Record<Field, Choice[]>> {
  const given = value[field];
  if (given === undefined) return {};
  if (!Array.isArray(given) || given.length === 0) {
    faults.push(fault(`audience.${field}`, 'not-a-list', { known: known.join(', ') }));
    return {};
  }
  const chosen = known.filter((choice) => given.includes(choice));
  for (const one of given) {
    if (!known.some((choice) => choice === one))
      faults.push(fault(`audience.${field}`, 'not-one-of', { given: String(one), known: known.join(', ') }));
  }
  return { [field]: chosen } as Record<Field, Choice[]>;
}

function readFlow(value: unknown, flows: FlowsKnown, faults: AudienceFault[]): NonNullable<AudienceQuery['flow']> {
  const { id, state, step } = isObject(value) ? value : {};
  const steps = typeof id === 'string' ? flows.stepsOf(id) : undefined;
  if (!steps) faults.push(fault('audience.flow.id', 'no-such-flow', { given: String(id) }));
  if (!FLOW_STATES.some((known) => known === state))
    faults.push(fault('audience.flow.state', 'not-one-of', { given: String(state), known: FLOW_STATES.join(', ') }));
  if (step !== undefined && steps && !steps.includes(String(step)))
    faults.push(fault('audience.flow.step', 'no-such-step', { given: String(step) }));
  return {
    id: String(id),
    state: state as FlowState,
    ...(step !== undefined && { step: String(step) }),
  };
}

const fault = (field: string, say: AudienceFault['say'], params: AudienceFault['params'] = {}): AudienceFault => ({
  field,
  say,
  params,
});

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
