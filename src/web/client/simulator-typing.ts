/** How people really type. Pure. */

/** Without marks, as on a keyboard that has none: `đ` too, which no normalisation takes apart. */
export const withoutMarks = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd').replaceAll('Đ', 'D');

/** Two letters swapped in every longer word, without marks: quick thumbs. */
export const mistyped = (text: string): string =>
  withoutMarks(text)
    .split(' ')
    .map((word) => (word.length < 3 ? word : word.slice(0, -2) + word.at(-1) + word.at(-2)))
    .join(' ');
