/** eTax Mobile from the store, opened with the person's own VNeID: where every tax matter on a phone begins. */
import type { Flow } from '../flow.ts';

const GUIDE = 'Hướng dẫn eTax Mobile của Thuế TP Hà Nội, 2025 (payments-commerce P5, bước A)';

export const etaxLogin: Flow = {
  id: 'etax-login',
  version: 1,
  isBlock: true,
  first: 'guard',
  services: [],
  subject: 'household',
  evidence: [],
  neverShare: ['otp', 'password', 'passcode'],
  labels: {
    'by-vneid': {
      text: 'Đăng nhập bằng tài khoản Định danh điện tử',
      confidence: 'M',
      source: GUIDE,
      verifiedOn: '2025-01-01',
    },
    'log-in': { text: 'Đăng nhập', confidence: 'M', source: GUIDE, verifiedOn: '2025-01-01' },
    share: { text: 'Xác nhận chia sẻ', confidence: 'M', source: GUIDE, verifiedOn: '2025-01-01' },
    declare: { text: 'Khai thuế', confidence: 'M', source: GUIDE, verifiedOn: '2025-01-01' },
    invoice: { text: 'Hóa đơn điện tử', confidence: 'M', source: GUIDE, verifiedOn: '2025-01-01' },
  },
  sources: [{ ref: GUIDE, date: '2025-01-01', confidence: 'M' }],
  reviewedOn: '2026-11-21',
  steps: {
    guard: { kind: 'block', block: 'never-share', next: 'app' },
    app: {
      kind: 'block',
      block: 'right-app',
      params: { appName: 'eTax Mobile', publisher: 'Cục Thuế' },
      openPoints: ['eTax Mobile: dòng nhà phát hành ghi đúng từng chữ ra sao – tổ công nghệ số xem trên kho ứng dụng.'],
      next: 'part-app',
      unable: 'no-app',
    },
    'part-app': { kind: 'tell', endsPart: true, next: 'open-app' },
    'open-app': {
      kind: 'do',
      picture: { kind: 'home', apps: ['Điện thoại', 'Tin nhắn', 'eTax Mobile', 'Máy ảnh'], target: 2 },
      next: 'by-vneid',
    },
    'by-vneid': {
      kind: 'do',
      label: 'by-vneid',
      picture: { kind: 'list', title: 'eTax Mobile', rows: ['Đăng ký ngay', '@by-vneid'], target: 1 },
      next: 'credentials',
    },
    credentials: {
      kind: 'do',
      label: 'log-in',
      picture: {
        kind: 'form',
        title: 'VNeID',
        fields: [
          { label: 'Số định danh', hint: '••••••••••••' },
          { label: 'Mật khẩu', hint: '••••••••' },
        ],
        button: '@log-in',
        target: 'button',
      },
      next: 'share',
    },
    share: {
      kind: 'do',
      label: 'share',
      picture: {
        kind: 'permission',
        title: 'VNeID',
        question: 'Tôi đã đọc…',
        answers: ['Từ chối', '@share'],
        target: 1,
      },
      next: 'passcode',
    },
    passcode: { kind: 'do', picture: { kind: 'keypad', title: 'VNeID', digits: 6 }, next: 'home' },
    home: { kind: 'check', seen: 'logged-in', unseen: 'not-in' },
    'not-in': {
      kind: 'choose',
      options: { again: 'credentials', forgot: 'password-first' },
      openPoints: ['VNeID: gõ nhầm passcode mấy lần thì bị khóa tạm – hỏi 1900 0368.'],
    },
    'logged-in': { kind: 'finish', outcome: 'completed' },
    'no-app': { kind: 'finish', outcome: 'abandoned' },
    'password-first': { kind: 'finish', outcome: 'referred' },
  },
};
