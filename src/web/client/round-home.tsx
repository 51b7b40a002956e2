/** First view: what the day asks for, the households, a line typed in haste. */
import { useState } from 'preact/hooks';
import type { RoundHousehold } from '../round/wire.ts';
import type { ViewProps } from './round-app.tsx';
import { add, turnTo } from './round-state.ts';
import type { Row } from './round-store.ts';
import { fill, folded } from './round-words.ts';

/** More are shown when asked for: an old phone draws a long list slowly. */
const FIRST = 20;

/** A household of the book, or one opened on this round. */
export interface Listed {
  /** As entries name it. */
  code: string;
  callName: string;
  household: RoundHousehold | null;
}

/** Those opened on this round first: that is whom the volunteer stands with. */
export function listedOf(households: readonly RoundHousehold[], rows: readonly Row[]): Listed[] {
  const inBook = new Set(households.map(({ code }) => code));
  const fresh = rows.flatMap(({ id, entry, household }): Listed[] =>
    entry.kind === 'household' && !(household !== undefined && inBook.has(household))
      ? [{ code: `new:${id}`, callName: entry.name, household: null }]
      : [],
  );
  const known = households.map((household) => ({ code: household.code, callName: household.callName, household }));
  return [...fresh.reverse(), ...known];
}

const textOf = ({ callName, household }: Listed): string =>
  [callName, household?.number, household?.near, ...(household?.members.map(({ name }) => name) ?? [])].join(' ');

export function Home(props: ViewProps) {
  const { words, shown } = props;
  const { home } = words;
  const { book } = shown;
  if (!book) return null;
  return (
    <>
      {book.areas.length > 0 && <AreaChoice {...props} />}
      <section aria-labelledby="today">
        <h2 id="today">{home.today}</h2>
        {book.today.length === 0 ? (
          <p class="quiet">{home.nothing}</p>
        ) : (
          <ol class="today">
            {book.today.map(({ text, household }) => (
              <li key={text}>{household === null ? <p>{text}</p> : <a href={`#ho/${household}`}>{text}</a>}</li>
            ))}
          </ol>
        )}
      </section>
      <Households {...props} />
      <QuickLog {...props} />
      <nav class="ways">
        <a href="#ho-moi">{home.new}</a>
        <a href="#to-buoc">{home.sheets}</a>
        <a href="#so-gui">{home.queue}</a>
      </nav>
    </>
  );
}

function AreaChoice({ words: { home }, shown: { book } }: ViewProps) {
  if (!book) return null;
  return (
    <label class="field">
      {home.area}
      <select value={book.area.code} onChange={({ currentTarget }) => turnTo(currentTarget.value)}>
        {[book.area, ...book.areas].map(({ code, name }) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

function Households({ words: { home, household }, shown: { book, rows } }: ViewProps) {
  const [wanted, setWanted] = useState('');
  const [most, setMost] = useState(FIRST);
  const all = listedOf(book?.households ?? [], rows);
  const fitting = wanted.trim() === '' ? all : all.filter((one) => folded(textOf(one)).includes(folded(wanted.trim())));
  const rest = fitting.length - most;
  return (
    <section aria-labelledby="households">
      <h2 id="households">{home.households}</h2>
      <label class="field">
        {home.find}
        <input type="search" value={wanted} onInput={({ currentTarget }) => setWanted(currentTarget.value)} />
      </label>
      {fitting.length === 0 && <p class="quiet">{home['no-such']}</p>}
      <ul class="households">
        {fitting.slice(0, most).map(({ code, callName, household: known }) => (
          <li key={code}>
            <a href={`#ho/${code}`}>
              <strong>{callName}</strong>
              <span class="quiet">
                {known
                  ? [
                      known.number !== null && fill(household.number, { number: known.number }),
                      known.near,
                      known.stall && household.stall,
                    ]
                      .filter(Boolean)
                      .join(' · ')
                  : household.new}
              </span>
            </a>
          </li>
        ))}
      </ul>
      {rest > 0 && (
        <button type="button" onClick={() => setMost(most + 100)}>
          {fill(home.more, { count: rest })}
        </button>
      )}
    </section>
  );
}

/** Kept as typed; the house reads it when it arrives, and says back how. */
function QuickLog({ words: { home, household, queue }, tell }: ViewProps) {
  const [text, setText] = useState('');
  const keep = async () => {
    const line = text.trim();
    if (line === '') return;
    setText('');
    await add({ kind: 'line', text: line }, fill(queue.line, { text: line })).then(
      () => tell(fill(household.kept, { what: line })),
      () => {
        setText(line);
        tell(household.failed);
      },
    );
  };
  return (
    <section aria-labelledby="quick">
      <h2 id="quick">{home.quick}</h2>
      <label class="field">
        {home['quick-hint']}
        <textarea
          rows={3}
          maxLength={1500}
          value={text}
          onInput={({ currentTarget }) => setText(currentTarget.value)}
        />
      </label>
      <button type="button" class="primary" onClick={keep}>
        {home['quick-keep']}
      </button>
    </section>
  );
}
