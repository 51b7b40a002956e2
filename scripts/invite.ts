/**
 * `npm run invite -- --role <volunteer|official|admin> --area <code> [--name "…"]`: prints a one-time code and both deep
 * links. `--find <name>` looks an area's code up. The first admin is made this way.
 */
import { parseArgs } from 'node:util';
import { environment, readConfig } from '../src/config.ts';
import { migrate } from '../src/db/migrate.ts';
import { loadOfficialAreas } from '../src/db/official-areas.ts';
import { createInvite } from '../src/db/teams.ts';
import { type Home, openHome } from '../src/home.ts';

const ROLES = ['volunteer', 'official', 'admin'] as const;
const USAGE = `npm run invite -- --role <${ROLES.join('|')}> --area <code> [--name "Cô Lan"]
npm run invite -- --find "Trần Đề"      looks up the code of an area by its name, today's or an old one`;

const { values } = parseArgs({
  options: { role: { type: 'string' }, area: { type: 'string' }, name: { type: 'string' }, find: { type: 'string' } },
});
const config = readConfig(environment());
const home = await openHome(config, { connections: 2 });
try {
  await migrate(home.url);
  await loadOfficialAreas(home.db.sql);
  process.exitCode = await run(home);
} finally {
  await home.close();
}

async function run({ db }: Home): Promise<number> {
  if (values.find) return find(db.sql, values.find);
  const role = ROLES.find((known) => known === values.role);
  if (!role || !values.area) {
    console.error(USAGE);
    return 2;
  }
  try {
    const code = await createInvite(db.sql, { role, areaCode: values.area, name: values.name ?? null }, new Date());
    console.log(await describe(code));
    return 0;
  } catch (error) {
    console.error((error as Error).message);
    return 1;
  }
}

async function find(sql: Home['db']['sql'], name: string): Promise<number> {
  const rows = await sql<{ code: string; name: string; parent: string | null }[]>`
    select a.code, a.name, p.name as parent from areas a left join areas p on p.code = a.parent_code
    where a.name ilike ${`%${name}%`} or a.formed_from ilike ${`%${name}%`} order by a.kind desc, a.code limit 20`;
  for (const row of rows) console.log([row.code, row.name, row.parent].filter(Boolean).join('  '));
  if (rows.length === 0) console.error(`No area is or was called "${name}".`);
  return rows.length > 0 ? 0 : 1;
}

async function describe(code: string): Promise<string> {
  const payload = `i-${code}`;
  const username = await botName();
  return [
    `Code, good once within 14 days: ${payload}`,
    `  Telegram  ${username ? `https://t.me/${username}?start=${payload}` : `https://t.me/<your bot>?start=${payload}`}`,
    `  Zalo      ${config.zalo ? `https://zalo.me/${config.zalo.oaId}` : 'https://zalo.me/<your OA>'}  then send the text  ${payload}`,
  ].join('\n');
}

/** The bot's public name, when a token is set and Telegram answers. */
async function botName(): Promise<string | null> {
  if (!config.telegram) return null;
  try {
    const response = await fetch(new URL(`./bot${config.telegram.token}/getMe`, `${config.telegram.apiRoot}/`), {
      signal: AbortSignal.timeout(3_000),
    });
    const body = (await response.json()) as { result?: { username?: string } };
    return body.result?.username ?? null;
  } catch {
    return null;
  }
}
