/** Finds and starts a browser for the tests that need one, and says plainly when there is none. */
import { existsSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import { type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const USUAL_PATHS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** CHROMIUM_PATH, a usual place, or the one Playwright has installed; null when there is none. */
export function findBrowser(): string | null {
  const given = process.env.CHROMIUM_PATH;
  if (given) return existsSync(given) ? given : null;
  return [...USUAL_PATHS, chromium.executablePath()].find((path) => existsSync(path)) ?? null;
}

const NO_BROWSER = 'No Chromium or Chrome was found: install one, or set CHROMIUM_PATH to its program.';

/** The browser for the test file with this `import.meta.url`; null, and a line that says what is skipped, without one. */
export function browserFor(file: string): string | null {
  const program = findBrowser();
  if (!program) console.warn(`${relative(process.cwd(), fileURLToPath(file))} is skipped. ${NO_BROWSER}`);
  return program;
}

/** Without a window and without anything that would talk to the outside. */
const launchOptions = (program: string | null) => {
  if (program === null) throw new Error(NO_BROWSER);
  return {
    executablePath: program,
    args: [
      '--no-sandbox', // containers run as root
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      '--disable-quic',
    ],
  };
};

/** A browser whose storage is kept in the folder `profile`: closing it and opening it again is the same phone. */
export const openPhone = (program: string | null, profile: string, options: BrowserContextOptions) =>
  chromium.launchPersistentContext(profile, { ...launchOptions(program), locale: 'vi-VN', ...options });

export interface PagesBrowser {
  /** Where the pages are: `http://127.0.0.1:…`. */
  address: string;
  /** Errors of scripts and of the content security policy so far, in every window, with the page they were on. */
  complaints: string[];
  /** A window with cookies of its own, in Vietnamese. */
  newWindow(options?: BrowserContextOptions): Promise<BrowserContext>;
  close(): Promise<void>;
}

/**
 * Puts the pages on a port of their own and a browser in front of them. `harmless`: what the browser may write down as
 * an error although it is meant to be so. `patience`: how many ms a window waits for what should come.
 */
export async function openPages(
  program: string | null,
  web: FastifyInstance,
  { harmless, patience = 10_000 }: { harmless?: RegExp; patience?: number } = {},
): Promise<PagesBrowser> {
  const browser = await chromium.launch(launchOptions(program));
  const complaints: string[] = [];
  const listen = (page: Page) => {
    const note = (text: string) => complaints.push(`${page.url()}: ${text}`);
    page.on('pageerror', ({ message }) => note(message));
    page.on('console', (message) => {
      if (message.type() === 'error' && !harmless?.test(message.text())) note(message.text());
    });
  };
  return {
    address: await web.listen({ port: 0, host: '127.0.0.1' }),
    complaints,
    newWindow: async (options) => {
      const window = await browser.newContext({ locale: 'vi-VN', ...options });
      window.setDefaultTimeout(patience);
      window.on('page', listen);
      return window;
    },
    close: () => browser.close(),
  };
}

/** From the sign-in page of a demonstration, by keyboard, to wherever that leads. */
export async function signIn(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: new RegExp(name) }).press('Enter');
  await page.waitForURL(({ pathname }) => pathname !== '/dang-nhap');
}
