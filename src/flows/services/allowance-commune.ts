/** The old-age allowance the commune pays: asking for it, and having it paid into an account. */
import type { Flow } from '../flow.ts';

const LAW = 'Nghị định 176/2025/NĐ-CP, Lao Động 10/2025, Dân trí 10/11/2025 (public-services 6B)';
const PORTAL = 'Nộp hồ sơ trên Cổng Dịch vụ công, phường Nam Hồng Lĩnh 2025, Đồng Nai (public-services 2B)';
const UNSEEN = 'public-services 6B, chưa thấy trên máy';

/** The decree's ages in years, monthly amount in đồng, form, working days until the decision, and day of the month. */
const DECREE = {
  since: '01/07/2025',
  age: '75',
  poorAge: '70',
  amount: '500.000',
  form: 'Mẫu số 01',
  days: '10',
  fundedBy: '25',
};

export const allowanceCommune: Flow = {
  id: 'allowance-commune',
  version: 1,
  first: 'situation',
  services: ['benefits'],
  subject: 'person',
  evidence: ['self', 'witness'],
  neverShare: ['otp', 'password', 'passcode', 'card', 'id-photo'],
  labels: {
    procedure: { text: 'Trợ cấp hưu trí xã hội', confidence: 'U', source: UNSEEN, verifiedOn: '2026-11-21' },
    apply: { text: 'Nộp trực tuyến', confidence: 'M', source: PORTAL, verifiedOn: '2025-01-01' },
    submit: { text: 'Nộp hồ sơ', confidence: 'M', source: PORTAL, verifiedOn: '2025-01-01' },
  },
  sources: [
    { ref: LAW, date: '2025-11-10', confidence: 'H' },
    { ref: PORTAL, date: '2025-01-01', confidence: 'M' },
    {
      ref: 'Giả cán bộ xã phát trợ cấp, Thanh Niên 12/1/2026 (payments-commerce P9)',
      date: '2026-01-12',
      confidence: 'M',
    },
    {
      ref: 'Công văn 623/TTg-KSTT 30/5/2025: một cổng quốc gia từ 1/7/2025 (public-services 2)',
      date: '2025-05-30',
      confidence: 'H',
    },
  ],
  reviewedOn: '2026-11-21',
  proposes: 'asxh-link',
  steps: {
    situation: { kind: 'choose', options: { new: 'rule', cash: 'give-number', other: 'other-allowance' } },
    rule: {
      kind: 'tell',
      params: DECREE,
      openPoints: ['Tỉnh có trả thêm vào mức trợ cấp không, thêm bao nhiêu – hỏi ủy ban xã.'],
      next: 'scam',
    },
    scam: { kind: 'tell', next: 'way' },
    way: { kind: 'choose', params: DECREE, options: { online: 'portal', paper: 'on-paper' } },
    portal: { kind: 'prerequisite', flow: 'dvcqg-login', next: 'ready' },
    ready: { kind: 'choose', params: DECREE, options: { enough: 'search', 'no-form': 'on-paper' } },
    search: {
      kind: 'do',
      picture: {
        kind: 'form',
        title: 'Cổng Dịch vụ công',
        fields: [{ label: 'Tìm kiếm', hint: 'hưu trí xã hội' }],
        target: 0,
      },
      next: 'procedure',
    },
    procedure: {
      kind: 'do',
      label: 'procedure',
      picture: { kind: 'list', title: 'Kết quả tìm', rows: ['@procedure', 'Thủ tục khác'], target: 0 },
      openPoints: [
        'Cổng dịch vụ công: tên thủ tục xin trợ cấp hưu trí xã hội và các ô phải gõ – cán bộ xã xem trên cổng.',
      ],
      next: 'agency',
    },
    agency: {
      kind: 'do',
      picture: {
        kind: 'form',
        title: 'Cơ quan thực hiện',
        fields: [{ label: 'Tỉnh, thành phố' }, { label: 'Xã, phường' }],
        target: 1,
      },
      next: 'apply',
    },
    apply: {
      kind: 'do',
      label: 'apply',
      picture: { kind: 'list', title: '@procedure', rows: ['Thành phần hồ sơ', '@apply'], target: 1 },
      next: 'fill',
    },
    fill: {
      kind: 'do',
      picture: {
        kind: 'form',
        title: '@apply',
        fields: [{ label: 'Họ tên *', hint: '•••' }, { label: 'Ngày sinh *' }],
        target: 1,
      },
      next: 'attach',
    },
    attach: {
      kind: 'do',
      picture: { kind: 'list', title: 'Giấy kèm theo', rows: ['Tờ đơn', 'Giấy khác'], target: 0 },
      next: 'submit',
    },
    submit: {
      kind: 'do',
      label: 'submit',
      picture: {
        kind: 'form',
        title: '@apply',
        fields: [{ label: 'Tờ đơn', hint: '•••' }],
        button: '@submit',
        target: 'button',
      },
      next: 'number-shown',
    },
    'number-shown': { kind: 'check', seen: 'filed', unseen: 'no-number' },
    'no-number': { kind: 'choose', options: { look: 'number-shown', again: 'search', paper: 'on-paper' } },
    'on-paper': { kind: 'office', office: 'one-stop-centre', params: DECREE, next: 'go-there' },
    'give-number': { kind: 'office', office: 'one-stop-centre', params: DECREE, next: 'go-there' },
    'other-allowance': {
      kind: 'office',
      office: 'one-stop-centre',
      openPoints: ['Trợ cấp bảo trợ xã hội và người có công: giấy tờ phải mang – hỏi ủy ban xã.'],
      next: 'go-there',
    },
    filed: { kind: 'finish', outcome: 'completed' },
    'go-there': { kind: 'finish', outcome: 'referred' },
  },
};
