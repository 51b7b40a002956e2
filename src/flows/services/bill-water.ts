/** The water bill: by its number, or by the code on the notice when the company is not in the bank's list. */
import type { Flow } from '../flow.ts';

export const billWater: Flow = {
  id: 'bill-water',
  version: 1,
  first: 'number',
  services: ['bills'],
  subject: 'household',
  evidence: ['self', 'witness'],
  neverShare: ['otp', 'password', 'passcode', 'card'],
  labels: {},
  sources: [
    {
      ref: 'Trả tiền nước như tiền điện, bằng mã danh bạ (payments-commerce P7.1)',
      date: '2026-11-21',
      confidence: 'M',
    },
  ],
  reviewedOn: '2026-11-21',
  proposes: 'bill-telecom',
  steps: {
    number: {
      kind: 'choose',
      options: { have: 'bill', code: 'notice', lost: 'at-company' },
      openPoints: ['Công ty nước của tỉnh: tên trong từng ngân hàng, số gọi, mã danh bạ mấy ký tự – hỏi công ty nước.'],
    },
    bill: {
      kind: 'block',
      block: 'pay-bill',
      params: {
        bill: 'nước',
        section: 'Nước',
        code: 'mã danh bạ',
        provider: 'công ty nước',
        choice: 'Công ty nước',
        owner: 'tên chủ hộ',
      },
      next: 'paid',
      unable: 'not-listed',
    },
    'not-listed': { kind: 'choose', options: { notice: 'notice', counter: 'at-company' } },
    notice: {
      kind: 'block',
      block: 'pay-by-slip',
      params: { payee: 'công ty nước', desk: 'công ty nước' },
      next: 'receipt',
      unable: 'at-company',
    },
    receipt: { kind: 'check', seen: 'paid', unseen: 'no-receipt' },
    'no-receipt': { kind: 'choose', options: { look: 'receipt', counter: 'at-company' } },
    'at-company': { kind: 'tell', next: 'asked' },
    paid: { kind: 'finish', outcome: 'completed' },
    asked: { kind: 'finish', outcome: 'referred' },
  },
};
