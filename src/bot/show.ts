/** How a step looks to a person: words, picture, progress and the buttons that keep every way open. Pure. */
import { forwardOf } from '../flows/advance.ts';
import { wordsOf } from '../flows/expand.ts';
import type { Flow, Step, StepId } from '../flows/flow.ts';
import { type LocalFacts, NO_LOCAL_FACTS } from '../flows/local.ts';
import { progressOf } from '../flows/progress.ts';
import { addressOf } from '../text.ts';
import { offeredBanks } from './answers.ts';
import type { Button } from './channel.ts';
import { canHear } from './language.ts';
import type { ActiveRun } from './memory.ts';
import { spokenTo } from './person.ts';
import { encodePress, type RunAct } from './press.ts';
import { officeLines, stepParams, wordsToRecord } from './step-words.ts';
import type { Doubt, Turn } from './turn.ts';

/** The smaller of the two channels' limits (Zalo: 5), so that both show the same ways. */
const BUTTON_LIMIT = 5;

export type Manner = 'first' | 'again' | 'unclear' | 'larger' | 'variant' | 'recap';

/** Says one step. The picture and its words are one message; the buttons are always at the bottom. */
export function showStep(turn: Turn, run: ActiveRun, flow: Flow, stepId: StepId, manner: Manner): void {
  const step = flow.steps[stepId];
  if (!step) return;
  if (manner === 'unclear') turn.say('ladder.1');
  if (manner === 'larger') turn.say(step.picture ? 'ladder.2' : 'ladder.2-plain');
  if (manner === 'recap') sayRecap(turn, flow, stepId);
  const text = manner === 'variant' ? variantText(turn, run, flow, stepId) : stepText(turn, run, flow, stepId);
  if (manner !== 'variant' && doubtToTell(turn, run, flow, stepId)) run.doubtTold = true;
  const buttons = stepButtons(turn, run, flow, stepId, manner);
  const media = manner === 'variant' ? null : turn.world.picture(flow, stepId, turn.person.locale, manner === 'larger');
  const voice = voiceOf(turn, run, flow, stepId, text, manner === 'variant');
  const below = voice || buttons.length === 0 ? {} : { buttons };
  const prompt = turn.person.locale === 'vi' ? {} : { prompt: turn.text('channel.press-prompt') };
  turn.send(media ? { kind: 'picture', media, caption: text, ...prompt, ...below } : { kind: 'text', text, ...below });
  if (!voice) return;
  const caption = turn.text(`voice.${voice.isSynthetic ? 'made-up' : 'recorded'}`);
  const listen = turn.text('button.listen');
  turn.send({ kind: 'voice', media: voice, caption, listen, ...prompt, ...(buttons.length > 0 && { buttons }) });
}

/** What was just written read aloud, for whoever switched that on. People record a step's own words, never a variant. */
function voiceOf(turn: Turn, run: ActiveRun, flow: Flow, stepId: StepId, written: string, isVariant: boolean) {
  const { voices, texts } = turn.world;
  const { locale } = turn.person;
  if (!turn.memory.voice || !voices?.isThere(turn.person)) return null;
  const hasOwn = !isVariant && hasWords(turn, flow, stepId, 'spoken');
  const text = hasOwn ? phrase(turn, run, flow, stepId, 'spoken') : withoutCounter(turn, flow, stepId, written);
  const neutral = isVariant ? null : wordsToRecord(texts, locale, flow, stepId, params(turn, run, flow, stepId));
  const recorded = flow.steps[stepId]?.recorded?.[locale] ?? [];
  return voices.of({ recorded, locale, text, neutral });
}

/** The counter is for the eye. */
function withoutCounter(turn: Turn, flow: Flow, stepId: StepId, written: string): string {
  const progress = progressOf(flow, stepId);
  const counter = progress && `${turn.text('step.progress', { n: progress.n, total: progress.total })}\n`;
  return counter && written.startsWith(counter) ? written.slice(counter.length) : written;
}

/** "Mình đang làm ví điện tử, bước 3/7." – one line of memory before the step (CD-63). */
export function sayRecap(turn: Turn, flow: Flow, stepId: StepId): void {
  const progress = progressOf(flow, stepId);
  const title = titleOf(turn, flow.id);
  if (progress) turn.say('step.recap', { title, n: progress.n, total: progress.total });
  else turn.say('step.recap-plain', { title });
}

