/** Digits of every script as 0–9: full-width and styled ones, and those of Khmer, Cham and other scripts near us. */

/** Code point of the zero of each decimal row that compatibility normalisation (NFKC) leaves alone. */
const ZEROS = [
  0x0660, // Arabic
  0x06f0, // Persian
  0x0966, // Devanagari
  0x09e6, // Bengali
  0x0be6, // Tamil
  0x0e50, // Thai
  0x0ed0, // Lao
  0x1040, // Myanmar
  0x17e0, // Khmer
  0x1946, // Limbu
  0x19d0, // Tai Lue
  0xa9d0, // Javanese
  0xaa50, // Cham
];

/** A decimal digit of any script as ASCII; any other character unchanged. One code point in, one out. */
export function asciiDigit(char: string): string {
  const point = char.codePointAt(0) ?? 0;
  if (point < 0x0660) return char;
  const zero = ZEROS.find((start) => point >= start && point < start + 10);
  return zero === undefined ? char : String(point - zero);
}

/** The whole text with {@link asciiDigit} applied. */
export const asciiDigits = (text: string): string => text.replace(/[^\0-\u065f]/gu, asciiDigit);
