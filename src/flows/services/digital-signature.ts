/** A personal digital signature through VNeID. Most people need none; whoever holds it can sign debts. */
import type { Flow } from '../flow.ts';

const GUIDE = 'Chứng thư chữ ký số trên VNeID, Thanh Niên 3/6/2025, Znews 10/7/2025 (public-services 7)';
const OTHERS = 'Dịch vụ khác, CafeF 16/2/2026 (public-services 4B)';
const LOG_IN = 'Trang xã Cẩm Thành, 10/9/2024 (public-services 1D)';
const FORGOT = 'Hướng dẫn lấy lại mật khẩu, passcode VNeID, 24/4/2024 (public-services 1E)';
const UNSEEN = 'public-services 7, chưa thấy trên máy';

export const digitalSignature: Flow = {
  id: 'digital-signature',
  version: 1,
  first: 'need',
  services: ['signature'],
  subject: 'person',
  evidence: ['self', 'witness'],
  neverShare: ['otp', 'password', 'passcode', 'id-photo', 'face-photo'],
  labels: {
    'log-in': { text: 'Đăng nhập', confidence: 'H', source: LOG_IN, verifiedOn: '2024-09-10' },
    passcode: { text: 'passcode', confidence: 'H', source: LOG_IN, verifiedOn: '2024-09-10' },
    'forgot-password': { text: 'Quên mật khẩu', confidence: 'H', source: FORGOT, verifiedOn: '2024-04-24' },
    'forgot-passcode': { text: 'Quên passcode', confidence: 'M', source: FORGOT, verifiedOn: '2024-04-24' },
    others: { text: 'Dịch vụ khác', confidence: 'H', source: OTHERS, verifiedOn: '2026-02-16' },
    certificates: { text: 'Chứng thư chữ ký số', confidence: 'M', source: GUIDE, verifiedOn: '2025-07-10' },
    'sign-up': { text: 'Đăng ký chứng thư chữ ký số', confidence: 'M', source: GUIDE, verifiedOn: '2025-07-10' },
    start: { text: 'Đăng ký', confidence: 'M', source: GUIDE, verifiedOn: '2025-07-10' },
    agree: { text: 'Đồng ý', confidence: 'U', source: UNSEEN, verifiedOn: '2026-11-21' },
    active: { text: 'đang hoạt động', confidence: 'L', source: UNSEEN, verifiedOn: '2026-11-21' },
  },
  sources: [
    { ref: GUIDE, date: '2025-07-10', confidence: 'H' },
    { ref: OTHERS, date: '2026-02-16', confidence: 'H' },
  ],
  reviewedOn: '2026-11-21',
  proposes: 'dvcqg-submit',
  steps: {
    need: { kind: 'choose', options: { asked: 'vneid', curious: 'not-needed' } },
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
      next: 'others',
    },
    others: {
      kind: 'do',
      label: 'others',
      picture: { kind: 'list', title: 'Trang chủ VNeID', rows: ['Ví giấy tờ', '@others'], target: 1 },
      next: 'certificates',
    },
    certificates: {
      kind: 'do',
      label: 'certificates',
      picture: { kind: 'list', title: '@others', rows: ['@certificates', 'Mục khác'], target: 0 },
      next: 'passcode',
    },
    passcode: { kind: 'do', picture: { kind: 'keypad', title: '@passcode', digits: 6 }, next: 'sign-up' },
    'sign-up': {
      kind: 'do',
      label: 'sign-up',
      picture: { kind: 'list', title: '@certificates', rows: ['@sign-up', 'Mục khác'], target: 0 },
      next: 'start',
    },
    start: {
      kind: 'do',
      label: 'start',
      picture: { kind: 'form', title: '@sign-up', fields: [], button: '@start', target: 'button' },
      next: 'part-one',
    },
    'part-one': { kind: 'tell', endsPart: true, next: 'provider' },
    provider: {
      kind: 'do',
      picture: { kind: 'list', title: '@sign-up', rows: ['Nơi cấp 1', 'Nơi cấp 2'], target: 0 },
      openPoints: [
        'Chữ ký số trên VNeID: có những nơi cấp nào, giá bao nhiêu, xài được mấy năm, còn thí điểm không – hỏi công an xã.',
      ],
      next: 'free',
    },
    free: { kind: 'check', seen: 'agree', unseen: 'costs' },
    costs: { kind: 'choose', options: { another: 'provider', stop: 'ask-first' } },
    agree: {
      kind: 'do',
      label: 'agree',
      picture: {
        kind: 'permission',
        title: '@sign-up',
        question: 'Đăng ký chữ ký số?',
        answers: ['Thôi', '@agree'],
        target: 1,
      },
      openPoints: ['Chữ ký số trên VNeID: chữ trên các nút sau khi chọn nơi cấp – tổ công nghệ số xem trên máy.'],
      next: 'face',
    },
    face: {
      kind: 'do',
      warn: 'face',
      picture: { kind: 'camera', title: 'Khuôn mặt', subject: 'face' },
      next: 'code',
    },
    code: {
      kind: 'do',
      warn: 'otp',
      picture: { kind: 'form', title: 'VNeID', fields: [{ label: 'Mã trong tin nhắn', hint: '••••••' }], target: 0 },
      next: 'pin',
    },
    pin: {
      kind: 'do',
      picture: { kind: 'form', title: 'Chữ ký số', fields: [{ label: 'Mã để ký', hint: '••••••' }], target: 0 },
      next: 'active',
    },
    active: { kind: 'check', label: 'active', seen: 'can-sign', unseen: 'not-active' },
    'not-active': { kind: 'choose', options: { look: 'active', again: 'open-app', stop: 'ask-first' } },
    'ask-first': { kind: 'office', office: 'one-stop-centre', next: 'go-there' },
    'can-sign': { kind: 'finish', outcome: 'completed' },
    'not-needed': { kind: 'finish', outcome: 'abandoned' },
    'go-there': { kind: 'finish', outcome: 'referred' },
  },
};
