/** Reads the typed answer of an `ask` step. A problem is a text key that says what to do, never a blame. */
import type { AnswerKind } from '../flows/flow.ts';
import { bankByBin, searchBanks } from '../vietqr/banks.ts';

export type Answer = { value: string } | { problem: string };

/** Limits of payments-commerce §12.2: an account has 1–19 letters and digits; fewer than 4 is a slip of the finger. */
const ACCOUNT = /^[A-Za-z0-9]{4,19}$/;
/** A stall's name fits the stand in two lines; a holder's name is what a bank shows. */
const NAME_LIMIT = 60;

export function readAnswer(accept: AnswerKind, text: string): Answer {
  const plain = text.normalize('NFC').replace(/\s+/g, ' ').trim();
  switch (accept) {
    case 'bank':
      return readBank(plain);
    case 'account-number': {
      const account = plain.replace(/[\s.-]/g, '');
      return ACCOUNT.test(account) ? { value: account } : { problem: 'code.bad-account' };
    }
    case 'holder-name':
      return isName(plain) ? { value: plain } : { problem: 'code.bad-name' };
    case 'stall-name':
      return plain.length >= 2 && plain.length <= NAME_LIMIT ? { value: plain } : { problem: 'code.bad-stall' };
    case 'reference-tail': {
      const tail = plain.replace(/[^A-Za-z0-9]/g, '').slice(-4);
      return tail.length === 4 ? { value: tail } : { problem: 'code.bad-reference' };
    }
  }
}

const isName = (text: string) => text.length >= 4 && text.length <= NAME_LIMIT && /^[\p{L}\p{M} .'&,-]+$/u.test(text);

function readBank(text: string): Answer {
  if (/^\d{6}$/.test(text) && bankByBin(text)) return { value: text };
  const [best, second] = searchBanks(text);
  return best && best.bin !== second?.bin ? { value: best.bin } : { problem: 'code.which-bank' };
}

/** Banks offered as buttons; everything else is typed. The first two are the ones the communes' programmes name. */
const OFFERED_BINS = ['970422', '970415', '970405', '970436'];

export const offeredBanks = (): { bin: string; shortName: string }[] =>
  OFFERED_BINS.map((bin) => ({ bin, shortName: bankByBin(bin)?.shortName ?? bin }));
