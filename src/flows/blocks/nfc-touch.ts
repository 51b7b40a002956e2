/** Showing an app that it is really the owner: card held to the phone, face to the camera. Params: `appName`. */
import type { Flow } from '../flow.ts';

const CHIP = 'Hướng dẫn quét căn cước gắn chip, Kênh14 30/6/2024, hỏi đáp pháp luật 12/2024 (payments-commerce C3)';
const VNEID_WAY = 'Xác thực qua VNeID: MoMo, MB, Vietcombank, 12/2024 (payments-commerce C3b)';

export const nfcTouch: Flow = {
  id: 'nfc-touch',
  version: 1,
  isBlock: true,
  first: 'bare-phone',
  services: [],
  subject: 'person',
  evidence: [],
  neverShare: ['id-photo', 'face-photo', 'passcode'],
  labels: {
    settings: { text: 'Kết nối', confidence: 'M', source: CHIP, verifiedOn: '2024-12-01' },
    nfc: { text: 'NFC', confidence: 'M', source: CHIP, verifiedOn: '2024-12-01' },
    confirm: { text: 'Xác nhận', confidence: 'M', source: CHIP, verifiedOn: '2024-12-01' },
    share: { text: 'Xác nhận chia sẻ', confidence: 'M', source: VNEID_WAY, verifiedOn: '2024-12-01' },
  },
  sources: [
    { ref: CHIP, date: '2024-12-01', confidence: 'M' },
    { ref: VNEID_WAY, date: '2024-12-01', confidence: 'M' },
    {
      ref: 'Thông tư 41/2025/TT-NHNN: mở ví phải đối chiếu sinh trắc học từ 1/1/2026',
      date: '2026-01-01',
      confidence: 'H',
    },
  ],
  reviewedOn: '2026-11-21',
  steps: {
    'bare-phone': { kind: 'do', picture: { kind: 'nfc', title: 'Lưng máy và thẻ' }, next: 'phone' },
    phone: { kind: 'branch-phone', android: 'turn-on', iphone: 'touch', other: 'turn-on' },
    'turn-on': {
      kind: 'do',
      label: 'nfc',
      picture: { kind: 'list', title: '@settings', rows: ['Bluetooth', '@nfc', 'Wi-Fi'], target: 1 },
      next: 'turned-on',
    },
    'turned-on': { kind: 'check', seen: 'touch', unseen: 'other-ways' },
    touch: { kind: 'do', warn: 'nfc', picture: { kind: 'nfc', title: 'Đang đọc thẻ' }, next: 'read' },
    read: { kind: 'check', seen: 'face', unseen: 'unread' },
    unread: { kind: 'choose', options: { again: 'touch', another: 'other-ways' } },
    face: {
      kind: 'do',
      warn: 'face',
      picture: { kind: 'camera', title: 'Khuôn mặt', subject: 'face' },
      next: 'own-data',
    },
    'own-data': { kind: 'check', seen: 'confirm', unseen: 'wrong-data' },
    confirm: {
      kind: 'do',
      label: 'confirm',
      picture: {
        kind: 'form',
        title: 'Thông tin trên thẻ',
        fields: [
          { label: 'Họ tên', hint: '•••' },
          { label: 'Ngày sinh', hint: '••/••/••••' },
        ],
        button: '@confirm',
        target: 'button',
      },
      next: 'identified',
    },
    'wrong-data': { kind: 'office', office: 'commune-police', next: 'card-first' },
    'other-ways': { kind: 'choose', options: { vneid: 'vneid-offered', counter: 'at-counter' } },
    'vneid-offered': {
      kind: 'check',
      seen: 'share',
      unseen: 'at-counter',
      openPoints: ['{appName}: có cho xác thực qua VNeID không, tổ công nghệ số xem trên máy.'],
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
      next: 'identified',
    },
    identified: { kind: 'finish', outcome: 'completed' },
    'at-counter': { kind: 'finish', outcome: 'abandoned' },
    'card-first': { kind: 'finish', outcome: 'referred' },
  },
};
