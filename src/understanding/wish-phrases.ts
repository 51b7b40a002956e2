/**
 * How people ask for each service, by flow id: names of the apps as written, as spoken letter by letter and as heard, and
 * what people want from them in their own words. Data only; spelling mistakes need no entry (`wishes.ts` hears them).
 */
import { list } from './phrases.ts';

/** Flow id → phrases; wallets share the general ones, so that asking for "a wallet" offers both. */
export const WISH_PHRASES: Readonly<Record<string, readonly string[]>> = {
  'vneid-install': list(
    'vneid, app vneid, cài vneid, tải vneid, mở vneid, đăng ký vneid, làm vneid, xài vneid, cập nhật vneid',
    'vê en e i đê, vê nê i đê, vi en i đi, vn id, vờ nờ e i đê, vn ai đi, vê nê ít, vờ nê ít',
    'định danh điện tử, tài khoản định danh, đăng ký định danh',
    'căn cước điện tử, căn cước trong điện thoại, thẻ căn cước trên điện thoại, cccd điện tử',
  ),
  'vneid-activate': list(
    'kích hoạt vneid, bật vneid, kích hoạt định danh, kích hoạt mức 2, vneid mức 2, vneid mức hai, định danh mức 2',
    'định danh mức hai, định danh mức độ 2, mức độ 2, kích hoạt tài khoản định danh',
    'kích hoạt căn cước điện tử',
  ),
  'dvcqg-login': list(
    'dịch vụ công, cổng dịch vụ công, dịch vụ công quốc gia, cổng dịch vụ công quốc gia, dvc, dvcqg, cổng dvc',
    'đăng nhập dịch vụ công, vô dịch vụ công, vào dịch vụ công, dịch vụ công trực tuyến, dịch vụ công online',
  ),
  'viettel-money': list(
    'viettel money, viettel pay, ví viettel, ví điện tử viettel, tiền di động viettel, mobile money viettel',
    'mở ví viettel money, làm ví viettel money, đăng ký viettel money',
    'cài viettel money, mở viettel money, nạp tiền viettel money, viettel mân ni, việt teo, ví teo, ví điện tử, mở ví',
    'mở ví điện tử, làm ví điện tử, cài ví điện tử, đăng ký ví điện tử, ví trên điện thoại',
  ),
  'vnpt-money': list(
    'vnpt money, vnpt pay, ví vnpt, ví điện tử vnpt, tiền di động vnpt, cài vnpt money, mở vnpt money',
    'mở ví vnpt money, làm ví vnpt money, đăng ký vnpt money',
    'vi en pi ti money, vê nê pê tê, vê en pê tê, ví vina, vina money, ví vinaphone, vinaphone money',
    'ví điện tử, mở ví, mở ví điện tử, làm ví điện tử, cài ví điện tử, đăng ký ví điện tử, ví teo, ví trên điện thoại',
  ),
  'merchant-vietqr': list(
    'vietqr, viet qr, mã qr, mã quy a, mã quy e, mã cu a, mã cu e, mã quét, làm mã qr, tấm mã, làm tấm mã, bảng mã, tấm qr, bảng qr',
    'mã nhận tiền, mã thu tiền, mã bán hàng, mã để ở sạp, mã dán sạp, mã chuyển khoản, in mã, in mã qr',
    'nhận tiền qua mã, nhận tiền quét mã, khách quét mã, cho khách quét, khách quét trả tiền, nhận chuyển khoản',
    'nhận tiền chuyển khoản, mã thanh toán, tấm quét mã, bảng quét mã',
  ),
};
