/** `npm run restored`: once after a backup has been put back, before the assistant starts; see docs/operating.md. */
import { systemClock } from '../src/clock.ts';
import { environment, readConfig } from '../src/config.ts';
import { afterRestore } from '../src/db/after-restore.ts';
import { migrate } from '../src/db/migrate.ts';
import { openHome } from '../src/home.ts';

const home = await openHome(readConfig(environment()), { connections: 2 });
try {
  await migrate(home.url);
  const { messages, recipients, announcements } = await afterRestore(home.db.sql, systemClock.now());
  console.log(`${messages} messages and ${recipients} people of announcements are uncertain now: nobody knows whether`);
  console.log(`they were reached after the backup. ${announcements} announcements wait for their authors.`);
} finally {
  await home.close();
}
