/** A level-1 VNeID account, made at home. Level 2 does not need it: whoever gets stuck goes to the police for that. */
import type { Flow } from '../flow.ts';

const GUIDE = 'Hướng dẫn đăng ký mức 1, các bài báo 2022–2024 (public-services 1B)';

export const vneidLevel1: Flow = {
  id: 'vneid-level1',
  version: 1,
  first: 'ready',
  services: ['vneid'],
  subject: 'person',
  evidence: ['self', 'witness'],
  neverShare: ['otp', 'password', 'passcode', 'security-answer', 'id-number', 'id-photo', 'face-photo'],
  labels: {
    'sign-up': { text: 'Đăng ký', confidence: 'M', source: GUIDE, verifiedOn: '2024-01-01' },
    'log-in': {
      text: 'Đăng nhập',
      confidence: 'H',
      source: 'Trang xã Cẩm Thành, 10/9/2024 (public-services 1D)',
      verifiedOn: '2024-09-10',
    },
  },
  sources: [
    { ref: GUIDE, date: '2024-01-01', confidence: 'M' },
    { ref: 'Nghị định 69/2024/NĐ-CP, điều 7: tuổi và điều kiện', date: '2024-07-01', confidence: 'H' },
    {
      ref: 'Nghệ An 24h 7/2023: làm mức 2 không cần có mức 1 trước (public-services 1B)',
      date: '2023-07-01',
      confidence: 'M',
    },
    { ref: 'Tổng đài 1900 0368, ZNews 29/11/2025 (public-services 0.4)', date: '2025-11-29', confidence: 'H' },
  ],
  reviewedOn: '2026-11-21',
  proposes: 'vneid-level2-police',
  steps: {
    ready: { kind: 'choose', options: { enough: 'phone', 'no-card': 'card-first', straight: 'at-police' } },
    phone: { kind: 'block', block: 'phone-ready', next: 'app' },
    app: { kind: 'prerequisite', flow: 'vneid-install', next: 'guard' },
    guard: { kind: 'block', block: 'never-share', next: 'open-app' },
    'open-app': {
      kind: 'do',
      picture: { kind: 'home', apps: ['Điện thoại', 'Tin nhắn', 'VNeID', 'Máy ảnh'], target: 2 },
      next: 'sign-up',
    },
    'sign-up': {
      kind: 'do',
      label: 'sign-up',
      picture: { kind: 'list', title: 'VNeID', rows: ['@log-in', '@sign-up'], target: 1 },
      next: 'numbers',
    },
    numbers: {
      kind: 'do',
      picture: {
        kind: 'form',
        title: '@sign-up',
        fields: [
          { label: 'Số định danh', hint: '••••••••••••' },
          { label: 'Số điện thoại', hint: '09…' },
        ],
        target: 0,
      },
      next: 'register',
    },
    register: {
      kind: 'do',
      label: 'sign-up',
      picture: {
        kind: 'form',
        title: '@sign-up',
        fields: [
          { label: 'Số định danh', hint: '••••••••••••' },
          { label: 'Số điện thoại', hint: '09…' },
        ],
        button: '@sign-up',
        target: 'button',
      },
      next: 'camera-open',
    },
    'camera-open': { kind: 'check', seen: 'scan', unseen: 'number-used' },
    'number-used': { kind: 'choose', options: { retype: 'numbers', hotline: 'call-1900', police: 'at-police' } },
    'call-1900': {
      kind: 'tell',
      openPoints: ['1900 0368: giá cước một phút – hỏi tổng đài.'],
      next: 'number-again',
    },
    'number-again': { kind: 'choose', options: { retry: 'numbers', police: 'at-police' } },
    scan: { kind: 'do', picture: { kind: 'camera', title: 'VNeID', subject: 'qr' }, next: 'own-data' },
    'own-data': { kind: 'check', seen: 'register-data', unseen: 'unread' },
    unread: { kind: 'choose', options: { again: 'scan', police: 'at-police' } },
    'register-data': {
      kind: 'do',
      label: 'sign-up',
      picture: {
        kind: 'form',
        title: '@sign-up',
        fields: [
          { label: 'Họ tên', hint: '•••' },
          { label: 'Ngày sinh', hint: '••/••/••••' },
        ],
        button: '@sign-up',
        target: 'button',
      },
      next: 'code',
    },
    code: {
      kind: 'do',
      warn: 'otp',
      picture: { kind: 'form', title: 'VNeID', fields: [{ label: 'Mã trong tin nhắn', hint: '••••••' }], target: 0 },
      next: 'code-taken',
    },
    'code-taken': { kind: 'check', seen: 'password', unseen: 'no-code' },
    'no-code': { kind: 'choose', options: { again: 'code', shop: 'at-shop' } },
    password: {
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
      next: 'asked-more',
    },
    'asked-more': {
      kind: 'tell',
      openPoints: [
        'VNeID mức 1: sau khi đặt mật khẩu còn phải đọc chip hay chụp mặt không, và duyệt mấy ngày – tổ công nghệ số làm thử trên máy.',
      ],
      next: 'approved',
    },
    approved: { kind: 'check', seen: 'level-one', unseen: 'not-approved' },
    'not-approved': { kind: 'choose', options: { look: 'approved', police: 'at-police' } },
    'card-first': { kind: 'office', office: 'commune-police', next: 'go-there' },
    'at-police': { kind: 'office', office: 'commune-police', next: 'go-there' },
    'at-shop': { kind: 'office', office: 'operator-shop', next: 'go-there' },
    'level-one': { kind: 'finish', outcome: 'completed' },
    'go-there': { kind: 'finish', outcome: 'referred' },
  },
};