export const titleOf = (turn: Turn, flowId: string): string => turn.text(`flows/${flowId}:title`);

/** The words of a step, as the person reads them. */
export function stepText(turn: Turn, run: ActiveRun, flow: Flow, stepId: StepId): string {
  const step = flow.steps[stepId] as Step;
  if (step.kind === 'branch-phone' && !hasWords(turn, flow, stepId, 'do')) return turn.text('step.phone-question');
  if (step.kind === 'finish') return finishText(turn, run, flow, stepId, step);
  if (step.kind === 'check' && run.helping && hasWords(turn, flow, stepId, 'witnessed')) {
    return phrase(turn, run, flow, stepId, 'witnessed');
  }
  const progress = progressOf(flow, stepId);
  const isAction = step.kind === 'do' || step.kind === 'ask';
  const action = phrase(turn, run, flow, stepId, 'do');
  const lines = [
    progress && isAction ? turn.text('step.progress', { n: progress.n, total: progress.total }) : null,
    step.warn ? turn.text(`warn.${step.warn}`) : null,
    `${isAction ? '👉 ' : ''}${action}`,
    hasWords(turn, flow, stepId, 'see') ? phrase(turn, run, flow, stepId, 'see') : null,
    ...officeLines(turn.world.texts, turn.person.locale, flow, stepId, localFacts(turn, run), action),
    doubtLine(turn, run, flow, stepId),
  ];
  return lines.filter((line) => line !== null).join('\n');
}

/**
 * What is in doubt about a step, as far as this reader is told. Half of all screens were last seen half a year ago, and a
 * line on every second message is no longer read: a citizen is told of age once in a run, and of a reported change wherever
 * it was reported. Volunteers, who look at somebody else's phone, are told at every step.
 */
function doubtToTell(turn: Turn, run: ActiveRun, flow: Flow, stepId: StepId): Doubt | null {
  if (flow.steps[stepId]?.kind === 'finish') return null;
  const doubt = turn.world.flows.doubt?.(flow, stepId, turn.world.now) ?? null;
  const isNews = run.helping !== undefined || doubt?.why === 'app-changed' || !run.doubtTold;
  return isNews ? doubt : null;
}

/** "Your screen may look a little different." */
function doubtLine(turn: Turn, run: ActiveRun, flow: Flow, stepId: StepId): string | null {
  const doubt = doubtToTell(turn, run, flow, stepId);
  if (!doubt) return null;
  const key = !run.helping ? 'doubt' : doubt.why === 'old' ? 'doubt-helper' : 'doubt-helper-changed';
  const params = { day: doubt.lastSeen === null ? '–' : writtenDay(doubt.lastSeen) };
  return turn.world.texts.say(turn.person.locale, `step.${key}`, params, addressIn(turn, run));
}

/** `2026-11-20` → `20/11/2026`. */
const writtenDay = (day: string): string => day.split('-').reverse().join('/');

function finishText(turn: Turn, run: ActiveRun, flow: Flow, stepId: StepId, step: Step): string {
  if (hasWords(turn, flow, stepId, 'do')) return phrase(turn, run, flow, stepId, 'do');
  const isDone = step.kind === 'finish' && step.outcome === 'completed';
  const key = isDone ? `flows/${flow.id}:result` : 'later.nothing';
  return turn.world.texts.say(turn.person.locale, key, {}, addressIn(turn, run));
}

/** "My phone looks different": the variant for this press, or a kind general word. */
function variantText(turn: Turn, run: ActiveRun, flow: Flow, stepId: StepId): string {
  const { namespace, key } = wordsOf(flow, stepId);
  const variants = turn.world.texts.list(
    turn.person.locale,
    `${namespace}:steps.${key}.differs`,
    params(turn, run, flow, stepId),
    addressIn(turn, run),
  );
  return variants[run.state.differs - 1] ?? turn.text(run.state.differs > 1 ? 'step.variant-end' : 'step.no-variant');
}

