/** School fees, by the pupil's number or the code on the school's notice; never into a person's account. */
import type { Flow } from '../flow.ts';

export const schoolFee: Flow = {
  id: 'school-fee',
  version: 1,
  first: 'notice',
  services: ['bills'],
  subject: 'household',
  evidence: ['self', 'witness'],
  neverShare: ['otp', 'password', 'passcode', 'card'],
  labels: {},
  sources: [
    { ref: 'Trả học phí (payments-commerce P7.3)', date: '2026-11-21', confidence: 'M' },
    {
      ref: 'Giả trường học, kienthuc 2025, Tiền Phong 11/2024 (payments-commerce P9)',
      date: '2025-01-01',
      confidence: 'H',
    },
  ],
  reviewedOn: '2026-11-21',
  proposes: 'bill-electricity',
  steps: {
    notice: { kind: 'choose', options: { number: 'confirmed', code: 'confirmed-code', chat: 'chat-only' } },
    confirmed: { kind: 'check', seen: 'bill', unseen: 'chat-only' },
    'confirmed-code': { kind: 'check', seen: 'slip', unseen: 'chat-only' },
    bill: {
      kind: 'block',
      block: 'pay-bill',
      params: {
        bill: 'học phí',
        section: 'Học phí',
        code: 'mã học sinh',
        provider: 'trường của cháu',
        choice: 'Trường của cháu',
        owner: 'tên cháu, đúng lớp',
      },
      openPoints: ['Trường trong xã: tên trong từng ngân hàng, có mã trên giấy báo chưa – hỏi trường.'],
      next: 'teacher',
      unable: 'not-listed',
    },
    'not-listed': { kind: 'choose', options: { code: 'slip', school: 'at-school' } },
    slip: {
      kind: 'block',
      block: 'pay-by-slip',
      params: { payee: 'trường', desk: 'nhà trường' },
      next: 'teacher',
      unable: 'at-school',
    },
    teacher: {
      kind: 'do',
      picture: {
        kind: 'form',
        title: 'Tin nhắn cho cô giáo',
        fields: [
          { label: 'Tên cháu', hint: '•••' },
          { label: 'Mã giao dịch', hint: '•••' },
        ],
        button: 'Gửi',
        target: 'button',
      },
      next: 'teacher-saw',
    },
    'teacher-saw': { kind: 'check', seen: 'paid', unseen: 'not-seen' },
    'not-seen': { kind: 'choose', options: { ask: 'teacher-saw', bank: 'call-bank' } },
    'call-bank': { kind: 'tell', next: 'asked' },
    'chat-only': { kind: 'tell', next: 'asked-teacher' },
    'at-school': { kind: 'tell', next: 'asked' },
    paid: { kind: 'finish', outcome: 'completed' },
    'asked-teacher': { kind: 'finish', outcome: 'referred' },
    asked: { kind: 'finish', outcome: 'referred' },
  },
};
