/**
 * Vitest's global set-up: one PostgreSQL server and one migrated template database for the whole run. The server is an
 * embedded one (`postgres-server.ts`) or, when TEST_DATABASE_URL is set, that one, whose user must be allowed to create
 * databases. Test files take a database of their own from the template: see `database.ts`.
 */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import postgres from 'postgres';
import type { TestProject } from 'vitest/node';
import { migrate } from '../../src/db/migrate.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** `url`: any database of the server, for creating others. `template`: name of the migrated one. */
    postgres: { url: string; template: string };
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startServer();
  const sql = postgres(server.url, { max: 1, onnotice: () => undefined });
  const template = `template_${randomUUID().replaceAll('-', '')}`;
  const teardown = async () => {
    await sql`drop database if exists ${sql(template)} with (force)`.finally(() => sql.end({ timeout: 5 }));
    await server.stop();
  };
  try {
    await sql`create database ${sql(template)}`;
    await migrate(Object.assign(new URL(server.url), { pathname: template }).href);
  } catch (error) {
    await teardown().catch(() => undefined);
    throw error;
  }
  project.provide('postgres', { url: server.url, template });
  return teardown;
}

async function startServer(): Promise<{ url: string; stop(): Promise<void> }> {
  const given = process.env.TEST_DATABASE_URL;
  if (given) return { url: given, stop: async () => undefined };
  const script = fileURLToPath(new URL('./postgres-server.ts', import.meta.url));
  const child = spawn(process.execPath, [script], { stdio: ['pipe', 'pipe', 'inherit'], detached: true });
  const exited = once(child, 'exit');
  const [url] = await Promise.race([once(createInterface(child.stdout), 'line'), exited]);
  if (typeof url !== 'string') throw new Error('The test database did not start; what it said stands above.');
  const stop = async () => {
    child.stdin.end();
    await exited;
  };
  return { url, stop };
}
