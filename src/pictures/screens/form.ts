import { type FittedText, fitText, sizes } from '../lines.ts';
import { type Box, bottom, LINE_HEIGHT, type Mark, words } from '../marks.ts';
import { PALETTE } from '../palette.ts';
import {
  END,
  highlight,
  type PictureOf,
  type Screen,
  SIDE,
  SPOT_LETTERS,
  type Stage,
  targetIn,
  windowAround,
} from './screen.ts';

type Form = PictureOf<'form'>;

/** Free of words at a box's ends; the right one lets the fingertip in. */
const [BEFORE_WORDS, AFTER_WORDS] = [28, 42];
const LABEL_LETTERS = [...sizes(38, 36, 1), { size: 36, lines: 2 }];
const HINT_LETTERS = [...sizes(44, 36, 1)];
const BUTTON_LETTERS = [...sizes(44, 36, 1), { size: 36, lines: 2 }];

/** Heights and gaps, the roomy ones first. The ring needs the room between a label and its box. */
const SPACINGS = [
  { above: 24, box: 92, afterLabel: 16, afterField: 34, button: 104 },
  { above: 18, box: 76, afterLabel: 16, afterField: 24, button: 84 },
] as const;
/** Between the last field's own space and the button; the ring needs it. */
const ABOVE_BUTTON = 14;
type Spacing = (typeof SPACINGS)[number];

interface Part {
  isTarget: boolean;
  label: FittedText;
  hint: FittedText;
}

const labelHeight = (label: FittedText): number => label.lines.length * LINE_HEIGHT * label.size;

function fieldHeight({ label }: Part, spacing: Spacing): number {
  return labelHeight(label) + spacing.afterLabel + spacing.box + spacing.afterField;
}

function partsOf({ fields, target }: Form, width: number): Part[] {
  return fields.map(({ label, hint }, index) => {
    const isTarget = index === target;
    const weight = isTarget ? 700 : 500;
    return {
      isTarget,
      label: fitText(label, width - AFTER_WORDS, weight, LABEL_LETTERS),
      hint: fitText(hint ?? '', width - BEFORE_WORDS - AFTER_WORDS, weight, HINT_LETTERS),
    };
  });
}

/** The blinking line of an empty box that waits for letters. */
function cursor(box: Box): Mark {
  const height = 48;
  return {
    shape: 'rect',
    x: box.x + BEFORE_WORDS,
    y: box.y + (box.height - height) / 2,
    width: 5,
    height,
    radius: 2,
    fill: PALETTE.ink,
  };
}

function fieldMarks({ isTarget, label, hint }: Part, top: number, box: Box): Mark[] {
  const [fill, weight] = isTarget ? ([PALETTE.ink, 700] as const) : ([PALETTE.quietWord, 500] as const);
  const plain: Mark = {
    shape: 'rect',
    ...box,
    radius: 18,
    fill: PALETTE.paper,
    stroke: PALETTE.rowEdge,
    strokeWidth: 3,
  };
  const over = { weight, fill, anchor: 'start' } as const;
  const labelMiddle = top + labelHeight(label) / 2;
  return [
    ...words(label.lines, box.x + 5, labelMiddle, { ...over, size: label.size, on: PALETTE.paper }),
    ...(isTarget ? highlight(box, 18) : [plain]),
    ...words(hint.lines, box.x + BEFORE_WORDS, box.y + box.height / 2, {
      ...over,
      size: hint.size,
      on: isTarget ? PALETTE.spot : PALETTE.paper,
    }),
    ...(isTarget && hint.lines.length === 0 ? [cursor(box)] : []),
  ];
}

function buttonMarks(text: FittedText, box: Box, isTarget: boolean): Mark[] {
  const plain: Mark = { shape: 'rect', ...box, radius: 22, fill: PALETTE.quietButton };
  const [fill, on] = isTarget ? [PALETTE.ink, PALETTE.spot] : [PALETTE.quietWord, PALETTE.quietButton];
  const style = { size: text.size, weight: 700, fill, on, anchor: 'middle' } as const;
  return [
    ...(isTarget ? highlight(box, 22) : [plain]),
    ...words(text.lines, box.x + box.width / 2, box.y + box.height / 2, style),
  ];
}

interface Choice {
  spacing: Spacing;
  from: number;
  to: number;
  hasButton: boolean;
}

interface Sizes {
  parts: readonly Part[];
  button: FittedText;
}

function buttonHeight(button: FittedText, spacing: Spacing): number {
  return Math.max(spacing.button, button.lines.length * LINE_HEIGHT * button.size + 22);
}

function heightOf({ parts, button }: Sizes, { spacing, from, to, hasButton }: Choice): number {
  const fields = parts.slice(from, to).reduce((sum, part) => sum + fieldHeight(part, spacing), 0);
  const end = hasButton ? ABOVE_BUTTON + buttonHeight(button, spacing) : -spacing.afterField;
  return spacing.above + fields + end + END;
}

/** The whole form, if it fits; else the fields that fit around the target, and the button only when it is the target. */
function choose(sizes: Sizes, picture: Form, focus: number, maxHeight: number): Choice {
  const count = sizes.parts.length;
  const fits = (choice: Choice) => heightOf(sizes, choice) <= maxHeight;
  const all = { from: 0, to: count, hasButton: picture.button !== undefined };
  const whole = SPACINGS.map((spacing) => ({ ...all, spacing })).find(fits);
  if (whole) return whole;
  const part = { spacing: SPACINGS.at(-1)!, hasButton: picture.target === 'button' };
  if (part.hasButton && !fits({ ...part, from: focus, to: count })) return { ...part, from: count, to: count };
  const [from, to] = windowAround(count, focus, (a, b) => fits({ ...part, from: a, to: b }));
  return { ...part, from, to };
}

/** Index of the field to keep in sight: the target, or the last field above a button to press. */
function focusOf({ fields, button, target }: Form): number {
  if (target !== 'button') return targetIn('form', fields.length, target);
  if (button === undefined) throw new Error('A picture of kind "form" points at a button it does not have.');
  return fields.length - 1;
}

/** Labelled boxes to fill in and, if the form has one, the button below them. */
export function formScreen(picture: Form, stage: Stage): Screen {
  const onButton = picture.target === 'button';
  const focus = focusOf(picture);
  const width = stage.width - 2 * SIDE;
  const parts = partsOf(picture, width);
  const button = fitText(picture.button ?? '', width - 2 * AFTER_WORDS, 700, onButton ? SPOT_LETTERS : BUTTON_LETTERS);
  const choice = choose({ parts, button }, picture, focus, stage.maxHeight);
  const { spacing } = choice;

  const marks: Mark[] = [];
  let spot: Box | undefined;
  let y: number = spacing.above;
  for (const part of parts.slice(choice.from, choice.to)) {
    const box = { x: SIDE, y: y + labelHeight(part.label) + spacing.afterLabel, width, height: spacing.box };
    if (part.isTarget) spot = box;
    marks.push(...fieldMarks(part, y, box));
    y = bottom(box) + spacing.afterField;
  }
  if (choice.hasButton) {
    const box = { x: SIDE, y: y + ABOVE_BUTTON, width, height: buttonHeight(button, spacing) };
    if (onButton) spot = box;
    marks.push(...buttonMarks(button, box, onButton));
  }
  const height = heightOf({ parts, button }, choice);
  return { title: picture.title, bar: PALETTE.titleBar, backdrop: PALETTE.paper, height, marks, spot: spot! };
}
