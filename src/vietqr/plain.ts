/** Vietnamese written with the letters of a payment code: ASCII only, so that characters and bytes count the same. */

/** The same text without marks: `Đồng Nai` gives `Dong Nai`. Other scripts stay as they are. */
export function withoutMarks(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd').replaceAll('Đ', 'D');
}

/** Longest text in one field of the additional data (EMVCo MPM, tag 62). */
const NOTE_LENGTH = 25;

/** A note as it can stand in a code: no marks, `A–Z a–z 0–9 space . , - / _` only, at most 25 characters; may end up empty. */
export function plainNote(text: string): string {
  return withoutMarks(text)
    .replace(/[^A-Za-z0-9.,\-/_]+/g, ' ')
    .trim()
    .slice(0, NOTE_LENGTH)
    .trimEnd();
}
