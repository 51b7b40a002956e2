/** Becoming a place where a wallet is accepted: a call, a visit, papers, the board. Params: `brand`, `hotline` (free of charge). */
import type { Flow } from '../flow.ts';

export const merchantSignUp: Flow = {
  id: 'merchant-sign-up',
  version: 1,
  isBlock: true,
  first: 'call',
  services: [],
  subject: 'stall',
  evidence: [],
  neverShare: ['otp', 'password', 'id-photo'],
  labels: {},
  sources: [
    { ref: 'Điểm chấp nhận thanh toán (payments-commerce P3b, P3c)', date: '2026-11-21', confidence: 'M' },
    {
      ref: 'Thông tư 25/2025/TT-NHNN: tài khoản của hộ kinh doanh, CafeF 2/2/2026, Dân trí 1/3/2026',
      date: '2026-03-01',
      confidence: 'H',
    },
  ],
  reviewedOn: '2026-11-21',
  steps: {
    call: {
      kind: 'do',
      picture: {
        kind: 'form',
        title: 'Điện thoại',
        fields: [{ label: 'Gọi số', hint: '1800 …' }],
        button: 'Gọi',
        target: 'button',
      },
      next: 'appointed',
    },
    appointed: { kind: 'check', seen: 'visit', unseen: 'not-appointed' },
    'not-appointed': { kind: 'choose', options: { again: 'call', shop: 'at-shop' } },
    visit: { kind: 'tell', next: 'come' },
    come: { kind: 'choose', options: { here: 'papers', waiting: 'wait' } },
    wait: { kind: 'tell', next: 'come' },
    papers: {
      kind: 'do',
      warn: 'nfc',
      picture: { kind: 'counter', place: 'Sạp của mình' },
      openPoints: ['{brand}: sạp chưa có giấy hộ kinh doanh thì đăng ký dạng cá nhân được không – hỏi {hotline}.'],
      next: 'terms',
    },
    terms: {
      kind: 'do',
      picture: { kind: 'counter', place: 'Sạp của mình' },
      openPoints: ['{brand}: phí của điểm nhận tiền, tiền về đâu và mấy giờ – hỏi {hotline}.'],
      next: 'answered',
    },
    answered: { kind: 'check', seen: 'board', unseen: 'do-not-sign' },
    'do-not-sign': { kind: 'choose', options: { ask: 'terms', stop: 'unsigned' } },
    board: { kind: 'do', picture: { kind: 'qr', title: 'Bảng mã của sạp' }, next: 'board-name' },
    'board-name': { kind: 'check', seen: 'done', unseen: 'wrong-board' },
    'wrong-board': { kind: 'choose', options: { mended: 'board', later: 'board-back' } },
    'at-shop': { kind: 'office', office: 'operator-shop', next: 'asked-there' },
    done: { kind: 'finish', outcome: 'completed' },
    unsigned: { kind: 'finish', outcome: 'referred' },
    'board-back': { kind: 'finish', outcome: 'referred' },
    'asked-there': { kind: 'finish', outcome: 'referred' },
  },
};
