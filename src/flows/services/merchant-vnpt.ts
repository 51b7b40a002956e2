/** A stall as a place where VNPT Money is accepted: wallet, papers, payout days, the board, two test payments. */
import type { Flow } from '../flow.ts';

const BRAND = { brand: 'VNPT', hotline: '1800 1091' };

export const merchantVnpt: Flow = {
  id: 'merchant-vnpt',
  version: 1,
  first: 'wallet',
  services: ['merchant-qr'],
  subject: 'stall',
  evidence: ['self', 'witness'],
  neverShare: ['otp', 'password', 'passcode', 'card', 'id-photo'],
  labels: {},
  sources: [
    {
      ref: 'Điểm chấp nhận VNPT Money; trang QR của VNPT EPAY (payments-commerce P3c)',
      date: '2026-11-21',
      confidence: 'M',
    },
    {
      ref: 'Nghị định 368/2025/NĐ-CP: mức 100 triệu đồng một tháng, trừ điểm chấp nhận, Dân trí và VietNamNet 7/1/2026',
      date: '2026-01-07',
      confidence: 'H',
    },
    {
      ref: 'Thông tư 25/2025/TT-NHNN: tài khoản của hộ kinh doanh, CafeF 2/2/2026, Dân trí 1/3/2026',
      date: '2026-03-01',
      confidence: 'H',
    },
    { ref: 'Tổng đài 1800 1091, miễn phí (payments-commerce 13)', date: '2026-11-21', confidence: 'M' },
  ],
  reviewedOn: '2026-11-21',
  proposes: 'merchant-vietqr',
  steps: {
    wallet: { kind: 'prerequisite', flow: 'vnpt-money', next: 'whose' },
    whose: { kind: 'choose', options: { own: 'guard', other: 'own-wallet-first' } },
    guard: { kind: 'block', block: 'never-share', next: 'business' },
    business: {
      kind: 'tell',
      params: { since: '01/03/2026' },
      openPoints: [
        'Sạp dưới 1 tỷ đồng một năm có phải tách tài khoản bán hàng, có phải báo số ví cho thuế không – hỏi thuế cơ sở.',
      ],
      next: 'papers',
    },
    papers: {
      kind: 'choose',
      options: { enough: 'limit', 'no-licence': 'ask-personal', 'no-account': 'account-first' },
    },
    'ask-personal': { kind: 'tell', params: BRAND, next: 'limit' },
    'account-first': { kind: 'office', office: 'bank-counter', next: 'account-then-back' },
    // Millions of đồng a month that mobile money may move; not for accounts that accept payments.
    limit: { kind: 'tell', params: { monthly: '100' }, next: 'sign-up' },
    'sign-up': {
      kind: 'block',
      block: 'merchant-sign-up',
      params: BRAND,
      openPoints: ['1800 1091: bấm nhánh nào để hỏi về điểm nhận tiền – gọi thử.'],
      next: 'payout',
    },
    payout: { kind: 'tell', next: 'first-test' },
    'first-test': { kind: 'tell', endsPart: true, next: 'wallet-test' },
    'wallet-test': { kind: 'block', block: 'test-transfer', next: 'second-test', unable: 'not-paid' },
    'second-test': { kind: 'tell', endsPart: true, next: 'bank-scans' },
    'bank-scans': { kind: 'choose', options: { yes: 'bank-test', no: 'own-code-too' } },
    'bank-test': { kind: 'block', block: 'test-transfer', next: 'part-three', unable: 'not-paid' },
    'own-code-too': {
      kind: 'tell',
      openPoints: ['Bảng mã VNPT: ngân hàng nào, ví nào quét được, cái nào chưa – thử ở sạp.'],
      next: 'part-three',
    },
    'not-paid': { kind: 'choose', params: BRAND, options: { again: 'first-test', shop: 'at-shop' } },
    'at-shop': { kind: 'office', office: 'operator-shop', params: BRAND, next: 'go-there' },
    'part-three': { kind: 'tell', endsPart: true, next: 'place' },
    place: { kind: 'block', block: 'at-stall', next: 'accepted' },
    accepted: { kind: 'finish', outcome: 'completed' },
    'own-wallet-first': { kind: 'finish', outcome: 'referred' },
    'account-then-back': { kind: 'finish', outcome: 'referred' },
    'go-there': { kind: 'finish', outcome: 'referred' },
  },
};
