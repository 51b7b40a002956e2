/** Opening a bank account in the bank's own app, from its first screen to the first money. Params: `appName`. */
import type { Flow } from '../flow.ts';

const UNSEEN = 'payments-commerce P2, chưa thấy trên máy';

export const openAccount: Flow = {
  id: 'open-account',
  version: 1,
  isBlock: true,
  first: 'open-app',
  services: [],
  subject: 'person',
  evidence: [],
  neverShare: ['otp', 'password', 'passcode', 'id-photo', 'face-photo'],
  labels: {
    open: { text: 'Mở tài khoản', confidence: 'U', source: UNSEEN, verifiedOn: '2026-11-21' },
    agree: { text: 'Đồng ý', confidence: 'U', source: UNSEEN, verifiedOn: '2026-11-21' },
    // The block knows this button from other apps; in this one nobody has seen it yet.
    'chip/confirm': { text: 'Xác nhận', confidence: 'U', source: UNSEEN, verifiedOn: '2026-11-21' },
  },
  sources: [
    {
      ref: 'Thông tư 25/2025/TT-NHNN sửa Thông tư 17/2024: đối chiếu sinh trắc học, kiểm tra số điện thoại (Thời báo Ngân hàng 2025)',
      date: '2025-01-01',
      confidence: 'M',
    },
    {
      ref: 'Thông tư 17, 18/2024/TT-NHNN: từ 1/1/2025 giao dịch qua mạng phải khớp sinh trắc học',
      date: '2025-01-01',
      confidence: 'H',
    },
    {
      ref: 'Thông tư 77/2025/TT-NHNN: từ 1/3/2026 ứng dụng ngân hàng dừng trên máy bị bẻ khóa, CafeF 21/1/2026',
      date: '2026-01-21',
      confidence: 'M',
    },
    { ref: 'Mở tài khoản trên máy (payments-commerce P2)', date: '2026-11-21', confidence: 'U' },
  ],
  reviewedOn: '2026-11-21',
  steps: {
    'open-app': {
      kind: 'do',
      // The day from which banks' apps refuse a rooted phone.
      params: { since: '01/03/2026' },
      picture: { kind: 'home', apps: ['Điện thoại', 'Tin nhắn', '{appName}', 'Máy ảnh'], target: 2 },
      next: 'open',
    },
    open: {
      kind: 'do',
      label: 'open',
      picture: { kind: 'list', title: '{appName}', rows: ['Đăng nhập', '@open'], target: 1 },
      openPoints: ['{appName}: tên các nút và thứ tự màn hình khi mở tài khoản – tổ công nghệ số xem trên máy.'],
      next: 'number',
    },
    number: {
      kind: 'do',
      picture: { kind: 'form', title: '{appName}', fields: [{ label: 'Số điện thoại', hint: '09…' }], target: 0 },
      next: 'code',
    },
    code: {
      kind: 'do',
      warn: 'otp',
      picture: {
        kind: 'form',
        title: '{appName}',
        fields: [{ label: 'Mã trong tin nhắn', hint: '••••••' }],
        target: 0,
      },
      next: 'code-taken',
    },
    'code-taken': { kind: 'check', seen: 'front', unseen: 'no-code' },
    'no-code': { kind: 'choose', options: { again: 'number', counter: 'to-counter' } },
    front: {
      kind: 'do',
      warn: 'nfc',
      picture: { kind: 'camera', title: 'Mặt trước của thẻ', subject: 'card' },
      next: 'back',
    },
    back: { kind: 'do', picture: { kind: 'camera', title: 'Mặt sau của thẻ', subject: 'card' }, next: 'part-photos' },
    'part-photos': { kind: 'tell', endsPart: true, next: 'chip' },
    chip: { kind: 'block', block: 'nfc-touch', next: 'agree', unable: 'to-counter' },
    agree: {
      kind: 'do',
      label: 'agree',
      picture: {
        kind: 'form',
        title: '{appName}',
        fields: [
          { label: 'Họ tên', hint: '•••' },
          { label: 'Ngày sinh', hint: '••/••/••••' },
        ],
        button: '@agree',
        target: 'button',
      },
      next: 'account-number',
    },
    'account-number': {
      kind: 'do',
      picture: { kind: 'list', title: 'Chọn số tài khoản', rows: ['Số đẹp', 'Số thường'], target: 1 },
      openPoints: [
        '{appName}: mở tài khoản có miễn phí không, có đòi giữ lại tiền trong tài khoản không – hỏi ngân hàng.',
      ],
      next: 'password',
    },
    password: {
      kind: 'do',
      picture: {
        kind: 'form',
        title: '{appName}',
        fields: [
          { label: 'Mật khẩu mới', hint: '••••••••' },
          { label: 'Gõ lại mật khẩu', hint: '••••••••' },
        ],
        target: 0,
      },
      next: 'pin',
    },
    pin: {
      kind: 'do',
      picture: { kind: 'keypad', title: '{appName}', digits: 6 },
      openPoints: ['{appName}: mã bí mật để chuyển tiền có mấy số – tổ công nghệ số xem trên máy.'],
      next: 'opened',
    },
    opened: { kind: 'check', seen: 'part-opened', unseen: 'not-opened' },
    'not-opened': { kind: 'choose', options: { look: 'opened', counter: 'to-counter' } },
    'part-opened': {
      kind: 'tell',
      endsPart: true,
      openPoints: ['{appName}: tin nhắn SMS báo tiền tốn bao nhiêu một tháng – hỏi ngân hàng.'],
      next: 'trial',
    },
    trial: {
      kind: 'do',
      warn: 'money',
      picture: {
        kind: 'form',
        title: 'Máy của người nhà',
        fields: [
          { label: 'Số tài khoản', hint: '••••••' },
          { label: 'Số tiền', hint: '1.000' },
        ],
        target: 1,
      },
      openPoints: ['{appName}: số tiền chuyển nhỏ nhất là bao nhiêu – hỏi ngân hàng.'],
      next: 'look',
    },
    look: {
      kind: 'do',
      picture: { kind: 'list', title: '{appName}', rows: ['+ 1.000 đồng', 'Hôm qua', 'Tuần trước'], target: 0 },
      next: 'received',
    },
    received: { kind: 'check', seen: 'done', unseen: 'not-received' },
    'not-received': { kind: 'choose', options: { look: 'look', counter: 'to-counter' } },
    done: { kind: 'finish', outcome: 'completed' },
    'to-counter': { kind: 'finish', outcome: 'abandoned' },
  },
};
