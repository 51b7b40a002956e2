import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BANKS, bankByBin, isFormerBin } from '../../src/vietqr/banks.ts';
import { codePoints, readObjects, utf8Bytes, writeObject } from '../../src/vietqr/objects.ts';
import { encodeVietQR, PAYLOAD_LENGTH, parseVietQR, type Transfer } from '../../src/vietqr/payload.ts';
import { plainNote } from '../../src/vietqr/plain.ts';
import { ALL_SAMPLES, MARKED_PURPOSE } from './samples.ts';

const BINS = [...new Set(BANKS.flatMap(({ bin }) => bin ?? []))];

const ALPHANUMERIC = [...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'];

const transfers: fc.Arbitrary<Transfer> = fc.record(
  {
    bin: fc.constantFrom(...BINS),
    account: fc.string({ unit: fc.constantFrom(...ALPHANUMERIC), minLength: 1, maxLength: 19 }),
    service: fc.constantFrom('QRIBFTTA', 'QRIBFTTC'),
    amount: fc.integer({ min: 1, max: 9_999_999_999_999 }),
    note: fc.oneof(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.constantFrom('Tiền rau muống', 'Đơn số 12/3')),
  },
  { requiredKeys: ['bin', 'account'] },
);

describe('what we write, we read', () => {
  it('gives back every part of any transfer', () => {
    fc.assert(
      fc.property(transfers, (transfer) => {
        const payload = encodeVietQR(transfer);
        const parsed = parseVietQR(payload);
        const purpose = plainNote(transfer.note ?? '');
        expect(parsed).toMatchObject({
          valid: true,
          kind: 'vietqr',
          bin: transfer.bin,
          account: transfer.account,
          service: transfer.service ?? 'QRIBFTTA',
          amount: transfer.amount ?? null,
          additional: purpose ? { purpose } : {},
          errors: [],
          warnings: [],
          unknown: [],
        });
        expect(parsed.bank?.key).toBe(bankByBin(transfer.bin)?.key);
        expect(payload).toMatch(/^[ -~]+$/);
      }),
      { numRuns: 1000 },
    );
  });

  it('writes notes that stay as they are when written again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const note = plainNote(text);
        expect(note).toMatch(/^(?:[A-Za-z0-9.,\-/_](?:[A-Za-z0-9 .,\-/_]{0,23}[A-Za-z0-9.,\-/_])?)?$/);
        expect(plainNote(note)).toBe(note);
      }),
    );
  });

  it('reads objects in characters and in bytes as they were written', () => {
    const object = fc.record({
      id: fc.integer({ min: 0, max: 99 }).map((id) => String(id).padStart(2, '0')),
      value: fc.string({ minLength: 1, maxLength: 99, unit: fc.constantFrom(...ALPHANUMERIC, ' ', '-') }),
    });
    fc.assert(
      fc.property(fc.array(object), (objects) => {
        const text = objects.map(({ id, value }) => writeObject(id, value)).join('');
        for (const cut of [codePoints, utf8Bytes]) {
          expect(readObjects(cut(text))).toEqual({ objects, fault: null });
        }
      }),
    );
  });

  it('notices every single wrong character', () => {
    const payload = encodeVietQR({ bin: '970436', account: '1017595600', amount: 180_000, note: 'thanh toan' });
    for (let at = 0; at < payload.length; at++) {
      for (const wrong of ['0', '7', 'A', ' ', 'ế']) {
        if (payload[at] === wrong) continue;
        const changed = payload.slice(0, at) + wrong + payload.slice(at + 1);
        expect(parseVietQR(changed).valid, `${wrong} at ${at}`).toBe(false);
      }
    }
  });
});

/** A small generator with a fixed seed (mulberry32), so that every run breaks the same payloads. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const INSERTS = [
  '0',
  '9',
  '99',
  '6304',
  '38',
  '0010A000000727',
  'ế',
  'e\u0302',
  '\u202e',
  '\0',
  '🥬',
  '\ud800',
  '-',
  ' ',
];

function mutate(payload: string, random: () => number): string {
  const at = Math.floor(random() * (payload.length + 1));
  const span = Math.floor(random() * 8);
  const insert = INSERTS[Math.floor(random() * INSERTS.length)]!;
  const changes = [
    () => payload.slice(0, at) + insert + payload.slice(at),
    () => payload.slice(0, at) + payload.slice(at + span),
    () => payload.slice(0, at) + insert + payload.slice(at + insert.length),
    () => payload.slice(0, at),
    () => payload.slice(0, at) + payload.slice(at - span, at) + payload.slice(at),
    () => payload + payload.slice(0, span * 20),
  ];
  return changes[Math.floor(random() * changes.length)]!();
}

describe('ten thousand broken payloads', () => {
  const random = randomNumbers(20_261_121);
  const originals = [...ALL_SAMPLES.map(({ payload }) => payload), ...Object.values(MARKED_PURPOSE)];
  const broken = Array.from({ length: 10_000 }, (_, index) => {
    const times = 1 + Math.floor(random() * 4);
    let payload = originals[index % originals.length]!;
    for (let time = 0; time < times; time++) payload = mutate(payload, random);
    return payload;
  });

  it('never throw, and those taken for valid are', () => {
    for (const payload of broken) {
      const parsed = parseVietQR(payload);
      expect(parsed.valid).toBe(parsed.errors.length === 0);
      if (!parsed.valid) continue;
      expect(parsed).toMatchObject({ kind: 'vietqr', bin: expect.stringMatching(/^\d{6}$/) });
      expect(parsed.account ?? parsed.merchant).toMatch(/^[A-Za-z0-9]{1,19}$/);
    }
  });

  it('are mostly refused', () => {
    const taken = broken.filter((payload) => parseVietQR(payload).valid && !originals.includes(payload.trim()));
    expect(taken.length).toBeLessThan(broken.length / 100);
  });
});

describe('reading is quick whatever stands there', () => {
  /** CPU time of this process, so that a busy machine changes nothing; the bound is a hundred times what it takes. */
  const cpuMsPerRead = (payload: string) => {
    const times = 200;
    const before = process.cpuUsage();
    for (let time = 0; time < times; time++) parseVietQR(payload);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000 / times;
  };

  it.each([
    ['many empty objects', `000201${'0100'.repeat(126)}`],
    ['templates within templates', `000201${'3899'.repeat(126)}`],
    ['many letters with piled-up marks', `000201${'e\u0302\u0301'.repeat(168)}`],
    ['a text that is nearly a link', `${'a.'.repeat(256)}`],
    ['a text that is nearly a scheme', 'a+'.repeat(256)],
    ['a million characters', 'a.'.repeat(500_000)],
    ['a million spaces', ' '.repeat(1_000_000)],
  ])('%s', (_, payload) => expect(cpuMsPerRead(payload)).toBeLessThan(50));

  it('reads a payload of exactly the longest length', () => {
    const short = `000201${writeObject('80', 'x'.repeat(95)).repeat(5)}`;
    const longest = short + writeObject('81', 'y'.repeat(PAYLOAD_LENGTH - short.length - 4));
    expect(longest).toHaveLength(PAYLOAD_LENGTH);
    expect(parseVietQR(longest).errors).toContain('missing_crc');
    expect(parseVietQR(`${longest}z`).errors).toEqual(['too_long']);
  });
});

describe('banks in the codes we draw', () => {
  it('are all banks of today', () => {
    for (const bin of BINS) expect(isFormerBin(bin), bin).toBe(false);
  });
});
