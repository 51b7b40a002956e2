import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { widthOf } from '../../src/pictures/typeface.ts';
import { back, CARD, dong, type Face, front, groupDigits, type Mark, type StandText } from '../../src/vietqr/layout.ts';
import { PAPERS } from '../../src/vietqr/paper.ts';
import { encodeVietQR } from '../../src/vietqr/payload.ts';
import { drawCode, QUIET_ZONE, rasterise, readCode, squaresOf } from '../../src/vietqr/picture.ts';
import { makeStand, makeStands, type Stand, StandRefused, verifyStand } from '../../src/vietqr/stand.ts';
import { toSvg } from '../../src/vietqr/svg.ts';
import { CAP_HEIGHT } from '../../src/vietqr/typeset.ts';

const STALL: Stand = {
  bin: '970436',
  account: '1017595600',
  holder: 'NGUYEN THI BA',
  stall: 'Sạp rau Cô Ba',
  number: 'ST-0001',
  contact: { name: 'cô Lan, tổ công nghệ số', phone: '0900 000 000' },
};
const PAYLOAD = encodeVietQR(STALL);

const TEXT: StandText = {
  holder: 'NGUYEN THI BA',
  stall: 'Sạp rau Cô Ba',
  receiver: 'Vietcombank',
  account: '1017595600',
  amount: null,
  number: 'ST-0001',
  contact: null,
  isSample: true,
};

type Word = Extract<Mark, { shape: 'word' }>;
const wordsOf = (face: Face) => face.marks.filter((mark): mark is Word => mark.shape === 'word');
const textOf = (face: Face) => wordsOf(face).map(({ text }) => text);
const find = (face: Face, text: string) => wordsOf(face).find((word) => word.text === text)!;

interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** From the top of the capitals to the baseline; marks and dots may use the gaps. */
function boxOf({ text, x, baseline, size, weight, anchor }: Word): Box {
  const width = widthOf(text, size, weight);
  const left = { start: x, middle: x - width / 2, end: x - width }[anchor];
  return { left, right: left + width, top: baseline - CAP_HEIGHT * size, bottom: baseline };
}

const meet = (a: Box, b: Box) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

function expectTidy(face: Face): void {
  const words = wordsOf(face);
  const boxes = words.map(boxOf);
  for (const [index, box] of boxes.entries()) {
    const { text } = words[index]!;
    expect(box.left, text).toBeGreaterThanOrEqual(5.9);
    expect(box.right, text).toBeLessThanOrEqual(CARD.width - 5.9);
    expect(box.top, text).toBeGreaterThanOrEqual(5);
    expect(box.bottom, text).toBeLessThanOrEqual(CARD.height - 3.9);
    for (const other of boxes.slice(index + 1)) expect(meet(box, other), text).toBe(false);
  }
  for (const mark of face.marks) {
    if (mark.shape !== 'code') continue;
    const square = { left: mark.x, right: mark.x + mark.side, top: mark.y, bottom: mark.y + mark.side };
    for (const [index, box] of boxes.entries()) expect(meet(square, box), words[index]!.text).toBe(false);
  }
}

const SYLLABLES = ['Nguyễn', 'Thị', 'Ổ', 'rau', 'bánh', 'Phượng', 'Chợ', 'ngọt', 'W', 'nghiêng', 'Đ', 'ỹ', 'tạp-hóa'];
const phrase = (longest: number) =>
  fc
    .array(fc.constantFrom(...SYLLABLES), { minLength: 1, maxLength: 20 })
    .map((words) => words.join(' ').slice(0, longest).trim());

