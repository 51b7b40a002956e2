/** What never to share, then the wallet on the screen: how every everyday task in a wallet begins. */
import type { Flow } from '../flow.ts';

export const openWallet: Flow = {
  id: 'open-wallet',
  version: 1,
  isBlock: true,
  first: 'guard',
  services: [],
  subject: 'person',
  evidence: [],
  neverShare: ['otp', 'password'],
  labels: {},
  sources: [{ ref: 'Bốn việc với ví (payments-commerce C7)', date: '2026-11-21', confidence: 'M' }],
  reviewedOn: '2026-11-21',
  steps: {
    guard: { kind: 'block', block: 'never-share', next: 'open-app' },
    'open-app': {
      kind: 'do',
      picture: { kind: 'home', apps: ['Điện thoại', 'Tin nhắn', 'Ví điện tử', 'Máy ảnh'], target: 2 },
      next: 'own-wallet',
    },
    'own-wallet': { kind: 'check', seen: 'opened', unseen: 'not-open' },
    'not-open': { kind: 'choose', options: { again: 'open-app', forgot: 'forgot-password' } },
    'forgot-password': { kind: 'tell', next: 'own-wallet' },
    opened: { kind: 'finish', outcome: 'completed' },
  },
};
