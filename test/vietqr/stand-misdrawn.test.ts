import { expect, it, vi } from 'vitest';
import { makeStand, makeStands } from '../../src/vietqr/stand.ts';

/** A drawing fault: whatever is asked for, the squares of another payload come out. */
vi.mock('../../src/vietqr/picture.ts', async (original) => {
  const picture = await original<typeof import('../../src/vietqr/picture.ts')>();
  return { ...picture, squaresOf: () => picture.squaresOf('somebody else’s account') };
});

const stand = { bin: '970422', account: '0352350917', holder: 'NGUYEN THI BA' };

it.each(['pdf', 'png', 'svg'] as const)('hands out no %s whose code is not the one asked for', async (format) => {
  await expect(makeStand(stand, { format })).rejects.toThrow(/not the one asked for/);
});

it('hands out no batch with such a stand', async () => {
  await expect(makeStands([stand])).rejects.toMatchObject({ fault: 'wrong_code' });
});
