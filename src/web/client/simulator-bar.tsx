/** The top of the page: what this is, the assistant's clock, how the citizen sees. */
import { useState } from 'preact/hooks';
import type { Doings } from './simulator-app.tsx';
import { Drawer } from './simulator-drawer.tsx';
import type { Action, State } from './simulator-store.ts';
import { clockTime, dayOf, inputTime, words } from './simulator-words.ts';

interface BarProps {
  state: State;
  now: number;
  dispatch: (action: Action) => void;
  doings: Doings;
}

export function Bar({ state, now, dispatch, doings }: BarProps) {
  return (
    <header class="bar">
      <div class="brand">
        <h1>{words.title}</h1>
        <p>{words.product}</p>
      </div>
      <p class="banner">
        <span aria-hidden="true">◆</span> {words.banner}
      </p>
      <ClockControls now={now} doings={doings} />
      <Drawer label={words.view.label} class="view">
        {(
          [
            ['isLarge', words.view.large],
            ['isBlurred', words.view.blurred],
          ] as const
        ).map(([name, label]) => (
          <label key={name} class="tick">
            <input
              type="checkbox"
              checked={state[name]}
              onChange={(event) => dispatch({ type: 'view', [name]: event.currentTarget.checked })}
            />
            {label}
          </label>
        ))}
      </Drawer>
    </header>
  );
}

function ClockControls({ now, doings }: { now: number; doings: Doings }) {
  const time = new Date(now);
  const [wanted, setWanted] = useState('');
  return (
    <section class="clock" aria-label={words.clock.label}>
      <p>
        <span class="day">{dayOf(time)}</span> <strong>{clockTime(time)}</strong>
      </p>
      <div class="joined">
        <button type="button" onClick={() => doings.clock({ by: 'hour' })}>
          {words.clock.hour}
        </button>
        <button type="button" onClick={() => doings.clock({ by: 'day' })}>
          {words.clock.day}
        </button>
        <button type="button" title={words.clock.nextHint} onClick={() => doings.clock({ by: 'next' })}>
          {words.clock.next}
        </button>
        <Drawer label={words.clock.set} class="set-clock">
          <form
            onSubmit={(event) => {
              event.preventDefault();
              if (wanted) doings.clock({ to: wanted });
            }}
          >
            <label>
              {words.clock.setLabel}
              <input
                type="datetime-local"
                value={wanted || inputTime(time)}
                min={inputTime(time)}
                onInput={(event) => setWanted(event.currentTarget.value)}
              />
            </label>
            <button type="submit" class="primary">
              {words.clock.go}
            </button>
          </form>
        </Drawer>
      </div>
    </section>
  );
}
