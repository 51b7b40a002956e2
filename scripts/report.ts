/**
 * `npm run report -- --area <code> --from <date> --to <date> [--as-of <time>] [--rehearsal] --out <file.xlsx>`: the
 * commune's report form. `--rehearsal` counts the make-believe people of a demonstration instead of the real ones.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { environment, readConfig } from '../src/config.ts';
import { openHome } from '../src/home.ts';
import { periodFigures } from '../src/report/period-figures.ts';
import { buildWorkbook } from '../src/report/workbook.ts';

const USAGE =
  'npm run report -- --area <code> --from 2026-11-01 --to 2026-11-30 [--as-of <ISO time>] [--rehearsal] --out bao-cao.xlsx';
const DAY = /^\d{4}-\d{2}-\d{2}$/;

const { values } = parseArgs({
  options: {
    area: { type: 'string' },
    from: { type: 'string' },
    to: { type: 'string' },
    'as-of': { type: 'string' },
    out: { type: 'string' },
    rehearsal: { type: 'boolean', default: false },
  },
});

function faults(): string[] {
  const { area, from = '', to = '', out } = values;
  return [
    area ? null : '--area is missing.',
    DAY.test(from) ? null : '--from must be a day such as 2026-11-01.',
    DAY.test(to) ? null : '--to must be a day such as 2026-11-30.',
    DAY.test(from) && DAY.test(to) && from > to ? '--from lies after --to.' : null,
    values['as-of'] && Number.isNaN(Date.parse(values['as-of'])) ? '--as-of must be an ISO time.' : null,
    out?.endsWith('.xlsx') ? null : '--out must name a file ending in .xlsx.',
  ].filter((fault) => fault !== null);
}

const wrong = faults();
if (wrong.length > 0) {
  console.error([...wrong, USAGE].join('\n'));
  process.exit(2);
}
const home = await openHome(readConfig(environment()), { connections: 2 });
try {
  const now = new Date();
  const figures = await periodFigures(home.db.sql, {
    areaCode: values.area as string,
    from: values.from as string,
    to: values.to as string,
    asOf: values['as-of'] ? new Date(values['as-of']) : now,
    rehearsal: values.rehearsal,
  });
  writeFileSync(values.out as string, await buildWorkbook(figures, now));
  const silent = figures.silentAreas.map(({ name }) => name).join(', ');
  console.log(
    `Wrote ${values.out}: ${figures.rows.length} rows.${silent ? ` No figures in this period from: ${silent}.` : ''}`,
  );
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
} finally {
  await home.close();
}
