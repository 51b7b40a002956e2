/** The account in VNeID into which the State pays gifts and allowances. */
import type { Flow } from '../flow.ts';

const GUIDE = 'Tài khoản hưởng an sinh xã hội, Znews 28/8 và 30/12/2025, VnExpress 29/8/2025 (public-services 6C, P10)';
const REFUSED = 'Bị từ chối vì tên, số giấy tờ chưa khớp, CafeF 25/11/2025 (public-services 6C)';
const LOG_IN = 'Trang xã Cẩm Thành, 10/9/2024 (public-services 1D)';
const FORGOT = 'Hướng dẫn lấy lại mật khẩu, passcode VNeID, 24/4/2024 (public-services 1E)';

/** How many banks and wallets the list had on the day it was last read. */
const BANKS = { banks: '18', readOn: '28/08/2025' };

export const asxhLink: Flow = {
  id: 'asxh-link',
  version: 1,
  first: 'account',
  services: ['benefits'],
  subject: 'person',
  evidence: ['self', 'witness'],
  neverShare: ['otp', 'password', 'passcode', 'card', 'id-photo', 'face-photo'],
  labels: {
    'log-in': { text: 'Đăng nhập', confidence: 'H', source: LOG_IN, verifiedOn: '2024-09-10' },
    passcode: { text: 'passcode', confidence: 'H', source: LOG_IN, verifiedOn: '2024-09-10' },
    'forgot-password': { text: 'Quên mật khẩu', confidence: 'H', source: FORGOT, verifiedOn: '2024-04-24' },
    'forgot-passcode': { text: 'Quên passcode', confidence: 'M', source: FORGOT, verifiedOn: '2024-04-24' },
    welfare: { text: 'An sinh xã hội', confidence: 'H', source: GUIDE, verifiedOn: '2025-12-30' },
    account: { text: 'Tài khoản hưởng an sinh xã hội', confidence: 'H', source: GUIDE, verifiedOn: '2025-12-30' },
    agree: { text: 'Đồng ý chia sẻ dữ liệu', confidence: 'H', source: GUIDE, verifiedOn: '2025-08-29' },
    next: { text: 'Tiếp tục', confidence: 'H', source: GUIDE, verifiedOn: '2025-08-29' },
    history: { text: 'Lịch sử đăng ký', confidence: 'H', source: GUIDE, verifiedOn: '2025-08-29' },
    done: { text: 'Thành công', confidence: 'H', source: GUIDE, verifiedOn: '2025-08-29' },
    failed: { text: 'Kết nối tới hệ thống thất bại', confidence: 'H', source: GUIDE, verifiedOn: '2025-12-30' },
  },
  sources: [
    { ref: GUIDE, date: '2025-12-30', confidence: 'H' },
    { ref: REFUSED, date: '2025-11-25', confidence: 'H' },
    {
      ref: 'NQ 418/NQ-CP 28/12/2025: quà Tết 2026 qua tài khoản này (public-services 6C)',
      date: '2025-12-28',
      confidence: 'H',
    },
    {
      ref: 'Nghị định 340/2025/NĐ-CP: cấm mua bán, cho mượn tài khoản, từ 9/2/2026 (payments-commerce 1)',
      date: '2026-02-09',
      confidence: 'H',
    },
  ],
  reviewedOn: '2026-11-21',
  proposes: 'health-open',
  steps: {
    account: { kind: 'choose', options: { own: 'vneid', none: 'no-account' } },
    'no-account': { kind: 'choose', options: { open: 'at-bank', cash: 'in-cash' } },
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
      next: 'welfare',
    },
    welfare: {
      kind: 'do',
      label: 'welfare',
      picture: { kind: 'list', title: 'Trang chủ VNeID', rows: ['Ví giấy tờ', '@welfare'], target: 1 },
      next: 'open-account',
    },
    'open-account': {
      kind: 'do',
      label: 'account',
      picture: { kind: 'list', title: '@welfare', rows: ['@account', 'Mục khác'], target: 0 },
      next: 'passcode',
    },
    passcode: { kind: 'do', picture: { kind: 'keypad', title: '@passcode', digits: 6 }, next: 'banks-listed' },
    'banks-listed': { kind: 'check', seen: 'bank', unseen: 'not-listed' },
    'not-listed': { kind: 'choose', options: { linked: 'history', failed: 'busy' } },
    busy: { kind: 'tell', next: 'open-app' },
    bank: {
      kind: 'do',
      params: BANKS,
      picture: { kind: 'list', title: 'Chọn ngân hàng', rows: ['Ngân hàng của mình', 'Ngân hàng khác'], target: 0 },
      openPoints: ['VNeID: danh sách ngân hàng hiện nay có những tên nào – tổ công nghệ số xem trên máy.'],
      next: 'number',
    },
    number: {
      kind: 'do',
      picture: {
        kind: 'form',
        title: '@account',
        fields: [
          { label: 'Số tài khoản', hint: '••••••' },
          { label: 'Số giấy tờ', hint: '••••••••••••' },
        ],
        target: 0,
      },
      openPoints: ['Ngân hàng còn giữ số chứng minh 9 số thì gõ số nào vào ô số giấy tờ – hỏi ngân hàng.'],
      next: 'agree',
    },
    agree: {
      kind: 'do',
      label: 'next',
      picture: { kind: 'list', title: '@account', rows: ['@agree', '@next'], target: 1 },
      next: 'history',
    },
    history: {
      kind: 'do',
      label: 'history',
      picture: { kind: 'list', title: '@account', rows: ['Đăng ký', '@history'], target: 1 },
      next: 'succeeded',
    },
    succeeded: { kind: 'check', label: 'done', seen: 'linked', unseen: 'not-succeeded' },
    'not-succeeded': { kind: 'choose', options: { wait: 'processing', refused: 'at-bank-name', failed: 'busy' } },
    processing: { kind: 'tell', next: 'history' },
    'at-bank': { kind: 'office', office: 'bank-counter', next: 'go-there' },
    'at-bank-name': { kind: 'office', office: 'bank-counter', next: 'go-there' },
    'in-cash': {
      kind: 'office',
      office: 'one-stop-centre',
      openPoints: ['Người chưa có điện thoại: nhờ người thân nhận thay hay nhận ở đâu – hỏi ủy ban xã.'],
      next: 'go-there',
    },
    linked: { kind: 'finish', outcome: 'completed' },
    'go-there': { kind: 'finish', outcome: 'referred' },
  },
};
