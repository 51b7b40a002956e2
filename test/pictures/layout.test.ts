import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { covers } from '../../src/pictures/hand.ts';
import { type Layout, layOut } from '../../src/pictures/layout.ts';
import { type Box, bottom, boxOfWord, contains, type Mark, right } from '../../src/pictures/marks.ts';
import { contrast, PALETTE } from '../../src/pictures/palette.ts';
import { stepPictures } from './pictures-arbitrary.ts';
import { SAMPLES, stepPicture } from './samples.ts';

const HOME = 'Màn hình chính';
const views = Object.entries(SAMPLES).flatMap(([name, input]) => [
  { name, input, layout: layOut(input, HOME), larger: layOut(input, HOME, { larger: true }) },
]);

const flatten = (marks: readonly Mark[]): Mark[] =>
  marks.flatMap((mark) => (mark.shape === 'group' ? flatten(mark.marks) : [mark]));

const rings = ({ marks }: Layout): Mark[] =>
  flatten(marks).filter((mark) => 'stroke' in mark && mark.stroke === PALETTE.ring);

const captionOf = ({ words }: Layout): string[] =>
  words.filter(({ on, fill }) => on === PALETTE.band && fill === PALETTE.paper).map(({ text }) => text);

/** The letters themselves, without the room above for accents and below for dots. */
function lettersOf(word: Layout['words'][number]): Box {
  return { ...boxOfWord(word), y: word.baseline - 0.72 * word.size, height: 0.9 * word.size };
}

const overlap = (a: Box, b: Box): boolean => a.x < right(b) && b.x < right(a) && a.y < bottom(b) && b.y < bottom(a);

/** What holds for every picture, whatever its texts. */
function expectSound(layout: Layout): void {
  const { width, height, spot, hand, words } = layout;
  expect(width).toBe(720);
  expect(height).toBeGreaterThanOrEqual(900);
  expect(height).toBeLessThanOrEqual(1050);
  expect(rings(layout)).toHaveLength(1);
  expect(contains(spot, hand.tip)).toBe(true);
  expect(captionOf(layout).length).toBeLessThanOrEqual(2);
  const read = words.filter(({ ornament }) => !ornament);
  for (const [index, word] of read.entries()) {
    const box = lettersOf(word);
    expect(covers(hand.pieces, boxOfWord(word)), `the hand covers “${word.text}”`).toBe(false);
    expect(box.x >= 0 && box.y >= 0 && right(box) <= width && bottom(box) <= height, word.text).toBe(true);
    expect(contrast(word.fill, word.on), word.text).toBeGreaterThanOrEqual(4.5);
    const hidden = read.slice(0, index).filter((other) => other.text && word.text && overlap(lettersOf(other), box));
    expect(hidden, word.text).toEqual([]);
  }
}

