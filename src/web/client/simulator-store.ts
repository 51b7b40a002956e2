/** The page's state and everything that changes it. Pure, so that it runs on both sides and in tests. */
import { foldChat } from '../../simulator/chat.ts';
import { addressKey, type Frame, type InFrame } from '../../simulator/frame.ts';
import type { PersonFacts, PhoneSnapshot, SimulatorData } from '../../simulator/snapshot.ts';
import { foldTurns, type TurnView, turnOfFrame } from '../../simulator/turns.ts';

export const TABS = ['state', 'events', 'packets', 'rows', 'checks'] as const;
export type Tab = (typeof TABS)[number];
export const GUIDES = ['wallet', 'volunteer', 'broadcast'] as const;
export type GuideId = (typeof GUIDES)[number];

export interface Phone extends PhoneSnapshot {
  /** What was typed here, by frame: the person's own screen shows it, the server does not keep secrets. */
  typed: Readonly<Record<string, string>>;
  /** Typed here and not yet seen among the frames, oldest first. */
  typing: readonly string[];
}

export interface State {
  phones: Phone[];
  /** Key of the phone the inspector looks into. */
  active: string | null;
  /** The turn looked at; null follows the newest. */
  selected: string | null;
  tab: Tab;
  guide: GuideId | null;
  /** Milliseconds the assistant's clock is ahead of this machine's. */
  aheadMs: number;
  isLarge: boolean;
  isBlurred: boolean;
  /** Below 1024 px only one of the two is shown. */
  side: 'phone' | 'inspector';
  /** Last time the live stream was lost; null while it is there. */
  lostAt: number | null;
  trouble: string | null;
}

export type Action =
  | { type: 'opened'; phone: PhoneSnapshot; instead?: string | undefined }
  | { type: 'arranged'; phones: PhoneSnapshot[] }
  | { type: 'closed'; key: string }
  | { type: 'activated'; key: string }
  | { type: 'typed'; key: string; text: string }
  | { type: 'framed'; frame: Frame }
  | { type: 'learned'; facts: PersonFacts }
  | { type: 'picked'; key: string; frameId: string }
  | { type: 'picked-turn'; turn: string | null }
  | { type: 'tab'; tab: Tab }
  | { type: 'guide'; guide: GuideId | null }
  | { type: 'clock'; now: string; at: number }
  | { type: 'view'; isLarge?: boolean; isBlurred?: boolean }
  | { type: 'side'; side: State['side'] }
  | { type: 'lost'; at: number | null }
  | { type: 'trouble'; trouble: string | null };

/** `at` is this machine's time when `data` was made. */
export function initialState(data: SimulatorData, at: number): State {
  const phones = data.phones.map(asPhone);
  return {
    phones,
    active: phones[0] ? addressKey(phones[0].person) : null,
    selected: null,
    tab: 'events',
    guide: null,
    aheadMs: new Date(data.now).getTime() - at,
    isLarge: false,
    isBlurred: false,
    side: 'phone',
    lostAt: null,
    trouble: null,
  };
}

export function reduce(state: State, action: Action): State {
  switch (action.type) {
    case 'opened': {
      const phone = asPhone(action.phone);
      const key = addressKey(phone.person);
      const others = state.phones.filter((other) => addressKey(other.person) !== key);
      const at =
        action.instead === undefined ? -1 : others.findIndex((other) => addressKey(other.person) === action.instead);
      const phones = at < 0 ? [...others, phone] : others.with(at, phone);
      return { ...state, phones, active: key, selected: null };
    }
    case 'arranged': {
      const phones = action.phones.map(asPhone);
      return { ...state, phones, active: phones[0] ? addressKey(phones[0].person) : null, selected: null };
    }
    case 'closed': {
      const phones = state.phones.filter((phone) => addressKey(phone.person) !== action.key);
      const active = state.active === action.key ? (phones[0] ? addressKey(phones[0].person) : null) : state.active;
      return { ...state, phones, active, selected: null };
    }
    case 'activated':
      return state.active === action.key ? state : { ...state, active: action.key, selected: null };
    case 'typed':
      return withPhone(state, action.key, (phone) => ({ ...phone, typing: [...phone.typing, action.text] }));
    case 'framed':
      return framed(state, action.frame);
    case 'learned':
      return withPhone(state, addressKey(action.facts.person), (phone) => ({ ...phone, ...action.facts }));
    case 'picked': {
      const phone = phoneAt(state, action.key);
      const turn = phone && turnOfFrame(turnsOf(phone), action.frameId);
      return { ...state, active: action.key, selected: turn?.key ?? null };
    }
    case 'picked-turn':
      return { ...state, selected: action.turn };
    case 'tab':
      return { ...state, tab: action.tab };
    case 'guide':
      return { ...state, guide: action.guide };
    case 'clock':
      return { ...state, aheadMs: new Date(action.now).getTime() - action.at };
    case 'view': {
      const { isLarge = state.isLarge, isBlurred = state.isBlurred } = action;
      return { ...state, isLarge, isBlurred };
    }
    case 'side':
      return { ...state, side: action.side };
    case 'lost':
      return { ...state, lostAt: action.at };
    case 'trouble':
      return { ...state, trouble: action.trouble };
  }
}

const asPhone = (snapshot: PhoneSnapshot): Phone => ({ ...snapshot, typed: {}, typing: [] });

export const phoneAt = (state: State, key: string | null): Phone | undefined =>
  state.phones.find((phone) => addressKey(phone.person) === key);

export const turnsOf = (phone: Phone): TurnView[] => foldTurns(phone.frames, phone.deliveries);
export const chatOf = (phone: Phone) => foldChat(phone.frames);

/** The turn the inspector shows: the one picked, or the newest. */
export const turnShown = (turns: readonly TurnView[], selected: string | null): TurnView | undefined =>
  turns.find((turn) => turn.key === selected) ?? turns.at(-1);

function withPhone(state: State, key: string, change: (phone: Phone) => Phone): State {
  const phones = state.phones.map((phone) => (addressKey(phone.person) === key ? change(phone) : phone));
  return { ...state, phones };
}

function framed(state: State, frame: Frame): State {
  const key = addressKey(frame);
  const isKnown = phoneAt(state, key)?.frames.some(({ id }) => id === frame.id);
  if (isKnown) return state;
  const next = withPhone(state, key, (phone) => ({
    ...phone,
    frames: [...phone.frames, frame].sort((a, b) => Number(a.id) - Number(b.id)),
    ...(frame.direction === 'in' && recognised(phone, frame)),
  }));
  // Something new by the person looked at: the inspector follows it.
  const follows = frame.direction === 'in' && key === state.active;
  return follows ? { ...next, selected: null } : next;
}

/** The words typed here belong to the first frame of a text of that length. */
function recognised(phone: Phone, { id, request: { act } }: InFrame): Partial<Phone> {
  const [text, ...typing] = phone.typing;
  if (act.kind !== 'text' || text === undefined || [...text].length !== act.characters) return {};
  return { typing, typed: { ...phone.typed, [id]: text } };
}
