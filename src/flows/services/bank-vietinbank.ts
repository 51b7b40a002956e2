/** A VietinBank account in the person's own name, opened on the phone or at the counter, and its face lock. */
import type { Flow } from '../flow.ts';

const FACE_PAY = 'CafeF 10/12/2025: FacePay Plus và Soft OTP của VietinBank (payments-commerce P2)';
const UNSEEN = 'payments-commerce P2, chưa thấy trên máy';
/** A paid call. */
const HOTLINE = '1900 558 868';

export const bankVietinbank: Flow = {
  id: 'bank-vietinbank',
  version: 1,
  first: 'what',
  services: ['bank'],
  subject: 'person',
  evidence: ['self', 'witness'],
  neverShare: ['otp', 'password', 'passcode', 'card', 'id-photo', 'face-photo'],
  labels: {
    settings: { text: 'Cài đặt', confidence: 'M', source: FACE_PAY, verifiedOn: '2025-12-10' },
    'face-pay': {
      text: 'Cài đặt xác thực FacePay Plus',
      confidence: 'M',
      source: FACE_PAY,
      verifiedOn: '2025-12-10',
    },
    'log-in': { text: 'Đăng nhập', confidence: 'U', source: UNSEEN, verifiedOn: '2026-11-21' },
  },
  sources: [
    { ref: FACE_PAY, date: '2025-12-10', confidence: 'M' },
    {
      ref: 'vietnam.vn 6/2024: iPay bỏ Android 5 và iOS 12 (payments-commerce C1)',
      date: '2024-06-01',
      confidence: 'M',
    },
    {
      ref: 'Thông tư 17/2024/TT-NHNN Điều 11: từ 15 tuổi tự mở được tài khoản',
      date: '2024-06-28',
      confidence: 'M',
    },
    { ref: 'Tổng đài 1900 558 868, tốn tiền (payments-commerce P2, 13)', date: '2026-11-21', confidence: 'H' },
  ],
  reviewedOn: '2026-11-21',
  proposes: 'pay-by-qr',
  steps: {
    what: { kind: 'choose', options: { open: 'ready', counter: 'counter', 'face-lock': 'lock-guard' } },

    ready: { kind: 'choose', options: { enough: 'phone', 'no-card': 'card-first' } },
    'card-first': { kind: 'office', office: 'commune-police', next: 'card-then-back' },
    phone: { kind: 'block', block: 'phone-ready', next: 'guard' },
    guard: { kind: 'block', block: 'never-share', next: 'app' },
    app: {
      kind: 'block',
      block: 'right-app',
      params: { appName: 'VietinBank iPay', publisher: 'VietinBank' },
      openPoints: [
        'VietinBank iPay: dòng nhà phát hành ghi đúng từng chữ ra sao – tổ công nghệ số xem trên kho ứng dụng.',
      ],
      next: 'part-one',
      unable: 'old-phone',
    },
    // The oldest systems iPay no longer runs on.
    'old-phone': { kind: 'tell', params: { android: '5', ios: '12' }, next: 'counter' },
    'part-one': { kind: 'tell', endsPart: true, next: 'account' },
    account: {
      kind: 'block',
      block: 'open-account',
      params: { appName: 'VietinBank iPay' },
      next: 'done',
      unable: 'ask-first',
    },
    'ask-first': { kind: 'tell', params: { hotline: HOTLINE }, next: 'counter' },
    counter: { kind: 'block', block: 'bank-counter', next: 'done' },

    'lock-guard': { kind: 'block', block: 'never-share', next: 'card-payments' },
    // The day from which online card payments are confirmed inside the app.
    'card-payments': { kind: 'tell', params: { since: '03/12/2025' }, next: 'log-in' },
    'log-in': {
      kind: 'do',
      label: 'log-in',
      picture: {
        kind: 'form',
        title: 'VietinBank iPay',
        fields: [{ label: 'Mật khẩu', hint: '••••••••' }],
        button: '@log-in',
        target: 'button',
      },
      openPoints: ['VietinBank iPay: bật FacePay Plus xong thì hiện chữ gì – tổ công nghệ số xem trên máy.'],
      next: 'settings',
    },
    settings: {
      kind: 'do',
      label: 'settings',
      picture: { kind: 'list', title: 'VietinBank iPay', rows: ['Chuyển tiền', '@settings', 'Lịch sử'], target: 1 },
      next: 'face-pay',
    },
    'face-pay': {
      kind: 'do',
      label: 'face-pay',
      picture: { kind: 'list', title: '@settings', rows: ['Đổi mật khẩu', '@face-pay', 'Thông báo'], target: 1 },
      next: 'face',
    },
    face: {
      kind: 'do',
      warn: 'face',
      picture: { kind: 'camera', title: 'Khuôn mặt', subject: 'face' },
      next: 'locked',
    },
    locked: { kind: 'check', seen: 'done', unseen: 'not-locked' },
    'not-locked': { kind: 'choose', options: { again: 'settings', counter: 'at-counter' } },
    'at-counter': { kind: 'office', office: 'bank-counter', params: { hotline: HOTLINE }, next: 'go-there' },
    done: { kind: 'finish', outcome: 'completed' },
    'card-then-back': { kind: 'finish', outcome: 'referred' },
    'go-there': { kind: 'finish', outcome: 'referred' },
  },
};
