/**
 * `npm run report -- --area <code> --from <date> --to <date> [--as-of <time>] [--rehearsal] --out <file.xlsx|.csv|.pdf>`:
 * the commune's report form. `--rehearsal` counts the make-believe people of a demonstration instead of the real ones.
 */
import { createWriteStream } from 'node:fs';
import { userInfo } from 'node:os';
import { finished } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { environment, readConfig } from '../src/config.ts';
import { openHome } from '../src/home.ts';
import { exportReport, FORMATS } from '../src/report/export.ts';
import { isDay } from '../src/report/period.ts';

const USAGE =
  'npm run report -- --area <code> --from 2026-11-01 --to 2026-11-30 [--as-of <ISO time>] [--rehearsal] --out bao-cao.xlsx';

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
    isDay(from) ? null : '--from must be a day such as 2026-11-01.',
    isDay(to) ? null : '--to must be a day such as 2026-11-30.',
    isDay(from) && isDay(to) && from > to ? '--from lies after --to.' : null,
    values['as-of'] && Number.isNaN(Date.parse(values['as-of'])) ? '--as-of must be an ISO time.' : null,
    formatOf(out) ? null : '--out must name a file ending in .xlsx, .csv or .pdf.',
  ].filter((fault) => fault !== null);
}

function formatOf(out = '') {
  return FORMATS.find((format) => out.endsWith(`.${format}`));
}

const wrong = faults();
const { area, from, to, out } = values;
const format = formatOf(out);
if (wrong.length > 0 || !area || !out || !format) {
  console.error([...wrong, USAGE].join('\n'));
  process.exit(2);
}
const home = await openHome(readConfig(environment()), { connections: 2 });
try {
  const madeAt = new Date();
  const file = createWriteStream(out);
  const query = {
    simulated: values.rehearsal,
    areaCode: area,
    period: `${from}..${to}`,
    asOf: values['as-of'] ? new Date(values['as-of']) : madeAt,
  };
  const form = await exportReport(home.db.sql, query, { format, out: file, madeAt, madeBy: userInfo().username });
  await finished(file);
  const silent = form.silent.map(({ name }) => name).join(', ');
  console.log(`Wrote ${out}: ${form.rows.length} rows.${silent ? ` No figures in this period from: ${silent}.` : ''}`);
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
} finally {
  await home.close();
}
