/** Filing one dossier on the national public-service portal: find it, fill it in, attach the papers, send it once. */
import type { Flow } from '../flow.ts';

const GUIDE = 'Hướng dẫn phường Nam Hồng Lĩnh 2025; Sở Tài chính Đồng Nai (public-services 2B)';

export const dvcqgSubmit: Flow = {
  id: 'dvcqg-submit',
  version: 1,
  first: 'ready',
  services: ['dvcqg'],
  subject: 'person',
  evidence: ['self', 'witness', 'reference'],
  neverShare: ['otp', 'password', 'passcode', 'id-number', 'id-photo', 'face-photo'],
  labels: {
    'apply-online': { text: 'Nộp trực tuyến', confidence: 'M', source: GUIDE, verifiedOn: '2025-01-01' },
    'apply-online-long': { text: 'Nộp hồ sơ trực tuyến', confidence: 'M', source: GUIDE, verifiedOn: '2025-01-01' },
    submit: { text: 'Nộp hồ sơ', confidence: 'M', source: GUIDE, verifiedOn: '2025-01-01' },
  },
  sources: [
    { ref: GUIDE, date: '2025-01-01', confidence: 'M' },
    { ref: 'Công văn 623/TTg-KSTT 30/5/2025: một cổng quốc gia từ 1/7/2025', date: '2025-05-30', confidence: 'H' },
    {
      ref: 'Chỉ thị 24/CT-TTg: 25 dịch vụ thiết yếu chỉ nhận qua mạng từ 1/10/2025, theo phường Nam Hồng Lĩnh',
      date: '2025-10-01',
      confidence: 'M',
    },
    {
      ref: 'Hồ sơ bị trả vì chưa có tệp đính kèm, bài 2024 (public-services 2B)',
      date: '2024-01-01',
      confidence: 'M',
    },
    {
      ref: 'Chính quyền hai cấp và sắp xếp tỉnh từ 1/7/2025 (public-services 12)',
      date: '2025-07-01',
      confidence: 'H',
    },
  ],
  reviewedOn: '2026-11-21',
  proposes: 'dvcqg-track',
  steps: {
    ready: { kind: 'choose', options: { enough: 'portal', centre: 'at-centre' } },
    portal: { kind: 'prerequisite', flow: 'dvcqg-login', next: 'search' },
    search: {
      kind: 'do',
      picture: {
        kind: 'form',
        title: 'Cổng Dịch vụ công',
        fields: [{ label: 'Tìm kiếm', hint: 'đăng ký thường trú' }],
        target: 0,
      },
      next: 'pick',
    },
    pick: {
      kind: 'do',
      picture: {
        kind: 'list',
        title: 'Kết quả tìm kiếm',
        rows: ['Đăng ký tạm trú', 'Đăng ký thường trú', 'Xóa đăng ký thường trú'],
        target: 1,
      },
      next: 'what-it-takes',
    },
    'what-it-takes': {
      kind: 'do',
      picture: {
        kind: 'list',
        title: 'Thủ tục',
        rows: ['Thành phần hồ sơ', 'Lệ phí', 'Thời hạn'],
        target: 0,
      },
      next: 'place',
    },
    place: {
      kind: 'do',
      picture: {
        kind: 'form',
        title: 'Cơ quan thực hiện',
        fields: [{ label: 'Tỉnh, thành phố' }, { label: 'Xã, phường' }],
        target: 1,
      },
      next: 'apply-online',
    },
    'apply-online': {
      kind: 'do',
      label: 'apply-online',
      picture: { kind: 'list', title: 'Thủ tục', rows: ['Xem chi tiết', '@apply-online'], target: 1 },
      openPoints: [
        'Cổng dịch vụ công: tên hai nút nộp sau khi chuyển sang Trung tâm dữ liệu quốc gia (3–4/2026) – tổ công nghệ số xem trên trang.',
      ],
      next: 'part-one',
    },
    'part-one': { kind: 'tell', endsPart: true, next: 'fields' },
    fields: {
      kind: 'do',
      picture: {
        kind: 'form',
        title: 'Tờ khai',
        fields: [{ label: 'Họ tên *', hint: '•••' }, { label: 'Nội dung *' }, { label: 'Ghi chú' }],
        target: 1,
      },
      next: 'photograph',
    },
    photograph: {
      kind: 'do',
      picture: { kind: 'home', apps: ['Điện thoại', 'Tin nhắn', 'Máy ảnh', 'Cài đặt'], target: 2 },
      next: 'attach',
    },
    attach: {
      kind: 'do',
      picture: {
        kind: 'list',
        title: 'Giấy tờ đính kèm',
        rows: ['Tờ khai', 'Giấy thứ nhất', 'Giấy thứ hai'],
        target: 1,
      },
      next: 'look-again',
    },
    'look-again': {
      kind: 'do',
      picture: {
        kind: 'list',
        title: 'Giấy tờ đính kèm',
        rows: ['Tờ khai', 'Giấy thứ nhất (đã có)', 'Giấy thứ hai (đã có)'],
        target: 1,
      },
      next: 'fee',
    },
    fee: {
      kind: 'tell',
      openPoints: ['Phí nộp qua mạng của tỉnh có được giảm không – hỏi trung tâm phục vụ hành chính công.'],
      next: 'submit',
    },
    submit: {
      kind: 'do',
      label: 'submit',
      picture: {
        kind: 'form',
        title: 'Tờ khai',
        fields: [{ label: 'Giấy tờ đính kèm', hint: 'đủ' }],
        button: '@submit',
        target: 'button',
      },
      next: 'write-down',
    },
    'write-down': {
      kind: 'do',
      picture: { kind: 'result', title: 'Cổng Dịch vụ công', message: 'Đã nhận hồ sơ' },
      next: 'reference',
    },
    reference: { kind: 'ask', accept: 'reference-tail', next: 'received', skip: 'received' },
    received: { kind: 'check', seen: 'filed', unseen: 'not-received' },
    'not-received': { kind: 'choose', options: { look: 'received', again: 'search', centre: 'at-centre' } },
    'at-centre': { kind: 'office', office: 'one-stop-centre', next: 'go-there' },
    filed: { kind: 'finish', outcome: 'completed' },
    'go-there': { kind: 'finish', outcome: 'referred' },
  },
};
