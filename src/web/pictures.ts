/** Step pictures under a public address, for channels that fetch instead of being handed (Zalo). Never a person's own code. */
import type { FastifyInstance } from 'fastify';

export async function pictures(
  app: FastifyInstance,
  { bytesOf }: { bytesOf(hash: string): Promise<Buffer> },
): Promise<void> {
  app.get<{ Params: { file: string } }>('/pictures/:file', async (request, reply) => {
    const hash = /^([A-Za-z0-9_-]{8,128})\.png$/.exec(request.params.file)?.[1];
    const bytes = hash === undefined ? null : await bytesOf(hash).catch(() => null);
    if (!bytes) return reply.code(404).send({ problem: 'There is no such picture; its step may have changed.' });
    return reply.type('image/png').header('cache-control', 'public, max-age=31536000, immutable').send(bytes);
  });
}
