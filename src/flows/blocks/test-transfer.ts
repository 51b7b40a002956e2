/** A small transfer from another phone: the only proof that a payment code reaches the right person. */
import type { Flow } from '../flow.ts';

export const testTransfer: Flow = {
  id: 'test-transfer',
  version: 1,
  isBlock: true,
  first: 'other-phone',
  services: [],
  subject: 'stall',
  evidence: [],
  neverShare: ['otp', 'password', 'card'],
  labels: {},
  sources: [
    { ref: 'Thử nhận 1.000–10.000 đồng (payments-commerce C5)', date: '2026-11-21', confidence: 'M' },
    { ref: 'Biên lai giả, Soha 17/8/2025 và 20/2/2026 (payments-commerce P3)', date: '2026-02-20', confidence: 'H' },
  ],
  reviewedOn: '2026-11-21',
  steps: {
    'other-phone': {
      kind: 'do',
      picture: { kind: 'camera', title: 'Máy của người thử', subject: 'qr' },
      next: 'right-name',
    },
    'right-name': { kind: 'check', seen: 'send-small', unseen: 'not-mine' },
    'not-mine': { kind: 'tell', next: 'stopped' },
    'send-small': {
      kind: 'do',
      warn: 'money',
      picture: {
        kind: 'form',
        title: 'Máy của người thử',
        fields: [
          { label: 'Người nhận', hint: '•••' },
          { label: 'Số tiền', hint: '1.000' },
        ],
        target: 1,
      },
      openPoints: ['Số tiền thử nhỏ nhất của từng ngân hàng: hỏi lại ngân hàng.'],
      next: 'look-own',
    },
    'look-own': {
      kind: 'do',
      picture: { kind: 'list', title: 'Lịch sử giao dịch', rows: ['+ 1.000 đồng', 'Hôm qua', 'Tuần trước'], target: 0 },
      next: 'arrived',
    },
    arrived: { kind: 'check', seen: 'give-back', unseen: 'not-arrived' },
    'not-arrived': { kind: 'choose', options: { look: 'look-own', stop: 'stopped' } },
    'give-back': { kind: 'tell', next: 'tested' },
    tested: { kind: 'finish', outcome: 'completed' },
    stopped: { kind: 'finish', outcome: 'abandoned' },
  },
};
