/**
 * Feeds announcements into the outbox in small portions, so that a list of 100,000 is never held in memory, a stop works
 * at once and nobody's reply waits behind it. Any number of workers may run it: rows are taken with `skip locked`.
 */
import { whenAllowed } from '../bot/nudge.ts';
import { encodePress } from '../bot/press.ts';
import type { Clock } from '../clock.ts';
import { vietnamDay } from '../clock.ts';
import { unreachableReason } from '../db/audience.ts';
import type { Database, Tx } from '../db/client.ts';
import { addressOf, type Texts } from '../text.ts';
import { countRecipients, resultText } from './result.ts';

/** People moved from the plan into the outbox at a time. */
const PORTION = 200;
/** No more than this waits in the outbox per announcement: a minute's worth at the allowed pace. */
const WAITING_LIMIT = 1_000;
const POLL_MS = 400;
/** A progress message is edited at most this often. */
const PROGRESS_MS = 3_000;

export interface Feeder {
  start(): void;
  /** Runs until nothing more can be fed now; used after a clock jump and in tests. */
  runOnce(): Promise<void>;
  stop(): Promise<void>;
}

interface Deps {
  db: Database;
  clock: Clock;
  texts: Texts;
  /** Tells the sender that rows are waiting. */
  wake(): void;
  onError(error: unknown): void;
}

export function createFeeder(deps: Deps): Feeder {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  const lastProgress = new Map<string, number>();
  const round = () => feedAll(deps, lastProgress);
  const loop = () => {
    running = round()
      .catch(deps.onError)
      .finally(() => {
        timer = timer && setTimeout(loop, POLL_MS);
      });
  };
  return {
    start: () => {
      timer = setTimeout(loop, 0);
    },
    runOnce: round,
    stop: async () => {
      clearTimeout(timer);
      timer = undefined;
      await running;
    },
  };
}

async function feedAll(deps: Deps, lastProgress: Map<string, number>): Promise<void> {
  const open = await deps.db.sql<{ id: bigint }[]>`select id from broadcasts where state = 'sending' order by id`;
  for (const { id } of open) {
    while ((await feed(deps, String(id))) > 0) deps.wake();
    await report(deps, String(id), lastProgress);
  }
}

/** Moves one portion; returns how many people it took. */
async function feed(deps: Deps, id: string): Promise<number> {
  const now = deps.clock.now();
  return deps.db.sql.begin(async (tx) => {
    const [broadcast] = await tx<{ text: string; simulated: boolean }[]>`
      select text, simulated from broadcasts where id = ${id} and state = 'sending' for share`;
    if (!broadcast) return 0;
    const [waiting] = await tx<{ count: number }[]>`
      select count(*)::int as count from outbound where broadcast_id = ${id} and state = 'queued'`;
    if ((waiting?.count ?? 0) >= WAITING_LIMIT) return 0;
    const portion = await tx<{ contact_id: bigint; reason: string | null }[]>`
      select r.contact_id, ${unreachableReason(tx, now)} as reason
      from broadcast_recipients r join contacts c on c.id = r.contact_id
      where r.broadcast_id = ${id} and r.state = 'planned'
      order by r.contact_id limit ${PORTION} for update of r skip locked`;
    if (portion.length === 0) return 0;
    await enqueue(tx, deps.texts, id, broadcast, portion, now);
    return portion.length;
  });
}