describe('layOut', () => {
  it.each(views)('is sound as usual and larger: $name', ({ layout, larger }) => {
    expectSound(layout);
    expectSound(larger);
  });

  it('is sound for any texts', () => {
    fc.assert(
      fc.property(stepPictures, fc.boolean(), (input, larger) => expectSound(layOut(input, HOME, { larger }))),
      { numRuns: 400 },
    );
  });

  it('sets the highlighted words bold and large, all others at least 36 px', () => {
    for (const { name, layout } of views) {
      const phone = layout.words.filter(({ on, size }) => on !== PALETTE.band && size > 25);
      const [spot, others] = [
        phone.filter(({ on }) => on === PALETTE.spot),
        phone.filter(({ on }) => on !== PALETTE.spot),
      ];
      const isWrapped = spot.length > 1;
      for (const word of spot) {
        expect(word, name).toMatchObject({ weight: 700, fill: PALETTE.ink });
        expect(word.size, name).toBeGreaterThanOrEqual(isWrapped ? 36 : 44);
      }
      for (const word of others) expect(word.size, `${name}: ${word.text}`).toBeGreaterThanOrEqual(36);
    }
  });

  it('keeps quiet words quiet: only the spot’s own and headings are dark', () => {
    const rows = layOut(SAMPLES.list!, HOME).words.filter(({ on }) => on === PALETTE.row);
    expect(rows.map(({ text, weight, fill }) => [text, weight, fill])).toEqual([
      ['Đăng nhập', 500, PALETTE.quietWord],
      ['Quên mật khẩu', 500, PALETTE.quietWord],
      ['Trợ giúp', 500, PALETTE.quietWord],
    ]);
  });

  it('enlarges the spot’s letters on the second miss', () => {
    const letters = ({ words }: Layout) => words.filter(({ on }) => on === PALETTE.spot).map(({ size }) => size);
    const wordy = views.filter(({ layout }) => letters(layout).length > 0);
    expect(new Set(wordy.map(({ input }) => input.picture.kind))).toEqual(
      new Set(['home', 'list', 'form', 'permission', 'result', 'counter']),
    );
    for (const { name, layout, larger } of wordy) {
      expect(Math.max(...letters(larger)) / Math.max(...letters(layout)), name).toBeGreaterThanOrEqual(1.25);
    }
  });

  it('enlarges the spot itself where it holds a drawing', () => {
    for (const { name, layout, larger } of views.filter(({ input }) =>
      ['camera', 'nfc'].includes(input.picture.kind),
    )) {
      expect(larger.spot.width * larger.spot.height, name).toBeGreaterThan(layout.spot.width * layout.spot.height);
    }
  });

  it('shows the target and its neighbours when there are more rows than fit, and says so', () => {
    const layout = layOut(SAMPLES['list, many rows']!, HOME);
    const shown = layout.words.filter(({ on }) => on === PALETTE.row || on === PALETTE.spot).map(({ text }) => text);
    expect(shown).toContain('Bảo hiểm y tế');
    expect(shown).not.toContain('Căn cước');
    expect(flatten(layout.marks).filter((mark) => mark.shape === 'circle' && mark.fill === PALETTE.shade)).toHaveLength(
      3,
    );
  });

  it('counts the steps in the band', () => {
    const layout = layOut(SAMPLES.list!, HOME);
    const segments = (fill: string) =>
      flatten(layout.marks).filter((mark) => mark.shape === 'rect' && mark.fill === fill);
    expect(layout.words[0]).toMatchObject({ text: 'Bước 2/7', fill: PALETTE.bandWord });
    expect([segments(PALETTE.bandWord).length, segments(PALETTE.segment).length]).toEqual([2, 5]);
  });

  it('leaves the counter out where steps are not counted', () => {
    const layout = layOut({ ...SAMPLES.list!, step: null, total: null }, HOME);
    expect(layout.words[0]!.text).toBe('Bấm “Đăng ký”');
  });

  it('draws the place, not a phone, for a counter', () => {
    const phones = (name: string) =>
      flatten(layOut(SAMPLES[name]!, HOME).marks).filter(
        (mark) => mark.shape === 'rect' && mark.fill === PALETTE.ink && mark.height > 400,
      );
    expect([phones('counter').length, phones('list').length]).toEqual([0, 1]);
  });

  it('hides numbers that could be somebody’s', () => {
    const words = layOut(SAMPLES['form, button']!, HOME).words.map(({ text }) => text);
    expect(words).toContain('09…');
    expect(words.join(' ')).not.toMatch(/\d{3}/);
  });

  it('shows how many digits are wanted, never which', () => {
    for (const digits of [4, 6, 8, 12]) {
      const layout = layOut(stepPicture(4, 'Gõ mã', { kind: 'keypad', title: 'Mã', digits }), HOME);
      const dots = flatten(layout.marks).filter((mark) => mark.shape === 'circle' && mark.fill === PALETTE.ink);
      expect(dots).toHaveLength(digits);
      expect(layout.words.filter(({ on }) => on === PALETTE.spot)).toEqual([]);
    }
  });

  it.each([
    [{ kind: 'list', title: 'Cài đặt', rows: ['Wi-Fi'], target: 1 }, 'number 1 of 1'],
    [{ kind: 'home', apps: [], target: 0 }, 'number 0 of 0'],
    [{ kind: 'permission', title: '', question: '', answers: ['Có'], target: 0.5 }, 'number 0.5 of 1'],
    [{ kind: 'form', title: '', fields: [{ label: 'Tên' }], target: 'button' }, 'button it does not have'],
    [{ kind: 'keypad', title: '', digits: 0 }, 'not 0'],
  ] as const)('names the mistake in a picture that points at nothing: %o', (picture, message) => {
    expect(() => layOut(stepPicture(1, 'Bấm', structuredClone(picture) as never), HOME)).toThrow(message);
  });
});

describe('the caption', () => {
  const caption = (text: string) => captionOf(layOut({ ...SAMPLES.list!, caption: text }, HOME));

  it.each([
    ['Tìm hình VNeID rồi bấm vào', ['Tìm hình VNeID', 'rồi bấm vào']],
    ['Máy hỏi thì bấm “Cho phép”', ['Máy hỏi thì bấm', '“Cho phép”']],
    ['Bấm vào ô này, rồi gõ số điện thoại của mình', ['Bấm vào ô này, rồi gõ', 'số điện thoại của mình']],
    ['Bấm “Xác thực tài khoản”', ['Bấm “Xác thực tài khoản”']],
  ])('breaks evenly: %s', (text, lines) => {
    expect(caption(text)).toEqual(lines);
  });

  it('fits two lines uncut up to 90 characters, a quoted label never split', () => {
    const words = ['Bác', 'bấm', 'chữ', 'nghiêng', 'rồi', 'chờ', '“Đăng ký tài khoản mới”', '“Cho phép”', 'trong'];
    const captions = fc
      .array(fc.constantFrom(...words), { minLength: 1, maxLength: 20 })
      .map((list) => list.join(' '))
      .filter((text) => text.length <= 90);
    fc.assert(
      fc.property(captions, (text) => {
        const lines = caption(text);
        expect(lines.length).toBeLessThanOrEqual(2);
        expect(lines.join(' ')).toBe(text);
        for (const line of lines) expect(line.split('“').length).toBe(line.split('”').length);
      }),
      { numRuns: 200 },
    );
  });
});
