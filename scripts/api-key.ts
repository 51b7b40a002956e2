/**
 * `npm run api-key -- --name "…" --role <official|admin> --area <code>`: prints a bearer key for `/api/v1`, once; it is
 * stored hashed. `--list` shows the keys without their text, `--revoke <id>` makes one useless at once.
 */
import { parseArgs } from 'node:util';
import { environment, readConfig } from '../src/config.ts';
import { createApiKey, listApiKeys, revokeApiKey } from '../src/db/access.ts';
import { migrate } from '../src/db/migrate.ts';
import { loadOfficialAreas } from '../src/db/official-areas.ts';
import { type Home, openHome } from '../src/home.ts';

const ROLES = ['official', 'admin'] as const;
const USAGE = `npm run api-key -- --name "Sở KH&CN" --role <${ROLES.join('|')}> --area <code>
npm run api-key -- --list
npm run api-key -- --revoke <id>`;

const { values } = parseArgs({
  options: {
    name: { type: 'string' },
    role: { type: 'string' },
    area: { type: 'string' },
    list: { type: 'boolean' },
    revoke: { type: 'string' },
  },
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

async function run({ db: { sql } }: Home): Promise<number> {
  if (values.list) return list(sql);
  if (values.revoke !== undefined) return revoke(sql, values.revoke);
  const role = ROLES.find((known) => known === values.role);
  const name = values.name?.trim();
  if (!role || !name || !values.area) {
    console.error(USAGE);
    return 2;
  }
  try {
    const made = await createApiKey(sql, { name, role, areaCode: values.area, createdBy: 'command' }, new Date());
    console.log(
      `Key ${made.id} "${name}", ${role} in ${values.area}. It is shown this once; keep it safe:\n${made.key}`,
    );
    return 0;
  } catch (error) {
    console.error((error as Error).message);
    return 1;
  }
}

async function list(sql: Home['db']['sql']): Promise<number> {
  const keys = await listApiKeys(sql);
  if (keys.length === 0) console.log('No key has been made yet.');
  for (const key of keys) {
    const state = key.revokedAt
      ? `revoked ${key.revokedAt.toISOString()}`
      : key.usedAt
        ? `last used ${key.usedAt.toISOString()}`
        : 'never used';
    console.log([key.id, key.name, key.role, `${key.areaCode} ${key.areaName}`, state].join('  '));
  }
  return 0;
}

async function revoke(sql: Home['db']['sql'], id: string): Promise<number> {
  if (await revokeApiKey(sql, id, 'command', new Date())) {
    console.log(`Key ${id} is revoked: its next call is refused.`);
    return 0;
  }
  console.error(`No key with the id "${id}" is in use. See: npm run api-key -- --list.`);
  return 1;
}
