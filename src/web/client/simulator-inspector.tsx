/** The inside of one conversation: five tabs about the turn that is picked. */
import { useMemo } from 'preact/hooks';
import type { ChannelLimits, ChannelName } from '../../bot/channel.ts';
import { reportOfTurn, type TurnView } from '../../simulator/turns.ts';
import { Checks } from './simulator-checks.tsx';
import { Events } from './simulator-events.tsx';
import { Memory } from './simulator-memory.tsx';
import { Packets } from './simulator-packets.tsx';
import { Rows } from './simulator-rows.tsx';
import { type Action, type Phone, type State, TABS, type Tab, turnShown, turnsOf } from './simulator-store.ts';
import { fill, words } from './simulator-words.ts';

interface InspectorProps {
  phone: Phone | undefined;
  state: State;
  limits: Record<ChannelName, ChannelLimits>;
  now: number;
  dispatch: (action: Action) => void;
}

export function Inspector({ phone, state, limits, now, dispatch }: InspectorProps) {
  const turns = useMemo(() => (phone ? turnsOf(phone) : []), [phone?.frames, phone?.deliveries]);
  const turn = turnShown(turns, state.selected);
  return (
    <section class="inspector" aria-labelledby="inspector-heading">
      <header>
        <h2 id="inspector-heading">{words.inspector.heading}</h2>
        {phone && (
          <p>{fill(words.inspector.of, { name: phone.person.label, channel: words.channel[phone.person.channel] })}</p>
        )}
      </header>
      <TabList tab={state.tab} dispatch={dispatch} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (ARIA tabs pattern) */}
      <div class="panel" role="tabpanel" id="panel" aria-labelledby={`tab-${state.tab}`} tabIndex={0}>
        {phone ? (
          <Panel
            tab={state.tab}
            phone={phone}
            turns={turns}
            turn={turn}
            limits={limits}
            now={now}
            dispatch={dispatch}
          />
        ) : (
          <p class="quiet">{words.inspector.none}</p>
        )}
      </div>
    </section>
  );
}

interface PanelProps {
  tab: Tab;
  phone: Phone;
  turns: TurnView[];
  turn: TurnView | undefined;
  limits: Record<ChannelName, ChannelLimits>;
  now: number;
  dispatch: (action: Action) => void;
}

function Panel({ tab, phone, turns, turn, limits, now, dispatch }: PanelProps) {
  const report = turn ? reportOfTurn(turn) : null;
  if (!turn && tab !== 'state') return <About />;
  switch (tab) {
    case 'state':
      return <Memory state={phone.state} report={report} now={now} />;
    case 'events':
      return <Events turns={turns} shown={turn} dispatch={dispatch} />;
    case 'packets':
      return <Packets turn={turn} deliveries={phone.deliveries} />;
    case 'rows':
      return <Rows turn={turn} />;
    case 'checks':
      return <Checks phone={phone} limits={limits} dispatch={dispatch} />;
  }
}

/** Before the first turn: what will be seen here. */
function About() {
  return (
    <div class="about">
      <p>{words.inspector.noTurns}</p>
      <dl>
        {TABS.map((name) => (
          <div key={name}>
            <dt>{words.inspector.tabs[name]}</dt>
            <dd>{words.inspector.about[name]}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

/** Tabs after the ARIA pattern: one stop for Tab, arrows, Home and End between them. */
function TabList({ tab, dispatch }: { tab: Tab; dispatch: (action: Action) => void }) {
  const onKeyDown = (event: KeyboardEvent) => {
    const at = TABS.indexOf(tab);
    const target = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: TABS.length - 1 }[event.key];
    if (target === undefined) return;
    event.preventDefault();
    const next = TABS[(target + TABS.length) % TABS.length]!;
    dispatch({ type: 'tab', tab: next });
    document.getElementById(`tab-${next}`)?.focus();
  };
  return (
    <div class="tabs" role="tablist" aria-label={words.inspector.heading} onKeyDown={onKeyDown} tabIndex={-1}>
      {TABS.map((name, index) => (
        <button
          key={name}
          type="button"
          role="tab"
          id={`tab-${name}`}
          aria-selected={name === tab}
          aria-controls="panel"
          tabIndex={name === tab ? 0 : -1}
          title={fill(words.inspector.shortcut, { n: index + 1 })}
          onClick={() => dispatch({ type: 'tab', tab: name })}
        >
          {words.inspector.tabs[name]}
        </button>
      ))}
    </div>
  );
}
