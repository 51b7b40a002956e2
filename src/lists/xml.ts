/**
 * Just enough XML to read a spreadsheet (ECMA-376): tags and text, as they come. No document types, so no entities but the
 * five of XML and character numbers, and nothing that grows by itself.
 */
import { StringDecoder } from 'node:string_decoder';
import { FileProblem } from './zip.ts';

export type XmlEvent =
  | { type: 'open'; name: string; attributes: string; isEmpty: boolean }
  | { type: 'close'; name: string }
  | { type: 'text'; text: string };

/** Longer tags or texts are nobody's list. A cell of Excel holds 32,767 characters. */
const MOST_PIECE = 256 * 1024;

/** Names come without their namespace prefix. */
export async function* readXml(chunks: AsyncIterable<Buffer>): AsyncGenerator<XmlEvent[]> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const chunk of chunks) {
    rest += decoder.write(chunk);
    const events: XmlEvent[] = [];
    rest = takeEvents(rest, events);
    if (rest.length > MOST_PIECE) throw new FileProblem('Có ô quá dài nên không đọc tệp này.');
    yield events;
  }
}

/** Answers what is not complete yet. */
function takeEvents(source: string, events: XmlEvent[]): string {
  let at = 0;
  for (;;) {
    const open = source.indexOf('<', at);
    if (open < 0) break;
    const end = endOfTag(source, open);
    if (end < 0) break;
    if (open > at) events.push({ type: 'text', text: unescapeXml(source.slice(at, open)) });
    const tag = source.slice(open + 1, end);
    if (tag.startsWith('![CDATA[')) events.push({ type: 'text', text: tag.slice(8, -2) });
    else if (tag.startsWith('!') && !tag.startsWith('!--'))
      throw new FileProblem('Tệp có phần không được phép trong Excel.');
    else if (!tag.startsWith('?') && !tag.startsWith('!')) events.push(tagEvent(tag));
    at = end + 1;
  }
  return source.slice(at);
}

function endOfTag(source: string, open: number): number {
  if (source.startsWith('<![CDATA[', open)) return after(source.indexOf(']]>', open), 2);
  if (source.startsWith('<!--', open)) return after(source.indexOf('-->', open), 2);
  return source.indexOf('>', open);
}

const after = (index: number, more: number): number => (index < 0 ? -1 : index + more);

function tagEvent(tag: string): XmlEvent {
  const local = (name: string) => name.slice(name.indexOf(':') + 1);
  if (tag.startsWith('/')) return { type: 'close', name: local(tag.slice(1).trim()) };
  const isEmpty = tag.endsWith('/');
  const body = isEmpty ? tag.slice(0, -1) : tag;
  const space = body.search(/\s/);
  const name = local(space < 0 ? body : body.slice(0, space));
  return { type: 'open', name, attributes: space < 0 ? '' : body.slice(space), isEmpty };
}

/** The value of one attribute, whatever its prefix; null when it is not there. */
export function attributeOf(attributes: string, name: string): string | null {
  const match = new RegExp(`\\s(?:\\w+:)?${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(attributes);
  const value = match?.[1] ?? match?.[2];
  return value === undefined ? null : unescapeXml(value);
}

const NAMED: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

const unescapeXml = (text: string): string =>
  text.includes('&')
    ? text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/gi, (whole, hex, decimal, name) => {
        if (name !== undefined) return NAMED[name] ?? whole;
        const code = hex !== undefined ? Number.parseInt(hex, 16) : Number(decimal);
        return code <= 0x10ffff ? String.fromCodePoint(code) : '';
      })
    : text;
