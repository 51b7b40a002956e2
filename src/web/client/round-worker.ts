/**
 * The page's service worker. Keeps the shell on the phone and opens it from there, network or not; sends what waits when
 * the network is back, also while the page is closed. Touches nothing but the page's own address and files.
 */
import { SYNC_TAG, send } from './round-sync.ts';

/** Set by the few words in front of this file, which are another text for another edition. */
interface Shell {
  version: string;
  page: string;
  files: string[];
}

interface LaterEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface AskedEvent extends LaterEvent {
  request: Request;
  respondWith(answer: Promise<Response> | Response): void;
}
interface WorkerScope {
  shell: Shell;
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
  addEventListener(kind: 'install' | 'activate', act: (event: LaterEvent) => void): void;
  addEventListener(kind: 'fetch', act: (event: AskedEvent) => void): void;
  addEventListener(kind: 'sync', act: (event: LaterEvent & { tag: string }) => void): void;
}

const worker = globalThis as unknown as WorkerScope;
const { shell } = worker;
const PREFIX = 'di-ap-';
const CACHE = PREFIX + shell.version;

worker.addEventListener('install', (event) => {
  const keep = async () => {
    const cache = await caches.open(CACHE);
    await cache.addAll([shell.page, ...shell.files]);
    await worker.skipWaiting();
  };
  event.waitUntil(keep());
});

worker.addEventListener('activate', (event) => {
  const tidy = async () => {
    for (const name of await caches.keys()) if (name.startsWith(PREFIX) && name !== CACHE) await caches.delete(name);
    await worker.clients.claim();
  };
  event.waitUntil(tidy());
});

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== location.origin) return;
  const isPage = request.mode === 'navigate' && pathname === shell.page;
  if (!isPage && !shell.files.includes(pathname)) return;
  const answer = async () => (await caches.match(isPage ? shell.page : pathname)) ?? fetch(request);
  event.respondWith(answer());
});

worker.addEventListener('sync', (event) => {
  if (event.tag !== SYNC_TAG) return;
  // A rejection asks the browser to try again, with waits of its own.
  const sendAll = async () => {
    // Patient: the page that sends now may be closed before it is done.
    if ((await send(tell, true)) === 'weak') throw new Error('Not everything has arrived.');
  };
  event.waitUntil(sendAll());
});

/** Open pages look again. */
function tell(): void {
  if (typeof BroadcastChannel !== 'undefined') new BroadcastChannel('di-ap').postMessage('changed');
}
