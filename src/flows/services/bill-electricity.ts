/** The electricity bill, paid at home by its customer number. */
import type { Flow } from '../flow.ts';

export const billElectricity: Flow = {
  id: 'bill-electricity',
  version: 1,
  first: 'number',
  services: ['bills'],
  subject: 'household',
  evidence: ['self', 'witness'],
  neverShare: ['otp', 'password', 'passcode', 'card'],
  labels: {},
  sources: [
    {
      ref: 'Điện lực miền Nam: 1900 1006, 1900 9000, mã 13 ký tự (payments-commerce P7.1)',
      date: '2026-01-01',
      confidence: 'M',
    },
    {
      ref: 'Dọa cắt điện, đổi mã khách hàng: Tiền Phong 11/2024, VTC 10/10/2025, CafeF 21/1/2026',
      date: '2026-01-21',
      confidence: 'H',
    },
  ],
  reviewedOn: '2026-11-21',
  proposes: 'bill-water',
  steps: {
    number: {
      kind: 'choose',
      options: { have: 'no-threats', lost: 'ask-number' },
      openPoints: [
        'Mã khách hàng ở miền Nam có mở đầu bằng PB không – xem hóa đơn.',
        'Điện lực còn gửi giấy báo không – hỏi điện lực.',
      ],
    },
    'ask-number': { kind: 'tell', next: 'got-number' },
    'got-number': { kind: 'choose', options: { got: 'no-threats', later: 'number-first' } },
    'no-threats': { kind: 'tell', next: 'bill' },
    bill: {
      kind: 'block',
      block: 'pay-bill',
      params: {
        bill: 'điện',
        section: 'Điện',
        code: 'mã khách hàng',
        provider: '“EVNSPC”',
        choice: 'EVNSPC',
        owner: 'tên chủ hộ',
      },
      next: 'paid',
      unable: 'ask-company',
    },
    'ask-company': { kind: 'tell', next: 'asked' },
    paid: { kind: 'finish', outcome: 'completed' },
    'number-first': { kind: 'finish', outcome: 'referred' },
    asked: { kind: 'finish', outcome: 'referred' },
  },
};
