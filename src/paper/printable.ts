/** Typed texts made fit for print: what would break the page is taken out, what would make a wrong name is refused. */
import { plainText } from '../pictures/lines.ts';
import { canDraw } from '../pictures/typeface.ts';

/** A printed piece was not made; `message` says what to change. */
export class PrintRefused extends Error {
  override readonly name = 'PrintRefused';
}

/**
 * One line in NFC without control characters, direction marks, piled-up accents or signs the typeface lacks. Throws
 * `PrintRefused` on a letter or digit it lacks (half a name is a wrong name) and on more than `longest` characters.
 */
export function printable(field: string, typed: string, longest: number): string {
  // Longer than any limit here, and shorter than what `plainText` cuts off without a word.
  if (typed.length > 2 * longest) throw tooLong(field, typed.length, longest);
  const line = plainText(typed).replace(/\p{M}/gu, '');
  const odd = Array.from(line).find((character) => /[\p{L}\p{N}]/u.test(character) && !canDraw(character));
  if (odd) throw new PrintRefused(`The ${field} has "${odd}", which we cannot print. Write it in Latin letters.`);
  const clean = Array.from(line).filter(canDraw).join('').replace(/ +/g, ' ').trim();
  if (clean.length > longest) throw tooLong(field, clean.length, longest);
  return clean;
}

/** The same, and throws `PrintRefused` when nothing is left. */
export function printableText(field: string, typed: string, longest: number): string {
  const clean = printable(field, typed, longest);
  if (clean === '') throw new PrintRefused(`The ${field} is empty.`);
  return clean;
}

const tooLong = (field: string, length: number, longest: number) =>
  new PrintRefused(`The ${field} has ${length} characters; at most ${longest} fit. Shorten it.`);

/** Whom to ask: a person or a team, with a phone number if there is one. */
export interface Contact {
  name: string;
  phone?: string;
}

/** `Cô Lan, tổ công nghệ số` and `0900 000 000`, ready for print; null when nobody is named. */
export function printableContact(contact: Contact | undefined): { name: string; phone: string } | null {
  if (!contact) return null;
  return {
    name: printableText('contact', contact.name, 60),
    phone: printable('phone number', contact.phone ?? '', 20),
  };
}
