/** Requests to Zalo: the access token on each, the answer's envelope read, one renewal when the token was refused. */
import { createHmac } from 'node:crypto';
import axios from 'axios';
import { type Fields, fieldsOf } from './untrusted.ts';
import { ANSWER_WITHIN_MS, type FailedSend, wireFailure } from './wire.ts';
import { httpFailure, type ZaloService, zaloFailure } from './zalo-failures.ts';
import type { ZaloRequest } from './zalo-render.ts';
import { TokenFault, type TokenSource } from './zalo-token.ts';

/** `body` is the parsed JSON, or the text where it is none. */
export interface ZaloResponse {
  status: number;
  body: unknown;
}

/** The last hop. Resolves with whatever status Zalo answers; rejects only when there was no answer. */
export interface ZaloTransport {
  request(request: ZaloRequest): Promise<ZaloResponse>;
}

export interface ZaloRoots {
  openapi: string;
  oauth: string;
  /** Templates by phone number. */
  business?: string;
}

export const ZALO_ROOTS = {
  openapi: 'https://openapi.zalo.me',
  oauth: 'https://oauth.zaloapp.com',
  business: 'https://business.openapi.zalo.me',
} as const satisfies ZaloRoots;

/** The HTTP client. Answers stay text until we parse them, and statuses never throw: an error is in the envelope. */
export function axiosTransport(roots: ZaloRoots = ZALO_ROOTS, answerWithinMs = ANSWER_WITHIN_MS): ZaloTransport {
  const http = axios.create({
    responseType: 'text',
    transformResponse: (text: unknown) => text,
    validateStatus: () => true,
    maxRedirects: 0,
  });
  return {
    async request({ host, method, path, headers, body, form, file }) {
      const url = (roots[host] ?? ZALO_ROOTS[host]).replace(/\/+$/, '') + path;
      const data = file !== undefined ? multipart(file) : form !== undefined ? new URLSearchParams(form) : body;
      // `timeout` counts from the first byte sent; the signal also covers name look-up and connecting.
      const signal = AbortSignal.timeout(answerWithinMs);
      const answer = await http.request<string>({
        url,
        method,
        signal,
        ...(headers && { headers }),
        ...(data && { data }),
      });
      return { status: answer.status, body: jsonOrText(answer.data) };
    },
  };
}

function multipart({ field, filename, mime, bytes }: NonNullable<ZaloRequest['file']>): FormData {
  const form = new FormData();
  form.append(field, new Blob([Uint8Array.from(bytes)], { type: mime }), filename);
  return form;
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

export type ZaloAnswer = FailedSend | { ok: true; data: Fields };

export interface ZaloClient {
  /** One request; never throws. Sent a second time only if Zalo refused the token of the first. */
  call(request: ZaloRequest): Promise<ZaloAnswer>;
}

export interface ZaloClientSettings {
  transport: ZaloTransport;
  tokens: TokenSource;
  /** With it every call proves that it knows the app secret; needed only if the app demands it. */
  proofSecret?: string | undefined;
  now: () => Date;
}

export function createZaloClient({ transport, tokens, proofSecret, now }: ZaloClientSettings): ZaloClient {
  async function once(request: ZaloRequest, token: string): Promise<ZaloAnswer> {
    const headers = {
      ...request.headers,
      access_token: token,
      ...(proofSecret !== undefined && proofOf(token, proofSecret)),
    };
    try {
      const service = request.host === 'business' ? 'template-by-phone' : 'official-account';
      return readAnswer(await transport.request({ ...request, headers }), now(), service);
    } catch (error) {
      return wireFailure(error);
    }
  }

  return {
    async call(request) {
      try {
        const token = await tokens.current();
        const answer = await once(request, token);
        if (answer.ok || answer.failure !== 'token-expired') return answer;
        return await once(request, await tokens.renew(token));
      } catch (error) {
        // Without a token nothing was sent.
        return error instanceof TokenFault
          ? error.failed
          : { ok: false, failure: 'unavailable', detail: 'no token to call with' };
      }
    },
  };
}

/** The envelope `{error, message, data}`: HTTP 200 says nothing about success. */
export function readAnswer({ status, body }: ZaloResponse, now: Date, service?: ZaloService): ZaloAnswer {
  const envelope = fieldsOf(body);
  if (status >= 500 || typeof envelope?.error !== 'number') return httpFailure(status, body, now);
  if (envelope.error !== 0) return zaloFailure(envelope.error, String(envelope.message ?? ''), now, service);
  return { ok: true, data: fieldsOf(envelope.data) ?? {} };
}

function proofOf(token: string, secret: string): { appsecret_proof: string } {
  return { appsecret_proof: createHmac('sha256', secret).update(token).digest('hex') };
}
