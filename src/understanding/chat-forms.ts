/**
 * Short and sounded-out spellings of chat, and the standard word each stands for.
 *
 * Which forms occur and how surely they mean one word: counts over the training part of ViLexNorm (Nguyen et al.,
 * EACL 2024; only counts were used, no text of it is here) and general knowledge of service chat. A form whose meaning
 * depends on its neighbours (`đk`, `tt`, `mk`, `t`, `a`, `c`, `hoi`) is left out: it is never rewritten blindly.
 */

/**
 * Bare short form → standard word. Applied to the folded token whatever its accents, so that folding stays a projection
 * (folding twice changes nothing). Accents written on purpose survive in `accented` (Hồng stays Hồng).
 */
export const CHAT_FORMS: Readonly<Record<string, string>> = {
  ko: 'không',
  k: 'không',
  kh: 'không',
  kg: 'không',
  hk: 'không',
  hok: 'không',
  hong: 'không',
  hog: 'không',
  khum: 'không',
  khom: 'không',
  khog: 'không',
  kong: 'không',
  khg: 'không',
  dc: 'được',
  r: 'rồi',
  rui: 'rồi',
  rj: 'rồi',
  roj: 'rồi',
  roai: 'rồi',
  xog: 'xong',
  xg: 'xong',
  ok: 'ok',
  oke: 'ok',
  okie: 'ok',
  oki: 'ok',
  okey: 'ok',
  okay: 'ok',
  okela: 'ok',
  okla: 'ok',
  okk: 'ok',
  oce: 'ok',
  toy: 'tôi',
  ng: 'người',
  z: 'vậy',
  zay: 'vậy',
  zi: 'gì',
  j: 'gì',
  vs: 'với',
  bt: 'biết',
  bit: 'biết',
  bik: 'biết',
  lm: 'làm',
  mik: 'mình',
  lun: 'luôn',
  cx: 'cũng',
  trc: 'trước',
  h: 'giờ',
  thui: 'thôi',
  thoy: 'thôi',
  hoy: 'thôi',
  ik: 'đi',
  zo: 'vô',
  nx: 'nữa',
  s: 'sao',
  nc: 'nước',
  nhiu: 'nhiều',
  mun: 'muốn',
  ms: 'mới',
  hiu: 'hiểu',
  tip: 'tiếp',
  dum: 'giùm',
  jup: 'giúp',
  uk: 'ừ',
  uh: 'ừ',
  uhm: 'ừ',
  um: 'ừ',
  tks: 'cảm ơn',
  thks: 'cảm ơn',
  thank: 'cảm ơn',
  thanks: 'cảm ơn',
  ntn: 'như thế nào',
  sdt: 'số điện thoại',
  dt: 'điện thoại',
  stk: 'số tài khoản',
  tk: 'tài khoản',
  ck: 'chuyển khoản',
  nh: 'ngân hàng',
  dn: 'đăng nhập',
  hs: 'hồ sơ',
  hd: 'hướng dẫn',
  tn: 'tin nhắn',
  zl: 'zalo',
};

/** Spellings that are told from another word by their accents only (`gòi` is rồi, `gọi` is call). */
export const ACCENTED_CHAT_FORMS: Readonly<Record<string, string>> = {
  hông: 'không',
  hổng: 'không',
  hỏng: 'không',
  gòi: 'rồi',
  ròi: 'rồi',
  òi: 'rồi',
  rùi: 'rồi',
  dị: 'vậy',
  zị: 'vậy',
  zậy: 'vậy',
  zì: 'gì',
  dới: 'với',
  zới: 'với',
  bít: 'biết',
  zô: 'vô',
  dô: 'vô',
  nhìu: 'nhiều',
  mún: 'muốn',
  hỉu: 'hiểu',
  típ: 'tiếp',
  pải: 'phải',
  dùm: 'giùm',
};

/** Brands and English words of phone screens that keyboards or doubled letters must not turn into syllables. */
export const FOREIGN_WORDS: ReadonlySet<string> = new Set(
  (
    'app apps apk bank best card code cod check dvc email error facebook fax file free google gmail hello iphone ' +
    'internet lazada link list login logout meet menu messenger mess mobi mobifone momo money next nfc otp pass ' +
    'password pay pin post qr reset samsung scan send shopee sim smart sms sos soft start stop telegram test text tiktok ' +
    'token top update uber usb vietqr viettel vinaphone visa vneid vnpt voso vssid web wifi youtube zalo zalopay zoom'
  ).split(' '),
);
