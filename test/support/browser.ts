/** Finds a browser for the tests that need one, and says plainly when there is none. */
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

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

/** What a skipped test prints. */
export const NO_BROWSER = 'No Chromium or Chrome was found: install one, or set CHROMIUM_PATH to its program.';

/** Starts it without a window and without anything that would talk to the outside. */
export function launchBrowser(executablePath: string): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox', // containers run as root
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      '--disable-quic',
    ],
  });
}
