/** The bill for the internet at home or a phone paid afterwards. */
import type { Flow } from '../flow.ts';

export const billTelecom: Flow = {
  id: 'bill-telecom',
  version: 1,
  first: 'kind',
  services: ['bills'],
  subject: 'household',
  evidence: ['self', 'witness'],
  neverShare: ['otp', 'password', 'passcode', 'card'],
  labels: {},
  sources: [
    { ref: 'Trả cước viễn thông bằng số thuê bao (payments-commerce P7.1)', date: '2026-11-21', confidence: 'M' },
    {
      ref: 'Tổng đài ba nhà mạng, các danh sách 2024–2026 (payments-commerce 13)',
      date: '2026-01-01',
      confidence: 'M',
    },
  ],
  reviewedOn: '2026-11-21',
  proposes: 'school-fee',
  steps: {
    kind: { kind: 'choose', options: { contract: 'number', prepaid: 'top-up' } },
    number: { kind: 'choose', options: { have: 'no-threats', lost: 'at-shop' } },
    'no-threats': { kind: 'tell', next: 'bill' },
    bill: {
      kind: 'block',
      block: 'pay-bill',
      params: {
        bill: 'mạng',
        section: 'Viễn thông',
        code: 'số thuê bao',
        provider: 'nhà mạng của mình',
        choice: 'Nhà mạng của mình',
        owner: 'tên chủ thuê bao',
      },
      openPoints: ['Cước trả sau của từng nhà mạng: trả trước ngày mấy thì khỏi bị cắt – hỏi nhà mạng.'],
      next: 'paid',
      unable: 'at-shop',
    },
    'at-shop': { kind: 'office', office: 'operator-shop', next: 'asked' },
    'top-up': { kind: 'tell', next: 'asked' },
    paid: { kind: 'finish', outcome: 'completed' },
    asked: { kind: 'finish', outcome: 'referred' },
  },
};
