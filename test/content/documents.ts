/** What was delivered, read once for all tests of this room. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { TELEGRAM_LIMITS } from '../../src/bot/channels/telegram-render.ts';
import { ZALO_LIMITS } from '../../src/bot/channels/zalo-render.ts';
import type { CheckRules } from '../../src/content/check.ts';
import type { Document } from '../../src/content/edits.ts';
import { type Library, libraryOf } from '../../src/content/library.ts';
import { readFlowWords } from '../../src/flow-words.ts';
import { blocks, published } from '../../src/flows/index.ts';

export const delivered: Library = libraryOf([...published, ...blocks], readFlowWords());

export const RULES: CheckRules = {
  limits: [TELEGRAM_LIMITS, ZALO_LIMITS],
  exceptions: JSON.parse(
    readFileSync(fileURLToPath(new URL('../../locales/reading-exceptions.json', import.meta.url)), 'utf8'),
  ),
};

export function documentNamed(file: string): Document {
  const found = delivered.get(file);
  if (!found) throw new Error(`no document ${file}`);
  return found;
}
