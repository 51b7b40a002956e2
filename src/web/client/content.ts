/**
 * The step form looks while somebody types: what the server's own check says and what would be sent, a moment after the last
 * key. Without script the button beside the form does the same.
 */
const QUIET_MS = 700;

const button = document.querySelector<HTMLButtonElement>('button[data-live]');
const form = button?.form;

let timer: ReturnType<typeof setTimeout> | undefined;
let under: AbortController | undefined;

async function look(): Promise<void> {
  if (!form || !button?.dataset.live) return;
  under?.abort();
  under = new AbortController();
  const body = new URLSearchParams(new FormData(form) as unknown as Record<string, string>);
  const response = await fetch(button.dataset.live, { method: 'POST', body, signal: under.signal });
  if (!response.ok && response.status !== 422) return; // signed out or out of date: saving will say so
  const fresh = new DOMParser().parseFromString(await response.text(), 'text/html').getElementById('xem-thu');
  const shown = document.getElementById('xem-thu');
  if (!fresh || !shown) return;
  const open = [...shown.querySelectorAll('details')].map((details) => details.open);
  shown.replaceChildren(...fresh.childNodes);
  for (const [index, details] of [...shown.querySelectorAll('details')].entries()) details.open = open[index] ?? false;
}

form?.addEventListener('input', () => {
  clearTimeout(timer);
  timer = setTimeout(() => {
    look().catch(() => {}); // overtaken by the next key, or no connection: the button still works
  }, QUIET_MS);
});
