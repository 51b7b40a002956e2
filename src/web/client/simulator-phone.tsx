/** One person's phone: who holds it, the chat as their platform shows it, and the tools of whoever tries it. */
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { ChannelName } from '../../bot/channel.ts';
import type { Chat } from '../../simulator/chat.ts';
import {
  type Act,
  addressKey,
  NETWORK_MODES,
  type NetworkMode,
  type PersonRole,
  type SimPerson,
} from '../../simulator/frame.ts';
import { FREE_WINDOW_MS, OPEN_WINDOW_MS } from '../../simulator/zalo-platform.ts';
import type { Doings } from './simulator-app.tsx';
import { ChatLog } from './simulator-chat.tsx';
import { Composer } from './simulator-composer.tsx';
import { Drawer } from './simulator-drawer.tsx';
import { type Action, chatOf, type Phone } from './simulator-store.ts';
import { mistyped, withoutMarks } from './simulator-typing.ts';
import { transcriptHref } from './simulator-wire.ts';
import { clockTime, fill, span, words } from './simulator-words.ts';

interface StandProps {
  phone: Phone;
  people: readonly SimPerson[];
  now: number;
  isActive: boolean;
  isOnly: boolean;
  /** Turn picked in the inspector. */
  selected: string | null;
  dispatch: (action: Action) => void;
  doings: Doings;
}

export function PhoneStand({ phone, people, now, isActive, isOnly, selected, dispatch, doings }: StandProps) {
  const { person } = phone;
  const chat = useMemo(() => chatOf(phone), [phone.frames]);
  const [draft, setDraft] = useState('');
  const act = (what: Act) => doings.act(person, what);
  const send = (text: string) => {
    setDraft('');
    if (text.trim() !== '') act({ kind: 'text', text: text.trim() });
  };
  return (
    <article
      class={`stand ${isActive ? 'is-active' : ''}`}
      aria-label={fill(words.people.phone, { name: person.label })}
    >
      <Holder person={person} people={people} isOnly={isOnly} doings={doings} />
      <div class={`phone skin-${person.channel}`}>
        <div class="screen">
          <PhoneTop phone={phone} chat={chat} now={now} />
          <div class="log-frame">
            <ChatLog phone={phone} chat={chat} selected={selected} dispatch={dispatch} onAct={act} />
            <Toast toast={chat.toast} />
          </div>
          <Composer channel={person.channel} chat={chat} draft={draft} onDraft={setDraft} onSend={send} onAct={act} />
        </div>
      </div>
      <Tools person={person} chat={chat} draft={draft} onSend={send} onAct={act} doings={doings} />
    </article>
  );
}

const ROLES: readonly PersonRole[] = ['citizen', 'volunteer', 'official'];
const CHANNELS: readonly ChannelName[] = ['zalo', 'telegram'];

interface HolderProps {
  person: SimPerson;
  people: readonly SimPerson[];
  isOnly: boolean;
  doings: Doings;
}

function Holder({ person, people, isOnly, doings }: HolderProps) {
  const key = addressKey(person);
  const choose = (value: string) => {
    const [, fresh] = value.split('fresh:');
    const chosen = people.find((one) => addressKey(one) === value);
    if (fresh) doings.fresh(fresh as ChannelName, key);
    else if (chosen) doings.open(chosen, key);
  };
  /** The same sort of person on the other channel, or a new one. */
  const toChannel = (channel: ChannelName) => {
    const alike = people.filter((one) => one.channel === channel && one.role === person.role);
    const twin = alike.find(({ label }) => label === person.label) ?? alike[0];
    if (twin) doings.open(twin, key);
    else doings.fresh(channel, key);
  };
  return (
    <header class="holder">
      <span class={`role role-${person.role}`} aria-hidden="true">
        {words.role[person.role]}
      </span>
      <select
        aria-label={`${words.people.choose}, ${words.role[person.role]}`}
        value={key}
        onChange={(event) => {
          choose(event.currentTarget.value);
          event.currentTarget.value = key;
        }}
      >
        {ROLES.map((role) => (
          <optgroup key={role} label={words.role[role]}>
            {people
              .filter((one) => one.role === role)
              .map((one) => (
                <option key={addressKey(one)} value={addressKey(one)}>
                  {[one.label, one.areaName, words.channel[one.channel]].filter(Boolean).join(' · ')}
                </option>
              ))}
          </optgroup>
        ))}
        <optgroup label={words.people.fresh}>
          {CHANNELS.map((channel) => (
            <option key={channel} value={`fresh:${channel}`}>
              {words.people.fresh} · {words.channel[channel]}
            </option>
          ))}
        </optgroup>
      </select>
      <fieldset class="joined" aria-label={words.people.channel}>
        {CHANNELS.map((channel) => (
          <button
            key={channel}
            type="button"
            aria-pressed={channel === person.channel}
            onClick={() => channel !== person.channel && toChannel(channel)}
          >
            {words.channel[channel]}
          </button>
        ))}
      </fieldset>
      {!isOnly && (
        <button
          type="button"
          class="plain"
          aria-label={words.people.close}
          title={words.people.close}
          onClick={() => doings.close(key)}
        >
          ✕
        </button>
      )}
    </header>
  );
}

