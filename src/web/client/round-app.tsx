/** The page around its views: how things stand on top, then where one is. Addresses are fragments, so "back" works offline. */
import { useEffect, useState } from 'preact/hooks';
import { Home } from './round-home.tsx';
import { HouseholdView, NewHousehold } from './round-household.tsx';
import { Outbox } from './round-outbox.tsx';
import { Sheets } from './round-sheets.tsx';
import { install, type Shown, sendNow, useRound, wipePhone } from './round-state.ts';
import { isOpen } from './round-store.ts';
import { clockTime, fill, type Words } from './round-words.ts';

export interface ViewProps {
  words: Words;
  shown: Shown;
  /** Says something once, aloud for screen readers. */
  tell(text: string): void;
}

const WARN_MS = 10 * 86_400_000;

function usePlace(): string[] {
  const read = () => decodeURIComponent(location.hash.slice(1)).split('/');
  const [place, setPlace] = useState(read);
  useEffect(() => {
    addEventListener('hashchange', () => {
      setPlace(read());
      scrollTo(0, 0);
      document.querySelector('h1')?.focus();
    });
  }, []);
  return place;
}

export function RoundPage({ words }: { words: Words }) {
  const shown = useRound();
  const [where = '', which = ''] = usePlace();
  const [said, tell] = useState('');
  const view = { words, shown, tell };
  return (
    <>
      <Header {...view} isHome={where === ''} />
      <p class="said" role="status">
        {said}
      </p>
      <Doors {...view} />
      {shown.book && where === '' && <Home {...view} />}
      {shown.book && where === 'ho' && <HouseholdView key={which} {...view} code={which} />}
      {shown.book && where === 'ho-moi' && <NewHousehold {...view} />}
      {shown.owner !== undefined && where === 'so-gui' && <Outbox {...view} />}
      {where === 'to-buoc' && <Sheets {...view} flow={which} />}
      {where === '' && <Footer {...view} />}
    </>
  );
}

function Header({ words: { head, back, title }, shown, isHome }: ViewProps & { isHome: boolean }) {
  const { rows, book, isOnline, isSending, ended, sentAt } = shown;
  const unsent = rows.filter(({ state }) => state === 'waiting').length;
  const toLook = rows.filter(({ state }) => state === 'refused' || state === 'read').length;
  return (
    <header>
      {isHome ? null : (
        <a class="back" href="#/">
          ← {back}
        </a>
      )}
      <h1 tabIndex={-1}>{title}</h1>
      {book && <p class="who">{fill(head.area, { area: book.area.name, name: book.name })}</p>}
      {shown.isLoaded && (
        <div class={unsent > 0 ? 'state waiting' : 'state'}>
          {(unsent > 0 || toLook === 0) && (
            <a href="#so-gui" class="count" data-unsent={unsent}>
              {unsent > 0 ? fill(head.unsent, { count: unsent }) : head['all-sent']}
            </a>
          )}
          {toLook > 0 && (
            <a href="#so-gui" class="count look">
              ⚠ {fill(head['to-look'], { count: toLook })}
            </a>
          )}
          {unsent > 0 && (
            <button type="button" disabled={isSending} onClick={() => sendNow(true)}>
              {isSending ? head.sending : head.send}
            </button>
          )}
        </div>
      )}
      <p class="quiet" role="status">
        {!isOnline
          ? head.offline
          : ended === 'weak'
            ? head['again-in']
            : sentAt
              ? fill(head['sent-at'], { time: clockTime(sentAt) })
              : ''}
      </p>
    </header>
  );
}

/** What stands in the way, and what to do about it. */
function Doors({ words: { door }, shown: { ended, book, others, rows, isWiped }, words }: ViewProps) {
  const isOld = rows.some((row) => isOpen(row) && Date.now() - row.madeAt > WARN_MS);
  const says = [
    isWiped && words.wipe.done,
    ended === 'signed-out' && door['signed-out'],
    ended === 'no-right' && door['no-right'],
    !book && !isWiped && ended !== null && ended !== 'signed-out' && ended !== 'no-right' && door.none,
    others > 0 && fill(door.others, { count: others }),
    isOld && door.old,
  ].filter((text): text is string => typeof text === 'string');
  return (
    <>
      {says.map((text) => (
        <p key={text} class="door">
          {text}
        </p>
      ))}
    </>
  );
}

/** Everything goes only after a second press that says what is lost. */
function Footer({ words: { head, wipe, home, secret }, shown, tell }: ViewProps) {
  const { book, rows, others, isSending, isWiped } = shown;
  const [isAsking, ask] = useState(false);
  const unsent = rows.filter(isOpen).length + others;
  if (isWiped) return null;
  return (
    <footer>
      {book && (
        <p class="quiet">
          {fill(head['book-at'], { time: clockTime(book.at) })}{' '}
          <button type="button" disabled={isSending} onClick={() => sendNow(true)}>
            {head.refresh}
          </button>
        </p>
      )}
      {book && (
        <p>
          <a class="wide" href={`/to?dia-ban=${encodeURIComponent(book.area.code)}`}>
            {home.team}
          </a>
        </p>
      )}
      {shown.mayInstall && (
        <button type="button" onClick={() => install()}>
          {home.install}
        </button>
      )}
      <p class="quiet">{secret}</p>
      {isAsking ? (
        <div class="ask">
          <p>{wipe.ask}</p>
          {unsent > 0 && <p class="strong">{fill(wipe.lose, { count: unsent })}</p>}
          <button type="button" class="primary" onClick={() => ask(false)}>
            {wipe.no}
          </button>
          <button
            type="button"
            onClick={() => {
              wipePhone().then(() => tell(wipe.done));
            }}
          >
            {wipe.yes}
          </button>
        </div>
      ) : (
        <button type="button" onClick={() => ask(true)}>
          {wipe.button}
        </button>
      )}
    </footer>
  );
}
