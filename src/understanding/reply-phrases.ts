/**
 * What people say at a step, by meaning. Data only, in ordinary accented Vietnamese: matching forgives missing accents,
 * chat spellings and keyboard leftovers (`normalise.ts`). The order of the meanings is their precedence where a bare
 * spelling fits two (`dung` is dừng before it is đúng; a false stop costs less than a false "yes").
 *
 * Collected from conversation-design §4–§6 and §12 and the intent inventory's southern and central forms.
 */
import { list } from './phrases.ts';
import type { ReplyMeaning } from './replies.ts';

/** Meanings that are read from phrases; fraud has its own tables. */
export type PhraseMeaning = Exclude<ReplyMeaning, 'scam' | null>;

/** The phrases of one meaning, by where they count. */
export interface ReplyPhrases {
  /** The whole message, once courtesies at its ends are taken off. */
  alone: readonly string[];
  /** Also inside a short message: only what can hardly mean anything else there. */
  inside?: readonly string[];
  /** Also at the end of a short message, unless something in it denies it. */
  last?: readonly string[];
  /** Also inside a message of any length: what must not be overheard. */
  anywhere?: readonly string[];
}

/** By meaning, in order of precedence. */
export const REPLY_PHRASES: Readonly<Record<PhraseMeaning, ReplyPhrases>> = {
  despair: {
    alone: list(
      'bực, bực quá, bực mình, bực mình quá, tức quá, tức ghê, tức mình, chán quá, nản, nản quá',
      'mệt quá, mệt ghê, mệt mỏi quá, khổ quá, rối quá, rắc rối quá, phiền quá, bó tay, chịu thua',
      'làm không nổi, không làm nổi, làm hoài không được, bấm hoài không được, già rồi làm không nổi',
      'ngu, ngu quá, bot ngu, đồ ngu, khùng, khùng quá, điên, điên quá, dở quá, dở ẹc, tào lao',
      'vô dụng, cút, cút đi, đm, dm, vl, vcl, đkm, dcm, vãi, lừa người ta hả',
    ),
    inside: list(
      'đồ ngu, ngu quá, ngu vậy, ngu như, đồ điên, đồ khùng, đồ chó, đồ khốn, đồ quỷ, mẹ mày, má mày',
      'bực quá, bực mình, tức quá, chán quá, nản quá, vô dụng, đm, dm, vcl, địt, đụ má, đụ mẹ',
      'làm không nổi, không làm nổi',
    ),
    anywhere: list('muốn chết, chết cho rồi, không muốn sống, chán sống, muốn tự tử, sống làm gì nữa'),
  },
  'change-term': {
    alone: list(
      'đổi cách gọi, đổi cách xưng hô, đổi xưng hô, đổi tên gọi, xưng hô, gọi sai rồi, kêu sai rồi',
      'gọi {tui} là …, kêu {tui} là …, gọi {tui} bằng …, kêu {tui} bằng …, đừng gọi {tui} là …',
      'đừng kêu {tui} là …',
      'gọi là …, kêu là …, gọi bằng …, kêu bằng …',
    ),
    inside: list('đổi cách gọi, cách xưng hô, đổi cách kêu'),
  },
  person: {
    alone: list(
      'gặp người, gặp người thật, nhờ người, nhờ người giúp, người, người thật, người giúp, kêu người',
      'gọi người',
      'cứu, cứu với, cứu {tui}, cứu {tui} với, sos, help, help me, khó quá, khó quá làm không được',
      'giúp, giúp với, giúp đi, giúp {tui}, giúp {tui} với, giúp {tui} đi, giúp giùm, giúp giùm {tui}, giúp đỡ',
      'giúp đỡ {tui}, cần giúp, cần giúp đỡ, cần người giúp, hỗ trợ, hỗ trợ {tui}, cần hỗ trợ, ai giúp {tui}',
      'có ai giúp {tui} không',
      'gọi, gọi đi, gọi {tui}, gọi {tui} đi, gọi cho {tui}, gọi lại, gọi lại {tui}, gọi lại cho {tui}, gọi giùm',
      'gọi giùm {tui}',
      'gọi điện, gọi điện cho {tui}, gọi điện thoại, gọi điện thoại cho {tui}, gọi giúp, gọi giúp {tui}',
      'gọi liền, gọi ngay',
      'gọi cô …, gọi chú …, gọi anh …, gọi chị …, gọi em …, gọi bác …, gọi cậu …, gọi dì …, gọi giùm cô …',
      'gọi giùm chú …, gọi giùm anh …, gọi giùm chị …',
      'kêu cô …, kêu chú …, kêu anh …, kêu chị …, kêu em …, nhờ cô …, nhờ chú …, nhờ anh …, nhờ chị …, gặp cô …',
      'gặp chú …, gặp anh …, gặp chị …',
      'cán bộ, gặp cán bộ, gọi cán bộ, kêu cán bộ, nhờ cán bộ, gặp nhân viên, nhân viên, tổng đài',
      'tổng đài viên',
      'tổ công nghệ, tổ công nghệ số, gọi tổ công nghệ, gọi tổ công nghệ số, tình nguyện viên',
      'làm giùm, làm giùm {tui}, làm giúp, làm giúp {tui}, làm hộ, làm hộ {tui}, bấm giùm, bấm giùm {tui}',
      'nhờ làm giùm',
      'qua giúp {tui}, tới giúp {tui}, ghé giúp {tui}, qua nhà {tui}, ghé nhà {tui}, tới nhà {tui}',
      'nói chuyện với người, cho gặp người',
    ),
    inside: list(
      'gặp người, nhờ người, kêu người, gọi người, người thật, cần người, có ai giúp, ai giúp, cứu {tui}',
      'cứu với',
      'qua giúp, tới giúp, ghé giúp, giúp {tui} với, nói chuyện với người, gặp cán bộ, tổ công nghệ',
    ),
    anywhere: list('gặp người thật, nhờ người giúp, cần người giúp, cứu {tui} với, kêu người tới giúp'),
  },
  'no-reminders': {
    alone: list(
      'đừng nhắc, đừng nhắc nữa, thôi đừng nhắc, thôi đừng nhắc nữa, không nhắc nữa, khỏi nhắc, tắt nhắc',
      'ngưng nhắc',
      'không nhận tin, không nhận tin nữa, đừng nhắn, đừng nhắn nữa, thôi đừng nhắn nữa, đừng gửi, đừng gửi nữa',
      'đừng gửi tin',
      'đừng gửi tin nữa, dừng nhắn, dừng nhắc, dừng nhận tin, hủy nhận tin, hủy đăng ký, đừng làm phiền',
      'đừng phiền {tui}',
    ),
    inside: list('đừng nhắc, đừng nhắn, không nhận tin, đừng gửi tin, hủy nhận tin, đừng làm phiền'),
  },
  'erase-me': {
    alone: list(
      'xóa {tui}, xóa {tui} đi, xóa tên {tui}, xóa hết, xóa dữ liệu, xóa dữ liệu {tui}, xóa dữ liệu của {tui}',
      'xóa hết dữ liệu',
      'xóa thông tin, xóa thông tin {tui}, xóa thông tin của {tui}, xóa hết thông tin, quên {tui} đi, xóa sạch',
    ),
    inside: list('xóa dữ liệu, xóa thông tin, xóa hết dữ liệu, xóa hết thông tin'),
  },
  'my-data': {
    alone: list(
      'dữ liệu của {tui}, dữ liệu {tui}, thông tin của {tui}, xem dữ liệu, coi dữ liệu, xem dữ liệu của {tui}',
      'coi dữ liệu của {tui}',
      'xem thông tin của {tui}, coi thông tin của {tui}, lưu gì của {tui}, lưu gì về {tui}, giữ gì của {tui}',
      'biết gì về {tui}',
      'con lưu gì của {tui}, con giữ gì của {tui}, con biết gì về {tui}',
    ),
    inside: list('dữ liệu của {tui}, lưu gì của {tui}, giữ gì của {tui}'),
  },
  restart: {
    alone: list(
      'làm lại từ đầu, làm từ đầu, làm lại hết, bắt đầu lại, bắt đầu lại từ đầu, từ đầu, lại từ đầu',
      'quay lại từ đầu',
      'quay về đầu, về lại từ đầu, chỉ lại từ đầu, làm lại từ bước 1, restart, start, reset',
    ),
    inside: list('lại từ đầu, làm từ đầu, bắt đầu lại'),
  },
  resume: {
    alone: list(
      'làm tiếp, làm tiếp đi, tiếp, tiếp đi, tiếp tục, tiếp tục đi, tiếp tục làm, làm tiếp tục',
      'quay lại làm tiếp',
      'giờ làm tiếp, bữa nay làm tiếp, muốn làm tiếp, rảnh rồi, rảnh rồi làm tiếp',
    ),
  },
  stop: {
    alone: list(
      'dừng, dừng lại, dừng đi, dừng hẳn, dừng luôn, thôi, thôi thôi, thôi dừng, thôi đi, thôi bỏ, thôi bỏ đi',
      'thôi không làm',
      'thôi không làm nữa, không làm, không làm nữa, không muốn làm, không muốn làm nữa, ngưng, ngưng lại',
      'ngừng, ngừng lại, hủy, hủy bỏ',
      'bỏ, bỏ đi, bỏ cuộc, stop, cancel, kết thúc, thoát, thoát ra, đừng, đừng làm nữa, nghỉ luôn, khỏi làm',
      'thôi khỏi làm',
    ),
    inside: list('không làm nữa, không muốn làm nữa, dừng lại'),
  },
  later: {
    alone: list(
      'mai làm, mai, để mai, để mai làm, mai làm tiếp, để mai làm tiếp, ngày mai, ngày mai làm, mai mốt',
      'mai mốt làm, mai tính',
      'mai … làm, để mai … làm, mai … làm tiếp, chiều … làm, tối … làm, để chiều … làm, để tối … làm, lát … làm',
      'bữa khác … làm',
      'bữa khác, để bữa khác, bữa khác làm, để bữa khác làm, bữa sau, hôm khác, để hôm khác, khi khác',
      'để khi khác, lúc khác, để lúc khác',
      'để sau, để sau đi, làm sau, sau này, sau này làm, lát nữa, lát nữa làm, lát làm, chút nữa, chút nữa làm',
      'xíu nữa, xíu nữa làm',
      'tí nữa, tí nữa làm, hồi nữa, chiều làm, tối làm, chiều nay làm, tối nay làm, sáng mai làm, tuần sau',
      'tuần tới',
      'nghỉ, nghỉ đã, nghỉ chút, nghỉ tay, nghỉ bữa khác, tạm nghỉ, tạm dừng, bận, bận rồi, đang bận',
      'đang bận rồi, giờ bận rồi',
      'không rảnh, chưa rảnh, giờ không rảnh, thôi để sau, thôi để mai, thôi mai làm, thôi bữa khác',
      'thôi để bữa khác, đi chợ đã, đi công chuyện',
    ),
    inside: list('bữa khác, để sau, mai làm, hôm khác, khi khác, lát nữa, chút nữa làm, đang bận, mai mốt'),
  },
  error: {
    alone: list(
      'lỗi, lỗi rồi, bị lỗi, bị lỗi rồi, báo lỗi, nó báo lỗi, hiện lỗi, nó bị lỗi, có lỗi, error, báo sai',
      'nó báo sai, sai mật khẩu, sai mã',
      'không được, không được rồi, không xong, … không được, không … được, không … được rồi, chưa … được rồi',
      'hết … rồi, mất … rồi, hết rồi, mất rồi, bị … rồi, mất mạng, mất sóng, hết mạng, hết pin, hết tiền',
      'hết dung lượng, bị mất, hết hạn',
      'đơ, bị đơ, đơ rồi, đơ máy, đứng máy, bị đứng, máy đứng, máy bị đứng, treo, bị treo, treo máy',
      'bị văng, văng ra, nó văng ra, bị văng ra, lag, lag quá',
      'bị khóa, bị từ chối, thất bại, bị trừ tiền, trừ tiền rồi, mã sai, không có mã, không thấy mã',
      'không thấy mã đâu, không nhận được mã, chưa có mã, chưa thấy mã',
      'mã không về, mã không tới, không có tin nhắn, không thấy tin nhắn, chưa có tin nhắn, không có mạng',
      'mạng yếu, mạng yếu quá, mạng chậm, mạng chậm quá',
      'quên mật khẩu, quên mật khẩu rồi, màn hình đen, đen thui, không chạy, nó không chạy, không lên',
      'không hiện, không hiện gì, không ra gì',
      'hư, hư rồi, máy hư, máy hư rồi, bị hư, hỏng rồi, máy hỏng, máy hỏng rồi, bị hỏng, kẹt, kẹt rồi, bị kẹt',
      'kẹt ở đây, trục trặc',
    ),
    inside: list(
      'báo lỗi, bị lỗi, không được, không vô được, không vào được, không mở được, không bấm được',
      'không nhận được, bị văng, bị đơ, bị treo, bị đứng',
      'sai mật khẩu, quên mật khẩu, không thấy mã, chưa thấy mã, mã không về, không có mã, không chạy, báo sai',
      'bị khóa, mất mạng, không có mạng, trừ tiền',
    ),
  },
  differs: {
    alone: list(
      'máy khác, máy {tui} khác, máy … khác, máy không giống, máy {tui} không giống, máy … không giống',
      'không giống, không giống hình, không giống vậy',
      'không giống trong hình, khác, khác hình, khác rồi, khác quá, khác trong hình, màn hình khác',
      'màn hình {tui} khác, màn hình … khác, chữ khác, nút khác',
      'không thấy, không thấy đâu, không thấy gì, không thấy gì hết, không nhìn thấy, không thấy nút …',
      'không thấy chữ …, không thấy chỗ …, không thấy cái …, không thấy hình …',
      'không có nút …, không có chữ …, không có chỗ …, không có mục …, không có cái …, tìm không thấy',
      'tìm không ra, kiếm không thấy, kiếm không ra, không tìm thấy, không kiếm ra',
      'đâu có thấy, đâu có nút …, có thấy đâu, có thấy gì đâu',
    ),
    inside: list(
      'không giống, không thấy nút, không thấy chữ, không thấy đâu, tìm không thấy, tìm không ra, kiếm không ra',
      'kiếm không thấy, không tìm thấy, không có nút, máy {tui} khác, đâu có thấy',
    ),
  },
  back: {
    alone: list(
      'quay lại, quay lại đi, quay về, trở lại, trở về, lùi, lùi lại, lui, lui lại, bước trước, về bước trước',
      'quay lại bước trước, trở lại bước trước',
      'lùi một bước, lùi lại một bước, lui một bước, lùi 1 bước, bấm lộn, bấm nhầm, bấm sai, lộn, lộn rồi, nhầm',
      'nhầm rồi, bấm lộn rồi, bấm nhầm rồi, bấm sai rồi',
      'bấm … lộn, bấm lộn …, bấm nhầm …, lỡ bấm lộn, lỡ bấm nhầm, lỡ bấm lộn rồi, lỡ tay, lỡ tay bấm lộn, back',
      'trật rồi, bấm trật rồi, sai rồi, làm sai rồi, làm lộn rồi, xem bước trước, coi bước trước',
    ),
    inside: list('bước trước, bấm lộn, bấm nhầm, lùi lại, quay lại bước, bấm trật'),
  },
  again: {
    alone: list(
      '?, gì, gì vậy, gì dậy, gì đó, gì nữa, cái gì, cái gì vậy, sao, sao vậy, sao dậy, sao nữa, là sao',
      'làm sao, làm sao vậy, làm sao đây, làm sao giờ, sao giờ, sao đây',
      'giờ sao, giờ làm sao, giờ làm gì, làm gì, làm gì đây, làm gì nữa, làm thế nào, như thế nào, thế nào',
      'ý là sao, nghĩa là sao, là gì, là cái gì, hả, hở, hử, ủa sao',
      'đâu, ở đâu, bấm đâu, bấm ở đâu, bấm chỗ nào, bấm vô đâu, bấm cái nào, bấm nút nào, chỗ nào, cái nào',
      'nút nào, bấm gì, bấm cái gì, nút đâu, hình đâu',
      'không hiểu, không hiểu gì, không hiểu gì hết, không hiểu lắm, chưa hiểu, chưa hiểu lắm, chả hiểu',
      'chẳng hiểu, chẳng hiểu gì, không rõ, chưa rõ, không biết, không biết làm, không biết làm sao',
      'không biết bấm đâu',
      'chỉ lại, chỉ lại đi, chỉ lại coi, chỉ {tui} lại, chỉ lại cho {tui}, chỉ {tui}, chỉ {tui} đi',
      'chỉ {tui} với, chỉ đi, chỉ giùm, chỉ giùm {tui}, chỉ cách, chỉ cách làm, chỉ {tui} cách làm',
      'hướng dẫn lại, hướng dẫn {tui}, hướng dẫn đi',
      'nói lại, nói lại đi, nói lại coi, nhắc lại, nhắc lại đi, đọc lại, lặp lại, xem lại, coi lại',
      'xem lại hình, coi lại hình, cho coi lại, cho xem lại, cho {tui} coi lại, cho {tui} xem lại, gửi lại',
      'gửi lại hình, gửi lại đi',
      'chậm thôi, chậm lại, chậm chậm thôi, nói chậm thôi, nói chậm lại, nói chậm chậm, nhanh quá, lẹ quá',
      'làm lại, làm lại đi, thử lại, lại, lại đi, lại lần nữa, lần nữa, quên rồi, quên cách, quên cách làm',
      'răng, răng rứa, là răng, chi rứa, mô, ở mô, không rành, không biết xài',
    ),
    inside: list(
      'không hiểu, chưa hiểu, chẳng hiểu, chả hiểu, chỉ lại, nói lại, nhắc lại, coi lại hình, xem lại hình',
      'chậm thôi, bấm chỗ nào, bấm đâu, bấm ở đâu, bấm cái nào, bấm nút nào, hướng dẫn lại',
    ),
  },
  'not-yet': {
    alone: list(
      'chưa, chưa xong, chưa được, chưa có, chưa thấy, chưa nhìn thấy, chưa làm, chưa làm được, chưa bấm',
      'chưa tới, chưa nữa, chưa đâu, còn chưa, chưa kịp, chưa biết, chưa đủ, chưa … được, chưa thấy gì',
      'chưa thấy gì hết',
      'chờ, chờ chút, chờ xíu, chờ tí, chờ chút xíu, chờ {tui}, chờ {tui} chút, chờ {tui} xíu, chờ {tui} tí',
      'chờ một chút, đợi, đợi chút, đợi xíu, đợi tí, đợi chút xíu, đợi {tui}, đợi {tui} chút, đợi {tui} xíu',
      'đợi một chút',
      'đợi … xong, chờ … xong, để … xong',
      'khoan, khoan đã, từ từ, từ từ đã, từ từ để {tui} làm, đang làm, đang bấm, đang tải, đang cài, đang chờ',
      'đang coi, còn đang làm, gần xong, gần xong rồi, sắp xong, sắp xong rồi, gần được rồi',
      'để {tui} coi, để coi, để {tui} làm, để {tui} thử, để thử, đang tìm, đang kiếm',
    ),
    inside: list(
      'gần xong, sắp xong, chưa xong, chưa thấy, chưa được, chưa có, chờ chút, chờ xíu, đợi chút, đợi xíu, chờ {tui} chút',
      'đợi {tui} chút, khoan đã, đang tải',
    ),
  },
  cost: {
    alone: list(
      'tốn tiền không, có tốn tiền không, tốn bao nhiêu, bao nhiêu tiền, bao nhiêu, bi nhiêu, nhiêu tiền, nhiêu',
      'nhiêu vậy, mất tiền không, có mất tiền không, mất phí không, có mất phí không',
      'phí bao nhiêu, phí nhiêu, có phí không, có tốn phí không, tốn phí không, miễn phí không',
      'có miễn phí không, miễn phí hả, free không, giá bao nhiêu, giá nhiêu, hết bao nhiêu, hết bao nhiêu tiền',
      'hết nhiêu tiền',
      'tính tiền không, có tính tiền không, trả tiền không, có trả tiền không, phải trả tiền không',
      'có phải trả tiền không, lấy tiền không, có lấy tiền không, có tốn gì không, tốn gì không, mắc không',
      'có mắc không',
    ),
    inside: list(
      'tốn tiền, tốn phí, mất phí, mất tiền không, bao nhiêu tiền, nhiêu tiền, có phí, miễn phí, lấy tiền không',
      'tính tiền không, trả tiền không',
    ),
  },
  safe: {
    alone: list(
      'an toàn không, có an toàn không, an toàn hả, có sao không, có bị gì không, có bị mất tiền không',
      'bị mất tiền không, có bị lừa không, bị lừa không, có lừa đảo không, lừa đảo không, có phải lừa đảo không',
      'sợ, sợ quá, sợ lắm, sợ mất tiền, sợ mất tiền quá, sợ bị lừa, sợ bấm sai, sợ bấm lộn, sợ sai, lo quá',
      'có nguy hiểm không, nguy hiểm không, tin được không, có tin được không, đáng tin không',
      'có đáng tin không',
      'có lộ thông tin không, lộ thông tin không, có bị lộ không, có bị hack không, có ổn không',
    ),
    inside: list(
      'an toàn, sợ mất, sợ bị, sợ bấm, tin được không, có bị mất, có bị lừa, có lừa, lộ thông tin, nguy hiểm',
      'có sao không',
    ),
  },
  'voice-on': {
    alone: list(
      'nghe, nghe đi, nghe giọng nói, muốn nghe, giọng nói, bật giọng nói, bật tiếng, mở tiếng, bật loa',
      'gửi giọng nói, cho {tui} nghe, cho nghe, có giọng nói không',
      'đọc cho {tui} nghe, đọc cho nghe, nói cho {tui} nghe, đọc lên, đọc đi, đọc giùm, đọc giùm {tui}',
      'đọc giúp, đọc giúp {tui}, đọc to lên, không biết chữ, không đọc được chữ, mắt kém, mắt mờ',
      'nhìn không rõ, read to me, read it to me, read aloud',
    ),
    inside: list('đọc cho {tui} nghe, nghe giọng nói, bật giọng nói, không biết chữ'),
  },
  'voice-off': {
    alone: list(
      'tắt giọng nói, tắt giọng đọc, tắt giọng, tắt tiếng, tắt tiếng đi, tắt loa, tắt đọc, thôi đọc, thôi đọc nữa',
      'khỏi đọc, khỏi đọc nữa, đừng đọc, đừng đọc nữa, thôi đừng đọc nữa, không cần đọc, không cần đọc nữa',
      'không nghe nữa, thôi nghe, khỏi nghe, không muốn nghe, không muốn nghe nữa, ồn quá, đừng nói nữa',
      'stop reading, dont read',
    ),
    inside: list('tắt giọng nói, đừng đọc nữa, không muốn nghe nữa'),
  },
  'my-list': {
    alone: list(
      'việc của {tui}, danh sách của {tui}, danh sách việc, danh sách việc của {tui}, việc {tui} làm, việc {tui} đã làm',
      '{tui} làm được gì rồi, {tui} làm xong gì rồi, {tui} làm tới đâu rồi, làm tới đâu rồi, làm được mấy việc rồi',
      'xong được gì rồi, việc nào xong rồi, còn việc nào dở, việc đang dở, việc làm dở, việc dở dang, coi việc của {tui}',
      'my list, xem việc của {tui}, xem việc đã làm, coi việc đã làm, {tui} học được gì rồi, học tới đâu rồi',
    ),
    inside: list('việc của {tui}, danh sách của {tui}, việc đã làm, việc làm dở'),
  },
  'what-next': {
    alone: list(
      'học gì tiếp, học gì nữa, học gì tiếp theo, giờ học gì, nên học gì, học tiếp gì, học thêm gì, học thêm cái gì',
      'nên làm gì tiếp, nên học gì tiếp, nên làm gì trước, nên học gì trước, làm việc gì trước, tiếp theo học gì',
      'what next, giờ học cái gì, học cái gì tiếp, học cái gì nữa, muốn học thêm, chỉ thêm cái khác, nên bắt đầu từ đâu',
    ),
    inside: list('học gì tiếp, học gì nữa, học cái gì tiếp, học thêm gì, nên học gì'),
  },
  english: {
    alone: list(
      'english, english please, tiếng anh, đổi tiếng anh, nói tiếng anh, chuyển tiếng anh, qua tiếng anh, bằng tiếng anh',
      'in english, in english please, speak english, do you speak english, change language, language, ngôn ngữ tiếng anh',
      'i dont speak vietnamese, i do not speak vietnamese, i dont understand vietnamese, i do not understand vietnamese',
    ),
    inside: list('english, tiếng anh'),
  },
  vietnamese: {
    alone: list(
      'tiếng việt, vietnamese, nói tiếng việt, đổi tiếng việt, chuyển tiếng việt, về tiếng việt, qua tiếng việt',
      'quay lại tiếng việt, đổi lại tiếng việt, bằng tiếng việt, in vietnamese',
    ),
    inside: list('nói tiếng việt, lại tiếng việt'),
  },
  khmer: {
    alone: list(
      'khmer, tiếng khmer, tiếng khơ me, khơ me, tiếng khờ me, nói tiếng khmer, nói tiếng khơ me, đổi tiếng khmer',
      'đổi tiếng khơ me, chuyển tiếng khmer, bằng tiếng khmer, bằng tiếng khơ me, qua tiếng khmer',
    ),
    inside: list('tiếng khmer, tiếng khơ me'),
  },
  'next-service': {
    alone: list(
      'việc khác, làm việc khác, cái khác, làm cái khác, dịch vụ khác, chuyển việc khác, chuyển qua việc khác',
      'chuyển qua cái khác, qua cái khác, đổi việc khác, còn gì nữa, còn gì nữa không, còn việc gì nữa',
      'còn việc gì nữa không, làm gì nữa không, muốn làm cái khác, muốn làm việc khác',
    ),
    inside: list('dịch vụ khác, việc khác, làm cái khác'),
  },
  menu: {
    alone: list(
      'menu, xem menu, về menu, đầu trang, về đầu trang, trang đầu, trang chủ, về trang chủ, home, danh sách',
      'xem danh sách, mục lục, có gì, có những gì, làm được gì, giúp được gì, con làm được gì, con giúp được gì',
      'con biết làm gì',
    ),
    inside: list('đầu trang, trang chủ'),
  },
  done: {
    alone: list(
      'xong, xong rồi, xong hết, xong hết rồi, xong xuôi, đã xong, đã xong rồi, làm xong, làm xong rồi, song',
      'song rồi, rồi, rồi rồi, rồi đó, rồi tiếp, xong tiếp, làm rồi, đã làm, đã làm rồi, done, next',
      'ok, ok rồi, ok xong, ok xong rồi, ok được rồi, ok luôn, ổn, ổn rồi, được, được rồi, đã được, được luôn',
      'làm được rồi, tự làm được rồi, ngon, ngon lành, ngon rồi',
      'bấm rồi, đã bấm, bấm xong, nhập rồi, nhập xong, điền rồi, điền xong, gõ rồi, gõ xong, chọn rồi, mở rồi',
      'mở ra rồi, cài rồi, cài xong, tải rồi, tải xong, quét rồi, quét xong, quét mặt rồi, quét khuôn mặt rồi',
      'chụp rồi, chụp xong, chụp mặt rồi, đọc rồi, bật rồi, tắt rồi',
      'có rồi, thấy, thấy rồi, có thấy, có thấy rồi, đã thấy, nhìn thấy rồi, đã nhìn thấy, nhận rồi',
      'nhận được rồi, tới rồi, vô rồi, vào rồi, ra rồi, lên rồi, hiện rồi, hiện ra rồi, có mã rồi, về rồi',
      'đủ, đủ rồi, có đủ rồi, hiểu rồi, hiểu, biết rồi, xóa rồi, thành công, thành công rồi, hoàn thành',
      'hoàn tất, tiếp theo, bước tiếp, bước tiếp theo, bước kế, bước kế tiếp, qua bước kế, qua bước tiếp theo',
      'bước sau',
      'rồi sao, rồi sao nữa, rồi làm gì, rồi làm gì nữa, xong rồi sao, xong rồi sao nữa, xong rồi làm gì',
      'xong rồi làm gì nữa, xong làm gì nữa',
    ),
    last: list(
      'xong rồi, được rồi, xong, bấm … rồi, nhập … rồi, điền … rồi, gõ … rồi, chọn … rồi, mở … rồi, cài … rồi',
      'tải … rồi, quét … rồi, chụp … rồi, thấy … rồi, đăng nhập … rồi, đọc … rồi, thành công rồi',
    ),
  },
  yes: {
    alone: list(
      'có, dạ, dạ có, dạ phải, dạ đúng, vâng, vâng được, ừ, ừa, ừm, ừ được, ừ làm đi, ờ',
      'ờ được, ờ làm đi, phải, phải rồi, đúng, đúng rồi, đúng vậy, đúng là vậy, yes',
      'chịu, chịu liền, đồng ý, nhất trí, muốn, muốn chứ, có chứ, được chứ, tất nhiên, dĩ nhiên, bắt đầu',
      'bắt đầu đi, làm đi, làm luôn, làm luôn đi, làm liền đi, mình làm đi, sẵn sàng, có làm, muốn làm, cho làm',
    ),
  },
  no: {
    alone: list(
      'không, không không, không đâu, không phải, không phải đâu, không muốn, không cần, không cần đâu',
      'không chịu, không có, không đồng ý, không thích, không dám, khỏi, khỏi cần, khỏi đi, thôi khỏi',
      'thôi không, no, chưa muốn',
    ),
  },
  thanks: {
    alone: list(
      'cảm ơn, cám ơn, cảm ơn …, cám ơn …, đa tạ, biết ơn, tốt quá, hay quá, giỏi quá, giỏi lắm, giỏi ghê',
      'dễ thương quá, tuyệt vời, mừng quá, vui quá',
    ),
    inside: list('cảm ơn, cám ơn'),
  },
  greeting: {
    alone: list(
      'chào, xin chào, chào …, xin chào …, alo, a lô, alô, hello, hello …, hi, hế lô, con ơi, em ơi, cháu ơi',
      'bạn ơi, ad ơi, admin ơi, ơi, ê, ê con, có ai không, có ai đó không, ai đó, ai vậy',
      'con là ai, bạn là ai, em là ai, tạm biệt, tạm biệt …, bye, bye bye, con đâu rồi, con còn đó không',
      'còn đó không',
    ),
  },
};

