/** A first lesson on the national learning platform for digital skills, up to the certificate. */
import type { Flow } from '../flow.ts';

const PLATFORM = 'Nền tảng Bình dân học vụ số, Dân trí 26/3/2025, Đồng Nai 28/5/2025 (public-services 8)';
const LOG_IN = 'Trang xã Cẩm Thành, 10/9/2024 (public-services 1D)';
const UNSEEN = 'public-services 8, chưa thấy trên máy';

export const binhDanHocVuSo: Flow = {
  id: 'binh-dan-hoc-vu-so',
  version: 1,
  first: 'vneid',
  services: ['skills'],
  subject: 'person',
  evidence: ['self', 'witness'],
  neverShare: ['otp', 'password', 'passcode', 'id-photo'],
  labels: {
    'log-in': { text: 'Đăng nhập', confidence: 'H', source: PLATFORM, verifiedOn: '2025-05-28' },
    'vneid-log-in': { text: 'Đăng nhập', confidence: 'H', source: LOG_IN, verifiedOn: '2024-09-10' },
    enrol: { text: 'Đăng ký học', confidence: 'U', source: UNSEEN, verifiedOn: '2026-11-21' },
    quiz: { text: 'Làm bài kiểm tra', confidence: 'U', source: UNSEEN, verifiedOn: '2026-11-21' },
  },
  sources: [
    { ref: PLATFORM, date: '2025-05-28', confidence: 'H' },
    { ref: 'Kế hoạch 01-KH/BCĐTW 21/3/2025 (public-services 8)', date: '2025-03-21', confidence: 'H' },
    {
      ref: 'QĐ 757/QĐ-BKHCN 29/4/2025: khung kỹ năng số cơ bản (public-services 8)',
      date: '2025-04-29',
      confidence: 'H',
    },
  ],
  reviewedOn: '2026-11-21',
  proposes: 'feedback-choose',
  steps: {
    vneid: {
      kind: 'prerequisite',
      flow: 'vneid-activate',
      openPoints: ['Bình dân học vụ số: VNeID mức 1 có vô học được không – tổ công nghệ số thử trên máy.'],
      next: 'guard',
    },
    guard: { kind: 'block', block: 'never-share', next: 'ready' },
    ready: { kind: 'choose', options: { enough: 'address', weak: 'together' } },
    address: {
      kind: 'do',
      warn: 'link',
      picture: {
        kind: 'form',
        title: 'Chrome',
        fields: [{ label: 'Ô trên cùng', hint: 'binhdanhocvuso.gov.vn' }],
        target: 0,
      },
      next: 'log-in',
    },
    'log-in': {
      kind: 'do',
      label: 'log-in',
      picture: { kind: 'list', title: 'Bình dân học vụ số', rows: ['Trang chủ', '@log-in'], target: 1 },
      next: 'vneid-log-in',
    },
    'vneid-log-in': {
      kind: 'do',
      label: 'vneid-log-in',
      picture: {
        kind: 'form',
        title: 'VNeID',
        fields: [
          { label: 'Số định danh', hint: '••••••••••••' },
          { label: 'Mật khẩu', hint: '••••••••' },
        ],
        button: '@vneid-log-in',
        target: 'button',
      },
      next: 'name-shown',
    },
    'name-shown': { kind: 'check', seen: 'find', unseen: 'not-in' },
    'not-in': { kind: 'choose', options: { again: 'log-in', together: 'together' } },
    find: {
      kind: 'do',
      picture: {
        kind: 'form',
        title: 'Bình dân học vụ số',
        fields: [{ label: 'Tìm kiếm', hint: 'người dân' }],
        target: 0,
      },
      openPoints: [
        'Bình dân học vụ số: chữ trên các nút tìm bài, đăng ký học, kiểm tra, giấy xác nhận – tổ công nghệ số xem trên trang.',
        'Học xong được ghi vào VNeID ra sao, xã xác nhận cách nào – hỏi Sở Khoa học và Công nghệ.',
      ],
      next: 'course',
    },
    course: {
      kind: 'do',
      picture: { kind: 'list', title: 'Kết quả tìm', rows: ['Bài cho người dân', 'Bài khác'], target: 0 },
      next: 'enrol',
    },
    enrol: {
      kind: 'do',
      label: 'enrol',
      picture: { kind: 'form', title: 'Bài cho người dân', fields: [], button: '@enrol', target: 'button' },
      next: 'part-one',
    },
    'part-one': { kind: 'tell', endsPart: true, next: 'read' },
    read: {
      kind: 'do',
      picture: { kind: 'list', title: 'Bài 1', rows: ['Bài đọc', 'Phim', 'Câu hỏi'], target: 0 },
      next: 'watch',
    },
    watch: {
      kind: 'do',
      picture: { kind: 'list', title: 'Bài 1', rows: ['Bài đọc', 'Phim', 'Câu hỏi'], target: 1 },
      next: 'played',
    },
    played: { kind: 'check', seen: 'quiz', unseen: 'not-played' },
    'not-played': { kind: 'choose', options: { previous: 'read', later: 'not-open-yet', weak: 'together' } },
    'not-open-yet': { kind: 'tell', next: 'watch' },
    quiz: {
      kind: 'do',
      label: 'quiz',
      picture: { kind: 'form', title: 'Bài 1', fields: [], button: '@quiz', target: 'button' },
      next: 'certificate',
    },
    certificate: { kind: 'check', seen: 'learned', unseen: 'no-certificate' },
    'no-certificate': { kind: 'choose', options: { more: 'read', together: 'together' } },
    together: { kind: 'office', office: 'one-stop-centre', next: 'go-there' },
    learned: { kind: 'finish', outcome: 'completed' },
    'go-there': { kind: 'finish', outcome: 'referred' },
  },
};
