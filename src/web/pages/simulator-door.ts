/**
 * Who may come into `/gia-lap`. In a demonstration everybody; elsewhere it does not exist until an admin opens it, and
 * then only for those signed in with the right. The clock never moves on a machine that serves real people.
 */
import type { FastifyError, FastifyPluginAsync } from 'fastify';
import { mayAnywhere } from '../../access/rights.ts';
import { readSetting, SIMULATOR_SETTING, type SimulatorSetting } from '../../db/settings.ts';
import type { LateAssets } from '../assets.ts';
import type { GuestRoutes } from './pages.tsx';
import { wayBack } from './way-back.ts';

export const simulatorDoor =
  (simulator: FastifyPluginAsync, assets: LateAssets): GuestRoutes =>
  (frame) => {
    const { app, ports } = frame;
    app.register(async (scope) => {
      scope.addHook('onRoute', (route) => {
        route.config = { needs: 'public', ...route.config };
      });
      scope.addHook('onRequest', assets.ready);
      // The page's script reads JSON, and so do those who look into it.
      scope.setErrorHandler((error: FastifyError, request, reply) => {
        const status = error.statusCode ?? 500;
        if (status >= 500) request.log.error({ err: error }, 'the simulator failed');
        return reply.code(status).send({ statusCode: status, error: error.name, message: error.message });
      });
      if (!ports.demo) {
        scope.addHook('onRequest', async (request, reply) => {
          if (!request.url.startsWith('/gia-lap')) return;
          const setting = await readSetting<SimulatorSetting>(ports.sql, SIMULATOR_SETTING);
          const session = setting?.open ? await frame.sessionOf(request) : null;
          if (setting?.open && !session && request.url === '/gia-lap') {
            return reply.redirect(`/dang-nhap?tiep=${encodeURIComponent(wayBack(request.url))}`, 303);
          }
          const isInside = session !== null && mayAnywhere(session.caller, 'simulator.open');
          const movesTime = request.url.startsWith('/gia-lap/dong-ho');
          if (!isInside || movesTime) return frame.sendMissing(request, reply);
        });
      }
      await scope.register(simulator);
    });
  };
