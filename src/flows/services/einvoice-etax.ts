/** Registering for e-invoices in eTax Mobile: the form, the face within a day, the answer, a first invoice. */
import type { Flow } from '../flow.ts';
import { TAX_YEARS, taxParams } from '../tax-years.ts';

const MENU = 'Mục hóa đơn điện tử trong eTax Mobile, ảnh chụp 2025 (payments-commerce P5, bước B)';
const UNSEEN = 'payments-commerce P5, bước B, chưa thấy trên máy';
const params = taxParams(TAX_YEARS[2026]);

export const einvoiceEtax: Flow = {
  id: 'einvoice-etax',
  version: 1,
  first: 'need',
  services: ['invoice'],
  subject: 'household',
  evidence: ['self', 'witness'],
  neverShare: ['otp', 'password', 'passcode', 'face-photo', 'id-photo'],
  labels: {
    invoice: { text: 'Hóa đơn điện tử', confidence: 'M', source: MENU, verifiedOn: '2025-01-01' },
    register: { text: 'Kê khai tờ khai đăng ký HĐĐT', confidence: 'M', source: MENU, verifiedOn: '2025-01-01' },
    verify: { text: 'Tờ khai chờ xác thực', confidence: 'M', source: MENU, verifiedOn: '2025-01-01' },
    look: { text: 'Tra cứu tờ khai đăng ký HĐĐT', confidence: 'M', source: MENU, verifiedOn: '2025-01-01' },
    accepted: { text: 'Chấp nhận', confidence: 'M', source: MENU, verifiedOn: '2025-01-01' },
    kind: { text: 'khởi tạo từ máy tính tiền', confidence: 'U', source: UNSEEN, verifiedOn: '2026-11-21' },
    send: { text: 'Gửi', confidence: 'U', source: UNSEEN, verifiedOn: '2026-11-21' },
  },
  sources: [
    {
      ref: 'Nghị định 70/2025/NĐ-CP; Nghị định 68/2026, 141/2026: hóa đơn bắt buộc khi bán trên 1 tỷ đồng (payments-commerce P5)',
      date: '2026-04-29',
      confidence: 'H',
    },
    { ref: MENU, date: '2025-01-01', confidence: 'M' },
    { ref: 'Quét mặt trong 24 giờ, từ 1/7/2025 (payments-commerce P5, bước B)', date: '2025-07-01', confidence: 'M' },
    { ref: 'Công văn 1269/CT-CĐS: số 024 7305 5999 (payments-commerce P5)', date: '2025-06-06', confidence: 'M' },
  ],
  reviewedOn: '2026-11-21',
  proposes: 'household-tax-2026',
  steps: {
    need: { kind: 'choose', params, options: { must: 'provider', want: 'provider', not: 'not-needed' } },
    provider: {
      kind: 'choose',
      options: { chosen: 'sellers', 'not-yet': 'at-tax-office' },
      openPoints: ['Gói hóa đơn miễn phí hay giá rẻ năm 2026: nhà nào, bao nhiêu – hỏi thuế cơ sở.'],
    },
    sellers: { kind: 'tell', next: 'account' },
    account: { kind: 'prerequisite', flow: 'vneid-activate', next: 'etax' },
    etax: { kind: 'block', block: 'etax-login', next: 'part-etax', unable: 'at-tax-office' },
    'part-etax': { kind: 'tell', endsPart: true, next: 'invoice' },
    invoice: {
      kind: 'do',
      label: 'invoice',
      picture: { kind: 'list', title: 'eTax Mobile', rows: ['@invoice', 'Khai thuế', 'Nộp thuế'], target: 0 },
      next: 'who-files',
    },
    'who-files': { kind: 'choose', options: { self: 'register', provider: 'verify' } },
    register: {
      kind: 'do',
      label: 'register',
      picture: { kind: 'list', title: '@invoice', rows: ['@register', '@verify', '@look'], target: 0 },
      next: 'kind',
    },
    kind: {
      kind: 'do',
      label: 'kind',
      picture: { kind: 'list', title: 'Loại hóa đơn', rows: ['Có mã', '@kind'], target: 1 },
      openPoints: ['eTax Mobile: tên nút chọn loại hóa đơn và nút gửi – tổ công nghệ số xem trên máy.'],
      next: 'send',
    },
    send: {
      kind: 'do',
      label: 'send',
      picture: {
        kind: 'form',
        title: 'Tờ khai',
        fields: [{ label: 'Tên cửa hàng', hint: '•••' }],
        button: '@send',
        target: 'button',
      },
      next: 'sent',
    },
    sent: { kind: 'check', seen: 'verify', unseen: 'not-sent' },
    'not-sent': { kind: 'choose', options: { again: 'send', call: 'call-tax' } },
    verify: {
      kind: 'do',
      label: 'verify',
      picture: { kind: 'list', title: '@invoice', rows: ['@register', '@verify', '@look'], target: 1 },
      next: 'face',
    },
    face: {
      kind: 'do',
      warn: 'face',
      picture: { kind: 'camera', title: 'eTax Mobile', subject: 'face' },
      next: 'verified',
    },
    verified: { kind: 'check', seen: 'part-sent', unseen: 'not-verified' },
    'not-verified': { kind: 'choose', options: { again: 'verify', expired: 'register', call: 'call-tax' } },
    'part-sent': { kind: 'tell', endsPart: true, next: 'look' },
    look: {
      kind: 'do',
      label: 'look',
      picture: { kind: 'list', title: '@invoice', rows: ['@register', '@verify', '@look'], target: 2 },
      next: 'accepted',
    },
    accepted: { kind: 'check', seen: 'first-invoice', unseen: 'not-accepted' },
    'not-accepted': { kind: 'choose', options: { wait: 'look', refused: 'call-tax' } },
    'first-invoice': {
      kind: 'do',
      picture: {
        kind: 'form',
        title: 'Phần mềm hóa đơn',
        fields: [
          { label: 'Tên món', hint: '•••' },
          { label: 'Số tiền', hint: '•••' },
        ],
        button: 'Xuất hóa đơn',
        target: 'button',
      },
      next: 'coded',
    },
    coded: { kind: 'check', seen: 'registered', unseen: 'not-coded' },
    'not-coded': { kind: 'choose', options: { again: 'first-invoice', call: 'call-tax' } },
    'call-tax': {
      kind: 'tell',
      openPoints: ['Số 024 7305 5999: năm 2026 còn ai trực không – gọi thử, hỏi thuế cơ sở.'],
      next: 'asked',
    },
    'at-tax-office': { kind: 'office', office: 'one-stop-centre', next: 'asked' },
    'not-needed': { kind: 'tell', params, next: 'later' },
    registered: { kind: 'finish', outcome: 'completed' },
    asked: { kind: 'finish', outcome: 'referred' },
    later: { kind: 'finish', outcome: 'referred' },
  },
};
