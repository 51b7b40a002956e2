/** Telling the right place what is wrong: the police by VNeID, the portal, the province's app, or the commune. */
import type { Flow } from '../flow.ts';

const VNEID = 'Kiến nghị, phản ánh về ANTT: CafeF 16/2 và 23/2/2026, Công an An Giang 5/3/2026 (public-services 4B)';
const PORTAL = 'Cổng Dịch vụ công, thực đơn 2024 (public-services 2C, 4A)';
const LOG_IN = 'Trang xã Cẩm Thành, 10/9/2024 (public-services 1D)';
const UNSEEN = 'public-services 4, chưa thấy trên máy';

/**
 * Where a province takes reports about roads, rubbish, lights and floods, and the day that was last read. A province
 * without a row (Cần Thơ, until its officials name its channel) has the commune.
 */
const PROVINCES = {
  hcm: {
    app: 'Công dân số TP.HCM',
    publisher: 'cơ quan của Thành phố Hồ Chí Minh',
    phone: '1022',
    source: 'Ra mắt 14/11/2024; SGGP 7/1/2026 (public-services 4A, 4D)',
    readOn: '2026-01-07',
    confidence: 'H',
  },
  camau: {
    app: 'CaMau-G',
    publisher: 'cơ quan của tỉnh Cà Mau',
    source: 'QĐ 17/2022/QĐ-UBND tỉnh Cà Mau; Một Thế Giới, VTC 6–7/2022 (public-services 4C)',
    readOn: '2022-07-01',
    confidence: 'M',
  },
} as const;

const { hcm, camau } = PROVINCES;
const year = (day: string): string => day.slice(0, 4);

