/** How people ask for wallets, bank accounts, payment codes and paying, by flow id. Data only, like `wish-phrases.ts`. */
import type { FlowId } from '../flows/flow.ts';
import { list } from './phrases.ts';

export const WISHES_MONEY: Record<FlowId, readonly string[]> = {
  momo: list(
    'momo, ví momo, mở ví momo, cài momo, tải momo, đăng ký momo, làm ví momo, mô mô, ví mô mô, mở momo',
    'xác thực momo, liên kết momo, nạp momo, ví màu hồng, ví điện tử momo',
  ),
  zalopay: list(
    'zalopay, zalo pay, ví zalo, ví zalopay, mở ví zalo, mở ví zalopay, cài zalopay, đăng ký zalopay, gia lô pay',
    'da lô pay, ví trong zalo, ví tiền zalo, liên kết zalopay, nạp zalopay, ví điện tử zalo, tiền trong zalo',
  ),
  'wallet-everyday': list(
    'xài ví, cách xài ví, dùng ví, cách dùng ví, xài ví điện tử, dùng ví điện tử, nạp tiền vô ví, nạp tiền vào ví, nạp ví',
    'bỏ tiền vô ví, bỏ tiền vào ví, rút tiền từ ví, rút tiền trong ví, rút ví, rút tiền ví ra, lấy tiền trong ví ra',
    'chuyển tiền bằng ví, chuyển tiền qua ví, gửi tiền qua ví, gửi tiền cho con, gửi tiền cho cháu, gửi tiền cho người nhà',
    'chuyển tiền cho con, chuyển tiền cho cháu, liên kết ngân hàng, liên kết ví với ngân hàng, nối ví với ngân hàng',
    'nối ngân hàng vô ví, ví hết tiền, coi tiền trong ví',
  ),
  // Before the banks: whoever names a child or a pupil wants this one, though the banks' words fit as well.
  'bank-youth': list(
    'tài khoản học sinh, tài khoản cho học sinh, mở tài khoản học sinh, mở tài khoản cho học sinh, mở tài khoản cho con',
    'mở tài khoản cho cháu, mở tài khoản ngân hàng cho con, mở tài khoản ngân hàng cho cháu, làm thẻ cho con, làm thẻ cho học sinh',
    '15 tuổi mở tài khoản, mười lăm tuổi mở tài khoản, con 15 tuổi mở thẻ, chưa đủ 18 tuổi mở tài khoản, thẻ học sinh ngân hàng',
    'tài khoản cho con đi học, tài khoản ngân hàng học sinh',
  ),
  'bank-mb': list(
    'mbbank, mb bank, em bi banh, em bê banh, em bê bank, ngân hàng mb, ngân hàng quân đội, tài khoản mb, mở tài khoản mb, mở mbbank, cài mbbank',
    'mở tài khoản ngân hàng, mở tài khoản, làm tài khoản ngân hàng, đăng ký tài khoản ngân hàng, làm thẻ ngân hàng',
    'mở thẻ ngân hàng, mở thẻ atm, làm thẻ atm, app ngân hàng, cài app ngân hàng, cập nhật căn cước ngân hàng',
    'cập nhật sinh trắc học mb, cập nhật căn cước mb, tài khoản mb bị dừng, đổi căn cước ở ngân hàng',
  ),
  'bank-vietinbank': list(
    'vietinbank, vietin bank, vietin, việt tin banh, việt tin banh ai pay, ngân hàng công thương, tài khoản vietinbank',
    'mở tài khoản vietinbank, mở vietinbank, cài vietinbank, vietinbank ipay, ipay, i pay vietin, vietin ipay',
    'facepay, face pay, facepay plus, khóa ngân hàng bằng mặt, mở tài khoản ngân hàng, mở tài khoản, mở thẻ ngân hàng',
  ),
  'merchant-viettel': list(
    'điểm nhận tiền viettel, điểm chấp nhận viettel, điểm chấp nhận thanh toán viettel, nhận tiền viettel, mã qr viettel money',
    'mã viettel money, mã qr viettel, bảng mã viettel, mã viettelpay, mã viettel pay, qr viettelpay, viettel money cho sạp',
    'bán hàng viettel money, bán hàng viettelpay, đăng ký điểm viettel money, thu tiền viettel money, nhận tiền viettel money',
  ),
  'merchant-vnpt': list(
    'điểm nhận tiền vnpt, điểm chấp nhận vnpt, điểm chấp nhận thanh toán vnpt, nhận tiền vnpt, nhận tiền vnpt money',
    'mã vnpt money, mã qr vnpt money, mã qr vnpt, bảng mã vnpt, mã vnpt pay, qr vnpt pay, vnpt money cho sạp',
    'bán hàng vnpt money, bán hàng vnpt pay, đăng ký điểm vnpt money, thu tiền vnpt money, mã qr vinaphone, nhận tiền vina',
  ),
  'merchant-bank-speaker': list(
    'loa báo tiền, loa thanh toán, loa đọc tiền, loa nhận tiền, loa chuyển khoản, cái loa báo tiền, loa báo có tiền, loa báo chuyển khoản',
    'loa ting ting, loa tinh tinh, loa ngân hàng, loa mb, loa mbbank, loa vietinbank, lắp loa, gắn loa báo tiền, đăng ký loa báo tiền',
    'loa cho sạp, loa quét mã, loa qr, loa bán hàng, mã qr cửa hàng, mã cửa hàng, qr cửa hàng',
  ),
  'pay-by-qr': list(
    'quét mã trả tiền, quét mã qr trả tiền, quét mã để trả tiền, trả tiền bằng mã, trả tiền qua mã, trả tiền bằng điện thoại',
    'trả tiền qua điện thoại, trả tiền qr, quét qr trả tiền, quét mã đi chợ, đi chợ quét mã, đi chợ trả tiền bằng điện thoại',
    'cách quét mã, cách quét qr, chỉ quét mã, quét mã của người ta, quét mã người bán, mua đồ quét mã, mua hàng quét mã',
    'chuyển khoản cho người bán, chuyển khoản trả tiền, thanh toán qr, thanh toán bằng mã, tính tiền bằng mã',
  ),
};
