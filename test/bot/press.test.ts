import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodePress, encodePress, type Press } from '../../src/bot/press.ts';

const word = fc.stringMatching(/^[a-z][a-z0-9-]{0,11}$/);
const press: fc.Arbitrary<Press> = fc.oneof(
  fc.record({
    scope: fc.constant('run' as const),
    run: fc.bigInt({ min: 1n, max: 2n ** 62n }).map(String),
    seq: fc.nat({ max: 1_000_000 }),
    act: fc.constantFrom('go', 'again', 'back', 'later', 'person', 'unseen'),
  }),
  fc.record({ scope: fc.constant('flow' as const), flow: word }),
  fc.record({ scope: fc.constant('term' as const), index: fc.nat({ max: 9 }) }),
  fc.record({ scope: fc.constant('desk' as const), seq: fc.nat({ max: 99_999 }), act: word, argument: word }),
  fc.record({
    scope: fc.constant('broadcast' as const),
    id: fc.bigInt({ min: 1n, max: 10n ** 17n }).map(String),
    act: word,
  }),
) as fc.Arbitrary<Press>;

describe('what buttons carry', () => {
  it('comes back as it was, within Telegram’s 64 bytes', () => {
    fc.assert(
      fc.property(press, (one) => {
        const data = encodePress(one);
        expect(Buffer.byteLength(data)).toBeLessThanOrEqual(64);
        expect(decodePress(data)).toEqual(one);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is refused when we never made it, and never throws', () => {
    for (const junk of [
      '',
      'x',
      'r',
      'r.',
      'r.!.1.go',
      'r.1.1',
      'd.zz',
      'k.99',
      'b.x.y',
      'r.zzzzzzzzzzzzzzzzz.1.go',
      'r.1.1.go\n',
      'm.papers.abc',
    ]) {
      expect(decodePress(junk), junk).toBeNull();
    }
    fc.assert(fc.property(fc.string({ maxLength: 100 }), (text) => void decodePress(text)));
  });

  it('too long is a mistake of ours and says so', () => {
    expect(() => encodePress({ scope: 'flow', flow: 'x'.repeat(80) })).toThrow(/64 bytes/);
  });
});
