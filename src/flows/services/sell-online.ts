/** A household's first product on an online market: papers, a shop, one product, one trial order. */
import type { Flow } from '../flow.ts';

const UNSEEN = 'payments-commerce P6, chưa thấy trên máy';

export const sellOnline: Flow = {
  id: 'sell-online',
  version: 1,
  first: 'where',
  services: ['ecommerce'],
  subject: 'household',
  evidence: ['self', 'witness'],
  neverShare: ['otp', 'password', 'passcode', 'card', 'id-photo'],
  labels: {
    seller: { text: 'Kênh người bán', confidence: 'U', source: UNSEEN, verifiedOn: '2026-11-21' },
    add: { text: 'Thêm sản phẩm', confidence: 'U', source: UNSEEN, verifiedOn: '2026-11-21' },
    waiting: { text: 'Chờ duyệt', confidence: 'U', source: UNSEEN, verifiedOn: '2026-11-21' },
  },
  sources: [
    {
      ref: 'Postmart đổi thành buudien.vn, kho mã 2024–2026 (payments-commerce P6)',
      date: '2026-01-01',
      confidence: 'M',
    },
    { ref: 'Luật Thương mại điện tử từ 1/7/2026, VnExpress và CafeF 10/12/2025', date: '2025-12-10', confidence: 'H' },
    {
      ref: 'Nghị định 117/2025/NĐ-CP: sàn trừ thuế của người bán (payments-commerce P6)',
      date: '2025-07-01',
      confidence: 'M',
    },
  ],
  reviewedOn: '2026-11-21',
  proposes: 'household-tax-2026',
  steps: {
    where: {
      kind: 'choose',
      options: { buudien: 'goods', voso: 'voso', family: 'family-market' },
      openPoints: ['buudien.vn: bưu cục xã có nhận mở gian hàng không – hỏi bưu cục.'],
    },
    voso: {
      kind: 'choose',
      options: { buudien: 'goods', ask: 'ask-viettel-post' },
      openPoints: ['Sàn Vỏ Sò (voso.vn): năm 2026 còn nhận người bán mới không – hỏi bưu cục Viettel Post.'],
    },
    'ask-viettel-post': { kind: 'office', office: 'post-office', next: 'asked' },
    'family-market': { kind: 'tell', next: 'goods' },
    goods: {
      kind: 'choose',
      options: { fresh: 'honest', ocop: 'ocop-papers', food: 'food-papers' },
      openPoints: ['Hàng tươi bán lên sàn: cần giấy an toàn thực phẩm nào – hỏi ủy ban xã.'],
    },
    'ocop-papers': {
      kind: 'tell',
      openPoints: ['OCOP: quyết định hạng sao còn hạn mấy tháng – hỏi ủy ban xã.'],
      next: 'honest',
    },
    'food-papers': { kind: 'tell', next: 'honest' },
    honest: { kind: 'tell', next: 'ready' },
    ready: { kind: 'choose', options: { enough: 'account', 'no-account': 'account-first' } },
    'account-first': { kind: 'office', office: 'bank-counter', next: 'account-then-back' },
    account: { kind: 'prerequisite', flow: 'vneid-activate', next: 'guard' },
    guard: { kind: 'block', block: 'never-share', next: 'fees' },
    fees: {
      kind: 'tell',
      openPoints: [
        'Từng sàn: phí bán, phí gửi hàng, số gọi – hỏi bưu cục.',
        'Sàn trừ thuế trước mà bán dưới 1 tỷ đồng thì trả lại ra sao – hỏi thuế cơ sở.',
      ],
      next: 'at-post-office',
    },
    'at-post-office': { kind: 'office', office: 'post-office', next: 'helped' },
    helped: { kind: 'choose', options: { now: 'number', later: 'appointed' } },
    number: {
      kind: 'do',
      picture: { kind: 'form', title: 'Kênh người bán', fields: [{ label: 'Số điện thoại', hint: '09…' }], target: 0 },
      openPoints: ['buudien.vn: tên nút mở gian hàng, đăng hàng – tổ công nghệ số xem trên máy.'],
      next: 'code',
    },
    code: {
      kind: 'do',
      warn: 'otp',
      picture: {
        kind: 'form',
        title: 'Kênh người bán',
        fields: [{ label: 'Mã trong tin nhắn', hint: '••••••' }],
        target: 0,
      },
      next: 'shop-open',
    },
    'shop-open': { kind: 'check', seen: 'shop-name', unseen: 'no-code' },
    'no-code': { kind: 'choose', options: { again: 'number', post: 'appointed' } },
    'shop-name': {
      kind: 'do',
      picture: { kind: 'form', title: 'Gian hàng', fields: [{ label: 'Tên gian hàng', hint: '•••' }], target: 0 },
      next: 'address',
    },
    address: {
      kind: 'do',
      // Since this day addresses have no district and many communes another name.
      params: { since: '01/07/2025' },
      picture: { kind: 'form', title: 'Nơi lấy hàng', fields: [{ label: 'Tỉnh, xã', hint: '…' }], target: 0 },
      next: 'payout',
    },
    payout: {
      kind: 'do',
      picture: { kind: 'form', title: 'Nhận tiền', fields: [{ label: 'Số tài khoản', hint: '••••••' }], target: 0 },
      next: 'part-shop',
    },
    'part-shop': { kind: 'tell', endsPart: true, next: 'photos' },
    photos: {
      kind: 'do',
      picture: { kind: 'home', apps: ['Điện thoại', 'Tin nhắn', 'Zalo', 'Máy ảnh'], target: 3 },
      next: 'add',
    },
    add: {
      kind: 'do',
      label: 'add',
      picture: { kind: 'list', title: 'Gian hàng', rows: ['Đơn hàng', '@add', 'Tiền về'], target: 1 },
      next: 'describe',
    },
    describe: {
      kind: 'do',
      picture: {
        kind: 'form',
        title: '@add',
        fields: [
          { label: 'Tên món', hint: '•••' },
          { label: 'Giá', hint: '•••' },
          { label: 'Cân nặng', hint: '•••' },
          { label: 'Hạn dùng', hint: '•••' },
        ],
        target: 0,
      },
      next: 'submitted',
    },
    submitted: { kind: 'check', seen: 'trial', unseen: 'not-submitted' },
    'not-submitted': { kind: 'choose', options: { again: 'describe', post: 'appointed' } },
    trial: { kind: 'do', picture: { kind: 'counter', place: 'Máy của người nhà' }, next: 'order' },
    order: { kind: 'check', seen: 'selling', unseen: 'no-order' },
    'no-order': { kind: 'choose', options: { look: 'order', post: 'appointed' } },
    selling: { kind: 'finish', outcome: 'completed' },
    asked: { kind: 'finish', outcome: 'referred' },
    'account-then-back': { kind: 'finish', outcome: 'referred' },
    appointed: { kind: 'finish', outcome: 'referred' },
  },
};
