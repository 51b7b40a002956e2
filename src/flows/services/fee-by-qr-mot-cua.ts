/** A fee at the one-stop desk by scanning: the treasury or an authority gets it, and there is a receipt. */
import type { Flow } from '../flow.ts';

export const feeByQrMotCua: Flow = {
  id: 'fee-by-qr-mot-cua',
  version: 1,
  first: 'slip',
  services: ['fees'],
  subject: 'person',
  evidence: ['self', 'witness', 'reference'],
  neverShare: ['otp', 'password', 'passcode', 'card'],
  labels: {},
  sources: [
    { ref: 'Nộp phí, lệ phí bằng mã ở quầy một cửa (payments-commerce P8)', date: '2026-11-21', confidence: 'M' },
    {
      ref: 'Nghị định 118/2025/NĐ-CP về một cửa, từ 1/7/2025 (payments-commerce P8)',
      date: '2025-07-01',
      confidence: 'M',
    },
  ],
  reviewedOn: '2026-11-21',
  proposes: 'dvcqg-track',
  steps: {
    slip: {
      kind: 'choose',
      options: { have: 'pay', none: 'ask-slip', 'no-money': 'other-payer' },
      openPoints: ['Phí nộp qua mạng của tỉnh có được giảm không – hỏi trung tâm phục vụ hành chính công.'],
    },
    'ask-slip': { kind: 'tell', next: 'got-slip' },
    'got-slip': { kind: 'choose', options: { got: 'pay', later: 'come-back' } },
    'other-payer': { kind: 'choose', options: { family: 'pay', cash: 'at-counter' } },
    'at-counter': { kind: 'office', office: 'one-stop-centre', next: 'come-back' },
    pay: {
      kind: 'block',
      block: 'pay-by-slip',
      params: { payee: 'cơ quan hay kho bạc', desk: 'quầy một cửa' },
      next: 'receipt',
      unable: 'ask-head',
    },
    'ask-head': { kind: 'office', office: 'one-stop-centre', next: 'come-back' },
    receipt: { kind: 'do', picture: { kind: 'counter', place: 'Quầy một cửa' }, next: 'number' },
    number: { kind: 'check', seen: 'settled', unseen: 'no-receipt' },
    'no-receipt': { kind: 'choose', options: { look: 'number', keep: 'proof' } },
    proof: {
      kind: 'tell',
      openPoints: [
        'Số gọi của Cổng dịch vụ công sau đợt chuyển 3–4/2026: 1800 1096 còn dùng không – gọi thử, hỏi trung tâm.',
      ],
      next: 'come-back',
    },
    settled: { kind: 'finish', outcome: 'completed' },
    'come-back': { kind: 'finish', outcome: 'referred' },
  },
};
