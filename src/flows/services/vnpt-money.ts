/** The VNPT Money wallet in the person's own name, with mobile money or a linked bank account. */
import type { Flow } from '../flow.ts';

const GUIDE = 'vnpt.com.vn 27/2/2023; VNPT Hà Nội 28/11/2021 (payments-commerce P1.2)';
const UNSEEN = 'payments-commerce P1.2, chưa thấy trên máy';

export const vnptMoney: Flow = {
  id: 'vnpt-money',
  version: 1,
  first: 'ready',
  services: ['wallet'],
  subject: 'person',
  evidence: ['self', 'witness'],
  neverShare: ['otp', 'password', 'passcode', 'card', 'id-photo', 'face-photo'],
  labels: {
    'sign-up': { text: 'Đăng ký', confidence: 'U', source: UNSEEN, verifiedOn: '2026-11-21' },
    identify: { text: 'Xác thực tài khoản', confidence: 'U', source: UNSEEN, verifiedOn: '2026-11-21' },
    identified: { text: 'Đã xác thực', confidence: 'U', source: UNSEEN, verifiedOn: '2026-11-21' },
    mobile: { text: 'Mobile Money', confidence: 'U', source: UNSEEN, verifiedOn: '2026-11-21' },
    // The block knows this button from other apps; in this one nobody has seen it yet.
    'chip/confirm': { text: 'Xác nhận', confidence: 'U', source: UNSEEN, verifiedOn: '2026-11-21' },
    bank: { text: 'Liên kết ngân hàng', confidence: 'U', source: UNSEEN, verifiedOn: '2026-11-21' },
  },
  sources: [
    { ref: GUIDE, date: '2023-02-27', confidence: 'M' },
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
    { ref: 'Tổng đài 1800 1091 (payments-commerce P1.2, 13)', date: '2024-01-01', confidence: 'M' },
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
      params: { appName: 'VNPT Money', publisher: 'VNPT' },
      openPoints: ['VNPT Money: dòng nhà phát hành ghi đúng từng chữ ra sao – tổ công nghệ số xem trên kho ứng dụng.'],
      next: 'open-app',
      unable: 'at-shop',
    },
    'open-app': {
      kind: 'do',
      picture: { kind: 'home', apps: ['Điện thoại', 'Tin nhắn', 'VNPT Money', 'Máy ảnh'], target: 2 },
      next: 'sign-up',
    },
    'sign-up': {
      kind: 'do',
      label: 'sign-up',
      picture: { kind: 'list', title: 'VNPT Money', rows: ['Đăng nhập', '@sign-up'], target: 1 },
      openPoints: ['VNPT Money: tên nút đăng ký – tổ công nghệ số xem trên máy.'],
      next: 'number',
    },
    number: {
      kind: 'do',
      picture: {
        kind: 'form',
        title: 'VNPT Money',
        fields: [{ label: 'Số điện thoại', hint: '09…' }],
        target: 0,
      },
      next: 'code',
    },
    code: {
      kind: 'do',
      warn: 'otp',
      picture: {
        kind: 'form',
        title: 'VNPT Money',
        fields: [{ label: 'Mã trong tin nhắn', hint: '••••••' }],
        target: 0,
      },
      next: 'code-taken',
    },
    'code-taken': { kind: 'check', seen: 'password', unseen: 'no-code' },
    'no-code': { kind: 'choose', options: { again: 'number', shop: 'at-shop' } },
    password: {
      kind: 'do',
      picture: {
        kind: 'form',
        title: 'VNPT Money',
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
      picture: { kind: 'list', title: 'VNPT Money', rows: ['Nạp tiền', '@identify', 'Chuyển tiền'], target: 1 },
      openPoints: [
        'VNPT Money: tên nút vào phần xác thực, nút cuối khi quét thẻ và dòng chữ khi xong – tổ công nghệ số xem trên máy.',
      ],
      next: 'chip',
    },
    chip: {
      kind: 'block',
      block: 'nfc-touch',
      params: { appName: 'VNPT Money' },
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
        'Mobile Money: sim còn phải dùng hơn 3 tháng như thời thí điểm không; cách nhắn DK gửi 9191 (2023) còn dùng không – hỏi lại 1800 1091.',
        'VNPT Money: tên nút chọn nguồn tiền – tổ công nghệ số xem trên máy.',
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
        title: 'VNPT Money',
        fields: [{ label: 'Mã của ngân hàng', hint: '••••••' }],
        target: 0,
      },
      next: 'linked',
    },
    linked: { kind: 'check', seen: 'fees', unseen: 'not-linked' },
    'not-linked': { kind: 'choose', options: { mobile: 'mobile', counter: 'at-bank' } },
    fees: {
      kind: 'tell',
      openPoints: [
        'Phí nạp, rút, chuyển của VNPT Money: thay đổi luôn, hỏi lại 1800 1091.',
        '1800 1091: bấm nhánh nào để hỏi về ví – gọi thử.',
      ],
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
