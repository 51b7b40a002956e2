/** Indicators: the rows of `report.indicators`, of now or as they were known at a time. */
import { Type } from 'typebox';
import { indicatorRows } from '../../report/indicator-rows.ts';
import { currentPeriod, readPeriod } from '../../report/period.ts';
import type { ApiRoutes } from './api.ts';
import { PAGE_ROWS, PAGED, pagedAnswer, pageOf, readCursor } from './cursor.ts';
import { Problem } from './problem.ts';

const orNull = <T extends import('typebox').TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

const Row = Type.Object({
  indicator: Type.String(),
  area_code: Type.String(),
  period: Type.String(),
  as_of: Type.String(),
  numerator: orNull(Type.Number()),
  denominator: orNull(Type.Number()),
  denominator_source: orNull(Type.String()),
  target: orNull(Type.Number()),
  how_known: Type.String({
    description: 'self, volunteer, system (lists), reported (typed in): disjoint, so they may be added',
  }),
  unit: Type.String(),
  target_unit: orNull(Type.String()),
  target_source: orNull(Type.String()),
});

export const indicatorCalls: ApiRoutes = (api) => {
  api.read({
    url: '/indicators',
    action: 'figures.read',
    summary: 'Cumulative figures of an area at the end of a period, as known at a time',
    tag: 'indicators',
    query: Type.Object({
      ...PAGED,
      area: Type.Optional(Type.String({ maxLength: 100, description: "code; the key's own area unless given" })),
      period: Type.Optional(
        Type.String({ maxLength: 30, description: '2026, 2026-Q4, 2026-11 or 2026-W47; this month unless given' }),
      ),
      as_of: Type.Optional(
        Type.String({ maxLength: 40, description: 'ISO time; now unless given. The same answer for ever' }),
      ),
      indicator: Type.Optional(Type.String({ maxLength: 40 })),
    }),
    answer: pagedAnswer(Row),
    handler: async ({ sql, caller, query, areas, now, require }) => {
      const asOf = query.as_of === undefined ? now : new Date(query.as_of);
      if (Number.isNaN(asOf.getTime()))
        throw new Problem(400, '`as_of` is not a time such as 2026-11-20T09:30:00+07:00.');
      const period = query.period === undefined ? currentPeriod('month', asOf) : readPeriod(query.period);
      if (!period) throw new Problem(400, '`period` is not one such as 2026, 2026-Q4, 2026-11 or 2026-W47.');
      if (query.area !== undefined) await require(query.area);
      const rows = await indicatorRows(sql, {
        simulated: caller.simulated,
        areas: query.area === undefined ? areas : [query.area],
        period: period.code,
        asOf: asOf > now ? now : asOf,
        ...(query.indicator !== undefined && { indicators: [query.indicator] }),
      });
      const [from = 0] = readCursor(query.cursor) ?? [];
      const limit = query.limit ?? PAGE_ROWS;
      const start = Number(from);
      const page = rows.slice(start, start + limit + 1).map((row) => ({ ...row, as_of: row.as_of.toISOString() }));
      return pageOf(page, limit, () => [start + limit]);
    },
  });
};
