/** Hospital fees by the code on the slip, or by a child far away; done when the desk has stamped the slip. */
import type { Flow } from '../flow.ts';

export const hospitalFee: Flow = {
  id: 'hospital-fee',
  version: 1,
  first: 'slip',
  services: ['bills'],
  subject: 'person',
  evidence: ['self', 'witness'],
  neverShare: ['otp', 'password', 'passcode', 'card', 'id-photo'],
  labels: {},
  sources: [
    {
      ref: 'Viện phí bằng mã trên phiếu, hotrothanhtoanyte.vn, trang không ghi ngày (payments-commerce P7.4)',
      date: '2026-11-21',
      confidence: 'L',
    },
  ],
  reviewedOn: '2026-11-21',
  proposes: 'health-open',
  steps: {
    slip: {
      kind: 'choose',
      options: { code: 'own-name', family: 'photo', none: 'at-desk' },
      openPoints: ['Bệnh viện, trạm y tế: nơi nào có mã trên phiếu, trả được bằng gì – hỏi quầy thu tiền.'],
    },
    'own-name': { kind: 'check', seen: 'pay', unseen: 'at-desk' },
    pay: {
      kind: 'block',
      block: 'pay-by-slip',
      params: { payee: 'bệnh viện', desk: 'quầy thu tiền' },
      next: 'show',
      unable: 'at-desk',
    },
    photo: { kind: 'do', picture: { kind: 'camera', title: 'Máy ảnh', subject: 'qr' }, next: 'child-paid' },
    'child-paid': { kind: 'check', seen: 'show', unseen: 'not-paid' },
    'not-paid': { kind: 'choose', options: { look: 'child-paid', desk: 'at-desk' } },
    show: { kind: 'do', picture: { kind: 'counter', place: 'Quầy thu tiền' }, next: 'stamped' },
    stamped: { kind: 'check', seen: 'paid', unseen: 'not-stamped' },
    'not-stamped': { kind: 'choose', options: { look: 'stamped', keep: 'proof' } },
    'at-desk': { kind: 'tell', next: 'go-there' },
    paid: { kind: 'finish', outcome: 'completed' },
    proof: { kind: 'finish', outcome: 'referred' },
    'go-there': { kind: 'finish', outcome: 'referred' },
  },
};
