/** Step pictures: data in, PNG bytes out (conversation-design §10). */
import { createHash } from 'node:crypto';
import { Resvg } from '@resvg/resvg-js';
import { encodeIndexedPng } from './indexed-png.ts';
import { layOut } from './layout.ts';
import type { DrawOptions, StepPicture } from './step-picture.ts';
import { toSvg } from './svg.ts';
import { FONT_FAMILY, FONT_FILES } from './typeface.ts';
import { DRAWING_VERSION } from './version.ts';
import { VIETNAMESE_WORDS } from './words.ts';

export { describePicture } from './describe.ts';
export type { DrawOptions, StepPicture } from './step-picture.ts';

const FONT = { fontFiles: [...FONT_FILES], loadSystemFonts: false, defaultFontFamily: FONT_FAMILY };

/** SVG → PNG bytes with at most 256 colours; a pure function of the markup, without any font but our own. */
export function renderSvg(svg: string): Buffer {
  const { width, height, pixels } = new Resvg(svg, { font: FONT }).render();
  return encodeIndexedPng({ width, height, rgba: pixels });
}

/** The picture as SVG markup, 720 px wide. */
export function stepPictureSvg(input: StepPicture, options: DrawOptions = {}): string {
  const { marks, width, height } = layOut(input, VIETNAMESE_WORDS.homeTitle, options);
  return toSvg(marks, width, height);
}

/**
 * Draws a step picture: an indexed PNG, 720 px wide, 900–1,050 high, about 25 KB and never over 60. Takes some 50 ms of one
 * core. Throws when the picture points at something it does not have, e.g. row 5 of 4: that is a mistake in the flow.
 */
export function drawStepPicture(input: StepPicture, options: DrawOptions = {}): Buffer {
  return renderSvg(stepPictureSvg(input, options));
}

/** JSON with sorted keys: equal data gives equal text, however it was put together. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (inner === null || typeof inner !== 'object' || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

/** Names a picture by its content and by the code that draws it: 32 hexadecimal digits, safe as a file name. */
export function pictureHash(input: StepPicture, { larger = false }: DrawOptions = {}): string {
  return createHash('sha256')
    .update(canonical([DRAWING_VERSION, larger, input]))
    .digest('hex')
    .slice(0, 32);
}
