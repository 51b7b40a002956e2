import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { type ReplyMeaning, readNumber, readReply } from '../../src/understanding/replies.ts';
import { PICTOGRAPHS, QUESTIONS, REPLY_PHRASES } from '../../src/understanding/reply-phrases.ts';
import { hasStrangeLink } from '../../src/understanding/strange-link.ts';

/** Messages as people send them, by meaning; one string per row, parted by bars. */
const HEARD: [ReplyMeaning, string][] = [
  [
    'done',
    'xong|Xong rồi|XONG|r|👍|👌|✅|ok|oke|okie|xog|xonggg|da xong|được rồi|dc r|đc rùi|roi|rồi|rồi con|gòi|xongroi',
  ],
  [
    'done',
    'dạ xong rồi con ơi|bác xong rồi nha con|cô làm xong rồi nè|tui bấm đăng ký xong rồi|bấm nút đó rồi|nhập số điện thoại rồi',
  ],
  [
    'done',
    'thấy rồi|✅ Xong rồi|✅ Thấy rồi|vô được rồi|xong rồi cảm ơn con|xong r sao nua|quét mặt rồi|song roi|xong 👍|tieesp theo',
  ],
  [
    'not-yet',
    'chưa|chua|chưa con|chưa xong|chờ chút|đợi bác xíu|khoan|khoan đã|từ từ|tu tu|đang tải|chưa thấy|gần xong rồi|để tui coi|đợi tải xong|tải gần xong rồi|Chưa thấy',
  ],
  [
    'again',
    '?|???|gì|gì vậy con|ko hieu|k hiểu|hok hỉu gì hết|chi lai|chỉ lại|🔁 Chỉ lại|chỉ lại giùm bác với|là sao|hả|nói chậm thôi con',
  ],
  [
    'again',
    'bấm chỗ nào|giờ làm sao|nút nào|không biết|chij lại|làm lại đi|răng rứa|bác thử lại|bác chưa hiểu lắm con ơi',
  ],
  [
    'differs',
    'máy tui khác|máy tui hổng giống|may bac khac|Máy bác khác|không thấy nút|hổng thấy nút đăng ký đâu|không giống trong hình|tìm không ra|kiếm hông ra|màn hình khác',
  ],
  [
    'error',
    'hết tiền rồi|mất mạng rồi|mất chữ rồi|het pin roi|bị lỗi|nó báo lỗi|không được|ko dc|vô không được|không mở được|hỏng vô được',
  ],
  [
    'error',
    'sai mật khẩu|không có mã|mã không về|bị văng ra|đơ máy|máy bị đứng rồi|kẹt ở đây|không nhận được mã|quên mật khẩu rồi',
  ],
  ['back', 'quay lại|bước trước|↩ Bước trước|bấm lộn|bấm nhầm rồi|lùi lại|lỡ tay|lộn rồi con|sai rồi'],
  [
    'later',
    'mai làm|mai lam|để mai|bữa khác|⏸ Để bữa khác|để sau|lát nữa|đang bận|chiều nay làm|nghỉ|mai bác rảnh làm|thôi để sau nha',
  ],
  ['stop', 'thôi|thoi|thôi con|dừng|dung|DỪNG|Dừng hẳn|ngưng|hủy|không làm nữa|stop|thui|bỏ đi|khỏi làm'],
  ['restart', 'làm lại từ đầu|lam lai tu dau|bắt đầu lại|cho bác làm lại từ đầu'],
  ['resume', 'LÀM TIẾP|làm tiếp|lam tiep|tiếp tục|▶ Làm tiếp|tiếp đi con'],
  [
    'person',
    'GẶP NGƯỜI|gap nguoi|gọi cô Lan|goi co lan|gọi cô Lan giùm bác|cứu|cứu tui|giúp tui với|giups tui voiws|giúp bác|🆘|🙋 Nhờ người giúp|nhờ người',
  ],
  [
    'person',
    'Dạ, gọi giùm bác|gọi bác đi|kêu cô Lan qua|làm giùm bác|có ai giúp bác không|cán bộ|người|tổ công nghệ số|gọi lại cho tui|nhờ chú Tâm tới giúp',
  ],
  ['yes', 'có|dạ|dạ con|dạ có|vâng|ừ|ờ|uwf|phải|đúng|đúng rồi|dung roi|chịu|đồng ý|▶ Bắt đầu|làm đi con'],
  ['no', 'không|khong|ko|hông|hổng|❌|👎|không cần|khỏi|không phải|dạ không|thôi khỏi'],
  ['menu', 'menu|đầu trang|🏠 Đầu trang|trang chủ|con làm được gì'],
  ['next-service', 'việc khác|làm cái khác|dịch vụ khác|còn gì nữa không con'],
  ['change-term', 'đổi cách gọi|doi cach goi|gọi tui là chú|kêu bằng cô đi con|đừng gọi tui là bác'],
  [
    'cost',
    'có tốn tiền không|bao nhiêu tiền|có mất tiền không|mat phi khong|nhiêu tiền vậy con|miễn phí hông|cái này có tốn phí không',
  ],
  ['safe', 'có an toàn không|sợ bị lừa quá|có bị lừa không con|sợ mất tiền|có sao không|tin được không|lừa đảo không'],
  ['my-data', 'dữ liệu của tôi|dữ liệu của tui|con lưu gì của bác|thông tin của tôi'],
  ['erase-me', 'xóa tôi|xóa tui đi|xoá dữ liệu của tôi|xóa thông tin của bác|xoa du lieu'],
  ['no-reminders', 'Thôi, đừng nhắc|đừng nhắc nữa|không nhận tin nữa|Không nhận tin nữa|đừng nhắn nữa con'],
  ['greeting', 'chào con|alo|a lô|con ơi|xin chào|hello|👋|có ai không'],
  ['thanks', 'cảm ơn con|cám ơn con nhiều|cam on|thanks|🙏|giỏi quá con'],
  ['voice-on', 'nghe|🔊 Nghe|đọc cho bác nghe|bật giọng nói|bác không biết chữ|Nghe giọng nói'],
  [
    'despair',
    'bực quá|tức quá con ơi|đồ ngu|làm không nổi|vô dụng|muốn chết cho rồi|😡|tui chán quá không muốn sống nữa con ơi ai cũng bỏ tui hết trơn',
  ],
  [
    'scam',
    'công an gọi kêu cập nhật vneid|cong an goi keu cap nhat vneid|công an gọi|có người hỏi mã|Có người hỏi mã|trúng thưởng|khóa sim|dọa khóa sim',
  ],
  [
    'scam',
    'link lạ|nó gửi link kêu bấm|ngân hàng nhắn kêu bấm vào đường dẫn|shipper gọi kêu chuyển khoản|cán bộ xã gọi xin mã otp|Lỡ bấm rồi|mất tiền rồi|bị lừa rồi',
  ],
  [
    'scam',
    'xong rồi mà có người hỏi mã con ơi|số lạ gọi|tài khoản bị khóa|hoàn tiền|cài app lạ|giả danh công an|nhà mạng gọi kêu đọc mã otp|coong an goij ddieen keu cap nhat',
  ],
  [
    'scam',
    'https://vneid-gov.top/capnhat|vào bit.ly/3abcd đi|tải vneid.apk|lỡ bấm rồi con ơi|dạ số lạ|có người bên thuế kêu chuyển tiền|lỡ đưa mã cho nó rồi|nhận quà',
  ],
  [
    null,
    'xong chưa|được không|có không|chữa|má|cô Hồng|hồng|abc xyz|123456|1|2 giờ chiều|hai|vneid|cài vneid|ví điện tử',
  ],
  [
    null,
    '.|😶|hôm nay trời mưa|giá lúa bao nhiêu một ký vậy con nói nghe coi|vneid.gov.vn|https://dichvucong.gov.vn/p/home|Không biết chị Tư đi đâu rồi mà sao hổng thấy ai hết',
  ],
  [
    null,
    'nhập nhầm số điện thoại rồi|nhập sai mã rồi|điền thiếu rồi|mở bị kẹt rồi|mở khóa sim|gọi công an|app ngân hàng trên điện thoại|từ điển|quét mã qr|bác|con',
  ],
];
const CASES = HEARD.flatMap(([meaning, row]) => row.split('|').map((text) => [text, meaning] as const));

