/** One or more step pictures of every kind, as flows would ask for them. */
import type { Picture } from '../../src/flows/picture.ts';
import type { StepPicture } from '../../src/pictures/draw.ts';

export function stepPicture(step: number, caption: string, picture: Picture): StepPicture {
  const footer = 'Hình vẽ minh hoạ – máy của mình có thể hơi khác';
  return { picture, caption, step, total: 7, footer, stepWord: 'Bước' };
}

export const SAMPLES: Record<string, StepPicture> = {
  home: stepPicture(1, 'Tìm hình VNeID rồi bấm vào', {
    kind: 'home',
    apps: ['Zalo', 'Gọi điện', 'Máy ảnh', 'Tin nhắn', 'VNeID', 'YouTube'],
    target: 4,
  }),
  'home, long name': stepPicture(1, 'Mở “Dịch vụ công Quốc gia”', {
    kind: 'home',
    apps: ['Zalo', 'Dịch vụ công Quốc gia', 'Máy ảnh', 'Tin nhắn'],
    target: 1,
  }),
  list: stepPicture(2, 'Bấm “Đăng ký”', {
    kind: 'list',
    title: 'Tài khoản',
    rows: ['Đăng nhập', 'Đăng ký', 'Quên mật khẩu', 'Trợ giúp'],
    target: 1,
  }),
  'list, long rows': stepPicture(3, 'Bấm chữ “Kích hoạt tài khoản định danh điện tử”', {
    kind: 'list',
    title: 'VNeID',
    rows: [
      'Đăng nhập',
      'Kích hoạt tài khoản định danh điện tử',
      'Đăng ký tài khoản định danh mức 2',
      'Trợ giúp và câu hỏi thường gặp',
    ],
    target: 1,
  }),
  'list, many rows': stepPicture(3, 'Kéo xuống rồi bấm “Bảo hiểm y tế”', {
    kind: 'list',
    title: 'Ví giấy tờ',
    rows: ['Căn cước', 'Giấy phép lái xe', 'Đăng ký xe', 'Cư trú', 'Bảo hiểm y tế', 'Người phụ thuộc', 'Mã số thuế'],
    target: 4,
  }),
  form: stepPicture(4, 'Bấm vào ô này, rồi gõ số điện thoại của mình', {
    kind: 'form',
    title: 'Đăng ký',
    fields: [{ label: 'Số điện thoại', hint: '09…' }, { label: 'Họ và tên' }],
    button: 'Tiếp tục',
    target: 0,
  }),
  'form, empty field': stepPicture(4, 'Gõ ngày sinh vào ô này', {
    kind: 'form',
    title: 'Tra cứu',
    fields: [{ label: 'Số định danh cá nhân' }, { label: 'Ngày sinh' }, { label: 'Số điện thoại' }],
    button: 'Tra cứu',
    target: 1,
  }),
  'form, button': stepPicture(5, 'Coi lại số rồi bấm “Tiếp tục”', {
    kind: 'form',
    title: 'Đăng ký',
    fields: [{ label: 'Số điện thoại', hint: '0912 345 678' }],
    button: 'Tiếp tục',
    target: 'button',
  }),
  permission: stepPicture(5, 'Máy hỏi thì bấm “Cho phép”', {
    kind: 'permission',
    title: 'Quét thẻ',
    question: 'Cho phép chụp ảnh và quay phim?',
    answers: ['Cho phép', 'Không cho phép'],
    target: 0,
  }),
  'permission, three answers': stepPicture(5, 'Máy hỏi thì bấm “Không cho phép”', {
    kind: 'permission',
    title: 'VNeID',
    question: 'Cho phép VNeID chụp ảnh và quay video?',
    answers: ['Khi dùng ứng dụng', 'Chỉ lần này', 'Không cho phép'],
    target: 2,
  }),
  keypad: stepPicture(4, 'Gõ 6 số máy mới gửi về tin nhắn', { kind: 'keypad', title: 'Nhập mã xác thực', digits: 6 }),
  'camera, card': stepPicture(4, 'Đưa mặt trước thẻ vào giữa khung', {
    kind: 'camera',
    title: 'Quét thẻ',
    subject: 'card',
  }),
  'camera, face': stepPicture(5, 'Đưa mặt vào giữa khung, nhìn thẳng', {
    kind: 'camera',
    title: 'Chụp khuôn mặt',
    subject: 'face',
  }),
  'camera, qr': stepPicture(4, 'Đưa mã vuông vào giữa khung', { kind: 'camera', title: 'Quét mã QR', subject: 'qr' }),
  nfc: stepPicture(5, 'Áp thẻ vào lưng máy, giữ yên', { kind: 'nfc', title: 'Đọc chip trên thẻ' }),
  result: stepPicture(7, 'Thấy chữ “Đăng ký thành công” là được', {
    kind: 'result',
    title: 'Kết quả',
    message: 'Đăng ký thành công',
  }),
  qr: stepPicture(6, 'Mở mã nhận tiền của mình', { kind: 'qr', title: 'Mã QR của tôi' }),
  counter: stepPicture(7, 'Mang căn cước tới công an xã', { kind: 'counter', place: 'Công an xã' }),
};
