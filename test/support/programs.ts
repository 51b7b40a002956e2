/** Programs outside npm that some tests check our work with. `npm test` installs the missing ones where it can. */
import { accessSync, constants } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

export const PROGRAMS = {
  browser: {
    names: [
      'chromium',
      'chromium-browser',
      'google-chrome',
      'google-chrome-stable',
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
    ],
    debianPackage: 'chromium',
    shows: 'the pages work in a real browser',
  },
  zbarimg: { names: ['zbarimg'], debianPackage: 'zbar-tools', shows: 'a scanner reads the payment codes we draw' },
  pdftotext: { names: ['pdftotext'], debianPackage: 'poppler-utils', shows: 'printed papers say what they should' },
  pdftoppm: { names: ['pdftoppm'], debianPackage: 'poppler-utils', shows: 'printed papers look as they should' },
} as const;

export type Program = keyof typeof PROGRAMS;

/** The program's path, or null when it is not here. CHROMIUM_PATH may name the browser. `it.runIf(findProgram('zbarimg'))` */
export function findProgram(program: Program): string | null {
  const given = program === 'browser' ? process.env.CHROMIUM_PATH : undefined;
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  const places = PROGRAMS[program].names.flatMap((name) => {
    return isAbsolute(name) ? [name] : folders.map((folder) => join(folder, name));
  });
  return [...(given ? [given] : []), ...places].find(isRunnable) ?? null;
}

function isRunnable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
