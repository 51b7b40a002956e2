import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changesBetween, wordDifference } from '../../src/content/difference.ts';
import { type Edits, edited, placesOf, valueAt } from '../../src/content/edits.ts';
import { fileNamed, readDocument, writeDocument } from '../../src/content/exchange.ts';
import { type AreaTree, factsFor, readLocalValue } from '../../src/content/local-facts.ts';
import { openPointsIn } from '../../src/content/open-points.ts';
import { LOCAL_KINDS } from '../../src/flows/local.ts';
import { delivered, documentNamed } from './documents.ts';

describe('the difference of two texts', () => {
  it('shows what went and what came, word by word', () => {
    expect(wordDifference('bác bấm nút Gửi nha', 'bác bấm nút Nộp nha')).toEqual([
      { kind: 'same', text: 'bác bấm nút ' },
      { kind: 'gone', text: 'Gửi ' },
      { kind: 'new', text: 'Nộp ' },
      { kind: 'same', text: 'nha' },
    ]);
    expect(wordDifference('', 'mới')).toEqual([{ kind: 'new', text: 'mới' }]);
    expect(wordDifference('y như cũ', 'y như cũ')).toEqual([{ kind: 'same', text: 'y như cũ' }]);
  });

  it('put together it is the old and the new text again', () => {
    const text = fc
      .array(fc.constantFrom('bác ', 'bấm ', 'nút\n', 'Gửi ', 'nha', ' '), { maxLength: 30 })
      .map((words) => words.join(''));
    fc.assert(
      fc.property(text, text, (before, after) => {
        const pieces = wordDifference(before, after);
        const without = (kind: string) =>
          pieces
            .filter((piece) => piece.kind !== kind)
            .map((piece) => piece.text)
            .join('');
        expect(without('new')).toBe(before);
        expect(without('gone')).toBe(after);
      }),
      { numRuns: 300, seed: 1 },
    );
  });

  it('between two versions of a document, place by place', () => {
    const before = documentNamed('flows/vneid-activate');
    const after = edited(before, { 'vi title': 'Bật VNeID', 'vi steps.activate.see': '' });
    expect(changesBetween(before, after)).toEqual([
      { place: 'vi title', before: 'Bật VNeID mức 2', after: 'Bật VNeID' },
      { place: 'vi steps.activate.see', before: 'Bấm xong hiện ra hai ô trống.', after: undefined },
    ]);
  });
});

describe('a document as a file', () => {
  it('written, read and written again is the same bytes, for every document', () => {
    for (const document of delivered.values()) {
      const text = writeDocument(document);
      const read = readDocument(document, text);
      expect(read, document.file).toEqual({ ok: true, edits: {} });
      expect(fileNamed(text)).toBe(document.file);
    }
  });

  it('carries changes there and back', () => {
    const document = documentNamed('flows/vneid-activate');
    const edits: Edits = {
      'label send': { text: 'Nộp', confidence: 'M', source: 'chị Lan xem', verifiedOn: '2026-11-22' },
      'picture passcode': { kind: 'keypad', title: '@passcode', digits: 4 },
      'vi steps.activate.differs': ['Một cách khác.'],
      'vi steps.activate.see': '',
      'vi title': 'Bật VNeID',
    };
    const text = writeDocument(edited(document, edits));
    const read = readDocument(document, text);
    expect(read).toEqual({ ok: true, edits });
    expect(read.ok && writeDocument(edited(document, read.edits))).toBe(text);
  });

  it('one changed text is one changed line', () => {
    const document = documentNamed('flows/momo');
    const lines = writeDocument(document).split('\n');
    const changed = writeDocument(edited(document, { 'vi title': 'Ví khác' })).split('\n');
    expect(changed.filter((line, index) => line !== lines[index])).toEqual([
      expect.stringContaining('"vi title": "Ví khác"'),
    ]);
  });

  it('refuses what is not ours, another file’s, and values that are wrong, naming each', () => {
    const document = documentNamed('flows/momo');
    expect(readDocument(document, '<html>')).toMatchObject({ ok: false });
    expect(readDocument(document, writeDocument(documentNamed('flows/zalopay')))).toEqual({
      ok: false,
      problems: [{ place: 'flows/zalopay', refusal: 'other-file' }],
    });
    const broken = JSON.parse(writeDocument(document));
    broken.content['vi title'] = 7;
    broken.content['vi steps.hack.do'] = 'x';
    expect(readDocument(document, JSON.stringify(broken))).toEqual({
      ok: false,
      problems: expect.arrayContaining([
        { place: 'vi title', refusal: 'not-text' },
        { place: 'vi steps.hack.do', refusal: 'unknown-place' },
      ]),
    });
  });

  it('holds every text there is', () => {
    const document = documentNamed('flows/momo');
    const { content } = JSON.parse(writeDocument(document));
    const filled = placesOf(document).filter((place) => valueAt(document, place) !== undefined);
    expect(Object.keys(content)).toEqual([...filled].sort((a, b) => (a < b ? -1 : 1)));
  });
});

