/** A language ships text by text, each approved by a named reader. The Khmer words are fixtures, not texts of ours. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { approvedOnly, ENOUGH, isEnough, leavesOf, type Reviews, reviewProblems } from '../src/languages.ts';
import { loadTexts, readLanguage } from '../src/text.ts';

const WORD = 'ភាសាខ្មែរ';
const REVIEW = { reviewer: 'Thạch Thị Thử', on: '2026-11-20' };

describe('reviews', () => {
  const words = { common: { button: { done: WORD, back: WORD }, list: [WORD, WORD] }, 'flows/x': { title: WORD } };

  it('are wanted for every text, a list of variants counting as one', () => {
    const reviews: Reviews = { 'common:button.done': REVIEW, 'common:list': REVIEW, 'flows/x:title': REVIEW };
    expect(reviewProblems('km', words, reviews)).toEqual([
      'km common:button.back: nobody has approved it; name reviewer and day in locales/km/reviewed.json',
    ]);
    expect(approvedOnly(words, reviews)).toEqual({
      common: { button: { done: WORD }, list: [WORD, WORD] },
      'flows/x': { title: WORD },
    });
  });

  it.each([
    ['without a name', { reviewer: ' ', on: '2026-11-20' }],
    ['without a day', { reviewer: 'Thạch Thị Thử', on: 'hôm qua' }],
  ])('%s count as none', (_, review) => {
    const reviews = { 'common:button.done': review };
    expect(reviewProblems('km', { common: { button: { done: WORD } } }, reviews)).toHaveLength(1);
    expect(approvedOnly({ common: { button: { done: WORD } } }, reviews)).toEqual({ common: {} });
  });

  it('of a text that is gone are found', () => {
    expect(reviewProblems('km', {}, { 'common:button.done': REVIEW })).toEqual([
      'km common:button.done: reviewed, but there is no such text',
    ]);
  });

  it('no text of ours waits for one now', () => {
    const { words: own, reviews } = readLanguage(new URL('../locales/km', import.meta.url).pathname);
    expect(reviewProblems('km', own, reviews)).toEqual([]);
  });
});

describe('a language becomes ready', () => {
  const vietnamese = Object.fromEntries(Array.from({ length: 10 }, (_, index) => [`key${index}`, 'chữ']));
  const first = (count: number) => Object.fromEntries(Object.entries(vietnamese).slice(0, count));
  it(`from ${ENOUGH * 100} % of the assistant's own words on`, () => {
    expect(isEnough(first(8), vietnamese)).toBe(true);
    expect(isEnough(first(7), vietnamese)).toBe(false);
    expect(isEnough({ ...first(7), other: 'chữ' }, vietnamese)).toBe(false);
    expect(isEnough(undefined, vietnamese)).toBe(false);
    expect(leavesOf(vietnamese).size).toBe(10);
  });
});

describe('the words people read', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tro-ly-so-words-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const write = (path: string, value: unknown) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), JSON.stringify(value));
  };

  it('show what is approved, fall back for the rest, and count it', () => {
    write('vi/common.json', { done: 'Xong', back: 'Lui' });
    write('en/common.json', { done: 'Done', back: 'Back' });
    write('km/common.json', { done: WORD, back: WORD });
    write('km/reviewed.json', { keys: { 'common:done': REVIEW } });
    const texts = loadTexts(folder);
    expect(texts.say('km', 'done')).toBe(WORD);
    expect(texts.say('km', 'back')).toBe('Lui');
    expect(texts.say('km', 'back')).toBe('Lui');
    expect([...texts.missing]).toEqual([['km back', 2]]);
    expect([texts.isReady('vi'), texts.isReady('en'), texts.isReady('km'), texts.isReady('xx')]).toEqual([
      ...[true, true, false, false],
    ]);
    write('km/reviewed.json', { keys: { 'common:done': REVIEW, 'common:back': REVIEW } });
    expect(loadTexts(folder).isReady('km')).toBe(true);
  });

  describe('put in the place of others while they are read', () => {
    const OTHER = 'ពាក្យផ្សេង';
    beforeEach(() => {
      write('vi/common.json', { done: 'Xong', back: 'Lui', more: ['Một', 'Hai'] });
      write('en/common.json', { done: 'Done', back: 'Back', more: ['One', 'Two'] });
      write('km/common.json', { done: WORD, back: WORD });
      write('km/reviewed.json', { keys: { 'common:done': REVIEW, 'common:back': REVIEW } });
    });

    it('pass the same gate: a new text nobody approved falls back, one that stays keeps its review', () => {
      const texts = loadTexts(folder);
      texts.replace('km', 'common', { done: OTHER, back: WORD, more: [WORD, WORD] });
      expect([texts.say('km', 'done'), texts.say('km', 'back'), texts.list('km', 'more')]).toEqual([
        ...['Xong', WORD],
        ['Một', 'Hai'],
      ]);
      expect(texts.isReady('km')).toBe(false);
      texts.replace('km', 'other', { steps: { a: { do: OTHER } } });
      expect(texts.has('km', 'other:steps.a.do')).toBe(false);
    });

    it('come in with a review of their own, and only then', () => {
      const texts = loadTexts(folder);
      const words = { done: OTHER, back: OTHER, more: [OTHER] };
      texts.replace('km', 'common', words, {
        'common:done': REVIEW,
        'common:back': { reviewer: '', on: '2026-11-20' },
        'common:more': REVIEW,
      });
      expect([texts.say('km', 'done'), texts.say('km', 'back'), texts.list('km', 'more')]).toEqual([
        OTHER,
        'Lui',
        [OTHER],
      ]);
      texts.replace('km', 'common', words); // in use by now, so the review still counts
      expect([texts.say('km', 'done'), texts.say('km', 'back')]).toEqual([OTHER, 'Lui']);
    });

    it('hold for a copy too, and change no other language', () => {
      const texts = loadTexts(folder);
      const copy = texts.fork();
      copy.replace('km', 'common', { done: OTHER });
      copy.replace('vi', 'common', { done: 'Rồi' });
      expect([copy.say('km', 'done'), copy.say('vi', 'done')]).toEqual(['Rồi', 'Rồi']);
      expect([texts.say('km', 'done'), texts.say('vi', 'done')]).toEqual([WORD, 'Xong']);
    });
  });
});
