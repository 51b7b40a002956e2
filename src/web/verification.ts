/**
 * Zalo asks for proof that the domain is ours: the file `zalo_verifier….html` it hands out, at the root of the site. Put
 * the downloaded file into DATA_DIR and it is served; nothing else of that folder is.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';

export async function verification(app: FastifyInstance, { dataDir }: { dataDir: string }): Promise<void> {
  app.get<{ Params: { name: string } }>('/zalo_verifier:name', async (request, reply) => {
    const isPlain = /^[A-Za-z0-9_-]{1,128}\.html$/.test(request.params.name);
    const file = isPlain
      ? await readFile(join(dataDir, `zalo_verifier${request.params.name}`)).catch(() => null)
      : null;
    return file
      ? reply.type('text/html; charset=utf-8').send(file)
      : reply.code(404).send({ problem: 'No such file in DATA_DIR.' });
  });
}
