/** The dark band on top: which step this is, how far along, and the one thing to do. */
import { type FittedText, fitText, sizes } from './lines.ts';
import { LINE_HEIGHT, type Mark, type Word } from './marks.ts';
import { PALETTE } from './palette.ts';
import type { StepPicture } from './step-picture.ts';
import { widthOf } from './typeface.ts';

const MARGIN = 40;
/** 90 characters on two lines come out at about 26 px; the reading check keeps real captions far shorter. */
const CAPTION_LETTERS = sizes(50, 20, 2);
const ONE_LINE_LETTERS = sizes(48, 42, 1);
/** A line this much shorter than the other one looks lost. */
const LONE_WORD = 0.3;
const BAR_TOP = 82;
const BAR_HEIGHT = 12;

export interface Band {
  height: number;
  marks: Mark[];
}

/** One segment per step, the first `step` of them filled. */
function segments(step: number, total: number, width: number): Mark[] {
  const gap = total > 12 ? 4 : 10;
  const length = (width - (total - 1) * gap) / total;
  return Array.from({ length: total }, (_, index) => ({
    shape: 'rect',
    x: MARGIN + index * (length + gap),
    y: BAR_TOP,
    width: length,
    height: BAR_HEIGHT,
    radius: BAR_HEIGHT / 2,
    fill: index < step ? PALETTE.bandWord : PALETTE.segment,
  }));
}

/** `Bước 2/7`, `Bước 2` when the number of steps is unknown, nothing when steps are not counted. */
export function stepOf({ step, total, stepWord }: StepPicture): string {
  if (step === null) return '';
  return `${stepWord} ${step}${total === null ? '' : `/${total}`}`.trim();
}

/** On two lines at full size; on one slightly smaller line where a single short word would be left on its own. */
function setCaption(text: string, width: number): FittedText {
  const set = fitText(text, width, 700, CAPTION_LETTERS);
  const lengths = set.lines.map((line) => widthOf(line, set.size, 700));
  if (set.lines.length < 2 || Math.min(...lengths) > Math.max(...lengths) * LONE_WORD) return set;
  const oneLine = fitText(text, width, 700, ONE_LINE_LETTERS);
  return oneLine.lines[0] === text ? oneLine : set;
}

export function bandOf(input: StepPicture, width: number): Band {
  const inner = width - 2 * MARGIN;
  const counter = stepOf(input);
  const isCounted = input.step !== null && input.total !== null && input.total > 0;
  const caption = setCaption(input.caption, inner);
  const style = { shape: 'word', x: MARGIN, weight: 700, anchor: 'start', on: PALETTE.band } as const;

  const header = isCounted ? BAR_TOP + BAR_HEIGHT : counter ? 68 : 10;
  const first = header + 13 + caption.size;
  const captionWords = caption.lines.map((text, index): Word => {
    return {
      ...style,
      text,
      baseline: first + index * LINE_HEIGHT * caption.size,
      size: caption.size,
      fill: PALETTE.paper,
    };
  });
  const height = captionWords.length > 0 ? captionWords.at(-1)!.baseline + caption.size * 0.5 : header + 24;
  const counterWord: Word = { ...style, text: counter, baseline: 62, size: 42, fill: PALETTE.bandWord };
  return {
    height,
    marks: [
      { shape: 'rect', x: 0, y: 0, width, height, fill: PALETTE.band },
      ...(counter ? [counterWord] : []),
      ...(isCounted ? segments(input.step!, Math.min(input.total!, 40), inner) : []),
      ...captionWords,
    ],
  };
}
