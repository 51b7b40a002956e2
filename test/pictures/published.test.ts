/** Every picture of every published flow, drawn: none is heavier than a village line carries, none fails. */
import { expect, it } from 'vitest';
import type { MediaRef } from '../../src/bot/channel.ts';
import { flows } from '../../src/flows/index.ts';
import { createPictureCache } from '../../src/pictures/cache.ts';
import { drawStepPicture } from '../../src/pictures/draw.ts';
import { createStepPictures } from '../../src/step-pictures.ts';
import { loadTexts } from '../../src/text.ts';

/** Conversation-design §10. */
const LIMIT = 60 * 1024;

it('draws them all, each at most 60 KB', { timeout: 300_000 }, async () => {
  // The folder cannot be made, so nothing is kept: what is weighed was drawn now.
  const cache = createPictureCache({ dir: '/dev/null/pictures', draw: drawStepPicture });
  const pictures = createStepPictures(flows.values(), loadTexts(), cache);
  const refs = new Map<string, MediaRef & { kind: 'step-picture' }>();
  for (const flow of flows.values()) {
    for (const step of Object.keys(flow.steps)) {
      const ref = pictures.refOf(flow, step, 'vi', false);
      if (ref?.kind === 'step-picture') refs.set(ref.hash, ref);
    }
  }
  expect(refs.size).toBeGreaterThan(300);
  const heavy: string[] = [];
  for (const { hash, alt } of refs.values()) {
    const png = await pictures.bytesOf(hash);
    if (png.length > LIMIT) heavy.push(`${alt}: ${png.length} bytes`);
  }
  expect(heavy).toEqual([]);
});