/** Messages that look like an answer and are a question; they mean nothing by themselves. */
export const QUESTIONS: readonly string[] = list(
  'có không, được không, phải không, đúng không, có được không, có phải không, làm được không, vậy được chưa',
  'xong chưa, rồi chưa, được chưa, xong rồi hả, được rồi hả, vậy là xong rồi hả, đúng chưa, vậy đúng chưa',
);

/** What a lone pictograph means (conversation-design §5, §12; the intent inventory). */
export const PICTOGRAPHS: Readonly<Record<string, PhraseMeaning>> = {
  ...means('done', '👍 👌 ✅ ✔ ✓ ☑ 🆗 💯 🎉'),
  ...means('no', '❌ ✗ ✘ ✖ ❎ 👎 🙅'),
  ...means('person', '🆘 🙋 📞 ☎ 📱'),
  ...means('again', '❓ ❔ 🤔 🔁 🔄 🤷'),
  ...means('later', '⏸ 😴 💤'),
  ...means('resume', '▶'),
  ...means('back', '↩ ⬅ 🔙 ◀'),
  ...means('menu', '🏠'),
  ...means('voice-on', '🔊 🔉 🔈 👂'),
  ...means('thanks', '🙏 ❤ 🌹 💐 🥰 😘 😍 💖'),
  ...means('greeting', '👋'),
  ...means('stop', '⛔ 🛑 ⏹ ✋'),
  ...means('despair', '😡 🤬 😠'),
};

