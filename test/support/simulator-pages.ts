/** The simulator's page on a server of its own, over the small engine of `fake-simulator-ports.ts` and an empty database. */
import fastify, { type FastifyInstance } from 'fastify';
import type { Sql } from '../../src/db/client.ts';
import { bundleAssets } from '../../src/web/assets.ts';
import { simulatorPages } from '../../src/web/simulator.tsx';
import { openTestDatabase } from './database.ts';
import { createFakeEngine, type FakeEngine } from './fake-simulator-ports.ts';

export interface SimulatorServer {
  app: FastifyInstance;
  engine: FakeEngine;
  sql: Sql;
  close(): Promise<void>;
}

/** Not yet listening: `app.inject` does without, a browser needs `openPages`. */
export async function serveSimulator(): Promise<SimulatorServer> {
  const { sql, close } = await openTestDatabase(6);
  const engine = createFakeEngine({ sql });
  const app = fastify();
  const assets = await bundleAssets();
  await app.register(simulatorPages, { ports: engine.ports, media: engine.recorder.media, assets });
  return { app, engine, sql, close: () => app.close().then(close) };
}
