/** How people ask for what concerns their VNeID account and their dossiers, by flow id. Data only, like `wish-phrases.ts`. */
import type { FlowId } from '../flows/flow.ts';
import { list } from './phrases.ts';

export const WISHES_IDENTITY: Record<FlowId, readonly string[]> = {
  'vneid-level1': list(
    'vneid mức 1, vneid mức một, mức 1 vneid, định danh mức 1, định danh mức một, định danh mức độ 1, làm mức 1',
    'đăng ký mức 1, đăng ký vneid ở nhà, đăng ký vneid tại nhà, đăng ký định danh ở nhà, tạo tài khoản vneid',
    'lập tài khoản vneid, mở tài khoản vneid, lập tài khoản định danh',
  ),
  'vneid-level2-police': list(
    'làm mức 2, làm vneid mức 2, làm định danh mức 2, đăng ký mức 2, đăng ký vneid mức 2, đăng ký định danh mức 2',
    'lên mức 2, nâng mức 2, nâng lên mức hai, ra công an làm vneid mang gì, ra công an làm mức 2, lên công an làm mức 2, đi làm định danh',
    'làm vneid ở đâu, làm định danh ở đâu, làm mức 2 mang gì, làm mức 2 cần gì, làm vneid cần giấy gì',
    'làm định danh cho mẹ, làm định danh cho người già, già yếu làm định danh, lấy dấu tay làm vneid',
  ),
  'vneid-forgot': list(
    'quên mật khẩu vneid, mất mật khẩu vneid, lấy lại mật khẩu vneid, quên pass vneid, quên mk vneid',
    'quên mật khẩu định danh, lấy lại mật khẩu định danh, quên mật khẩu, lấy lại mật khẩu, đổi mật khẩu vneid',
    'quên passcode, lấy lại passcode, đổi passcode, quên pát cốt, quên mã 6 số, quên 6 số vneid, thay mật khẩu vneid',
  ),
  'vneid-new-phone': list(
    'đổi máy mới, mới mua điện thoại, đổi điện thoại mới, vneid máy mới, vneid điện thoại mới',
    'chuyển vneid qua máy mới, chuyển vneid qua máy khác, đăng nhập vneid máy khác, đăng nhập vneid trên máy mới',
    'cài lại vneid máy mới, máy cũ hư, đổi điện thoại vneid',
  ),
  'vneid-lock': list(
    'mất điện thoại, mất máy, mất cái điện thoại, rớt điện thoại, rớt mất điện thoại, bị giựt điện thoại, bị giật máy',
    'bị móc túi, bị trộm điện thoại, bị ăn cắp điện thoại, làm mất điện thoại, điện thoại bị mất, khóa vneid',
    'khóa định danh, mở khóa vneid, vneid bị khóa, mở khóa tài khoản vneid, bị khóa vneid',
  ),
  'vneid-change-phone': list(
    'đổi số điện thoại vneid, đổi số vneid, đổi sim vneid, đổi số định danh điện tử, cập nhật số điện thoại vneid',
    'thay số điện thoại vneid, vneid số mới, mất số điện thoại cũ, mất sim cũ vneid, đổi số mới, đổi số điện thoại',
    'xài số mới, vneid gửi mã về số cũ, sim cũ bị thu hồi',
  ),
  'dvcqg-submit': list(
    'nộp hồ sơ, gửi hồ sơ, nộp hồ sơ trên mạng, nộp hồ sơ qua mạng, nộp hồ sơ online, nộp hồ sơ trực tuyến, nộp giấy tờ',
    'nộp đơn trên mạng, làm hồ sơ, làm hồ sơ trên mạng, làm giấy tờ trên mạng, làm giấy tờ qua mạng, làm thủ tục',
    'làm khai sinh, đăng ký khai sinh, làm giấy khai sinh, đăng ký kết hôn, đăng ký thường trú, đăng ký tạm trú',
    'nhập hộ khẩu, sao trích lục, xác nhận cư trú, mức độ 3, mức độ 4, dịch vụ công mức 4',
  ),
  'dvcqg-track': list(
    'coi hồ sơ, xem hồ sơ, tra hồ sơ, tra cứu hồ sơ, hồ sơ tới đâu, hồ sơ tới đâu rồi, hồ sơ xong chưa, giấy tờ xong chưa',
    'giấy tờ tới đâu rồi, coi giấy tờ tới đâu, hồ sơ trễ, hồ sơ trễ hẹn, hồ sơ quá hẹn, hồ sơ làm lâu quá',
    'mất mã hồ sơ, hồ sơ bị trả lại, hồ sơ bị từ chối, bổ sung hồ sơ, đòi thêm giấy',
  ),
  'dvcqg-pay': list(
    'trả phí hồ sơ, đóng phí hồ sơ, nộp phí hồ sơ, đóng lệ phí, nộp lệ phí, trả lệ phí, nộp phí dịch vụ công',
    'đóng phí dịch vụ công, trả tiền hồ sơ, đóng tiền hồ sơ, thanh toán phí hồ sơ, thanh toán lệ phí, biên lai hồ sơ',
  ),
};
