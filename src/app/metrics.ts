/** The counters, and what is read from the house at every scrape. */
import type { Database } from '../db/client.ts';
import { createMetrics, type Metrics } from '../metrics.ts';
import type { Texts } from '../text.ts';

export function openMetrics({ sql }: Database, texts: Texts): Metrics {
  const metrics = createMetrics();
  metrics.watch('tls_outbox_open', 'Outbox rows not yet ended', async () => {
    const [row] = await sql<
      { count: number }[]
    >`select count(*)::int as count from outbound where state in ('queued', 'sending')`;
    return row?.count ?? 0;
  });
  metrics.total('tls_missing_words_total', 'Texts shown in Vietnamese because the reader’s language lacks them', () =>
    [...texts.missing.values()].reduce((sum, count) => sum + count, 0),
  );
  return metrics;
}
