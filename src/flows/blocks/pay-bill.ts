/**
 * Paying a bill by its number in the person's bank or wallet. Params: `bill` (the word for it), `section` (its place in
 * the menu), `code` (what the number is called), `provider` and `choice` (who is paid: in the text, in the picture) and
 * `owner` (what the screen must show before paying).
 */
import type { Flow } from '../flow.ts';

const UNSEEN = 'payments-commerce P7.1, chưa thấy trên máy';

export const payBill: Flow = {
  id: 'pay-bill',
  version: 1,
  isBlock: true,
  first: 'guard',
  services: [],
  subject: 'household',
  evidence: [],
  neverShare: ['otp', 'password', 'passcode', 'card'],
  labels: {
    pay: { text: 'Thanh toán', confidence: 'U', source: UNSEEN, verifiedOn: '2026-11-21' },
    section: { text: '{section}', confidence: 'U', source: UNSEEN, verifiedOn: '2026-11-21' },
    confirm: { text: 'Xác nhận', confidence: 'U', source: UNSEEN, verifiedOn: '2026-11-21' },
    paid: { text: 'Thành công', confidence: 'U', source: UNSEEN, verifiedOn: '2026-11-21' },
  },
  sources: [
    { ref: 'Trả hóa đơn trong ngân hàng hay ví (payments-commerce P7)', date: '2026-11-21', confidence: 'M' },
    { ref: 'Nghị định 52/2024/NĐ-CP về thanh toán không dùng tiền mặt', date: '2024-07-01', confidence: 'H' },
  ],
  reviewedOn: '2026-11-21',
  steps: {
    guard: { kind: 'block', block: 'never-share', next: 'open-app' },
    'open-app': {
      kind: 'do',
      picture: { kind: 'home', apps: ['Điện thoại', 'Tin nhắn', 'Ngân hàng', 'Máy ảnh'], target: 2 },
      next: 'pay',
    },
    pay: {
      kind: 'do',
      label: 'pay',
      picture: { kind: 'list', title: 'Ngân hàng', rows: ['Chuyển tiền', '@pay', 'Lịch sử'], target: 1 },
      openPoints: [
        'Trả tiền {bill}: tên các nút trong từng ngân hàng, từng ví – tổ công nghệ số xem trên máy.',
        'Trả tiền {bill}: có mất phí không – hỏi ngân hàng.',
      ],
      next: 'section',
    },
    section: {
      kind: 'do',
      label: 'section',
      picture: { kind: 'list', title: '@pay', rows: ['Hóa đơn khác', '@section', 'Nạp điện thoại'], target: 1 },
      next: 'provider',
    },
    provider: {
      kind: 'do',
      picture: { kind: 'list', title: '@section', rows: ['Nơi khác', '{choice}', 'Nơi khác nữa'], target: 1 },
      next: 'listed',
    },
    listed: { kind: 'check', seen: 'code', unseen: 'not-listed' },
    'not-listed': { kind: 'choose', options: { again: 'section', other: 'elsewhere' } },
    code: {
      kind: 'do',
      picture: { kind: 'form', title: '{choice}', fields: [{ label: 'Mã', hint: '•••' }], target: 0 },
      next: 'right',
    },
    right: { kind: 'check', seen: 'confirm', unseen: 'not-right' },
    'not-right': { kind: 'choose', options: { retype: 'code', none: 'nothing-due', ask: 'elsewhere' } },
    confirm: {
      kind: 'do',
      label: 'confirm',
      warn: 'money',
      picture: {
        kind: 'form',
        title: 'Coi lại lần chót',
        fields: [
          { label: 'Tên', hint: '•••' },
          { label: 'Số tiền', hint: '•••' },
        ],
        button: '@confirm',
        target: 'button',
      },
      next: 'paid',
    },
    paid: { kind: 'check', seen: 'receipt', unseen: 'waiting' },
    waiting: { kind: 'choose', options: { look: 'paid', call: 'unpaid' } },
    receipt: {
      kind: 'do',
      picture: { kind: 'list', title: 'Lịch sử giao dịch', rows: ['Hôm nay', 'Hôm qua', 'Tuần trước'], target: 0 },
      next: 'kept',
    },
    kept: { kind: 'check', seen: 'done', unseen: 'not-kept' },
    'not-kept': { kind: 'choose', options: { look: 'kept', call: 'unpaid' } },
    done: { kind: 'finish', outcome: 'completed' },
    elsewhere: { kind: 'finish', outcome: 'abandoned' },
    'nothing-due': { kind: 'finish', outcome: 'referred' },
    unpaid: { kind: 'finish', outcome: 'referred' },
  },
};
