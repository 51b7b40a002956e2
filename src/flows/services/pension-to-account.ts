/** A pension or insurance benefit paid into the person's own account, asked for in VssID or on paper. */
import type { Flow } from '../flow.ts';

const RULE = 'QĐ 863/QĐ-BNV: đổi hình thức lĩnh từ 1/7/2025, Lao Động 9/2025 (public-services 6A)';
const GUIDE = 'Danh mục dịch vụ công VssID 2024; hướng dẫn của BHXH Việt Nam 2021 (public-services 6A)';
const PROXY = 'Luật BHXH 2024: ủy quyền lĩnh hộ, Lao Động 5/8/2025 (public-services 6)';
const UNSEEN = 'public-services 6A, chưa thấy trên máy';

/** Working days of the request, the day of the month by which the money has usually come, and how long a proxy lasts. */
const TERMS = { days: '5', after: '10', months: '12', proxiesEnded: '30/06/2026' };

export const pensionToAccount: Flow = {
  id: 'pension-to-account',
  version: 1,
  first: 'payer',
  services: ['benefits'],
  subject: 'person',
  // What came into an account is the holder's to say: nobody looks at it.
  evidence: ['self'],
  neverShare: ['otp', 'password', 'passcode', 'card', 'id-photo'],
  labels: {
    services: { text: 'Dịch vụ công', confidence: 'M', source: GUIDE, verifiedOn: '2024-01-01' },
    change: {
      text: 'Thay đổi hình thức lĩnh hoặc thông tin người hưởng chế độ BHXH',
      confidence: 'M',
      source: GUIDE,
      verifiedOn: '2024-01-01',
    },
    transfer: { text: 'Chuyển khoản', confidence: 'U', source: UNSEEN, verifiedOn: '2026-11-21' },
    send: { text: 'Gửi', confidence: 'U', source: UNSEEN, verifiedOn: '2026-11-21' },
    confirm: { text: 'Xác nhận', confidence: 'M', source: GUIDE, verifiedOn: '2021-01-01' },
  },
  sources: [
    { ref: RULE, date: '2025-09-01', confidence: 'H' },
    { ref: GUIDE, date: '2024-01-01', confidence: 'M' },
    { ref: PROXY, date: '2025-08-05', confidence: 'H' },
    {
      ref: 'Nghị định 340/2025/NĐ-CP: cấm mua bán, cho mượn tài khoản, từ 9/2/2026 (payments-commerce 1)',
      date: '2026-02-09',
      confidence: 'H',
    },
    { ref: 'Tổng đài 1900 9068, báo chí 2023 (public-services 0.4)', date: '2023-01-01', confidence: 'M' },
  ],
  reviewedOn: '2026-11-21',
  proposes: 'asxh-link',
  steps: {
    payer: { kind: 'choose', options: { pension: 'own-account', allowance: 'ask-allowance', gift: 'ask-gift' } },
    'own-account': { kind: 'choose', options: { own: 'way', none: 'no-account' } },
    'no-account': { kind: 'choose', options: { open: 'at-bank', cash: 'in-cash' } },
    way: { kind: 'choose', params: TERMS, options: { app: 'vssid', paper: 'on-paper' } },
    vssid: { kind: 'prerequisite', flow: 'health-vssid', next: 'guard' },
    guard: { kind: 'block', block: 'never-share', next: 'open-app' },
    'open-app': {
      kind: 'do',
      picture: { kind: 'home', apps: ['Điện thoại', 'Tin nhắn', 'VssID', 'Máy ảnh'], target: 2 },
      next: 'services',
    },
    services: {
      kind: 'do',
      label: 'services',
      picture: { kind: 'list', title: 'VssID', rows: ['Trang chủ', '@services'], target: 1 },
      next: 'change',
    },
    change: {
      kind: 'do',
      label: 'change',
      picture: { kind: 'list', title: '@services', rows: ['@change', 'Mục khác'], target: 0 },
      openPoints: ['VssID: chữ trên mục đổi cách lãnh tiền và các nút sau đó – tổ công nghệ số xem trên máy.'],
      next: 'transfer',
    },
    transfer: {
      kind: 'do',
      label: 'transfer',
      picture: { kind: 'list', title: 'Hình thức nhận', rows: ['Tiền mặt', '@transfer'], target: 1 },
      next: 'number',
    },
    number: {
      kind: 'do',
      picture: {
        kind: 'form',
        title: 'Hình thức nhận',
        fields: [
          { label: 'Ngân hàng', hint: '•••' },
          { label: 'Số tài khoản', hint: '••••••' },
        ],
        target: 1,
      },
      next: 'send',
    },
    send: {
      kind: 'do',
      label: 'send',
      picture: {
        kind: 'form',
        title: 'Hình thức nhận',
        fields: [{ label: 'Số tài khoản', hint: '••••••' }],
        button: '@send',
        target: 'button',
      },
      next: 'code',
    },
    code: {
      kind: 'do',
      label: 'confirm',
      warn: 'otp',
      picture: {
        kind: 'form',
        title: 'VssID',
        fields: [{ label: 'Mã trong tin nhắn', hint: '••••••' }],
        button: '@confirm',
        target: 'button',
      },
      next: 'taken',
    },
    taken: { kind: 'check', seen: 'wait', unseen: 'not-taken' },
    'not-taken': { kind: 'choose', options: { again: 'open-app', counter: 'at-bank-name', ask: 'ask-insurer' } },
    wait: { kind: 'tell', params: TERMS, next: 'paid' },
    paid: { kind: 'check', seen: 'in-account', unseen: 'not-paid' },
    'not-paid': { kind: 'choose', params: TERMS, options: { wait: 'wait', ask: 'ask-insurer' } },
    'ask-insurer': {
      kind: 'choose',
      openPoints: ['1900 9068: giá cước hiện nay, số năm 2023 là 1.000 đồng một phút – hỏi tổng đài.'],
      options: { again: 'open-app', paper: 'on-paper' },
    },
    'on-paper': { kind: 'office', office: 'social-insurance-office', params: TERMS, next: 'go-there' },
    'at-bank': { kind: 'office', office: 'bank-counter', next: 'go-there' },
    'at-bank-name': { kind: 'office', office: 'bank-counter', next: 'go-there' },
    'in-cash': { kind: 'office', office: 'post-office', params: TERMS, next: 'go-there' },
    'in-account': { kind: 'finish', outcome: 'completed' },
    'go-there': { kind: 'finish', outcome: 'referred' },
    'ask-allowance': { kind: 'finish', outcome: 'referred' },
    'ask-gift': { kind: 'finish', outcome: 'referred' },
  },
};