async function enqueue(
  tx: Tx,
  texts: Texts,
  id: string,
  broadcast: { text: string; simulated: boolean },
  portion: { contact_id: bigint; reason: string | null }[],
  now: Date,
): Promise<void> {
  const reachable = portion.filter(({ reason }) => reason === null).map((row) => String(row.contact_id));
  const lost = portion
    .filter(({ reason }) => reason !== null)
    .map((row) => ({ id: String(row.contact_id), reason: row.reason }));
  const label = texts.say('vi', 'broadcast:button.no-more', {}, addressOf(null));
  const data = encodePress({ scope: 'general', word: 'stop-announcements' });
  const body = { kind: 'text', text: broadcast.text, buttons: [{ label, data }] };
  const notBefore = whenAllowed(now);
  await tx`
    insert into outbound (contact_id, channel, cause, part, kind, body, urgency, state, not_before, expires_at, broadcast_id,
      queued_at, simulated)
    select c.id, c.channel, ${`broadcast:${id}`}, (select count(*) from outbound o where o.broadcast_id = ${id} and o.contact_id = c.id),
      'text', ${tx.json(body)}, 2, 'queued', ${notBefore}, ${new Date(notBefore.getTime() + 2 * 86_400_000)}, ${id}, ${now},
      ${broadcast.simulated}
    from contacts c where c.id = any (${reachable}::bigint[]) order by c.id
    on conflict do nothing`;
  await tx`
    update contacts set prompted_on = ${vietnamDay(notBefore)}::date where id = any (${reachable}::bigint[])`;
  await tx`
    update broadcast_recipients set state = 'queued' where broadcast_id = ${id} and contact_id = any (${reachable}::bigint[])`;
  await tx`
    update broadcast_recipients r set state = 'failed', reason = l.reason, failed_at = ${now}
    from jsonb_to_recordset(${tx.json(lost)}) as l(id bigint, reason text)
    where r.broadcast_id = ${id} and r.contact_id = l.id`;
}

/** Tells the author how it goes, and closes the announcement when nobody is left. */
async function report(deps: Deps, id: string, lastProgress: Map<string, number>): Promise<void> {
  const now = deps.clock.now();
  const counts = await countRecipients(deps.db.sql, id);
  const isDone = counts.left === 0;
  if (!isDone && now.getTime() - (lastProgress.get(id) ?? 0) < PROGRESS_MS) return;
  lastProgress.set(id, now.getTime());
  if (isDone) {
    const closed = await deps.db.sql`
      update broadcasts set state = 'done', ended_at = ${now} where id = ${id} and state = 'sending' returning 1`;
    if (closed.length === 0) return;
    lastProgress.delete(id);
  }
  const say = (key: string, params?: Record<string, string | number>) =>
    deps.texts.say('vi', key, params, { xung: 'bạn', con: 'mình' });
  await writeToAuthor(deps, id, resultText(say, counts, !isDone), isDone, now);
  deps.wake();
}

/**
 * One progress message, edited where the channel can edit; the end is a message of its own, so that it rings. Zalo
 * cannot edit: there the author gets the first line and the result.
 */
async function writeToAuthor(deps: Deps, id: string, text: string, isDone: boolean, now: Date): Promise<void> {
  await deps.db.sql.begin(async (tx) => {
    const [author] = await tx<
      { id: bigint; channel: string; simulated: boolean; shown: string | null; began: boolean }[]
    >`
      select c.id, c.channel, b.simulated,
        (select o.external_id from outbound o where o.contact_id = c.id and o.cause = ${`progress:${id}`} and o.state = 'sent') as shown,
        exists (select 1 from outbound o where o.contact_id = c.id and o.cause = ${`progress:${id}`}) as began
      from broadcasts b join contacts c on c.id = b.author_id where b.id = ${id}`;
    if (!author) return;
    const canEdit = author.channel === 'telegram' && author.shown !== null;
    if (!isDone && author.began && !canEdit) return;
    const desk = {
      label: deps.texts.say('vi', 'volunteer:desk.back'),
      data: encodePress({ scope: 'general', word: 'desk' }),
    };
    const body =
      !isDone && canEdit
        ? { kind: 'edit', externalId: author.shown, text }
        : { kind: 'text', text, ...(isDone && { buttons: [desk] }) };
    const cause = isDone ? `result:${id}` : author.began ? `progress:${id}:${now.getTime()}` : `progress:${id}`;
    await tx`
      insert into outbound (contact_id, channel, cause, part, kind, body, urgency, state, not_before, expires_at, queued_at, simulated)
      values (${author.id}, ${author.channel}, ${cause}, 0, ${body.kind}, ${tx.json(body)}, 1, 'queued', ${now},
              ${new Date(now.getTime() + 86_400_000)}, ${now}, ${author.simulated})
      on conflict do nothing`;
  });
}
