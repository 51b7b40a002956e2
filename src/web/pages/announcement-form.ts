/**
 * What the compose form says, read into what the engine takes, and what the engine finds wrong, put beside the field it is
 * about. The rules themselves are `src/broadcast`'s. Pure.
 */
import {
  type Content,
  EXTRAS_MOST,
  type Extra,
  type Fault,
  LANGUAGES,
  type Language,
  tidy,
  type Words,
} from '../../bot/announcement.ts';
import { type AudienceFault, type AudienceQuery, readAudience } from '../../broadcast/audience.ts';
import type { DraftInput, DraftProblem, Newsroom } from '../../broadcast/draft.ts';
import { readTime, timeWords } from '../../broadcast/schedule.ts';
import type { Broadcast } from '../../db/broadcasts.ts';
import type { OfficialPorts } from '../ports.ts';
import type { FormErrors } from './components.tsx';
import type { Form, Say } from './visit.ts';

export const roomOf = ({ texts, flows }: Pick<OfficialPorts, 'texts' | 'flows'>): Newsroom => ({
  texts,
  flows: {
    stepsOf: (id) => {
      const flow = flows.current.get(id);
      return flow && Object.keys(flow.steps);
    },
  },
});

/** What stands in the form: typed by somebody, or as it was written down before. */
export type Fields = Pick<Form, 'text' | 'all' | 'has'>;

/** Parts of a text in the order of the form, and the beginning of their fields' names. */
export const PARTS = { what: 'loi', bring: 'mang', ask: 'hoi' } as const satisfies Record<keyof Words, string>;
export const partField = (part: keyof Words, language: Language): string => `${PARTS[part]}-${language}`;
/** Buttons besides the one that stops announcements. */
export const BUTTON_SLOTS = Array.from({ length: EXTRAS_MOST }, (_, index) => index + 1);
/** A button that counts who comes; any other choice is a flow. */
export const COMING = 'se-toi';

export const fieldsFrom = (values: Readonly<Record<string, string | readonly string[]>>): Fields => ({
  text: (name) => [values[name] ?? ''].flat()[0] ?? '',
  all: (name) => [...[values[name] ?? []].flat()],
  has: (name) => values[name] !== undefined,
});

/** The who-part in the place of what stands there. */
export const withAudience = (fields: Fields, query: AudienceQuery): Fields => {
  const audience = fieldsFrom(audienceValues(query));
  const isAudience = (name: string) => AUDIENCE_FIELDS.some((one) => one === name);
  return {
    text: (name) => (isAudience(name) ? audience : fields).text(name),
    all: (name) => (isAudience(name) ? audience : fields).all(name),
    has: (name) => (isAudience(name) ? audience : fields).has(name),
  };
};

const AUDIENCE_FIELDS = ['khu-vuc', 'vai', 'tieng', 'kenh', 'viec', 'toi-dau', 'buoc', 'danh-sach'] as const;

const audienceValues = ({ area, roles, languages, channels, flow, list }: AudienceQuery) => ({
  'khu-vuc': area,
  vai: roles ?? [],
  tieng: languages ?? [],
  kenh: channels ?? [],
  viec: flow?.id ?? '',
  'toi-dau': flow?.state ?? '',
  buoc: flow?.step ?? '',
  'danh-sach': list ?? '',
});

/** A written announcement as its form. */
export function fieldsOf(broadcast: Broadcast, sendAtWords: string): Fields {
  const { audience, content, kind, spreadMinutes, budgetVnd, neverTwice, officerId } = broadcast;
  return fieldsFrom({
    ...audienceValues(audience),
    ...contentValues(content),
    ...{
      loai: kind,
      gio: sendAtWords,
      rai: String(spreadMinutes),
      tien: budgetVnd === 0 ? '' : String(budgetVnd),
      'mot-lan': neverTwice ? '1' : '',
      'can-bo': officerId ?? '',
    },
  });
}

export const contentValues = ({ words, extras, picture }: Content): Record<string, string> => ({
  ...Object.fromEntries(
    LANGUAGES.flatMap((language) =>
      partsOf().map((part) => [partField(part, language), words[language]?.[part] ?? '']),
    ),
  ),
  ...Object.fromEntries(
    extras.flatMap((extra, index) => [
      [`nut-${index + 1}`, extra.kind === 'coming' ? COMING : extra.flow],
      [`chu-${index + 1}`, extra.label ?? ''],
    ]),
  ),
  'hinh-ma': picture?.hash ?? '',
  'hinh-ta': picture?.alt ?? '',
});

export const partsOf = (): (keyof Words)[] => Object.keys(PARTS) as (keyof Words)[];

export interface ReadCompose {
  input: DraftInput;
  errors: FormErrors;
}

/** `original`: the one this corrects; it goes to exactly those that one reached. */
export function readCompose(
  fields: Fields,
  { room, original, now, say }: { room: Newsroom; original: Broadcast | null; now: Date; say: Say },
): ReadCompose {
  const errors: Record<string, string> = {};
  const audience = readAudience(audienceOf(fields), room.flows);
  if (!audience.ok && !original) for (const fault of audience.faults) addFault(errors, fault, say);
  const typedTime = fields.text('gio');
  const sendAt = typedTime === '' ? null : readTime(typedTime, now);
  if (typedTime !== '' && sendAt === null) errors.gio = say('broadcast:problem.no-time');
  const fallback: AudienceQuery = { area: fields.text('khu-vuc') };
  return {
    errors,
    input: {
      kind: fields.text('loai') === 'urgent' ? 'urgent' : 'notice',
      content: readContent(fields),
      audience: original
        ? { area: original.audience.area, reachedBy: original.id }
        : audience.ok
          ? audience.query
          : fallback,
      sendAt,
      spreadMinutes: wholeOf(fields.text('rai')),
      budgetVnd: wholeOf(fields.text('tien')),
      neverTwice: fields.has('mot-lan') && fields.text('mot-lan') !== '',
      corrects: original?.id ?? null,
      officerId: fields.text('can-bo') || null,
    },
  };
}

