import { describe, expect, it } from 'vitest';
import {
  doubtOf,
  gatherChecks,
  indexApps,
  labelsOf,
  type ScreenCheck,
  STALE_AFTER_DAYS,
} from '../../src/content/freshness.ts';
import type { Flow } from '../../src/flows/flow.ts';
import { blocks, flows, published } from '../../src/flows/index.ts';

const apps = indexApps([...published, ...blocks]);
const flow = flows.get('vneid-activate') as Flow;
const now = new Date('2026-11-24T02:00:00Z');
const none = gatherChecks([]);
const day = (text: string) => new Date(`${text}T12:00:00+07:00`);
const seen = (number: number, step: string, foundOn: string): ScreenCheck => ({
  number,
  finding: 'seen',
  about: { file: 'flows/vneid-activate', step },
  foundOn,
});
const changed = (number: number, about: ScreenCheck['about'], foundOn = '2026-11-20'): ScreenCheck => ({
  number,
  finding: 'changed',
  about,
  foundOn,
});

/** The flow with every label seen on one day. */
const seenOn = (verifiedOn: string): Flow => ({
  ...flow,
  labels: Object.fromEntries(Object.entries(flow.labels).map(([id, label]) => [id, { ...label, verifiedOn }])),
});

describe('a label grows old', () => {
  it(`after ${STALE_AFTER_DAYS} days in Vietnam, and not before`, () => {
    const fresh = seenOn('2026-05-01');
    expect(doubtOf(fresh, 'activate', day('2026-10-28'), none, apps)).toBeNull(); // the 180th day
    expect(doubtOf(fresh, 'activate', day('2026-10-29'), none, apps)).toEqual({ why: 'old', lastSeen: '2026-05-01' });
    expect(
      doubtOf(fresh, 'activate', new Date('2026-10-28T17:00:00Z'), none, apps),
      'midnight in Vietnam',
    ).not.toBeNull();
  });

  it('a step is as old as its oldest label, in words or picture', () => {
    const mixed = {
      ...seenOn('2026-11-01'),
      labels: {
        ...seenOn('2026-11-01').labels,
        'log-in': { ...flow.labels['log-in'], verifiedOn: '2025-01-01' } as never,
      },
    };
    expect(labelsOf(flow.steps.activate as never).sort()).toEqual(['activate', 'log-in']);
    expect(doubtOf(mixed, 'activate', now, none, apps)).toEqual({ why: 'old', lastSeen: '2025-01-01' });
    expect(doubtOf(mixed, 'send', now, none, apps)).toBeNull();
  });

  it('a step that quotes and shows nothing cannot be in doubt', () => {
    expect(doubtOf(flow, 'wait', now, none, apps)).toBeNull();
    expect(doubtOf(flow, 'nowhere', now, none, apps)).toBeNull();
  });

  it('until somebody holds it against a phone again; other steps stay in doubt', () => {
    const checks = gatherChecks([seen(1, 'activate', '2026-11-20')]);
    expect(doubtOf(flow, 'activate', now, checks, apps)).toBeNull();
    expect(doubtOf(flow, 'send', now, checks, apps)?.why).toBe('old');
  });
});

describe('an app changes', () => {
  it('every step that takes place in it is in doubt, in every flow, until each is seen again', () => {
    const fresh = seenOn('2026-11-01');
    const report = changed(5, { app: 'VNeID' });
    expect(doubtOf(fresh, 'activate', now, gatherChecks([report]), apps)).toEqual({
      why: 'app-changed',
      lastSeen: '2026-11-01',
    });
    expect(
      doubtOf(fresh, 'activate', now, gatherChecks([seen(4, 'activate', '2026-11-20'), report]), apps)?.why,
      'seen before the report',
    ).toBe('app-changed');
    expect(doubtOf(fresh, 'activate', now, gatherChecks([report, seen(6, 'activate', '2026-11-21')]), apps)).toBeNull();
    expect(doubtOf(fresh, 'send', now, gatherChecks([report, seen(6, 'activate', '2026-11-21')]), apps)?.why).toBe(
      'app-changed',
    );
  });

  it('and no other app’s', () => {
    const checks = gatherChecks([changed(1, { app: 'MoMo' })]);
    expect(doubtOf(seenOn('2026-11-01'), 'activate', now, checks, apps)).toBeNull();
    const momo = flows.get('momo') as Flow;
    const touched = Object.keys(momo.steps).filter(
      (step) => doubtOf(momo, step, now, checks, apps)?.why === 'app-changed',
    );
    expect(touched.length).toBeGreaterThan(5);
  });

  it('a shared step is in doubt only in the flow whose app changed', () => {
    const checks = gatherChecks([changed(1, { app: 'MoMo' })]);
    const inDoubt = (id: string) => {
      const one = flows.get(id) as Flow;
      const pick = Object.keys(one.steps).find((step) => step.endsWith('/pick')) as string;
      return doubtOf(one, pick, day('2025-09-01'), checks, apps)?.why;
    };
    expect(inDoubt('momo')).toBe('app-changed');
    expect(inDoubt('viettel-money')).toBeUndefined();
  });

  it('one step can be reported by itself', () => {
    const checks = gatherChecks([changed(1, { file: 'flows/vneid-activate', step: 'send' })]);
    expect(doubtOf(seenOn('2026-11-01'), 'send', now, checks, apps)?.why).toBe('app-changed');
    expect(doubtOf(seenOn('2026-11-01'), 'activate', now, checks, apps)).toBeNull();
  });

  it('knows the apps people install here', () => {
    expect(apps.apps).toEqual(expect.arrayContaining(['VNeID', 'Viettel Money', 'MoMo', 'Cổng Dịch vụ công']));
  });
});
