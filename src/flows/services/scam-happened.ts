/** It has happened: at once, one act a message, in the order in which money can still be saved. */
import type { Flow } from '../flow.ts';

export const scamHappened: Flow = {
  id: 'scam-happened',
  version: 1,
  first: 'aid',
  services: ['safety'],
  subject: 'person',
  evidence: ['self', 'witness'],
  neverShare: ['otp', 'password', 'passcode', 'card', 'id-photo', 'face-photo'],
  labels: {},
  sources: [{ ref: 'Lỡ rồi – năm việc, theo thứ tự (payments-commerce P9)', date: '2026-11-21', confidence: 'M' }],
  reviewedOn: '2026-11-21',
  proposes: 'vneid-lock',
  steps: {
    aid: { kind: 'block', block: 'scam-first-aid', next: 'helped' },
    helped: { kind: 'finish', outcome: 'completed' },
  },
};
