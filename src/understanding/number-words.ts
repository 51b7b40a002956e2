/** Numbers said in words, as people choose and count with them. */

/** Bare digit word → its digit. With the accent kept apart: `năm` is five, `nằm` is lie. */
export const DIGIT_WORDS: Readonly<Record<string, number>> = {
  một: 1,
  mốt: 1,
  hai: 2,
  ba: 3,
  bốn: 4,
  tư: 4,
  năm: 5,
  lăm: 5,
  nhăm: 5,
  sáu: 6,
  bảy: 7,
  bẩy: 7,
  tám: 8,
  chín: 9,
};
