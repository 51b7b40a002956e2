/** One's own data: what is held, the file, consents taken back, being forgotten. Pure; the deeds are in `perform/rights`. */
import type { ConsentPurpose } from '../../db/consents.ts';
import type { PersonData } from '../../db/people.ts';
import { dayWords } from '../duty.ts';
import { backToWork } from '../protect.ts';
import { titleOf } from '../show.ts';
import type { Turn } from '../turn.ts';

const peopleButton = (turn: Turn, key: string, act: string, argument?: string) =>
  turn.button(`people:button.${key}`, { scope: 'people', act, ...(argument !== undefined && { argument }) });

/** Asks for what is held; `tellData` says it once it is fetched. */
export function showData(turn: Turn, as: 'page' | 'file' | 'consents' | 'erase'): void {
  turn.understood = as === 'erase' ? 'erase-me' : 'my-data';
  turn.effects.push({ type: 'show-data', as });
}

export function tellData(turn: Turn, as: 'page' | 'file' | 'consents' | 'erase', held: PersonData | null): void {
  switch (as) {
    case 'page':
      return sayMyData(turn, held);
    case 'file':
      return sendFile(turn, held);
    case 'consents':
      return sayConsents(turn, held);
    case 'erase':
      return askErase(turn, held);
  }
}

/** "Dữ liệu của tôi", in plain words, with the ways to take it along or have it gone. */
function sayMyData(turn: Turn, held: PersonData | null): void {
  turn.say('data.mine');
  const consents = held?.consents.some(({ withdrawnAt }) => withdrawnAt === null);
  turn.tell(heldWords(turn, held), [
    peopleButton(turn, 'file', 'file'),
    ...(consents ? [peopleButton(turn, 'consents', 'consents')] : []),
    peopleButton(turn, 'erase', 'erase'),
    turn.memory.run
      ? turn.button('button.resume', { scope: 'general', word: 'resume' })
      : turn.button('button.menu', { scope: 'general', word: 'menu' }),
    turn.button('button.person', { scope: 'general', word: 'person' }),
  ]);
}

/** Short enough for one screen; the file has everything. */
function heldWords(turn: Turn, held: PersonData | null): string {
  if (!held) return turn.text('people:data.nothing');
  const done = held.completions.filter(({ reversed }) => !reversed).length;
  return [
    turn.text('people:data.counts', { done, messages: held.heard.length }),
    held.hasPhone ? turn.text('people:data.phone') : turn.text('people:data.no-phone'),
    held.households.length > 0 && turn.text('people:data.household'),
    held.chats.length > 1 && turn.text('people:data.joined', { count: held.chats.length }),
  ]
    .filter(Boolean)
    .join('\n');
}

/** Everything held, a line each, as it is printed into the file. */
export function fileLines(turn: Turn, held: PersonData): string[] {
  const say = (key: string, params: Record<string, string | number> = {}) => turn.text(`people:file.${key}`, params);
  const section = (key: string, lines: string[]) => (lines.length > 0 ? [`# ${say(key)}`, ...lines] : []);
  return [
    say('made', { day: dayWords(turn.world.now) }),
    ...section('who', [
      say('name', { name: [held.term, held.callName].filter(Boolean).join(' ') || '–', area: held.areaName ?? '–' }),
      say(held.hasPhone ? 'phone' : 'no-phone'),
      ...held.chats.map(({ channel, since }) => say('chat', { channel: channelName(channel), day: dayWords(since) })),
      ...held.roles.map(({ role, areaName }) => say('role', { role, area: areaName })),
    ]),
    ...section(
      'households',
      held.households.map(({ callName, number, areaName }) =>
        say('household', { name: callName, number: number ?? '–', area: areaName }),
      ),
    ),
    ...section(
      'members',
      held.members.map(({ term, callName }) => [term, callName].filter(Boolean).join(' ')),
    ),
    ...section(
      'done',
      held.completions.map(({ flowId, occurredAt, howKnown, reversed }) =>
        say(reversed ? 'completion-back' : 'completion', {
          title: titleOf(turn, flowId),
          day: dayWords(occurredAt),
          how: say(`how.${howKnown}`),
        }),
      ),
    ),
    ...section(
      'runs',
      held.runs.map(({ flowId, startedAt }) => say('run', { title: titleOf(turn, flowId), day: dayWords(startedAt) })),
    ),
    ...section(
      'consents',
      held.consents.map(({ purpose, version, givenAt, withdrawnAt }) =>
        say(withdrawnAt ? 'consent-back' : 'consent', {
          purpose: turn.text(`people:consent.purpose.${purpose}`),
          version,
          day: dayWords(givenAt),
        }),
      ),
    ),
    ...section(
      'stalls',
      held.stalls.map(({ name, accountLast4 }) => say('stall', { name, last4: accountLast4 ?? '–' })),
    ),
    ...section(
      'help',
      held.helpRequests.map(({ askedAt }) => say('request', { day: dayWords(askedAt) })),
    ),
    ...section(
      'heard',
      held.heard.map(({ text, at }) => `${dayWords(at)}: ${text}`),
    ),
  ];
}

