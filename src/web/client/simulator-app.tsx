/** The simulator's page: bar, suggestions, phones, inspector, and what ties them to the server. */
import { useEffect, useMemo, useReducer, useRef, useState } from 'preact/hooks';
import type { Address, ChannelName } from '../../bot/channel.ts';
import { type Act, addressKey, type Frame, type NetworkMode, type SimPerson } from '../../simulator/frame.ts';
import { type ClockMove, MOST_PHONES, type PhoneSnapshot, type SimulatorData } from '../../simulator/snapshot.ts';
import { Bar } from './simulator-bar.tsx';
import { Guide, phonesFor } from './simulator-guide.tsx';
import { Inspector } from './simulator-inspector.tsx';
import { PhoneStand } from './simulator-phone.tsx';
import { type Action, type GuideId, initialState, phoneAt, reduce, type State, TABS } from './simulator-store.ts';
import {
  doAct,
  factsAbout,
  listen,
  moveClock,
  openFresh,
  openPhone,
  pageHref,
  Refusal,
  setNetwork,
} from './simulator-wire.ts';
import { clockTime, fill, words } from './simulator-words.ts';

/** What people on the page can do; every one of them may fail and then says so. */
export interface Doings {
  act(person: Address, act: Act): void;
  network(person: Address, mode: NetworkMode): void;
  clock(move: ClockMove): void;
  /** Opens a person's phone, in place of another or beside the others. */
  open(person: Address, instead?: string): void;
  fresh(channel: ChannelName, instead?: string): void;
  close(key: string): void;
  guide(guide: GuideId | null): void;
}

const TICK_MS = 5000;
/** The outbox is marked a moment after the platform has answered, so the store is asked twice. */
const ASK_AFTER_MS = [250, 1500];

