import { describe, expect, it } from 'vitest';
import { describePicture } from '../../src/pictures/draw.ts';
import { VIETNAMESE_WORDS } from '../../src/pictures/words.ts';
import { SAMPLES, stepPicture } from './samples.ts';

describe('describePicture', () => {
  it.each([
    ['home', 'Bước 1/7: tìm hình VNeID rồi bấm vào, hình có chữ “VNeID”.'],
    ['list', 'Bước 2/7: bấm “Đăng ký”, nút thứ hai từ trên xuống.'],
    ['form', 'Bước 4/7: bấm vào ô này, rồi gõ số điện thoại của mình, ô đầu tiên từ trên xuống.'],
    ['form, button', 'Bước 5/7: coi lại số rồi bấm “Tiếp tục”, nút “Tiếp tục” ở dưới cùng.'],
    ['permission', 'Bước 5/7: máy hỏi thì bấm “Cho phép”, nút đầu tiên trong khung câu hỏi.'],
    ['keypad', 'Bước 4/7: gõ 6 số máy mới gửi về tin nhắn, hàng 6 ô ở trên các phím số.'],
    ['camera, card', 'Bước 4/7: đưa mặt trước thẻ vào giữa khung, tấm thẻ nằm gọn trong khung.'],
    ['nfc', 'Bước 5/7: áp thẻ vào lưng máy, giữ yên, tấm thẻ áp sát lưng máy.'],
    ['result', 'Bước 7/7: thấy chữ “Đăng ký thành công” là được, chữ “Đăng ký thành công” dưới dấu tích lớn.'],
    ['qr', 'Bước 6/7: mở mã nhận tiền của mình, mã vuông giữa màn hình.'],
    ['counter', 'Bước 7/7: mang căn cước tới công an xã, người ngồi ở quầy “Công an xã”.'],
  ])('says what to do and where: %s', (name, alt) => {
    expect(describePicture(SAMPLES[name]!)).toBe(alt);
  });

  it('reads the message’s own line: no pointing hand in front, no second full stop', () => {
    const alt = describePicture({ ...SAMPLES.list!, caption: '👉 VNeID hỏi thì bấm “Đăng ký”.' });
    expect(alt).toBe('Bước 2/7: VNeID hỏi thì bấm “Đăng ký”, nút thứ hai từ trên xuống.');
  });

  it('starts with the caption where steps are not counted', () => {
    const alt = describePicture({ ...SAMPLES.list!, step: null, total: null });
    expect(alt).toBe('Bấm “Đăng ký”, nút thứ hai từ trên xuống.');
  });

  it('keeps a script the drawing leaves out, and speaks the language it is given', () => {
    const english = {
      ...VIETNAMESE_WORDS,
      ordinals: ['first'],
      laterOrdinal: '{number}th',
      row: '{nth} button from the top',
    };
    const rows = Array.from({ length: 12 }, (_, index) => `Mục ${index + 1}`);
    const input = stepPicture(2, 'ចុច “Mục 11”', { kind: 'list', title: 'VNeID', rows, target: 10 });
    expect(describePicture({ ...input, stepWord: 'Step' }, english)).toBe(
      'Step 2/7: ចុច “Mục 11”, 11th button from the top.',
    );
  });

  it('says so when there is nothing to count', () => {
    const only = stepPicture(1, 'Bấm “Mở”', { kind: 'list', title: 'VNeID', rows: ['Mở'], target: 0 });
    expect(describePicture(only)).toBe('Bước 1/7: bấm “Mở”, nút duy nhất trên màn hình.');
  });
});
