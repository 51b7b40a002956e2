/** First sign-in to the national public-service portal with the VNeID account. */
import type { Flow } from '../flow.ts';

const GUIDE = 'Hướng dẫn đăng nhập, Sở VHTTDL Đồng Nai; phường Nam Hồng Lĩnh 2025 (public-services 2A)';

export const dvcqgLogin: Flow = {
  id: 'dvcqg-login',
  version: 1,
  first: 'vneid',
  services: ['dvcqg'],
  subject: 'person',
  evidence: ['self', 'witness'],
  neverShare: ['otp', 'password', 'passcode', 'id-number', 'id-photo'],
  labels: {
    'log-in': { text: 'Đăng nhập', confidence: 'H', source: GUIDE, verifiedOn: '2025-01-01' },
    account: {
      text: 'Tài khoản Định danh điện tử cấp bởi Bộ Công an',
      confidence: 'H',
      source: GUIDE,
      verifiedOn: '2025-01-01',
    },
    confirm: { text: 'Xác nhận', confidence: 'M', source: GUIDE, verifiedOn: '2025-01-01' },
    forgot: {
      text: 'Quên mật khẩu',
      confidence: 'H',
      source: 'Hướng dẫn lấy lại mật khẩu VNeID, 2024 (public-services 1E)',
      verifiedOn: '2024-01-01',
    },
    send: {
      text: 'Gửi yêu cầu',
      confidence: 'H',
      source: 'Hướng dẫn lấy lại mật khẩu VNeID, 2024 (public-services 1E)',
      verifiedOn: '2024-01-01',
    },
  },
  sources: [
    { ref: GUIDE, date: '2025-01-01', confidence: 'H' },
    { ref: 'Nghị định 69/2024/NĐ-CP: từ 1/7/2024 chỉ đăng nhập bằng VNeID', date: '2024-07-01', confidence: 'H' },
    { ref: 'Công văn 623/TTg-KSTT 30/5/2025: một cổng quốc gia từ 1/7/2025', date: '2025-05-30', confidence: 'H' },
    {
      ref: 'VietNamNet 8/2025: trung tâm phục vụ hành chính công cấp xã (public-services 2)',
      date: '2025-08-01',
      confidence: 'H',
    },
  ],
  reviewedOn: '2026-11-21',
  steps: {
    vneid: { kind: 'prerequisite', flow: 'vneid-activate', next: 'guard' },
    guard: { kind: 'block', block: 'never-share', next: 'ready' },
    ready: { kind: 'choose', options: { enough: 'address', forgot: 'forgot' } },
    address: {
      kind: 'do',
      warn: 'link',
      picture: {
        kind: 'form',
        title: 'Chrome',
        fields: [{ label: 'Ô trên cùng', hint: 'dichvucong.gov.vn' }],
        target: 0,
      },
      openPoints: [
        'Cổng dịch vụ công: sau khi chuyển về Trung tâm dữ liệu quốc gia (3–4/2026), chữ trên các nút còn như cũ không – tổ công nghệ số xem trên máy.',
        'Cổng dịch vụ công: số tổng đài hiện nay – hỏi trung tâm phục vụ hành chính công.',
      ],
      next: 'log-in',
    },
    'log-in': {
      kind: 'do',
      label: 'log-in',
      picture: { kind: 'list', title: 'Cổng Dịch vụ công', rows: ['Trang chủ', '@log-in', 'Tra cứu hồ sơ'], target: 1 },
      next: 'account',
    },
    account: {
      kind: 'do',
      label: 'account',
      picture: { kind: 'list', title: '@log-in', rows: ['@account', 'Tài khoản khác'], target: 0 },
      next: 'credentials',
    },
    credentials: {
      kind: 'do',
      picture: {
        kind: 'form',
        title: '@log-in',
        fields: [
          { label: 'Số định danh', hint: '••••••••••••' },
          { label: 'Mật khẩu', hint: '••••••••' },
        ],
        target: 0,
      },
      next: 'confirm',
    },
    confirm: {
      kind: 'do',
      label: 'confirm',
      warn: 'otp',
      picture: {
        kind: 'permission',
        title: 'Cổng Dịch vụ công',
        question: 'Chia sẻ thông tin?',
        answers: ['Từ chối', '@confirm'],
        target: 1,
      },
      next: 'name-shown',
    },
    'name-shown': { kind: 'check', seen: 'logged-in', unseen: 'not-in' },
    'not-in': { kind: 'choose', options: { again: 'log-in', forgot: 'forgot', centre: 'at-centre' } },
    forgot: {
      kind: 'do',
      label: 'forgot',
      picture: { kind: 'list', title: 'VNeID', rows: ['@log-in', 'Đăng ký', '@forgot'], target: 2 },
      next: 'forgot-send',
    },
    'forgot-send': {
      kind: 'do',
      label: 'send',
      picture: {
        kind: 'form',
        title: '@forgot',
        fields: [
          { label: 'Số điện thoại', hint: '09…' },
          { label: 'Số căn cước', hint: '••••••••••••' },
        ],
        button: '@send',
        target: 'button',
      },
      next: 'forgot-code',
    },
    'forgot-code': {
      kind: 'do',
      warn: 'otp',
      picture: { kind: 'form', title: '@forgot', fields: [{ label: 'Mã trong tin nhắn', hint: '••••••' }], target: 0 },
      next: 'new-password',
    },
    'new-password': { kind: 'check', seen: 'address', unseen: 'no-password' },
    'no-password': { kind: 'choose', options: { retry: 'forgot', centre: 'at-centre' } },
    'at-centre': { kind: 'office', office: 'one-stop-centre', next: 'go-there' },
    'logged-in': { kind: 'finish', outcome: 'completed' },
    'go-there': { kind: 'finish', outcome: 'referred' },
  },
};