export function Simulator({ data }: { data: SimulatorData }) {
  const [loadedAt] = useState(() => Date.now());
  const [tick, setTick] = useState(loadedAt);
  const [state, dispatch] = useReducer<State, Action>(reduce, initialState(data, loadedAt));
  const [people, setPeople] = useState(data.people);
  const meet = (phones: readonly PhoneSnapshot[]) =>
    setPeople((known) => [...known, ...phones.map(({ person }) => person).filter((one) => !isAmong(one, known))]);

  useEffect(() => {
    const timer = setInterval(() => setTick(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  useLive(state, dispatch);
  useShortcuts(dispatch);
  useEffect(() => {
    history.replaceState(null, '', pageHref(state.phones.map(({ person }) => person)));
  }, [keysOf(state)]);

  const attempt = (work: () => Promise<void>): void => {
    dispatch({ type: 'trouble', trouble: null });
    work().catch((error: unknown) => {
      const trouble = error instanceof Refusal ? error.message : fill(words.live.failed, { code: 'mạng' });
      dispatch({ type: 'trouble', trouble });
    });
  };

  const doings: Doings = {
    act: (person, act) => {
      const key = addressKey(person);
      dispatch({ type: 'activated', key });
      if (act.kind === 'text') dispatch({ type: 'typed', key, text: act.text });
      attempt(async () => dispatch({ type: 'framed', frame: (await doAct(person, act)).frame }));
    },
    network: (person, mode) => attempt(async () => void (await setNetwork(person, mode))),
    clock: (move) =>
      attempt(async () => {
        const { now } = await moveClock(
          move,
          state.phones.map(({ person }) => person),
        );
        const at = Date.now();
        dispatch({ type: 'clock', now, at });
        setTick(at);
      }),
    open: (person, instead) =>
      attempt(async () => {
        const phone = await openPhone(person);
        meet([phone]);
        dispatch({ type: 'opened', phone, instead });
      }),
    fresh: (channel, instead) =>
      attempt(async () => {
        const phone = await openFresh(channel);
        meet([phone]);
        dispatch({ type: 'opened', phone, instead });
      }),
    close: (key) => dispatch({ type: 'closed', key }),
    guide: (guide) => {
      dispatch({ type: 'guide', guide });
      if (guide === null) return;
      attempt(async () => {
        const phones = await Promise.all(
          phonesFor(guide, people).map((wanted) => ('fresh' in wanted ? openFresh(wanted.fresh) : openPhone(wanted))),
        );
        meet(phones);
        dispatch({ type: 'arranged', phones });
      });
    },
  };

  const now = tick + state.aheadMs;
  const everybody = people.map((person) => phoneAt(state, addressKey(person))?.person ?? person);
  const active = phoneAt(state, state.active);
  const view = [state.isLarge && 'is-large', state.isBlurred && 'is-blurred'].filter(Boolean).join(' ');
  return (
    <div class={`simulator side-${state.side}`}>
      <a class="skip" href="#phones">
        {words.skip}
      </a>
      <Bar state={state} now={now} dispatch={dispatch} doings={doings} />
      <Notices state={state} dispatch={dispatch} />
      <main class="desk">
        <Guide guide={state.guide} phones={state.phones} doings={doings} />
        <fieldset class="sides" aria-label={words.title}>
          {(['phone', 'inspector'] as const).map((side) => (
            <button
              key={side}
              type="button"
              aria-pressed={state.side === side}
              onClick={() => dispatch({ type: 'side', side })}
            >
              {side === 'phone' ? words.inspector.narrowPhone : words.inspector.narrowInspector}
            </button>
          ))}
        </fieldset>
        <section class={`phones count-${state.phones.length} ${view}`} id="phones" aria-label={words.people.phones}>
          {state.phones.length === 0 && <p class="quiet">{words.people.none}</p>}
          {state.phones.map((phone) => (
            <PhoneStand
              key={addressKey(phone.person)}
              phone={phone}
              people={everybody}
              now={now}
              isActive={phone === active}
              isOnly={state.phones.length === 1}
              selected={phone === active ? state.selected : null}
              dispatch={dispatch}
              doings={doings}
            />
          ))}
          {state.phones.length < MOST_PHONES && <AddPhone people={people} state={state} doings={doings} />}
        </section>
        <Inspector phone={active} state={state} limits={data.limits} now={now} dispatch={dispatch} />
      </main>
    </div>
  );
}

const keysOf = (state: State): string => state.phones.map(({ person }) => addressKey(person)).join(',');
const isAmong = (person: SimPerson, people: readonly SimPerson[]): boolean =>
  people.some((other) => addressKey(other) === addressKey(person));

/** One stream for the phones on the page; what the store says of a person is asked for after each of their frames. */
function useLive(state: State, dispatch: (action: Action) => void): void {
  const keys = keysOf(state);
  const phones = useRef(state.phones);
  phones.current = state.phones;
  useEffect(() => {
    const people = phones.current.map(({ person }) => person);
    if (people.length === 0) return;
    const timers = new Map<string, ReturnType<typeof setTimeout>[]>();
    const ask = (person: Address) =>
      factsAbout(person).then(
        (facts) => dispatch({ type: 'learned', facts }),
        () => {}, // the next frame asks again
      );
    const learn = (person: Address) => {
      const key = addressKey(person);
      timers.get(key)?.forEach(clearTimeout);
      timers.set(
        key,
        ASK_AFTER_MS.map((delay) => setTimeout(ask, delay, person)),
      );
    };
    const onFrame = (frame: Frame) => {
      dispatch({ type: 'framed', frame });
      learn({ channel: frame.channel, externalId: frame.externalId });
    };
    const onLive = (isLive: boolean) => dispatch({ type: 'lost', at: isLive ? null : Date.now() });
    const stop = listen(people, oldestEnd(phones.current), { onFrame, onLive });
    return () => {
      stop();
      [...timers.values()].flat().forEach(clearTimeout);
    };
  }, [keys, dispatch]);
}

/** What every phone on the page surely has; the stream may repeat what some have already. */
function oldestEnd(phones: readonly PhoneSnapshot[]): string {
  const ends = phones.map(({ frames }) => Number(frames.at(-1)?.id ?? 0));
  return String(Math.min(...ends));
}

/** Alt+1 … Alt+5: the inspector's tabs. */
function useShortcuts(dispatch: (action: Action) => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const tab =
        event.altKey && !event.ctrlKey && !event.metaKey
          ? TABS[Number(event.code.replace('Digit', '')) - 1]
          : undefined;
      if (!tab) return;
      event.preventDefault();
      dispatch({ type: 'tab', tab });
      dispatch({ type: 'side', side: 'inspector' });
      document.getElementById(`tab-${tab}`)?.focus();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [dispatch]);
}

function Notices({ state, dispatch }: { state: State; dispatch: (action: Action) => void }) {
  const lost = state.lostAt === null ? null : new Date(state.lostAt + state.aheadMs);
  return (
    <div class="notices" role="status">
      {lost && <p class="quiet">{fill(words.live.lost, { time: clockTime(lost) })}</p>}
      {state.trouble && (
        <p class="trouble">
          {state.trouble}{' '}
          <button type="button" class="plain" onClick={() => dispatch({ type: 'trouble', trouble: null })}>
            ✕
          </button>
        </p>
      )}
    </div>
  );
}

function AddPhone({ people, state, doings }: { people: readonly SimPerson[]; state: State; doings: Doings }) {
  const isOpen = useMemo(() => new Set(state.phones.map(({ person }) => addressKey(person))), [state.phones]);
  const free = (role: SimPerson['role']) =>
    people.find((person) => person.role === role && !isOpen.has(addressKey(person)));
  const roles = [
    ['citizen', words.people.addCitizen],
    ['volunteer', words.people.addVolunteer],
    ['official', words.people.addOfficial],
  ] as const;
  return (
    <div class="add-phone">
      <p>{words.people.add}</p>
      {roles.map(([role, label]) => {
        const person = free(role);
        if (!person && role !== 'citizen') return null;
        return (
          <button key={role} type="button" onClick={() => (person ? doings.open(person) : doings.fresh('zalo'))}>
            {label}
          </button>
        );
      })}
    </div>
  );
}
