/**
 * The last hop to the Bot API, and the one place that knows telegraf.
 *
 * Nearly every call is a small JSON body, and those go over Node's own HTTP client: telegraf's takes three times the
 * processor time for each, which is the larger part of a whole turn. What carries a file goes through telegraf, which knows
 * multipart. Of telegraf nothing else is used, neither its `bot.handleUpdate` nor sessions nor scenes: an update is
 * verified, parsed and committed before anything acts on it, and the reply leaves from the outbox.
 */
import http from 'node:http';
import https from 'node:https';
import { urlToHttpOptions } from 'node:url';
import { Telegram as TelegrafClient } from 'telegraf';
import { type Fields, fieldsOf, readObject } from './untrusted.ts';

export interface Patience {
  /** How long the answer may take, in milliseconds. */
  withinMs: number;
  /** Ends the call earlier. */
  signal?: AbortSignal | undefined;
}

export interface TelegramTransport {
  /**
   * Resolves with the method's `result`. Rejects with an error that has what Telegram answered under `response`
   * (`error_code`, `description`, `parameters`), or none where there was no answer: then `code` or `name` says why.
   */
  call(method: string, payload: Record<string, unknown>, patience: Patience): Promise<unknown>;
}

export function telegramTransport(token: string, apiRoot = 'https://api.telegram.org'): TelegramTransport {
  const json = jsonTransport(token, apiRoot);
  const upload = uploadTransport(token, apiRoot);
  return {
    call: (method, payload, patience) => (carriesFile(payload) ? upload : json).call(method, payload, patience),
  };
}

const carriesFile = (payload: Record<string, unknown>): boolean =>
  Object.values(payload).some((value) => Buffer.isBuffer(fieldsOf(value)?.source));

/** `webhookReply` off: with it a call's result would not be seen. */
function uploadTransport(token: string, apiRoot: string): TelegramTransport {
  const client = new TelegrafClient(token, { webhookReply: false, apiRoot });
  return {
    call: (method, payload, { withinMs, signal }) => {
      const late = AbortSignal.timeout(withinMs);
      const ending = signal === undefined ? late : AbortSignal.any([late, signal]);
      // Method names and payloads are ours (Bot API 10.1), so telegraf's older types are set aside here and only here.
      return client.callApi(method as never, payload as never, { signal: ending as never });
    },
  };
}

/** What Telegram answered instead of a result; of the same shape as telegraf's own error. */
class Refusal extends Error {
  constructor(readonly response: Fields) {
    super(`${response.error_code}: ${response.description}`);
  }
}

/** There was no answer, or none that can be read. */
class NoAnswer extends Error {
  constructor(override readonly name: 'TimeoutError' | 'UnreadableAnswer') {
    super(name);
  }
}

function jsonTransport(token: string, apiRoot: string): TelegramTransport {
  const root = new URL(apiRoot);
  const { request, Agent } = root.protocol === 'http:' ? http : https;
  const { hostname, port } = urlToHttpOptions(root);
  const to = { agent: new Agent({ keepAlive: true }), hostname, port, method: 'POST' };
  const path = `${root.pathname.replace(/\/$/, '')}/bot${token}/`;

  return {
    call: (method, payload, { withinMs, signal }) =>
      new Promise((resolve, reject) => {
        const body = Buffer.from(JSON.stringify(payload));
        const headers = { 'content-type': 'application/json', 'content-length': body.length };
        const call = request({ ...to, path: path + method, headers, ...(signal && { signal }) }, (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', end);
          response.on('end', () => {
            try {
              end(null, resultOf(response, Buffer.concat(chunks)));
            } catch (error) {
              end(error);
            }
          });
        });
        const late = setTimeout(() => {
          end(new NoAnswer('TimeoutError'));
          call.destroy();
        }, withinMs);
        const end = (error: unknown, result?: unknown) => {
          clearTimeout(late);
          if (error === null) resolve(result);
          else reject(error);
        };
        call.on('error', end);
        call.end(body);
      }),
  };
}

/** Throws what is not a result. The body of a 5xx says nothing reliable about the message, so it is not read. */
function resultOf({ statusCode = 0, statusMessage }: http.IncomingMessage, body: Buffer): unknown {
  if (statusCode >= 500) throw new Refusal({ error_code: statusCode, description: statusMessage });
  const answer = readObject(body);
  if (answer === null) throw new NoAnswer('UnreadableAnswer');
  if (answer.ok !== true) throw new Refusal(answer);
  return answer.result;
}
