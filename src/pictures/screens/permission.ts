import { type FittedText, fitText, sizes } from '../lines.ts';
import { type Box, bottom, LINE_HEIGHT, type Mark, words } from '../marks.ts';
import { PALETTE } from '../palette.ts';
import {
  highlight,
  type PictureOf,
  QUIET_LETTERS,
  type Screen,
  SPOT_LETTERS,
  type Stage,
  targetIn,
  windowAround,
} from './screen.ts';

const QUESTION_LETTERS = [...sizes(40, 38, 2), ...sizes(38, 36, 3), { size: 34, lines: 4 }];
const CARD_SIDE = 22;
const ANSWER_SIDE = 54;
/** On both sides of an answer, so that the fingertip has room and the words stay in the middle. */
const AROUND_WORDS = 44;
const BELOW_CARD = 14;

/** Heights and gaps, the roomy ones first. The ring needs the gap. */
const SPACINGS = [
  { above: 60, pad: 32, question: 28, answer: 94, gap: 23 },
  { above: 20, pad: 26, question: 26, answer: 80, gap: 21 },
] as const;
type Spacing = (typeof SPACINGS)[number];

interface Answer {
  text: FittedText;
  isTarget: boolean;
}

const heightOfText = (text: FittedText): number => text.lines.length * LINE_HEIGHT * text.size;

function answerHeight({ text }: Answer, spacing: Spacing): number {
  return Math.max(spacing.answer, heightOfText(text) + 18);
}

interface Choice {
  spacing: Spacing;
  hasQuestion: boolean;
  from: number;
  to: number;
}

function cardHeight(
  question: FittedText,
  answers: readonly Answer[],
  { spacing, hasQuestion, from, to }: Choice,
): number {
  const asked = hasQuestion ? heightOfText(question) + spacing.question : 0;
  const shown = answers
    .slice(from, to)
    .reduce((sum, answer) => sum + answerHeight(answer, spacing) + spacing.gap, -spacing.gap);
  return 2 * spacing.pad + asked + shown;
}

/** Everything, if it fits; else fewer answers around the target; seen from very near, without the question. */
function choose(question: FittedText, answers: readonly Answer[], target: number, maxHeight: number): Choice {
  const fits = (choice: Choice) =>
    choice.spacing.above + cardHeight(question, answers, choice) + BELOW_CARD <= maxHeight;
  const whole = SPACINGS.map((spacing) => ({ spacing, hasQuestion: true, from: 0, to: answers.length })).find(fits);
  if (whole) return whole;
  const spacing = SPACINGS.at(-1)!;
  const hasQuestion = fits({ spacing, hasQuestion: true, from: target, to: target + 1 });
  const [from, to] = windowAround(answers.length, target, (a, b) => fits({ spacing, hasQuestion, from: a, to: b }));
  return { spacing, hasQuestion, from, to };
}

function answerMarks({ text, isTarget }: Answer, box: Box): Mark[] {
  const plain: Mark = { shape: 'rect', ...box, radius: 22, fill: PALETTE.row, stroke: PALETTE.rowEdge, strokeWidth: 2 };
  const [fill, on] = isTarget ? [PALETTE.ink, PALETTE.spot] : [PALETTE.quietWord, PALETTE.row];
  const style = { size: text.size, weight: isTarget ? 700 : 500, anchor: 'middle', fill, on } as const;
  return [
    ...(isTarget ? highlight(box, 22) : [plain]),
    ...words(text.lines, box.x + box.width / 2, box.y + box.height / 2, style),
  ];
}

/** A question box on top of a dimmed app. */
export function permissionScreen(picture: PictureOf<'permission'>, stage: Stage): Screen {
  const target = targetIn('permission', picture.answers.length, picture.target);
  const width = stage.width - 2 * ANSWER_SIDE;
  const question = fitText(picture.question, stage.width - 2 * CARD_SIDE - 48, 700, QUESTION_LETTERS);
  const answers = picture.answers.map((answer, index): Answer => {
    const isTarget = index === target;
    const [weight, letters] = isTarget ? ([700, SPOT_LETTERS] as const) : ([500, QUIET_LETTERS] as const);
    return { text: fitText(answer, width - 2 * AROUND_WORDS, weight, letters), isTarget };
  });
  const choice = choose(question, answers, target, stage.maxHeight);
  const { spacing } = choice;

  const height = cardHeight(question, answers, choice);
  const card: Box = { x: CARD_SIDE, y: spacing.above, width: stage.width - 2 * CARD_SIDE, height };
  const marks: Mark[] = [{ shape: 'rect', ...card, radius: 28, fill: PALETTE.paper }];
  let y = card.y + spacing.pad;
  if (choice.hasQuestion) {
    const style = { size: question.size, weight: 700, anchor: 'middle', fill: PALETTE.ink, on: PALETTE.paper } as const;
    marks.push(...words(question.lines, stage.width / 2, y + heightOfText(question) / 2, style));
    y += heightOfText(question) + spacing.question;
  }
  let spot: Box = card;
  for (const answer of answers.slice(choice.from, choice.to)) {
    const box: Box = { x: ANSWER_SIDE, y, width, height: answerHeight(answer, spacing) };
    if (answer.isTarget) spot = box;
    marks.push(...answerMarks(answer, box));
    y = bottom(box) + spacing.gap;
  }
  return {
    title: picture.title,
    bar: PALETTE.titleBar,
    backdrop: PALETTE.veil,
    height: bottom(card) + BELOW_CARD,
    marks,
    spot,
  };
}