function PhoneTop({ phone: { person, state }, chat, now }: { phone: Phone; chat: Chat; now: number }) {
  // Seeded people have a history without frames.
  const lastActAt = chat.lastActAt ?? state?.seenAt ?? null;
  return (
    <div class="phone-top">
      <div class="status-bar" aria-hidden="true">
        <span>{clockTime(new Date(now))}</span>
        {chat.mode !== 'good' && (
          <span class="mode">{fill(words.line.network, { mode: words.network[chat.mode] })}</span>
        )}
        <span class={`signal ${chat.mode === 'cut' ? 'is-cut' : ''}`} />
      </div>
      <div class="title-bar">
        <span class="avatar" aria-hidden="true">
          TS
        </span>
        <p>
          <strong>{words.phone.assistant}</strong>
          <small>{person.channel === 'zalo' ? words.phone.zaloSub : words.phone.telegramSub}</small>
        </p>
      </div>
      {person.channel === 'zalo' && <Window lastActAt={lastActAt} now={now} />}
    </div>
  );
}

/** Zalo: how long the assistant may still write by itself, and whether that is free. */
function Window({ lastActAt, now }: { lastActAt: string | null; now: number }) {
  if (lastActAt === null) return <p class="window">{words.phone.windowNone}</p>;
  const silence = now - new Date(lastActAt).getTime();
  if (silence > OPEN_WINDOW_MS) return <p class="window is-closed">{words.phone.windowClosed}</p>;
  if (silence > FREE_WINDOW_MS) {
    return <p class="window is-paid">{fill(words.phone.windowPaid, { left: span(OPEN_WINDOW_MS - silence) })}</p>;
  }
  return <p class="window">{fill(words.phone.windowFree, { left: span(FREE_WINDOW_MS - silence) })}</p>;
}

const TOAST_MS = 3500;

/** What Telegram shows for a moment after a press. */
function Toast({ toast }: { toast: Chat['toast'] }) {
  const [hidden, setHidden] = useState(toast?.id ?? null);
  useEffect(() => {
    if (toast === null || toast.id === hidden) return;
    const timer = setTimeout(() => setHidden(toast.id), TOAST_MS);
    return () => clearTimeout(timer);
  }, [toast?.id, hidden]);
  return toast === null || toast.id === hidden ? null : <p class="toast">{toast.text}</p>;
}

interface ToolsProps {
  person: SimPerson;
  chat: Chat;
  draft: string;
  onSend: (text: string) => void;
  onAct: (act: Act) => void;
  doings: Doings;
}

/** What only a simulator has: clumsy fingers, bad networks, a fresh start. */
function Tools({ person, chat, draft, onSend, onAct, doings }: ToolsProps) {
  const { tools } = words;
  return (
    <footer class="tools">
      <div class="chips">
        <button type="button" onClick={() => onSend(draft ? mistyped(draft) : tools.typoText)}>
          {tools.typo}
        </button>
        <button type="button" onClick={() => onSend(draft ? withoutMarks(draft) : tools.plainText)}>
          {tools.plain}
        </button>
        <button type="button" onClick={() => onSend(tools.otpText)}>
          {tools.otp}
        </button>
      </div>
      <Drawer
        label={
          <>
            <span class="wide">{words.network.label}</span> ⋯
          </>
        }
        name={tools.more}
        class="more"
      >
        <label class="network">
          <span>{words.network.label}</span>
          <select
            value={chat.mode}
            onChange={(event) => doings.network(person, event.currentTarget.value as NetworkMode)}
          >
            {NETWORK_MODES.map((mode) => (
              <option key={mode} value={mode}>
                {words.network[mode]}
              </option>
            ))}
          </select>
        </label>
        <Scan onAct={onAct} />
        {chat.hasLeft || (!chat.hasBegun && person.channel === 'zalo') ? (
          <button type="button" onClick={() => onAct({ kind: 'follow' })}>
            {tools.follow[person.channel]}
          </button>
        ) : (
          <button type="button" onClick={() => onAct({ kind: 'leave' })}>
            {tools.leave[person.channel]}
          </button>
        )}
        <button type="button" onClick={() => doings.fresh(person.channel, addressKey(person))}>
          {tools.restart}
        </button>
        <a href={transcriptHref(person)} download>
          {tools.transcript}
        </a>
      </Drawer>
    </footer>
  );
}

function Scan({ onAct }: { onAct: (act: Act) => void }) {
  const [payload, setPayload] = useState('');
  const { tools } = words;
  return (
    <form
      class="scan"
      onSubmit={(event) => {
        event.preventDefault();
        if (payload) onAct({ kind: 'start', payload });
      }}
    >
      <label>
        {tools.scan}
        <input
          value={payload}
          pattern="[A-Za-z0-9_\-]{1,64}"
          placeholder="f-viettel-money"
          title={tools.scanHint}
          onInput={(event) => setPayload(event.currentTarget.value)}
        />
      </label>
      <button type="submit">{tools.scanGo}</button>
    </form>
  );
}
