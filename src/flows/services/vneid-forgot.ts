/** A new VNeID password or passcode: after forgetting it, or because somebody may have seen it. */
import type { Flow } from '../flow.ts';

const PASSWORD = 'Hướng dẫn lấy lại mật khẩu VNeID, 2024 (public-services 1E)';
const PASSCODE = 'Hướng dẫn lấy lại passcode, 24/4/2024 (public-services 1E)';
const TRANSLATED = 'public-services 1E, dịch lại, chưa thấy trên máy';

export const vneidForgot: Flow = {
  id: 'vneid-forgot',
  version: 1,
  first: 'guard',
  services: ['vneid'],
  subject: 'person',
  evidence: ['self', 'witness'],
  neverShare: ['otp', 'password', 'passcode', 'security-answer', 'id-number'],
  labels: {
    'log-in': {
      text: 'Đăng nhập',
      confidence: 'H',
      source: 'Trang xã Cẩm Thành, 10/9/2024 (public-services 1D)',
      verifiedOn: '2024-09-10',
    },
    'forgot-password': { text: 'Quên mật khẩu', confidence: 'H', source: PASSWORD, verifiedOn: '2024-01-01' },
    send: { text: 'Gửi yêu cầu', confidence: 'H', source: PASSWORD, verifiedOn: '2024-01-01' },
    'health-book': {
      text: 'Sổ sức khỏe điện tử',
      confidence: 'H',
      source: 'Hướng dẫn mở sổ, CAND 6/1/2026 (public-services 5A)',
      verifiedOn: '2026-01-06',
    },
    'forgot-passcode': { text: 'Quên passcode', confidence: 'M', source: PASSCODE, verifiedOn: '2024-04-24' },
    confirm: { text: 'Xác nhận', confidence: 'M', source: PASSCODE, verifiedOn: '2024-04-24' },
    understood: { text: 'Đã hiểu', confidence: 'M', source: PASSCODE, verifiedOn: '2024-04-24' },
    personal: { text: 'Cá nhân', confidence: 'L', source: TRANSLATED, verifiedOn: '2026-11-21' },
    'change-password': { text: 'Đổi mật khẩu', confidence: 'L', source: TRANSLATED, verifiedOn: '2026-11-21' },
    'change-passcode': { text: 'Đổi passcode', confidence: 'L', source: TRANSLATED, verifiedOn: '2026-11-21' },
  },
  sources: [
    { ref: PASSWORD, date: '2024-01-01', confidence: 'M' },
    { ref: PASSCODE, date: '2024-04-24', confidence: 'M' },
    { ref: 'Mật khẩu 8–20 ký tự, passcode 6 số (public-services 0.2, 1D)', date: '2024-09-10', confidence: 'H' },
    { ref: 'Tổng đài 1900 0368, ZNews 29/11/2025 (public-services 0.4)', date: '2025-11-29', confidence: 'H' },
  ],
  reviewedOn: '2026-11-21',
  proposes: 'dvcqg-login',
  steps: {
    guard: { kind: 'block', block: 'never-share', next: 'which' },
    which: {
      kind: 'choose',
      options: { password: 'open-app', passcode: 'sign-in-first', change: 'sign-in-to-change' },
    },

    // The password, from the sign-in screen.
    'open-app': {
      kind: 'do',
      picture: { kind: 'home', apps: ['Điện thoại', 'Tin nhắn', 'VNeID', 'Máy ảnh'], target: 2 },
      next: 'forgot-password',
    },
    'forgot-password': {
      kind: 'do',
      label: 'forgot-password',
      picture: { kind: 'list', title: 'VNeID', rows: ['@log-in', 'Đăng ký', '@forgot-password'], target: 2 },
      next: 'numbers',
    },
    numbers: {
      kind: 'do',
      picture: {
        kind: 'form',
        title: '@forgot-password',
        fields: [
          { label: 'Số điện thoại', hint: '09…' },
          { label: 'Số căn cước', hint: '••••••••••••' },
        ],
        target: 0,
      },
      next: 'send',
    },
    send: {
      kind: 'do',
      label: 'send',
      picture: {
        kind: 'form',
        title: '@forgot-password',
        fields: [
          { label: 'Số điện thoại', hint: '09…' },
          { label: 'Số căn cước', hint: '••••••••••••' },
        ],
        button: '@send',
        target: 'button',
      },
      next: 'code-sent',
    },
    'code-sent': { kind: 'check', seen: 'code', unseen: 'not-sent' },
    'not-sent': { kind: 'choose', options: { retype: 'numbers', hotline: 'call-1900', police: 'at-police' } },
    'call-1900': {
      kind: 'tell',
      openPoints: [
        '1900 0368: giá cước một phút – hỏi tổng đài.',
        'VNeID bị khóa vì gõ mật khẩu nhiều lần: chờ bao lâu thì mở – hỏi tổng đài.',
      ],
      next: 'after-call',
    },
    'after-call': { kind: 'choose', options: { retry: 'numbers', police: 'at-police' } },
    code: {
      kind: 'do',
      warn: 'otp',
      picture: {
        kind: 'form',
        title: '@forgot-password',
        fields: [{ label: 'Mã trong tin nhắn', hint: '••••••' }],
        target: 0,
      },
      next: 'new-password',
    },
    'new-password': {
      kind: 'do',
      picture: {
        kind: 'form',
        title: 'VNeID',
        fields: [
          { label: 'Mật khẩu mới', hint: '••••••••' },
          { label: 'Gõ lại mật khẩu', hint: '••••••••' },
        ],
        target: 0,
      },
      openPoints: [
        'VNeID: mật khẩu mới do mình đặt trên màn hình hay gửi qua tin nhắn – tổ công nghệ số làm thử trên máy.',
      ],
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
      next: 'signed-in',
    },
    'signed-in': { kind: 'check', seen: 'known-again', unseen: 'not-in' },
    'not-in': { kind: 'choose', options: { again: 'open-app', hotline: 'call-1900', police: 'at-police' } },

    // The passcode, from inside the app.
    'sign-in-first': {
      kind: 'do',
      label: 'log-in',
      picture: {
        kind: 'form',
        title: 'VNeID',
        fields: [{ label: 'Mật khẩu', hint: '••••••••' }],
        button: '@log-in',
        target: 'button',
      },
      next: 'inside',
    },
    inside: { kind: 'check', seen: 'open-service', unseen: 'open-app' },
    'open-service': {
      kind: 'do',
      label: 'health-book',
      picture: { kind: 'list', title: 'VNeID', rows: ['Ví giấy tờ', '@health-book', 'An sinh xã hội'], target: 1 },
      next: 'forgot-passcode',
    },
    'forgot-passcode': {
      kind: 'do',
      label: 'forgot-passcode',
      picture: { kind: 'list', title: 'Nhập passcode', rows: ['••••••', '@forgot-passcode'], target: 1 },
      next: 'confirm',
    },
    confirm: {
      kind: 'do',
      label: 'confirm',
      picture: {
        kind: 'permission',
        title: 'VNeID',
        question: 'Tạo passcode mới?',
        answers: ['Đóng', '@confirm'],
        target: 1,
      },
      next: 'passcode-code',
    },
    'passcode-code': {
      kind: 'do',
      warn: 'otp',
      picture: {
        kind: 'form',
        title: '@forgot-passcode',
        fields: [{ label: 'Mã trong tin nhắn', hint: '••••••' }],
        target: 0,
      },
      next: 'new-passcode',
    },
    'new-passcode': { kind: 'do', picture: { kind: 'keypad', title: 'Passcode mới', digits: 6 }, next: 'understood' },
    understood: {
      kind: 'do',
      label: 'understood',
      picture: {
        kind: 'permission',
        title: 'VNeID',
        question: 'Đã có passcode mới',
        answers: ['@understood'],
        target: 0,
      },
      next: 'passcode-works',
    },
    'passcode-works': { kind: 'check', seen: 'known-again', unseen: 'passcode-refused' },
    'passcode-refused': { kind: 'choose', options: { again: 'open-service', police: 'at-police' } },

    // Changing what is still known.
    'sign-in-to-change': {
      kind: 'do',
      label: 'log-in',
      picture: {
        kind: 'form',
        title: 'VNeID',
        fields: [{ label: 'Mật khẩu', hint: '••••••••' }],
        button: '@log-in',
        target: 'button',
      },
      next: 'personal',
    },
    personal: {
      kind: 'do',
      label: 'personal',
      picture: { kind: 'list', title: 'VNeID', rows: ['Trang chủ', 'Thông báo', '@personal'], target: 2 },
      openPoints: ['VNeID: tên mục có tên mình và hai nút đổi mật khẩu, đổi passcode – tổ công nghệ số xem trên máy.'],
      next: 'change-which',
    },
    'change-which': { kind: 'choose', options: { password: 'change-password', passcode: 'change-passcode' } },
    'change-password': {
      kind: 'do',
      label: 'change-password',
      picture: { kind: 'list', title: '@personal', rows: ['@change-password', '@change-passcode'], target: 0 },
      next: 'old-and-new',
    },
    'old-and-new': {
      kind: 'do',
      picture: {
        kind: 'form',
        title: '@change-password',
        fields: [
          { label: 'Mật khẩu đang dùng', hint: '••••••••' },
          { label: 'Mật khẩu mới', hint: '••••••••' },
        ],
        target: 1,
      },
      next: 'changed',
    },
    'change-passcode': {
      kind: 'do',
      label: 'change-passcode',
      picture: { kind: 'list', title: '@personal', rows: ['@change-password', '@change-passcode'], target: 1 },
      next: 'replace-passcode',
    },
    'replace-passcode': { kind: 'do', picture: { kind: 'keypad', title: 'Passcode mới', digits: 6 }, next: 'changed' },
    changed: { kind: 'check', seen: 'known-again', unseen: 'not-changed' },
    'not-changed': { kind: 'choose', options: { again: 'personal', forgot: 'open-app', police: 'at-police' } },

    'at-police': { kind: 'office', office: 'commune-police', next: 'go-there' },
    'known-again': { kind: 'finish', outcome: 'completed' },
    'go-there': { kind: 'finish', outcome: 'referred' },
  },
};