export const feedbackChoose: Flow = {
  id: 'feedback-choose',
  version: 1,
  first: 'what',
  services: ['feedback'],
  subject: 'person',
  evidence: ['self', 'witness'],
  neverShare: ['otp', 'password', 'passcode', 'id-number', 'id-photo'],
  labels: {
    'log-in': { text: 'Đăng nhập', confidence: 'H', source: LOG_IN, verifiedOn: '2024-09-10' },
    others: { text: 'Dịch vụ khác', confidence: 'H', source: VNEID, verifiedOn: '2026-03-05' },
    security: { text: 'Kiến nghị, phản ánh về ANTT', confidence: 'H', source: VNEID, verifiedOn: '2026-03-05' },
    new: { text: 'Tạo mới yêu cầu', confidence: 'H', source: VNEID, verifiedOn: '2026-03-05' },
    anonymous: { text: 'Ẩn danh', confidence: 'H', source: VNEID, verifiedOn: '2026-03-05' },
    incident: { text: 'Thông tin vụ việc', confidence: 'H', source: VNEID, verifiedOn: '2026-03-05' },
    place: { text: 'Địa điểm xảy ra', confidence: 'H', source: VNEID, verifiedOn: '2026-03-05' },
    send: { text: 'Gửi', confidence: 'U', source: UNSEEN, verifiedOn: '2026-11-21' },
    'to-portal': { text: 'Gửi PAKN', confidence: 'M', source: PORTAL, verifiedOn: '2024-01-01' },
    'hcm-services': { text: 'Dịch vụ của tôi', confidence: 'M', source: hcm.source, verifiedOn: hcm.readOn },
    'hcm-report': { text: 'Phản ánh kiến nghị', confidence: 'M', source: hcm.source, verifiedOn: hcm.readOn },
    'camau-report': { text: 'Phản ánh', confidence: camau.confidence, source: camau.source, verifiedOn: camau.readOn },
  },
  sources: [
    { ref: VNEID, date: '2026-03-05', confidence: 'H' },
    { ref: PORTAL, date: '2024-01-01', confidence: 'M' },
    { ref: hcm.source, date: hcm.readOn, confidence: hcm.confidence },
    { ref: camau.source, date: camau.readOn, confidence: camau.confidence },
    {
      ref: 'Cảnh báo của Bộ Công an về mã OTP, Soha 8/2025 (public-services 0.1)',
      date: '2025-08-01',
      confidence: 'H',
    },
    {
      ref: 'Sáp nhập tỉnh từ 1/7/2025: NQ 1655/NQ-UBTVQH15 và bản đồ sáp nhập (public-services 12)',
      date: '2025-07-01',
      confidence: 'H',
    },
  ],
  reviewedOn: '2026-11-21',
  proposes: 'dvcqg-login',
  steps: {
    what: { kind: 'choose', options: { security: 'emergency', local: 'province', papers: 'papers' } },

    emergency: { kind: 'tell', next: 'vneid' },
    vneid: { kind: 'prerequisite', flow: 'vneid-activate', next: 'guard' },
    guard: { kind: 'block', block: 'never-share', next: 'proof' },
    proof: { kind: 'tell', next: 'open-app' },
    'open-app': {
      kind: 'do',
      picture: { kind: 'home', apps: ['Điện thoại', 'Tin nhắn', 'VNeID', 'Máy ảnh'], target: 2 },
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
      next: 'others',
    },
    others: {
      kind: 'do',
      label: 'others',
      picture: { kind: 'list', title: 'VNeID', rows: ['Ví giấy tờ', '@others'], target: 1 },
      next: 'security',
    },
    security: {
      kind: 'do',
      label: 'security',
      picture: { kind: 'list', title: '@others', rows: ['@security', 'Mục khác'], target: 0 },
      next: 'new',
    },
    new: {
      kind: 'do',
      label: 'new',
      picture: { kind: 'list', title: '@security', rows: ['Yêu cầu đã gửi', '@new'], target: 1 },
      next: 'incident',
    },
    incident: {
      kind: 'do',
      label: 'incident',
      picture: { kind: 'form', title: '@new', fields: [{ label: '@incident' }, { label: '@place' }], target: 0 },
      next: 'place',
    },
    place: {
      kind: 'do',
      label: 'place',
      picture: {
        kind: 'form',
        title: '@new',
        fields: [{ label: '@incident', hint: '•••' }, { label: '@place' }],
        target: 1,
      },
      next: 'evidence',
    },
    evidence: {
      kind: 'do',
      picture: { kind: 'list', title: '@new', rows: ['Thêm hình', 'Số điện thoại'], target: 0 },
      openPoints: ['VNeID: nút thêm hình và nút gửi ở mục phản ánh ghi chữ gì – tổ công nghệ số xem trên máy.'],
      next: 'send',
    },
    send: {
      kind: 'do',
      label: 'send',
      picture: {
        kind: 'form',
        title: '@new',
        fields: [
          { label: '@incident', hint: '•••' },
          { label: '@place', hint: '•••' },
        ],
        button: '@send',
        target: 'button',
      },
      next: 'sent',
    },
    sent: { kind: 'check', seen: 'reported', unseen: 'not-sent' },
    'not-sent': { kind: 'choose', options: { again: 'new', police: 'at-police' } },
    'at-police': { kind: 'office', office: 'commune-police', next: 'go-there' },

    province: { kind: 'choose', options: { hcm: 'hcm-way', camau: 'camau-first', other: 'at-commune' } },
    'hcm-way': { kind: 'choose', params: { phone: hcm.phone }, options: { call: 'hcm-call', app: 'hcm-app' } },
    'hcm-call': {
      kind: 'do',
      params: { phone: hcm.phone },
      picture: {
        kind: 'form',
        title: 'Điện thoại',
        fields: [{ label: 'Số', hint: hcm.phone }],
        button: 'Gọi',
        target: 'button',
      },
      next: 'hcm-heard',
    },
    'hcm-heard': { kind: 'check', seen: 'reported', unseen: 'hcm-busy' },
    'hcm-busy': { kind: 'choose', options: { again: 'hcm-call', app: 'hcm-app' } },
    'hcm-app': {
      kind: 'block',
      block: 'right-app',
      params: { appName: hcm.app, publisher: hcm.publisher },
      openPoints: [`${hcm.app}: dòng nhà phát hành ghi đúng từng chữ ra sao – phường xem trên kho ứng dụng.`],
      next: 'hcm-installed',
      unable: 'at-commune',
    },
    'hcm-installed': { kind: 'tell', endsPart: true, params: { appName: hcm.app }, next: 'hcm-open' },
    'hcm-open': {
      kind: 'do',
      params: { appName: hcm.app },
      picture: { kind: 'home', apps: ['Điện thoại', 'Tin nhắn', hcm.app, 'Máy ảnh'], target: 2 },
      next: 'hcm-services',
    },
    'hcm-services': {
      kind: 'do',
      label: 'hcm-services',
      picture: { kind: 'list', title: hcm.app, rows: ['Trang chủ', '@hcm-services'], target: 1 },
      next: 'hcm-report',
    },
    'hcm-report': {
      kind: 'do',
      label: 'hcm-report',
      picture: { kind: 'list', title: '@hcm-services', rows: ['@hcm-report', 'Mục khác'], target: 0 },
      next: 'hcm-write',
    },
    'hcm-write': {
      kind: 'do',
      picture: {
        kind: 'form',
        title: '@hcm-report',
        fields: [{ label: 'Nội dung' }, { label: 'Địa điểm' }],
        target: 0,
      },
      openPoints: [`${hcm.app}: nút thêm hình, chọn chỗ và nút gửi ghi chữ gì – phường xem trên máy.`],
      next: 'hcm-photo',
    },
    'hcm-photo': {
      kind: 'do',
      picture: { kind: 'list', title: '@hcm-report', rows: ['Thêm hình', 'Địa điểm'], target: 0 },
      next: 'hcm-send',
    },
    'hcm-send': {
      kind: 'do',
      label: 'send',
      picture: {
        kind: 'form',
        title: '@hcm-report',
        fields: [
          { label: 'Nội dung', hint: '•••' },
          { label: 'Địa điểm', hint: '•••' },
        ],
        button: '@send',
        target: 'button',
      },
      next: 'app-sent',
    },

    'camau-first': {
      kind: 'choose',
      params: { appName: camau.app, year: year(camau.readOn) },
      openPoints: [
        `${camau.app}: sau khi Cà Mau nhập với Bạc Liêu còn nhận tin không, nhà phát hành là ai – hỏi ủy ban tỉnh.`,
      ],
      options: { running: 'camau-app', unsure: 'at-commune' },
    },
    'camau-app': {
      kind: 'block',
      block: 'right-app',
      params: { appName: camau.app, publisher: camau.publisher },
      next: 'camau-installed',
      unable: 'at-commune',
    },
    'camau-installed': { kind: 'tell', endsPart: true, params: { appName: camau.app }, next: 'camau-open' },
    'camau-open': {
      kind: 'do',
      params: { appName: camau.app },
      picture: { kind: 'home', apps: ['Điện thoại', 'Tin nhắn', camau.app, 'Máy ảnh'], target: 2 },
      next: 'camau-report',
    },
    'camau-report': {
      kind: 'do',
      label: 'camau-report',
      picture: { kind: 'list', title: camau.app, rows: ['@camau-report', 'Mục khác'], target: 0 },
      next: 'camau-kind',
    },
    'camau-kind': {
      kind: 'do',
      picture: {
        kind: 'form',
        title: '@camau-report',
        fields: [{ label: 'Lĩnh vực' }, { label: 'Địa phương' }],
        target: 0,
      },
      next: 'camau-commune',
    },
    'camau-commune': {
      kind: 'do',
      picture: {
        kind: 'form',
        title: '@camau-report',
        fields: [{ label: 'Lĩnh vực', hint: '•••' }, { label: 'Địa phương' }],
        target: 1,
      },
      next: 'camau-person',
    },
    'camau-person': {
      kind: 'do',
      picture: {
        kind: 'form',
        title: '@camau-report',
        fields: [
          { label: 'Họ tên', hint: '•••' },
          { label: 'Số điện thoại', hint: '09…' },
        ],
        target: 0,
      },
      next: 'camau-place',
    },
    'camau-place': {
      kind: 'do',
      picture: { kind: 'list', title: '@camau-report', rows: ['Vị trí', 'Thêm hình'], target: 0 },
      next: 'camau-photo',
    },
    'camau-photo': {
      kind: 'do',
      picture: { kind: 'list', title: '@camau-report', rows: ['Vị trí', 'Thêm hình'], target: 1 },
      next: 'camau-send',
    },
    'camau-send': {
      kind: 'do',
      label: 'send',
      picture: {
        kind: 'form',
        title: '@camau-report',
        fields: [{ label: 'Nội dung', hint: '•••' }],
        button: '@send',
        target: 'button',
      },
      next: 'app-sent',
    },
    'app-sent': { kind: 'check', seen: 'reported', unseen: 'app-not-sent' },
    'app-not-sent': { kind: 'choose', options: { look: 'app-sent', commune: 'at-commune' } },

    papers: { kind: 'choose', options: { report: 'portal', complaint: 'in-writing' } },
    portal: {
      kind: 'do',
      warn: 'link',
      picture: {
        kind: 'form',
        title: 'Chrome',
        fields: [{ label: 'Ô trên cùng', hint: 'dichvucong.gov.vn' }],
        target: 0,
      },
      openPoints: [
        'Cổng dịch vụ công sau đợt chuyển 3–4/2026: nút gửi phản ánh nằm đâu, có phải đăng nhập không – tổ công nghệ số xem trên máy.',
      ],
      next: 'to-portal',
    },
    'to-portal': {
      kind: 'do',
      label: 'to-portal',
      picture: {
        kind: 'list',
        title: 'Cổng Dịch vụ công',
        rows: ['Trang chủ', '@to-portal', 'Tra cứu hồ sơ'],
        target: 1,
      },
      next: 'portal-write',
    },
    'portal-write': {
      kind: 'do',
      picture: { kind: 'form', title: '@to-portal', fields: [{ label: 'Nội dung' }, { label: 'Cơ quan' }], target: 0 },
      next: 'portal-send',
    },
    'portal-send': {
      kind: 'do',
      label: 'send',
      picture: {
        kind: 'form',
        title: '@to-portal',
        fields: [{ label: 'Nội dung', hint: '•••' }],
        button: '@send',
        target: 'button',
      },
      next: 'portal-sent',
    },
    'portal-sent': { kind: 'check', seen: 'reported', unseen: 'portal-not-sent' },
    'portal-not-sent': { kind: 'choose', options: { again: 'portal', commune: 'at-commune' } },
    'in-writing': { kind: 'office', office: 'one-stop-centre', next: 'go-there' },

    'at-commune': {
      kind: 'office',
      office: 'one-stop-centre',
      openPoints: [
        'Cần Thơ: số máy hay ứng dụng nhận tin của thành phố, 1022 có chưa, ứng dụng “Hậu Giang” cũ còn chạy không – hỏi ủy ban thành phố.',
      ],
      next: 'go-there',
    },
    reported: { kind: 'finish', outcome: 'completed' },
    'go-there': { kind: 'finish', outcome: 'referred' },
  },
};
