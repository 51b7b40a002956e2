/** Paying by a seller's code: scan, read the name, type the sum, look again, pay. Params: `appName`. */
import type { Flow } from '../flow.ts';

const UNSEEN = 'payments-commerce P4, chưa thấy trên máy';

export const scanAndPay: Flow = {
  id: 'scan-and-pay',
  version: 1,
  isBlock: true,
  first: 'scan',
  services: [],
  subject: 'person',
  evidence: [],
  neverShare: ['otp', 'password', 'passcode', 'card'],
  labels: {
    scan: { text: 'Quét mã QR', confidence: 'U', source: UNSEEN, verifiedOn: '2026-11-21' },
    next: { text: 'Tiếp tục', confidence: 'U', source: UNSEEN, verifiedOn: '2026-11-21' },
    confirm: { text: 'Xác nhận', confidence: 'U', source: UNSEEN, verifiedOn: '2026-11-21' },
    paid: { text: 'Giao dịch thành công', confidence: 'U', source: UNSEEN, verifiedOn: '2026-11-21' },
  },
  sources: [
    { ref: 'Người mua trả tiền bằng quét mã (payments-commerce P4)', date: '2026-11-21', confidence: 'U' },
    {
      ref: 'Quyết định 2345/QĐ-NHNN, Soha và CafeF 27/9/2025, Kênh14 8/2025: quét mặt từ 10 triệu, hay quá 20 triệu một ngày',
      date: '2025-09-27',
      confidence: 'H',
    },
    { ref: 'Dán đè mã: Lao Động 2/10/2023, Báo Hải Dương 17/8/2023', date: '2023-10-02', confidence: 'H' },
  ],
  reviewedOn: '2026-11-21',
  steps: {
    scan: {
      kind: 'do',
      label: 'scan',
      picture: { kind: 'list', title: '{appName}', rows: ['Chuyển tiền', '@scan', 'Lịch sử'], target: 1 },
      openPoints: [
        'Từng ngân hàng, từng ví: tên nút quét, nút đi tiếp, nút trả và dòng chữ khi xong – tổ công nghệ số xem trên máy.',
      ],
      next: 'frame',
    },
    frame: { kind: 'do', picture: { kind: 'camera', title: '{appName}', subject: 'qr' }, next: 'name' },
    name: { kind: 'check', seen: 'amount', unseen: 'stranger' },
    stranger: { kind: 'choose', options: { rescan: 'scan', stop: 'stopped' } },
    amount: {
      kind: 'do',
      picture: {
        kind: 'form',
        title: '{appName}',
        fields: [
          { label: 'Người nhận', hint: '•••' },
          { label: 'Số tiền', hint: '25.000' },
        ],
        target: 1,
      },
      next: 'review',
    },
    review: {
      kind: 'do',
      label: 'next',
      picture: {
        kind: 'form',
        title: '{appName}',
        fields: [
          { label: 'Người nhận', hint: '•••' },
          { label: 'Số tiền', hint: '25.000' },
        ],
        button: '@next',
        target: 'button',
      },
      next: 'confirm',
    },
    confirm: {
      kind: 'do',
      label: 'confirm',
      warn: 'money',
      // Millions of đồng from which the face is compared: for one payment, and for a day's payments together.
      params: { once: '10', day: '20' },
      picture: {
        kind: 'form',
        title: 'Coi lại lần chót',
        fields: [
          { label: 'Người nhận', hint: '•••' },
          { label: 'Số tiền', hint: '25.000' },
        ],
        button: '@confirm',
        target: 'button',
      },
      next: 'paid',
    },
    paid: { kind: 'check', seen: 'seller', unseen: 'waiting' },
    waiting: { kind: 'choose', options: { look: 'paid', call: 'unpaid' } },
    seller: {
      kind: 'do',
      picture: {
        kind: 'list',
        title: 'Máy của người bán',
        rows: ['+ 25.000 đồng', 'Hôm qua', 'Tuần trước'],
        target: 0,
      },
      next: 'arrived',
    },
    arrived: { kind: 'check', seen: 'done', unseen: 'not-arrived' },
    'not-arrived': { kind: 'choose', options: { look: 'arrived', call: 'unpaid' } },
    done: { kind: 'finish', outcome: 'completed' },
    unpaid: { kind: 'finish', outcome: 'abandoned' },
    stopped: { kind: 'finish', outcome: 'referred' },
  },
};
