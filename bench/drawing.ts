/** How long pictures, codes and stands take, one after the other in this process. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Flow } from '../src/flows/flow.ts';
import { createPictureCache } from '../src/pictures/cache.ts';
import { drawStepPicture } from '../src/pictures/draw.ts';
import { createStepPictures } from '../src/step-pictures.ts';
import type { Texts } from '../src/text.ts';
import { encodeVietQR } from '../src/vietqr/payload.ts';
import { drawCode } from '../src/vietqr/picture.ts';
import { makeStand } from '../src/vietqr/stand.ts';
import { median } from './numbers.ts';

export interface Drawing {
  pictures: number;
  /** Milliseconds, medians. */
  drawn: number;
  fromDisk: number;
  fromMemory: number;
  encoded: number;
  code: number;
  standPdf: number;
  standPng: number;
}

/** Every picture of a flow: drawn, read back by another process's cache, asked for again; then one merchant's code. */
export async function timeDrawing(flow: Flow, texts: Texts, repeats: number): Promise<Drawing> {
  const dir = await mkdtemp(join(tmpdir(), 'tro-ly-so-pictures-'));
  try {
    const open = () =>
      createStepPictures([flow], texts, createPictureCache({ dir, draw: drawStepPicture, maxInMemory: 1000 }));
    const fresh = open();
    const hashes = Object.keys(flow.steps).flatMap((step) => {
      const ref = fresh.refOf(flow, step, 'vi', false);
      return ref?.kind === 'step-picture' ? [ref.hash] : [];
    });
    const different = [...new Set(hashes)];
    const [warm] = different;
    if (warm) await drawAway(flow, texts); // fonts and code are loaded once, not per picture
    const drawn = await times(different, (hash) => fresh.bytesOf(hash));
    const again = open();
    const fromDisk = await times(different, (hash) => again.bytesOf(hash));
    const fromMemory = await times(different, (hash) => again.bytesOf(hash));
    return { pictures: different.length, drawn, fromDisk, fromMemory, ...(await timeCode(repeats)) };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

async function drawAway(flow: Flow, texts: Texts): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'tro-ly-so-pictures-'));
  const pictures = createStepPictures([flow], texts, createPictureCache({ dir, draw: drawStepPicture }));
  for (const step of Object.keys(flow.steps).slice(0, 12)) {
    const ref = pictures.refOf(flow, step, 'vi', true);
    if (ref?.kind === 'step-picture') await pictures.bytesOf(ref.hash);
  }
  await rm(dir, { recursive: true, force: true });
}

async function timeCode(repeats: number): Promise<Pick<Drawing, 'encoded' | 'code' | 'standPdf' | 'standPng'>> {
  const transfer = { bin: '970422', account: '0987654321' };
  const stand = { ...transfer, holder: 'NGUYEN THI BA', stall: 'Sạp rau Cô Ba', number: 'ST-0001', isSample: true };
  const runs = Array.from({ length: repeats }, (_, run) => run);
  await makeStand(stand, { format: 'png' });
  const payload = encodeVietQR(transfer);
  return {
    encoded: await times(runs, () => encodeVietQR(transfer)),
    code: await times(runs, () => drawCode(payload, { format: 'png' })),
    standPdf: await times(runs, () => makeStand(stand, { format: 'pdf' })),
    standPng: await times(runs, () => makeStand(stand, { format: 'png' })),
  };
}

/** The median of the milliseconds each took, one after the other. */
async function times<Item>(items: readonly Item[], act: (item: Item) => unknown): Promise<number> {
  const taken: number[] = [];
  for (const item of items) {
    const began = performance.now();
    await act(item);
    taken.push(performance.now() - began);
  }
  return median(taken);
}
