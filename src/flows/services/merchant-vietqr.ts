/** A VietQR stand for a stall: made from the owner's own account, tried out with a small transfer, then put up. */
import type { Flow } from '../flow.ts';

const UNSEEN = 'payments-commerce P3a, chưa thấy trên máy';

export const merchantVietqr: Flow = {
  id: 'merchant-vietqr',
  version: 1,
  first: 'account',
  services: ['merchant-qr'],
  subject: 'stall',
  evidence: ['self', 'witness'],
  neverShare: ['otp', 'password', 'passcode', 'card', 'id-photo'],
  labels: {
    'own-code': { text: 'QR của tôi', confidence: 'U', source: UNSEEN, verifiedOn: '2026-11-21' },
    save: { text: 'Lưu ảnh', confidence: 'U', source: UNSEEN, verifiedOn: '2026-11-21' },
    scan: { text: 'Quét mã QR', confidence: 'U', source: UNSEEN, verifiedOn: '2026-11-21' },
  },
  sources: [
    { ref: 'Mã QR nhận tiền cho sạp (payments-commerce P3, 12.8)', date: '2026-11-21', confidence: 'M' },
    {
      ref: 'Thông tư 25/2025/TT-NHNN: tài khoản của hộ kinh doanh, CafeF 2/2/2026, Dân trí 1/3/2026',
      date: '2026-03-01',
      confidence: 'H',
    },
    { ref: 'Dán đè mã, biên lai giả: Lao Động 2/10/2023, Soha 20/2/2026', date: '2026-02-20', confidence: 'H' },
    { ref: 'Nghị định 52/2024/NĐ-CP về thanh toán không dùng tiền mặt', date: '2024-07-01', confidence: 'H' },
  ],
  reviewedOn: '2026-11-21',
  steps: {
    account: { kind: 'choose', options: { have: 'business-name', lack: 'open-account' } },
    'business-name': {
      kind: 'tell',
      openPoints: ['Sạp dưới 1 tỷ đồng một năm có phải dùng tài khoản riêng để bán hàng không – hỏi thuế cơ sở.'],
      next: 'guard',
    },
    guard: { kind: 'block', block: 'never-share', next: 'open-bank' },
    'open-bank': {
      kind: 'do',
      picture: { kind: 'home', apps: ['Điện thoại', 'Tin nhắn', 'Ngân hàng', 'Máy ảnh'], target: 2 },
      next: 'bank',
    },
    bank: { kind: 'ask', accept: 'bank', next: 'holder', skip: 'bank-code' },
    holder: { kind: 'ask', accept: 'holder-name', next: 'stall', skip: 'bank-code' },
    stall: { kind: 'ask', accept: 'stall-name', next: 'number', skip: 'number' },
    number: { kind: 'ask', accept: 'account-number', next: 'code', skip: 'bank-code' },
    code: { kind: 'draw-code', next: 'mark' },
    mark: { kind: 'choose', options: { 'keep-mark': 'part-one', 'drop-mark': 'part-one' } },
    'bank-code': {
      kind: 'do',
      label: 'own-code',
      picture: { kind: 'list', title: 'Ngân hàng', rows: ['Chuyển tiền', '@own-code', 'Lịch sử'], target: 1 },
      openPoints: ['Từng ngân hàng: tên nút mở mã nhận tiền và nút lưu ảnh – tổ công nghệ số xem trên máy.'],
      next: 'save-code',
    },
    'save-code': {
      kind: 'do',
      label: 'save',
      picture: { kind: 'list', title: '@own-code', rows: ['Chia sẻ', '@save'], target: 1 },
      next: 'part-one',
    },
    'part-one': { kind: 'tell', endsPart: true, next: 'print' },
    print: {
      kind: 'do',
      picture: { kind: 'counter', place: 'Tiệm in' },
      openPoints: ['Mã in nhỏ nhất mấy phân thì còn dễ quét: theo lệ thường là 3 × 3 cm, thử lại ở chợ.'],
      next: 'scan',
    },
    scan: {
      kind: 'do',
      picture: { kind: 'camera', title: 'Ngân hàng', subject: 'qr' },
      openPoints: ['Từng ngân hàng: tên nút quét mã – tổ công nghệ số xem trên máy.'],
      next: 'own-name',
    },
    'own-name': { kind: 'check', seen: 'test', unseen: 'mend' },
    mend: { kind: 'choose', options: { redo: 'bank', counter: 'at-bank' } },
    test: { kind: 'block', block: 'test-transfer', next: 'put-up', unable: 'mend' },
    'put-up': { kind: 'do', picture: { kind: 'qr', title: 'Sạp của mình' }, next: 'each-morning' },
    'each-morning': { kind: 'tell', next: 'own-phone-first' },
    'own-phone-first': { kind: 'tell', next: 'in-place' },
    'in-place': { kind: 'check', seen: 'ready', unseen: 'not-in-place' },
    'not-in-place': { kind: 'choose', options: { again: 'scan', counter: 'at-bank' } },
    'open-account': { kind: 'office', office: 'bank-counter', next: 'account-first' },
    'at-bank': { kind: 'office', office: 'bank-counter', next: 'ask-bank' },
    ready: { kind: 'finish', outcome: 'completed' },
    'account-first': { kind: 'finish', outcome: 'referred' },
    'ask-bank': { kind: 'finish', outcome: 'referred' },
  },
};
