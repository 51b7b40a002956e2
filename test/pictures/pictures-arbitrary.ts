/** Random step pictures: everyday labels mixed with whatever could come out of a form or a mistake. */
import fc from 'fast-check';
import type { Picture } from '../../src/flows/picture.ts';
import type { StepPicture } from '../../src/pictures/draw.ts';

const everyday = fc.constantFrom(
  'Mở',
  'Đăng ký',
  'Không cho phép',
  'Xác nhận chia sẻ',
  'Liên kết ngân hàng',
  'Kích hoạt tài khoản định danh điện tử',
  'Tài khoản Định danh điện tử cấp bởi Bộ Công an',
  'VNeID',
  'Dịch vụ công Quốc gia',
);
const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({
    unit: fc.constantFrom('W', 'Ẫ', 'ỵ', ' ', '“', '”', '<', '&', '"', '\ud800', '\u0000', '9', '👉'),
    maxLength: 120,
  }),
);
export const text: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: everyday },
  { weight: 2, arbitrary: hostile },
);

function targeting<T>(items: fc.Arbitrary<T>, most: number): fc.Arbitrary<{ items: T[]; target: number }> {
  return fc
    .tuple(fc.array(items, { minLength: 1, maxLength: most }), fc.nat())
    .map(([list, seed]) => ({ items: list, target: seed % list.length }));
}

const field = fc.record({ label: text, hint: text }, { requiredKeys: ['label'] });

export const picture: fc.Arbitrary<Picture> = fc.oneof(
  fc
    .tuple(text, targeting(text, 9))
    .map(([title, { items, target }]): Picture => ({ kind: 'list', title, rows: items, target })),
  fc
    .tuple(text, targeting(field, 5), text)
    .map(([title, { items, target }, button]): Picture => ({ kind: 'form', title, fields: items, button, target })),
  fc
    .tuple(text, fc.array(field, { maxLength: 4 }), text)
    .map(([title, fields, button]): Picture => ({ kind: 'form', title, fields, button, target: 'button' })),
  fc.tuple(text, text, targeting(text, 4)).map(
    ([title, question, { items, target }]): Picture => ({
      kind: 'permission',
      title,
      question,
      answers: items,
      target,
    }),
  ),
  targeting(text, 12).map(({ items, target }): Picture => ({ kind: 'home', apps: items, target })),
  fc
    .tuple(text, fc.integer({ min: 1, max: 12 }))
    .map(([title, digits]): Picture => ({ kind: 'keypad', title, digits })),
  fc
    .tuple(text, fc.constantFrom('card' as const, 'face' as const, 'qr' as const))
    .map(([title, subject]): Picture => ({ kind: 'camera', title, subject })),
  text.map((title): Picture => ({ kind: 'nfc', title })),
  fc.tuple(text, text).map(([title, message]): Picture => ({ kind: 'result', title, message })),
  text.map((title): Picture => ({ kind: 'qr', title })),
  text.map((place): Picture => ({ kind: 'counter', place })),
);

export const stepPictures: fc.Arbitrary<StepPicture> = fc.record({
  picture,
  caption: text,
  step: fc.option(fc.integer({ min: 1, max: 12 })),
  total: fc.option(fc.integer({ min: 1, max: 12 })),
  footer: text,
  stepWord: fc.constantFrom('Bước', 'Step'),
});