/** First the way forward, last a person (CD-3); again and later always in between (what may never be broken, 3). */
export function stepButtons(turn: Turn, run: ActiveRun, flow: Flow, stepId: StepId, manner: Manner): Button[] {
  const step = flow.steps[stepId] as Step;
  if (step.kind === 'finish') return [];
  const press = (act: RunAct, label: string, option?: string): Button => ({
    label,
    data: encodePress({ scope: 'run', run: run.id, seq: run.state.seq, act, ...(option !== undefined && { option }) }),
  });
  const plain = (act: RunAct, key: string) => press(act, turn.text(`button.${key}`));
  const ahead = forwardButtons(turn, run, flow, stepId, press);
  const person = plain('person', 'person');
  if (ahead.length > BUTTON_LIMIT - 3) return [...ahead, plain('more', 'more-ways'), person];
  if (manner === 'first' || manner === 'recap')
    return [...ahead, plain('again', 'again'), plain('later', 'later'), person];
  if (ahead.length === 1) {
    const other = offersVoice(turn, manner)
      ? turn.button('button.voice-on', { scope: 'general', word: 'voice', argument: 'on' })
      : plain('differs', 'differs');
    return [...ahead, other, plain('back', 'back'), plain('later', 'later'), person];
  }
  // Asked again, a question makes room for the way back; where phones differ, both are one press further.
  const isDifferent = hasWords(turn, flow, stepId, 'differs');
  return isDifferent
    ? [...ahead, plain('differs', 'differs'), plain('more', 'more-ways'), person]
    : [...ahead, plain('back', 'back'), plain('later', 'later'), person];
}

/** Whoever asks to be shown a step again for the first time may rather hear it: offered there, once (conversation-design §11). */
function offersVoice(turn: Turn, manner: Manner): boolean {
  const { memory } = turn;
  if (manner !== 'again' || memory.voice || memory.voiceOffered || !canHear(turn)) return false;
  memory.voiceOffered = true;
  return true;
}

type MakeButton = (act: RunAct, label: string, option?: string) => Button;

function forwardButtons(turn: Turn, run: ActiveRun, flow: Flow, stepId: StepId, press: MakeButton): Button[] {
  const step = flow.steps[stepId] as Step;
  const own = (option: string) =>
    hasWords(turn, flow, stepId, `options.${option}`) ? phrase(turn, run, flow, stepId, `options.${option}`) : null;
  const label = (key: string) => turn.text(`button.${key}`);
  switch (step.kind) {
    case 'choose':
      return Object.keys(step.options).map((option) => press('opt', own(option) ?? option, option));
    case 'branch-phone':
      return (['android', 'iphone', 'other'] as const).map((phone) =>
        press('opt', own(phone) ?? label(`phone-${phone}`), phone),
      );
    case 'check':
      return [
        press('go', own('seen') ?? label(run.helping ? 'witnessed' : 'seen')),
        press('unseen', own('unseen') ?? label(run.helping ? 'unwitnessed' : 'unseen')),
      ];
    case 'ask':
      if (step.accept === 'bank')
        return [
          ...offeredBanks()
            .slice(0, BUTTON_LIMIT - 3)
            .map((bank) => press('opt', bank.shortName, bank.bin)),
          press('go', own('skip') ?? label('skip')),
        ];
      return [press('go', own('skip') ?? label('skip'))];
    case 'tell':
    case 'office':
      return [press('go', own('next') ?? label('read'))];
    default:
      return forwardOf(step) === null ? [] : [press('go', own('next') ?? label('done'))];
  }
}

function hasWords(turn: Turn, flow: Flow, stepId: StepId, part: string): boolean {
  const { namespace, key } = wordsOf(flow, stepId);
  return turn.world.texts.has(turn.person.locale, `${namespace}:steps.${key}.${part}`);
}

function phrase(turn: Turn, run: ActiveRun, flow: Flow, stepId: StepId, part: string): string {
  const { namespace, key } = wordsOf(flow, stepId);
  return turn.world.texts.say(
    turn.person.locale,
    `${namespace}:steps.${key}.${part}`,
    params(turn, run, flow, stepId),
    addressIn(turn, run),
  );
}

/** On a volunteer's phone the words are read out to the person being helped. */
export const addressIn = (turn: Turn, run: ActiveRun) =>
  run.helping ? addressOf(run.helping.term ?? 'bác') : spokenTo(turn.person);

const params = (turn: Turn, run: ActiveRun, flow: Flow, stepId: StepId): Record<string, string> => ({
  ...stepParams(turn.world.texts, turn.person.locale, flow, stepId, localFacts(turn, run)),
  ...(run.draft?.stall !== undefined && { stall: run.draft.stall }),
});

/** Of the place where the person being helped lives. */
const localFacts = (turn: Turn, run: ActiveRun): LocalFacts =>
  turn.world.flows.local?.(run.helping?.areaCode ?? turn.person.areaCode) ?? NO_LOCAL_FACTS;
