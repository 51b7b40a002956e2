/** A lost phone: three calls, in the order in which a thief could do harm. Also how a locked account is opened again. */
import type { Flow } from '../flow.ts';

const LOCK = 'Khóa tài khoản khi mất máy: vneid.gov.vn, 1900 0368, công an xã (public-services 1G)';
const TRANSLATED = 'public-services 1G, dịch lại, chưa thấy trên trang';

export const vneidLock: Flow = {
  id: 'vneid-lock',
  version: 1,
  first: 'which',
  services: ['safety', 'vneid'],
  subject: 'person',
  evidence: ['self', 'witness'],
  neverShare: ['otp', 'password', 'passcode', 'security-answer', 'id-photo', 'card'],
  labels: {
    'log-in': { text: 'Đăng nhập', confidence: 'M', source: LOCK, verifiedOn: '2025-11-29' },
    lock: { text: 'Yêu cầu khóa tài khoản', confidence: 'L', source: TRANSLATED, verifiedOn: '2026-11-21' },
    reason: { text: 'Mất thiết bị', confidence: 'L', source: TRANSLATED, verifiedOn: '2026-11-21' },
  },
  sources: [
    { ref: LOCK, date: '2025-11-29', confidence: 'H' },
    { ref: 'Mở khóa trong 2 ngày làm việc, bài 2024 (public-services 1G)', date: '2024-01-01', confidence: 'M' },
    { ref: 'Phím 4 cho định danh, CafeF 7/2023 (public-services 0.4)', date: '2023-07-01', confidence: 'M' },
    {
      ref: 'Số khóa sim của Viettel, VinaPhone, MobiFone, các danh sách 2024–2026 (payments-commerce 13)',
      date: '2026-01-01',
      confidence: 'M',
    },
  ],
  reviewedOn: '2026-11-21',
  proposes: 'vneid-new-phone',
  steps: {
    which: { kind: 'choose', options: { lost: 'three-calls', unlock: 'unlock-way', refused: 'too-many-tries' } },

    'three-calls': { kind: 'tell', next: 'borrow-phone' },
    'borrow-phone': {
      kind: 'do',
      picture: { kind: 'home', apps: ['Tin nhắn', 'Điện thoại', 'Máy ảnh', 'Cài đặt'], target: 1 },
      next: 'operator',
    },
    operator: {
      kind: 'do',
      picture: { kind: 'counter', place: 'Tổng đài nhà mạng' },
      openPoints: ['Số khóa sim của ba nhà mạng: gọi thử từng số trước khi in ra giấy.'],
      next: 'bank',
    },
    bank: { kind: 'do', picture: { kind: 'counter', place: 'Tổng đài ngân hàng' }, next: 'lock-way' },
    'lock-way': { kind: 'choose', options: { hotline: 'hotline', web: 'web-open', police: 'at-police' } },
    hotline: {
      kind: 'do',
      picture: { kind: 'counter', place: 'Tổng đài Bộ Công an' },
      openPoints: ['1900 0368: giá cước một phút, phím số mấy để hỏi về VNeID – hỏi tổng đài.'],
      next: 'family',
    },
    'web-open': {
      kind: 'do',
      warn: 'link',
      picture: {
        kind: 'form',
        title: 'Chrome',
        fields: [{ label: 'Ô trên cùng', hint: 'vneid.gov.vn' }],
        target: 0,
      },
      next: 'web-log-in',
    },
    'web-log-in': {
      kind: 'do',
      label: 'log-in',
      picture: {
        kind: 'form',
        title: 'vneid.gov.vn',
        fields: [
          { label: 'Số định danh', hint: '••••••••••••' },
          { label: 'Mật khẩu', hint: '••••••••' },
        ],
        button: '@log-in',
        target: 'button',
      },
      next: 'web-lock',
    },
    'web-lock': {
      kind: 'do',
      label: 'lock',
      picture: { kind: 'list', title: 'vneid.gov.vn', rows: ['Trang chủ', '@lock', 'Hỏi đáp'], target: 1 },
      openPoints: [
        'vneid.gov.vn: tên nút khóa, các lý do, và có cần mã ở máy đã mất không – tổ công nghệ số xem trên trang.',
      ],
      next: 'web-reason',
    },
    'web-reason': {
      kind: 'do',
      label: 'reason',
      picture: { kind: 'list', title: '@lock', rows: ['@reason', 'Hỏng máy', 'Mất thẻ', 'Lý do khác'], target: 0 },
      next: 'family',
    },
    family: {
      kind: 'do',
      picture: {
        kind: 'form',
        title: 'Tin nhắn mới',
        fields: [
          { label: 'Gửi tới', hint: 'Người nhà' },
          { label: 'Nội dung', hint: 'Tôi mất máy' },
        ],
        button: 'Gửi',
        target: 'button',
      },
      next: 'locked',
    },
    locked: { kind: 'check', seen: 'safe', unseen: 'not-locked' },
    'not-locked': { kind: 'choose', options: { again: 'lock-way', police: 'at-police' } },
    'at-police': { kind: 'office', office: 'commune-police', next: 'come-back' },

    // Opening it again.
    'too-many-tries': {
      kind: 'tell',
      openPoints: ['VNeID bị khóa vì gõ mật khẩu nhiều lần: chờ bao lâu thì mở – hỏi tổng đài.'],
      next: 'unlock-way',
    },
    'unlock-way': { kind: 'choose', options: { hotline: 'unlock-call', police: 'unlock-at-police' } },
    'unlock-call': {
      kind: 'do',
      picture: { kind: 'counter', place: 'Tổng đài Bộ Công an' },
      next: 'unlocked',
    },
    unlocked: { kind: 'check', seen: 'open-again', unseen: 'still-locked' },
    'still-locked': { kind: 'choose', options: { look: 'unlocked', police: 'unlock-at-police' } },
    'unlock-at-police': { kind: 'office', office: 'commune-police', next: 'come-back' },

    safe: { kind: 'finish', outcome: 'completed' },
    'open-again': { kind: 'finish', outcome: 'completed' },
    'come-back': { kind: 'finish', outcome: 'referred' },
  },
};
