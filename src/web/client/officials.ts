/**
 * The little that officials' pages do by themselves: warn before a session ends, and `/` for the search field. Every
 * page works without it.
 */

/** Warn this long before the end (dashboard §5). */
const WARN_MS = 5 * 60_000;

const box = document.getElementById('session-end');

function watchSession(leftMs: number): void {
  // Longer than a timer can wait; by then the page is gone or was read anew.
  const wait = Math.min(leftMs - WARN_MS, 2 ** 31 - 1);
  setTimeout(() => box?.removeAttribute('hidden'), Math.max(0, wait));
}

async function stay(form: HTMLFormElement): Promise<void> {
  const response = await fetch(form.action, {
    method: 'POST',
    body: new URLSearchParams(new FormData(form) as unknown as Record<string, string>),
    headers: { accept: 'application/json' },
  });
  if (!response.ok || response.redirected) {
    location.reload();
    return;
  }
  const { leftMs } = (await response.json()) as { leftMs: number };
  box?.setAttribute('hidden', '');
  watchSession(leftMs);
}

if (box) {
  watchSession(Number(box.dataset.leftMs));
  box.querySelector('form')?.addEventListener('submit', (event) => {
    event.preventDefault();
    stay(event.currentTarget as HTMLFormElement).catch(() => location.reload());
  });
}

/** A single key, so it can be switched off: remembered in this browser only (WCAG 2.1.4). */
const SHORTCUTS_OFF = 'phim-tat-tat';
const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

document.addEventListener('keydown', (event) => {
  if (event.key !== '/' || event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target)) return;
  if (localStorage.getItem(SHORTCUTS_OFF) === '1') return;
  const find = document.getElementById('find');
  if (!find) return;
  event.preventDefault();
  find.focus();
});

const toggle = document.querySelector<HTMLInputElement>('#shortcuts');
if (toggle) {
  toggle.checked = localStorage.getItem(SHORTCUTS_OFF) !== '1';
  toggle.addEventListener('change', () => localStorage.setItem(SHORTCUTS_OFF, toggle.checked ? '0' : '1'));
}

// A menu folds up when the focus or a press goes elsewhere.
for (const menu of document.querySelectorAll<HTMLDetailsElement>('details.account, details.ways')) {
  document.addEventListener('click', ({ target }) => {
    if (target instanceof Node && !menu.contains(target)) menu.open = false;
  });
  menu.addEventListener('keydown', ({ key }) => {
    if (key !== 'Escape') return;
    menu.open = false;
    menu.querySelector('summary')?.focus();
  });
}
