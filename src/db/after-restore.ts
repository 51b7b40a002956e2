/**
 * What a backup that has been put back cannot know: what went out after it was made. Nothing of that may go out a second
 * time by itself, and nothing may be called sent.
 */
import type { Sql } from './client.ts';

/** Reason of every row and announcement that {@link afterRestore} has touched. */
export const RESTORED = 'restored';

export interface Restored {
  /** Messages that were waiting or under way, of all kinds. */
  messages: number;
  /** People an announcement had not reached at the time of the backup. */
  recipients: number;
  /** Announcements that wait for an official now. */
  announcements: number;
}

/**
 * To be called once, before any process starts on the restored database. Whatever was open becomes `uncertain` and is not
 * repeated; announcements under way, or whose time has come since, pause until their author decides. One transaction.
 */
export const afterRestore = (sql: Sql, now: Date): Promise<Restored> =>
  sql.begin(async (tx) => {
    const messages = await tx`
      update outbound set state = 'uncertain', reason = ${RESTORED}, lease_until = null
      where state in ('queued', 'sending')`;
    const recipients = await tx`
      update broadcast_recipients r set state = 'uncertain', reason = ${RESTORED}
      from broadcasts b
      where b.id = r.broadcast_id and b.state = 'sending' and r.state in ('planned', 'queued')`;
    const announcements = await tx`
      update broadcasts set state = 'paused', paused_at = ${now}, pause_reason = ${RESTORED}
      where state = 'sending' or (state = 'scheduled' and send_at <= ${now})`;
    return { messages: messages.count, recipients: recipients.count, announcements: announcements.count };
  });
