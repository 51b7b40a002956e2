/** VNeID on the phone, from the store only. */
import type { Flow } from '../flow.ts';

const GUIDE = 'Hướng dẫn cài VNeID, VnExpress 10/8/2025 (public-services 1A)';

export const vneidInstall: Flow = {
  id: 'vneid-install',
  version: 1,
  first: 'ready',
  services: ['vneid'],
  subject: 'person',
  evidence: ['self', 'witness'],
  neverShare: ['otp', 'password', 'passcode', 'id-photo', 'face-photo'],
  labels: {
    open: { text: 'Mở', confidence: 'H', source: GUIDE, verifiedOn: '2025-08-10' },
    'log-in': {
      text: 'Đăng nhập',
      confidence: 'H',
      source: 'Trang xã Cẩm Thành, 10/9/2024 (public-services 1D)',
      verifiedOn: '2024-09-10',
    },
  },
  sources: [
    { ref: GUIDE, date: '2025-08-10', confidence: 'H' },
    { ref: 'Nghị định 69/2024/NĐ-CP, điều 7: tuổi và điều kiện', date: '2024-07-01', confidence: 'H' },
  ],
  reviewedOn: '2026-11-21',
  proposes: 'vneid-activate',
  steps: {
    ready: { kind: 'choose', options: { enough: 'app', offline: 'find-signal' } },
    'find-signal': { kind: 'tell', next: 'app' },
    app: {
      kind: 'block',
      block: 'right-app',
      params: { appName: 'VNeID', publisher: 'Trung tâm dữ liệu quốc gia về dân cư' },
      openPoints: [
        'VNeID: dòng nhà phát hành trên hai kho ứng dụng sau đợt sắp xếp Bộ Công an 2026 – tổ công nghệ số xem trên máy.',
        'VNeID: máy đời nào còn cài được – tổ công nghệ số xem trên kho ứng dụng.',
      ],
      next: 'open-app',
      unable: 'at-centre',
    },
    'open-app': {
      kind: 'do',
      label: 'open',
      picture: { kind: 'list', title: 'VNeID', rows: ['Giới thiệu', '@open', 'Đánh giá'], target: 1 },
      next: 'opened',
    },
    opened: { kind: 'check', label: 'log-in', seen: 'installed', unseen: 'not-opened' },
    'not-opened': { kind: 'choose', options: { again: 'open-app', centre: 'at-centre' } },
    'at-centre': { kind: 'office', office: 'one-stop-centre', next: 'go-there' },
    installed: { kind: 'finish', outcome: 'completed' },
    'go-there': { kind: 'finish', outcome: 'referred' },
  },
};
