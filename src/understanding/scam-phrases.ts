/**
 * How fraud sounds when people tell about it (public-services §0.1, payments-commerce §11 P9, conversation-design §7).
 * Data only; `scam.ts` says how it is read.
 */
import { list } from './phrases.ts';

/** Any of these inside a message of any length. */
export const FRAUD: readonly string[] = list(
  // somebody asks for a code, a password or papers
  'hỏi mã, đòi mã, hỏi cái mã, hỏi otp, đòi otp, xin otp, xin mã otp, lấy mã otp, đọc mã, đọc otp, đọc cái mã',
  'kêu đọc số, kêu gửi mã, kêu đưa mã, kêu cho mã, biểu gửi mã, biểu đưa mã, bảo gửi mã, bảo đưa mã, bắt đưa mã',
  'đưa mã cho, cung cấp mã, hỏi mật khẩu, xin mật khẩu, đòi mật khẩu, hỏi số căn cước, xin số căn cước',
  'xin căn cước, hỏi số thẻ, gửi hình căn cước, gửi ảnh căn cước, chụp căn cước gửi',
  // bait
  'trúng thưởng, trúng giải, trúng xe, nhận thưởng, hoàn tiền, việc nhẹ lương cao, thuê tài khoản',
  'bán tài khoản, cho mượn tài khoản, tặng quà, trúng quà',
  // threats
  'khóa sim, khóa thuê bao, cắt sim, thu hồi sim, khóa tài khoản, tài khoản bị khóa, dọa cắt điện, đòi cắt điện',
  'lệnh bắt, bắt giam, rửa tiền, dính án, bắt cóc',
  // links and packages
  'link, đường dẫn lạ, file apk, apk, cài app lạ, ứng dụng lạ, app lạ, teamviewer, ultraview',
  // money under pressure
  'kêu chuyển tiền, biểu chuyển tiền, bảo chuyển tiền, bắt chuyển tiền, đòi chuyển tiền, yêu cầu chuyển tiền',
  'kêu chuyển khoản, biểu chuyển khoản, bảo chuyển khoản, kêu đóng tiền, kêu nộp tiền, bắt đóng tiền',
  'bắt nộp tiền, chuyển tiền trước, đóng phí trước, đặt cọc trước',
  // strangers and pretenders
  'công an gọi, công an điện, công an nhắn, số lạ gọi, số lạ điện, số lạ nhắn, số điện thoại lạ, người lạ gọi',
  'người lạ nhắn, người lạ kêu, giả công an, giả danh, mạo danh, giả ngân hàng',
  // it has happened
  'lỡ bấm link, lỡ bấm đường dẫn, lỡ cho mã, lỡ đưa mã, lỡ gửi mã, lỡ chuyển tiền, lỡ chuyển khoản',
  'lấy lại tiền bị lừa',
);

/** The same, unless the message is only a worry or a question about our own steps ("có bị lừa không con"). */
export const FEARS: readonly string[] = list(
  'lừa đảo, bị lừa, lừa tiền, bị gạt, gạt tiền, mất tiền rồi, bị mất tiền, mất hết tiền, bị hack, hack',
);

/** The whole message but for courtesies: too common inside harmless ones. */
export const FRAUD_ALONE: readonly string[] = list(
  'lỡ bấm rồi, lỡ bấm vô rồi, lỡ bấm vào rồi, cập nhật vneid, số lạ, shipper gọi, nhận quà',
);

/** Longer phrases around one of the above that make it harmless: the app asks, or the person does. */
export const HARMLESS: readonly string[] = list(
  'máy hỏi mã, máy nó hỏi mã, app hỏi mã, ứng dụng hỏi mã, màn hình hỏi mã, máy hỏi mật khẩu, app hỏi mật khẩu',
  'màn hình hỏi mật khẩu, cho hỏi mã, cho {tui} hỏi mã, xin hỏi mã, hỏi mã qr, hỏi mã hồ sơ, đọc mã qr',
  'đọc mã vạch, mở khóa sim, mở khóa tài khoản, xin link, xin cái link',
);

/** Callers whose name is borrowed for fraud; from them almost any demand is one. */
export const BORROWED_NAMES: readonly string[] = list(
  'công an, cảnh sát, viện kiểm sát, tòa án, ngân hàng, nhà mạng, tổng đài, điện lực, bưu điện, bảo hiểm',
  'shipper, giao hàng, bên thuế, cục thuế, bên viettel, bên vnpt',
);
/** Before a caller's name: the person goes there or speaks of its app, nobody calls. */
export const NOT_CALLING: readonly string[] = list('gọi, ra, tới, đến, lên, app, thẻ, khoản, cài, mở, kết, ví');
/** Callers of whom only a demand for secrets or money is suspicious: real helpers also call. */
export const ANY_CALLER: readonly string[] = list(
  'cán bộ, có người, người ta, ai đó, có ai, có đứa, tụi nó, nó gọi, nhân viên, bên xã',
);
/** How they come near. */
export const APPROACHES: readonly string[] = list(
  'gọi, điện cho, điện kêu, điện nói, điện tới, nhắn, kêu, nói, bảo {tui}, bảo phải, bảo là, bảo cài',
  'bảo cập nhật, bảo nộp, biểu, yêu cầu, bắt, đòi, hỏi, xin, kết bạn, dọa, hù',
);
/** What nobody honest asks for. */
export const SECRET_DEMANDS: readonly string[] = list(
  'hỏi mã, đưa mã, đọc mã, lấy mã, xin mã, đưa otp, mật khẩu, chuyển tiền, chuyển khoản, đóng phí, đóng tiền',
  'nộp phí, nộp tiền, link, số tài khoản, số thẻ',
);
/** What pretenders make people do. */
export const ANY_DEMANDS: readonly string[] = [
  ...SECRET_DEMANDS,
  ...list(
    'cập nhật, đồng bộ, vneid, định danh, cài, tải, app, ứng dụng, căn cước, cccd, tài khoản, sim, khóa, bấm',
    'khuôn mặt, quét mặt, thông tin, nhập mã, chuyển, phí, phạt, vụ án',
  ),
];
