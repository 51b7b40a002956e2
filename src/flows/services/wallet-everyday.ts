/** What people do with a wallet once it is open: put money in, pay, send, join a bank, take money out. */
import type { Flow } from '../flow.ts';

const USUAL = 'Bốn việc với ví (payments-commerce C7)';
const UNSEEN = 'payments-commerce C7, chưa thấy trên máy';
const APP = { appName: 'Ví điện tử' };

export const walletEveryday: Flow = {
  id: 'wallet-everyday',
  version: 1,
  first: 'what',
  services: ['pay'],
  subject: 'person',
  evidence: ['self', 'witness'],
  neverShare: ['otp', 'password', 'passcode', 'card'],
  labels: {
    link: { text: 'Liên kết ngân hàng', confidence: 'U', source: UNSEEN, verifiedOn: '2026-11-21' },
    withdraw: { text: 'Rút tiền', confidence: 'U', source: UNSEEN, verifiedOn: '2026-11-21' },
    send: { text: 'Chuyển tiền', confidence: 'U', source: UNSEEN, verifiedOn: '2026-11-21' },
    confirm: { text: 'Xác nhận', confidence: 'U', source: UNSEEN, verifiedOn: '2026-11-21' },
  },
  sources: [
    { ref: USUAL, date: '2026-11-21', confidence: 'U' },
    {
      ref: 'Nghị định 52/2024/NĐ-CP: ví nối với tài khoản ngân hàng của chính chủ',
      date: '2024-07-01',
      confidence: 'H',
    },
    { ref: 'Tổng đài của bốn ví (payments-commerce 13)', date: '2026-11-21', confidence: 'H' },
  ],
  reviewedOn: '2026-11-21',
  proposes: 'pay-by-qr',
  steps: {
    what: { kind: 'choose', options: { in: 'wallet-for-top-up', spend: 'spend', other: 'other' } },
    spend: { kind: 'choose', options: { pay: 'wallet-for-pay', send: 'wallet-for-send' } },
    other: { kind: 'choose', options: { link: 'wallet-for-link', out: 'wallet-for-withdraw', none: 'open-first' } },

    'wallet-for-top-up': { kind: 'block', block: 'open-wallet', next: 'top-up' },
    'top-up': { kind: 'block', block: 'top-up', params: APP, next: 'done', unable: 'call-wallet' },

    'wallet-for-pay': { kind: 'block', block: 'open-wallet', next: 'pay' },
    pay: { kind: 'block', block: 'scan-and-pay', params: APP, next: 'done', unable: 'call-wallet' },

    'wallet-for-link': { kind: 'block', block: 'open-wallet', next: 'link' },
    link: {
      kind: 'do',
      label: 'link',
      picture: { kind: 'list', title: 'Ví điện tử', rows: ['Nạp tiền', '@withdraw', '@link'], target: 2 },
      openPoints: ['Từng ví: tên nút nối ngân hàng – tổ công nghệ số xem trên máy.'],
      next: 'bank',
    },
    bank: { kind: 'block', block: 'link-bank', params: APP, next: 'done' },

    'wallet-for-withdraw': { kind: 'block', block: 'open-wallet', next: 'withdraw' },
    withdraw: {
      kind: 'do',
      label: 'withdraw',
      picture: { kind: 'list', title: 'Ví điện tử', rows: ['Nạp tiền', '@withdraw', '@send'], target: 1 },
      openPoints: [
        'Từng ví: tên nút rút tiền, phí rút, một ngày rút được bao nhiêu – tổ công nghệ số xem trên máy, hỏi tổng đài ví.',
      ],
      next: 'withdraw-amount',
    },
    'withdraw-amount': {
      kind: 'do',
      picture: { kind: 'form', title: '@withdraw', fields: [{ label: 'Số tiền', hint: '10.000' }], target: 0 },
      next: 'withdraw-to',
    },
    'withdraw-to': {
      kind: 'do',
      picture: { kind: 'list', title: 'Tiền về đâu', rows: ['Ngân hàng của mình', 'Nơi khác'], target: 0 },
      next: 'withdraw-confirm',
    },
    'withdraw-confirm': {
      kind: 'do',
      label: 'confirm',
      warn: 'money',
      picture: {
        kind: 'form',
        title: '@withdraw',
        fields: [
          { label: 'Số tiền', hint: '10.000' },
          { label: 'Phí', hint: '…' },
        ],
        button: '@confirm',
        target: 'button',
      },
      next: 'withdrawn',
    },
    withdrawn: { kind: 'check', seen: 'done', unseen: 'not-withdrawn' },
    'not-withdrawn': { kind: 'choose', options: { look: 'withdrawn', tomorrow: 'try-tomorrow', call: 'call-wallet' } },

    'wallet-for-send': { kind: 'block', block: 'open-wallet', next: 'send' },
    send: {
      kind: 'do',
      label: 'send',
      picture: { kind: 'list', title: 'Ví điện tử', rows: ['Nạp tiền', '@withdraw', '@send'], target: 2 },
      openPoints: ['Từng ví: tên nút chuyển tiền và các nút sau đó – tổ công nghệ số xem trên máy.'],
      next: 'send-to',
    },
    'send-to': {
      kind: 'do',
      picture: { kind: 'list', title: '@send', rows: ['Tới ví', 'Tới ngân hàng', 'Danh bạ'], target: 0 },
      next: 'send-number',
    },
    'send-number': {
      kind: 'do',
      picture: { kind: 'form', title: '@send', fields: [{ label: 'Số của người nhận', hint: '••••••' }], target: 0 },
      next: 'send-name',
    },
    'send-name': { kind: 'check', seen: 'no-way-back', unseen: 'wrong-name' },
    'wrong-name': { kind: 'choose', options: { again: 'send-number', stop: 'stopped' } },
    'no-way-back': { kind: 'tell', next: 'send-amount' },
    'send-amount': {
      kind: 'do',
      picture: {
        kind: 'form',
        title: '@send',
        fields: [
          { label: 'Người nhận', hint: '•••' },
          { label: 'Số tiền', hint: '10.000' },
        ],
        target: 1,
      },
      next: 'send-note',
    },
    'send-note': {
      kind: 'do',
      picture: { kind: 'form', title: '@send', fields: [{ label: 'Lời nhắn', hint: 'gui me tien cho' }], target: 0 },
      next: 'send-confirm',
    },
    'send-confirm': {
      kind: 'do',
      label: 'confirm',
      warn: 'money',
      picture: {
        kind: 'form',
        title: '@send',
        fields: [
          { label: 'Người nhận', hint: '•••' },
          { label: 'Số tiền', hint: '10.000' },
        ],
        button: '@confirm',
        target: 'button',
      },
      next: 'sent',
    },
    sent: { kind: 'check', seen: 'done', unseen: 'not-sent' },
    'not-sent': { kind: 'choose', options: { look: 'sent', call: 'call-wallet' } },

    'call-wallet': {
      kind: 'tell',
      params: {
        viettel: '1800 9000',
        vnpt: '1800 1091',
        momo: '1900 54 54 41',
        zalopay: '1900 54 54 36',
      },
      openPoints: ['1800 1091: bấm nhánh nào để hỏi về ví – gọi thử.'],
      next: 'asked',
    },
    done: { kind: 'finish', outcome: 'completed' },
    'open-first': { kind: 'finish', outcome: 'referred' },
    'try-tomorrow': { kind: 'finish', outcome: 'referred' },
    stopped: { kind: 'finish', outcome: 'abandoned' },
    asked: { kind: 'finish', outcome: 'referred' },
  },
};
