/** What every page is held to in a real browser: it fits, can be hit, has nothing serious for axe and is light. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { BrowserContext, Locator, Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** Where to look at what was drawn; unset: nothing is kept. */
const SCREENSHOTS = process.env.SCREENSHOTS;

/** Windows in CSS pixels. 200 % of 1280 is a window of 640. */
export const SIZES = {
  narrow: { width: 320, height: 700 },
  wide: { width: 1024, height: 768 },
  enlarged: { width: 640, height: 400 },
};
export type Size = keyof typeof SIZES;

/** What does not fit or cannot be hit, page by page in every size: `narrow /cho: 2 h1`. */
export const misfits = (window: BrowserContext, address: string, paths: readonly string[]): Promise<string[]> =>
  wrongWith(window, address, { sizes: ['narrow', 'wide', 'enlarged'], paths }, async (page, size, path) => {
    await photograph(page, `${size}${path.replaceAll('/', '-')}`);
    return layoutProblems(page);
  });

/** What is serious for axe, page by page, narrow and wide, with everything unfolded. */
export const barriers = (window: BrowserContext, address: string, paths: readonly string[]): Promise<string[]> =>
  wrongWith(window, address, { sizes: ['narrow', 'wide'], paths }, async (page) => {
    await unfold(page.locator('details'));
    return axeFindings(page);
  });

/** Opens every page in every size and gathers what `check` finds wrong. */
async function wrongWith(
  window: BrowserContext,
  address: string,
  { sizes, paths }: { sizes: readonly Size[]; paths: readonly string[] },
  check: (page: Page, size: Size, path: string) => Promise<string[]>,
): Promise<string[]> {
  const wrong: string[] = [];
  for (const size of sizes) {
    for (const path of paths) {
      const page = await openAt(window, size, address + path);
      wrong.push(...(await check(page, size, path)).map((found) => `${size} ${path}: ${found}`));
      await page.close();
    }
  }
  return wrong;
}

/** A new page of the window in this size. */
export async function openAt(window: BrowserContext, size: Size, url: string): Promise<Page> {
  const page = await window.newPage();
  await page.setViewportSize(SIZES[size]);
  await page.goto(url);
  return page;
}

/** Keeps a picture of the page, or of a part of it, where `SCREENSHOTS` names a folder. */
export async function photograph(seen: Page | Locator, name: string): Promise<void> {
  if (SCREENSHOTS) await seen.screenshot({ path: `${SCREENSHOTS}/${name}.png`, fullPage: true });
}

/** By how many pixels the page can be scrolled sideways. */
export const sidewaysScroll = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** What people press and fill on the officials' pages: at least 44 px high. */
const OFFICIALS_TARGETS = {
  targets: 'button, input:not([type=hidden], [type=checkbox]), select, summary, nav.ways a',
  least: 44,
};

/** Sideways scrolling, any number of h1 but one, targets that are seen and lower than `least` pixels. */
export async function layoutProblems(page: Page, { targets, least } = OFFICIALS_TARGETS): Promise<string[]> {
  const overflow = await sidewaysScroll(page);
  const headings = await page.locator('h1').count();
  const small = await page.locator(targets).evaluateAll(
    (all, height) =>
      all
        .filter((element) => element.getClientRects().length > 0)
        .filter((element) => element.getBoundingClientRect().height < height)
        .map((element) => `too small: ${element.outerHTML.slice(0, 90)}`),
    least,
  );
  return [
    ...(overflow > 0 ? [`${overflow} px wider than its window`] : []),
    ...(headings === 1 ? [] : [`${headings} h1`]),
    ...small,
  ];
}

/** Opens what is folded away, from the outside in, so that it is looked at as well. */
export async function unfold(folded: Locator): Promise<void> {
  for (const details of await folded.all()) {
    if (await details.isVisible()) await details.evaluate((element) => element.setAttribute('open', ''));
  }
}

interface Violation {
  id: string;
  impact: string;
  nodes: { html: string }[];
}

const SERIOUS = ['serious', 'critical'];

/** What axe finds of these impacts, with where; any impact: `null`. */
export async function axeFindings(page: Page, impacts: readonly string[] | null = SERIOUS): Promise<string[]> {
  await page.evaluate(AXE);
  const violations = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(): Promise<{ violations: Violation[] }> } };
    return (await axe.run()).violations;
  });
  return violations
    .filter(({ impact }) => impacts?.includes(impact) ?? true)
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
}

/** What everything these paths load weighs in bytes: kind (`html`, `css`, `js` …) → path → bytes. */
export async function weights(
  window: BrowserContext,
  address: string,
  paths: readonly string[],
): Promise<Record<string, Record<string, number>>> {
  const page = await window.newPage();
  const found: Record<string, Record<string, number>> = {};
  page.on('response', async (response) => {
    const { pathname } = new URL(response.url());
    const { length } = await response.body().catch(() => Buffer.alloc(0)); // a redirect has none
    const kind = /\.(\w+)$/.exec(pathname)?.[1] ?? 'html';
    found[kind] = { ...found[kind], [pathname]: Math.max(length, found[kind]?.[pathname] ?? 0) };
  });
  for (const path of paths) await page.goto(address + path, { waitUntil: 'networkidle' });
  await page.close();
  return found;
}