function means(meaning: PhraseMeaning, pictographs: string): Record<string, PhraseMeaning> {
  return Object.fromEntries(pictographs.split(' ').map((one) => [one, meaning]));
}

/** Courtesy and address before an answer: taken off one by one until what is left is known. */
export const BEFORE: readonly string[] = (
  'dạ ạ à ờ ừ ủa ơi thưa con cháu em bạn ad admin bác cô chú ông bà anh chị tui tôi mình qua dì dượng cậu mợ ngoại nội má ' +
  'vậy thì mà giờ rồi nó đã'
).split(' ');

/** The same behind an answer. `rồi`, `chưa`, `không`, `hả` are no courtesy there: they change the meaning. */
export const BEHIND: readonly string[] = (
  'dạ ạ á à nha nhé nhe nghen nghe hen há hén hè nè đó đây vậy ơi con cháu em bạn ad admin bác cô chú ông bà anh chị tui tôi ' +
  'mình dì dượng cậu mợ ngoại nội luôn với đi giùm giúp cảm cám ơn nhiều lắm ghê'
).split(' ');

/** Inside a message that ends like "done", these say that it is not. */
export const DENIALS: readonly string[] =
  'không chưa lỗi sai lộn nhầm mất hết lỡ bị đừng đâu hoài hả gần sắp khi thiếu kẹt đợi chờ đang'.split(' ');
