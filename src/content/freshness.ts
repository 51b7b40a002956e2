/**
 * How far a step can still be trusted: screens are other people's, and change without telling us. A step is in doubt when
 * what it quotes was last seen half a year ago, or when somebody saw that its app had changed; it is out of doubt again
 * when somebody has held it against a real phone. Pure: the day is passed in.
 */

import type { Doubt } from '../bot/turn.ts';
import { daysBetween } from '../clock.ts';
import { wordsOf } from '../flows/expand.ts';
import type { Flow, Step, StepId } from '../flows/flow.ts';

/** Labels older than this are "possibly stale" (design: officials keep the content true). */
export const STALE_AFTER_DAYS = 180;

/** Somebody looked at a real phone. Newer checks have larger numbers. */
export interface ScreenCheck {
  number: number;
  finding: 'changed' | 'seen';
  about: { app: string } | { file: string; step: StepId };
  /** Day in Vietnam, ISO. */
  foundOn: string;
}

/** The newest check of every app and of every step, so that a step is judged at once. */
export interface Checks {
  changedApps: ReadonlyMap<string, ScreenCheck>;
  /** By `file step`. */
  changedSteps: ReadonlyMap<string, ScreenCheck>;
  seenSteps: ReadonlyMap<string, ScreenCheck>;
}

export function gatherChecks(checks: readonly ScreenCheck[]): Checks {
  const changedApps = new Map<string, ScreenCheck>();
  const changedSteps = new Map<string, ScreenCheck>();
  const seenSteps = new Map<string, ScreenCheck>();
  for (const check of [...checks].sort((a, b) => a.number - b.number)) {
    if ('app' in check.about) changedApps.set(check.about.app, check);
    else {
      const steps = check.finding === 'changed' ? changedSteps : seenSteps;
      steps.set(stepKey(check.about.file, check.about.step), check);
    }
  }
  return { changedApps, changedSteps, seenSteps };
}

const stepKey = (file: string, step: StepId): string => `${file} ${step}`;

/** Why a step of an expanded flow is in doubt; null when it is not, or when it shows and quotes nothing. */
export function doubtOf(flow: Flow, stepId: StepId, now: Date, checks: Checks, apps: AppIndex): Doubt | null {
  const step = flow.steps[stepId];
  if (!step || (!step.picture && step.label === undefined)) return null;
  const { namespace, key } = wordsOf(flow, stepId);
  const seen = checks.seenSteps.get(stepKey(namespace, key));
  const lastSeen = lastSeenOn(flow, step, seen);
  const changed = newest([
    checks.changedSteps.get(stepKey(namespace, key)),
    ...appsOfStep(step, namespace, apps).map((app) => checks.changedApps.get(app)),
  ]);
  if (changed && changed.number > (seen?.number ?? -1)) return { why: 'app-changed', lastSeen };
  return lastSeen !== null && ageInDays(lastSeen, now) > STALE_AFTER_DAYS ? { why: 'old', lastSeen } : null;
}

const newest = (checks: (ScreenCheck | undefined)[]): ScreenCheck | undefined =>
  checks.filter((check) => check !== undefined).sort((a, b) => b.number - a.number)[0];

/** The step is as old as its oldest label, unless somebody has looked at the whole of it since. */
function lastSeenOn(flow: Flow, step: Step, seen: ScreenCheck | undefined): string | null {
  const days = labelsOf(step).flatMap((id) => flow.labels[id]?.verifiedOn ?? []);
  const oldest = days.sort()[0];
  const looked = seen?.foundOn;
  if (oldest === undefined) return looked ?? null;
  return looked !== undefined && looked > oldest ? looked : oldest;
}

/** Days in Vietnam from an ISO day until now. */
export const ageInDays = (day: string, now: Date): number => daysBetween(new Date(`${day}T00:00:00+07:00`), now);

/** Labels a step asks to press or draws. */
export function labelsOf(step: Step): string[] {
  const drawn = [...textsOf(step)].flatMap((text) => (text.startsWith('@') ? [text.slice(1)] : []));
  return [...new Set([...(step.label === undefined ? [] : [step.label]), ...drawn])];
}

/** A definition does not change once it is made, and the same few steps are shown all day. */
const gathered = new WeakMap<Step, ReadonlySet<string>>();

function textsOf(step: Step): ReadonlySet<string> {
  const texts = gathered.get(step) ?? new Set(textsOfPicture(step));
  gathered.set(step, texts);
  return texts;
}

function textsOfPicture(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (value === null || typeof value !== 'object') return [];
  return Object.values('picture' in value ? [value.picture] : value).flatMap(textsOfPicture);
}

// ── whose screens ──────────────────────────────────────────────────────────────────────────────────────────────────

/** Websites that are used like an app and cannot be told from `appName`. */
const OTHER_APPS = ['Cổng Dịch vụ công'];

export interface AppIndex {
  apps: readonly string[];
  /** App → files whose steps take place in it. */
  files: ReadonlyMap<string, ReadonlySet<string>>;
}

/**
 * Which apps there are and where they are used: an app is named by the `appName` of the block that installs it, and a
 * definition takes place in the apps its own steps name, in their parameters or their pictures.
 */
export function indexApps(definitions: Iterable<Flow>): AppIndex {
  const all = [...definitions];
  const named = all.flatMap((flow) => Object.values(flow.steps).flatMap((step) => appNameOf(step) ?? []));
  const apps = [...new Set([...named, ...OTHER_APPS])].sort((a, b) => a.localeCompare(b, 'vi'));
  const files = new Map(
    apps.map((app) => [
      app,
      new Set(
        all
          .filter((flow) => Object.values(flow.steps).some((step) => names(step, app)))
          .map((flow) => `${flow.isBlock ? 'blocks' : 'flows'}/${flow.id}`),
      ),
    ]),
  );
  return { apps, files };
}

const appNameOf = (step: Step): string | undefined => step.params?.appName;
const names = (step: Step, app: string): boolean => appNameOf(step) === app || textsOf(step).has(app);

const appsOfStep = (step: Step, file: string, { apps, files }: AppIndex): string[] =>
  apps.filter((app) => names(step, app) || (file.startsWith('flows/') && files.get(app)?.has(file)));
