/** The counters, and what is read from the house at every scrape. */
import type { Database } from '../db/client.ts';
import { createMetrics, type Metrics } from '../metrics.ts';
import type { Texts } from '../text.ts';

export function openMetrics({ sql }: Database, texts: Texts): Metrics {
  const metrics = createMetrics();
  const count = async (counted: ReturnType<typeof sql>) => ((await counted)[0] as { count: number }).count;
  metrics.watch('tls_outbox_open', 'Outbox rows not yet ended', () =>
    count(sql`select count(*)::int as count from outbound where state in ('queued', 'sending')`),
  );
  metrics.watch('tls_announcements_waiting', 'People whose turn in an announcement under way has not come', () =>
    count(sql`
      select count(*)::int as count from broadcast_recipients r join broadcasts b on b.id = r.broadcast_id
      where b.state = 'sending' and r.state = 'planned'`),
  );
  metrics.total('tls_missing_words_total', 'Texts shown in Vietnamese because the reader’s language lacks them', () =>
    [...texts.missing.values()].reduce((sum, count) => sum + count, 0),
  );
  return metrics;
}
