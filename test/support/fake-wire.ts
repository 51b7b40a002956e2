/** What the two fake platforms share: a loopback server, scripted faults, multipart bodies, and webhook delivery. */
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Incoming {
  method: string;
  /** Path with query. */
  path: string;
  headers: http.IncomingHttpHeaders;
  body: Buffer;
}

/** `null`: the connection is cut without an answer. A promise that never settles: no answer at all. */
export type Outgoing = { status: number; body: unknown } | null;

export interface LoopbackServer {
  url: string;
  close(): Promise<void>;
}

/** Serves JSON on a free port of 127.0.0.1. */
export async function listen(answer: (incoming: Incoming) => Outgoing | Promise<Outgoing>): Promise<LoopbackServer> {
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('error', () => response.destroy());
    request.on('end', async () => {
      const { method = 'GET', url = '/', headers } = request;
      const incoming = { method, path: url, headers, body: Buffer.concat(chunks) };
      const outgoing = await Promise.resolve(incoming).then(answer).catch(broken);
      if (outgoing === null) return void request.socket.destroy();
      const text = typeof outgoing.body === 'string' ? outgoing.body : JSON.stringify(outgoing.body);
      response.writeHead(outgoing.status, {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(text),
      });
      response.end(text);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** A body the fake cannot even read, or a mistake in the fake: said aloud, so that no test waits for an answer. */
function broken(error: unknown): Outgoing {
  return { status: 500, body: String(error) };
}

/** Breaks a call on the wire. `accept-then-reset`: the platform acts on it, and its answer is lost. */
export type WireFault = 'hang' | 'reset' | 'accept-then-reset' | { status: number; body: unknown };

/** Faults for the next calls, first written first used; a fault for one method waits until that method is called. */
export class FaultScript<Refusal> {
  readonly #lines: { left: number; on: string | null; fault: WireFault | Refusal }[] = [];

  /** `on`: a method or path; any when absent. */
  next(times: number, fault: WireFault | Refusal, on: string | null = null): void {
    this.#lines.push({ left: times, on, fault });
  }

  take(method: string): WireFault | Refusal | null {
    const index = this.#lines.findIndex(({ on }) => on === null || on === method);
    const line = this.#lines[index];
    if (line === undefined) return null;
    line.left -= 1;
    if (line.left <= 0) this.#lines.splice(index, 1);
    return line.fault;
  }
}

/** A file that came as a part of a multipart body. */
export class UploadedFile {
  constructor(
    readonly filename: string,
    readonly bytes: Buffer,
  ) {}

  toJSON(): { filename: string; bytes: number } {
    return { filename: this.filename, bytes: this.bytes.length };
  }
}

/** The parts of a multipart/form-data body by name; null when the content type is another. */
export function readMultipart(
  contentType: string | undefined,
  body: Buffer,
): Record<string, string | UploadedFile> | null {
  const boundary = /^multipart\/form-data;.*boundary="?([^";]+)"?/i.exec(contentType ?? '')?.[1];
  if (boundary === undefined) return null;
  const parts: Record<string, string | UploadedFile> = {};
  const marker = Buffer.from(`--${boundary}`);
  let start = body.indexOf(marker);
  while (start >= 0) {
    const end = body.indexOf(marker, start + marker.length);
    if (end < 0) break;
    // Between two markers: CRLF, headers, empty line, content, CRLF.
    const part = body.subarray(start + marker.length + 2, end - 2);
    const headEnd = part.indexOf('\r\n\r\n');
    const head = part.subarray(0, headEnd).toString('utf8');
    const content = part.subarray(headEnd + 4);
    const name = /\bname="([^"]*)"/i.exec(head)?.[1];
    const filename = /\bfilename="([^"]*)"/i.exec(head)?.[1];
    if (name !== undefined)
      parts[name] = filename === undefined ? content.toString('utf8') : new UploadedFile(filename, content);
    start = end;
  }
  return parts;
}

export interface Delivery {
  key: string;
  rawBody: Buffer;
  /** `attempt` counts from 0. */
  headers(attempt: number): Record<string, string>;
  onDelivered?(): void;
  /** The body of each 2xx: an answer may carry a call. */
  onAnswer?(body: string): void;
}

