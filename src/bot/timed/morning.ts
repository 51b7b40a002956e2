/** "Look at your code before you open": once a week, in the morning, for the stalls that asked for it. */
import { vietnamDay } from '../../clock.ts';
import { queueNotice } from '../../db/notices.ts';
import { takeMorningChecks } from '../../db/stall-codes.ts';
import { addressOf } from '../../text.ts';
import { isTet, whenAllowed } from '../nudge.ts';
import type { TimedParts } from './escalate.ts';

/** Zalo takes nothing from us this long after the person's last action. */
const ZALO_WINDOW_MS = 7 * 86_400_000;
/** After ten the market is open. */
const LIVES_MS = 2 * 3_600_000;
/** 10:00 in Vietnam, in hours of the day there. */
const LATEST_HOUR = 10;

const hourInVietnam = (now: Date): number => (now.getUTCHours() + 7) % 24;

export async function askMorningChecks(parts: TimedParts): Promise<number> {
  const now = parts.clock.now();
  if (whenAllowed(now).getTime() > now.getTime() || isTet(now) || hourInVietnam(now) >= LATEST_HOUR) return 0;
  const day = vietnamDay(now);
  const asked = await parts.db.sql.begin(async (tx) => {
    const due = await takeMorningChecks(tx, day, new Date(now.getTime() - ZALO_WINDOW_MS), 100);
    for (const { contactId, channel, simulated, code, name, locale, term } of due) {
      const say = (key: string, params = {}) => parts.texts.say(locale, key, params, addressOf(term));
      const message = {
        kind: 'text' as const,
        text: say('safety:morning.ask', { stall: name }),
        buttons: [
          { label: say('safety:button.check-code'), data: 's.check-code' },
          { label: say('safety:button.morning-off'), data: 's.morning.off' },
          { label: say('button.person'), data: 'g.person' },
        ],
      };
      const to = { id: contactId, channel, simulated };
      await queueNotice(
        tx,
        { to, cause: `morning:${code}:${day}`, message, expiresAt: new Date(now.getTime() + LIVES_MS) },
        now,
      );
    }
    return due.length;
  });
  if (asked > 0) parts.wake();
  return asked;
}
