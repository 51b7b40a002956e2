/** A household business telling the tax office what it sold in 2026. Never a sum to pay: that is the tax office's to say. */
import type { Flow } from '../flow.ts';
import { TAX_YEARS, taxParams } from '../tax-years.ts';

const LAW = 'Nghị định 68/2026/NĐ-CP sửa bởi Nghị định 141/2026/NĐ-CP (payments-commerce P5)';
const GUIDE = 'Khai thuế trên eTax Mobile, Thuế TP.HCM 2025 (payments-commerce P5, bước C)';
const params = taxParams(TAX_YEARS[2026]);

export const householdTax2026: Flow = {
  id: 'household-tax-2026',
  version: 1,
  first: 'revenue',
  services: ['invoice'],
  subject: 'household',
  evidence: ['self', 'witness'],
  neverShare: ['otp', 'password', 'passcode', 'id-photo'],
  labels: {
    declare: { text: 'Khai thuế', confidence: 'M', source: GUIDE, verifiedOn: '2025-01-01' },
    household: { text: 'Khai thuế CNKD', confidence: 'M', source: GUIDE, verifiedOn: '2025-01-01' },
    file: { text: 'Nộp hồ sơ', confidence: 'M', source: GUIDE, verifiedOn: '2025-01-01' },
    add: { text: 'Thêm', confidence: 'M', source: GUIDE, verifiedOn: '2025-01-01' },
    submit: { text: 'Nộp tờ khai', confidence: 'M', source: GUIDE, verifiedOn: '2025-01-01' },
  },
  sources: [
    { ref: LAW, date: '2026-04-29', confidence: 'H' },
    {
      ref: 'Bỏ thuế khoán từ 1/1/2026, hỏi đáp pháp luật 12/2025 (payments-commerce 1)',
      date: '2025-12-01',
      confidence: 'H',
    },
    {
      ref: 'Mẫu và hạn báo doanh thu, Thông tư 18/2026, 50/2026 (payments-commerce P5)',
      date: '2026-05-01',
      confidence: 'M',
    },
    { ref: GUIDE, date: '2025-01-01', confidence: 'M' },
  ],
  reviewedOn: '2026-11-21',
  proposes: 'einvoice-etax',
  steps: {
    revenue: { kind: 'choose', params, options: { under: 'notice-only', over: 'must-pay', unsure: 'count-first' } },
    'notice-only': { kind: 'tell', params, next: 'near-limit' },
    'near-limit': {
      kind: 'tell',
      params,
      openPoints: [
        'Vừa qua mức 1 tỷ đồng thì thuế và hóa đơn tính từ quý nào – hỏi thuế cơ sở.',
        'Báo tài khoản bán hàng theo mẫu 01/BK-STK: hạn sau năm 2026 – hỏi thuế cơ sở.',
      ],
      next: 'account',
    },
    'must-pay': { kind: 'tell', params, next: 'how-often' },
    'how-often': { kind: 'tell', params, next: 'not-a-bill' },
    'not-a-bill': { kind: 'tell', next: 'account' },
    'count-first': { kind: 'office', office: 'one-stop-centre', params, next: 'counted-then-back' },
    account: { kind: 'prerequisite', flow: 'vneid-activate', next: 'notebook' },
    notebook: {
      kind: 'do',
      picture: {
        kind: 'form',
        title: 'Sổ bán hàng',
        fields: [
          { label: 'Tiền mặt', hint: '•••' },
          { label: 'Chuyển khoản', hint: '•••' },
        ],
        target: 0,
      },
      next: 'part-notebook',
    },
    'part-notebook': { kind: 'tell', endsPart: true, next: 'etax' },
    etax: { kind: 'block', block: 'etax-login', next: 'part-etax', unable: 'at-tax-office' },
    'part-etax': { kind: 'tell', endsPart: true, next: 'declare' },
    declare: {
      kind: 'do',
      label: 'declare',
      picture: { kind: 'list', title: 'eTax Mobile', rows: ['Hóa đơn điện tử', '@declare', 'Nộp thuế'], target: 1 },
      next: 'household',
    },
    household: {
      kind: 'do',
      label: 'household',
      picture: { kind: 'list', title: '@declare', rows: ['Việc khác', '@household'], target: 1 },
      next: 'file',
    },
    file: {
      kind: 'do',
      label: 'file',
      picture: { kind: 'list', title: '@household', rows: ['@file', 'Tra cứu'], target: 0 },
      openPoints: [
        'eTax Mobile: mẫu báo doanh thu 01/TKN-CNKD năm 2026 nằm ở mục nào, tên nút – tổ công nghệ số xem trên máy.',
      ],
      next: 'form',
    },
    form: {
      kind: 'do',
      params,
      picture: { kind: 'form', title: '@file', fields: [{ label: 'Kỳ', hint: '…' }], target: 0 },
      next: 'trade',
    },
    trade: {
      kind: 'do',
      label: 'add',
      picture: { kind: 'list', title: '@file', rows: ['Địa chỉ', '@add'], target: 1 },
      next: 'sold',
    },
    sold: {
      kind: 'do',
      picture: { kind: 'form', title: '@file', fields: [{ label: 'Doanh thu', hint: '•••' }], target: 0 },
      next: 'submit',
    },
    submit: {
      kind: 'do',
      label: 'submit',
      picture: {
        kind: 'form',
        title: '@file',
        fields: [{ label: 'Doanh thu', hint: '•••' }],
        button: '@submit',
        target: 'button',
      },
      next: 'filed',
    },
    filed: { kind: 'check', seen: 'declared', unseen: 'not-filed' },
    'not-filed': { kind: 'choose', options: { again: 'submit', office: 'at-tax-office' } },
    'at-tax-office': { kind: 'office', office: 'one-stop-centre', next: 'go-there' },
    declared: { kind: 'finish', outcome: 'completed' },
    'counted-then-back': { kind: 'finish', outcome: 'referred' },
    'go-there': { kind: 'finish', outcome: 'referred' },
  },
};
