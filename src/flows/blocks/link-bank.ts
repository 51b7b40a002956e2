/** Joining a wallet to the person's own bank account, once the wallet has asked which bank. Params: `appName`. */
import type { Flow } from '../flow.ts';

const UNSEEN = 'payments-commerce C7.1, chưa thấy trên máy';

export const linkBank: Flow = {
  id: 'link-bank',
  version: 1,
  isBlock: true,
  first: 'bank',
  services: [],
  subject: 'person',
  evidence: [],
  neverShare: ['otp', 'password', 'card'],
  labels: {
    agree: { text: 'Đồng ý', confidence: 'U', source: UNSEEN, verifiedOn: '2026-11-21' },
  },
  sources: [
    {
      ref: 'Nghị định 52/2024/NĐ-CP: ví nối với tài khoản ngân hàng của chính chủ',
      date: '2024-07-01',
      confidence: 'H',
    },
    { ref: 'Bốn việc với ví (payments-commerce C7.1)', date: '2026-11-21', confidence: 'U' },
  ],
  reviewedOn: '2026-11-21',
  steps: {
    bank: {
      kind: 'do',
      picture: {
        kind: 'list',
        title: '{appName}',
        rows: ['Ngân hàng khác', 'Ngân hàng của mình', 'Ngân hàng khác nữa'],
        target: 1,
      },
      openPoints: ['{appName}: thứ tự màn hình và tên nút khi nối ngân hàng – tổ công nghệ số xem trên máy.'],
      next: 'account',
    },
    account: {
      kind: 'do',
      picture: { kind: 'form', title: '{appName}', fields: [{ label: 'Số tài khoản', hint: '••••••' }], target: 0 },
      next: 'agree',
    },
    agree: {
      kind: 'do',
      label: 'agree',
      picture: {
        kind: 'permission',
        title: '{appName}',
        question: 'Nối ví với ngân hàng?',
        answers: ['Thôi', '@agree'],
        target: 1,
      },
      next: 'bank-code',
    },
    'bank-code': {
      kind: 'do',
      warn: 'otp',
      picture: { kind: 'form', title: '{appName}', fields: [{ label: 'Mã của ngân hàng', hint: '••••••' }], target: 0 },
      next: 'linked',
    },
    linked: { kind: 'check', seen: 'done', unseen: 'not-linked' },
    'not-linked': { kind: 'choose', options: { again: 'bank', counter: 'at-bank' } },
    'at-bank': { kind: 'office', office: 'bank-counter', next: 'bank-first' },
    done: { kind: 'finish', outcome: 'completed' },
    'bank-first': { kind: 'finish', outcome: 'referred' },
  },
};
