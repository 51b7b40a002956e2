import { describe, expect, it } from 'vitest';
import { contrast } from '../../src/pictures/palette.ts';

describe('contrast', () => {
  it.each([
    ['#000000', '#ffffff', 21],
    ['#ffffff', '#ffffff', 1],
    ['#777777', '#ffffff', 4.48], // the well-known grey that just fails
    ['#767676', '#ffffff', 4.54], // and the one that just passes
  ] as const)('of %s and %s is %d, either way round', (a, b, ratio) => {
    expect(contrast(a, b)).toBeCloseTo(ratio, 2);
    expect(contrast(b, a)).toBe(contrast(a, b));
  });
});