describe('layout of a stand', () => {
  it('says what a payer must know, in this order', () => {
    const face = front(TEXT, squaresOf(PAYLOAD));
    expect(textOf(face)).toEqual([
      'QUÉT MÃ ĐỂ TRẢ TIỀN',
      'Sạp rau Cô Ba',
      'NGUYEN THI BA',
      'Vietcombank · 1017 5956 00',
      'Thấy đúng tên này rồi hãy chuyển',
      ...['1', 'Mở app ngân hàng', '2', 'Quét mã', '3', 'Xem tên, gõ tiền'],
      ...['BẢN MẪU – không trả tiền được', 'Tấm số ST-0001'],
    ]);
    expectTidy(face);
  });

  it('draws the code 70 mm wide with four clear squares around it', () => {
    const squares = squaresOf(PAYLOAD);
    const code = front(TEXT, squares).marks.find((mark) => mark.shape === 'code')!;
    expect(code.side).toBe(70);
    expect(code.side / (squares.count + 2 * QUIET_ZONE)).toBeGreaterThan(1.5);
  });

  it.each(['NGUYEN THI BA', 'NGUYEN THI THANH THUY'])('prints %s in capitals of 7 mm', (holder) => {
    const words = wordsOf(front({ ...TEXT, holder }, squaresOf(PAYLOAD))).filter(({ text }) => holder.includes(text));
    const name = words.filter(({ text }) => /^[A-Z ]+$/.test(text));
    expect(name.map(({ text }) => text).join(' ')).toBe(holder);
    for (const { size } of name) expect(size * CAP_HEIGHT).toBeCloseTo(7, 1);
  });

  it('keeps everything on the card and apart, whatever the names', () => {
    const texts = fc.record({
      holder: fc.option(phrase(70)),
      stall: fc.option(phrase(80)),
      receiver: fc.constantFrom('MB Bank', 'Standard Chartered Vietnam'),
      account: fc.constantFrom('1', '0352350917', '99ZP24009M07248267W'),
      amount: fc.option(fc.integer({ min: 1, max: 9_999_999_999_999 })),
      number: fc.option(fc.constantFrom('1', 'ST-0001', 'X'.repeat(20))),
      contact: fc.option(fc.record({ name: phrase(60), phone: fc.option(fc.constant('0900 000 000')) })),
      isSample: fc.boolean(),
    });
    const squares = squaresOf(PAYLOAD);
    fc.assert(
      fc.property(texts, (text) => {
        expectTidy(front(text, squares));
        expectTidy(back(text));
      }),
      { numRuns: 300 },
    );
  });

  it('breaks a word nobody could have meant rather than leave the card', () => {
    const face = front({ ...TEXT, stall: 'X'.repeat(80), holder: 'W'.repeat(70) }, squaresOf(PAYLOAD));
    expectTidy(face);
    expect(textOf(face).join('').match(/W/g)).toHaveLength(70);
    const fitting = 'X'.repeat(25);
    expect(textOf(front({ ...TEXT, stall: fitting }, squaresOf(PAYLOAD)))).toContain(fitting);
  });

  it('leaves a line to write on when nobody has read the name yet', () => {
    expect(textOf(front({ ...TEXT, holder: null }, squaresOf(PAYLOAD)))).toContain('Tên chủ tài khoản:');
  });

  it('shows a fixed amount and asks to check it', () => {
    const texts = textOf(front({ ...TEXT, amount: 1_250_000 }, squaresOf(PAYLOAD)));
    expect(texts).toEqual(expect.arrayContaining(['Số tiền: 1.250.000 đ', 'Xem tên, xem tiền']));
  });

  it('tells the seller to try it every morning and whom to call', () => {
    const face = back({ ...TEXT, contact: { name: 'cô Lan', phone: '0900 000 000' } });
    expect(textOf(face).join(' ')).toContain('Mỗi sáng tự quét thử một lần');
    expect(find(face, '0900 000 000').size).toBeGreaterThan(find(face, 'Thấy lạ thì gỡ tấm này, gọi ngay').size);
    expect(textOf(face)).toContain('cô Lan');
    expectTidy(face);
  });

  it('groups digits in fours and writes đồng with dots', () => {
    expect(['1', '1234', '12345', '0352350917'].map(groupDigits)).toEqual(['1', '1234', '1234 5', '0352 3509 17']);
    expect([1, 999, 1000, 9_999_999_999_999].map(dong)).toEqual(['1 đ', '999 đ', '1.000 đ', '9.999.999.999.999 đ']);
  });
});

