/**
 * Forms that look while somebody types (a step's words, an announcement): what the server's own check says and what would be
 * sent, a moment after the last key. Parts of the form that depend on others (`data-fresh`) come anew with it, unless
 * somebody is just using them. Without script the button beside the form does the same.
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
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  for (const shown of document.querySelectorAll('#xem-thu, [data-fresh]')) {
    const fresh = page.getElementById(shown.id);
    const isInHand = shown.id !== 'xem-thu' && shown.contains(document.activeElement);
    if (fresh && !isInHand) refresh(shown, fresh);
  }
}

/** Puts the fresh part in the place of the shown one; what was folded out stays so. */
function refresh(shown: Element, fresh: Element): void {
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
