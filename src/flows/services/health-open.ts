/** The health book inside VNeID: visits, prescriptions and appointments, opened by the person alone. */
import type { Flow } from '../flow.ts';

const BOOK = 'Sổ sức khỏe điện tử trên VNeID, CafeF 7/1/2026, Sức khỏe và Đời sống 11/1/2026 (public-services 5A)';
const LAW = 'QĐ 31/QĐ-BYT 6/1/2026: hiện đủ trong VNeID thì có giá trị như giấy, CAND 6/1/2026 (public-services 5)';
const GUIDE = 'Trang xã Cẩm Thành, 10/9/2024 (public-services 1D)';
const FORGOT = 'Hướng dẫn lấy lại mật khẩu, passcode VNeID, 24/4/2024 (public-services 1E)';

export const healthOpen: Flow = {
  id: 'health-open',
  version: 1,
  first: 'vneid',
  services: ['health'],
  subject: 'person',
  evidence: ['self', 'witness'],
  neverShare: ['otp', 'password', 'passcode', 'id-photo', 'face-photo'],
  labels: {
    'log-in': { text: 'Đăng nhập', confidence: 'H', source: GUIDE, verifiedOn: '2024-09-10' },
    book: { text: 'Sổ sức khỏe điện tử', confidence: 'H', source: BOOK, verifiedOn: '2026-01-11' },
    passcode: { text: 'passcode', confidence: 'H', source: GUIDE, verifiedOn: '2024-09-10' },
    'forgot-password': { text: 'Quên mật khẩu', confidence: 'H', source: FORGOT, verifiedOn: '2024-04-24' },
    'forgot-passcode': { text: 'Quên passcode', confidence: 'M', source: FORGOT, verifiedOn: '2024-04-24' },
    // Read in translation: only the sense is known.
    agree: { text: 'Đồng ý sử dụng', confidence: 'L', source: BOOK, verifiedOn: '2026-01-11' },
    empty: { text: 'chưa có dữ liệu', confidence: 'L', source: BOOK, verifiedOn: '2026-01-11' },
  },
  sources: [
    { ref: LAW, date: '2026-01-06', confidence: 'H' },
    { ref: BOOK, date: '2026-01-11', confidence: 'H' },
    { ref: 'Tổng đài 1900 0368, ZNews 29/11/2025 (public-services 0.4)', date: '2025-11-29', confidence: 'H' },
  ],
  reviewedOn: '2026-11-21',
  proposes: 'health-bhyt',
  steps: {
    vneid: { kind: 'prerequisite', flow: 'vneid-activate', next: 'guard' },
    guard: { kind: 'block', block: 'never-share', next: 'ready' },
    ready: { kind: 'choose', options: { enough: 'open-app', forgot: 'forgot', 'no-card': 'card-later' } },
    forgot: { kind: 'tell', next: 'open-app' },
    'card-later': { kind: 'tell', next: 'open-app' },
    'open-app': {
      kind: 'do',
      picture: { kind: 'home', apps: ['Điện thoại', 'Tin nhắn', 'VNeID', 'Máy ảnh'], target: 2 },
      openPoints: ['Ứng dụng sổ sức khỏe riêng của các năm trước còn chạy không – hỏi trạm y tế.'],
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
      next: 'book',
    },
    book: {
      kind: 'do',
      label: 'book',
      picture: { kind: 'list', title: 'Trang chủ VNeID', rows: ['Ví giấy tờ', '@book'], target: 1 },
      next: 'passcode',
    },
    passcode: { kind: 'do', picture: { kind: 'keypad', title: '@passcode', digits: 6 }, next: 'terms' },
    terms: {
      kind: 'do',
      label: 'agree',
      picture: {
        kind: 'permission',
        title: '@book',
        question: 'Xem sổ trong máy này?',
        answers: ['Thôi', '@agree'],
        target: 1,
      },
      openPoints: ['Sổ sức khỏe: chữ trên nút đồng ý lần đầu – tổ công nghệ số xem trên máy.'],
      next: 'visits',
    },
    visits: { kind: 'choose', options: { listed: 'visit', empty: 'no-data' } },
    visit: {
      kind: 'do',
      picture: { kind: 'list', title: '@book', rows: ['Lần khám mới nhất', 'Lần khám trước'], target: 0 },
      next: 'at-clinic',
    },
    'no-data': { kind: 'tell', next: 'at-clinic' },
    'at-clinic': { kind: 'tell', next: 'own-book' },
    'own-book': { kind: 'check', seen: 'opened', unseen: 'not-opened' },
    'not-opened': { kind: 'choose', options: { again: 'open-app', hotline: 'call-1900' } },
    'call-1900': {
      kind: 'tell',
      openPoints: ['1900 0368: giá cước một phút – hỏi tổng đài.'],
      next: 'after-call',
    },
    'after-call': { kind: 'choose', options: { again: 'open-app', police: 'at-police' } },
    'at-police': { kind: 'office', office: 'commune-police', next: 'go-there' },
    opened: { kind: 'finish', outcome: 'completed' },
    'go-there': { kind: 'finish', outcome: 'referred' },
  },
};
