/** Zalo's codes: every one of the published lists, grouped by what follows from it. */
import { describe, expect, it } from 'vitest';
import { SEND_FAILURES, type SendFailure } from '../../../src/bot/channel.ts';
import { httpFailure, ZALO_CODES, zaloFailure } from '../../../src/bot/channels/zalo-failures.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** 09:15:20 in Vietnam. */
const NOON = new Date('2026-11-21T02:15:20Z');

const PUBLISHED: Record<keyof typeof ZALO_CODES, Partial<Record<SendFailure, number[]>>> = {
  'official-account': {
    throttled: [-32],
    'media-gone': [-100],
    unavailable: [-200],
    rejected: [-201, -210, -233, -240, -248, -1340, -1341],
    misconfigured: [
      -204, -205, -209, -211, -212, -219, -221, -223, -224, -235, -237, -238, -241, -242, -320, -321, -403,
    ],
    'contact-left': [-213, -217, -227, -244],
    'not-now': [-214, -218, -234],
    'token-expired': [-216, -220],
    'outside-window': [-230, -232],
    unsupported: [-249],
  },
  'template-by-phone': {
    unavailable: [-100],
    misconfigured: [
      -101, -102, -103, -104, -105, -115, -117, -120, -125, -126, -127, -135, -136, -137, -138, -145, -321, -1241,
      -1351, -1381,
    ],
    'no-account': [-108, -110, -114, -118, -119, -139, -140, -141],
    'template-refused': [-109, -111, -112, -116, -131, -132, -146, -1121, -1122, -1124],
    'token-expired': [-124],
    'not-now': [-133, -144, -147, -1441, -1471, -1472],
  },
};

describe.each(Object.entries(PUBLISHED))('%s', (service, groups) => {
  const rows = Object.entries(groups).flatMap(([failure, codes]) => codes.map((code) => [code, failure] as const));

  it.each(rows)('%i is %s', (code, failure) => {
    const result = zaloFailure(code, 'Zalo says so', NOON, service as keyof typeof ZALO_CODES);
    expect(result).toMatchObject({ ok: false, failure, detail: `${code} Zalo says so` });
    if (result.retryAfterMs !== undefined) {
      expect(SEND_FAILURES[result.failure].retry).toBe(true);
      expect(result.retryAfterMs).toBeGreaterThan(0);
    }
  });

  it('has no code beside the published ones', () => {
    const known = Object.keys(ZALO_CODES[service as keyof typeof ZALO_CODES]).map(Number);
    expect(known.toSorted((a, b) => a - b)).toEqual(rows.map(([code]) => code).toSorted((a, b) => a - b));
  });
});

describe('what is in neither list', () => {
  it('is rejected, with what Zalo said', () => {
    expect(zaloFailure(-9999, 'New thing', NOON)).toEqual({
      ok: false,
      failure: 'rejected',
      detail: '-9999 New thing',
    });
  });

  it('-223 is a permission, or the quota of articles', () => {
    expect(zaloFailure(-223, 'OA has not authorised this API', NOON).failure).toBe('misconfigured');
    expect(zaloFailure(-223, 'Article quota reached', NOON).failure).toBe('not-now');
  });

  it('keeps only as much of a message as is needed to read it', () => {
    expect(zaloFailure(-200, 'x'.repeat(999), NOON).detail).toHaveLength(200);
  });
});

describe('until when to wait', () => {
  const wait = (code: number, at: string, service?: keyof typeof ZALO_CODES) =>
    zaloFailure(code, '', new Date(at), service).retryAfterMs;

  it('-32: until the next minute begins', () => {
    expect(wait(-32, '2026-11-21T02:15:20Z')).toBe(40_000);
    expect(wait(-32, '2026-11-21T02:15:59.999Z')).toBe(1);
    expect(wait(-32, '2026-11-21T02:15:00Z')).toBe(MINUTE);
  });

  it('-234: until 06:05 in Vietnam', () => {
    expect(wait(-234, '2026-11-21T15:00:00Z')).toBe(8 * HOUR + 5 * MINUTE); // 22:00
    expect(wait(-234, '2026-11-21T22:59:00Z')).toBe(6 * MINUTE); // 05:59
    expect(wait(-234, '2026-11-21T23:05:00Z')).toBe(24 * HOUR); // 06:05
    expect(wait(-234, '2026-11-21T17:30:00Z')).toBe(5 * HOUR + 35 * MINUTE); // 00:30
  });

  it('-218: a day', () => {
    expect(wait(-218, '2026-11-21T02:15:20Z')).toBe(24 * HOUR);
  });

  it('daily limits of templates: until the next morning', () => {
    expect(wait(-144, '2026-11-21T02:00:00Z', 'template-by-phone')).toBe(15 * HOUR + 6 * HOUR + 5 * MINUTE); // 09:00
    expect(wait(-144, '2026-11-20T18:00:00Z', 'template-by-phone')).toBe(23 * HOUR + 6 * HOUR + 5 * MINUTE); // 01:00
  });
});

describe('answers without an envelope', () => {
  it.each([
    [429, 'throttled'],
    [401, 'misconfigured'],
    [403, 'misconfigured'],
    [404, 'rejected'],
    [413, 'rejected'],
    [500, 'lost-answer'],
    [504, 'lost-answer'],
    [200, 'lost-answer'],
    [302, 'lost-answer'],
  ])('HTTP %i is %s', (status, failure) => {
    expect(httpFailure(status, '<html>', NOON)).toMatchObject({ failure, detail: `HTTP ${status}` });
  });
});
