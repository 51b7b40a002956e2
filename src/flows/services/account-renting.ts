/** Renting out, selling or lending an account, a wallet or a SIM: what it costs, how to refuse, what to do if it is done. */
import type { Flow } from '../flow.ts';

/** Fines in millions of đồng by the number of accounts, and the day they begin (Nghị định 340/2025/NĐ-CP). */
const FINES = { least: '100', middle: '150', most: '200', manyFrom: '10', since: '09/02/2026' };

export const accountRenting: Flow = {
  id: 'account-renting',
  version: 1,
  first: 'which',
  services: ['safety'],
  subject: 'person',
  evidence: ['self', 'witness'],
  neverShare: ['otp', 'password', 'passcode', 'card', 'id-photo', 'face-photo'],
  labels: {},
  sources: [
    {
      ref: 'Nghị định 340/2025/NĐ-CP từ 9/2/2026, CafeF 8 và 11/1/2026, Thanh Niên 9/1/2026',
      date: '2026-01-11',
      confidence: 'H',
    },
    {
      ref: 'Thuê, mua tài khoản: CafeF 10/3/2026, Dân trí 11/3/2026 (payments-commerce P9)',
      date: '2026-03-11',
      confidence: 'H',
    },
  ],
  reviewedOn: '2026-11-21',
  proposes: 'scam-check',
  steps: {
    which: { kind: 'choose', options: { asked: 'why', already: 'why-now' } },
    why: { kind: 'tell', next: 'fine' },
    fine: { kind: 'tell', params: FINES, next: 'refuse' },
    refuse: {
      kind: 'do',
      picture: {
        kind: 'form',
        title: 'Tin nhắn',
        fields: [{ label: 'Trả lời', hint: 'Tôi không cho thuê' }],
        button: 'Gửi',
        target: 'button',
      },
      next: 'block-asker',
    },
    'block-asker': {
      kind: 'do',
      picture: { kind: 'list', title: 'Người rủ', rows: ['Nhắn tin', 'Chặn người này', 'Gọi'], target: 1 },
      next: 'tell-young',
    },
    'tell-young': { kind: 'tell', next: 'refused' },
    refused: { kind: 'check', seen: 'safe', unseen: 'not-refused' },
    'not-refused': { kind: 'choose', options: { now: 'refused', police: 'at-police' } },
    'why-now': { kind: 'tell', params: FINES, next: 'bank' },
    bank: {
      kind: 'do',
      picture: { kind: 'counter', place: 'Tổng đài ngân hàng' },
      next: 'locked',
    },
    locked: { kind: 'check', seen: 'at-police', unseen: 'not-locked' },
    'not-locked': { kind: 'choose', options: { again: 'bank', counter: 'at-bank' } },
    'at-bank': { kind: 'office', office: 'bank-counter', next: 'at-police' },
    'at-police': {
      kind: 'office',
      office: 'commune-police',
      openPoints: ['Tự ra khai báo sớm thì được coi là nhẹ hơn không – hỏi công an xã.'],
      next: 'go-there',
    },
    safe: { kind: 'finish', outcome: 'completed' },
    'go-there': { kind: 'finish', outcome: 'referred' },
  },
};
