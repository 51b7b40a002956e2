/**
 * An official warns the commune of a trick in two presses: which one, then the announcement is written and shown – tested,
 * approved and sent like any other. And tells the assistant of a new trick in one line. Pure.
 */
import { SCAM_PATTERNS } from '../../understanding/scam-patterns.ts';
import { moveDesk, sayDesk } from '../desk/desk.ts';
import { isOfficial, membershipOf } from '../person.ts';
import type { Turn } from '../turn.ts';
import { isPattern, patternTitle } from './scams.ts';
import { readTrick } from './trick.ts';

const ON_A_PAGE = 3;

/** Which trick; a page holds what both channels can show beside "more" and the way back. */
export function chooseWarning(turn: Turn, page: number): void {
  if (!isOfficial(turn.person)) return sayDesk(turn);
  turn.understood = 'warn:choose';
  const pages = Math.ceil(SCAM_PATTERNS.length / ON_A_PAGE);
  const at = Number.isInteger(page) && page >= 0 ? page % pages : 0;
  turn.say('safety:warn.which', {}, [
    ...SCAM_PATTERNS.slice(at * ON_A_PAGE, (at + 1) * ON_A_PAGE).map(({ id }) => ({
      label: patternTitle(turn, id),
      data: `s.warn-of.${id}`,
    })),
    turn.button('button.see-more', { scope: 'safety', act: 'warn', argument: String((at + 1) % pages) }),
    turn.button('volunteer:desk.back', { scope: 'general', word: 'desk' }),
  ]);
}

/** The announcement is drafted for the official's area; who asks back asks the commune's police or its committee. */
export function draftWarning(turn: Turn, id: string | undefined): void {
  const membership = membershipOf(turn.person, ['official', 'admin']);
  if (!membership || !isPattern(id)) return sayDesk(turn);
  turn.understood = `warn:${id}`;
  const broadcast = turn.world.inboundId;
  const say = (key: string, params = {}) => turn.world.texts.say('vi', key, params);
  moveDesk(turn, { at: 'preview', broadcast });
  const phone = turn.world.flows.local?.(membership.areaCode)['police-phone'];
  turn.effects.push({
    type: 'draft-broadcast',
    id: broadcast,
    areaCode: membership.areaCode,
    words: {
      what: say(`safety:pattern.${id}.warning`),
      bring: say('safety:warn.do'),
      ask: phone ? say('safety:warn.ask-number', { phone }) : say('safety:warn.ask'),
    },
    corrects: null,
  });
}

const NEW_TRICK = /^\s*(?:thêm chiêu|them chieu)\s*:\s*([^=>]{3,200}?)\s*=+>?\s*(\S[\s\S]{9,219})$/iu;

/** "Thêm chiêu: nói là …, kêu … => câu trả lời". False when it is no such line. */
export function takeNewTrick(turn: Turn, text: string): boolean {
  const membership = membershipOf(turn.person, ['official', 'admin']);
  const [, told = '', answer = ''] = (membership && NEW_TRICK.exec(text)) || [];
  if (!membership || told === '') return false;
  turn.understood = 'warn:new';
  const trick = readTrick(told.split(/[,;]/), answer);
  if ('faults' in trick) {
    turn.say('safety:warn.refused', {}, [turn.button('volunteer:desk.back', { scope: 'general', word: 'desk' })]);
    return true;
  }
  turn.effects.push({
    type: 'add-scam',
    ...trick,
    source: membership.name,
    areaCode: membership.areaCode,
  });
  turn.say('safety:warn.added', { count: trick.phrases.length }, [
    turn.button('volunteer:desk.back', { scope: 'general', word: 'desk' }),
  ]);
  return true;
}