describe('the code in a picture', () => {
  it.each([140, 200, 600])('reads back from a bare code %i px wide', (size) => {
    expect(readCode(drawCode(PAYLOAD, { format: 'png', size }))).toBe(PAYLOAD);
  });

  it('reads back from SVG', () => {
    expect(readCode(drawCode(PAYLOAD, { format: 'svg' }).toString())).toBe(PAYLOAD);
  });

  it('has the asked size, and refuses one too small to scan', () => {
    const png = drawCode(PAYLOAD, { format: 'png', size: 333 });
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([333, 333]);
    expect(() => drawCode(PAYLOAD, { format: 'png', size: 40 })).toThrow(/at least/);
  });

  it('reads back from a whole stand 140 px wide', () => {
    const svg = toSvg(front(TEXT, squaresOf(PAYLOAD)), 'Tấm QR', PAPERS.a6);
    const small = rasterise(svg, 140);
    expect(small.width).toBe(140);
    expect(readCode(small.asPng())).toBe(PAYLOAD);
  });

  it('does not open what is no PNG, or one of absurd size', () => {
    expect(() => readCode(Buffer.from('GIF89a'))).toThrow(/no PNG/);
    const huge = Buffer.from(drawCode(PAYLOAD, { format: 'png', size: 200 }));
    huge.writeUInt32BE(60_000, 16);
    huge.writeUInt32BE(60_000, 20);
    expect(() => readCode(huge)).toThrow(/too big/);
  });
});

describe('a stand as a picture', () => {
  it.each([
    ['a6', 1050, 1480],
    ['a5', 1480, 2100],
  ] as const)('is a PNG of %s at 10 px per mm whose code is the one asked for', async (paper, width, height) => {
    const { file, payload } = await makeStand(STALL, { format: 'png', paper });
    expect(payload).toBe(PAYLOAD);
    expect([file.readUInt32BE(16), file.readUInt32BE(20)]).toEqual([width, height]);
    expect(readCode(file)).toBe(PAYLOAD);
  });

  it('is an SVG that carries its typeface', async () => {
    const { file } = await makeStand(STALL, { format: 'svg' });
    const svg = file.toString();
    expect(withoutFonts(file)).toContain('width="105mm" height="148mm"');
    expect(svg.match(/@font-face/g)).toHaveLength(2);
    expect(readCode(svg)).toBe(PAYLOAD);
  });

  it('prints the name as banks do, however it was typed', async () => {
    const { file } = await makeStand({ ...STALL, holder: ' Nguyễn  Thị Đẹp ' }, { format: 'svg' });
    expect(withoutFonts(file)).toContain('>NGUYEN THI DEP</text>');
  });

  it('names the wallet that people know, not the bank behind it', async () => {
    const zalopay = { ...STALL, bin: '970454', account: '99ZP24009M07248267' };
    expect(withoutFonts((await makeStand(zalopay, { format: 'svg' })).file)).toContain(
      'Zalopay · 99ZP 2400 9M07 2482 67',
    );
  });

  it('makes no picture of A4', async () => {
    await expect(makeStand(STALL, { format: 'png', paper: 'a4' })).rejects.toThrow(/PDF/);
  });
});

const HOSTILE = [
  `<script>alert('x')</script>`,
  '</text><image href="file:///etc/passwd"/>',
  ']]><!-- & &amp; &#0; "\'',
  'Ba\u202e gnoW\u2066\u200b\u200f',
  'Ba\0\u0007\u001b[31m\n\t\r\u2028x',
  `Ca${'\u0301\u0323'.repeat(50)}`,
  '🥬🥬 Rau 🥬',
  '\ud800 Ba \udfff',
];

