/** Programs outside npm that some tests check our work with. `npm test` installs the missing ones where it can. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

export const PROGRAMS = {
  zbarimg: { debianPackage: 'zbar-tools', shows: 'a scanner reads the payment codes we draw' },
  pdftotext: { debianPackage: 'poppler-utils', shows: 'printed papers say what they should' },
  'espeak-ng': { debianPackage: 'espeak-ng', shows: 'steps are read aloud' },
  opusenc: { debianPackage: 'opus-tools', shows: 'steps are read aloud' },
  ffprobe: { debianPackage: 'ffmpeg', shows: 'what is read aloud is sound that phones can play' },
  pdftoppm: { debianPackage: 'poppler-utils', shows: 'printed papers look as they should' },
} as const;

export type Program = keyof typeof PROGRAMS;

/** The program's path, or null when it is not here: `it.runIf(findProgram('zbarimg'))`. */
export function findProgram(program: Program): string | null {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  return folders.map((folder) => join(folder, program)).find(isRunnable) ?? null;
}

function isRunnable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