describe('readReply', () => {
  it('is tried with a good many messages', () => {
    expect(CASES.length).toBeGreaterThan(300);
  });

  test.each(CASES)('hears %j as %s', (text, meaning) => {
    expect(readReply(text)).toBe(meaning);
  });

  /** Every phrase of the tables with its open places filled. */
  const phrases = Object.entries(REPLY_PHRASES).flatMap(([meaning, { alone }]) =>
    alone.map(
      (phrase) =>
        [phrase.replaceAll('{tui}', 'bác').replaceAll(' …', ' Lan').replaceAll('… ', 'bấm '), meaning] as const,
    ),
  );

  it('knows every phrase of its own tables, composed or not, in capitals and with emphasis', () => {
    const misheard = phrases.filter(
      ([text, meaning]) =>
        readReply(text) !== meaning ||
        readReply(`${text.normalize('NFD').toUpperCase()} !!!`.replace('? !!!', '?')) !== meaning,
    );
    expect(misheard).toEqual([]);
  });

  it('takes questions for no answer', () => {
    expect(QUESTIONS.filter((question) => readReply(question) !== null)).toEqual([]);
  });

  it('reads lone pictographs, whatever the skin or variant', () => {
    const misread = Object.entries(PICTOGRAPHS).filter(
      ([sign, meaning]) => readReply(`${sign}\ufe0f`) !== meaning || readReply(sign + sign) !== meaning,
    );
    expect(misread).toEqual([]);
    expect(readReply('👍🏿')).toBe('done');
  });

  it('lets fraud win over anything else that is said with it', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...phrases),
        fc.constantFrom('có người hỏi mã', 'trúng thưởng', 'http://la.xyz'),
        ([text], fraud) => {
          expect(readReply(`${text} ${fraud}`)).toBe('scam');
          expect(readReply(`${fraud}, ${text}`)).toBe('scam');
        },
      ),
      { numRuns: 500 },
    );
  });

  it('hears the same through any courtesies around a plain answer', () => {
    const answers = [
      ['xong rồi', 'done'],
      ['chỉ lại', 'again'],
      ['bữa khác', 'later'],
      ['gặp người', 'person'],
      ['bước trước', 'back'],
    ] as const;
    const before = fc.constantFrom('', 'dạ ', 'Dạ con ơi ', 'bác ', 'ủa con, ');
    const behind = fc.constantFrom('', ' nha con', ' ạ', ' nghen', ' con ơi', ' đó', '!!!', ' 👍');
    fc.assert(
      fc.property(fc.constantFrom(...answers), before, behind, ([text, meaning], front, back) => {
        expect(readReply(front + text + back)).toBe(meaning);
      }),
    );
  });

  it('answers any text without throwing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        readReply(text);
        const number = readNumber(text);
        expect(number === null || (Number.isInteger(number) && number >= 1 && number <= 99)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    ['address marks', 'a.'.repeat(150_000)],
    ['scheme', 'http://'.repeat(45_000)],
    ['callers', 'công an gọi '.repeat(24_000)],
    ['courtesies', 'dạ con ơi '.repeat(30_000)],
    ['dashes', '-a'.repeat(150_000)],
    ['stacked marks', `a${'\u0323\u0300'.repeat(500_000)}`],
  ])('reads 300 KB of %s', (_, text) => {
    expect([null, 'scam']).toContain(readReply(text));
  });
});

