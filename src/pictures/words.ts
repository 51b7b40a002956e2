/**
 * The words a picture needs besides the caller's caption and footer: what the alt text says about the place of the
 * spot, and the one title that a home screen does not bring along. Plain data with `{placeholders}`, so that a language
 * file can carry its own.
 */
export interface PictureWords {
  /** Title of the home screen. It stands on the citizen's own phone, so it is Vietnamese in every language. */
  homeTitle: string;
  /** First, second, third … as a row, button or field is counted. */
  ordinals: string[];
  laterOrdinal: string;
  row: string;
  onlyRow: string;
  field: string;
  onlyField: string;
  button: string;
  answer: string;
  app: string;
  keypad: string;
  camera: Record<'card' | 'face' | 'qr', string>;
  nfc: string;
  result: string;
  qr: string;
  counter: string;
}

export const VIETNAMESE_WORDS: PictureWords = {
  homeTitle: 'Màn hình chính',
  ordinals: [
    'đầu tiên',
    'thứ hai',
    'thứ ba',
    'thứ tư',
    'thứ năm',
    'thứ sáu',
    'thứ bảy',
    'thứ tám',
    'thứ chín',
    'thứ mười',
  ],
  laterOrdinal: 'thứ {number}',
  row: 'nút {nth} từ trên xuống',
  onlyRow: 'nút duy nhất trên màn hình',
  field: 'ô {nth} từ trên xuống',
  onlyField: 'ô duy nhất trên màn hình',
  button: 'nút “{label}” ở dưới cùng',
  answer: 'nút {nth} trong khung câu hỏi',
  app: 'hình có chữ “{label}”',
  keypad: 'hàng {digits} ô ở trên các phím số',
  camera: {
    card: 'tấm thẻ nằm gọn trong khung',
    face: 'khuôn mặt nằm gọn trong khung',
    qr: 'mã vuông nằm gọn trong khung',
  },
  nfc: 'tấm thẻ áp sát lưng máy',
  result: 'chữ “{message}” dưới dấu tích lớn',
  qr: 'mã vuông giữa màn hình',
  counter: 'người ngồi ở quầy “{place}”',
};
