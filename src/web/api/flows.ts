/** The published flows: what may be named in a completion. */
import { Type } from 'typebox';
import type { ApiRoutes } from './api.ts';
import { PAGE_ROWS, PAGED, pagedAnswer, pageOf, readCursor } from './cursor.ts';

export const flowCalls: ApiRoutes = (api) => {
  api.read({
    url: '/flows',
    action: 'figures.read',
    summary: 'Published flows with their present versions',
    tag: 'flows',
    query: Type.Object(PAGED),
    answer: pagedAnswer(
      Type.Object({
        flow_id: Type.String(),
        version: Type.Integer(),
        title: Type.String({ description: 'Vietnamese' }),
        services: Type.Array(Type.String()),
      }),
    ),
    handler: async ({ ports, query }) => {
      const [after = ''] = readCursor(query.cursor) ?? [];
      const limit = query.limit ?? PAGE_ROWS;
      const flows = [...ports.flows.current.values()]
        .map(({ id, version, services }) => ({
          flow_id: id,
          version,
          title: ports.texts.say('vi', `flows/${id}:title`),
          services: [...services],
        }))
        .toSorted((one, other) => (one.flow_id < other.flow_id ? -1 : 1))
        .filter(({ flow_id }) => flow_id > String(after));
      return pageOf(flows.slice(0, limit + 1), limit, ({ flow_id }) => [flow_id]);
    },
  });
};
