/** Getting the one true app out of the store, never from a link. Params: `appName`, `publisher`. */
import type { Flow } from '../flow.ts';

const PLAY = 'Cảnh báo ứng dụng giả của Bộ Công an, CafeF 8/2/2024, Soha 8/2025 (public-services 0.1)';
const STORES = 'Hướng dẫn cài VNeID, VnExpress 10/8/2025; payments-commerce C2';

export const rightApp: Flow = {
  id: 'right-app',
  version: 1,
  isBlock: true,
  first: 'phone',
  services: [],
  subject: 'person',
  evidence: [],
  neverShare: ['otp', 'password'],
  labels: {
    play: { text: 'CH Play', confidence: 'H', source: PLAY, verifiedOn: '2025-08-01' },
    'app-store': { text: 'App Store', confidence: 'H', source: PLAY, verifiedOn: '2025-08-01' },
    install: { text: 'Cài đặt', confidence: 'H', source: STORES, verifiedOn: '2025-08-10' },
    get: { text: 'Nhận', confidence: 'H', source: STORES, verifiedOn: '2025-08-10' },
  },
  sources: [
    {
      ref: 'Cảnh báo ứng dụng giả của Bộ Công an, CafeF và Soha (public-services 0.1)',
      date: '2025-08-01',
      confidence: 'H',
    },
    { ref: 'Tải đúng ứng dụng (payments-commerce C2)', date: '2026-11-21', confidence: 'H' },
  ],
  reviewedOn: '2026-11-21',
  steps: {
    phone: { kind: 'branch-phone', android: 'open-play', iphone: 'open-app-store', other: 'which-phone' },
    'which-phone': {
      kind: 'choose',
      options: { 'no-apple': 'open-play', apple: 'open-app-store', keypad: 'no-store' },
    },
    'open-play': {
      kind: 'do',
      label: 'play',
      warn: 'link',
      picture: { kind: 'home', apps: ['Điện thoại', 'Tin nhắn', '@play', 'Máy ảnh'], target: 2 },
      next: 'search',
    },
    'open-app-store': {
      kind: 'do',
      label: 'app-store',
      warn: 'link',
      picture: { kind: 'home', apps: ['Điện thoại', 'Tin nhắn', '@app-store', 'Máy ảnh'], target: 2 },
      next: 'search',
    },
    search: {
      kind: 'do',
      picture: { kind: 'form', title: 'Kho ứng dụng', fields: [{ label: 'Tìm kiếm', hint: '{appName}' }], target: 0 },
      next: 'pick',
    },
    pick: {
      kind: 'do',
      picture: {
        kind: 'list',
        title: 'Kết quả tìm kiếm',
        rows: ['Ứng dụng quảng cáo', '{appName}', 'Ứng dụng khác'],
        target: 1,
      },
      next: 'publisher',
    },
    publisher: { kind: 'check', seen: 'install', unseen: 'wrong-app' },
    'wrong-app': { kind: 'choose', options: { search: 'search', stop: 'no-store' } },
    install: { kind: 'branch-phone', android: 'install-android', iphone: 'install-iphone', other: 'install-any' },
    'install-android': {
      kind: 'do',
      label: 'install',
      picture: { kind: 'list', title: '{appName}', rows: ['Giới thiệu', '@install', 'Đánh giá'], target: 1 },
      next: 'installed',
    },
    'install-iphone': {
      kind: 'do',
      label: 'get',
      picture: { kind: 'list', title: '{appName}', rows: ['Giới thiệu', '@get', 'Đánh giá'], target: 1 },
      next: 'installed',
    },
    'install-any': {
      kind: 'do',
      picture: { kind: 'list', title: '{appName}', rows: ['Giới thiệu', '@install', 'Đánh giá'], target: 1 },
      next: 'installed',
    },
    installed: { kind: 'finish', outcome: 'completed' },
    'no-store': { kind: 'finish', outcome: 'abandoned' },
  },
};
