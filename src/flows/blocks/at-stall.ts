/** A payment code in its place at the stall, and the two habits that keep money from going elsewhere. */
import type { Flow } from '../flow.ts';

export const atStall: Flow = {
  id: 'at-stall',
  version: 1,
  isBlock: true,
  first: 'own-phone-first',
  services: [],
  subject: 'stall',
  evidence: [],
  neverShare: ['otp', 'password'],
  labels: {},
  sources: [
    { ref: 'Dán đè mã: Lao Động 2/10/2023, Báo Hải Dương 17/8/2023', date: '2023-10-02', confidence: 'H' },
    { ref: 'Biên lai giả: Soha 17/8/2025 và 20/2/2026', date: '2026-02-20', confidence: 'H' },
    { ref: 'Chuyển 200 đồng thay vì 200.000: VnReview, Người Lao Động 2025', date: '2025-01-01', confidence: 'M' },
  ],
  reviewedOn: '2026-11-21',
  steps: {
    'own-phone-first': { kind: 'tell', next: 'few-zeros' },
    'few-zeros': { kind: 'tell', next: 'put-up' },
    'put-up': {
      kind: 'do',
      picture: { kind: 'qr', title: 'Sạp của mình' },
      photo: 'payment-code',
      next: 'each-morning',
    },
    'each-morning': {
      kind: 'do',
      picture: { kind: 'camera', title: 'Máy của mình', subject: 'qr' },
      photo: 'payment-code',
      next: 'own-name',
    },
    'own-name': { kind: 'check', photo: 'payment-code', seen: 'done', unseen: 'not-own-name' },
    'not-own-name': { kind: 'choose', options: { again: 'each-morning', stop: 'taken-down' } },
    done: { kind: 'finish', outcome: 'completed' },
    'taken-down': { kind: 'finish', outcome: 'referred' },
  },
};