/** One POST to the application. Status 0: no answer. */
export interface Attempt {
  key: string;
  attempt: number;
  status: number;
}

/** Brings events to the application's webhook, again and again until it answers 2xx or the attempts are used up. */
export class Courier {
  url: string | null = null;
  /** `duplicate`: everything twice at once. `reorder`: the newest waiting first. `twinUrl`: where the second copy goes. */
  habits: { duplicate: boolean; reorder: boolean; twinUrl?: string } = { duplicate: false, reorder: false };
  readonly attempts: Attempt[] = [];
  /** Keys that were given up. */
  readonly abandoned: string[] = [];
  readonly #agent = new http.Agent({ keepAlive: true });
  #waiting: { delivery: Delivery; attempt: number }[] = [];
  #active = 0;
  #timers = new Set<NodeJS.Timeout>();
  #pumping = false;
  #idle: (() => void)[] = [];

  constructor(private readonly limits: { parallel: number; redeliverAfterMs: number; attempts: number }) {}

  set parallel(count: number) {
    this.limits.parallel = count;
  }

  bring(delivery: Delivery): void {
    this.#waiting.push({ delivery, attempt: 0 });
    this.#pumpSoon();
  }

  /** Resolves when nothing is waiting or under way. */
  async settled(): Promise<void> {
    while (this.#waiting.length + this.#active + this.#timers.size > 0) {
      await new Promise<void>((resolve) => this.#idle.push(resolve));
    }
  }

  /** Drops what is waiting. */
  stop(): void {
    this.url = null;
    this.#waiting = [];
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    this.#tellIdle();
  }

  close(): void {
    this.stop();
    this.#agent.destroy();
  }

  /** Later in this turn of the loop, so that events made together can change places. */
  #pumpSoon(): void {
    if (this.#pumping) return;
    this.#pumping = true;
    setImmediate(() => {
      this.#pumping = false;
      while (this.url !== null && this.#waiting.length > 0 && this.#active < this.limits.parallel) {
        const next = this.habits.reorder ? this.#waiting.pop() : this.#waiting.shift();
        if (next !== undefined) void this.#deliver(next.delivery, next.attempt, this.url);
      }
    });
  }

  async #deliver(delivery: Delivery, attempt: number, url: string): Promise<void> {
    this.#active += 1;
    const copies = this.habits.duplicate ? 2 : 1;
    const answers = await Promise.all(
      Array.from({ length: copies }, (_, copy) =>
        this.#post(copy === 0 ? url : (this.habits.twinUrl ?? url), delivery, attempt),
      ),
    );
    for (const { status } of answers) this.attempts.push({ key: delivery.key, attempt, status });
    this.#active -= 1;
    const taken = answers.filter(({ status }) => status >= 200 && status < 300);
    for (const { body } of taken) delivery.onAnswer?.(body);
    if (taken.length === copies) delivery.onDelivered?.();
    else if (attempt + 1 < this.limits.attempts) this.#again(delivery, attempt + 1);
    else this.abandoned.push(delivery.key);
    this.#tellIdle();
    this.#pumpSoon();
  }

  #again(delivery: Delivery, attempt: number): void {
    if (this.url === null) return;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.#waiting.push({ delivery, attempt });
      this.#pumpSoon();
    }, this.limits.redeliverAfterMs);
    this.#timers.add(timer);
  }

  #tellIdle(): void {
    const waiting = this.#idle;
    this.#idle = [];
    for (const tell of waiting) tell();
  }

  #post(url: string, delivery: Delivery, attempt: number): Promise<{ status: number; body: string }> {
    const noAnswer = { status: 0, body: '' };
    return new Promise((resolve) => {
      const headers = {
        'content-type': 'application/json',
        'content-length': delivery.rawBody.length,
        ...delivery.headers(attempt),
      };
      const request = http.request(url, { method: 'POST', agent: this.#agent, headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body: `${Buffer.concat(chunks)}` }));
        response.on('error', () => resolve(noAnswer));
      });
      request.on('error', () => resolve(noAnswer));
      request.end(delivery.rawBody);
    });
  }
}
