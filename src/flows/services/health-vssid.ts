/** Into VssID with the VNeID account: contributions, benefits, and the services of the social-insurance fund. */
import type { Flow } from '../flow.ts';

const GUIDE = 'Đăng nhập VssID bằng tài khoản định danh điện tử, 2024 (public-services 5C)';
const NUMBER = 'Từ 1/8/2025 mã số BHXH là số định danh, VnExpress 10/8/2025 (public-services 5C)';
const LOG_IN = 'Trang xã Cẩm Thành, 10/9/2024 (public-services 1D)';

/** The day the insurance number became the number on the ID card. */
const ONE_NUMBER_SINCE = '01/08/2025';

export const healthVssid: Flow = {
  id: 'health-vssid',
  version: 1,
  first: 'account',
  services: ['health'],
  subject: 'person',
  evidence: ['self', 'witness'],
  neverShare: ['otp', 'password', 'passcode', 'id-number', 'id-photo'],
  labels: {
    'with-vneid': {
      text: 'Đăng nhập bằng tài khoản định danh điện tử',
      confidence: 'M',
      source: GUIDE,
      verifiedOn: '2024-01-01',
    },
    'log-in': { text: 'Đăng nhập', confidence: 'H', source: LOG_IN, verifiedOn: '2024-09-10' },
  },
  sources: [
    { ref: GUIDE, date: '2024-01-01', confidence: 'M' },
    { ref: NUMBER, date: '2025-08-10', confidence: 'M' },
    { ref: 'Tổng đài 1900 9068, báo chí 2023 (public-services 0.4)', date: '2023-01-01', confidence: 'M' },
  ],
  reviewedOn: '2026-11-21',
  proposes: 'pension-to-account',
  steps: {
    account: { kind: 'choose', options: { have: 'vneid', unsure: 'one-number', lack: 'at-insurer' } },
    'one-number': { kind: 'tell', params: { since: ONE_NUMBER_SINCE }, next: 'vneid' },
    vneid: { kind: 'prerequisite', flow: 'vneid-activate', next: 'guard' },
    guard: { kind: 'block', block: 'never-share', next: 'app' },
    app: {
      kind: 'block',
      block: 'right-app',
      params: { appName: 'VssID', publisher: 'Bảo hiểm xã hội Việt Nam' },
      openPoints: [
        'VssID: dòng nhà phát hành ghi đúng từng chữ ra sao – tổ công nghệ số xem trên kho ứng dụng.',
        'VssID: năm 2026 có nhập vào VNeID không – hỏi 1900 9068.',
      ],
      next: 'open-app',
      unable: 'at-insurer',
    },
    'open-app': {
      kind: 'do',
      picture: { kind: 'home', apps: ['Điện thoại', 'Tin nhắn', 'VssID', 'Máy ảnh'], target: 2 },
      next: 'with-vneid',
    },
    'with-vneid': {
      kind: 'do',
      label: 'with-vneid',
      picture: { kind: 'list', title: 'VssID', rows: ['Mật khẩu VssID', '@with-vneid'], target: 1 },
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
      next: 'name-shown',
    },
    'name-shown': { kind: 'check', seen: 'logged-in', unseen: 'not-in' },
    'not-in': { kind: 'choose', options: { again: 'with-vneid', update: 'update', ask: 'ask-insurer' } },
    update: { kind: 'tell', next: 'open-app' },
    'ask-insurer': {
      kind: 'choose',
      openPoints: [
        '1900 9068: giá cước hiện nay, số năm 2023 là 1.000 đồng một phút – hỏi tổng đài.',
        'VssID: người chưa có tài khoản thì đăng ký ra sao – hỏi 1900 9068.',
      ],
      options: { again: 'with-vneid', counter: 'at-insurer' },
    },
    'at-insurer': { kind: 'office', office: 'social-insurance-office', next: 'go-there' },
    'logged-in': { kind: 'finish', outcome: 'completed' },
    'go-there': { kind: 'finish', outcome: 'referred' },
  },
};
