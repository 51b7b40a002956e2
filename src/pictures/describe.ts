import type { Picture } from '../flows/picture.ts';
import { stepOf } from './band.ts';
import { plainText } from './lines.ts';
import type { StepPicture } from './step-picture.ts';
import { type PictureWords, VIETNAMESE_WORDS } from './words.ts';

function fill(template: string, values: Record<string, string>): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}

function ordinal(index: number, words: PictureWords): string {
  return words.ordinals[index] ?? fill(words.laterOrdinal, { number: String(index + 1) });
}

/** Where the spot is, told to somebody who cannot see it. */
function placeOf(picture: Picture, words: PictureWords): string {
  switch (picture.kind) {
    case 'list':
      return picture.rows.length === 1 ? words.onlyRow : fill(words.row, { nth: ordinal(picture.target, words) });
    case 'form':
      if (picture.target === 'button') return fill(words.button, { label: picture.button ?? '' });
      return picture.fields.length === 1 ? words.onlyField : fill(words.field, { nth: ordinal(picture.target, words) });
    case 'permission':
      return fill(words.answer, { nth: ordinal(picture.target, words) });
    case 'home':
      return fill(words.app, { label: picture.apps[picture.target] ?? '' });
    case 'keypad':
      return fill(words.keypad, { digits: String(picture.digits) });
    case 'camera':
      return words.camera[picture.subject];
    case 'nfc':
      return words.nfc;
    case 'result':
      return fill(words.result, { message: picture.message });
    case 'qr':
      return words.qr;
    case 'counter':
      return fill(words.counter, { place: picture.place });
  }
}

/** The caption as it goes on after a colon: without the pointing hand in front and the full stop behind. */
function clause(caption: string, follows: boolean): string {
  const bare = caption.replace(/^[^\p{L}\p{N}“]+/u, '').replace(/[.…\s]+$/u, '');
  const startsLikeAWord = /^\p{Lu}(?!\p{Lu})/u.test(bare); // "VNeID hỏi …" keeps its capital
  return follows && startsLikeAWord ? bare.charAt(0).toLowerCase() + bare.slice(1) : bare;
}

/**
 * The alt text of a step picture: what to do, then where, e.g. `Bước 2/7: bấm “Đăng ký”, nút thứ hai từ trên xuống.`
 * Unlike the drawing it keeps every script; the words around the caption are Vietnamese unless the caller brings others.
 */
export function describePicture(input: StepPicture, words: PictureWords = VIETNAMESE_WORDS): string {
  const counter = stepOf({ ...input, stepWord: plainText(input.stepWord) });
  const caption = clause(plainText(input.caption), counter !== '');
  const place = plainText(placeOf(input.picture, words));
  const sentence = caption === '' ? place : `${caption}, ${place}`;
  return `${counter === '' ? '' : `${counter}: `}${sentence}.`;
}
