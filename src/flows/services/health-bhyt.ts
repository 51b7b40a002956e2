/** The health-insurance card in VNeID's wallet, instead of the paper that is no longer handed out to everybody. */
import type { Flow } from '../flow.ts';

const GUIDE = 'Tích hợp thẻ bảo hiểm y tế, Kênh14 12/1/2026, vietnam.vn 2025 (public-services 5B)';
const PAPER = 'Công văn 168/BHXH-QLT 26/3/2025: ngưng cấp thẻ giấy đại trà (public-services 5B)';
const LOG_IN = 'Trang xã Cẩm Thành, 10/9/2024 (public-services 1D)';
const FORGOT = 'Hướng dẫn lấy lại mật khẩu, passcode VNeID, 24/4/2024 (public-services 1E)';

/** The day paper cards stopped being handed out to everybody. */
const NO_PAPER_SINCE = '01/06/2025';

export const healthBhyt: Flow = {
  id: 'health-bhyt',
  version: 1,
  first: 'paper',
  services: ['health'],
  subject: 'person',
  evidence: ['self', 'witness'],
  neverShare: ['otp', 'password', 'passcode', 'id-photo', 'face-photo'],
  labels: {
    'log-in': { text: 'Đăng nhập', confidence: 'H', source: LOG_IN, verifiedOn: '2024-09-10' },
    'forgot-password': { text: 'Quên mật khẩu', confidence: 'H', source: FORGOT, verifiedOn: '2024-04-24' },
    'forgot-passcode': { text: 'Quên passcode', confidence: 'M', source: FORGOT, verifiedOn: '2024-04-24' },
    wallet: { text: 'Ví giấy tờ', confidence: 'H', source: GUIDE, verifiedOn: '2026-01-12' },
    add: { text: 'Tích hợp thông tin', confidence: 'H', source: GUIDE, verifiedOn: '2026-01-12' },
    new: { text: 'Tạo mới yêu cầu', confidence: 'H', source: GUIDE, verifiedOn: '2026-01-12' },
    card: { text: 'Thẻ bảo hiểm y tế', confidence: 'H', source: GUIDE, verifiedOn: '2026-01-12' },
    correct: {
      text: 'Tôi xác nhận các thông tin ở trên là đúng',
      confidence: 'H',
      source: GUIDE,
      verifiedOn: '2026-01-12',
    },
    send: { text: 'Gửi yêu cầu', confidence: 'H', source: GUIDE, verifiedOn: '2026-01-12' },
  },
  sources: [
    { ref: GUIDE, date: '2026-01-12', confidence: 'H' },
    { ref: PAPER, date: '2025-03-26', confidence: 'H' },
    { ref: 'Tổng đài 1900 9068, báo chí 2023 (public-services 0.4)', date: '2023-01-01', confidence: 'M' },
  ],
  reviewedOn: '2026-11-21',
  proposes: 'health-open',
  steps: {
    paper: { kind: 'tell', params: { since: NO_PAPER_SINCE }, next: 'vneid' },
    vneid: { kind: 'prerequisite', flow: 'vneid-activate', next: 'guard' },
    guard: { kind: 'block', block: 'never-share', next: 'ready' },
    ready: { kind: 'choose', options: { enough: 'open-app', forgot: 'forgot', 'no-number': 'find-number' } },
    forgot: { kind: 'tell', next: 'open-app' },
    'find-number': { kind: 'choose', options: { found: 'open-app', expired: 'at-insurer' } },
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
      next: 'wallet',
    },
    wallet: {
      kind: 'do',
      label: 'wallet',
      picture: { kind: 'list', title: 'Trang chủ VNeID', rows: ['@wallet', 'Mục khác'], target: 0 },
      next: 'add',
    },
    add: {
      kind: 'do',
      label: 'add',
      picture: { kind: 'list', title: '@wallet', rows: ['Giấy tờ của tôi', '@add'], target: 1 },
      next: 'new',
    },
    new: {
      kind: 'do',
      label: 'new',
      picture: { kind: 'list', title: '@add', rows: ['Yêu cầu đã gửi', '@new'], target: 1 },
      next: 'card',
    },
    card: {
      kind: 'do',
      label: 'card',
      picture: { kind: 'list', title: '@new', rows: ['@card', 'Giấy tờ khác'], target: 0 },
      next: 'number',
    },
    number: {
      kind: 'do',
      picture: {
        kind: 'form',
        title: '@card',
        fields: [{ label: 'Số thẻ', hint: '•••• ••••' }, { label: 'Đơn vị cấp' }],
        target: 0,
      },
      next: 'correct',
    },
    correct: {
      kind: 'do',
      label: 'correct',
      picture: { kind: 'list', title: '@card', rows: ['Số thẻ ••••', '@correct'], target: 1 },
      next: 'send',
    },
    send: {
      kind: 'do',
      label: 'send',
      picture: {
        kind: 'form',
        title: '@card',
        fields: [{ label: 'Số thẻ', hint: '•••• ••••' }],
        button: '@send',
        target: 'button',
      },
      next: 'in-wallet',
    },
    'in-wallet': { kind: 'check', label: 'wallet', seen: 'added', unseen: 'not-in-wallet' },
    'not-in-wallet': {
      kind: 'choose',
      openPoints: ['Thẻ bảo hiểm y tế: gửi yêu cầu rồi bao lâu thì hiện – hỏi 1900 9068.'],
      options: { wait: 'wait', refused: 'ask-insurer' },
    },
    wait: { kind: 'tell', next: 'in-wallet' },
    'ask-insurer': {
      kind: 'choose',
      openPoints: ['1900 9068: giá cước hiện nay, số năm 2023 là 1.000 đồng một phút – hỏi tổng đài.'],
      options: { again: 'number', counter: 'at-insurer' },
    },
    'at-insurer': { kind: 'office', office: 'social-insurance-office', next: 'go-there' },
    added: { kind: 'finish', outcome: 'completed' },
    'go-there': { kind: 'finish', outcome: 'referred' },
  },
};
