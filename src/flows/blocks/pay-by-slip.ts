/**
 * Paying the code on a slip of a hospital, a school or an office. The sum is in the code; the receiver must be the
 * institution, never a person. Params: `payee` (whose name must appear), `desk` (who gave the slip).
 */
import type { Flow } from '../flow.ts';

const UNSEEN = 'payments-commerce P4 và P8, chưa thấy trên máy';

export const payBySlip: Flow = {
  id: 'pay-by-slip',
  version: 1,
  isBlock: true,
  first: 'guard',
  services: [],
  subject: 'person',
  evidence: [],
  neverShare: ['otp', 'password', 'passcode', 'card'],
  labels: {
    scan: { text: 'Quét mã QR', confidence: 'U', source: UNSEEN, verifiedOn: '2026-11-21' },
    confirm: { text: 'Xác nhận', confidence: 'U', source: UNSEEN, verifiedOn: '2026-11-21' },
    paid: { text: 'Thành công', confidence: 'U', source: UNSEEN, verifiedOn: '2026-11-21' },
  },
  sources: [
    {
      ref: 'Quét mã trên phiếu, tên nhận là cơ quan (payments-commerce P7.4, P8)',
      date: '2026-11-21',
      confidence: 'M',
    },
    {
      ref: 'Quyết định 2345/QĐ-NHNN, Soha và CafeF 27/9/2025: quét mặt từ 10 triệu đồng',
      date: '2025-09-27',
      confidence: 'H',
    },
    { ref: 'Nghị định 52/2024/NĐ-CP về thanh toán không dùng tiền mặt', date: '2024-07-01', confidence: 'H' },
  ],
  reviewedOn: '2026-11-21',
  steps: {
    guard: { kind: 'block', block: 'never-share', next: 'open-app' },
    'open-app': {
      kind: 'do',
      picture: { kind: 'home', apps: ['Điện thoại', 'Tin nhắn', 'Ngân hàng', 'Máy ảnh'], target: 2 },
      next: 'scan',
    },
    scan: {
      kind: 'do',
      label: 'scan',
      picture: { kind: 'list', title: 'Ngân hàng', rows: ['Chuyển tiền', '@scan', 'Lịch sử'], target: 1 },
      openPoints: ['Từng ngân hàng, từng ví: tên nút quét, nút trả và chữ khi xong – tổ công nghệ số xem trên máy.'],
      next: 'frame',
    },
    frame: { kind: 'do', picture: { kind: 'camera', title: 'Ngân hàng', subject: 'qr' }, next: 'payee' },
    payee: { kind: 'check', seen: 'amount', unseen: 'stranger' },
    stranger: { kind: 'choose', options: { rescan: 'scan', stop: 'stopped' } },
    amount: { kind: 'check', seen: 'confirm', unseen: 'stale' },
    stale: { kind: 'choose', options: { fresh: 'scan', stop: 'stopped' } },
    confirm: {
      kind: 'do',
      label: 'confirm',
      warn: 'money',
      // Millions of đồng from which the face is compared, for one payment.
      params: { once: '10' },
      picture: {
        kind: 'form',
        title: 'Coi lại lần chót',
        fields: [
          { label: 'Tên nhận', hint: '{payee}' },
          { label: 'Số tiền', hint: '•••' },
        ],
        button: '@confirm',
        target: 'button',
      },
      next: 'paid',
    },
    paid: { kind: 'check', seen: 'done', unseen: 'waiting' },
    waiting: { kind: 'choose', options: { look: 'paid', keep: 'proof' } },
    done: { kind: 'finish', outcome: 'completed' },
    stopped: { kind: 'finish', outcome: 'abandoned' },
    proof: { kind: 'finish', outcome: 'referred' },
  },
};
