/** Somebody calls, writes or offers: hang up first, then see who it claims to be, then ask back on a number one knows. */
import type { Flow } from '../flow.ts';

export const scamCheck: Flow = {
  id: 'scam-check',
  version: 1,
  first: 'hang-up',
  services: ['safety'],
  subject: 'person',
  evidence: ['self', 'witness'],
  neverShare: ['otp', 'password', 'passcode', 'card', 'id-number', 'id-photo', 'face-photo', 'security-answer'],
  labels: {},
  sources: [
    {
      ref: 'Giả công an, cập nhật VNeID: Dân trí 18/7/2025, Báo Lâm Đồng 7/2025 (payments-commerce P9)',
      date: '2025-07-18',
      confidence: 'H',
    },
    {
      ref: 'Gọi video giả, bắt cóc qua mạng: VietnamPlus 12/8/2025, Kênh14 21/10/2025',
      date: '2025-10-21',
      confidence: 'H',
    },
    { ref: 'Giả điện lực, giao hàng: VTC 10/10/2025, CafeF 21/1/2026', date: '2026-01-21', confidence: 'H' },
    { ref: 'Giả ngân hàng, trạm phát sóng giả: CafeF 24/2/2026, Soha 17/2/2026', date: '2026-02-24', confidence: 'M' },
    { ref: 'Quà Tết, trợ cấp giả: Thanh Niên 12/1/2026', date: '2026-01-12', confidence: 'M' },
  ],
  reviewedOn: '2026-11-21',
  proposes: 'account-renting',
  steps: {
    'hang-up': {
      kind: 'do',
      picture: {
        kind: 'permission',
        title: 'Cuộc gọi',
        question: 'Số lạ',
        answers: ['Nghe máy', 'Tắt máy'],
        target: 1,
      },
      next: 'harm',
    },
    harm: { kind: 'choose', options: { none: 'who', done: 'aid' } },
    who: { kind: 'choose', options: { state: 'state', company: 'company', others: 'others' } },
    others: { kind: 'choose', options: { kin: 'kin', gift: 'gift', code: 'strange-code' } },
    state: { kind: 'tell', next: 'ask-back' },
    company: { kind: 'tell', next: 'ask-back' },
    kin: { kind: 'tell', next: 'ask-back' },
    gift: { kind: 'tell', next: 'ask-back' },
    'strange-code': { kind: 'tell', next: 'ask-back' },
    'ask-back': {
      kind: 'do',
      picture: { kind: 'home', apps: ['Tin nhắn', 'Điện thoại', 'Máy ảnh', 'Zalo'], target: 1 },
      openPoints: [
        'nTrust coi số lạ, đường dẫn lạ: năm 2026 còn miễn phí không – tổ công nghệ số xem trên kho ứng dụng.',
      ],
      next: 'block-caller',
    },
    'block-caller': {
      kind: 'do',
      picture: { kind: 'list', title: 'Số lạ', rows: ['Gọi lại', 'Chặn số này', 'Nhắn tin'], target: 1 },
      next: 'kept-safe',
    },
    'kept-safe': { kind: 'check', seen: 'safe', unseen: 'not-safe' },
    'not-safe': { kind: 'choose', options: { calm: 'kept-safe', gave: 'aid' } },
    aid: { kind: 'block', block: 'scam-first-aid', next: 'helped' },
    safe: { kind: 'finish', outcome: 'completed' },
    helped: { kind: 'finish', outcome: 'completed' },
  },
};