describe('readNumber', () => {
  test.each([
    ['1', 1],
    ['2.', 2],
    ['3)', 3],
    ['(4)', 4],
    ['số 2', 2],
    ['so 2', 2],
    ['số2', 2],
    ['cái thứ hai', 2],
    ['thứ ba', 3],
    ['hai', 2],
    ['ba', 3],
    ['tư', 4],
    ['năm', 5],
    ['nam', 5],
    ['sáu nha con', 6],
    ['dạ số 7', 7],
    ['bấm số 2', 2],
    ['chọn cái thứ 3', 3],
    ['nút 1', 1],
    ['1️⃣', 1],
    ['②', 2],
    ['２', 2],
    ['២', 2],
    ['02', 2],
    ['mười', 10],
    ['mười hai', 12],
    ['mười lăm', 15],
    ['hai mươi', 20],
    ['hai mươi mốt', 21],
    ['ba chục', 30],
    ['99', 99],
    ['cái đầu tiên', 1],
    ['thứ nhất', 1],
    ['2 giờ chiều', null],
    ['hai ba người', null],
    ['hai ba', null],
    ['bà', null],
    ['bá', null],
    ['nằm', null],
    ['0', null],
    ['100', null],
    ['123456', null],
    ['1/2', null],
    ['2 2', null],
    ['một chút', null],
    ['25.000', null],
    ['số', null],
    ['', null],
    ['xong', null],
  ])('%j chooses %s', (text, number) => {
    expect(readNumber(text)).toBe(number);
  });

  it('reads back every number it may be given in digits', () => {
    for (let number = 1; number <= 99; number++) expect(readNumber(`số ${number} nha`)).toBe(number);
  });
});

describe('hasStrangeLink', () => {
  test.each([
    'http://abc.xyz',
    'HTTPS://VNEID.GOV.VN.dichvu.top/a',
    'www.nhanqua.com',
    'vneid-gov.vn',
    'bit.ly/abc',
    'vào dichvucong.com.vn nha',
    'capnhat.apk',
    'https://gov.vn.evil.com',
    'http://vneid.gov.vn@evil.com',
    'ｈｔｔｐ://abc.xyz',
    'https:abc.top',
    'bit\u200b.ly/abc',
  ])('%j is strange', (text) => {
    expect(hasStrangeLink(text)).toBe(true);
  });
  test.each([
    'vneid.gov.vn',
    'https://dichvucong.gov.vn/p/home',
    'https://play.google.com/store/apps',
    'xong.roi',
    'an@gmail.com',
    'Xong rồi.con ơi',
    '25.000',
    '20.11.2026',
    'v.v.',
    '',
  ])('%j is not', (text) => {
    expect(hasStrangeLink(text)).toBe(false);
  });
});
