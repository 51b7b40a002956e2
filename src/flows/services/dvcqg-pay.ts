/** Paying the fee of a dossier on the national portal: the amount the page shows, to an authority, once. */
import type { Flow } from '../flow.ts';

const MENU = 'Thực đơn Cổng Dịch vụ công, 2024 (public-services 2D)';

export const dvcqgPay: Flow = {
  id: 'dvcqg-pay',
  version: 1,
  first: 'ready',
  services: ['dvcqg', 'fees'],
  subject: 'person',
  evidence: ['self', 'witness'],
  neverShare: ['otp', 'password', 'passcode', 'card'],
  labels: {
    pay: { text: 'Thanh toán phí/lệ phí dịch vụ công', confidence: 'M', source: MENU, verifiedOn: '2024-01-01' },
    'pay-short': {
      text: 'Thanh toán',
      confidence: 'U',
      source: 'payments-commerce P8, chưa thấy trên trang',
      verifiedOn: '2026-11-21',
    },
  },
  sources: [
    { ref: MENU, date: '2024-01-01', confidence: 'M' },
    {
      ref: 'Nộp phí bằng mã: tên nhận là cơ quan hay kho bạc, không trả lần hai (payments-commerce P8)',
      date: '2026-11-21',
      confidence: 'M',
    },
    {
      ref: 'VietNamNet 8/2025: trung tâm phục vụ hành chính công cấp xã (public-services 2)',
      date: '2025-08-01',
      confidence: 'H',
    },
  ],
  reviewedOn: '2026-11-21',
  proposes: 'dvcqg-track',
  steps: {
    ready: { kind: 'choose', options: { enough: 'portal', 'no-account': 'at-counter' } },
    portal: { kind: 'prerequisite', flow: 'dvcqg-login', next: 'guard' },
    guard: { kind: 'block', block: 'never-share', next: 'pay' },
    pay: {
      kind: 'do',
      label: 'pay',
      picture: { kind: 'list', title: 'Cổng Dịch vụ công', rows: ['Tra cứu hồ sơ', '@pay'], target: 1 },
      openPoints: [
        'Cổng dịch vụ công: tên mục trả phí và nút “Thanh toán” trong hồ sơ sau đợt chuyển 3–4/2026 – tổ công nghệ số xem trên trang.',
      ],
      next: 'number',
    },
    number: {
      kind: 'do',
      picture: { kind: 'form', title: 'Trả phí', fields: [{ label: 'Mã hồ sơ', hint: '•••' }], target: 0 },
      next: 'amount',
    },
    amount: {
      kind: 'check',
      seen: 'source',
      unseen: 'other-amount',
      openPoints: ['Phí nộp qua mạng của tỉnh có được giảm không – hỏi trung tâm phục vụ hành chính công.'],
    },
    'other-amount': { kind: 'choose', options: { retype: 'number', centre: 'at-centre' } },
    source: {
      kind: 'do',
      picture: { kind: 'list', title: 'Cách trả', rows: ['Ngân hàng', 'Ví điện tử', 'Quét mã QR'], target: 0 },
      next: 'payee',
    },
    payee: { kind: 'check', seen: 'bank-confirm', unseen: 'strange-name' },
    'bank-confirm': {
      kind: 'do',
      warn: 'money',
      picture: {
        kind: 'form',
        title: 'Ngân hàng',
        fields: [
          { label: 'Tên nhận', hint: 'Cơ quan nhà nước' },
          { label: 'Số tiền', hint: '•••' },
        ],
        target: 0,
      },
      next: 'bank-code',
    },
    'bank-code': {
      kind: 'do',
      warn: 'otp',
      picture: {
        kind: 'form',
        title: 'Ngân hàng',
        fields: [{ label: 'Mã của ngân hàng', hint: '••••••' }],
        target: 0,
      },
      next: 'receipt',
    },
    receipt: {
      kind: 'do',
      picture: { kind: 'list', title: 'Hồ sơ', rows: ['Tình trạng', 'Biên lai điện tử', 'Giấy tờ'], target: 1 },
      next: 'paid',
    },
    paid: { kind: 'check', seen: 'settled', unseen: 'not-paid' },
    'not-paid': { kind: 'choose', options: { look: 'paid', deducted: 'keep-proof', again: 'pay' } },
    'keep-proof': { kind: 'office', office: 'one-stop-centre', next: 'wait-a-day' },
    'strange-name': { kind: 'office', office: 'one-stop-centre', next: 'go-there' },
    'at-counter': { kind: 'office', office: 'one-stop-centre', next: 'go-there' },
    'at-centre': { kind: 'office', office: 'one-stop-centre', next: 'go-there' },
    settled: { kind: 'finish', outcome: 'completed' },
    'wait-a-day': { kind: 'finish', outcome: 'referred' },
    'go-there': { kind: 'finish', outcome: 'referred' },
  },
};
