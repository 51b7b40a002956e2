/** The web server and every route of the house, in the order they are registered. Nothing listens yet. */
import fastify, { type FastifyInstance, LogController, type RouteOptions } from 'fastify';
import type { InboundEvent } from '../bot/channel.ts';
import type { Intake } from '../bot/intake.ts';
import type { Config } from '../config.ts';
import { loggerOptions } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { api } from '../web/api/api.ts';
import { apiRoutes } from '../web/api/routes.ts';
import { lateAssets } from '../web/assets.ts';
import { health } from '../web/health.ts';
import { listen } from '../web/listen.tsx';
import { pages } from '../web/pages/pages.tsx';
import { roundShell } from '../web/pages/round.tsx';
import { guestRoutes, pageRoutes } from '../web/pages/routes.ts';
import { simulatorDoor } from '../web/pages/simulator-door.ts';
import { pictures } from '../web/pictures.ts';
import { verification } from '../web/verification.ts';
import { webhooks } from '../web/webhooks.ts';
import { type OfficialParts, officialPorts } from './officials.ts';
import type { Simulator } from './simulator.ts';

/** A server without routes, and the list in which each is written down as it is registered. */
export function createServer({ logLevel }: Pick<Config, 'logLevel'>): { web: FastifyInstance; routes: RouteOptions[] } {
  const web = fastify({
    logger: loggerOptions(logLevel),
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: 1024 * 1024,
  });
  const routes: RouteOptions[] = [];
  web.addHook('onRoute', (route) => void routes.push(route));
  return { web, routes };
}

interface RouteParts extends OfficialParts {
  config: Config;
  metrics: Metrics;
  intake: Intake;
  simulator: Simulator;
  runDue(): Promise<void>;
}

export async function registerRoutes(web: FastifyInstance, parts: RouteParts): Promise<void> {
  const { config, db, clock, texts, metrics, published, voices, platforms, simulator, intake, runDue } = parts;
  const ready = async () => {
    await db.sql`select 1 from contacts limit 1`;
  };
  await web.register(health, { ready, metrics });
  await web.register(verification, { dataDir: config.dataDir });
  await web.register(pictures, { bytesOf: published.pictures.bytesOf });
  await web.register(listen, { texts, find: voices.find, soundOf: voices.soundOf });
  if (config.role === 'worker') return;

  await web.register(webhooks, {
    prefix: '/webhooks',
    channels: platforms.channels,
    receive: measured(intake, metrics),
    now: clock.now,
    onRequest: metrics.webhook,
  });
  const ports = officialPorts(parts);
  await web.register(api, { ports, routes: apiRoutes });
  const assets = lateAssets();
  await web.register(pages, {
    ports,
    assets,
    routes: pageRoutes,
    guests: [...guestRoutes, roundShell(assets), simulatorDoor(simulator.page({ intake, runDue }, assets), assets)],
  });
}

const measured = (intake: Intake, metrics: Metrics) => async (event: InboundEvent) => {
  const began = performance.now();
  await intake.receive(event);
  metrics.turn((performance.now() - began) / 1000);
};
