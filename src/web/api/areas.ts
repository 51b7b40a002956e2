/** Areas: today's units, what became of older ones, and a search by today's and older names. */
import { Type } from 'typebox';
import { findAreas, listAreas } from '../../db/areas.ts';
import type { ApiRoutes } from './api.ts';
import { PAGE_ROWS, PAGED, pagedAnswer, pageOf, readCursor } from './cursor.ts';

const orNull = <T extends import('typebox').TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

const Area = Type.Object({
  area_code: Type.String(),
  name: Type.String(),
  kind: Type.String({ description: 'province, commune, hamlet or group' }),
  parent_code: orNull(Type.String()),
  valid_from: Type.String(),
  valid_to: orNull(Type.String()),
  succeeded_by: orNull(Type.String()),
});

export const areaCalls: ApiRoutes = (api) => {
  api.read({
    url: '/areas',
    action: 'figures.read',
    summary: 'Areas by code',
    tag: 'areas',
    query: Type.Object({
      ...PAGED,
      parent: Type.Optional(Type.String({ maxLength: 100, description: 'only those directly below' })),
      kind: Type.Optional(Type.String({ maxLength: 20 })),
    }),
    answer: pagedAnswer(Area),
    handler: async ({ sql, caller, query }) => {
      const [after = ''] = readCursor(query.cursor) ?? [];
      const limit = query.limit ?? PAGE_ROWS;
      const rows = await listAreas(sql, {
        simulated: caller.simulated,
        parent: query.parent ?? null,
        kind: query.kind ?? null,
        after: String(after),
        limit: limit + 1,
      });
      return pageOf(rows, limit, ({ area_code }) => [area_code]);
    },
  });

  api.read({
    url: '/areas/search',
    action: 'figures.read',
    summary: 'Areas by name, with or without marks, also by the names of units they were made from',
    tag: 'areas',
    query: Type.Object({
      q: Type.String({ minLength: 2, maxLength: 100 }),
      within: Type.Optional(Type.String({ maxLength: 100 })),
    }),
    answer: Type.Object({
      items: Type.Array(
        Type.Object({
          area_code: Type.String(),
          name: Type.String(),
          kind: Type.String(),
          within: Type.Array(Type.String()),
          formerly: orNull(Type.String()),
          succeeded_by: orNull(Type.String()),
        }),
      ),
    }),
    handler: async ({ sql, caller, query }) => {
      const found = await findAreas(sql, query.q, {
        simulated: caller.simulated,
        ...(query.within !== undefined && { within: query.within }),
      });
      return {
        items: found.map(({ code, succeededBy, ...area }) => ({ area_code: code, ...area, succeeded_by: succeededBy })),
      };
    },
  });
};
