/** Words found, filled and addressed; and found anew when an official has changed them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EditableTexts, loadTexts } from '../src/text.ts';

const WORDS = {
  vi: {
    hello: 'Chào {xung}, {con} đây. {xung} khỏe không?',
    step: 'Bước {n}/{total}: {label.open}',
    list: ['Một {what}', 'Hai {what}'],
    only: { here: 'Chỉ có tiếng Việt' },
  },
  en: { hello: 'Hello {xung}', step: 'Step {n}/{total}', list: ['One {what}'] },
};

describe('texts', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tro-ly-so-words-'));
  let texts: EditableTexts;
  beforeAll(async () => {
    for (const locale of ['vi', 'en', 'km'] as const) {
      await mkdir(join(folder, locale));
      const words = locale === 'km' ? {} : WORDS[locale];
      await writeFile(join(folder, locale, 'common.json'), JSON.stringify(words));
    }
    texts = loadTexts(folder);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('are filled by name, a name with a dot too, and again with other values', () => {
    expect(texts.say('vi', 'step', { n: 1, total: 7, 'label.open': '“Mở”' })).toBe('Bước 1/7: “Mở”');
    expect(texts.say('vi', 'step', { n: 2, total: 7, 'label.open': 'Mở' })).toBe('Bước 2/7: Mở');
    expect(texts.list('vi', 'list', { what: 'ví' })).toEqual(['Một ví', 'Hai ví']);
  });

  it('leave a placeholder that nobody fills, and what stands in braces or dollars in a value', () => {
    const typed = '{total} $& $1 $t(hello) {__proto__}';
    expect(texts.say('vi', 'step', { n: typed, total: 7 })).toBe(`Bước ${typed}/7: {label.open}`);
    expect(texts.say('vi', 'step', { total: 7 })).toContain('{n}');
  });

  it('address people by their term, with a capital where a sentence begins', () => {
    const address = { xung: 'bác', con: 'con' };
    expect(texts.say('vi', 'hello', {}, address)).toBe('Chào bác, con đây. Bác khỏe không?');
    expect(texts.say('vi', 'hello', {}, { xung: 'chị', con: 'em' })).toBe('Chào chị, em đây. Chị khỏe không?');
  });

  it('fall back to Vietnamese where a language has none, and count that each time', () => {
    const before = texts.missing.get('en only.here') ?? 0;
    expect([texts.say('en', 'only.here'), texts.say('en', 'only.here')]).toEqual(Array(2).fill('Chỉ có tiếng Việt'));
    expect(texts.missing.get('en only.here')).toBe(before + 2);
    expect(texts.missing.has('en hello')).toBe(false);
    expect([texts.has('en', 'only.here'), texts.has('en', 'nowhere')]).toEqual([true, false]);
    expect(texts.list('en', 'nowhere')).toEqual([]);
  });

  it('are what was last published, for everybody who holds them and not for a fork', () => {
    const fork = texts.fork();
    expect(texts.say('en', 'hello', { xung: 'you' })).toBe('Hello you');
    expect(texts.has('en', 'new')).toBe(false);
    texts.replace('en', 'common', { ...WORDS.en, hello: 'Good day {xung}', new: 'New' });
    expect(texts.say('en', 'hello', { xung: 'you' })).toBe('Good day you');
    expect([texts.has('en', 'new'), texts.say('en', 'new')]).toEqual([true, 'New']);
    expect(fork.say('en', 'hello', { xung: 'you' })).toBe('Hello you');
    expect(fork.has('en', 'new')).toBe(false);
  });

  it('that are no single text are a mistake of ours', () => {
    expect(() => texts.say('vi', 'list')).toThrow('"list"');
  });
});
