/** The Viettel Money wallet in the person's own name, with mobile money or a linked bank account. */
import type { Flow } from '../flow.ts';

const GUIDE = 'Cổng thông tin huyện ở Kon Tum 27/6/2024; Thế Giới Di Động 1/2/2024 (payments-commerce P1.1)';
const UNSEEN = 'payments-commerce P1.1, chưa thấy trên máy';

export const viettelMoney: Flow = {
  id: 'viettel-money',
  version: 1,
  first: 'ready',
  services: ['wallet'],
  subject: 'person',
  evidence: ['self', 'witness'],
  neverShare: ['otp', 'password', 'passcode', 'card', 'id-photo', 'face-photo'],
  labels: {
    next: { text: 'Tiếp tục', confidence: 'M', source: GUIDE, verifiedOn: '2024-06-27' },
    confirm: { text: 'Xác nhận', confidence: 'M', source: GUIDE, verifiedOn: '2024-02-01' },
    identify: { text: 'Xác thực tài khoản', confidence: 'U', source: UNSEEN, verifiedOn: '2026-11-21' },
    identified: { text: 'Đã xác thực', confidence: 'U', source: UNSEEN, verifiedOn: '2026-11-21' },
    mobile: { text: 'Tiền di động', confidence: 'U', source: UNSEEN, verifiedOn: '2026-11-21' },
    // The block knows this button from other apps; in this one nobody has seen it yet.
    'chip/confirm': { text: 'Xác nhận', confidence: 'U', source: UNSEEN, verifiedOn: '2026-11-21' },
    bank: { text: 'Liên kết ngân hàng', confidence: 'U', source: UNSEEN, verifiedOn: '2026-11-21' },
  },
  sources: [
    { ref: GUIDE, date: '2024-06-27', confidence: 'M' },
    {
      ref: 'Nghị định 368/2025/NĐ-CP về tiền di động, Dân trí và VietNamNet 7/1/2026',
      date: '2026-01-07',
      confidence: 'H',
    },
    {
      ref: 'Thông tư 41/2025/TT-NHNN: mở ví phải đối chiếu sinh trắc học từ 1/1/2026',
      date: '2026-01-01',
      confidence: 'H',
    },
    {
      ref: 'Nghị định 52/2024/NĐ-CP: ví nối với tài khoản ngân hàng của chính chủ',
      date: '2024-07-01',
      confidence: 'H',
    },
    { ref: 'Tổng đài 1800 9000 (payments-commerce P1.1, 13)', date: '2024-01-01', confidence: 'M' },
  ],
  reviewedOn: '2026-11-21',
  proposes: 'merchant-vietqr',
  steps: {
    ready: { kind: 'choose', options: { enough: 'phone', 'no-card': 'card-first' } },
    'card-first': { kind: 'office', office: 'commune-police', next: 'card-then-back' },
    phone: { kind: 'block', block: 'phone-ready', next: 'guard' },
    guard: { kind: 'block', block: 'never-share', next: 'app' },
    app: {
      kind: 'block',
      block: 'right-app',
      params: { appName: 'Viettel Money', publisher: 'Viettel Digital Services' },
      next: 'open-app',
      unable: 'at-shop',
    },
    'open-app': {
      kind: 'do',
      picture: { kind: 'home', apps: ['Điện thoại', 'Tin nhắn', 'Viettel Money', 'Máy ảnh'], target: 2 },
      next: 'number',
    },
    number: {
      kind: 'do',
      label: 'next',
      picture: {
        kind: 'form',
        title: 'Viettel Money',
        fields: [{ label: 'Số điện thoại', hint: '09…' }],
        button: '@next',
        target: 'button',
      },
      next: 'code',
    },
    code: {
      kind: 'do',
      label: 'confirm',
      warn: 'otp',
      picture: {
        kind: 'form',
        title: 'Viettel Money',
        fields: [{ label: 'Mã trong tin nhắn', hint: '••••••' }],
        button: '@confirm',
        target: 'button',
      },
      next: 'code-taken',
    },
    'code-taken': { kind: 'check', seen: 'password', unseen: 'no-code' },
    'no-code': { kind: 'choose', options: { again: 'number', shop: 'at-shop' } },
    password: {
      kind: 'do',
      picture: {
        kind: 'form',
        title: 'Viettel Money',
        fields: [
          { label: 'Mật khẩu mới', hint: '••••••' },
          { label: 'Gõ lại mật khẩu', hint: '••••••' },
        ],
        target: 0,
      },
      next: 'part-one',
    },
    'part-one': { kind: 'tell', endsPart: true, next: 'identify' },
    identify: {
      kind: 'do',
      label: 'identify',
      picture: { kind: 'list', title: 'Viettel Money', rows: ['Nạp tiền', '@identify', 'Chuyển tiền'], target: 1 },
      openPoints: [
        'Viettel Money: tên nút vào phần xác thực, nút cuối khi quét thẻ và dòng chữ khi xong – tổ công nghệ số xem trên máy.',
      ],
      next: 'chip',
    },
    chip: {
      kind: 'block',
      block: 'nfc-touch',
      params: { appName: 'Viettel Money' },
      next: 'identified',
      unable: 'at-shop',
    },
    identified: { kind: 'check', seen: 'source', unseen: 'not-identified' },
    'not-identified': { kind: 'choose', options: { again: 'identify', shop: 'at-shop' } },
    source: { kind: 'choose', options: { mobile: 'mobile', bank: 'bank' } },
    mobile: {
      kind: 'do',
      label: 'mobile',
      picture: { kind: 'list', title: 'Nguồn tiền', rows: ['@mobile', '@bank'], target: 0 },
      openPoints: [
        'Tiền di động: sim còn phải dùng từ 3 tháng trở lên như thời thí điểm không – hỏi lại 1800 9000.',
        'Viettel Money: tên nút chọn nguồn tiền – tổ công nghệ số xem trên máy.',
      ],
      next: 'fees',
    },
    bank: {
      kind: 'do',
      label: 'bank',
      picture: { kind: 'list', title: 'Nguồn tiền', rows: ['@mobile', '@bank'], target: 1 },
      next: 'bank-code',
    },
    'bank-code': {
      kind: 'do',
      warn: 'otp',
      picture: {
        kind: 'form',
        title: 'Viettel Money',
        fields: [{ label: 'Mã của ngân hàng', hint: '••••••' }],
        target: 0,
      },
      next: 'linked',
    },
    linked: { kind: 'check', seen: 'fees', unseen: 'not-linked' },
    'not-linked': { kind: 'choose', options: { mobile: 'mobile', counter: 'at-bank' } },
    fees: {
      kind: 'tell',
      openPoints: ['Phí nạp, rút, chuyển của Viettel Money: thay đổi luôn, hỏi lại 1800 9000.'],
      next: 'balance',
    },
    balance: { kind: 'check', seen: 'opened', unseen: 'no-balance' },
    'no-balance': { kind: 'choose', options: { look: 'balance', shop: 'at-shop' } },
    'at-bank': { kind: 'office', office: 'bank-counter', next: 'go-there' },
    'at-shop': { kind: 'office', office: 'operator-shop', next: 'go-there' },
    opened: { kind: 'finish', outcome: 'completed' },
    'card-then-back': { kind: 'finish', outcome: 'referred' },
    'go-there': { kind: 'finish', outcome: 'referred' },
  },
};
