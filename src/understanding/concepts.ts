/**
 * Words that mean the same kind of thing: every bank is a bank, every paper of an office a paper. The model learns what
 * is asked about the kind, and so understands the members no phrase of ours names. Data only, in accented Vietnamese; an
 * accent that was written must agree, one that is missing may be any.
 */
import { list } from './phrases.ts';

export const CONCEPTS = {
  // money
  bank: list(
    'agribank, agri, vietcombank, vcb, vietinbank, viettin, vietin, bidv, mb, mbbank, mb bank, techcombank, tcb, acb, vpbank, tpbank, tp bank',
    'sacombank, hdbank, vib, shb, seabank, msb, ocb, eximbank, lpbank, lienvietpostbank, liên việt, bắc á, nam á, kienlongbank, kiên long',
    'abbank, pvcombank, vietbank, baoviet bank, đông á, scb, ncb, saigonbank, việt á, cake, timo, ngân hàng, nhà băng, bank, ipay, smartbanking, digibank',
    'ngân hàng nông nghiệp, ngân hàng chính sách, ngân hàng quân đội, ngân hàng công thương, co opbank, quỹ tín dụng, hsbc, shinhan, woori',
  ),
  'bank-thing': list(
    'thẻ atm, atm, cây rút tiền, cây atm, trụ atm, thẻ ngân hàng, thẻ ghi nợ, thẻ tín dụng, thẻ chip, mã pin, sao kê, số dư, smart otp, biến động số dư',
    'chuyển khoản, chuyển tiền, số tài khoản, tài khoản ngân hàng, internet banking, mobile banking, phòng giao dịch, quầy giao dịch, sinh trắc học, liên ngân hàng',
    'nuốt thẻ, thẻ bị nuốt, quẹt thẻ, thẻ visa, napas, rút tiền mặt',
  ),
  wallet: list(
    'momo, mo mo, mô mô, zalopay, zalo pay, viettel money, viettelpay, viettel pay, vnpt money, vnpt pay, shopeepay, shopee pay, airpay, moca, payoo, vnpay',
    'mobile money, tiền di động, mobifone money, mobifone pay, vinaphone money, ví điện tử, ví, cái ví, ví tiền điện tử, ví trả sau, túi thần tài, apple pay, samsung pay',
  ),
  'own-bill': list(
    'tiền điện, tiền nước, tiền mạng, tiền wifi, tiền internet, tiền net, tiền cáp, tiền truyền hình, học phí, tiền học, tiền trường, viện phí, tiền rác, tiền gas',
    'hóa đơn điện, hóa đơn nước, cước điện thoại, cước internet, cước trả sau, cước mạng, thẻ cào, card điện thoại, nạp card, nạp thẻ, nạp tiền điện thoại, thẻ điện thoại',
    'gói cước, gói data, dung lượng 4g, điện lực, evn, evnspc, công tơ, đồng hồ nước, đồng hồ điện, cấp nước, nước máy, công ty nước, mã khách hàng, mã danh bạ',
    'phí chung cư, tiền điện nước, điện nước, hóa đơn điện nước, giấy báo tiền điện, giấy báo tiền nước, mytv, fpt, k+, cáp quang, bán trú, mã học sinh, topup, nạp đt, nạp 4g',
  ),
  merchant: list(
    'mã qr, qr, vietqr, mã quét, tấm mã, bảng mã, mã nhận tiền, loa báo tiền, loa thanh toán, cái loa, loa, bảng quét, quét trả tiền, quét mã trả tiền, máy pos',
    'sạp, quầy hàng, tiệm, tiệm tạp hóa, quán, cửa hàng, xe bánh mì, gánh hàng, khách quét, khách chuyển khoản, khách hàng, người mua, ting ting, mica',
    'tiểu thương, nhà lồng, điểm chấp nhận thanh toán, chấp nhận thanh toán, ô vuông đen trắng, dán ở sạp, dán ở quầy, mã vạch vuông',
  ),
  toll: list(
    'vetc, epass, e pass, etc, thu phí không dừng, thu phí tự động, trạm thu phí, trạm bot, bot, cao tốc, phí đường bộ, phí cầu đường, biển số, barie, thanh chắn, cây chắn',
    'dán thẻ, thẻ dán xe, thẻ xe, tem dán kính, kính lái, qua trạm, tài khoản giao thông, phí không dừng, thẻ đầu cuối, thẻ định danh phương tiện, xe tải, ô tô, xe hơi, bốn bánh',
    'xe khách, xe bán tải, xe con, xe bảy chỗ, container, làn thu phí, cầu đường, vé trạm',
  ),
  tax: list(
    'thuế, thuế khoán, môn bài, hóa đơn điện tử, hóa đơn đỏ, hóa đơn, etax, e tax, tờ khai, khai thuế, kê khai, doanh thu, mã số thuế, mst, máy tính tiền, hộ kinh doanh',
    'cơ quan thuế, chi cục thuế, thuế cơ sở, gtgt, vat, thu nhập cá nhân, quyết toán, hđđt, xuất hóa đơn, sổ sách, ngừng kinh doanh, xuất hóa đơn đỏ, phần mềm hóa đơn',
  ),
  selling: list(
    'shopee, lazada, tiki, sendo, tiktok, tiktok shop, tik tok, tóp tóp, facebook, fb, fanpage, livestream, live, gian hàng, shop, chốt đơn, đăng bán, bán online, bán hàng online',
    'bán trên mạng, bán qua mạng, lên sàn, sàn thương mại điện tử, thương mại điện tử, voso, vỏ sò, postmart, buudien, sàn bưu điện, ocop, nông sản sạch, ship, ship cod, thu hộ, vận đơn',
    'giao hàng tiết kiệm, ghn, ghtk, viettel post, bưu tá, đóng gói, đơn hàng, bom hàng, đặc sản, quay video bán, giỏ hàng, khách đặt, giao hàng, kênh người bán, chạy quảng cáo, bán hàng',
  ),
  // papers and offices
  identity: list(
    'vneid, vn id, vn eid, định danh, định danh điện tử, căn cước điện tử, mức 2, mức hai, mức độ 2, mức 1, mức độ hai, passcode, pát cốt, ví giấy tờ, tích hợp, kích hoạt',
    'tài khoản định danh, tài khoản dịch vụ công, đăng nhập dịch vụ công, căn cước, cccd, cmnd, chứng minh, thẻ căn cước, mã định danh, số định danh, thiết bị mới, chữ ký số',
    'app công an, app căn cước, nfc, giấy tờ xe, cà vẹt, câu hỏi bảo mật',
  ),
  paper: list(
    'khai sinh, khai tử, chứng tử, báo tử, kết hôn, hôn thú, ly hôn, độc thân, tình trạng hôn nhân, tạm trú, thường trú, tạm vắng, lưu trú, hộ khẩu, cư trú, nhập khẩu, tách khẩu',
    'lý lịch tư pháp, sơ yếu lý lịch, hộ chiếu, passport, sổ đỏ, sổ hồng, quyền sử dụng đất, tách thửa, sang tên đất, chuyển mục đích, thổ cư, thừa kế, cho tặng, giấy phép xây dựng',
    'bằng lái, bằng lái xe, giấy phép lái xe, gplx, sang tên xe, đăng ký xe, biển số mới, đăng ký kinh doanh, giấy phép kinh doanh, giấy phép hộ kinh doanh, chứng thực, công chứng, sao y',
    'trích lục, bản sao, giấy ủy quyền, nhận con nuôi, cải chính, hộ tịch, lltp, gpxd, nghĩa vụ quân sự, tuyển sinh, nhập học, bằng tốt nghiệp, an toàn thực phẩm, thủ tục, giấy xác nhận',
    'xác nhận độc thân, giám hộ, giấy tờ đất, thẻ căn cước mới, thẻ nhựa, giấy tờ, visa, di chúc, hợp đồng, phù hiệu, giấy phép',
  ),
  dossier: list(
    'hồ sơ, mã hồ sơ, biên nhận, giấy hẹn, phiếu hẹn, ngày hẹn, trả kết quả, có kết quả, tra cứu hồ sơ, bổ sung, bị trả lại, quá hẹn, trễ hẹn, quá hạn, tới đâu, đến đâu, duyệt chưa, xong chưa',
    'tình trạng, tiến độ, đang xử lý, đã tiếp nhận, bị từ chối, chừng nào có, bao giờ có, khi nào có, lâu quá, ngâm, xử lý tới đâu, tra mã, số biên nhận',
  ),
  filing: list(
    'nộp hồ sơ, nộp đơn, nộp online, nộp qua mạng, làm giấy, làm thủ tục, xin giấy, cần giấy tờ gì, cần giấy gì, cần những gì, mất bao lâu, mang theo gì, mẫu đơn, tờ khai, cổng dịch vụ công',
    'dịch vụ công, dvc, một cửa, trung tâm hành chính công, hành chính công, xin cấp, cấp lại, cấp đổi, đăng ký lại, làm lại giấy, hồ sơ gồm, điều kiện gì, thời hạn giải quyết',
  ),
  office: list('ủy ban, ubnd, xã, phường, trên xã, ấp, khóm, huyện, công an xã, công an phường, tư pháp, địa chính'),
  benefit: list(
    'lương hưu, tiền hưu, hưu trí, trợ cấp, tiền già, tiền người già, người cao tuổi, tuổi già, tiền trợ cấp, bảo trợ, an sinh, hộ nghèo, cận nghèo, khuyết tật, tàn tật, bị tật',
    'thương binh, liệt sĩ, người có công, chính sách, chất độc da cam, mẹ việt nam anh hùng, mai táng phí, tiền tuất, thai sản, thất nghiệp, bhxh, bảo hiểm xã hội, quà tết, quà nhà nước',
    'tiền quà, lãnh tiền, lĩnh tiền, nhận tiền nhà nước, mồ côi, neo đơn, đơn thân, cứu đói, tiền hỗ trợ, chế độ, sổ hộ nghèo, nhà tình thương, ủy quyền lãnh, lãnh thay, nhận thay, phát tiền',
  ),
  health: list(
    'bhyt, bảo hiểm y tế, thẻ bảo hiểm, sổ sức khỏe, sổ khám bệnh, đặt lịch khám, lịch khám, khám bệnh, đi khám, tái khám, chuyển viện, chuyển tuyến, giấy chuyển, kết quả xét nghiệm',
    'xét nghiệm, siêu âm, toa thuốc, đơn thuốc, vssid, bệnh viện, nhà thương, trạm y tế, trạm xá, bác sĩ, tiêm chủng, tiêm ngừa, chích ngừa, bệnh án, giấy ra viện, giấy hẹn khám, số khám',
    'lịch sử khám, phòng khám, lấy số khám, khám sức khỏe, x quang, nội soi, hẹn khám, xuất viện, nhập viện, khám tim, khám mắt, khám răng',
  ),
  sim: list(
    'sim, chính chủ, thuê bao, 1414, tttb, đứng tên, sang tên sim, nhà mạng, khóa một chiều, một chiều, hai chiều, gọi đi, gọi ra, mất sóng, esim, số đẹp, puk, sim rác',
    'đổi chủ sim, tên sim, chủ sim, cắt liên lạc, bị chặn gọi, không gọi được, không gọi đi được, my viettel, my vnpt, my mobifone, sinh trắc sim, chuyển mạng giữ số',
  ),
  carrier: list('viettel, vinaphone, vina, mobifone, mobi, vietnamobile, itel, wintel, vnpt, reddi, local'),
  'local-trouble': list(
    'ổ gà, đường hư, đường xấu, đường bể, lầy lội, ngập nước, ngập, nước ngập, đèn đường, rác, rác thải, bãi rác, đổ rác, cống, nghẹt cống, cầu gãy, cầu sập, sạt lở, cây đổ, cây ngã, dây điện',
    'trụ điện, cột điện, mùi hôi, hôi thúi, hôi thối, ô nhiễm, xả thải, khói bụi, bụi, ồn ào, karaoke, loa kẹo kéo, lấn chiếm, vỉa hè, xây trái phép, hút cát, chó thả rông, nắp cống, biển báo',
    'đèn giao thông, nhũng nhiễu, hạch sách, làm khó, thái độ, vòi vĩnh, quát, đốt rác, nước thải, trại heo, lộ hư, mất vệ sinh, cống thoát nước, bờ kè, cán bộ',
  ),
  report: list(
    'phản ánh, phản ảnh, kiến nghị, góp ý, báo ai, báo chỗ nào, báo ở đâu, báo cho ai, khiếu nại, đường dây nóng, 1022, app tỉnh, công dân số, app công dân, ứng dụng của tỉnh, cà mau g',
    'tiếp công dân, tố cáo cán bộ, kêu ai sửa, ai sửa, app hậu giang, app cần thơ, app thành phố, ứng dụng thành phố, cổng thông tin tỉnh, paht',
  ),
  // fraud
  authority: list(
    'công an, cảnh sát, csgt, viện kiểm sát, tòa án, bộ công an, cán bộ điều tra, hải quan, đại tá, thiếu tá, điều tra viên, c06, cơ quan điều tra, cán bộ thuế, bên thuế, bên điện lực',
    'nhân viên ngân hàng, bên ngân hàng, tổng đài ngân hàng, bên viettel, nhân viên nhà mạng, shipper, bên bưu điện, bên bảo hiểm, cán bộ phường, bên phường, bên công an, luật sư quốc tế',
  ),
  stranger: list(
    'số lạ, người lạ, ai đó gọi, có người gọi, người ta gọi, nó gọi, nó nhắn, tự xưng, xưng là, xưng, giả danh, mạo danh, giả làm, kẻ gian, bọn lừa đảo, tụi nó, thằng nào, đầu số lạ, kết bạn zalo',
    'có ông gọi, có bà gọi, có cô gọi, có đứa gọi, gọi video, video call, điện thoại lạ, nick lạ, cuộc gọi lạ, tin nhắn lạ, gọi điện nói, gọi nói, nhắn tin nói, gọi tới nói, điện nói',
  ),
  demand: list(
    'kêu, biểu, bắt, đòi, yêu cầu, ép, hối, dọa, hù, đe dọa, dụ, rủ, xin, bảo phải, bắt phải, kêu phải, thúc, giục, gạ, đề nghị, nhờ chuyển, dặn đừng nói',
  ),
  secret: list(
    'otp, mã otp, mã xác nhận, mã xác thực, mật khẩu, mã pin, cvv, 3 số sau thẻ, mã 6 số, số thẻ, hình căn cước, ảnh căn cước, chụp căn cước, hai mặt căn cước, số căn cước, đọc mã, chia sẻ màn hình',
    'đọc số, gửi mã, đưa mã, cho mã, mã gửi về, mã tin nhắn',
  ),
  lure: list(
    'trúng thưởng, trúng xe, trúng giải, giải thưởng, nhận quà, quà tri ân, hoàn tiền, hoa hồng, việc nhẹ lương cao, việc nhẹ, làm nhiệm vụ, đầu tư, sàn tiền ảo, tiền ảo, forex, lãi cao, voucher',
    'đổi điểm, tặng quà, gửi quà, bưu phẩm, kiện hàng, vay online, giải ngân, cọc trước, đặt cọc, đóng phí trước, nạp trước, cộng tác viên, mượn tài khoản, thuê tài khoản, bán tài khoản',
    'mượn tiền gấp, cấp cứu, tai nạn, mổ gấp, rửa tiền, ma túy, lệnh bắt, vụ án, bắt cóc, tống tiền, trúng tủ lạnh',
  ),
  link: list(
    'link, đường link, đường dẫn, apk, file lạ, app lạ, ứng dụng lạ, teamviewer, ultraviewer, web lạ, trang web lạ, trang web giả, web giả, app giả, .top, .vip, .xyz, .club, mã độc, điều khiển từ xa',
  ),
  fraud: list(
    'lừa, lừa đảo, bị lừa, bị gạt, gạt, bị hack, hack, scam, chiếm đoạt, giả mạo, deepfake, lừa gạt, chiêu lừa, chiêu trò, bẫy, tin giả, quân lừa đảo, dính lừa, mắc lừa, bị dụ',
  ),
  'money-gone': list(
    'mất tiền, mất hết tiền, mất sạch, mất trắng, bay sạch, bốc hơi, bị trừ tiền, trừ tiền lạ, rút sạch, bị rút, lỡ chuyển, lỡ chuyển tiền, lỡ bấm link, lỡ bấm vô link, lỡ đọc mã, lỡ đưa mã, lỡ gửi mã',
    'lỡ cài, lỡ cho mã, hết sạch tiền, tiền đi đâu mất, mất mấy chục triệu, lấy hết tiền, cuỗm, ôm tiền',
  ),
  // at a step
  'screen-thing': list(
    'nút, cái nút, chữ, dòng chữ, ô, ô trống, mục, biểu tượng, icon, màn hình, góc, ba gạch, ba chấm, răng cưa, dấu cộng, mũi tên, vòng cam, vòng tròn cam, hình vẽ, khung, trang, danh sách, menu',
    'ô vuông, hàng chữ, phía trên, phía dưới, bên trái, bên phải, trên cùng, dưới cùng, chỗ bấm, thanh tìm kiếm, hình bàn tay, hình người, nút màu, cái khung',
  ),
  press: list(
    'bấm, nhấn, ấn, chạm, gõ, nhập, điền, đánh, chọn, quét, chụp, mở, tải, cài, kéo, vuốt, bật, tắt, tick, đánh dấu, rê, lướt, click, nhập vào, ghi vô, dán, gắn',
  ),
  trouble: list(
    'lỗi, báo lỗi, bị lỗi, đơ, treo, bị đứng, đứng máy, văng, bị văng, thoát ra, trắng màn hình, trắng bóc, đen thui, quay vòng, xoay hoài, load hoài, không hợp lệ, thất bại, không thành công, báo đỏ',
    'chữ đỏ, hết hạn, không khớp, sai thông tin, hệ thống bận, bảo trì, quá tải, mất kết nối, không kết nối, lag, giật, tự tắt, hết dung lượng, đầy bộ nhớ, không tương thích, error, crash, failed',
    'không nhận được mã, không thấy mã, mã không về, không gửi mã, otp không về, không gửi về, không tới, chưa thấy tin nhắn mã, không phản hồi, bị đá ra, tắt ngang, trục trặc, nhòe, nhá',
  ),
  unseen: list(
    'không thấy, không có thấy, đâu có thấy, kiếm không ra, tìm không ra, không tìm thấy, tìm hoài, kiếm hoài, dò hoài, không giống, khác hình, máy khác, không có nút, không có chữ, không có mục',
    'không hiện, ở đâu, chỗ nào, nằm đâu, góc nào, đâu mất, biến mất, nằm chỗ nào, ở khúc nào, ở phần nào, phía nào, mò không ra, ngó hoài không thấy, nhìn hoài không thấy, khác con nói',
  ),
  'happy-end': list(
    'thành công, hoàn tất, hoàn thành, xong, xong rồi, xong xuôi, được rồi, rồi nè, hiện ra rồi, ra rồi, lên rồi, thấy rồi, bấm rồi, nhập rồi, cài rồi, vô được rồi, vào được rồi, ok rồi, có rồi, làm rồi',
    'tới rồi, nhận được rồi, qua rồi, mở được rồi, bước tiếp theo, bước kế, bước sau, tiếp theo, đã xong, ngon lành, đâu vô đó, suôn sẻ, trót lọt',
  ),
  waiting: list(
    'chờ, đợi, khoan, từ từ, chậm chậm, hượm, chưa xong, chưa kịp, đang làm, đang tải, đang cài, đang tìm, đang kiếm, đang bấm, gần xong, sắp xong, chút xíu, một chút, chút, xíu, tí, lát, còn đang',
    'đang chạy, đang mò, đang gõ, đang mở, đang đọc, loay hoay, phần trăm, thong thả, nán, ráng đợi, còn lâu, chưa tới, chưa bấm, chưa làm, chưa nhập, để coi, để tui coi, coi cái đã',
  ),
  puzzled: list(
    'không hiểu, chưa hiểu, chẳng hiểu, khó hiểu, là sao, nghĩa là, là gì, nói lại, nhắc lại, chỉ lại, giải thích, nói rõ, nói chậm, chậm lại, hả, gì vậy, hử, không rõ, gửi lại, coi lại hình, xem lại hình',
    'đọc không kịp, theo không kịp, quên rồi, rõ hơn, dễ hiểu, chi tiết hơn, lần nữa, nghe không rõ, cụ thể, ví dụ, hướng dẫn lại, chỉ kỹ, rối quá, sao kỳ vậy, ngắn gọn, không rành',
  ),
  return: list(
    'quay lại, trở lại, lùi lại, lui lại, quay về, trở về, về đầu, bước trước, làm lại, từ đầu, bấm nhầm, bấm lộn, chọn nhầm, chọn lộn, lỡ bấm, lỡ tay, lỡ chọn, nhầm rồi, lộn rồi, chọn lại',
    'hồi nãy, lúc nãy, trang trước, màn hình trước, trang chủ, trang đầu, menu chính, nhấn nhầm, ấn nhầm, trật rồi, bấm trật, sửa lại, đổi lại, bước vừa rồi, quay ngược, undo, thoát ra ngoài',
  ),
  quitting: list(
    'thôi, dừng, ngưng, ngừng, hủy, nghỉ, dẹp, bỏ cuộc, không làm nữa, không muốn làm, khỏi làm, đừng nhắn, đừng nhắc, đừng gửi, để mai, để sau, bữa khác, hôm khác, khi khác, lúc khác, mai làm, lát làm',
    'chiều làm, tối làm, làm sau, tính sau, hẹn khi khác, kết thúc, thoát, bỏ đi, không thèm, phiền quá, làm phiền, spam, tạm dừng, tạm ngưng, mai mốt, tuần sau, ngày mai, sáng mai, mai tính, hồi khác',
  ),
  busy: list(
    'bận, mắc công chuyện, mắc việc, đi chợ, nấu cơm, đi ngủ, ăn cơm, đón cháu, rước cháu, ra đồng, đi làm, đi đám, đi chùa, đang lái xe, có khách, hết pin, khuya rồi, trễ rồi, mệt, mỏi mắt, đau đầu rồi',
    'đi ruộng, đi tưới, cho heo ăn, đi công chuyện, đang họp, đi đường, có việc, bán hàng đã, ru cháu, cúng, đi lễ, giỗ',
  ),
  person: list(
    'người thật, gặp người, kêu người, nhờ người, người giúp, ai giúp, tới nhà, đến nhà, ghé nhà, qua nhà, tận nơi, tận nhà, trực tiếp, gọi điện, gọi lại, gọi cho, gọi tui, số điện thoại của, hotline, tổng đài',
    'cán bộ, nhân viên, tổ công nghệ, công nghệ số, đoàn thanh niên, đoàn viên, tình nguyện, tư vấn viên, hỗ trợ, làm giùm, làm hộ, làm giúp, làm thay, bấm giùm, cứu, trưởng ấp, tổ trưởng, người hướng dẫn',
    'cầm tay chỉ việc, không biết chữ, mù chữ, mắt kém, mắt mờ, tay run, già rồi, gặp mặt, nói chuyện với, admin, tổng đài viên, sđt hỗ trợ, cần người, mấy đứa nhỏ, mấy em, kỹ thuật viên',
  ),
  consent: list(
    'ừ, ừa, ờ, dạ, vâng, có, phải, đúng, đúng rồi, phải rồi, đồng ý, được, chịu, muốn, ok, nhất trí, chấp nhận, tất nhiên, dĩ nhiên, chắc chắn, sẵn sàng, làm đi, bắt đầu, yes, chuẩn, chính xác, hẳn rồi, ừm, uh',
  ),
  refusal: list(
    'không, hông, hổng, khỏi, không cần, không phải, không muốn, không chịu, không đồng ý, từ chối, đâu có, sai rồi, no, không đúng, khỏi cần, chẳng, chả, đâu phải, làm gì có, miễn, không dám',
  ),
  cost: list(
    'tốn tiền, bao nhiêu tiền, mất phí, phí, lệ phí, miễn phí, giá, giá bao nhiêu, nhiêu tiền, tốn bao nhiêu, tính phí, thu phí không, mất tiền không, trả tiền, lấy tiền, tính tiền, hết bao nhiêu, trả công',
    'bi nhiêu, nhiêu, tiền công, free, mắc, đắt, rẻ, tốn kém, chi phí, tiền cước, thu tiền, đóng tiền gì, bao nhiêu một tháng, bồi dưỡng bao nhiêu, xăng xe, có mất tiền, có tốn, mấy đồng',
  ),
  safety: list(
    'an toàn, có sao không, bị gì không, tin được không, có tin được, uy tín, đáng tin, bảo mật, lộ thông tin, bị lộ, sợ mất, sợ bị, sợ, lo, nguy hiểm, rủi ro, mất tiền thì sao, bị mất tiền không, ăn cắp',
    'đánh cắp, theo dõi, bị hack không, có bị lừa không, có lừa không, lừa đảo không, bán thông tin, kẻ xấu, lợi dụng, bị trừ tiền không, chắc không, có chắc, đảm bảo, ai chịu trách nhiệm, có hại, virus, ghê quá',
  ),
  courtesy: list(
    'cảm ơn, cám ơn, chào, xin chào, tạm biệt, hẹn gặp lại, chúc, alo, a lô, hello, hi, bye, giỏi quá, giỏi ghê, hay quá, tuyệt vời, dễ thương, xin lỗi, ngủ ngon, khỏe không, tên gì, là ai, mấy tuổi, haha, hihi',
    'vui quá, mừng quá, ngoan, thương, tốt bụng, cưng, robot, trợ lý ảo, máy trả lời, người máy, ăn cơm chưa, chúc mừng năm mới, quý hóa, còn đó không, có đó không, good',
  ),
  // what is none of our business
  weather: list(
    'mưa, nắng, bão, thời tiết, trời, nhiệt độ, dự báo, lạnh, nóng, gió, áp thấp, nước lũ, lũ, triều cường, thủy triều, hạn mặn, nước mặn, giông, sấm sét, sương mù, con nước, nước lớn, nước ròng, độ ẩm',
  ),
  farm: list(
    'lúa, heo, heo hơi, tôm, tôm thẻ, tôm sú, cá tra, cá lóc, vịt, gà, bò, trâu, dê, sầu riêng, xoài, cam, quýt, bưởi, mít, thanh long, chuối, dừa, khóm, dưa hấu, ớt, hành tím, tiêu, cà phê, cao su, điều, mì',
    'phân bón, phân urê, phân npk, thuốc trừ sâu, thuốc sâu, rầy, sâu, đạo ôn, bệnh cây, tưới, giống, xuống giống, gặt, ruộng, vườn, ao, chăn nuôi, thức ăn chăn nuôi, máy cày, máy gặt, nuôi, trồng, sạ, cấy, bắp, khoai, rau',
    'mía, nhãn, chôm chôm, măng cụt, lan, kiểng, ong, ếch, lươn, cua, nghêu, sò, muối, gạo, nếp, đậu, mè, trị bệnh, vụ mùa, đông xuân, hè thu, trái non, ra bông, ra hoa, chết hàng loạt',
  ),
  price: list(
    'giá lúa, giá heo, giá vàng, giá xăng, giá tôm, giá đất, giá cả, một ký, một kg, một chỉ, một lượng, một công, một giạ',
  ),
  finance: list(
    'vay, vay tiền, vay vốn, vay ngân hàng, vay nóng, cho vay, lãi suất, lãi, tiết kiệm, gửi tiết kiệm, trả góp, nợ, nợ xấu, cic, tín dụng đen, thế chấp, cầm đồ, cổ phiếu, chứng khoán, bitcoin, đô la, usd, vàng, sjc, tỷ giá',
    'bảo hiểm nhân thọ, trái phiếu, thẻ tín dụng hạn mức, mua nhà, đất nền, bất động sản, góp vốn, chơi hụi, hốt hụi, đáo hạn',
  ),
  luck: list(
    'xổ số, số đề, đánh đề, con gì, lô đề, vietlott, kết quả xổ số, dò vé số, vé số, cá độ, đá gà, chiêm bao, nằm mơ, coi bói, xem bói, tử vi, coi ngày, xem tuổi, ngày tốt, cung hoàng đạo, phong thủy, thầy bói, xin số, lô tô',
    'mùng mấy, âm lịch, rằm, sao hạn, hợp tuổi',
  ),
  illness: list(
    'đau, nhức, sốt, ho, cảm, cúm, huyết áp, tiểu đường, đau lưng, đau khớp, nhức đầu, đau bụng, tiêu chảy, dị ứng, ngứa, mất ngủ, tim mạch, ung thư, gan, thận, dạ dày, bao tử, đột quỵ, té, gãy tay, gãy chân, bị thương, bong gân',
    'uống thuốc, thuốc gì, thuốc, thuốc nam, thuốc bổ, trị, chữa, kiêng, ăn gì, mang thai, có bầu, biếng ăn, sốt xuất huyết, tay chân miệng, covid, rắn cắn, ong chích, chó cắn, chóng mặt, khó thở, mỡ máu, gout, trĩ, viêm, chích thuốc',
    'viên sủi, kháng sinh, paracetamol, panadol, bổ sung canxi, hết đau, giảm cân, tăng cân',
  ),
  law: list(
    'kiện, ra tòa, tranh chấp, lấn đất, lấn ranh, ly dị, chia tài sản, thừa kế đất, đánh nhau, đánh vợ, bạo hành, phạt bao nhiêu, mức phạt, phạt nguội, nồng độ cồn, luật sư, tố tụng, đi tù, tội gì, bồi thường, quỵt, giựt nợ, đòi nợ',
    'thi hành án, luật, vượt đèn đỏ, không đội nón, xã hội đen, quỵt lương, đuổi việc, nợ lương, hợp đồng lao động, con ngoài giá thú',
  ),
  politics: list(
    'chủ tịch nước, thủ tướng, tổng bí thư, đảng, quốc hội, bầu cử, chính trị, chiến tranh, nga, ukraine, mỹ, trung quốc, biển đông, tham nhũng, tổng thống, cộng sản, dân chủ, biểu tình, trump, putin, sáp nhập tỉnh, đại biểu, bộ trưởng',
  ),
  sport: list(
    'đá banh, bóng đá, đá bóng, trận đấu, world cup, ngoại hạng anh, u23, tuyển việt nam, tỉ số, tỷ số, ronaldo, messi, hlv, seagame, sea games, aff cup, bóng chuyền, cầu lông, mấy giờ đá, vô địch, manchester, barca, đội tuyển',
  ),
  fun: list(
    'phim, ca nhạc, nhạc, hát, bài hát, cải lương, vọng cổ, bolero, game, liên quân, free fire, truyện, kể chuyện, chuyện cười, thơ, câu đố, youtube, netflix, ca sĩ, diễn viên, hoài linh, karaoke chung, tivi tối nay, vtv3, chương trình',
    'đố vui, chơi cờ, đánh bài, tiến lên, nhảy, tiktoker, bài văn, làm thơ, viết văn, giải toán, dịch, tiếng anh, thủ đô, lịch sử, vua, bài tập, làm bài, bài toán, cộng, nhân chia, chatgpt, gemini, ai tạo sinh',
  ),
  buying: list(
    'mua, đặt mua, mua hàng, mua đồ, đơn hàng của tui, hàng chưa tới, chừng nào giao, trả hàng, hoàn hàng, săn sale, tủ lạnh, máy giặt, tivi, nồi cơm, quạt máy, máy lạnh, bếp ga, xe máy, honda, điện thoại mới, iphone, oppo, samsung mới',
    'quần áo, giày dép, mỹ phẩm, son, bàn ghế, bánh kem, hoa, pizza, trà sữa, đặt món, đặt đồ ăn, mua ở đâu, bán ở đâu, hãng nào tốt, loại nào tốt, máy nào tốt, mắc hay rẻ hơn, phụ kiện, sửa điện thoại, thay màn hình',
    'đơn shopee của, đơn lazada của, áp mã giảm giá, mã giảm giá, freeship',
  ),
  travel: list(
    'vé máy bay, vé xe, xe khách đi, xe buýt, xe ôm, grab, taxi, du lịch, khách sạn, nhà nghỉ, đi sài gòn, đi đà lạt, vũng tàu, phú quốc, tàu cao tốc, đường đi, bao nhiêu cây số, bản đồ, lịch tàu, phương trang, sân bay, tour, hành hương',
  ),
  work: list(
    'việc làm, tìm việc, tuyển dụng, tuyển công nhân, công nhân, lương tháng, xuất khẩu lao động, đi nhật, đi hàn, phụ hồ, giúp việc, học nghề, thi đại học, điểm chuẩn, điểm thi, trường đại học, học thêm, gia sư, học lái xe',
  ),
  family: list(
    'nhậu, đám cưới, đám giỗ, đám tang, thôi nôi, đầy tháng, cưới vợ, lấy chồng, người yêu, bồ, vợ bé, con dâu, con rể, mẹ chồng, sui gia, cãi nhau, buồn, cô đơn, nhớ con, hàng xóm, thất lạc, đi lạc, nấu ăn, nấu, công thức, món',
    'canh chua, cá kho, bún, mắm, thịt kho, bánh tét, con mèo, con chó, mèo, chó, đám tiệc, ăn tết, tết này, về quê',
  ),
  abuse: list(
    'ngu, đồ ngu, khùng, điên, đm, dm, vl, vcl, đmm, dcm, mất dạy, đồ chó, con chó, cút, câm, chết đi, đồ khốn, khốn nạn, đồ điên, óc chó, chửi, láo, xạo, dở hơi, tào lao, nhảm, vô dụng, rác rưởi, cc, cặc, lồn, địt, đéo, đù',
  ),
  steering: list(
    'ignore, instructions, prompt, system prompt, hacker, đóng vai, giả vờ, bỏ qua hướng dẫn, bỏ qua mọi, quên hết, mọi quy tắc, act as, jailbreak, dan mode, select, drop table, script, python, code, mật khẩu admin, database, api key, token',
    'in ra, tiết lộ, cấu hình, lập trình, javascript, html',
  ),
} satisfies Readonly<Record<string, readonly string[]>>;

export type Concept = keyof typeof CONCEPTS;
