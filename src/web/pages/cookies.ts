/**
 * Cookies and the tokens of forms. A token is derived from a cookie that no script and no other site can read, so it
 * needs no storage and is another one after signing in.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ABSOLUTE_MS, LINK_LIVES_MS } from '../../db/access.ts';

/** Before signing in: a random value that the tokens of forms hang on. */
const GUEST = 'tro_ly_khach';
const SESSION = 'tro_ly_phien';
/** Where to go after signing in. */
const WAY = 'tro_ly_tiep';
const GUEST_LIVES_MS = 86_400_000;

export interface Cookies {
  session(request: FastifyRequest): string | undefined;
  keepSession(request: FastifyRequest, reply: FastifyReply, token: string): void;
  dropSession(request: FastifyRequest, reply: FastifyReply): void;
  way(request: FastifyRequest): string | undefined;
  keepWay(request: FastifyRequest, reply: FastifyReply, path: string): void;
  dropWay(request: FastifyRequest, reply: FastifyReply): void;
  /** Token for the forms of this answer; a guest gets a cookie to hang it on. */
  token(request: FastifyRequest, reply: FastifyReply): string;
  /** Whether a form's token belongs to the cookie it came with. */
  isOurs(request: FastifyRequest, token: string): boolean;
}

export function createCookies(publicUrl: string | null): Cookies {
  const https = publicUrl?.startsWith('https://') ? new URL(publicUrl).host : null;
  // The local address of the same machine is plain http; there `Secure` would only lose the cookie.
  const isSecure = (request: FastifyRequest) => https !== null && request.headers.host === https;
  /** Over https the name itself promises: of this host only, never set from plain http. */
  const nameOf = (request: FastifyRequest, name: string) => (isSecure(request) ? `__Host-${name}` : name);
  const read = (request: FastifyRequest, name: string) => request.cookies[nameOf(request, name)];
  const attributes = (request: FastifyRequest) =>
    ({ path: '/', httpOnly: true, sameSite: 'lax', secure: isSecure(request) }) as const;
  const keep = (request: FastifyRequest, reply: FastifyReply, name: string, value: string, livesMs: number) =>
    reply.setCookie(nameOf(request, name), value, { ...attributes(request), maxAge: Math.floor(livesMs / 1000) });
  const drop = (request: FastifyRequest, reply: FastifyReply, name: string) =>
    reply.clearCookie(nameOf(request, name), attributes(request));
  const anchor = (request: FastifyRequest) => read(request, SESSION) ?? read(request, GUEST);

  return {
    session: (request) => read(request, SESSION),
    keepSession: (request, reply, token) => {
      keep(request, reply, SESSION, token, ABSOLUTE_MS);
      drop(request, reply, GUEST);
    },
    dropSession: (request, reply) => drop(request, reply, SESSION),
    way: (request) => read(request, WAY),
    keepWay: (request, reply, path) => keep(request, reply, WAY, path, LINK_LIVES_MS * 2),
    dropWay: (request, reply) => drop(request, reply, WAY),
    token: (request, reply) => {
      const known = anchor(request);
      if (known !== undefined) return tokenOf(known);
      const fresh = randomBytes(32).toString('base64url');
      keep(request, reply, GUEST, fresh, GUEST_LIVES_MS);
      return tokenOf(fresh);
    },
    isOurs: (request, token) => {
      const known = anchor(request);
      return known !== undefined && isSame(token, tokenOf(known));
    },
  };
}

const tokenOf = (cookie: string): string => createHmac('sha256', cookie).update('form').digest('base64url');

function isSame(a: string, b: string): boolean {
  const [one, other] = [Buffer.from(a), Buffer.from(b)];
  return one.length === other.length && timingSafeEqual(one, other);
}
