/** After a fraud: network off, bank, police, in that order, one act a message. Nothing is explained before it is done. */
import type { Flow } from '../flow.ts';

export const scamFirstAid: Flow = {
  id: 'scam-first-aid',
  version: 1,
  isBlock: true,
  first: 'network-off',
  services: [],
  subject: 'person',
  evidence: [],
  neverShare: ['otp', 'password', 'passcode', 'card'],
  labels: {},
  sources: [
    { ref: 'Lỡ rồi – năm việc, theo thứ tự (payments-commerce P9)', date: '2026-11-21', confidence: 'M' },
    {
      ref: 'Ứng dụng giả: tắt mạng, gọi ngân hàng, ra công an, Báo Tin tức 11/2024, Báo Lâm Đồng 7/2025',
      date: '2025-07-01',
      confidence: 'M',
    },
    { ref: 'Số khẩn cấp 113 (public-services 0.4)', date: '2026-11-21', confidence: 'H' },
    { ref: 'Tổng đài 1800 9000, 1800 1091 (payments-commerce 13)', date: '2026-11-21', confidence: 'M' },
  ],
  reviewedOn: '2026-11-21',
  steps: {
    'network-off': {
      kind: 'do',
      picture: { kind: 'list', title: 'Kéo từ mép trên xuống', rows: ['Wi-Fi', 'Máy bay', 'Âm thanh'], target: 1 },
      next: 'bank',
    },
    bank: {
      kind: 'do',
      picture: { kind: 'counter', place: 'Tổng đài ngân hàng' },
      openPoints: ['Số gọi của từng ngân hàng, từng ví: gọi thử trước khi in ra giấy.'],
      next: 'locked',
    },
    locked: { kind: 'check', seen: 'police', unseen: 'not-locked' },
    'not-locked': { kind: 'choose', options: { again: 'bank', counter: 'bank-counter' } },
    'bank-counter': { kind: 'office', office: 'bank-counter', next: 'police' },
    police: {
      kind: 'office',
      office: 'commune-police',
      openPoints: [
        'Nhắn 5656 hay gọi 156 báo lừa đảo: năm 2026 còn chạy không, ai nhận – hỏi công an tỉnh.',
        'Số gọi thẳng của A05: chưa có nguồn – hỏi công an tỉnh.',
      ],
      next: 'reported',
    },
    reported: { kind: 'check', seen: 'keep', unseen: 'not-reported' },
    'not-reported': { kind: 'choose', options: { there: 'keep', later: 'go-now' } },
    keep: { kind: 'tell', next: 'passwords' },
    passwords: {
      kind: 'do',
      picture: {
        kind: 'form',
        title: 'Ngân hàng',
        fields: [
          { label: 'Mật khẩu mới', hint: '••••••••' },
          { label: 'Gõ lại mật khẩu', hint: '••••••••' },
        ],
        target: 0,
      },
      next: 'family',
    },
    family: {
      kind: 'do',
      picture: {
        kind: 'form',
        title: 'Tin nhắn mới',
        fields: [
          { label: 'Gửi tới', hint: 'Người nhà' },
          { label: 'Nội dung', hint: 'Tôi bị lừa' },
        ],
        button: 'Gửi',
        target: 'button',
      },
      next: 'no-refunds',
    },
    'no-refunds': { kind: 'tell', next: 'stopped' },
    stopped: { kind: 'check', seen: 'done', unseen: 'not-stopped' },
    'not-stopped': { kind: 'choose', options: { look: 'stopped', counter: 'go-now' } },
    done: { kind: 'finish', outcome: 'completed' },
    'go-now': { kind: 'finish', outcome: 'referred' },
  },
};
