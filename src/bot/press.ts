/**
 * What our buttons carry. Short, plain ASCII, at most 64 bytes (Telegram's limit), and nothing that identifies a person:
 * anybody can forge it, so it is a wish to be checked against the contact's own state, never an authorisation.
 *
 *   r.<run>.<seq>.<act>[.<option>]   a step of a run; run and seq in base 36, so a stale press is known as such
 *   f.<flow-id>                      start a flow
 *   m.<group>.<page>                 a group of the menu
 *   k.<term index>                   kinship term
 *   g.<word>                         one of the things that are always possible
 *   d.<seq>.<act>[.<argument>]       a volunteer's or official's desk
 *   b.<broadcast>.<act>[.<argument>] an announcement
 *   h.<request>.<act>                a request for help
 *   t.<talk>.<act>                   a talk through the assistant
 *   s.<act>[.<argument>]             codes looked at, who stands at the door, relatives, warnings
 *   p.<act>[.<argument>]             one's own data, people who share a phone, what was recorded about one
 */
export type RunAct =
  | 'go'
  | 'opt'
  | 'unseen'
  | 'back'
  | 'again'
  | 'differs'
  | 'later'
  | 'person'
  | 'stop'
  | 'restart'
  | 'more';
export type General =
  | 'menu'
  | 'resume'
  | 'person'
  | 'call-me'
  | 'try-again'
  | 'stop-reminders'
  | 'stop-announcements'
  | 'asked-for-code'
  | 'deleted'
  | 'clicked-link'
  | 'understood'
  | 'change-term'
  | 'desk'
  | 'self-service'
  | 'switch'
  | 'keep'
  | 'my-list'
  | 'what-next'
  | 'language'
  | 'voice'
  | 'meant';

export type Press =
  | { scope: 'run'; run: string; seq: number; act: RunAct; option?: string }
  | { scope: 'flow'; flow: string }
  | { scope: 'group'; group: string; page: number }
  | { scope: 'term'; index: number }
  | { scope: 'general'; word: General; argument?: string }
  | { scope: 'desk'; seq: number; act: string; argument?: string }
  | { scope: 'broadcast'; id: string; act: string; argument?: string }
  | { scope: 'help'; id: string; act: string }
  | { scope: 'talk'; id: string; act: string }
  | { scope: 'people'; act: string; argument?: string }
  | { scope: 'safety'; act: string; argument?: string };

/** Telegram's `callback_data` limit, in bytes; ours are ASCII. */
export const PRESS_LIMIT = 64;

export function encodePress(press: Press): string {
  const data = parts(press)
    .filter((part) => part !== undefined)
    .join('.');
  if (data.length > PRESS_LIMIT) throw new Error(`A button's data may hold ${PRESS_LIMIT} bytes: "${data}".`);
  return data;
}

function parts(press: Press): (string | undefined)[] {
  switch (press.scope) {
    case 'run':
      return ['r', BigInt(press.run).toString(36), press.seq.toString(36), press.act, press.option];
    case 'flow':
      return ['f', press.flow];
    case 'group':
      return ['m', press.group, String(press.page)];
    case 'term':
      return ['k', String(press.index)];
    case 'general':
      return ['g', press.word, press.argument];
    case 'desk':
      return ['d', press.seq.toString(36), press.act, press.argument];
    case 'broadcast':
      return ['b', press.id, press.act, press.argument];
    case 'help':
      return ['h', press.id, press.act];
    case 'talk':
      return ['t', press.id, press.act];
    case 'people':
      return ['p', press.act, press.argument];
    case 'safety':
      return ['s', press.act, press.argument];
  }
}

/** What was pressed, or null for data we never made. */
export function decodePress(data: string): Press | null {
  if (data.length > PRESS_LIMIT || !/^[a-z]\.[A-Za-z0-9._/-]+$/.test(data)) return null;
  const [scope, first = '', second = '', third, fourth] = data.split('.');
  switch (scope) {
    case 'r':
      if (!isBase36(first) || !isBase36(second) || !third) return null;
      return {
        scope: 'run',
        run: fromBase36(first).toString(),
        seq: Number.parseInt(second, 36),
        act: third as RunAct,
        ...(fourth !== undefined && { option: fourth }),
      };
    case 'f':
      return { scope: 'flow', flow: first };
    case 'm':
      return /^\d{0,2}$/.test(second) ? { scope: 'group', group: first, page: Number(second) } : null;
    case 'k':
      return /^\d$/.test(first) ? { scope: 'term', index: Number(first) } : null;
    case 'g':
      return { scope: 'general', word: first as General, ...(second && { argument: second }) };
    case 'd':
      if (!isBase36(first) || !second) return null;
      return {
        scope: 'desk',
        seq: Number.parseInt(first, 36),
        act: second,
        ...(third !== undefined && { argument: third }),
      };
    case 'b':
      if (!/^\d{1,18}$/.test(first) || !second) return null;
      return { scope: 'broadcast', id: first, act: second, ...(third !== undefined && { argument: third }) };
    case 'h':
      return /^\d{1,18}$/.test(first) && second ? { scope: 'help', id: first, act: second } : null;
    case 't':
      return /^\d{1,18}$/.test(first) && second ? { scope: 'talk', id: first, act: second } : null;
    case 'p':
      return first ? { scope: 'people', act: first, ...(second && { argument: second }) } : null;
    case 's':
      return first ? { scope: 'safety', act: first, ...(second && { argument: second }) } : null;
    default:
      return null;
  }
}

const isBase36 = (text: string) => /^[0-9a-z]{1,13}$/.test(text);
const fromBase36 = (text: string) =>
  [...text].reduce((sum, digit) => sum * 36n + BigInt(Number.parseInt(digit, 36)), 0n);
