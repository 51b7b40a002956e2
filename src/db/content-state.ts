/** Whether anything that turns read of the content has changed, as cheaply as it can be asked. */
import type { Sql } from './client.ts';

/** Channel of `pg_notify`; the triggers of `0004_content.sql` speak on it. */
export const CONTENT_CHANNEL = 'content';

/** Another text whenever a publication, a local fact, a check or an area was added. */
export async function contentMark(sql: Sql): Promise<string> {
  const [row] = await sql<{ mark: string }[]>`
    select concat_ws(' ', (select max(id) from publications), (select max(id) from local_facts),
      (select max(id) from screen_checks), (select count(*) from areas)) as mark`;
  return row?.mark ?? '';
}

/** Calls back after every change, and after every reconnection, since something may have been missed. */
export async function listenToContent(sql: Sql, changed: () => void): Promise<{ stop(): Promise<void> }> {
  const { unlisten } = await sql.listen(CONTENT_CHANNEL, changed, changed);
  return { stop: unlisten };
}
