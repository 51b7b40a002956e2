/**
 * The words of a volunteer's quick log, without accents, as `normalise` folds them. A flow has several; of two phrases
 * that fit at the same place the longer one wins ("vi momo" before "vi").
 */
import type { FlowId } from '../flows/flow.ts';

export type LogOutcome = 'completed' | 'referred' | 'abandoned';

export const OUTCOME_WORDS: Readonly<Record<LogOutcome, readonly string[]>> = {
  completed: ['xong', 'xong roi', 'da xong', 'lam xong', 'roi', 'duoc roi', 'hoan thanh'],
  referred: ['chuyen', 'gioi thieu', 'chi qua', 'da chi qua', 'gui qua'],
  abandoned: ['chua xong', 'do dang', 'bo do', 'bo ngang', 'khong xong'],
};

/** How it is known. Without a word of these the volunteer saw it. */
export const KNOWN_WORDS: Readonly<Record<'volunteer' | 'self', readonly string[]>> = {
  volunteer: ['thay', 'nhin thay', 'da thay', 'tan mat'],
  self: ['tu khai', 'nghe noi', 'ho noi', 'dan noi', 'tu bao'],
};

/** Days back from today. */
export const DAY_WORDS: Readonly<Record<string, number>> = {
  'hom nay': 0,
  'bua nay': 0,
  'hom qua': 1,
  'bua qua': 1,
  'hom kia': 2,
  'bua kia': 2,
};

/** Said around a log and meaning nothing in it. */
export const FILLER_WORDS: ReadonlySet<string> = new Set([
  ...[
    'cho',
    'nha',
    'roi',
    'da',
    'o',
    'cua',
    'va',
    'thi',
    'la',
    'lam',
    'giup',
    'viec',
    'ngay',
    'luc',
    'nhe',
    'a',
    'ap',
    'khom',
  ],
]);

/**
 * Short words for flows. "vi" and "qr" alone stand for the commonest of their kind; the read-back names it in full, so a
 * different one is seen before it counts.
 */
export const FLOW_WORDS: Readonly<Record<FlowId, readonly string[]>> = {
  'viettel-money': ['vi', 'vi dien tu', 'viettel', 'viettel money', 'vi viettel', 'viettelpay'],
  'vnpt-money': ['vnpt', 'vnpt money', 'vi vnpt', 'vnptpay'],
  momo: ['momo', 'vi momo'],
  zalopay: ['zalopay', 'vi zalopay', 'zalo pay'],
  'wallet-everyday': ['xai vi', 'dung vi'],
  'vneid-install': ['cai vneid', 'tai vneid'],
  'vneid-level1': ['vneid muc 1', 'muc 1'],
  'vneid-level2-police': ['vneid muc 2', 'muc 2', 'dinh danh'],
  'vneid-activate': ['vneid', 'kich hoat vneid', 'bat vneid'],
  'vneid-forgot': ['quen vneid', 'quen mat khau vneid'],
  'vneid-new-phone': ['vneid may moi', 'doi may'],
  'vneid-change-phone': ['vneid doi so', 'doi so'],
  'vneid-lock': ['khoa vneid'],
  'dvcqg-login': ['dvc', 'dich vu cong', 'cong dich vu cong', 'dang nhap dvc'],
  'dvcqg-submit': ['nop ho so', 'ho so dvc'],
  'dvcqg-pay': ['nop phi', 'tra phi dvc'],
  'dvcqg-track': ['tra ho so', 'coi ho so'],
  'fee-by-qr-mot-cua': ['phi mot cua', 'le phi'],
  'merchant-vietqr': ['qr', 'ma qr', 'lam qr', 'vietqr', 'tam ma'],
  'merchant-viettel': ['qr viettel', 'diem ban viettel'],
  'merchant-vnpt': ['qr vnpt', 'diem ban vnpt'],
  'merchant-bank-speaker': ['loa', 'loa bao tien'],
  'pay-by-qr': ['quet ma', 'quet qr', 'tra tien qr'],
  'bank-mb': ['mb', 'mbbank', 'mb bank'],
  'bank-vietinbank': ['vietin', 'vietinbank', 'ipay'],
  'bank-youth': ['tai khoan hoc sinh'],
  'sim-check-1414': ['1414', 'kiem tra sim', 'coi sim'],
  'sim-auth-operator': ['sim', 'chinh chu', 'sim chinh chu'],
  'sim-confirm-vneid': ['sim vneid', 'xac nhan sim'],
  'health-bhyt': ['bhyt', 'bao hiem y te', 'the bao hiem'],
  'health-open': ['so suc khoe', 'suc khoe dien tu'],
  'health-vssid': ['vssid'],
  'hospital-fee': ['vien phi'],
  'school-fee': ['hoc phi'],
  'bill-electricity': ['dien', 'tien dien'],
  'bill-water': ['nuoc', 'tien nuoc'],
  'bill-telecom': ['cuoc', 'tien mang', 'vien thong'],
  'etc-toll': ['etc', 'thu phi khong dung'],
  'einvoice-etax': ['hoa don', 'hoa don dien tu', 'etax'],
  'household-tax-2026': ['thue', 'thue ho kinh doanh'],
  'sell-online': ['ban hang', 'ban hang mang', 'len san'],
  'digital-signature': ['chu ky so'],
  'asxh-link': ['asxh', 'an sinh', 'lien ket an sinh'],
  'pension-to-account': ['luong huu'],
  'allowance-commune': ['tro cap'],
  'account-renting': ['cho thue tai khoan'],
  'scam-check': ['lua dao', 'coi chung lua dao'],
  'feedback-choose': ['phan anh', 'gop y'],
  'binh-dan-hoc-vu-so': ['hoc vu so', 'binh dan hoc vu'],
};
