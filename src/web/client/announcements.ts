/**
 * An announcement's page while it goes: figures as they come, buttons when the state has changed. Without script the page
 * stands still and has its own link to load it anew.
 */
const box = document.getElementById('theo-doi');

/** Without figures for so long, people are told. */
const LOST_MS = 5_000;

interface Going {
  html: string;
  said: string;
  state: string;
  /** When these figures were so, as the pages write it. */
  asOf: string;
}

const parse = (html: string): Document => new DOMParser().parseFromString(html, 'text/html');
const byId = (id: string): HTMLElement | null => document.getElementById(id);

/** An answer that somebody is typing stays as it is, the caret in its place. */
function keepTyped(mine: HTMLElement, theirs: HTMLElement): void {
  for (const field of mine.querySelectorAll('textarea'))
    if (field.value !== field.defaultValue) theirs.querySelector(`#${CSS.escape(field.id)}`)?.replaceWith(field);
}

/** Buttons, notices and what else depends on the state, from the page itself; the focus stays on the same button. */
async function takeAnew(): Promise<void> {
  const response = await fetch(location.pathname, { headers: { accept: 'text/html' } });
  if (!response.ok || response.redirected) return location.reload();
  const page = parse(await response.text());
  const focused = document.activeElement?.id;
  const [mine, theirs] = [byId('noi-dung-chinh'), page.getElementById('noi-dung-chinh')];
  if (!mine || !theirs) return;
  keepTyped(mine, theirs);
  // What was said to a press belongs to the state before.
  mine.replaceChildren(...theirs.childNodes);
  if (focused) byId(focused)?.focus();
}

function show({ html, said, state }: Going): void {
  const shown = byId('dien-bien');
  const focused = document.activeElement?.id;
  shown?.replaceChildren(...parse(html).body.childNodes);
  if (focused && shown?.contains(byId(focused))) byId(focused)?.focus();
  const aloud = byId('da-noi');
  if (aloud && aloud.textContent !== said) aloud.textContent = said;
  if (box && box.dataset.state !== state) {
    box.dataset.state = state;
    takeAnew().catch(() => {}); // no connection: the stream will say so
  }
}

/** The footer of every page says when its figures were so. */
const dated = (): Element | null => document.querySelector('footer time');

function follow(source: string, lostWords: string): void {
  const stream = new EventSource(source);
  const tell = (words: string | null) => {
    const line = byId('mat-ket-noi');
    if (!line) return;
    line.textContent = words ?? '';
    line.hidden = words === null;
  };
  stream.addEventListener('dien-bien', ({ data }: MessageEvent<string>) => {
    tell(null);
    const going = JSON.parse(data) as Going;
    show(going);
    const time = dated();
    if (time) time.textContent = going.asOf;
  });
  stream.addEventListener('het', () => stream.close());
  // Streams end every minute by themselves and come back at once: a loss is one that stays away.
  let waiting: ReturnType<typeof setTimeout> | undefined;
  stream.addEventListener('open', () => {
    clearTimeout(waiting);
    waiting = undefined;
    tell(null);
  });
  stream.addEventListener('error', () => {
    const isOver = stream.readyState === EventSource.CLOSED;
    waiting ??= setTimeout(() => tell(lostWords.replace('{at}', dated()?.textContent ?? '')), isOver ? 0 : LOST_MS);
  });
}

if (box?.dataset.source) follow(box.dataset.source, box.dataset.lost ?? '');
