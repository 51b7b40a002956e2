/** `npm run migrate`: brings the schema up to date; safe to run again and from two machines at once. */
import { environment, readConfig } from '../src/config.ts';
import { migrate } from '../src/db/migrate.ts';
import { loadOfficialAreas } from '../src/db/official-areas.ts';
import { openHome } from '../src/home.ts';

const home = await openHome(readConfig(environment()), { connections: 2 });
try {
  await migrate(home.url);
  await loadOfficialAreas(home.db.sql);
  console.log('The schema is up to date.');
} finally {
  await home.close();
}
