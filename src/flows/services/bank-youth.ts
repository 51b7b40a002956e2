/** A bank account for a young person of 15 to 17: opened by themselves, at the counter or on a bank day at school. */
import type { Flow } from '../flow.ts';

/** Ages in years: from the first one opens an account alone, from the second as any adult. */
const AGES = { alone: '15', grown: '18' };

export const bankYouth: Flow = {
  id: 'bank-youth',
  version: 1,
  first: 'age',
  services: ['bank'],
  subject: 'person',
  evidence: ['self', 'witness'],
  neverShare: ['otp', 'password', 'passcode', 'card', 'id-photo'],
  labels: {},
  sources: [
    {
      ref: 'Thông tư 17/2024/TT-NHNN Điều 11: từ 15 tuổi tự mở được tài khoản, dưới 15 qua cha mẹ hay người giám hộ',
      date: '2024-06-28',
      confidence: 'M',
    },
    {
      ref: 'Thông tư 25/2025/TT-NHNN: 15–17 tuổi mở qua mạng, tùy ngân hàng (Thời báo Ngân hàng 2025)',
      date: '2025-01-01',
      confidence: 'M',
    },
    {
      ref: 'Nghị định 340/2025/NĐ-CP: phạt cho thuê, mua bán tài khoản từ 9/2/2026, CafeF 8/1/2026, Thanh Niên 9/1/2026',
      date: '2026-01-11',
      confidence: 'H',
    },
  ],
  reviewedOn: '2026-11-21',
  proposes: 'pay-by-qr',
  steps: {
    age: { kind: 'choose', params: AGES, options: { youth: 'ready', child: 'with-parents', adult: 'as-adult' } },
    'with-parents': { kind: 'office', office: 'bank-counter', params: AGES, next: 'parents-first' },
    ready: { kind: 'choose', options: { enough: 'where', 'no-card': 'card-first' } },
    'card-first': { kind: 'office', office: 'commune-police', next: 'card-then-back' },
    where: {
      kind: 'choose',
      options: { bank: 'guard', school: 'school-day' },
      openPoints: [
        'Từng ngân hàng: 15–17 tuổi mở qua mạng được không – hỏi ngân hàng.',
        'Từng ngân hàng: 15–17 tuổi ra quầy cần thêm giấy gì, sim tên cha mẹ có được không – hỏi ngân hàng.',
      ],
    },
    'school-day': { kind: 'tell', next: 'guard' },
    guard: { kind: 'block', block: 'never-share', next: 'no-renting' },
    'no-renting': {
      kind: 'tell',
      // Fine in millions of đồng for renting, lending or selling 1 to 9 accounts, and the day it began.
      params: { since: '09/02/2026', least: '100', most: '150' },
      next: 'counter',
    },
    counter: { kind: 'block', block: 'bank-counter', next: 'opened' },
    opened: { kind: 'finish', outcome: 'completed' },
    'parents-first': { kind: 'finish', outcome: 'referred' },
    'as-adult': { kind: 'finish', outcome: 'referred' },
    'card-then-back': { kind: 'finish', outcome: 'referred' },
  },
};
