/** Opening a bank account at the counter: where to go, what to say there, and trying it before going home. */
import type { Flow } from '../flow.ts';

export const bankCounter: Flow = {
  id: 'bank-counter',
  version: 1,
  isBlock: true,
  first: 'go',
  services: [],
  subject: 'person',
  evidence: [],
  neverShare: ['otp', 'password', 'passcode', 'id-photo'],
  labels: {},
  sources: [
    {
      ref: 'Thông tư 25/2025/TT-NHNN: mở ở quầy phải đối chiếu sinh trắc học trực tiếp (Thời báo Ngân hàng 2025)',
      date: '2025-01-01',
      confidence: 'M',
    },
    {
      ref: 'Thông tư 17, 18/2024/TT-NHNN: từ 1/1/2025 giấy tờ hết hạn thì không giao dịch được',
      date: '2025-01-01',
      confidence: 'H',
    },
    { ref: 'Mở tài khoản tại quầy (payments-commerce P2)', date: '2026-11-21', confidence: 'M' },
  ],
  reviewedOn: '2026-11-21',
  steps: {
    go: { kind: 'office', office: 'bank-counter', next: 'there' },
    there: { kind: 'choose', options: { now: 'ticket', later: 'come-back' } },
    ticket: { kind: 'do', picture: { kind: 'counter', place: 'Chỗ lấy số' }, next: 'ask' },
    ask: {
      kind: 'do',
      picture: { kind: 'counter', place: 'Quầy ngân hàng' },
      openPoints: ['Ngân hàng: phí giữ tài khoản, phí tin nhắn SMS mỗi tháng – hỏi ở quầy.'],
      next: 'identity',
    },
    identity: { kind: 'do', picture: { kind: 'counter', place: 'Quầy ngân hàng' }, next: 'sign' },
    sign: { kind: 'do', picture: { kind: 'counter', place: 'Quầy ngân hàng' }, next: 'own-password' },
    'own-password': {
      kind: 'do',
      picture: {
        kind: 'form',
        title: 'Ngân hàng',
        fields: [
          { label: 'Mật khẩu mới', hint: '••••••••' },
          { label: 'Gõ lại mật khẩu', hint: '••••••••' },
        ],
        target: 0,
      },
      next: 'trial',
    },
    trial: {
      kind: 'do',
      warn: 'money',
      picture: {
        kind: 'form',
        title: 'Máy của người nhà',
        fields: [
          { label: 'Số tài khoản', hint: '••••••' },
          { label: 'Số tiền', hint: '1.000' },
        ],
        target: 1,
      },
      openPoints: ['Số tiền chuyển nhỏ nhất của từng ngân hàng – hỏi ở quầy.'],
      next: 'received',
    },
    received: { kind: 'check', seen: 'done', unseen: 'not-received' },
    'not-received': { kind: 'choose', options: { look: 'received', staff: 'ask-staff' } },
    done: { kind: 'finish', outcome: 'completed' },
    'ask-staff': { kind: 'finish', outcome: 'referred' },
    'come-back': { kind: 'finish', outcome: 'referred' },
  },
};
