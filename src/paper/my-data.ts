/** What is held about a person, as a paper they can keep: plain lines, `# ` before a heading. A4. */
import type { Texts } from '../text.ts';
import { textBlock } from './blocks.ts';
import { MARGIN, type Page, SIZES } from './page.ts';
import { toPdf } from './pdf.ts';

const INSIDE = MARGIN + 8;
const WIDTH = SIZES.a4.width - 2 * INSIDE;
const BOTTOM = SIZES.a4.height - INSIDE;
/** One line is printed over at most so many; people rarely write longer to an assistant. */
const LINES = 8;

/** The pages as PDF, as many as it takes. */
export async function myDataPaper(texts: Texts, lines: readonly string[], madeAt?: Date): Promise<Buffer> {
  const title = texts.say('vi', 'people:file.title');
  const pages: Page[] = [];
  let page: Page = { ...SIZES.a4, parts: [] };
  let y = INSIDE;
  for (const line of [`## ${title}`, ...lines]) {
    const level = /^#+(?= )/.exec(line)?.[0].length ?? 0;
    const text = printed(line.slice(level).trim());
    if (text === '') continue;
    const size = [4.4, 5.4, 8][level] ?? 4.4;
    const block = textBlock(text, {
      width: WIDTH,
      size,
      lines: LINES,
      weight: level > 0 ? 700 : 500,
      ...(level > 0 && { kind: 'heading' as const }),
    });
    if (y + block.height > BOTTOM) {
      pages.push(page);
      page = { ...SIZES.a4, parts: [] };
      y = INSIDE;
    }
    page.parts.push(...block.draw(INSIDE, y + (level > 0 ? 2 : 0)));
    y += block.height + (level > 0 ? 4 : 1.6);
  }
  return toPdf([...pages, page], { title, lang: 'vi', ...(madeAt && { madeAt }) });
}

/** What the typeface has no letters for becomes a box, and one long word is cut: a paper that cannot be made helps nobody. */
const printed = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/[^\p{Script=Latin}\p{M}\p{N}\p{P}\p{Z}\p{Sc}+=<>|~^`]/gu, '□')
    .replace(/(\S{60})(?=\S)/gu, '$1 ')
    .slice(0, 500);
