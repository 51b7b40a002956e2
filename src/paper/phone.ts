/** A step's picture for print: the phone alone, as vectors. Number and caption stand beside it in the page's own letters. */
import type { Flow, StepId } from '../flows/flow.ts';
import { resolvePicture } from '../flows/picture.ts';
import { bandOf } from '../pictures/band.ts';
import { describePicture } from '../pictures/describe.ts';
import { layOut, WIDTH } from '../pictures/layout.ts';
import type { StepPicture } from '../pictures/step-picture.ts';
import { VIETNAMESE_WORDS } from '../pictures/words.ts';
import { type Block, NOTHING } from './blocks.ts';

/** Picture px left around the phone, so that ring and hand are not cut. */
const AIR = 6;
/** What `layOut` keeps below a frame for its footer, in picture px. */
const BELOW_FRAME = 66;
/** What `layOut` keeps between band and frame. */
const ABOVE_FRAME = 34;

/** The phone of a step, `width` mm wide and near, so that its letters are as large as they get; nothing without a picture. */
export function phoneBlock(flow: Flow, stepId: StepId, caption: string, width: number): Block {
  const picture = flow.steps[stepId]?.picture;
  if (!picture) return NOTHING;
  const resolved = resolvePicture(picture, flow.labels);
  const bare: StepPicture = { picture: resolved, caption: '', step: null, total: null, footer: '', stepWord: '' };
  const band = bandOf(bare, WIDTH);
  const { marks, height } = layOut(bare, VIETNAMESE_WORDS.homeTitle, { larger: true });
  const scale = width / WIDTH;
  const top = band.height + ABOVE_FRAME - AIR;
  return {
    height: (height - BELOW_FRAME + AIR - top) * scale,
    draw: (x, y) => [
      {
        kind: 'figure',
        alt: describePicture({ ...bare, caption }),
        // The band comes first among the marks; without words it is an empty bar.
        marks: [{ shape: 'group', at: { x, y: y - top * scale }, scale, marks: marks.slice(band.marks.length) }],
      },
    ],
  };
}
