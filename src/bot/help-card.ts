/** What a helper is told about somebody who wants a person: hamlet, how to call them, where they are, since when. */
import type { HelpRequest } from '../db/help.ts';
import { progressOf } from '../flows/progress.ts';
import { addressOf, type Texts } from '../text.ts';
import type { OutboundMessage } from './channel.ts';
import { clockWords, hourWords } from './duty.ts';
import { encodePress } from './press.ts';
import type { FlowBook } from './turn.ts';

export interface CardWords {
  texts: Texts;
  flows: FlowBook;
  now: Date;
}

type Wanted = Pick<HelpRequest, 'id' | 'urgent' | 'flowId' | 'step' | 'askedAt' | 'term' | 'callName'> & {
  promisedAt: Date;
};

/** "bác Sáu", or "mình" for somebody who never said. */
export const askerName = ({ term, callName }: Pick<HelpRequest, 'term' | 'callName'>): string =>
  [addressOf(term).xung, callName].filter(Boolean).join(' ');

/** The card with its two answers. For a suspected scam nothing but that it is urgent (conversation-design §7). */
export function helpCard(words: CardWords, request: Wanted, areaName: string, locale: string): OutboundMessage {
  const address = { xung: 'bạn', con: 'mình' };
  const say = (key: string, params: Record<string, string | number> = {}) =>
    words.texts.say(locale, key, params, address);
  const button = (act: 'take' | 'busy') => ({
    label: say(`help.${act}`),
    data: encodePress({ scope: 'help', id: request.id, act }),
  });
  const params = {
    name: askerName(request),
    area: areaName,
    what: placeWords(words, request, say),
    since: hourWords(request.askedAt),
    time: clockWords(request.promisedAt, words.now),
  };
  const text = say(request.urgent ? 'help.card-urgent' : 'help.card', params);
  return { kind: 'text', text, buttons: [button('take'), button('busy')] };
}

/** "Ví Viettel Money, bước 3/8". */
export function placeWords(
  { flows }: Pick<CardWords, 'flows'>,
  { flowId, step }: Pick<HelpRequest, 'flowId' | 'step'>,
  say: (key: string, params?: Record<string, string | number>) => string,
): string {
  const flow = flowId === null ? undefined : flows.current.get(flowId);
  if (!flow) return say('help.general');
  const progress = step !== null && flow.steps[step] ? progressOf(flow, step) : null;
  const title = say(`flows/${flow.id}:title`);
  return progress ? say('help.at-step', { title, n: progress.n, total: progress.total }) : say('help.at', { title });
}
