/**
 * Names of what is gone and is still asked for: old apps, papers and taxes of 2022–2024. Whoever names one is told what
 * replaced it (`retired.<id>` in the words) and offered the flow; the old name is never repeated as a thing to do.
 */
import type { FlowId } from '../flows/flow.ts';
import { normalise } from './normalise.ts';
import { list, PhraseBook, wordsOf } from './phrases.ts';

export interface RetiredName {
  /** Key of its words, `retired.<id>`. */
  id: string;
  phrases: readonly string[];
  /** The flow that does today what the old thing did. */
  now: FlowId;
  /** Where it stands that it is gone. */
  source: string;
}

/** The more particular before the more general: the first that is found counts. */
export const RETIRED_NAMES: readonly RetiredName[] = [
  {
    id: 'viettelpay',
    phrases: list('viettelpay, viettel pay, việt teo pay, vietel pay'),
    now: 'viettel-money',
    source: 'payments-commerce 1, P1.1',
  },
  {
    id: 'vnpt-pay',
    phrases: list('vnpt pay, vnptpay, vi en pi ti pay'),
    now: 'vnpt-money',
    source: 'payments-commerce 1, P1.2',
  },
  {
    id: 'hau-giang-app',
    phrases: list(
      'app hậu giang, ứng dụng hậu giang, phần mềm hậu giang, áp hậu giang, app của hậu giang, app tỉnh hậu giang',
      'ứng dụng tỉnh hậu giang',
    ),
    now: 'feedback-choose',
    source: 'public-services 4',
  },
  {
    id: 'provincial-portal',
    phrases: list(
      'cổng dịch vụ công tỉnh, dịch vụ công tỉnh, cổng dịch vụ công của tỉnh, cổng tỉnh, dịch vụ công hậu giang',
      'dịch vụ công sóc trăng, dịch vụ công cà mau, dịch vụ công bạc liêu, cổng dịch vụ công hậu giang',
    ),
    now: 'dvcqg-login',
    source: 'public-services 2',
  },
  {
    id: 'portal-account',
    phrases: list(
      'tài khoản dịch vụ công, tài khoản cổng dịch vụ công, tài khoản của cổng, tài khoản riêng của cổng',
      'tài khoản cổng, mật khẩu dịch vụ công, mật khẩu cổng dịch vụ công, đăng ký cổng dịch vụ công',
    ),
    now: 'dvcqg-login',
    source: 'public-services 2',
  },
  {
    id: 'paper-insurance-card',
    phrases: list(
      'thẻ bảo hiểm y tế giấy, thẻ bảo hiểm giấy, thẻ bhyt giấy, bảo hiểm y tế giấy, bảo hiểm y tế bằng giấy',
      'thẻ bảo hiểm bằng giấy, thẻ bảo hiểm y tế bằng giấy, cấp lại thẻ giấy, tờ bảo hiểm y tế, tờ thẻ bảo hiểm',
    ),
    now: 'health-bhyt',
    source: 'public-services 5B',
  },
  {
    id: 'lump-sum-tax',
    phrases: list('thuế khoán, khoán thuế, thuế bán hàng khoán, mức khoán, đóng khoán'),
    now: 'household-tax-2026',
    source: 'payments-commerce 1, P5',
  },
  {
    id: 'licence-fee',
    phrases: list('thuế môn bài, lệ phí môn bài, tiền môn bài, phí môn bài, môn bài'),
    now: 'household-tax-2026',
    source: 'payments-commerce 1',
  },
  {
    id: 'postmart',
    phrases: list('postmart, post mart, pốt mát'),
    now: 'sell-online',
    source: 'payments-commerce 1, P6',
  },
];

const BOOKS = RETIRED_NAMES.map((name) => ({ name, book: new PhraseBook(name.phrases) }));
/** Words of a message that are looked at. */
const ATTENTION = 40;

/** The retired thing a message names, or null. "bỏ thuế khoán rồi hả" names it too: the answer fits. */
export function readRetired(text: string): RetiredName | null {
  const message = wordsOf(normalise(text)).slice(0, ATTENTION);
  return BOOKS.find(({ book }) => book.find(message))?.name ?? null;
}
