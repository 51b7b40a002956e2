/**
 * Intake from the platforms. The body stays bytes, because signatures cover its exact bytes; 200 is answered only after
 * every event in it is committed, so whatever fails is delivered again and nothing is lost. On its way the answer may
 * acknowledge a press (`Channel.answerTo`), which spares a call.
 */
import type { FastifyInstance } from 'fastify';
import type { Channel, ChannelName, InboundEvent } from '../bot/channel.ts';

/** Larger than any message a person can send (contract §3). */
const BODY_LIMIT = 256 * 1024;

export interface WebhookParts {
  channels: Partial<Record<ChannelName, Channel | null>>;
  receive(event: InboundEvent): Promise<unknown>;
  now(): Date;
  /** Counts what arrived, for the metrics. */
  onRequest?(channel: ChannelName, outcome: 'taken' | 'refused' | 'unreadable' | 'failed'): void;
}

export async function webhooks(app: FastifyInstance, parts: WebhookParts): Promise<void> {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: BODY_LIMIT }, (_request, body, done) =>
    done(null, body),
  );

  for (const channel of Object.values(parts.channels)) {
    if (!channel) continue;
    // A platform's console may look at the address before it saves it: it finds somebody at home, and nothing else.
    app.get(`/${channel.name}`, async () => ({ ok: true }));
    app.post(`/${channel.name}`, { bodyLimit: BODY_LIMIT }, async (request, reply) => {
      const rawBody = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const isSigned = channel.verify({ headers: request.headers, rawBody }, parts.now());
      if (!isSigned) {
        parts.onRequest?.(channel.name, 'refused');
        return reply.code(401).send({ problem: 'The signature is missing or does not match.' });
      }
      const parsed = channel.parse(rawBody);
      if (parsed === null) {
        parts.onRequest?.(channel.name, 'unreadable');
        return reply.code(400).send({ problem: 'The body is no JSON this platform sends.' });
      }
      const { body, events } = channel.answerTo(parsed);
      try {
        await Promise.all(events.map((event) => parts.receive(event)));
      } catch (error) {
        parts.onRequest?.(channel.name, 'failed');
        request.log.error({ err: error }, 'an event could not be stored; the platform will deliver it again');
        return reply.code(503).header('retry-after', '5').send({ problem: 'Not stored. Please deliver it again.' });
      }
      parts.onRequest?.(channel.name, 'taken');
      return reply.code(200).send(body);
    });
  }
}
