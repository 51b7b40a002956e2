/** Duties as people say them. */
import { expect, it } from 'vitest';
import { readRotaOrder } from '../../src/understanding/rota-words.ts';

const duty = (who: string, weekday: number | null, fromHour: number, toHour: number) => ({
  ...{ order: 'duty', who, weekday, fromHour, toHour },
});

it.each([
  ['trực thứ 2 sáng', duty('', 1, 7, 11)],
  ['Tôi trực thứ hai', duty('', 1, 7, 17)],
  ['truc t3 7-11', duty('', 2, 7, 11)],
  ['tôi trực chủ nhật 7h30 - 11h', duty('', 7, 7.5, 11)],
  ['anh Tâm trực thứ bảy chiều', duty('anh tam', 6, 13, 17)],
  ['trực mỗi ngày 8 đến 17', duty('', null, 8, 17)],
  ['trực sáng', duty('', null, 7, 11)],
  ['trực tối thứ 6', duty('', 5, 17, 20)],
  ['thôi trực 2', { order: 'end-duty', n: 2 }],
  ['bỏ ca 1', { order: 'end-duty', n: 1 }],
])('%s', (text, order) => expect(readRotaOrder(text)).toEqual(order));

it.each([
  'trực',
  'lịch trực',
  'trực thứ 2 11-7', // ends before it begins
  'trực thứ 2 7-30',
  'trực thứ 9',
  'ai trực hôm nay',
  'xong vi 12 ba',
  'nộp hồ sơ trực tuyến',
  'tôi muốn nộp hồ sơ trực tuyến',
])('%s is none', (text) => expect(readRotaOrder(text)).toBeNull());
