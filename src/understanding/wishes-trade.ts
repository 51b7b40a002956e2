/** How people ask for bills, fees, tax, selling and fraud, by flow id. Data only, like `wish-phrases.ts`. */
import type { FlowId } from '../flows/flow.ts';
import { list } from './phrases.ts';

export const WISHES_TRADE: Record<FlowId, readonly string[]> = {
  'einvoice-etax': list(
    'hóa đơn điện tử, làm hóa đơn điện tử, đăng ký hóa đơn điện tử, xuất hóa đơn, xuất hóa đơn điện tử, hóa đơn đỏ',
    'hóa đơn máy tính tiền, hóa đơn từ máy tính tiền, khách đòi hóa đơn, khách xin hóa đơn, hđđt, etax hóa đơn',
  ),
  'household-tax-2026': list(
    'khai thuế, khai thuế hộ kinh doanh, thuế hộ kinh doanh, báo doanh thu, khai doanh thu, nộp thuế, đóng thuế, thuế khoán',
    'bỏ thuế khoán, thuế bán hàng, thuế buôn bán, bán bao nhiêu thì đóng thuế, etax, etax mobile, app thuế, cài etax',
    'i tắc, e tax, thuế môn bài, tờ khai thuế, doanh thu 1 tỷ, bán dưới 1 tỷ',
  ),
  'sell-online': list(
    'bán hàng trên mạng, bán hàng qua mạng, bán hàng online, bán online, lên sàn, đưa hàng lên sàn, sàn thương mại điện tử',
    'mở gian hàng, gian hàng trên mạng, đăng hàng bán, bán nông sản, bán trái cây trên mạng, hàng ocop, sản phẩm ocop',
    'ocop, vỏ sò, sàn vỏ sò, voso, postmart, pốt mát, sàn bưu điện, buudien.vn, bán shopee, bán tiktok, mở shop bán hàng',
  ),
  'bill-electricity': list(
    'trả tiền điện, đóng tiền điện, nộp tiền điện, tiền điện, hóa đơn điện, đóng điện, trả điện, coi tiền điện',
    'mã khách hàng điện, tra tiền điện, điện lực, evn, app điện lực',
  ),
  'bill-water': list(
    'trả tiền nước, đóng tiền nước, nộp tiền nước, tiền nước, hóa đơn nước, đóng nước, trả nước, nước máy, mã danh bạ',
    'đóng tiền nước máy, tiền nước sinh hoạt',
  ),
  'bill-telecom': list(
    'trả tiền mạng, đóng tiền mạng, tiền mạng, trả tiền internet, đóng tiền internet, tiền internet, tiền wifi',
    'đóng tiền wifi, trả tiền wifi, cước trả sau, đóng cước, trả cước điện thoại, tiền điện thoại, cước điện thoại',
    'tiền cáp quang, đóng tiền cáp, cước internet, hóa đơn mạng',
  ),
  'school-fee': list(
    'đóng học phí, trả học phí, nộp học phí, học phí, đóng tiền học, tiền học, tiền trường, đóng tiền trường',
    'mã học sinh, đóng tiền học cho cháu, đóng tiền học cho con, tiền bán trú, tiền lớp',
  ),
  'hospital-fee': list(
    'trả viện phí, đóng viện phí, nộp viện phí, viện phí, tiền bệnh viện, đóng tiền bệnh viện, trả tiền bệnh viện',
    'trả tiền khám bệnh, đóng tiền khám, tiền khám bệnh, quét mã bệnh viện, tiền nằm viện',
  ),
  'etc-toll': list(
    'thu phí không dừng, phí không dừng, qua trạm thu phí, trạm thu phí, xe qua trạm, etc, vetc, vê tê xê, epass, e pass',
    'dán thẻ xe, thẻ dán xe, dán etc, dán thẻ etc, tài khoản giao thông, phí đường bộ, phí cao tốc, đi cao tốc',
    'nạp tiền vetc, nạp tiền epass',
  ),
  'fee-by-qr-mot-cua': list(
    'trả lệ phí ở xã, đóng lệ phí ở xã, đóng lệ phí ở một cửa, trả phí ở một cửa, nộp lệ phí ở một cửa, lệ phí một cửa',
    'quét mã trả lệ phí, quét mã nộp lệ phí, trả phí hồ sơ ở xã, đóng phí ở ủy ban, trả tiền hồ sơ ở xã, phí chứng thực',
  ),
  // Before `scam-check`: what has happened is more urgent than what might.
  'scam-happened': list(
    'bị lừa, bị lừa rồi, lỡ bị lừa, tui bị lừa rồi, bị lừa tiền, bị mất tiền, mất tiền trong tài khoản, bị gạt tiền',
    'lỡ chuyển tiền, lỡ chuyển tiền cho lừa đảo, lỡ đọc mã, lỡ cho mã otp, lỡ bấm link, lỡ bấm đường dẫn lạ',
    'lỡ cài app lạ, bị hack tài khoản, bị hack ngân hàng, lấy lại tiền bị lừa',
  ),
  'scam-check': list(
    'nghi bị lừa, coi có phải lừa đảo, có phải lừa đảo không, số lạ gọi, số lạ gọi hoài, công an gọi điện, công an gọi',
    'ngân hàng gọi, điện lực gọi dọa cắt điện, tin nhắn lạ, đường dẫn lạ, trúng thưởng, nhắn trúng thưởng',
    'con cháu mượn tiền trên zalo, nhắn mượn tiền, hỏi về lừa đảo, coi chừng lừa đảo, chống lừa đảo, sợ bị lừa',
  ),
  'account-renting': list(
    'cho thuê tài khoản, thuê tài khoản, bán tài khoản ngân hàng, mua tài khoản ngân hàng, mượn tài khoản, cho mượn tài khoản',
    'cho thuê ví, cho mượn ví, cho thuê sim, bán sim, cho mượn sim, có người hỏi thuê tài khoản, rủ bán tài khoản',
    'ai rủ thuê tài khoản, mượn tài khoản nhận tiền, nhờ nhận tiền giùm',
  ),
};
