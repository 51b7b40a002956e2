/** Problems in a step's picture. Part of `inspect`. */
import type { Flow, Step, StepId } from './flow.ts';
import type { Report } from './inspect.ts';
import type { Picture } from './picture.ts';

/** A picture highlights a spot it has, and says only what the flow's labels or a person's screen say. */
export function inspectPicture(flow: Flow, id: StepId, step: Step, report: Report): void {
  if (!step.picture) {
    if (step.kind === 'do') report(id, 'picture-missing', 'every action on the phone is shown');
    return;
  }
  const choices = choicesOf(step.picture);
  const target = 'target' in step.picture ? step.picture.target : 0;
  if (target === 'button') {
    if (step.picture.kind === 'form' && !step.picture.button) report(id, 'picture-target', 'the form has no button');
  } else if (choices !== null && !(Number.isInteger(target) && target >= 0 && target < choices)) {
    report(id, 'picture-target', `${target} of ${choices}`);
  }
  for (const text of picturedTexts(step.picture)) {
    if (text.startsWith('@') && !flow.labels[text.slice(1)]) report(id, 'label-missing', `the picture names "${text}"`);
    if (/\{\w+\}/.test(text)) report(id, 'unknown-placeholder', `the picture says "${text}"`);
  }
}

/** How many spots of a picture could be the highlighted one; null when there is only the one. */
function choicesOf(picture: Picture): number | null {
  switch (picture.kind) {
    case 'list':
      return picture.rows.length;
    case 'form':
      return picture.fields.length;
    case 'permission':
      return picture.answers.length;
    case 'home':
      return picture.apps.length;
    default:
      return null;
  }
}

/** Every text in a picture, however deep. */
function picturedTexts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (value !== null && typeof value === 'object') return Object.values(value).flatMap(picturedTexts);
  return [];
}
