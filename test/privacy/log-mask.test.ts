import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { maskForLog } from '../../src/privacy/secrets.ts';

describe('maskForLog', () => {
  test.each([
    ['sent to 0912345678', 'sent to [number]'],
    ['sent to 0912 345 678 twice', 'sent to [number] twice'],
    ['(028) 3910 1234', '[number]'],
    ['chat 1234', 'chat [number]'],
    ['từ ០៩១២៣៤៥៦៧៨', 'từ [number]'],
    ['step 3 of 7', 'step 3 of 7'],
    ['took 120 ms', 'took 120 ms'],
    ['write to an.nguyen@example.com now', 'write to [email] now'],
    [
      'GET https://api.example.org/bot123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw/getMe',
      'GET https://api.example.org/bot[hidden]/getMe',
    ],
    ['postgres://tro:ly-so@db/app refused', 'postgres://[hidden]@db/app refused'],
    ['Authorization: Bearer abc.def-ghi', 'Authorization: Bearer [hidden]'],
    ['mật khẩu là hoamai', 'mật khẩu là [đã ẩn: mật khẩu]'],
    ['mã 4829', 'mã [đã ẩn: OTP]'],
    ['d3b07384-d9a0-4c2b-9f1e-1a2b3c4d5e6f', 'd3b07384-d9a0-4c2b-9f1e-1a2b3c4d5e6f'],
    ['2026-11-21T09:00:00.000Z', '2026-11-21T09:00:00.000Z'],
    ['2026-11-21', '2026-11-21'],
    ['', ''],
  ])('writes %j as %j', (text, written) => {
    expect(maskForLog(text)).toBe(written);
  });

  test.each([
    [42, 42],
    [-3.5, -3.5],
    [99_999_999, 99_999_999],
    [1_763_700_000_000, 1_763_700_000_000],
    [912_345_678, '[number]'],
    [79_060_012_345, '[number]'],
    [-1_001_234_567_890, '[number]'],
    [12n, '12'],
    [1234567890123456789n, '[number]'],
    [true, true],
    [null, null],
    [undefined, undefined],
  ])('writes %s as %s', (value, written) => {
    expect(maskForLog(value)).toBe(written);
  });

  it('leaves private keys out, however they are spelled and however deep they stand', () => {
    const value = {
      runId: 'r-1',
      text: 'xong',
      what: { kind: 'text', heard: 'xong', list: [{ caption: 'Bước 1', phone: '0912', ok: true }] },
      name: 'Sáu',
      callName: 'Sáu',
      first_name: 'Sáu',
      'x-bot-token': 'abc',
      botToken: 'abc',
      webhookSecret: 'abc',
      PHONE_NUMBER: '0912',
      context: 'kept',
      hostname: 'kept',
    };
    expect(maskForLog(value)).toEqual({
      runId: 'r-1',
      what: { kind: 'text', list: [{ ok: true }] },
      context: 'kept',
      hostname: 'kept',
    });
    expect(value.what.list[0]).toEqual({ caption: 'Bước 1', phone: '0912', ok: true });
  });

  it('keeps what an error is and masks what it says', () => {
    const cause = new RangeError('no row for 0912345678');
    const error = Object.assign(new TypeError('cannot reach 0912 345 678', { cause }), {
      code: 'ECONNRESET',
      detail: 'Key (call_name)=(Sáu) already exists.',
      parameters: ['Sáu'],
      query: 'select 1',
    });
    const written = maskForLog({ err: error }) as { err: Record<string, unknown> };
    expect(written.err).toMatchObject({ type: 'TypeError', message: 'cannot reach [number]', code: 'ECONNRESET' });
    expect(written.err.stack).toContain('TypeError: cannot reach [number]');
    expect(written.err.cause).toMatchObject({ type: 'RangeError', message: 'no row for [number]' });
    expect(Object.keys(written.err)).not.toEqual(expect.arrayContaining(['detail']));
    expect(JSON.stringify(written)).not.toMatch(/Sáu|select/);
  });

  it('writes dates, bytes, maps, sets and functions briefly', () => {
    const written = maskForLog({
      at: new Date(0),
      never: new Date(Number.NaN),
      bytes: Buffer.from('0912345678'),
      map: new Map<unknown, unknown>([
        ['phone', '0912'],
        ['runs', 2],
      ]),
      set: new Set(['0912345678']),
      act: () => 1,
      mark: Symbol('x'),
    });
    expect(written).toEqual({
      at: '1970-01-01T00:00:00.000Z',
      never: null,
      bytes: '[10 bytes]',
      map: { runs: 2 },
      set: ['[number]'],
      act: '[function]',
      mark: '[symbol]',
    });
  });

  it('ends on cycles, depth, long lists and getters that throw', () => {
    const loop: Record<string, unknown> = { step: 1 };
    loop.self = loop;
    expect(maskForLog(loop)).toEqual({ step: 1, self: '[circular]' });
    const deep = Array.from({ length: 50 }).reduce<object>((inner) => ({ inner }), {});
    expect(JSON.stringify(maskForLog(deep))).toContain('[deeper]');
    expect(maskForLog(Array.from({ length: 5000 }, () => 1))).toHaveLength(100);
    const hostile = {
      get bad(): string {
        throw new Error('no');
      },
    };
    expect(maskForLog({ hostile, step: 1 })).toEqual({ hostile: '[unreadable]', step: 1 });
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    expect(maskForLog([proxy])).toEqual(['[unreadable]']);
    const shared = { a: 1 };
    expect(maskForLog([shared, shared])).toEqual([{ a: 1 }, { a: 1 }]);
  });

  it('lets no run of four digits out of any value, and can always be written as JSON', () => {
    const anything = fc.anything({
      withBigInt: true,
      withDate: false,
      withMap: true,
      withSet: true,
      withTypedArray: true,
      withNullPrototype: true,
    });
    fc.assert(
      fc.property(anything, fc.stringMatching(/^[0-9]{4,12}$/), (value, digits) => {
        expect(() => JSON.stringify(maskForLog(value))).not.toThrow();
        expect(JSON.stringify(maskForLog({ value, note: `about ${digits}`, [`key ${digits}`]: 1 }))).not.toContain(
          ` ${digits}`,
        );
      }),
      { numRuns: 1000 },
    );
  });

  test.each([
    ['digits', '1'.repeat(300_000)],
    ['words before an @', 'a'.repeat(300_000)],
    ['dots', 'a@a.'.repeat(75_000)],
    ['addresses', '://a:'.repeat(60_000)],
    ['parted digits', '1 '.repeat(150_000)],
  ])('masks 300 KB of %s', (_, text) => {
    expect(typeof maskForLog(text)).toBe('string');
  });
});
