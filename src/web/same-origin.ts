/** Whether a request comes from a page of ours: the second lock on everything that changes something, beside the token. */
import type { FastifyRequest } from 'fastify';

/**
 * True for requests of our own pages. Browsers send `Sec-Fetch-Site` or, for posts, `Origin`; a request without either
 * cannot come from a page in a browser and may only read.
 */
export function isSameOrigin(request: Pick<FastifyRequest, 'headers' | 'method'>): boolean {
  const site = request.headers['sec-fetch-site'];
  const isReading = request.method === 'GET' || request.method === 'HEAD';
  if (site !== undefined) return site === 'same-origin' || (site === 'none' && isReading);
  const { origin, host } = request.headers;
  if (origin !== undefined) return URL.canParse(origin) && new URL(origin).host === host;
  return isReading;
}