/** "1.500.000" as officials write it. What is no number is refused by the engine, which wants whole ones. */
const wholeOf = (typed: string): number => {
  const plain = typed.replace(/[.\s]/g, '');
  return plain === '' ? 0 : /^\d{1,12}$/.test(plain) ? Number(plain) : Number.NaN;
};

/** In the words other systems use, so that it is read by the same function. */
function audienceOf(fields: Fields): Record<string, unknown> {
  const several = (field: string, name: string) => {
    const chosen = fields.all(name).filter((one) => one !== '');
    return chosen.length > 0 && { [field]: chosen };
  };
  const [flow, list, step] = [fields.text('viec'), fields.text('danh-sach'), fields.text('buoc')];
  const state = fields.text('toi-dau') || 'not-finished';
  return {
    area: fields.text('khu-vuc'),
    ...several('roles', 'vai'),
    ...several('languages', 'tieng'),
    ...several('channels', 'kenh'),
    ...(flow !== '' && { flow: { id: flow, state, ...(state === 'stuck' && step !== '' && { step }) } }),
    ...(list !== '' && { list }),
  };
}

function readContent(fields: Fields): Content {
  const words = Object.fromEntries(
    LANGUAGES.map((language) => [language, wordsOf(fields, language)] as const).filter(
      ([language, { what, bring, ask }]) => language === 'vi' || what + bring + ask !== '',
    ),
  ) as Content['words'];
  const hash = fields.text('hinh-ma');
  return {
    words,
    extras: BUTTON_SLOTS.flatMap((slot) => extraOf(fields.text(`nut-${slot}`), fields.text(`chu-${slot}`))),
    picture: hash === '' ? null : { hash, alt: fields.text('hinh-ta') },
  };
}

const wordsOf = (fields: Fields, language: Language): Words =>
  Object.fromEntries(
    partsOf().map((part) => [part, tidy(part, fields.text(partField(part, language)).replace(/\s*\r?\n\s*/g, ' '))]),
  ) as unknown as Words;

function extraOf(chosen: string, label: string): Extra[] {
  const own = label === '' ? {} : { label: label.normalize('NFC') };
  if (chosen === '') return [];
  return [chosen === COMING ? { kind: 'coming', ...own } : { kind: 'flow', flow: chosen, ...own }];
}

// ── what is wrong, beside its field ────────────────────────────────────────────────────────────────────────────────

const AUDIENCE_FAULTS: Record<string, string> = {
  'audience.area': 'khu-vuc',
  'audience.roles': 'vai',
  'audience.languages': 'tieng',
  'audience.channels': 'kenh',
  'audience.flow.id': 'viec',
  'audience.flow.state': 'toi-dau',
  'audience.flow.step': 'buoc',
  'audience.list': 'danh-sach',
};

function addFault(errors: Record<string, string>, { field, say: key, params }: AudienceFault, say: Say): void {
  add(errors, AUDIENCE_FAULTS[field] ?? 'khu-vuc', say(`broadcast:audience.fault.${key}`, params), say);
}

/** Field → what is wrong there and how to mend it, each named so that it can be read alone on top of the page. */
export function errorsOf(problems: readonly DraftProblem[], say: Say): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const problem of problems) add(errors, fieldOf(problem), problemText(problem, say), say);
  return errors;
}

function add(errors: Record<string, string>, field: string, text: string, say: Say): void {
  const before = errors[field];
  if (before?.includes(text)) return;
  errors[field] = before === undefined ? `${fieldTitle(field, say)}: ${text}` : `${before} ${text}`;
}

const FIELDS = {
  time: 'gio',
  audience: 'khu-vuc',
  corrects: 'khu-vuc',
  state: 'loai',
  officer: 'can-bo',
  picture: 'hinh',
} as const;

function fieldOf(problem: DraftProblem): string {
  if (problem.what === 'numbers') return problem.say === 'spread' ? 'rai' : 'tien';
  if (problem.what === 'audience' && problem.say === 'no-such-list') return 'danh-sach';
  if (problem.what !== 'content') return FIELDS[problem.what];
  const { language, part, say } = problem.fault;
  return part === 'buttons' ? (say === 'label' ? 'chu-1' : 'nut-1') : partField(part, language);
}

function problemText(problem: DraftProblem, say: Say): string {
  if (problem.what === 'content') return faultWords(problem.fault, say);
  return say(`broadcast:problem.${problem.say}`, { at: problem.what === 'time' ? timeWords(problem.at) : '' });
}

export const faultWords = ({ say: key, params }: Fault, say: Say): string =>
  key === 'reading' ? String(params.suggestion) : say(`broadcast:fault.${key}`, params);

/** "Việc gì, khi nào, ở đâu (English)". */
export function fieldTitle(field: string, say: Say): string {
  const [, part = '', language = ''] = /^(loi|mang|hoi)-(vi|en|km)$/.exec(field) ?? [];
  if (part === '') return say(`announcements:field.${field.replace(/-\d$/, '')}`);
  const title = say(`announcements:field.${part}`);
  return language === 'vi' ? title : `${title} (${say(`announcements:language.${language}`)})`;
}
