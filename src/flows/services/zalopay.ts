/** The Zalopay wallet in the person's own name, as an app or inside Zalo, joined to a bank account. */
import type { Flow } from '../flow.ts';

const HELP = 'Trang trợ giúp zalopay.vn, trang không ghi ngày (payments-commerce P1.4)';
const SIGN_UP = 'Hướng dẫn đăng ký Zalopay, topsanfx, trang không ghi ngày (payments-commerce P1.4)';
const TOP_UP = 'nhanh.vn 26/12/2024 (payments-commerce P1.4)';
const UNSEEN = 'payments-commerce P1.4, chưa thấy trên máy';
/** A paid call. */
const HOTLINE = '1900 54 54 36';

export const zalopay: Flow = {
  id: 'zalopay',
  version: 1,
  first: 'ready',
  services: ['wallet'],
  subject: 'person',
  evidence: ['self', 'witness'],
  neverShare: ['otp', 'password', 'passcode', 'card', 'id-photo', 'face-photo'],
  labels: {
    discover: { text: 'Khám phá', confidence: 'M', source: HELP, verifiedOn: '2024-01-01' },
    wallet: { text: 'Ví Zalopay', confidence: 'U', source: UNSEEN, verifiedOn: '2026-11-21' },
    next: { text: 'Tiếp tục', confidence: 'M', source: SIGN_UP, verifiedOn: '2024-01-01' },
    identify: { text: 'Xác thực tài khoản', confidence: 'U', source: UNSEEN, verifiedOn: '2026-11-21' },
    identified: { text: 'Đã định danh', confidence: 'U', source: UNSEEN, verifiedOn: '2026-11-21' },
    // The block knows this button from other apps; in this one nobody has seen it yet.
    'chip/confirm': { text: 'Xác nhận', confidence: 'U', source: UNSEEN, verifiedOn: '2026-11-21' },
    banks: { text: 'Ngân hàng', confidence: 'M', source: HELP, verifiedOn: '2024-01-01' },
    'add-bank': { text: 'Thêm liên kết', confidence: 'M', source: HELP, verifiedOn: '2024-01-01' },
    'in-and-out': { text: 'Nạp/Rút tiền', confidence: 'M', source: TOP_UP, verifiedOn: '2024-12-26' },
    'money/top-up': { text: 'Nạp tiền', confidence: 'M', source: TOP_UP, verifiedOn: '2024-12-26' },
  },
  sources: [
    { ref: TOP_UP, date: '2024-12-26', confidence: 'M' },
    { ref: HELP, date: '2024-01-01', confidence: 'M' },
    { ref: SIGN_UP, date: '2024-01-01', confidence: 'M' },
    {
      ref: 'Thông tư 41/2025/TT-NHNN: mở ví phải đối chiếu sinh trắc học từ 1/1/2026',
      date: '2026-01-01',
      confidence: 'H',
    },
    { ref: 'Thông tư 40/2024/TT-NHNN Điều 26: 100 triệu đồng một tháng', date: '2024-07-17', confidence: 'H' },
    {
      ref: 'Nghị định 52/2024/NĐ-CP: ví nối với tài khoản ngân hàng của chính chủ',
      date: '2024-07-01',
      confidence: 'H',
    },
    { ref: 'Tổng đài 1900 54 54 36, tốn tiền (payments-commerce 13)', date: '2026-11-21', confidence: 'H' },
  ],
  reviewedOn: '2026-11-21',
  proposes: 'wallet-everyday',
  steps: {
    ready: {
      kind: 'choose',
      options: { enough: 'phone', 'no-card': 'card-first', 'no-bank': 'bank-first' },
      openPoints: [`Zalopay: 15–17 tuổi mở ví có cần cha mẹ đồng ý không – hỏi lại ${HOTLINE}.`],
    },
    'card-first': { kind: 'office', office: 'commune-police', next: 'card-then-back' },
    'bank-first': { kind: 'office', office: 'bank-counter', next: 'bank-then-back' },
    phone: { kind: 'block', block: 'phone-ready', next: 'guard' },
    guard: { kind: 'block', block: 'never-share', next: 'where' },
    where: { kind: 'choose', options: { app: 'app', zalo: 'discover' } },
    app: {
      kind: 'block',
      block: 'right-app',
      params: { appName: 'Zalopay', publisher: 'Zion' },
      openPoints: ['Zalopay: dòng nhà phát hành ghi đúng từng chữ ra sao – tổ công nghệ số xem trên kho ứng dụng.'],
      next: 'open-app',
      unable: 'discover',
    },
    'open-app': {
      kind: 'do',
      picture: { kind: 'home', apps: ['Điện thoại', 'Tin nhắn', 'Zalopay', 'Máy ảnh'], target: 2 },
      next: 'wallet-found',
    },
    discover: {
      kind: 'do',
      label: 'discover',
      picture: { kind: 'list', title: 'Zalo', rows: ['Tin nhắn', '@discover', 'Danh bạ'], target: 1 },
      next: 'in-zalo',
    },
    'in-zalo': {
      kind: 'do',
      label: 'wallet',
      picture: { kind: 'list', title: '@discover', rows: ['Nhật ký', '@wallet', 'Trò chơi'], target: 1 },
      openPoints: ['Zalo: mở ví mới ngay trong Zalo được tới bước nào – tổ công nghệ số xem trên máy.'],
      next: 'wallet-found',
    },
    // Both ways meet here, so that counting goes on alike whichever was taken.
    'wallet-found': { kind: 'tell', endsPart: true, next: 'number' },
    number: {
      kind: 'do',
      label: 'next',
      picture: {
        kind: 'form',
        title: 'Zalopay',
        fields: [{ label: 'Số điện thoại', hint: '09…' }],
        button: '@next',
        target: 'button',
      },
      next: 'code',
    },
    code: {
      kind: 'do',
      label: 'next',
      warn: 'otp',
      picture: {
        kind: 'form',
        title: 'Zalopay',
        fields: [{ label: 'Mã trong tin nhắn', hint: '••••••' }],
        button: '@next',
        target: 'button',
      },
      next: 'code-taken',
    },
    'code-taken': { kind: 'check', seen: 'password', unseen: 'no-code' },
    'no-code': { kind: 'choose', options: { again: 'number', centre: 'at-centre' } },
    password: { kind: 'do', picture: { kind: 'keypad', title: 'Zalopay', digits: 6 }, next: 'part-one' },
    'part-one': { kind: 'tell', endsPart: true, next: 'identify' },
    identify: {
      kind: 'do',
      label: 'identify',
      picture: { kind: 'list', title: 'Zalopay', rows: ['@in-and-out', '@identify', 'Chuyển tiền'], target: 1 },
      openPoints: [
        'Zalopay: tên nút vào phần xác thực, nút cuối khi quét thẻ và dòng chữ khi xong – tổ công nghệ số xem trên máy.',
      ],
      next: 'chip',
    },
    chip: {
      kind: 'block',
      block: 'nfc-touch',
      params: { appName: 'Zalopay' },
      next: 'identified',
      unable: 'at-centre',
    },
    identified: { kind: 'check', seen: 'part-two', unseen: 'not-identified' },
    'not-identified': { kind: 'choose', options: { again: 'identify', centre: 'at-centre' } },
    'part-two': { kind: 'tell', endsPart: true, next: 'banks' },
    banks: {
      kind: 'do',
      label: 'banks',
      picture: { kind: 'list', title: 'Zalopay', rows: ['@in-and-out', '@banks', 'Chuyển tiền'], target: 1 },
      next: 'add-bank',
    },
    'add-bank': {
      kind: 'do',
      label: 'add-bank',
      picture: { kind: 'list', title: '@banks', rows: ['Ngân hàng đã nối', '@add-bank'], target: 1 },
      next: 'bank',
    },
    bank: { kind: 'block', block: 'link-bank', params: { appName: 'Zalopay' }, next: 'part-three' },
    'part-three': { kind: 'tell', endsPart: true, next: 'in-and-out' },
    'in-and-out': {
      kind: 'do',
      label: 'in-and-out',
      picture: { kind: 'list', title: 'Zalopay', rows: ['@banks', '@in-and-out', 'Chuyển tiền'], target: 1 },
      next: 'money',
    },
    money: { kind: 'block', block: 'top-up', params: { appName: 'Zalopay' }, next: 'fees', unable: 'call-wallet' },
    'call-wallet': { kind: 'tell', params: { hotline: HOTLINE }, next: 'asked' },
    fees: {
      kind: 'tell',
      // Millions of đồng a month and person in one wallet.
      params: { hotline: HOTLINE, monthly: '100' },
      openPoints: [
        `Phí nạp, rút, chuyển của Zalopay: thay đổi luôn, hỏi lại ${HOTLINE}.`,
        'Hạn mức ví 300 triệu đồng một tháng (báo tháng 11/2025): ai được hưởng – hỏi tổng đài ví.',
      ],
      next: 'balance',
    },
    balance: { kind: 'check', seen: 'opened', unseen: 'no-balance' },
    'no-balance': { kind: 'choose', options: { look: 'balance', centre: 'at-centre' } },
    'at-centre': { kind: 'office', office: 'one-stop-centre', params: { hotline: HOTLINE }, next: 'go-there' },
    opened: { kind: 'finish', outcome: 'completed' },
    'card-then-back': { kind: 'finish', outcome: 'referred' },
    'bank-then-back': { kind: 'finish', outcome: 'referred' },
    asked: { kind: 'finish', outcome: 'referred' },
    'go-there': { kind: 'finish', outcome: 'referred' },
  },
};
