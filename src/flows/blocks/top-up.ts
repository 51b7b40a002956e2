/** Putting a first small sum into a wallet from the linked bank account. Params: `appName`. */
import type { Flow } from '../flow.ts';

const UNSEEN = 'payments-commerce C7.2, chưa thấy trên máy';

export const topUp: Flow = {
  id: 'top-up',
  version: 1,
  isBlock: true,
  first: 'top-up',
  services: [],
  subject: 'person',
  evidence: [],
  neverShare: ['otp', 'password'],
  labels: {
    'top-up': { text: 'Nạp tiền', confidence: 'U', source: UNSEEN, verifiedOn: '2026-11-21' },
    confirm: { text: 'Xác nhận', confidence: 'U', source: UNSEEN, verifiedOn: '2026-11-21' },
  },
  sources: [{ ref: 'Bốn việc với ví (payments-commerce C7.2)', date: '2026-11-21', confidence: 'U' }],
  reviewedOn: '2026-11-21',
  steps: {
    'top-up': {
      kind: 'do',
      label: 'top-up',
      picture: { kind: 'list', title: '{appName}', rows: ['Chuyển tiền', '@top-up', 'Lịch sử'], target: 1 },
      openPoints: [
        '{appName}: tên nút nạp tiền, nút xác nhận và phí nạp – tổ công nghệ số xem trên máy.',
        '{appName}: tiền trừ rồi mà ví chưa có thì chờ bao lâu – theo lệ thường là 15 phút, hỏi lại tổng đài.',
      ],
      next: 'amount',
    },
    amount: {
      kind: 'do',
      picture: { kind: 'form', title: '@top-up', fields: [{ label: 'Số tiền', hint: '10.000' }], target: 0 },
      next: 'source',
    },
    source: {
      kind: 'do',
      picture: { kind: 'list', title: 'Nguồn tiền', rows: ['Ngân hàng của mình', 'Nguồn khác'], target: 0 },
      next: 'confirm',
    },
    confirm: {
      kind: 'do',
      label: 'confirm',
      warn: 'money',
      picture: {
        kind: 'form',
        title: '@top-up',
        fields: [
          { label: 'Số tiền', hint: '10.000' },
          { label: 'Phí', hint: '…' },
        ],
        button: '@confirm',
        target: 'button',
      },
      next: 'approve',
    },
    approve: {
      kind: 'do',
      picture: { kind: 'keypad', title: '{appName}', digits: 6 },
      next: 'balance',
    },
    balance: { kind: 'check', seen: 'done', unseen: 'late' },
    late: { kind: 'choose', options: { look: 'balance', call: 'not-arrived' } },
    done: { kind: 'finish', outcome: 'completed' },
    'not-arrived': { kind: 'finish', outcome: 'abandoned' },
  },
};
