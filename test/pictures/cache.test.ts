import { mkdtemp, readdir, readFile, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createPictureCache } from '../../src/pictures/cache.ts';
import { type DrawOptions, drawStepPicture, pictureHash, type StepPicture } from '../../src/pictures/draw.ts';
import { encodeIndexedPng } from '../../src/pictures/indexed-png.ts';
import { stepPicture } from './samples.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'picture-cache-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const input = (step: number): StepPicture => stepPicture(step, 'Bấm “Mở”', { kind: 'nfc', title: 'Đọc thẻ' });
const fileOf = (picture: StepPicture): string => join(dir, `${pictureHash(picture)}.png`);

/** A one-pixel picture whose colour is the step's number, so that one can tell which was drawn. */
const dotOf = ({ step }: StepPicture): Buffer =>
  encodeIndexedPng({ width: 1, height: 1, rgba: Uint8Array.from([step ?? 0, 0, 0, 255]) });

describe('createPictureCache', () => {
  it('draws a picture once and keeps it as a file that another process finds', async () => {
    const draw = vi.fn(drawStepPicture);
    const first = await createPictureCache({ dir, draw }).bytesOf(input(1));
    const second = await createPictureCache({ dir, draw }).bytesOf(input(1));
    expect(draw).toHaveBeenCalledTimes(1);
    expect(second.equals(first)).toBe(true);
    expect((await readFile(fileOf(input(1)))).equals(drawStepPicture(input(1)))).toBe(true);
  });

  it('draws once for everybody who asks at the same time', async () => {
    const draw = vi.fn(dotOf);
    const cache = createPictureCache({ dir, draw });
    const answers = await Promise.all(Array.from({ length: 20 }, () => cache.bytesOf(input(3))));
    expect(draw).toHaveBeenCalledTimes(1);
    expect(answers.every((bytes) => bytes.equals(dotOf(input(3))))).toBe(true);
  });

  it('tells the larger view from the usual one', async () => {
    const draw = vi.fn((picture: StepPicture, { larger }: DrawOptions) => dotOf(input(larger ? 200 : picture.step!)));
    const cache = createPictureCache({ dir, draw });
    const [usual, larger] = [await cache.bytesOf(input(1)), await cache.bytesOf(input(1), { larger: true })];
    expect([usual.equals(dotOf(input(1))), larger.equals(dotOf(input(200)))]).toEqual([true, true]);
  });

  it('remembers the pictures used last without looking at the disk', async () => {
    const draw = vi.fn(dotOf);
    const cache = createPictureCache({ dir, draw, maxInMemory: 2 });
    for (const step of [1, 2, 1, 3]) await cache.bytesOf(input(step)); // 2 is now the one used longest ago
    await rm(dir, { recursive: true });
    draw.mockClear();
    for (const step of [1, 3]) await cache.bytesOf(input(step));
    expect(draw).not.toHaveBeenCalled();
    await cache.bytesOf(input(2));
    expect(draw).toHaveBeenCalledTimes(1);
  });

  it('draws again what was cut short on the disk', async () => {
    const draw = vi.fn(dotOf);
    await createPictureCache({ dir, draw }).bytesOf(input(1));
    await truncate(fileOf(input(1)), (await stat(fileOf(input(1)))).size - 3);
    const bytes = await createPictureCache({ dir, draw }).bytesOf(input(1));
    expect(draw).toHaveBeenCalledTimes(2);
    expect(bytes.equals(dotOf(input(1)))).toBe(true);
    expect((await readFile(fileOf(input(1)))).equals(bytes)).toBe(true);
  });

  it('leaves whole files only, however many processes write the same picture', async () => {
    const caches = Array.from({ length: 8 }, () => createPictureCache({ dir, draw: dotOf }));
    await Promise.all(caches.flatMap((cache) => [cache.bytesOf(input(1)), cache.bytesOf(input(2))]));
    expect((await readdir(dir)).sort()).toEqual(
      [`${pictureHash(input(1))}.png`, `${pictureHash(input(2))}.png`].sort(),
    );
  });

  it('removes the oldest pictures when the folder is full', async () => {
    const size = dotOf(input(1)).length;
    const cache = createPictureCache({ dir, draw: dotOf, maxBytes: 10 * size, maxInMemory: 1 });
    for (let step = 1; step <= 10; step++) {
      await cache.bytesOf(input(step));
      await utimes(fileOf(input(step)), step, step); // written long ago, one after the other
    }
    await cache.bytesOf(input(11));
    const kept = new Set(await readdir(dir));
    const gone = Array.from({ length: 11 }, (_, index) => index + 1).filter(
      (step) => !kept.has(`${pictureHash(input(step))}.png`),
    );
    expect(gone).toEqual([1, 2]);
  });

  it('stays within its limit over many pictures', async () => {
    const size = dotOf(input(1)).length;
    const cache = createPictureCache({ dir, draw: dotOf, maxBytes: 40 * size });
    for (let step = 1; step <= 120; step++) await cache.bytesOf(input(step));
    expect((await readdir(dir)).length).toBeLessThanOrEqual(42);
  });

  it('clears what a process that died left unfinished, but nothing that may still be written', async () => {
    const [old, fresh] = [join(dir, 'a.png.1.tmp'), join(dir, 'b.png.2.tmp')];
    await writeFile(old, 'x');
    await writeFile(fresh, 'x');
    await utimes(old, 1, 1);
    await createPictureCache({ dir, draw: dotOf }).bytesOf(input(1));
    expect((await readdir(dir)).sort()).toEqual(['b.png.2.tmp', `${pictureHash(input(1))}.png`].sort());
  });

  it('delivers the picture even when the folder cannot be written, and says so', async () => {
    const file = join(dir, 'not-a-folder');
    await writeFile(file, '');
    const onError = vi.fn();
    const bytes = await createPictureCache({ dir: file, draw: dotOf, onError }).bytesOf(input(1));
    expect(bytes.equals(dotOf(input(1)))).toBe(true);
    expect(onError).toHaveBeenCalledTimes(1);
  });

  it('passes a drawing mistake on and tries again next time', async () => {
    const draw = vi.fn(dotOf).mockImplementationOnce(() => {
      throw new Error('points at number 4 of 2');
    });
    const cache = createPictureCache({ dir, draw });
    await expect(cache.bytesOf(input(1))).rejects.toThrow('number 4 of 2');
    expect((await cache.bytesOf(input(1))).equals(dotOf(input(1)))).toBe(true);
  });
});
