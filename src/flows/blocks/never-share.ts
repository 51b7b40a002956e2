/** What must never leave the person's hands (conversation-design CD-8, CD-70). */
import type { Flow } from '../flow.ts';

export const neverShare: Flow = {
  id: 'never-share',
  version: 1,
  isBlock: true,
  first: 'keep',
  services: [],
  subject: 'person',
  evidence: [],
  neverShare: ['otp', 'password', 'passcode', 'card', 'id-photo', 'face-photo'],
  labels: {},
  sources: [
    {
      ref: 'Cảnh báo của Bộ Công an về mã OTP và ứng dụng giả, Soha 8/2025 (public-services 0.1)',
      date: '2025-08-01',
      confidence: 'H',
    },
    { ref: 'Không bao giờ đưa cho ai (payments-commerce C4)', date: '2026-11-21', confidence: 'H' },
  ],
  reviewedOn: '2026-11-21',
  steps: {
    keep: { kind: 'tell', next: 'kept' },
    kept: { kind: 'finish', outcome: 'completed' },
  },
};
