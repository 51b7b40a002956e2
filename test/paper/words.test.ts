import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { checkReading } from '../../src/flows/reading.ts';

const read = (language: string): Record<string, unknown> =>
  JSON.parse(readFileSync(new URL(`../../locales/${language}/paper.json`, import.meta.url), 'utf8'));

function textsOf(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  return Object.entries(value as object).flatMap(([key, inner]) => textsOf(inner, path ? `${path}.${key}` : key));
}

it.each(textsOf(read('vi')))('%s reads easily enough', (key, text) => {
  const audience = key.startsWith('sheet.') ? 'volunteer' : 'citizen';
  expect(checkReading(text, audience, 'other')).toEqual([]);
});

it('has every text in both languages', () => {
  const keys = (language: string) => textsOf(read(language)).map(([key]) => key);
  expect(keys('en')).toEqual(keys('vi'));
});
