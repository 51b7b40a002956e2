/** The visit to the police for VNeID level 2: what to bring, where to go, what to say and what to bring home. */
import type { Flow } from '../flow.ts';

const IN_PERSON = 'Trang xã Cẩm Thành 9/2024, Kênh14 12/1/2026, CafeF 12/2025 (public-services 1, 1C)';

/** What goes into the bag; the same list is drawn three times with another row marked. */
const BAG = ['Thẻ căn cước', 'Điện thoại có sim', 'Giấy tờ muốn thêm'];

export const vneidLevel2Police: Flow = {
  id: 'vneid-level2-police',
  version: 1,
  first: 'card',
  services: ['vneid'],
  subject: 'person',
  evidence: ['self', 'witness'],
  neverShare: ['otp', 'password', 'passcode', 'security-answer', 'id-photo', 'face-photo'],
  labels: {},
  sources: [
    { ref: IN_PERSON, date: '2026-01-12', confidence: 'H' },
    {
      ref: 'Nghị định 69/2024/NĐ-CP: căn cước điện tử mức 2 có giá trị như thẻ từ 1/7/2024',
      date: '2024-07-01',
      confidence: 'H',
    },
    {
      ref: 'Hướng dẫn 2024: làm ở công an cấp xã nào cũng được, chừng 3 ngày làm việc (public-services 1C)',
      date: '2024-01-01',
      confidence: 'M',
    },
    { ref: 'Mẫu tin nhắn báo duyệt, 2023 (public-services 1C)', date: '2023-01-01', confidence: 'M' },
    { ref: 'Chính quyền hai cấp: không còn công an huyện từ 1/7/2025', date: '2025-07-01', confidence: 'H' },
  ],
  reviewedOn: '2026-11-21',
  proposes: 'vneid-activate',
  steps: {
    card: { kind: 'choose', options: { have: 'pack-card', lack: 'both-at-once', 'stay-home': 'at-home' } },
    'both-at-once': {
      kind: 'tell',
      openPoints: ['Chưa có thẻ mà làm thẻ chung với mức 2: cần mang giấy gì, chờ mấy ngày – hỏi công an xã.'],
      next: 'pack-phone',
    },
    'pack-card': {
      kind: 'do',
      picture: { kind: 'list', title: 'Mang theo', rows: BAG, target: 0 },
      next: 'pack-phone',
    },
    'pack-phone': {
      kind: 'do',
      picture: { kind: 'list', title: 'Mang theo', rows: BAG, target: 1 },
      next: 'pack-papers',
    },
    'pack-papers': { kind: 'do', picture: { kind: 'list', title: 'Mang theo', rows: BAG, target: 2 }, next: 'where' },
    where: { kind: 'office', office: 'commune-police', next: 'say' },
    say: { kind: 'do', picture: { kind: 'counter', place: 'Công an xã' }, next: 'number' },
    number: {
      kind: 'do',
      picture: {
        kind: 'form',
        title: 'Công an xã',
        fields: [{ label: 'Số điện thoại', hint: '09…' }, { label: 'Thư điện tử' }],
        target: 0,
      },
      next: 'portrait',
    },
    portrait: { kind: 'do', picture: { kind: 'camera', title: 'Công an xã', subject: 'face' }, next: 'agree' },
    agree: {
      kind: 'do',
      picture: {
        kind: 'form',
        title: 'Tờ phiếu',
        fields: [
          { label: 'Họ tên', hint: '•••' },
          { label: 'Ngày sinh', hint: '••/••/••••' },
          { label: 'Số điện thoại', hint: '09…' },
        ],
        target: 2,
      },
      next: 'message-comes',
    },
    'message-comes': {
      kind: 'tell',
      openPoints: ['Tin báo duyệt mức 2: đầu tin bây giờ ghi gì (mẫu 2023 ghi “Cuc Canh sat QLHC”) – hỏi công an xã.'],
      next: 'slip',
    },
    slip: { kind: 'check', seen: 'handed-in', unseen: 'no-slip' },
    'no-slip': { kind: 'choose', options: { look: 'slip', back: 'back-to-police' } },
    'at-home': {
      kind: 'office',
      office: 'commune-police',
      openPoints: ['Công an xã có tới nhà làm cho người đi lại khó không – hỏi công an xã.'],
      next: 'come-back',
    },
    'back-to-police': { kind: 'office', office: 'commune-police', next: 'come-back' },
    'handed-in': { kind: 'finish', outcome: 'completed' },
    'come-back': { kind: 'finish', outcome: 'referred' },
  },
};
