/** A new phone number for the VNeID account, so that codes no longer go to a number the person has lost. */
import type { Flow } from '../flow.ts';

const IN_APP = 'Đổi số trong ứng dụng, hướng dẫn 2024 (public-services 1H)';

export const vneidChangePhone: Flow = {
  id: 'vneid-change-phone',
  version: 1,
  first: 'access',
  services: ['vneid'],
  subject: 'person',
  evidence: ['self', 'witness'],
  neverShare: ['otp', 'password', 'passcode', 'security-answer', 'id-number', 'id-photo'],
  labels: {
    settings: { text: 'Cài đặt', confidence: 'M', source: IN_APP, verifiedOn: '2024-01-01' },
    change: { text: 'Thay đổi số điện thoại', confidence: 'M', source: IN_APP, verifiedOn: '2024-01-01' },
  },
  sources: [
    { ref: IN_APP, date: '2024-01-01', confidence: 'M' },
    {
      ref: 'Đổi số qua tổng đài hay công an mất 7–10 ngày, bài 2023 (public-services 1H)',
      date: '2023-01-01',
      confidence: 'M',
    },
    {
      ref: 'Thông tư 08/2026/TT-BKHCN; khóa từ 15/6/2026, Lao Động 6/2026: số chưa xác thực bị thu hồi (public-services 3.1)',
      date: '2026-06-15',
      confidence: 'H',
    },
    { ref: 'Tổng đài 1900 0368, ZNews 29/11/2025 (public-services 0.4)', date: '2025-11-29', confidence: 'H' },
  ],
  reviewedOn: '2026-11-21',
  proposes: 'dvcqg-login',
  steps: {
    access: { kind: 'choose', options: { inside: 'phone', outside: 'other-ways' } },
    phone: { kind: 'block', block: 'phone-ready', next: 'guard' },
    guard: { kind: 'block', block: 'never-share', next: 'open-app' },
    'open-app': {
      kind: 'do',
      picture: { kind: 'home', apps: ['Điện thoại', 'Tin nhắn', 'VNeID', 'Máy ảnh'], target: 2 },
      next: 'settings',
    },
    settings: {
      kind: 'do',
      label: 'settings',
      picture: { kind: 'list', title: 'VNeID', rows: ['Trang chủ', 'Thông báo', '@settings'], target: 2 },
      next: 'change',
    },
    change: {
      kind: 'do',
      label: 'change',
      picture: { kind: 'list', title: '@settings', rows: ['Đổi ngôn ngữ', '@change', 'Trợ giúp'], target: 1 },
      next: 'number',
    },
    number: {
      kind: 'do',
      picture: { kind: 'form', title: '@change', fields: [{ label: 'Số mới', hint: '09…' }], target: 0 },
      openPoints: [
        'VNeID, đổi số trong ứng dụng: còn nút này không, có hỏi passcode hay quét mặt không – tổ công nghệ số xem trên máy.',
      ],
      next: 'code',
    },
    code: {
      kind: 'do',
      warn: 'otp',
      picture: { kind: 'form', title: '@change', fields: [{ label: 'Mã trong tin nhắn', hint: '••••••' }], target: 0 },
      next: 'bank-too',
    },
    'bank-too': { kind: 'tell', next: 'new-number' },
    'new-number': { kind: 'check', seen: 'changed', unseen: 'not-changed' },
    'not-changed': { kind: 'choose', options: { again: 'settings', hotline: 'call-1900', police: 'at-police' } },
    'other-ways': { kind: 'choose', options: { hotline: 'call-1900', police: 'at-police' } },
    'call-1900': {
      kind: 'tell',
      openPoints: ['1900 0368: giá cước một phút; đổi số bây giờ mất mấy ngày – hỏi tổng đài.'],
      next: 'come-back',
    },
    'at-police': { kind: 'office', office: 'commune-police', next: 'come-back' },
    changed: { kind: 'finish', outcome: 'completed' },
    'come-back': { kind: 'finish', outcome: 'referred' },
  },
};
