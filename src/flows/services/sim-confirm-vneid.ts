/** Owning up to one's phone numbers in VNeID, and giving back those that strangers took in one's name. */
import type { Flow } from '../flow.ts';

const REPORTED = 'Xác nhận thuê bao trên VNeID, Lao Động 6/2026 (public-services 3.3)';
const LAW = 'Thông tư 08/2026/TT-BKHCN, hiệu lực 15/4/2026, Bộ KH&CN 10/4/2026 (public-services 3)';
const GUIDE = 'Trang xã Cẩm Thành, 10/9/2024 (public-services 1D)';
const FORGOT = 'Hướng dẫn lấy lại mật khẩu, passcode VNeID, 24/4/2024 (public-services 1E)';

export const simConfirmVneid: Flow = {
  id: 'sim-confirm-vneid',
  version: 1,
  first: 'vneid',
  services: ['sim'],
  subject: 'person',
  evidence: ['self', 'witness'],
  neverShare: ['otp', 'password', 'passcode', 'id-number', 'id-photo', 'face-photo'],
  labels: {
    'log-in': { text: 'Đăng nhập', confidence: 'H', source: GUIDE, verifiedOn: '2024-09-10' },
    passcode: { text: 'passcode', confidence: 'H', source: GUIDE, verifiedOn: '2024-09-10' },
    'forgot-password': { text: 'Quên mật khẩu', confidence: 'H', source: FORGOT, verifiedOn: '2024-04-24' },
    'forgot-passcode': { text: 'Quên passcode', confidence: 'M', source: FORGOT, verifiedOn: '2024-04-24' },
    numbers: { text: 'Quản lý thuê bao', confidence: 'U', source: REPORTED, verifiedOn: '2026-06-01' },
    // The reports were read in translation: only the sense of the two buttons is known.
    use: { text: 'Sử dụng', confidence: 'L', source: REPORTED, verifiedOn: '2026-06-01' },
    refuse: { text: 'Không sử dụng', confidence: 'L', source: REPORTED, verifiedOn: '2026-06-01' },
  },
  sources: [
    { ref: REPORTED, date: '2026-06-01', confidence: 'H' },
    { ref: LAW, date: '2026-04-15', confidence: 'H' },
    { ref: 'Sang tên thuê bao, Tiền Phong 2023 (public-services 3.4)', date: '2023-01-01', confidence: 'M' },
  ],
  reviewedOn: '2026-11-21',
  proposes: 'asxh-link',
  steps: {
    vneid: { kind: 'prerequisite', flow: 'vneid-activate', next: 'guard' },
    guard: { kind: 'block', block: 'never-share', next: 'ready' },
    ready: { kind: 'choose', options: { enough: 'open-app', forgot: 'forgot' } },
    forgot: { kind: 'tell', next: 'open-app' },
    'open-app': {
      kind: 'do',
      picture: { kind: 'home', apps: ['Điện thoại', 'Tin nhắn', 'VNeID', 'Máy ảnh'], target: 2 },
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
      next: 'find',
    },
    find: {
      kind: 'do',
      picture: {
        kind: 'form',
        title: 'Trang chủ VNeID',
        fields: [{ label: 'Tìm kiếm', hint: 'thuê bao' }],
        target: 0,
      },
      openPoints: [
        'VNeID: mục xác nhận số điện thoại tên gì, nằm ở đâu, trang chủ có ô tìm không – tổ công nghệ số xem trên máy.',
      ],
      next: 'numbers',
    },
    numbers: {
      kind: 'do',
      label: 'numbers',
      picture: { kind: 'list', title: 'Kết quả tìm', rows: ['@numbers', 'Mục khác'], target: 0 },
      next: 'passcode',
    },
    passcode: { kind: 'do', picture: { kind: 'keypad', title: '@passcode', digits: 6 }, next: 'listed' },
    listed: { kind: 'check', seen: 'use', unseen: 'not-listed' },
    'not-listed': { kind: 'choose', options: { again: 'find', shop: 'at-shop' } },
    use: {
      kind: 'do',
      label: 'use',
      picture: { kind: 'list', title: 'Số 09…', rows: ['@use', '@refuse'], target: 0 },
      openPoints: ['VNeID: chữ trên hai nút nhận số và bỏ số – tổ công nghệ số xem trên máy.'],
      next: 'strange',
    },
    strange: { kind: 'choose', options: { none: 'missing', some: 'refuse' } },
    refuse: {
      kind: 'do',
      label: 'refuse',
      picture: { kind: 'list', title: 'Số lạ', rows: ['@use', '@refuse'], target: 1 },
      next: 'missing',
    },
    missing: { kind: 'choose', options: { none: 'all-answered', some: 'other-owner' } },
    'all-answered': { kind: 'check', seen: 'confirmed', unseen: 'use' },
    'other-owner': { kind: 'office', office: 'operator-shop', next: 'go-there' },
    'at-shop': { kind: 'office', office: 'operator-shop', next: 'go-there' },
    confirmed: { kind: 'finish', outcome: 'completed' },
    'go-there': { kind: 'finish', outcome: 'referred' },
  },
};
