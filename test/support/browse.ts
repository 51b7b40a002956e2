/** Somebody at the officials' pages without a browser: keeps cookies, follows links and sends forms with their token. */
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';

export interface Visitor {
  cookies: Map<string, string>;
  get(url: string, headers?: Record<string, string>): Promise<LightMyRequestResponse>;
  /** As a browser sends a form of the page last seen: same origin, with that page's token unless another is given. */
  post(url: string, fields?: Record<string, string>, headers?: Record<string, string>): Promise<LightMyRequestResponse>;
  /** Token of the forms of the page last seen. */
  token(): string;
}

const HOST = 'localhost:3000';
export const OWN_ORIGIN = { host: HOST, origin: `http://${HOST}`, 'sec-fetch-site': 'same-origin' };

export function visitor(app: FastifyInstance, host = HOST): Visitor {
  const cookies = new Map<string, string>();
  let token = '';
  const send = async (options: InjectOptions) => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await app.inject({ ...options, headers: { host, ...(cookie && { cookie }), ...options.headers } });
    for (const { name, value, maxAge, expires } of response.cookies) {
      if (maxAge === 0 || (expires && expires.getTime() === 0)) cookies.delete(name);
      else cookies.set(name, value);
    }
    token = /name="dau" value="([^"]+)"/.exec(response.body)?.[1] ?? token;
    return response;
  };
  return {
    cookies,
    token: () => token,
    get: (url, headers = {}) => send({ url, headers }),
    post: (url, fields = {}, headers = OWN_ORIGIN) =>
      send({
        method: 'POST',
        url,
        headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers, host },
        payload: new URLSearchParams({ dau: token, ...fields }).toString(),
      }),
  };
}

/** The words of a page in one line, without tags and drawings. */
export const plain = (html: string): string =>
  html
    .replace(/<svg[\s\S]*?<\/svg>/g, ' ')
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&nbsp;', ' ')
    .replace(/\s+/g, ' ');
