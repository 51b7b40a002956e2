/** A SIM in the person's own name and a signal: what every account on a phone begins with. */
import type { Flow } from '../flow.ts';

export const phoneReady: Flow = {
  id: 'phone-ready',
  version: 1,
  isBlock: true,
  first: 'own-sim',
  services: [],
  subject: 'person',
  evidence: [],
  neverShare: ['id-number'],
  labels: {},
  sources: [
    {
      ref: 'Nhắn TTTB gửi 1414, PLO 2/12/2025, Sở KH&CN Long An 6/2024 (public-services 3.2)',
      date: '2025-12-02',
      confidence: 'H',
    },
    { ref: 'Sang tên thuê bao, Tiền Phong 2023 (public-services 3.4)', date: '2023-01-01', confidence: 'M' },
    { ref: 'Thông tư 08/2026/TT-BKHCN, xác thực thuê bao (public-services 3)', date: '2026-04-15', confidence: 'H' },
  ],
  reviewedOn: '2026-11-21',
  steps: {
    'own-sim': { kind: 'choose', options: { own: 'signal', unsure: 'send-1414', other: 'sim-shop' } },
    'send-1414': {
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
      next: 'sim-name',
    },
    'sim-name': { kind: 'check', seen: 'signal', unseen: 'no-name' },
    'no-name': { kind: 'choose', options: { again: 'send-1414', stop: 'sim-shop' } },
    'sim-shop': {
      kind: 'office',
      office: 'operator-shop',
      openPoints: ['Phí đổi sim khi sang tên: hỏi cửa hàng nhà mạng, chưa có nguồn.'],
      next: 'sim-first',
    },
    signal: { kind: 'check', seen: 'ready', unseen: 'no-signal' },
    'no-signal': {
      kind: 'do',
      picture: { kind: 'list', title: 'Cài đặt', rows: ['Wi-Fi', 'Dữ liệu di động', 'Âm thanh'], target: 0 },
      next: 'signal-again',
    },
    'signal-again': { kind: 'choose', options: { on: 'ready', later: 'signal-later' } },
    'signal-later': { kind: 'tell', next: 'signal' },
    ready: { kind: 'finish', outcome: 'completed' },
    'sim-first': { kind: 'finish', outcome: 'referred' },
  },
};