describe('facts of a place', () => {
  const tree: AreaTree = new Map([
    ['94', null],
    ['31673', '94'],
    ['31673-1', '31673'],
    ['31674', '94'],
  ]);
  const facts = [
    { areaCode: '94', kind: 'police-phone', value: '0299 111 1111' },
    { areaCode: '31673', kind: 'police-phone', value: '0299 222 2222' },
    { areaCode: '31673', kind: 'police-hours', value: '7:00–11:00' },
  ] as const;

  it('the nearest area up the tree wins, and reaches everybody below', () => {
    expect(factsFor('31673-1', tree, facts)).toEqual({ 'police-phone': '0299 222 2222', 'police-hours': '7:00–11:00' });
    expect(factsFor('31674', tree, facts)).toEqual({ 'police-phone': '0299 111 1111' });
    expect(factsFor('unknown', tree, facts)).toEqual({});
    expect(factsFor(null, tree, facts)).toEqual({});
  });

  it('a circle of areas hangs nobody', () => {
    expect(
      factsFor(
        'a',
        new Map([
          ['a', 'b'],
          ['b', 'a'],
        ]),
        facts,
      ),
    ).toEqual({});
  });

  it.each([
    ['police-phone', '0299.382.1234', '0299 382 1234'],
    ['police-phone', '+84 912 345 678', '0912 345 678'],
    ['police-phone', '1900 0368', '1900 0368'],
    ['police-phone', '113', '113'],
    ['police-phone', '12345', null],
    ['police-phone', 'hỏi chị Lan', null],
    ['police-hours', 'thứ 2 tới thứ 6, 7:00–11:00 và 13:00–17:00', 'thứ 2 tới thứ 6, 7:00–11:00 và 13:00–17:00'],
    ['police-hours', 'giờ hành chính', null],
    ['police-address', 'số 12 Trần Hưng Đạo, ấp Chợ.', 'số 12 Trần Hưng Đạo, ấp Chợ'],
    ['police-address', 'xem bit.ly/abc', null],
    ['police-address', '{xung}', null],
    ['zalo', 'Công an xã Đại Ân 2', 'Công an xã Đại Ân 2'],
    ['bank-address', 'chuyển vào 0123456789012', null],
  ] as const)('%s: “%s” → %s', (kind, written, expected) => {
    expect(readLocalValue(kind, written)).toBe(expected);
  });

  it('every kind has its sentences in both languages, with and without the fact', async () => {
    for (const language of ['vi', 'en']) {
      const { default: words } = await import(`../../locales/${language}/local.json`, { with: { type: 'json' } });
      expect(Object.keys(words)).toEqual([...LOCAL_KINDS]);
      for (const kind of LOCAL_KINDS) {
        expect(words[kind].known).toContain('{value}');
        expect(words[kind].missing).toMatch(language === 'vi' ? /ủy ban xã/ : /commune office/);
      }
    }
  });
});

describe('open points', () => {
  const points = openPointsIn(delivered);

  it('are everything the flows mark as uncertain', () => {
    const written = [...delivered.values()].flatMap(({ definition }) =>
      Object.values(definition.steps).flatMap(({ openPoints = [] }) => openPoints),
    );
    expect(points.filter(({ kind }) => kind === 'point')).toHaveLength(written.length);
    const weak = [...delivered.values()].flatMap(({ definition }) =>
      Object.values(definition.labels).filter(({ confidence }) => ['U', 'L', 'BK'].includes(confidence)),
    );
    expect(points.filter(({ kind }) => kind === 'label')).toHaveLength(weak.length);
  });

  it('say who should check, and have names of their own', () => {
    expect(points).toContainEqual(
      expect.objectContaining({ what: '1900 0368: giá cước một phút', who: 'hỏi tổng đài', step: 'call-1900' }),
    );
    expect(new Set(points.map(({ id }) => id)).size).toBe(points.length);
  });
});
