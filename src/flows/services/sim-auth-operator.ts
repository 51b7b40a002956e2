/** Showing the network that the SIM is its holder's, so that the number is not blocked and taken away. */
import type { Flow } from '../flow.ts';

const LAW = 'Thông tư 08/2026/TT-BKHCN, Bộ KH&CN 10/4/2026; Dân trí, Lao Động 6/2026 (public-services 3.1)';
const VIETTEL = 'My Viettel, Index.vn và Lao Động 4/2026 (public-services 3.4)';
const OTHERS = 'My MobiFone, My VNPT, Lao Động 4/2026, bản dịch (public-services 3.4)';
const UNSEEN = 'public-services 3.4, chưa thấy trên máy';

/** What becomes of a number that is not confirmed: days, hours and the day it began. Law may move them. */
const LIFECYCLE = { since: '15/06/2026', oneWay: '60', ended: '5', recheckHours: '2', recheckDays: '30' };

export const simAuthOperator: Flow = {
  id: 'sim-auth-operator',
  version: 1,
  first: 'rule',
  services: ['sim'],
  subject: 'person',
  evidence: ['self', 'witness'],
  neverShare: ['otp', 'password', 'passcode', 'id-number', 'id-photo', 'face-photo'],
  labels: {
    tools: { text: 'Tiện ích', confidence: 'M', source: VIETTEL, verifiedOn: '2026-04-01' },
    identify: { text: 'Xác thực thông tin thuê bao', confidence: 'M', source: VIETTEL, verifiedOn: '2026-04-01' },
    agree: { text: 'Đồng ý', confidence: 'M', source: VIETTEL, verifiedOn: '2026-04-01' },
    share: { text: 'Xác nhận chia sẻ', confidence: 'M', source: VIETTEL, verifiedOn: '2026-04-01' },
    // The block knows this button from other apps; in this one nobody has seen it yet.
    'viettel-chip/confirm': { text: 'Xác nhận', confidence: 'U', source: UNSEEN, verifiedOn: '2026-11-21' },
    user: { text: 'Thông tin người dùng', confidence: 'L', source: OTHERS, verifiedOn: '2026-04-01' },
    subscriber: { text: 'Thông tin thuê bao', confidence: 'L', source: OTHERS, verifiedOn: '2026-04-01' },
    'no-update': { text: 'không cần cập nhật', confidence: 'L', source: OTHERS, verifiedOn: '2026-04-01' },
  },
  sources: [
    { ref: LAW, date: '2026-06-15', confidence: 'H' },
    { ref: VIETTEL, date: '2026-04-01', confidence: 'H' },
    { ref: OTHERS, date: '2026-04-01', confidence: 'M' },
    {
      ref: 'Số đã dùng cho VNeID mức 2 thì khỏi làm lại, MobiFone qua Index.vn 4/2026 (public-services 3.1)',
      date: '2026-04-01',
      confidence: 'M',
    },
    {
      ref: 'Đường dẫn và cuộc gọi giả “xác thực thuê bao”, Lao Động 6/2026 (public-services 3.4)',
      date: '2026-06-01',
      confidence: 'H',
    },
    { ref: 'Sang tên thuê bao, Tiền Phong 2023 (public-services 3.4)', date: '2023-01-01', confidence: 'M' },
    {
      ref: 'Tổ lưu động của nhà mạng về xã, VnExpress 5/2026 (public-services 3.4)',
      date: '2026-05-01',
      confidence: 'M',
    },
    {
      ref: 'Tổng đài 1800 8098, 1800 1090, 1800 1091 (payments-commerce 13)',
      date: '2024-01-01',
      confidence: 'M',
    },
  ],
  reviewedOn: '2026-11-21',
  proposes: 'sim-confirm-vneid',
  steps: {
    rule: { kind: 'tell', params: LIFECYCLE, next: 'state' },
    state: { kind: 'choose', options: { calls: 'spared', blocked: 'moved', gone: 'number-lost' } },
    spared: {
      kind: 'tell',
      openPoints: ['Số đã dùng cho VNeID mức 2 có khỏi làm lại ở mọi nhà mạng không – hỏi tổng đài từng nhà mạng.'],
      next: 'guard',
    },
    moved: { kind: 'tell', params: LIFECYCLE, next: 'guard' },
    guard: { kind: 'block', block: 'never-share', next: 'where' },
    where: { kind: 'choose', options: { home: 'network', shop: 'at-shop' } },
    network: { kind: 'choose', options: { viettel: 'viettel-app', mobifone: 'mobifone-app', other: 'other-network' } },
    'other-network': { kind: 'choose', options: { vinaphone: 'vinaphone-app', another: 'at-shop' } },

    'viettel-app': {
      kind: 'block',
      block: 'right-app',
      params: { appName: 'My Viettel', publisher: 'Viettel' },
      openPoints: ['My Viettel: dòng nhà phát hành ghi đúng từng chữ ra sao – tổ công nghệ số xem trên kho ứng dụng.'],
      next: 'viettel-installed',
      unable: 'at-shop',
    },
    'viettel-installed': { kind: 'tell', endsPart: true, next: 'viettel-open' },
    'viettel-open': {
      kind: 'do',
      picture: { kind: 'home', apps: ['Điện thoại', 'Tin nhắn', 'My Viettel', 'Máy ảnh'], target: 2 },
      next: 'viettel-tools',
    },
    'viettel-tools': {
      kind: 'do',
      label: 'tools',
      picture: { kind: 'list', title: 'My Viettel', rows: ['Trang chủ', '@tools', 'Mục khác'], target: 1 },
      next: 'viettel-identify',
    },
    'viettel-identify': {
      kind: 'do',
      label: 'identify',
      picture: { kind: 'list', title: '@tools', rows: ['@identify', 'Mục khác'], target: 0 },
      next: 'viettel-way',
    },
    'viettel-way': { kind: 'choose', options: { vneid: 'viettel-photos', chip: 'viettel-chip' } },
    'viettel-photos': {
      kind: 'do',
      warn: 'face',
      picture: { kind: 'camera', title: 'My Viettel', subject: 'card' },
      openPoints: ['My Viettel: thứ tự chụp thẻ, quay mặt và ký tên ở từng cách làm – tổ công nghệ số xem trên máy.'],
      next: 'viettel-agree',
    },
    'viettel-agree': {
      kind: 'do',
      label: 'agree',
      picture: {
        kind: 'permission',
        title: 'My Viettel',
        question: 'Chia sẻ thông tin?',
        answers: ['Thôi', '@agree'],
        target: 1,
      },
      next: 'viettel-share',
    },
    'viettel-share': {
      kind: 'do',
      label: 'share',
      picture: {
        kind: 'permission',
        title: 'VNeID',
        question: 'Chia sẻ thông tin?',
        answers: ['Từ chối', '@share'],
        target: 1,
      },
      next: 'viettel-data',
    },
    'viettel-data': { kind: 'check', seen: 'viettel-sign', unseen: 'wrong-data' },
    'viettel-chip': {
      kind: 'block',
      block: 'nfc-touch',
      params: { appName: 'My Viettel' },
      next: 'viettel-sign',
      unable: 'at-shop',
    },
    'viettel-sign': {
      kind: 'do',
      picture: { kind: 'form', title: 'My Viettel', fields: [{ label: 'Ký tên vào ô này' }], target: 0 },
      next: 'viettel-code',
    },
    'viettel-code': {
      kind: 'do',
      warn: 'otp',
      picture: {
        kind: 'form',
        title: 'My Viettel',
        fields: [{ label: 'Mã trong tin nhắn', hint: '••••••' }],
        target: 0,
      },
      next: 'works',
    },

    'mobifone-app': {
      kind: 'block',
      block: 'right-app',
      params: { appName: 'My MobiFone', publisher: 'MobiFone' },
      openPoints: ['My MobiFone: dòng nhà phát hành ghi đúng từng chữ ra sao – tổ công nghệ số xem trên kho ứng dụng.'],
      next: 'mobifone-open',
      unable: 'at-shop',
    },
    'mobifone-open': {
      kind: 'do',
      picture: { kind: 'home', apps: ['Điện thoại', 'Tin nhắn', 'My MobiFone', 'Máy ảnh'], target: 2 },
      next: 'mobifone-user',
    },
    'mobifone-user': {
      kind: 'do',
      label: 'user',
      picture: { kind: 'list', title: 'My MobiFone', rows: ['@user', 'Mục khác'], target: 0 },
      openPoints: ['My MobiFone, My VNPT: chữ trên các nút và các bước sau đó – tổ công nghệ số xem trên máy.'],
      next: 'mobifone-subscriber',
    },
    'mobifone-subscriber': {
      kind: 'do',
      label: 'subscriber',
      picture: { kind: 'list', title: '@user', rows: ['@subscriber', 'Mục khác'], target: 0 },
      next: 'mobifone-fine',
    },
    'mobifone-fine': { kind: 'check', label: 'no-update', seen: 'identified', unseen: 'follow' },

    'vinaphone-app': {
      kind: 'block',
      block: 'right-app',
      params: { appName: 'My VNPT', publisher: 'VNPT' },
      openPoints: ['My VNPT: dòng nhà phát hành ghi đúng từng chữ ra sao – tổ công nghệ số xem trên kho ứng dụng.'],
      next: 'vinaphone-open',
      unable: 'at-shop',
    },
    'vinaphone-open': {
      kind: 'do',
      picture: { kind: 'home', apps: ['Điện thoại', 'Tin nhắn', 'My VNPT', 'Máy ảnh'], target: 2 },
      next: 'vinaphone-subscriber',
    },
    'vinaphone-subscriber': {
      kind: 'do',
      label: 'subscriber',
      picture: { kind: 'list', title: 'My VNPT', rows: ['@subscriber', 'Mục khác'], target: 0 },
      next: 'follow',
    },
    follow: { kind: 'choose', options: { followed: 'works', shop: 'at-shop' } },

    works: { kind: 'check', seen: 'identified', unseen: 'not-yet' },
    'not-yet': { kind: 'choose', options: { again: 'network', shop: 'at-shop' } },
    'wrong-data': { kind: 'office', office: 'commune-police', next: 'go-there' },
    'number-lost': { kind: 'office', office: 'operator-shop', next: 'go-there' },
    'at-shop': {
      kind: 'office',
      office: 'operator-shop',
      openPoints: ['Phí đổi sim ở cửa hàng: hỏi cửa hàng nhà mạng, chưa có nguồn.'],
      next: 'go-there',
    },
    identified: { kind: 'finish', outcome: 'completed' },
    'go-there': { kind: 'finish', outcome: 'referred' },
  },
};
