/** Turning on a level-2 VNeID account. Level 2 itself is given by the police, in person, never by phone or chat. */
import type { Flow } from '../flow.ts';

const GUIDE = 'Trang xã Cẩm Thành, Cam Lộ, 10/9/2024; Công an Hà Nam 2022 (public-services 1D)';
const LAW =
  'Nghị định 69/2024/NĐ-CP; Kênh14 12/1/2026, CafeF 12/2025: mức 2 làm trực tiếp tại công an (public-services 1C)';

export const vneidActivate: Flow = {
  id: 'vneid-activate',
  version: 1,
  first: 'registered',
  services: ['vneid'],
  subject: 'person',
  evidence: ['self', 'witness'],
  neverShare: ['otp', 'password', 'passcode', 'security-answer', 'id-number', 'id-photo', 'face-photo'],
  labels: {
    activate: { text: 'Kích hoạt', confidence: 'H', source: GUIDE, verifiedOn: '2024-09-10' },
    'activate-long': {
      text: 'Kích hoạt tài khoản định danh điện tử',
      confidence: 'H',
      source: GUIDE,
      verifiedOn: '2024-09-10',
    },
    send: { text: 'Gửi yêu cầu', confidence: 'H', source: GUIDE, verifiedOn: '2024-09-10' },
    passcode: { text: 'passcode', confidence: 'H', source: GUIDE, verifiedOn: '2024-09-10' },
    'log-in': { text: 'Đăng nhập', confidence: 'H', source: GUIDE, verifiedOn: '2024-09-10' },
  },
  sources: [
    { ref: LAW, date: '2026-01-12', confidence: 'H' },
    { ref: GUIDE, date: '2024-09-10', confidence: 'H' },
    { ref: 'Tổng đài 1900 0368, ZNews 29/11/2025 (public-services 0.4)', date: '2025-11-29', confidence: 'H' },
  ],
  reviewedOn: '2026-11-21',
  proposes: 'dvcqg-login',
  steps: {
    registered: { kind: 'choose', options: { approved: 'app', waiting: 'wait', never: 'at-police' } },
    wait: { kind: 'tell', next: 'come-back' },
    app: { kind: 'prerequisite', flow: 'vneid-install', next: 'guard' },
    guard: { kind: 'block', block: 'never-share', next: 'ready' },
    ready: { kind: 'choose', options: { enough: 'open-app', 'new-number': 'number-changed' } },
    'open-app': {
      kind: 'do',
      picture: { kind: 'home', apps: ['Điện thoại', 'Tin nhắn', 'VNeID', 'Máy ảnh'], target: 2 },
      next: 'activate',
    },
    activate: {
      kind: 'do',
      label: 'activate',
      picture: { kind: 'list', title: 'VNeID', rows: ['@log-in', 'Đăng ký', '@activate'], target: 2 },
      next: 'identity',
    },
    identity: {
      kind: 'do',
      picture: {
        kind: 'form',
        title: '@activate',
        fields: [
          { label: 'Số định danh', hint: '••••••••••••' },
          { label: 'Số điện thoại', hint: '09…' },
        ],
        target: 0,
      },
      next: 'send',
    },
    send: {
      kind: 'do',
      label: 'send',
      picture: {
        kind: 'form',
        title: '@activate',
        fields: [
          { label: 'Số định danh', hint: '••••••••••••' },
          { label: 'Số điện thoại', hint: '09…' },
        ],
        button: '@send',
        target: 'button',
      },
      openPoints: ['VNeID: sau khi có tin báo duyệt thì còn bao lâu để bật – hỏi công an xã.'],
      next: 'code-sent',
    },
    'code-sent': { kind: 'check', seen: 'code', unseen: 'not-sent' },
    'not-sent': { kind: 'choose', options: { retype: 'identity', hotline: 'call-1900', police: 'at-police-again' } },
    'call-1900': {
      kind: 'tell',
      openPoints: ['1900 0368: giá cước một phút – hỏi tổng đài.'],
      next: 'identity-again',
    },
    'identity-again': { kind: 'choose', options: { retry: 'identity', police: 'at-police-again' } },
    code: {
      kind: 'do',
      warn: 'otp',
      picture: { kind: 'form', title: 'VNeID', fields: [{ label: 'Mã trong tin nhắn', hint: '••••••' }], target: 0 },
      next: 'password',
    },
    password: {
      kind: 'do',
      picture: {
        kind: 'form',
        title: 'VNeID',
        fields: [
          { label: 'Mật khẩu mới', hint: '••••••••' },
          { label: 'Gõ lại mật khẩu', hint: '••••••••' },
        ],
        target: 0,
      },
      next: 'passcode',
    },
    passcode: {
      kind: 'do',
      picture: { kind: 'keypad', title: '@passcode', digits: 6 },
      next: 'questions',
    },
    questions: {
      kind: 'do',
      picture: {
        kind: 'form',
        title: 'Câu hỏi bảo mật',
        fields: [
          { label: 'Câu hỏi 1', hint: '•••' },
          { label: 'Câu hỏi 2', hint: '•••' },
        ],
        target: 0,
      },
      next: 'log-in',
    },
    'log-in': {
      kind: 'do',
      label: 'log-in',
      picture: {
        kind: 'form',
        title: 'VNeID',
        fields: [{ label: 'Mật khẩu', hint: '••••••••' }],
        button: '@log-in',
        target: 'button',
      },
      next: 'level',
    },
    level: { kind: 'check', seen: 'activated', unseen: 'level-one' },
    'level-one': { kind: 'choose', options: { look: 'level', police: 'at-police-again' } },
    'number-changed': { kind: 'office', office: 'commune-police', next: 'come-back' },
    'at-police': {
      kind: 'office',
      office: 'commune-police',
      openPoints: ['Công an xã có tới nhà làm cho người nằm một chỗ không – hỏi công an xã.'],
      next: 'come-back',
    },
    'at-police-again': { kind: 'office', office: 'commune-police', next: 'come-back' },
    activated: { kind: 'finish', outcome: 'completed' },
    'come-back': { kind: 'finish', outcome: 'referred' },
  },
};
