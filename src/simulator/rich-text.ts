/** Words with a little formatting, as a chat shows them. Shared with the browser. */
export interface Run {
  text: string;
  style?: 'bold' | 'italic' | 'code' | 'struck';
  href?: string;
}

export type RichText = Run[];

export const plainText = (words: RichText): string => words.map((run) => run.text).join('');

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' };

/** Telegram's HTML knows four named entities, and numbers. */
const withoutEntities = (text: string): string =>
  text.replace(/&(?:#(\d+)|(\w+));/g, (whole, number: string | undefined, name: string | undefined) =>
    number ? String.fromCodePoint(Number(number)) : (ENTITIES[name ?? ''] ?? whole),
  );

const STYLES: Readonly<Record<string, NonNullable<Run['style']>>> = {
  b: 'bold',
  strong: 'bold',
  i: 'italic',
  em: 'italic',
  code: 'code',
  pre: 'code',
  s: 'struck',
  del: 'struck',
};

/** Reads what `parse_mode: HTML` would show. Tags we do not show vanish; their words stay. */
export function readHtml(html: string): RichText {
  const words: RichText = [];
  let style: Run['style'];
  let href: string | undefined;
  for (const [, tag, between] of html.matchAll(/(<\/?[a-z][^>]*>)|([^<]+|<)/gi)) {
    if (between !== undefined) {
      words.push({ text: withoutEntities(between), ...(style && { style }), ...(href && { href }) });
      continue;
    }
    const name = /^<\/?([a-z-]+)/i.exec(tag ?? '')?.[1]?.toLowerCase() ?? '';
    const closes = tag?.startsWith('</');
    if (name === 'a')
      href = closes ? undefined : withoutEntities(/href="(https?:[^"]*)"/i.exec(tag ?? '')?.[1] ?? '') || undefined;
    else if (name in STYLES) style = closes ? undefined : STYLES[name];
  }
  return words;
}
