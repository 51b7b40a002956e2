/** Which drawing code made a picture: changes whenever anything does that could change how one looks. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const LIBRARIES = [
  '@resvg/resvg-js',
  '@expo-google-fonts/be-vietnam-pro',
  '@expo-google-fonts/noto-sans-khmer',
] as const;

/** Hash over names and contents of every source file below a folder, whatever order the disk lists them in. */
export function hashSources(folder: string): string {
  const hash = createHash('sha256');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  for (const file of files.sort())
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(folder, file)))
      .update('\0');
  return hash.digest('hex').slice(0, 16);
}

function versionsOf(libraries: readonly string[]): string {
  const require = createRequire(import.meta.url);
  return libraries.map((name) => (require(`${name}/package.json`) as { version: string }).version).join(' ');
}

/**
 * Derived from the sources instead of counted by hand, so that nobody can forget it. A changed comment costs no more than
 * drawing each picture once again.
 */
export const DRAWING_VERSION = `${hashSources(import.meta.dirname)} ${versionsOf(LIBRARIES)}`;
