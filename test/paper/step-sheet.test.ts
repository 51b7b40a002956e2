import { describe, expect, it } from 'vitest';
import { flows } from '../../src/flows/index.ts';
import { LOCAL_KINDS, type LocalFacts } from '../../src/flows/local.ts';
import { workOf } from '../../src/flows/progress.ts';
import { PrintRefused } from '../../src/paper/printable.ts';
import { linesOf, type StepSheet, stepSheet, stepSheetPages } from '../../src/paper/step-sheet.ts';
import { loadTexts } from '../../src/text.ts';
import { copied, expectTidy, HOSTILE, has, madeAt, pageSizes, textOn, wordsOn } from './support.ts';

const texts = loadTexts();
const install = flows.get('vneid-install')!;
const ORDER: StepSheet = {
  flow: install,
  household: 'H-0012',
  ask: { name: 'Cô Lan, tổ công nghệ số ấp Ngan Rô 1', phone: '0900 000 000' },
};

describe('a step sheet', () => {
  it.each([...flows.values()])(
    'of $id has every counted step of the way, numbered, and every control question',
    (flow) => {
      const lines = linesOf(texts, flow, 'android', 'vi');
      const steps = lines.filter((line) => line.kind === 'step');
      expect(steps).toHaveLength(workOf(flow));
      const last = lines.filter((line) => line.kind === 'control').at(-1);
      expect(last?.question).toContain('?');
      if (flow.evidence.includes('witness')) expect(last?.witnessed).not.toBe('');
      for (const { action } of steps) expect(action).not.toMatch(/[{}]/);
    },
  );

  it('says secrets, place, person, household and the line to send', () => {
    const said = textOn(stepSheetPages(texts, ORDER));
    for (const text of [
      'Đừng nói, đừng đưa cho ai',
      'mã số gửi về tin nhắn',
      'hình thẻ căn cước',
      'trung tâm hành chính công xã',
      'Cô Lan, tổ công nghệ số ấp Ngan Rô 1 · 0900 000 000',
      'Mã hộ',
      'H-0012',
      'xong vneid-install H-0012',
      'Bác bấm chữ “CH Play”.',
    ])
      expect(said).toContain(text);
    expect(said).not.toContain('số thẻ ngân hàng'); // this flow never meets a bank card
  });

  it('leaves room to write where nothing is known yet', () => {
    expect(textOn(stepSheetPages(texts, { flow: install }))).toContain('xong vneid-install ……');
  });

  it('has a box to tick for every step and two for every control question', () => {
    const lines = linesOf(texts, install, 'android', 'vi');
    const wanted = lines.reduce((sum, { kind }) => sum + { first: 1, part: 0, step: 1, control: 2 }[kind], 0);
    const boxes = stepSheetPages(texts, ORDER)
      .flatMap(({ parts }) => parts.flatMap(({ marks }) => marks))
      .filter((mark) => mark.shape === 'rect' && mark.width === mark.height);
    expect(boxes).toHaveLength(wanted);
  });

  it('follows the phone it is for', () => {
    expect(textOn(stepSheetPages(texts, { ...ORDER, phone: 'iphone' }))).toContain('“App Store”');
    expect(textOn(stepSheetPages(texts, ORDER))).not.toContain('“App Store”');
  });

  it.each([...flows.keys()])(
    'of %s is tidy, A4, on at most two sheets, in both languages and for both phones',
    async (id) => {
      for (const [locale, phone] of [
        ['vi', 'android'],
        ['vi', 'iphone'],
        ['en', 'android'],
      ] as const) {
        const order = { ...ORDER, flow: flows.get(id)!, locale, phone };
        const pages = stepSheetPages(texts, order);
        for (const page of pages) expectTidy(page);
        expect(pages.length).toBeLessThanOrEqual(4);
        expect(pageSizes(await stepSheet(texts, order, madeAt))).toEqual(pages.map(() => [210, 297]));
      }
    },
  );

  it('asks every household line again on a second page', () => {
    const pages = stepSheetPages(texts, { ...ORDER, flow: flows.get('viettel-money')! });
    expect(pages.length).toBeGreaterThan(1);
    for (const page of pages) expect(textOn([page])).toContain('H-0012');
  });

  it('is read by a volunteer who holds it: no step below 11 pt', () => {
    for (const flow of flows.values()) {
      const actions = linesOf(texts, flow, 'android', 'vi').flatMap((line) =>
        line.kind === 'step' ? [line.action] : [],
      );
      const words = stepSheetPages(texts, { flow }).flatMap(wordsOn);
      for (const { text, size } of words.filter((word) => actions.includes(word.text))) {
        expect((size / 25.4) * 72, text).toBeGreaterThanOrEqual(11);
      }
    }
  });

  it.each(HOSTILE)('stays tidy whatever the contact is called: %j', (name) => {
    for (const page of stepSheetPages(texts, { ...ORDER, ask: { name } })) expectTidy(page);
  });

  it('refuses a household code nobody could have', () => {
    expect(() => stepSheetPages(texts, { ...ORDER, household: 'H'.repeat(40) })).toThrow(PrintRefused);
  });

  describe('what is known of the place', () => {
    const sheetOf = async (local?: LocalFacts) =>
      (
        await stepSheet(texts, { flow: flows.get('vneid-activate')!, ...(local && { local }) }, madeAt).then(copied)
      ).join(' ');
    const KNOWN = {
      'police-address': 'số 1 đường Lộ Tẻ',
      'police-hours': '7:00–11:00',
      'police-phone': '0299 382 1234',
    };

    it.runIf(has('pdftotext'))(
      'stands on the sheet, and where it is missing the committee is to be asked',
      async () => {
        const known = await sheetOf(KNOWN);
        expect(known).toContain(
          'Công an xã ở: số 1 đường Lộ Tẻ. Công an xã làm việc: 7:00–11:00. Số công an xã: 0299 382 1234.',
        );
        expect(known).not.toContain('Công an xã ở đâu');
        const missing = await sheetOf();
        expect(missing).toContain('Công an xã ở đâu thì hỏi ủy ban xã.');
        expect(missing).not.toMatch(/0299|Lộ Tẻ/);
        const part = await sheetOf({ 'police-phone': '0299 382 1234' });
        expect(part).toContain('Công an xã ở đâu thì hỏi ủy ban xã. Số công an xã: 0299 382 1234.');
      },
    );

    it('is tidy however long it is, on every flow that sends somewhere', () => {
      const long = Object.fromEntries(LOCAL_KINDS.map((kind) => [kind, 'số 125B đường Nguyễn Thị Minh Khai nối dài']));
      for (const flow of flows.values())
        for (const local of [long, {}]) for (const page of stepSheetPages(texts, { flow, local })) expectTidy(page);
    });
  });

  it.runIf(has('pdftotext'))('can be copied out (runs where pdftotext is)', async () => {
    const [page] = copied(await stepSheet(texts, ORDER, madeAt));
    for (const text of ['Cài VNeID vào máy', 'Bác gõ chữ “VNeID” vào ô tìm kiếm.', 'xong vneid-install H-0012'])
      expect(page).toContain(text);
  });
});
