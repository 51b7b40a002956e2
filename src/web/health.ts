/** Alive, able to work, and counted: for whoever operates this. */
import type { FastifyInstance } from 'fastify';
import type { Metrics } from '../metrics.ts';

export interface HealthParts {
  /** Resolves when the database answers and is migrated; rejects with what is wrong. */
  ready(): Promise<void>;
  metrics: Metrics;
}

export async function health(app: FastifyInstance, parts: HealthParts): Promise<void> {
  app.get('/healthz', async () => ({ ok: true }));
  app.get('/readyz', async (request, reply) => {
    try {
      await parts.ready();
      return { ok: true };
    } catch (error) {
      request.log.warn({ err: error }, 'not ready');
      return reply
        .code(503)
        .send({ ok: false, problem: 'The database does not answer or is not migrated (npm run migrate).' });
    }
  });
  app.get('/metrics', async (_request, reply) =>
    reply.type('text/plain; version=0.0.4').send(await parts.metrics.text()),
  );
}
