/** The shell of every page we render: Vietnamese, no inline script or style, nothing from elsewhere. */
import type { FastifyReply } from 'fastify';
import type { ComponentChildren } from 'preact';
import { render } from 'preact-render-to-string';

export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "media-src 'self'",
  "font-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');

export interface PageParts {
  title: string;
  /** Language of the page; Vietnamese unless said. */
  lang?: string;
  /** Addresses of style sheets and scripts (`Assets.href`). */
  styles: string[];
  scripts?: string[];
  /** Address of a manifest: the page can be installed. */
  manifest?: string;
  /** Handed to the page's script, which finds it under {@link DATA_ID}. */
  data?: unknown;
  children: ComponentChildren;
}

/** Id of the element that holds the page's data as JSON. */
export const DATA_ID = 'page-data';

/** The whole document as text. */
export function renderPage({ title, lang = 'vi', styles, scripts = [], manifest, data, children }: PageParts): string {
  const html = render(
    <html lang={lang}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light" />
        <title>{title}</title>
        <link rel="icon" href={ICON} />
        {manifest !== undefined && <link rel="manifest" href={manifest} />}
        {styles.map((href) => (
          <link key={href} rel="stylesheet" href={href} />
        ))}
        {scripts.map((src) => (
          <script key={src} type="module" src={src} />
        ))}
      </head>
      <body>
        {children}
        {data !== undefined && (
          // A data block is not run; `<` is written as an escape so that no text in it can end the element.
          <script id={DATA_ID} type="application/json" dangerouslySetInnerHTML={{ __html: inert(data) }} />
        )}
      </body>
    </html>,
  );
  return `<!doctype html>${html}`;
}

const inert = (data: unknown): string => JSON.stringify(data).replaceAll('<', '\\u003c');

/** A speech bubble in our blue. */
const ICON = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><path fill="#1864ab" d="M4 6a4 4 0 0 1 4-4h16a4 4 0 0 1 4 4v13a4 4 0 0 1-4 4H14l-7 7v-7a3 3 0 0 1-3-3z"/><path stroke="#fff" stroke-width="3" stroke-linecap="round" fill="none" d="m10 13 4 4 8-9"/></svg>',
)}`;

/** The same for a page that can be installed. */
export const INSTALLABLE_POLICY = `${CONTENT_SECURITY_POLICY}; manifest-src 'self'`;

/** Sends a document with the headers every page has. */
export function sendPage(reply: FastifyReply, html: string, policy = CONTENT_SECURITY_POLICY): FastifyReply {
  return reply
    .type('text/html; charset=utf-8')
    .header('content-security-policy', policy)
    .header('x-content-type-options', 'nosniff')
    .header('referrer-policy', 'same-origin')
    .header('cache-control', 'no-store')
    .send(html);
}
