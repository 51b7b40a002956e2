/**
 * One request to an officials' page: who is here, where, and what may be done. The frame (`pages.tsx`) makes it after
 * signing in and rights are settled; handlers only read it.
 */
import type { Readable } from 'node:stream';
import type { ComponentChildren } from 'preact';
import type { Caller } from '../../access/caller.ts';
import type { Action } from '../../access/rights.ts';
import type { Sql, Tx } from '../../db/client.ts';
import type { OfficialPorts } from '../ports.ts';

/** Says a text of `locales/` in the reader's language: `say('officials:nav.home')`. */
export type Say = (key: string, params?: Record<string, string | number>) => string;

/** The area a page is about. */
export interface AreaHere {
  code: string;
  name: string;
  kind: 'province' | 'commune' | 'hamlet' | 'group';
  /** Own code first, then all ancestors'. */
  path: readonly string[];
}

export interface Visit {
  caller: Caller;
  /** 'vi' or 'en'. */
  locale: string;
  now: Date;
  ports: OfficialPorts;
  /** In a POST the transaction of the deed (the same as `tx`), so that one request never holds two connections. */
  sql: Sql | Tx;
  /** `report` or `rehearsal`: the schema whose views this reader reads. `visit.sql(visit.world)` names it in a query. */
  world: 'report' | 'rehearsal';
  area: AreaHere;
  /** First value of each; absent ones are an empty text. */
  query: Readonly<Record<string, string>>;
  params: Readonly<Record<string, string>>;
  /** Path and query as asked for: what "back to here" and the filters' links are made from. */
  url: string;
  /** Token every form carries ({@link PostForm}). */
  csrf: string;
  say: Say;
  /** May the reader do something here, or in another area? For showing or hiding buttons; the POST is checked anyway. */
  allows(action: Action, areaCode?: string): Promise<boolean>;
  /** Anywhere at all. */
  may(action: Action): boolean;
  /** Paths of the pages in the navigation that the reader may open. */
  ways: ReadonlySet<string>;
  /** Writes into the audit log that somebody's data was looked at. */
  note(seen: { subject: string; areaCode?: string | null; reason?: string | null; action?: Action }): Promise<void>;
}

/** A POST. Runs inside one transaction with its audit row: use `tx` for everything that changes. */
export interface Deed extends Visit {
  tx: Tx;
  form: Form;
  /** What the audit row says this was about (`contact:12`), and where when not in `area`. */
  about(subject: string, areaCode?: string): void;
  /** Runs after the commit: waking the sender. */
  after(act: () => void): void;
}

export interface Form {
  /** First value, trimmed; an empty text when absent. */
  text(name: string): string;
  all(name: string): string[];
  has(name: string): boolean;
  files: readonly UploadedFile[];
  /** What a script of ours sent as JSON (with the token in the header `x-dau`); undefined for forms. Not checked yet. */
  json: unknown;
}

export interface UploadedFile {
  field: string;
  name: string;
  type: string;
  bytes: Buffer;
}

export interface Crumb {
  label: string;
  href?: string;
}

/** What a handler answers with; made by {@link show}, {@link goTo}, {@link file}, {@link stream}, {@link json} and {@link missing}. */
export type Answer =
  | ShownPage
  | { is: 'go'; to: string; notice?: string }
  | { is: 'file'; name: string; type: string; bytes: Buffer | Readable; inline: boolean }
  | { is: 'stream'; type: string; body: Readable }
  | { is: 'json'; value: unknown; status: number }
  | { is: 'missing' };

export interface ShownPage {
  is: 'page';
  title: string;
  body: ComponentChildren;
  /** When the figures were computed: the footer says so. */
  asOf?: Date;
  crumbs?: readonly Crumb[];
  /** Selectors beside the heading: area, period. */
  filters?: ComponentChildren;
  /** 422 when a form has errors; then nothing is audited, because nothing was done. */
  status?: number;
  /** Names of further scripts and styles among the assets (`broadcast.js`). */
  scripts?: readonly string[];
  styles?: readonly string[];
  /** JSON for the page's script (`DATA_ID`). */
  data?: unknown;
  /** Only `body`, without header, navigation and footer: the meeting screen. */
  bare?: boolean;
}

/** A page; with `errors` of its form, answered 422. */
export const show = ({
  errors = {},
  ...page
}: Omit<ShownPage, 'is'> & { errors?: Readonly<Record<string, string>> }): ShownPage => ({
  is: 'page',
  ...(Object.keys(errors).length > 0 && { status: 422 }),
  ...page,
});

/** After a POST. `notice` is a key of a text that begins with `notice.` in its namespace: `officials:notice.saved`. */
export const goTo = (to: string, notice?: string): Answer => ({
  is: 'go',
  to,
  ...(notice !== undefined && { notice }),
});

export const file = (name: string, type: string, bytes: Buffer | Readable, inline = false): Answer => ({
  is: 'file',
  name,
  type,
  bytes,
  inline,
});

/** Server-Sent Events and other endless answers. */
export const stream = (type: string, body: Readable): Answer => ({ is: 'stream', type, body });

/** For a page's own script. */
export const json = (value: unknown, status = 200): Answer => ({ is: 'json', value, status });

/** There is no such thing, or not for this reader: both look the same. */
export const missing = (): Answer => ({ is: 'missing' });

/** An address with some query members set (or removed, when null). */
export function withQuery(url: string, changes: Readonly<Record<string, string | number | null>>): string {
  const [path = '', query = ''] = url.split('?');
  const members = new URLSearchParams(query);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) members.delete(name);
    else members.set(name, String(value));
  }
  const text = members.toString();
  return text ? `${path}?${text}` : path;
}
