/**
 * The meeting screen: turns its pages every 20 seconds, fetches the figures anew every minute, and goes grey when none came
 * for a quarter of an hour. Without it every page stands under the other and "Tải lại" does the rest.
 */
const TURN_MS = 20_000;
const FETCH_MS = 60_000;
const OLD_MS = 15 * 60_000;

const byId = <T extends HTMLElement>(id: string): T | null => document.getElementById(id) as T | null;
const slides = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('[data-slide]')];

let shown = 0;
let isPaused = false;
let freshAt = Date.now();

function show(index: number): void {
  const all = slides();
  shown = all.length === 0 ? 0 : (index + all.length) % all.length;
  all.forEach((slide, at) => {
    slide.hidden = at !== shown;
  });
}

async function fetchAnew(): Promise<void> {
  const response = await fetch(location.href, { headers: { accept: 'text/html' } });
  if (!response.ok || response.redirected) return;
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  for (const id of ['slides', 'as-of']) {
    const [mine, theirs] = [byId(id), page.getElementById(id)];
    if (!mine || !theirs) return;
    mine.replaceChildren(...theirs.childNodes);
  }
  freshAt = Date.now();
  show(shown);
}

function judgeAge(): void {
  const isOld = Date.now() - freshAt > OLD_MS;
  document.body.classList.toggle('old', isOld);
  byId('stale')?.toggleAttribute('hidden', !isOld);
}

function pause(): void {
  isPaused = !isPaused;
  const button = byId<HTMLButtonElement>('pause');
  if (!button) return;
  button.textContent = (isPaused ? button.dataset.on : button.dataset.off) ?? '';
  button.setAttribute('aria-pressed', String(isPaused));
}

document.body.classList.add('turning-pages');
for (const [id, act] of [
  ['before', () => show(shown - 1)],
  ['pause', pause],
  ['after', () => show(shown + 1)],
] as const) {
  byId(id)?.removeAttribute('hidden');
  byId(id)?.addEventListener('click', act);
}
document.addEventListener('keydown', ({ key }) => {
  if (key === 'ArrowRight') show(shown + 1);
  if (key === 'ArrowLeft') show(shown - 1);
});
setInterval(() => {
  if (!isPaused) show(shown + 1);
}, TURN_MS);
setInterval(() => {
  fetchAnew()
    .catch(() => undefined)
    .finally(judgeAge);
}, FETCH_MS);
show(0);
