/** Where a dossier stands on the national portal, what the state means, and what to do about it. */
import type { Flow } from '../flow.ts';

const MENU = 'Thực đơn Cổng Dịch vụ công, 2024 (public-services 2C)';
const UNSEEN = 'public-services 2C, chưa thấy trên trang';

export const dvcqgTrack: Flow = {
  id: 'dvcqg-track',
  version: 1,
  first: 'code',
  services: ['dvcqg'],
  subject: 'person',
  evidence: ['self', 'witness'],
  neverShare: ['otp', 'password', 'passcode', 'id-number', 'id-photo'],
  labels: {
    'look-up': { text: 'Tra cứu hồ sơ', confidence: 'M', source: MENU, verifiedOn: '2024-01-01' },
    search: { text: 'Tra cứu', confidence: 'U', source: UNSEEN, verifiedOn: '2026-11-21' },
    'own-files': { text: 'Hồ sơ của tôi', confidence: 'U', source: UNSEEN, verifiedOn: '2026-11-21' },
    complain: { text: 'Gửi PAKN', confidence: 'M', source: MENU, verifiedOn: '2024-01-01' },
  },
  sources: [
    { ref: MENU, date: '2024-01-01', confidence: 'M' },
    {
      ref: 'Cổng chuyển sang Trung tâm dữ liệu quốc gia, VTC News 5/3/2026 (public-services 2)',
      date: '2026-03-05',
      confidence: 'M',
    },
    {
      ref: 'VietNamNet 8/2025: trung tâm phục vụ hành chính công cấp xã (public-services 2)',
      date: '2025-08-01',
      confidence: 'H',
    },
  ],
  reviewedOn: '2026-11-21',
  proposes: 'dvcqg-pay',
  steps: {
    code: { kind: 'choose', options: { have: 'address', lost: 'portal' } },
    address: {
      kind: 'do',
      warn: 'link',
      picture: {
        kind: 'form',
        title: 'Chrome',
        fields: [{ label: 'Ô trên cùng', hint: 'dichvucong.gov.vn' }],
        target: 0,
      },
      next: 'look-up',
    },
    'look-up': {
      kind: 'do',
      label: 'look-up',
      picture: { kind: 'list', title: 'Cổng Dịch vụ công', rows: ['Trang chủ', 'Đăng nhập', '@look-up'], target: 2 },
      openPoints: [
        'Cổng dịch vụ công: tên mục và nút tra cứu, chữ ghi tình trạng hồ sơ sau đợt chuyển 3–4/2026 – tổ công nghệ số xem trên trang.',
      ],
      next: 'number',
    },
    number: {
      kind: 'do',
      picture: {
        kind: 'form',
        title: '@look-up',
        fields: [{ label: 'Mã hồ sơ', hint: '•••' }, { label: 'Chữ trong hình' }],
        target: 0,
      },
      next: 'captcha',
    },
    captcha: {
      kind: 'do',
      picture: {
        kind: 'form',
        title: '@look-up',
        fields: [{ label: 'Mã hồ sơ', hint: '•••' }, { label: 'Chữ trong hình' }],
        target: 1,
      },
      next: 'search',
    },
    search: {
      kind: 'do',
      label: 'search',
      picture: {
        kind: 'form',
        title: '@look-up',
        fields: [{ label: 'Mã hồ sơ', hint: '•••' }, { label: 'Chữ trong hình' }],
        button: '@search',
        target: 'button',
      },
      next: 'found',
    },
    found: { kind: 'check', seen: 'state', unseen: 'not-found' },
    'not-found': { kind: 'choose', options: { again: 'number', 'own-list': 'portal', centre: 'at-centre' } },

    // Without the code: the person's own list behind the sign-in.
    portal: { kind: 'prerequisite', flow: 'dvcqg-login', next: 'own-files' },
    'own-files': {
      kind: 'do',
      label: 'own-files',
      picture: { kind: 'list', title: 'Cổng Dịch vụ công', rows: ['Trang chủ', '@own-files', '@look-up'], target: 1 },
      next: 'in-list',
    },
    'in-list': { kind: 'check', seen: 'state', unseen: 'not-listed' },
    'not-listed': { kind: 'choose', options: { again: 'own-files', centre: 'at-centre' } },

    // What it says there, and what that asks for.
    state: { kind: 'choose', options: { waiting: 'due', wanted: 'wanted', answered: 'answer' } },
    due: { kind: 'choose', options: { 'in-time': 'in-time', overdue: 'overdue' } },
    'in-time': { kind: 'tell', next: 'known' },
    overdue: { kind: 'choose', options: { portal: 'complain', centre: 'at-centre' } },
    complain: {
      kind: 'do',
      label: 'complain',
      picture: {
        kind: 'list',
        title: 'Cổng Dịch vụ công',
        rows: ['@look-up', '@complain', 'Hỏi đáp'],
        target: 1,
      },
      next: 'known',
    },
    wanted: { kind: 'choose', options: { papers: 'more-papers', fee: 'fee-due' } },
    'more-papers': { kind: 'tell', next: 'known' },
    'fee-due': { kind: 'tell', next: 'known' },
    answer: { kind: 'choose', options: { result: 'result-there', refused: 'refused' } },
    'result-there': { kind: 'tell', next: 'known' },
    refused: { kind: 'tell', next: 'known' },

    known: { kind: 'check', seen: 'tracked', unseen: 'unknown' },
    unknown: { kind: 'choose', options: { again: 'state', centre: 'at-centre' } },
    'at-centre': {
      kind: 'office',
      office: 'one-stop-centre',
      openPoints: [
        'Tổng đài Cổng dịch vụ công bây giờ là số mấy (trước 2026 là 1800 1096) – hỏi trung tâm phục vụ hành chính công.',
      ],
      next: 'go-there',
    },
    tracked: { kind: 'finish', outcome: 'completed' },
    'go-there': { kind: 'finish', outcome: 'referred' },
  },
};
