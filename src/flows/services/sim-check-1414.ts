/** Whose name the SIM is in, by one free text message: the only check that a phone with keys can do too. */
import type { Flow } from '../flow.ts';

const BY_TEXT = 'Nhắn TTTB gửi 1414, PLO 2/12/2025, Sở KH&CN Long An 10/6/2024 (public-services 3.2)';

export const simCheck1414: Flow = {
  id: 'sim-check-1414',
  version: 1,
  first: 'can-send',
  services: ['sim'],
  subject: 'person',
  evidence: ['self', 'witness'],
  neverShare: ['otp', 'password', 'id-number', 'id-photo'],
  labels: {},
  sources: [
    { ref: BY_TEXT, date: '2025-12-02', confidence: 'H' },
    { ref: 'Sang tên thuê bao, Tiền Phong 2023 (public-services 3.4)', date: '2023-01-01', confidence: 'M' },
    {
      ref: 'Số lạ đứng tên mình thì bỏ trong VNeID, Lao Động 6/2026 (public-services 3.3)',
      date: '2026-06-01',
      confidence: 'H',
    },
  ],
  reviewedOn: '2026-11-21',
  proposes: 'sim-confirm-vneid',
  steps: {
    'can-send': { kind: 'choose', options: { calls: 'open-messages', blocked: 'blocked' } },
    'open-messages': {
      kind: 'do',
      picture: { kind: 'home', apps: ['Điện thoại', 'Tin nhắn', 'Máy ảnh', 'Cài đặt'], target: 1 },
      next: 'number',
    },
    number: {
      kind: 'do',
      picture: {
        kind: 'form',
        title: 'Tin nhắn mới',
        fields: [{ label: 'Gửi tới', hint: '1414' }, { label: 'Nội dung' }],
        target: 0,
      },
      next: 'which',
    },
    which: { kind: 'choose', options: { this: 'text', all: 'text-with-id' } },
    text: {
      kind: 'do',
      picture: {
        kind: 'form',
        title: 'Tin nhắn mới',
        fields: [
          { label: 'Gửi tới', hint: '1414' },
          { label: 'Nội dung', hint: 'TTTB' },
        ],
        target: 1,
      },
      next: 'send',
    },
    send: {
      kind: 'do',
      picture: {
        kind: 'form',
        title: 'Tin nhắn mới',
        fields: [
          { label: 'Gửi tới', hint: '1414' },
          { label: 'Nội dung', hint: 'TTTB' },
        ],
        button: 'Gửi',
        target: 'button',
      },
      next: 'replied',
    },
    replied: { kind: 'check', seen: 'own-name', unseen: 'no-reply' },
    'no-reply': { kind: 'choose', options: { again: 'send', blocked: 'blocked' } },
    'own-name': { kind: 'check', seen: 'checked', unseen: 'other-name' },
    'text-with-id': {
      kind: 'do',
      picture: {
        kind: 'form',
        title: 'Tin nhắn mới',
        fields: [
          { label: 'Gửi tới', hint: '1414' },
          { label: 'Nội dung', hint: 'TTTB ••••' },
        ],
        target: 1,
      },
      openPoints: [
        'Từng nhà mạng: tin 1414 trả lời khi nhắn kèm số căn cước ghi ra sao – tổ công nghệ số thử trên máy.',
      ],
      next: 'send-with-id',
    },
    'send-with-id': {
      kind: 'do',
      picture: {
        kind: 'form',
        title: 'Tin nhắn mới',
        fields: [
          { label: 'Gửi tới', hint: '1414' },
          { label: 'Nội dung', hint: 'TTTB ••••' },
        ],
        button: 'Gửi',
        target: 'button',
      },
      next: 'all-own',
    },
    'all-own': { kind: 'check', seen: 'checked', unseen: 'not-all-own' },
    'not-all-own': {
      kind: 'choose',
      options: { again: 'send-with-id', vneid: 'drop-in-vneid', shop: 'strange-number' },
    },
    blocked: { kind: 'office', office: 'operator-shop', next: 'go-there' },
    'other-name': {
      kind: 'office',
      office: 'operator-shop',
      openPoints: ['Phí đổi sim khi sang tên: hỏi cửa hàng nhà mạng, chưa có nguồn.'],
      next: 'go-there',
    },
    'strange-number': { kind: 'office', office: 'operator-shop', next: 'go-there' },
    checked: { kind: 'finish', outcome: 'completed' },
    'go-there': { kind: 'finish', outcome: 'referred' },
    'drop-in-vneid': { kind: 'finish', outcome: 'referred' },
  },
};
