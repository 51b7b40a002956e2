/**
 * VNeID on a new phone: with the code shown in the app on the old one, or with the chip card when that phone is gone.
 * The card is read as in the block `nfc-touch`, whose words are used; its other ways in do not exist for VNeID itself.
 */
import type { Flow } from '../flow.ts';

const GUIDE = 'ZNews 29/11/2025, Dân trí 26/11/2025 (public-services 1F)';
const TRANSLATED = 'public-services 1F, dịch lại, chưa thấy trên máy';
const CHIP = 'Hướng dẫn quét căn cước gắn chip, hỏi đáp pháp luật 12/2024 (payments-commerce C3)';

export const vneidNewPhone: Flow = {
  id: 'vneid-new-phone',
  version: 1,
  first: 'sim',
  services: ['vneid'],
  subject: 'person',
  evidence: ['self', 'witness'],
  neverShare: ['otp', 'password', 'passcode', 'security-answer', 'id-number', 'id-photo', 'face-photo'],
  labels: {
    'log-in': { text: 'Đăng nhập', confidence: 'H', source: GUIDE, verifiedOn: '2025-11-29' },
    forgot: {
      text: 'Quên mật khẩu',
      confidence: 'H',
      source: 'Hướng dẫn lấy lại mật khẩu VNeID, 2024 (public-services 1E)',
      verifiedOn: '2024-01-01',
    },
    confirm: { text: 'Xác nhận', confidence: 'H', source: GUIDE, verifiedOn: '2025-11-29' },
    'by-card': {
      text: 'Xác thực NFC bằng thẻ Căn cước công dân gắn chíp',
      confidence: 'H',
      source: GUIDE,
      verifiedOn: '2025-11-29',
    },
    continue: { text: 'Tiếp tục', confidence: 'H', source: GUIDE, verifiedOn: '2025-11-29' },
    settings: { text: 'Kết nối', confidence: 'M', source: CHIP, verifiedOn: '2024-12-01' },
    nfc: { text: 'NFC', confidence: 'M', source: CHIP, verifiedOn: '2024-12-01' },
    personal: { text: 'Cá nhân', confidence: 'L', source: TRANSLATED, verifiedOn: '2026-11-21' },
    devices: { text: 'Quản lý thiết bị', confidence: 'L', source: TRANSLATED, verifiedOn: '2026-11-21' },
    unlink: { text: 'Hủy liên kết', confidence: 'L', source: TRANSLATED, verifiedOn: '2026-11-21' },
  },
  sources: [
    { ref: GUIDE, date: '2025-11-29', confidence: 'H' },
    {
      ref: 'Thông tư 08/2026/TT-BKHCN: sim đổi máy phải xác thực lại khuôn mặt, áp dụng từ 15/6/2026 (public-services 3.1)',
      date: '2026-06-15',
      confidence: 'H',
    },
    { ref: CHIP, date: '2024-12-01', confidence: 'M' },
  ],
  reviewedOn: '2026-11-21',
  proposes: 'dvcqg-login',
  steps: {
    sim: { kind: 'choose', options: { confirmed: 'app', 'not-yet': 'sim-first' } },
    'sim-first': { kind: 'choose', options: { done: 'app', shop: 'at-shop' } },
    app: { kind: 'prerequisite', flow: 'vneid-install', next: 'guard' },
    guard: { kind: 'block', block: 'never-share', next: 'ready' },
    ready: { kind: 'choose', options: { enough: 'open-app', forgot: 'password-first' } },
    'password-first': { kind: 'tell', label: 'forgot', next: 'open-app' },
    'open-app': {
      kind: 'do',
      picture: { kind: 'home', apps: ['Điện thoại', 'Tin nhắn', 'VNeID', 'Máy ảnh'], target: 2 },
      next: 'credentials',
    },
    credentials: {
      kind: 'do',
      picture: {
        kind: 'form',
        title: 'VNeID',
        fields: [
          { label: 'Số định danh', hint: '••••••••••••' },
          { label: 'Mật khẩu', hint: '••••••••' },
        ],
        target: 0,
      },
      next: 'log-in',
    },
    'log-in': {
      kind: 'do',
      label: 'log-in',
      picture: {
        kind: 'form',
        title: 'VNeID',
        fields: [{ label: 'Mật khẩu', hint: '••••••••' }],
        button: '@log-in',
        target: 'button',
      },
      next: 'confirm',
    },
    confirm: {
      kind: 'do',
      label: 'confirm',
      picture: {
        kind: 'permission',
        title: 'VNeID',
        question: 'Đăng nhập trên máy mới?',
        answers: ['Đóng', '@confirm'],
        target: 1,
      },
      next: 'old-phone',
    },
    'old-phone': { kind: 'choose', options: { have: 'open-old', lost: 'part-one' } },
    'open-old': {
      kind: 'do',
      picture: { kind: 'home', apps: ['Điện thoại', 'Tin nhắn', 'VNeID', 'Máy ảnh'], target: 2 },
      next: 'old-code',
    },
    'old-code': {
      kind: 'do',
      warn: 'otp',
      picture: { kind: 'form', title: 'Máy mới', fields: [{ label: 'Mã ở máy cũ', hint: '••••••' }], target: 0 },
      next: 'inside',
    },

    // Without the old phone: the chip card says who it is.
    'part-one': { kind: 'tell', endsPart: true, next: 'by-card' },
    'by-card': {
      kind: 'do',
      label: 'by-card',
      picture: { kind: 'list', title: 'VNeID', rows: ['Mã gửi về máy cũ', '@by-card'], target: 1 },
      next: 'bare-phone',
    },
    'bare-phone': {
      kind: 'do',
      words: 'blocks/nfc-touch',
      picture: { kind: 'nfc', title: 'Lưng máy và thẻ' },
      next: 'phone',
    },
    phone: { kind: 'branch-phone', android: 'turn-on', iphone: 'continue', other: 'turn-on' },
    'turn-on': {
      kind: 'do',
      words: 'blocks/nfc-touch',
      label: 'nfc',
      picture: { kind: 'list', title: '@settings', rows: ['Bluetooth', '@nfc', 'Wi-Fi'], target: 1 },
      next: 'turned-on',
    },
    'turned-on': { kind: 'check', words: 'blocks/nfc-touch', seen: 'continue', unseen: 'no-nfc' },
    continue: {
      kind: 'do',
      label: 'continue',
      picture: { kind: 'list', title: 'VNeID', rows: ['Đưa thẻ lại gần', '@continue'], target: 1 },
      next: 'touch',
    },
    touch: {
      kind: 'do',
      words: 'blocks/nfc-touch',
      warn: 'nfc',
      picture: { kind: 'nfc', title: 'Đang đọc thẻ' },
      next: 'read',
    },
    read: { kind: 'check', words: 'blocks/nfc-touch', seen: 'sim-code', unseen: 'unread' },
    unread: { kind: 'choose', words: 'blocks/nfc-touch', options: { again: 'touch', another: 'no-nfc' } },
    'sim-code': {
      kind: 'do',
      warn: 'otp',
      picture: { kind: 'form', title: 'VNeID', fields: [{ label: 'Mã trong tin nhắn', hint: '••••••' }], target: 0 },
      next: 'inside',
    },

    // A phone that reads no cards: somebody of the family lends theirs, and is taken off the account again.
    'no-nfc': { kind: 'choose', options: { borrow: 'borrow', police: 'at-police' } },
    borrow: {
      kind: 'tell',
      openPoints: ['VNeID, mượn máy để áp thẻ: thứ tự làm trên máy mượn và máy mình – hỏi công an xã.'],
      next: 'personal',
    },
    personal: {
      kind: 'do',
      label: 'personal',
      picture: { kind: 'list', title: 'VNeID', rows: ['Trang chủ', 'Thông báo', '@personal'], target: 2 },
      openPoints: ['VNeID: tên ba nút để gỡ máy mượn ra – tổ công nghệ số xem trên máy.'],
      next: 'devices',
    },
    devices: {
      kind: 'do',
      label: 'devices',
      picture: { kind: 'list', title: '@personal', rows: ['Cài đặt', '@devices', 'Trợ giúp'], target: 1 },
      next: 'unlink',
    },
    unlink: {
      kind: 'do',
      label: 'unlink',
      picture: { kind: 'list', title: '@devices', rows: ['Máy mượn', '@unlink'], target: 1 },
      next: 'inside',
    },

    inside: { kind: 'check', seen: 'moved', unseen: 'not-in' },
    'not-in': { kind: 'choose', options: { again: 'open-app', card: 'part-one', police: 'at-police' } },
    'at-shop': { kind: 'office', office: 'operator-shop', next: 'come-back' },
    'at-police': { kind: 'office', office: 'commune-police', next: 'come-back' },
    moved: { kind: 'finish', outcome: 'completed' },
    'come-back': { kind: 'finish', outcome: 'referred' },
  },
};