const channelName = (channel: string): string => channel.charAt(0).toUpperCase() + channel.slice(1);

function sendFile(turn: Turn, held: PersonData | null): void {
  if (!held) return sayMyData(turn, held);
  const mediaId = `${turn.world.inboundId}-data.pdf`;
  turn.effects.push({ type: 'my-file', mediaId, lines: fileLines(turn, held) });
  turn.send({
    kind: 'document',
    media: {
      kind: 'private',
      id: mediaId,
      filename: 'du-lieu-cua-toi.pdf',
      mime: 'application/pdf',
      alt: turn.text('people:file.title'),
    },
    caption: turn.text('people:file.caption'),
  });
  backToWork(turn);
}

/** One question that says what goes and what stays (CD-42). */
function askErase(turn: Turn, held: PersonData | null): void {
  turn.memory.asking = { what: 'erase' };
  const shared = (held?.members ?? []).length > 0;
  turn.tell([turn.text('people:erase.ask'), ...(shared ? [turn.text('people:erase.shared')] : [])].join('\n'), [
    peopleButton(turn, 'erase-yes', 'erase-yes'),
    peopleButton(turn, 'erase-no', 'erase-no'),
    turn.button('button.person', { scope: 'general', word: 'person' }),
  ]);
}

/** Said truthfully: it is being done; that it is done is said when it is. */
function eraseNow(turn: Turn): void {
  if (turn.memory.asking?.what !== 'erase') return showData(turn, 'erase');
  delete turn.memory.asking;
  turn.understood = 'erase-me:yes';
  turn.patch.mutedAt = turn.world.now;
  turn.patch.nudgeAt = null;
  turn.effects.push({ type: 'erase-me' });
  turn.say('people:erase.begun', {}, [turn.button('button.menu', { scope: 'general', word: 'menu' })]);
}

export function answerErase(turn: Turn, yes: boolean): void {
  if (yes) return eraseNow(turn);
  delete turn.memory.asking;
  turn.say('people:erase.kept');
  backToWork(turn);
}

/** Consents that stand, each with the way to take it back. */
function sayConsents(turn: Turn, held: PersonData | null): void {
  const standing = [
    ...new Set((held?.consents ?? []).flatMap(({ purpose, withdrawnAt }) => (withdrawnAt ? [] : [purpose]))),
  ];
  if (standing.length === 0) {
    turn.say('people:consent.none');
    return backToWork(turn);
  }
  const lines = standing.map((purpose) => `• ${turn.text(`people:consent.purpose.${purpose}`)}`);
  turn.tell([turn.text('people:consent.standing'), ...lines].join('\n'), [
    ...standing.slice(0, 3).map((purpose) => peopleButton(turn, `withdraw-${purpose}`, 'withdraw', purpose)),
    turn.button('button.menu', { scope: 'general', word: 'menu' }),
  ]);
}

const PURPOSES: readonly ConsentPurpose[] = [
  'history',
  'household',
  'announcements',
  'call-back',
  'stall-code',
  'family',
];

export function pressAboutData(turn: Turn, act: string, argument: string | undefined): boolean {
  switch (act) {
    case 'data':
      showData(turn, 'page');
      return true;
    case 'file':
      showData(turn, 'file');
      return true;
    case 'erase':
      showData(turn, 'erase');
      return true;
    case 'erase-yes':
      eraseNow(turn);
      return true;
    case 'erase-no':
      answerErase(turn, false);
      return true;
    case 'consents':
      showData(turn, 'consents');
      return true;
    case 'withdraw': {
      const purpose = PURPOSES.find((known) => known === argument);
      if (purpose) turn.effects.push({ type: 'withdraw', purpose });
      else backToWork(turn);
      return true;
    }
    default:
      return false;
  }
}