/** The embedded typeface is long and ours; leaving it out keeps a failure readable. */
const withoutFonts = (svg: Buffer) => svg.toString().replace(/<style>[^<]*<\/style>/, '');

/** What must never reach paper: control and direction characters, lone surrogates. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}]/u;

describe('hostile names', () => {
  it.each(HOSTILE)('prints %j as harmless text', async (text) => {
    const stand = { ...STALL, stall: text, holder: text, number: text.slice(0, 15), contact: { name: text } };
    const { file } = await makeStand({ ...stand, isSample: true }, { format: 'svg' });
    const svg = withoutFonts(file);
    expect(svg).not.toMatch(/<script|<image|<!--/);
    expect(svg).not.toMatch(UNPRINTABLE);
    expect(readCode(svg)).toBe(PAYLOAD);
    const pdf = await makeStand(stand, { format: 'pdf' });
    expect(pdf.file.subarray(0, 5).toString()).toBe('%PDF-');
  });

  it.each([
    ['a stall in letters the typeface lacks', { stall: 'ហាងបន្លែ' }, 'bad_letters'],
    ['a stall with an accent the typeface lacks', { stall: 'Ḅa' }, 'bad_letters'],
    ['a holder in letters no bank prints', { holder: 'НГУЕН' }, 'bad_letters'],
    ['a holder with a letter that has no plain form', { holder: 'Søren' }, 'bad_letters'],
    ['a stall name as long as a letter', { stall: 'rau '.repeat(30) }, 'too_long'],
    ['a holder name of 71 characters', { holder: 'A'.repeat(71) }, 'too_long'],
  ])('refuses %s', async (_, change, fault) => {
    const made = makeStand({ ...STALL, ...change }, { format: 'png' });
    await expect(made).rejects.toBeInstanceOf(StandRefused);
    await expect(made).rejects.toMatchObject({ fault });
  });

  it('does not repeat a holder name in the message', async () => {
    await expect(makeStand({ ...STALL, holder: 'Søren Ba' }, { format: 'png' })).rejects.toThrow(
      /capitals without marks/,
    );
    await expect(makeStand({ ...STALL, holder: 'Søren Ba' }, { format: 'png' })).rejects.not.toThrow(/Søren|SØREN/);
  });
});

describe('reading a stand back', () => {
  it('accepts the right code', async () => {
    const { file } = await makeStand(STALL, { format: 'png' });
    expect(() => verifyStand(file, PAYLOAD)).not.toThrow();
  });

  it('refuses a code to somebody else', () => {
    const other = drawCode(encodeVietQR({ ...STALL, account: '1017595601' }), { format: 'png' });
    expect(() => verifyStand(other, PAYLOAD)).toThrow(expect.objectContaining({ fault: 'wrong_code' }));
  });

  it('refuses a picture without a code', () => {
    const white = rasterise(
      '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="300"><rect width="300" height="300" fill="#fff"/></svg>',
      300,
    );
    expect(() => verifyStand(white.asPng(), PAYLOAD)).toThrow(expect.objectContaining({ fault: 'unreadable' }));
  });
});

const run = (tool: string, args: string[], input: Buffer) => spawnSync(tool, args, { input, maxBuffer: 1 << 28 });
const isInstalled = (tool: string) => spawnSync(tool, ['-v']).error === undefined;
const hasPoppler = isInstalled('pdftotext') && isInstalled('pdftoppm') && isInstalled('pdfinfo');

const pdfText = (pdf: Buffer) => run('pdftotext', ['-layout', '-', '-'], pdf).stdout.toString().replace(/ +/g, ' ');
const pdfPage = (pdf: Buffer, page: number, dpi: number) =>
  run('pdftoppm', ['-png', '-r', String(dpi), '-f', String(page), '-l', String(page)], pdf).stdout;
const pdfInfo = (pdf: Buffer) => run('pdfinfo', ['-box', '-'], pdf).stdout.toString();

describe('a stand as PDF', () => {
  const madeAt = new Date('2026-11-22T02:00:00Z');

  it('is the same file for the same stand', async () => {
    const [one, two] = await Promise.all([1, 2].map(() => makeStand(STALL, { format: 'pdf', madeAt })));
    expect(one!.file.equals(two!.file)).toBe(true);
  });

  it('draws the squares as shapes, not as a picture', async () => {
    const { file } = await makeStand(STALL, { format: 'pdf' });
    expect(file.includes('/Subtype /Image')).toBe(false);
    expect(file.length).toBeLessThan(100_000);
  });

  describe.skipIf(!hasPoppler)('as poppler sees it (skipped where poppler is not installed)', () => {
    it('has two pages of A6 whose words can be copied', async () => {
      const { file } = await makeStand({ ...STALL, isSample: true }, { format: 'pdf' });
      const [payers, seller] = pdfText(file).split('\f');
      for (const text of [
        'QUÉT MÃ ĐỂ TRẢ TIỀN',
        'Sạp rau Cô Ba',
        'NGUYEN THI BA',
        'Vietcombank · 1017 5956 00',
        'Tấm số ST-0001',
      ]) {
        expect(payers).toContain(text);
      }
      expect(payers).toContain('Thấy đúng tên này rồi hãy chuyển');
      for (const text of ['Mỗi sáng tự', 'quét thử một lần', 'cô Lan, tổ công nghệ số', '0900 000 000'])
        expect(seller).toContain(text);
      expect(pdfInfo(file)).toMatch(/Pages: +2\n[\s\S]*Page size: +297\.638 x 419\.528 pts/);
      expect(pdfInfo(file)).toMatch(/Tagged: +yes/);
    });

    it.each([
      ['a6', 60],
      ['a6', 300],
      ['a5', 150],
    ] as const)('reads back from %s printed at %i dpi', async (paper, dpi) => {
      const { file } = await makeStand(STALL, { format: 'pdf', paper });
      expect(readCode(pdfPage(file, 1, dpi))).toBe(PAYLOAD);
    });

    it('has crop marks and bleed for a print shop, and the same code', async () => {
      const { file } = await makeStand(STALL, { format: 'pdf', bleed: true });
      expect(pdfInfo(file)).toMatch(/TrimBox: +22\.68 +22\.68 +320\.31 +442\.20/);
      expect(pdfInfo(file)).toMatch(/BleedBox: +14\.17 +14\.17 +328\.82 +450\.71/);
      expect(readCode(pdfPage(file, 1, 150))).toBe(PAYLOAD);
    });

    it('fills an A4 sheet with four', async () => {
      const { file } = await makeStand(STALL, { format: 'pdf', paper: 'a4' });
      expect(pdfInfo(file)).toMatch(/Pages: +2\n[\s\S]*Page size: +595\.\d+ x 841\.\d+ pts \(A4\)/);
      expect(
        pdfText(file)
          .split('\f')[0]!
          .match(/Tấm số ST-0001/g),
      ).toHaveLength(4);
    });

    it('puts five stands on two sheets, each back behind its own front', async () => {
      const stands = [1, 2, 3, 4, 5].map((n) => ({ ...STALL, account: `10175956${n}`, number: `ST-${n}` }));
      const pages = pdfText(await makeStands(stands)).split('\f');
      const numbers = pages.map((page) => page.match(/ST-\d/g)?.join(' '));
      expect(numbers.slice(0, 4)).toEqual(['ST-1 ST-2 ST-3 ST-4', 'ST-2 ST-1 ST-4 ST-3', 'ST-5', 'ST-5']);
    });
  });

  it.skipIf(!isInstalled('zbarimg'))(
    'is read by another scanner too (skipped where zbarimg is not installed)',
    async () => {
      const { file } = await makeStand(STALL, { format: 'png' });
      const { stdout } = run('zbarimg', ['--quiet', '--raw', '-'], file);
      expect(stdout.toString().trim()).toBe(PAYLOAD);
    },
  );
});
