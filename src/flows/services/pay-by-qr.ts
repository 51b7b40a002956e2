/** Paying by scanning a seller's code, out of the person's own bank or wallet. */
import type { Flow } from '../flow.ts';

export const payByQr: Flow = {
  id: 'pay-by-qr',
  version: 1,
  first: 'ready',
  services: ['pay'],
  subject: 'person',
  evidence: ['self', 'witness'],
  neverShare: ['otp', 'password', 'passcode', 'card'],
  labels: {},
  sources: [
    { ref: 'Người mua trả tiền bằng quét mã (payments-commerce P4)', date: '2026-11-21', confidence: 'U' },
    {
      ref: 'Thông tư 77/2025/TT-NHNN: từ 1/3/2026 ứng dụng ngân hàng dừng trên máy bị bẻ khóa, CafeF 21/1/2026',
      date: '2026-01-21',
      confidence: 'M',
    },
    { ref: 'Nghị định 52/2024/NĐ-CP về thanh toán không dùng tiền mặt', date: '2024-07-01', confidence: 'H' },
  ],
  reviewedOn: '2026-11-21',
  proposes: 'wallet-everyday',
  steps: {
    ready: { kind: 'choose', options: { enough: 'guard', 'no-app': 'open-first', 'no-signal': 'find-signal' } },
    'find-signal': { kind: 'tell', next: 'guard' },
    guard: { kind: 'block', block: 'never-share', next: 'never-a-page' },
    'never-a-page': { kind: 'tell', next: 'open-app' },
    'open-app': {
      kind: 'do',
      // The day from which banks' apps refuse a rooted phone.
      params: { since: '01/03/2026' },
      picture: { kind: 'home', apps: ['Điện thoại', 'Tin nhắn', 'Ngân hàng', 'Máy ảnh'], target: 2 },
      openPoints: ['Từng ngân hàng: quét mã trả tiền có tốn phí không – hỏi ngân hàng.'],
      next: 'pay',
    },
    pay: { kind: 'block', block: 'scan-and-pay', params: { appName: 'Ngân hàng' }, next: 'paid', unable: 'call-bank' },
    'call-bank': { kind: 'tell', next: 'asked' },
    paid: { kind: 'finish', outcome: 'completed' },
    'open-first': { kind: 'finish', outcome: 'referred' },
    asked: { kind: 'finish', outcome: 'referred' },
  },
};
