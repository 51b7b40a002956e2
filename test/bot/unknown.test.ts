import { expect, it, test } from 'vitest';
import { withoutPersons } from '../../src/bot/unknown.ts';

test.each([
  ['máy kêu tít tít hoài à', 'may keu tit tit hoai a'],
  ['Tui là Nguyễn Văn Bảy muốn hỏi', 'tui la … hoi'],
  ['gọi giùm cô Lan ở xóm trên', 'goi gium co … o xom tren'],
  ['nhắn Zalo cho anh Ba Tèo', 'nhan zalo cho anh …'],
  ['BÁC MUỐN HỎI CÁI NÀY', 'bac muon hoi cai nay'],
  ['tui ten nguyen van bay o ap ba', 'tui ten … ap ba'],
  ['hẹn ngày 20/11/2026 nha', 'hen ngay … nha'],
])('keeps of %j only %j', (text, kept) => {
  expect(withoutPersons(text)).toBe(kept);
});

test.each(['0912345678', 'mã là 482913', 'mật khẩu của tui là meo123', '089201001234', 'Nguyễn Văn Bảy 0912 345 678'])(
  'keeps nothing of %j',
  (text) => {
    expect(withoutPersons(text)).toBeNull();
  },
);

it('keeps nothing of a long story', () => {
  expect(withoutPersons('hồi đó nhà tui '.repeat(10))).toBeNull();
});
