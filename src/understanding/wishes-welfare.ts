/**
 * How people ask for their SIM, their health book, their benefits and the other services around them, by flow id. Data
 * only, like `wish-phrases.ts`; some phrases are the ones other flows tell people to type.
 */
import type { FlowId } from '../flows/flow.ts';
import { list } from './phrases.ts';

export const WISHES_WELFARE: Record<FlowId, readonly string[]> = {
  'sim-check-1414': list(
    'sim tên ai, sim đứng tên ai, sim này tên ai, số này tên ai, số điện thoại tên ai, sim của ai, coi sim tên ai, tra sim',
    'kiểm tra sim, coi sim chính chủ, kiểm tra sim chính chủ, sim chính chủ chưa, sim đúng tên chưa',
    'nhắn 1414, gửi 1414, tttb, nhắn tttb, thông tin thuê bao, kiểm tra thông tin thuê bao, coi thông tin thuê bao',
    'mấy sim tên tôi, có mấy sim, bao nhiêu sim tên tôi, mình đứng tên mấy sim, căn cước đứng tên mấy sim',
  ),
  'sim-confirm-vneid': list(
    'xác nhận sim, xác nhận số điện thoại, xác nhận thuê bao, xác nhận sim trên vneid, xác nhận sim vneid',
    'sim lạ, sim lạ tên tôi, số lạ tên tôi, số lạ đứng tên tôi, bỏ số lạ, bỏ sim lạ, hủy sim lạ, xóa sim lạ',
    'ai lấy tên tôi làm sim, bị lấy tên làm sim, sim rác tên tôi, thuê bao vneid, quản lý thuê bao, coi sim trên vneid',
  ),
  'sim-auth-operator': list(
    'mở khóa sim, sim bị khóa, sim bị khóa một chiều, sim bị khóa chiều gọi, sim bị chặn',
    'bị chặn gọi đi, sim gọi đi hết được, sim gọi hổng được, mất chiều gọi, sim hết gọi được',
    'xác thực sim, xác thực thuê bao, xác thực số điện thoại, cập nhật sim, cập nhật thông tin sim, đăng ký sim chính chủ',
    'chuẩn hóa sim, chuẩn hóa thông tin thuê bao, làm sim chính chủ, sang tên sim, chính chủ sim, quét mặt sim',
    'my viettel, mai viettel, my mobifone, my vnpt, bỏ sim qua máy mới',
  ),
  'feedback-choose': list(
    'phản ánh, gửi phản ánh, báo phản ánh, phản ánh hiện trường, kiến nghị, gửi kiến nghị, góp ý, báo chính quyền, báo xã',
    'báo chuyện ở xóm, báo đường hư, đường hư, đường xấu, ổ gà, báo rác, rác nhiều quá, rác dơ, đèn đường tắt, đèn đường hư',
    'ngập nước, ngập đường, cống nghẹt, báo công an, tố giác, báo trộm, mất trộm, mất an ninh',
    'cán bộ làm khó, cán bộ hạch sách, cán bộ nhũng nhiễu, phàn nàn cán bộ, khiếu nại, tố cáo, làm đơn khiếu nại, pakn',
    'app hậu giang, ứng dụng hậu giang, app cà mau, camau g, cà mau g, ứng dụng cà mau, app tỉnh, ứng dụng của tỉnh',
    'app cần thơ, ứng dụng cần thơ, công dân số, công dân số tp hcm, 1022, gọi 1022, tổng đài 1022',
  ),
  'health-open': list(
    'sổ sức khỏe, sổ sức khỏe điện tử, mở sổ sức khỏe, coi sổ sức khỏe, cài sổ sức khỏe, sổ khám bệnh, sổ khám bệnh điện tử',
    'hồ sơ sức khỏe, hồ sơ sức khỏe điện tử, coi toa thuốc, coi đơn thuốc, coi kết quả khám, kết quả khám bệnh',
    'giấy hẹn tái khám, giấy hẹn khám lại, giấy chuyển viện, giấy chuyển tuyến, coi lịch khám, sổ y bạ, y bạ, app sức khỏe',
  ),
  'health-bhyt': list(
    'thẻ bảo hiểm y tế, bảo hiểm y tế, bhyt, thẻ bhyt, bảo hiểm y tế điện tử, thẻ bảo hiểm y tế điện tử, thẻ bảo hiểm trên điện thoại',
    'gắn thẻ bảo hiểm, gắn thẻ bảo hiểm y tế, gắn bảo hiểm y tế vô vneid, tích hợp bảo hiểm y tế, tích hợp thẻ bảo hiểm',
    'thẻ khám bệnh, mất thẻ bảo hiểm, mất thẻ bảo hiểm y tế, quên thẻ bảo hiểm, đi khám quên thẻ, đưa bảo hiểm vô máy',
  ),
  'health-vssid': list(
    'vssid, app vssid, cài vssid, vê ép ép ai đi, vi ét ét ai đi, vờ sờ sờ id, vs id, vi ssid, đăng nhập vssid, vô vssid, quên mật khẩu vssid',
    'bảo hiểm xã hội, bhxh, coi bảo hiểm xã hội, sổ bảo hiểm, sổ bảo hiểm xã hội, coi sổ bảo hiểm, đóng bảo hiểm mấy năm',
    'quá trình đóng bảo hiểm, app bảo hiểm, ứng dụng bảo hiểm xã hội, mã số bảo hiểm xã hội',
  ),
  'pension-to-account': list(
    'lương hưu, lãnh lương hưu, nhận lương hưu, lĩnh lương hưu, lương vô tài khoản, lương hưu vô tài khoản, lương hưu qua thẻ',
    'lương hưu qua tài khoản, nhận lương hưu qua thẻ, chuyển lương hưu qua thẻ, lương hưu atm, đổi chỗ lãnh lương hưu',
    'lương hưu tháng này, ủy quyền lãnh lương hưu, lãnh lương giùm, trợ cấp bảo hiểm xã hội, tiền hưu',
  ),
  'allowance-commune': list(
    'trợ cấp xã, trợ cấp ở xã, trợ cấp xã hội, trợ cấp người già, trợ cấp tuổi già, tiền người già, tiền tuổi già, tiền già',
    'trợ cấp hưu trí xã hội, hưu trí xã hội, trợ cấp người cao tuổi, tiền trợ cấp, xin trợ cấp, làm đơn xin trợ cấp, lãnh trợ cấp',
    '75 tuổi lãnh tiền, đủ 75 tuổi, bảy lăm tuổi lãnh tiền, 80 tuổi lãnh tiền, bảo trợ xã hội, tiền bảo trợ, trợ cấp hàng tháng',
    'trợ cấp hộ nghèo, trợ cấp khuyết tật, trợ cấp người có công, tiền chính sách, lãnh tiền chính sách',
  ),
  'asxh-link': list(
    'nhận quà nhà nước, nhận quà tết, quà tết nhà nước, quà quốc khánh, quà 2 9, tiền quà, nhận 100 nghìn, nhận 400 nghìn',
    'an sinh xã hội, tài khoản an sinh xã hội, tài khoản an sinh, liên kết an sinh xã hội, tài khoản hưởng an sinh xã hội',
    'nhận trợ cấp qua tài khoản, nhận trợ cấp qua vneid, trợ cấp vô tài khoản, nhận tiền nhà nước, nhận tiền trên vneid',
    'liên kết tài khoản vneid, liên kết ngân hàng với vneid, gắn tài khoản vô vneid, tiền nhà nước cho',
  ),
  'digital-signature': list(
    'chữ ký số, chữ ký điện tử, ký số, làm chữ ký số, đăng ký chữ ký số, chứng thư số, chứng thư chữ ký số, ký tên bằng máy',
    'ký tên trên điện thoại, ký giấy trên điện thoại, ký giấy tờ qua mạng, ký hồ sơ trên mạng, chữ ký trên vneid',
  ),
  'binh-dan-hoc-vu-so': list(
    'bình dân học vụ số, bình dân học vụ, học bình dân, học xài điện thoại, học dùng điện thoại, dạy xài điện thoại',
    'chỉ xài điện thoại, học xài mạng, học lên mạng, học kỹ năng số, kỹ năng số, lớp học điện thoại, học trên mạng',
    'học công nghệ, học internet, xóa mù công nghệ, xóa mù số, muốn học xài máy',
  ),
};
