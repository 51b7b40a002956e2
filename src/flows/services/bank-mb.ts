/** An MB account in the person's own name: opened on the phone or at the counter, or its ID card brought up to date. */
import type { Flow } from '../flow.ts';

const UPDATE = 'Báo Quân khu 7 12/2024: cập nhật căn cước trên MBBank (payments-commerce P2)';
const UNSEEN = 'payments-commerce P2, chưa thấy trên máy';
/** A paid call. */
const HOTLINE = '1900 54 54 26';

export const bankMb: Flow = {
  id: 'bank-mb',
  version: 1,
  first: 'what',
  services: ['bank'],
  subject: 'person',
  evidence: ['self', 'witness'],
  neverShare: ['otp', 'password', 'passcode', 'card', 'id-photo', 'face-photo'],
  labels: {
    papers: { text: 'Giấy tờ tùy thân', confidence: 'M', source: UPDATE, verifiedOn: '2024-12-01' },
    change: { text: 'Thay đổi giấy tờ tùy thân', confidence: 'M', source: UPDATE, verifiedOn: '2024-12-01' },
    'update-now': { text: 'Cập nhật ngay', confidence: 'M', source: UPDATE, verifiedOn: '2024-12-01' },
    'by-vneid': {
      text: 'Tài khoản định danh điện tử (VNeID)',
      confidence: 'M',
      source: UPDATE,
      verifiedOn: '2024-12-01',
    },
    next: { text: 'Tiếp tục', confidence: 'M', source: UPDATE, verifiedOn: '2024-12-01' },
    'open-vneid': { text: 'Mở ứng dụng VNeID', confidence: 'M', source: UPDATE, verifiedOn: '2024-12-01' },
    share: { text: 'Xác nhận chia sẻ', confidence: 'M', source: UPDATE, verifiedOn: '2024-12-01' },
    'log-in': { text: 'Đăng nhập', confidence: 'U', source: UNSEEN, verifiedOn: '2026-11-21' },
  },
  sources: [
    { ref: UPDATE, date: '2024-12-01', confidence: 'M' },
    {
      ref: 'Thông tư 17/2024/TT-NHNN Điều 11: từ 15 tuổi tự mở được tài khoản',
      date: '2024-06-28',
      confidence: 'M',
    },
    {
      ref: 'Thông tư 17, 18/2024/TT-NHNN: từ 1/1/2025 giấy tờ hết hạn hay chưa khớp sinh trắc học thì không giao dịch được',
      date: '2025-01-01',
      confidence: 'H',
    },
    { ref: 'Tổng đài 1900 54 54 26, tốn tiền (payments-commerce P2, 13)', date: '2026-11-21', confidence: 'H' },
  ],
  reviewedOn: '2026-11-21',
  proposes: 'pay-by-qr',
  steps: {
    what: { kind: 'choose', options: { open: 'ready', counter: 'counter', update: 'stopped-account' } },

    ready: { kind: 'choose', options: { enough: 'phone', 'no-card': 'card-first' } },
    'card-first': { kind: 'office', office: 'commune-police', next: 'card-then-back' },
    phone: { kind: 'block', block: 'phone-ready', next: 'guard' },
    guard: { kind: 'block', block: 'never-share', next: 'app' },
    app: {
      kind: 'block',
      block: 'right-app',
      params: { appName: 'MBBank', publisher: 'MB' },
      openPoints: [
        'MBBank: dòng nhà phát hành ghi đúng từng chữ ra sao (tên dài là Ngân hàng TMCP Quân đội) – tổ công nghệ số xem trên kho ứng dụng.',
        'MBBank: máy đời nào thì cài được – tổ công nghệ số xem trên kho ứng dụng.',
      ],
      next: 'part-one',
      unable: 'counter',
    },
    'part-one': { kind: 'tell', endsPart: true, next: 'account' },
    account: { kind: 'block', block: 'open-account', params: { appName: 'MBBank' }, next: 'done', unable: 'ask-first' },
    'ask-first': { kind: 'tell', params: { hotline: HOTLINE }, next: 'counter' },
    counter: { kind: 'block', block: 'bank-counter', next: 'done' },

    'stopped-account': { kind: 'tell', next: 'update-way' },
    'update-way': { kind: 'choose', options: { chip: 'chip-guard', vneid: 'vneid-guard', counter: 'at-counter' } },
    'at-counter': { kind: 'office', office: 'bank-counter', params: { hotline: HOTLINE }, next: 'go-there' },

    'chip-guard': { kind: 'block', block: 'never-share', next: 'chip-log-in' },
    'chip-log-in': {
      kind: 'do',
      label: 'log-in',
      picture: {
        kind: 'form',
        title: 'MBBank',
        fields: [{ label: 'Mật khẩu', hint: '••••••••' }],
        button: '@log-in',
        target: 'button',
      },
      next: 'chip-profile',
    },
    'chip-profile': {
      kind: 'do',
      picture: { kind: 'list', title: 'MBBank', rows: ['Ảnh đại diện', 'Số dư', 'Chuyển tiền'], target: 0 },
      next: 'chip-papers',
    },
    'chip-papers': {
      kind: 'do',
      label: 'papers',
      picture: { kind: 'list', title: 'Trang của mình', rows: ['Mật khẩu', '@papers', 'Cài đặt'], target: 1 },
      next: 'change',
    },
    change: {
      kind: 'do',
      label: 'change',
      picture: { kind: 'list', title: '@papers', rows: ['Căn cước của mình', '@change'], target: 1 },
      next: 'details',
    },
    details: {
      kind: 'do',
      picture: {
        kind: 'form',
        title: '@change',
        fields: [
          { label: 'Số trên thẻ', hint: '••••••••••••' },
          { label: 'Ngày cấp', hint: '••/••/••••' },
        ],
        target: 0,
      },
      next: 'face',
    },
    face: {
      kind: 'do',
      warn: 'face',
      picture: { kind: 'camera', title: 'Khuôn mặt', subject: 'face' },
      next: 'photos',
    },
    photos: {
      kind: 'do',
      warn: 'nfc',
      picture: { kind: 'camera', title: 'Hai mặt của thẻ', subject: 'card' },
      next: 'touch',
    },
    touch: { kind: 'do', warn: 'nfc', picture: { kind: 'nfc', title: 'Đang đọc thẻ' }, next: 'code' },
    code: {
      kind: 'do',
      warn: 'otp',
      picture: { kind: 'form', title: 'MBBank', fields: [{ label: 'Mã gửi về máy', hint: '••••••' }], target: 0 },
      next: 'updated',
    },

    'vneid-guard': { kind: 'block', block: 'never-share', next: 'vneid-log-in' },
    'vneid-log-in': {
      kind: 'do',
      label: 'log-in',
      picture: {
        kind: 'form',
        title: 'MBBank',
        fields: [{ label: 'Mật khẩu', hint: '••••••••' }],
        button: '@log-in',
        target: 'button',
      },
      next: 'vneid-profile',
    },
    'vneid-profile': {
      kind: 'do',
      picture: { kind: 'list', title: 'MBBank', rows: ['Ảnh đại diện', 'Số dư', 'Chuyển tiền'], target: 0 },
      next: 'vneid-papers',
    },
    'vneid-papers': {
      kind: 'do',
      label: 'papers',
      picture: { kind: 'list', title: 'Trang của mình', rows: ['Mật khẩu', '@papers', 'Cài đặt'], target: 1 },
      next: 'update-now',
    },
    'update-now': {
      kind: 'do',
      label: 'update-now',
      picture: { kind: 'list', title: '@papers', rows: ['Căn cước của mình', '@update-now'], target: 1 },
      next: 'by-vneid',
    },
    'by-vneid': {
      kind: 'do',
      label: 'by-vneid',
      picture: { kind: 'list', title: 'Chọn cách làm', rows: ['Đọc chip trên thẻ', '@by-vneid'], target: 1 },
      next: 'go-on',
    },
    'go-on': {
      kind: 'do',
      label: 'next',
      picture: { kind: 'list', title: '@by-vneid', rows: ['Quay lại', '@next'], target: 1 },
      next: 'open-vneid',
    },
    'open-vneid': {
      kind: 'do',
      label: 'open-vneid',
      // Minutes MB waits for VNeID.
      params: { minutes: '5' },
      picture: { kind: 'list', title: 'MBBank', rows: ['Quay lại', '@open-vneid'], target: 1 },
      next: 'share',
    },
    share: {
      kind: 'do',
      label: 'share',
      picture: {
        kind: 'permission',
        title: 'VNeID',
        question: 'Chia sẻ thông tin?',
        answers: ['Từ chối', '@share'],
        target: 1,
      },
      next: 'updated',
    },

    updated: {
      kind: 'check',
      seen: 'done',
      unseen: 'not-updated',
      openPoints: ['MBBank: cập nhật xong thì hiện chữ gì – tổ công nghệ số xem trên máy.'],
    },
    'not-updated': { kind: 'choose', options: { look: 'updated', other: 'update-way', counter: 'at-counter' } },
    done: { kind: 'finish', outcome: 'completed' },
    'card-then-back': { kind: 'finish', outcome: 'referred' },
    'go-there': { kind: 'finish', outcome: 'referred' },
  },
};
