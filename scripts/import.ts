/**
 * `npm run import -- <file.xlsx> [--dry-run]`: reads areas, teams, households, stalls, beneficiaries, totals and targets from
 * the official template; a line per wrong cell, and nothing is kept unless everything is right.
 * `npm run import -- --template <file.xlsx> [--area <code>]` writes the template, with the area's lists filled in.
 */
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { environment, readConfig } from '../src/config.ts';
import { migrate } from '../src/db/migrate.ts';
import { loadOfficialAreas } from '../src/db/official-areas.ts';
import { openHome } from '../src/home.ts';
import { importLists } from '../src/lists/import.ts';
import { problemLine } from '../src/lists/problems.ts';
import { writeTemplate } from '../src/lists/template.ts';
import { FileProblem, fileSource } from '../src/lists/zip.ts';

const USAGE = `npm run import -- <file.xlsx> [--dry-run]
npm run import -- --template <file.xlsx> [--area <code>]`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { template: { type: 'string' }, area: { type: 'string' }, 'dry-run': { type: 'boolean', default: false } },
});
const [file] = positionals;
if ((values.template === undefined) === (file === undefined)) {
  console.error(USAGE);
  process.exit(2);
}
const home = await openHome(readConfig(environment()), { connections: 2 });
try {
  await migrate(home.url);
  await loadOfficialAreas(home.db.sql);
  process.exitCode = values.template === undefined ? await read(file ?? '') : await write(values.template);
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
} finally {
  await home.close();
}

async function write(path: string): Promise<number> {
  const out = createWriteStream(path);
  await writeTemplate(home.db.sql, { areaCode: values.area ?? null, out });
  await finished(out);
  console.log(`Wrote ${path}.`);
  return 0;
}

async function read(path: string): Promise<number> {
  const source = await fileSource(path).catch(() => {
    throw new Error(`There is no file ${path} to read.`);
  });
  try {
    const report = await importLists(home.db.sql, source, {
      by: 'command',
      now: new Date(),
      dryRun: values['dry-run'],
    });
    for (const { sheet, rows, added, changed } of report.sheets) {
      if (rows > 0) console.log(`${sheet}: ${rows} dòng, thêm ${added}, sửa ${changed}`);
    }
    for (const problem of report.problems) console.error(problemLine(problem));
    if (report.problemCount > report.problems.length)
      console.error(`… và ${report.problemCount - report.problems.length} lỗi nữa`);
    if (!report.ok) console.error(`Chưa nhập gì: có ${report.problemCount} ô sai.`);
    else console.log(values['dry-run'] ? 'Nhập được. Chưa ghi gì (--dry-run).' : 'Đã nhập xong.');
    return report.ok ? 0 : 1;
  } catch (error) {
    if (!(error instanceof FileProblem)) throw error;
    console.error(error.message);
    return 1;
  } finally {
    await source.close();
  }
}
