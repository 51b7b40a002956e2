/** Behind an announcement's figures: who comes, who is to be visited, and every recipient as a file. */
import { PassThrough } from 'node:stream';
import { exportRows, type RecipientRow, whoComes } from '../../broadcast/result.ts';
import { areaName } from '../../db/areas.ts';
import type { Broadcast } from '../../db/broadcasts.ts';
import { channelOf } from '../../db/reach.ts';
import { listVisitTasks, type VisitTask } from '../../db/visit-tasks.ts';
import { TABLE_FORMATS, type TableCell, type TableFormat, writeTable } from '../../report/table-file.ts';
import { readTheirs } from './announcement-acts.tsx';
import { crumbsBelow, elsewhereWords } from './announcement-parts.tsx';
import { Empty, Table, Time } from './components.tsx';
import { count, moment } from './format.ts';
import { NumberedPager, pageNumber } from './paging.tsx';
import { type Answer, file, missing, type Say, show, type Visit } from './visit.ts';

const COMING_SHOWN = 300;
const VISITS_SHOWN = 100;

export async function comingPage(visit: Visit): Promise<Answer> {
  const broadcast = await readTheirs(visit);
  if (!broadcast) return missing();
  const { say, sql, now } = visit;
  await visit.note({ subject: `broadcast:${broadcast.id}` });
  const people = await whoComes(sql, broadcast.id, COMING_SHOWN + 1);
  type Coming = (typeof people)[number];
  return show({
    title: say('announcements:coming.title'),
    asOf: now,
    crumbs: crumbsBelow(broadcast, say),
    body:
      people.length === 0 ? (
        <Empty title={say('announcements:coming.none')} />
      ) : (
        <>
          <Table<Coming>
            id="coming"
            caption={say('announcements:coming.caption', { n: count(Math.min(people.length, COMING_SHOWN)) })}
            rows={people.slice(0, COMING_SHOWN)}
            columns={[
              {
                key: 'who',
                head: say('announcements:sample.who'),
                cell: ({ callName }) => callName ?? say('officials:people.nameless'),
              },
              { key: 'area', head: say('announcements:sample.area'), cell: (row) => row.areaName ?? '–' },
              { key: 'at', head: say('announcements:coming.at'), cell: ({ at }) => <Time at={at} /> },
            ]}
          />
          {people.length > COMING_SHOWN && <p class="quiet">{say('announcements:coming.more')}</p>}
        </>
      ),
  });
}

export async function visitsPage(visit: Visit): Promise<Answer> {
  const broadcast = await readTheirs(visit);
  if (!broadcast) return missing();
  const { say, sql, now } = visit;
  await visit.note({ subject: `broadcast:${broadcast.id}` });
  const page = pageNumber(visit);
  const found = await listVisitTasks(sql, broadcast.id, { most: VISITS_SHOWN + 1, offset: (page - 1) * VISITS_SHOWN });
  return show({
    title: say('announcements:visits.title'),
    asOf: now,
    crumbs: crumbsBelow(broadcast, say),
    body:
      found.length === 0 ? (
        <Empty title={say('announcements:visits.none')}>
          <p>{say('announcements:visits.hint')}</p>
        </Empty>
      ) : (
        <>
          <p class="quiet">{say('announcements:visits.hint')}</p>
          <Table<VisitTask>
            id="visits"
            caption={say('announcements:visits.title')}
            captionHidden
            rows={found.slice(0, VISITS_SHOWN)}
            columns={[
              {
                key: 'who',
                head: say('announcements:sample.who'),
                cell: ({ name }) => name ?? say('officials:people.nameless'),
              },
              { key: 'area', head: say('announcements:sample.area'), cell: (row) => row.areaName ?? '–' },
              { key: 'why', head: say('announcements:visits.why'), cell: ({ reason }) => visitReason(reason, say) },
              { key: 'state', head: say('announcements:visits.state'), cell: (row) => visitState(row, say) },
            ]}
          />
          <NumberedPager visit={visit} page={page} more={found.length > VISITS_SHOWN} />
        </>
      ),
  });
}

const visitReason = (reason: string, say: Say): string =>
  say(reason === 'no-chat' ? 'announcements:visits.no-chat' : `broadcast:reason.${reason}`);

function visitState({ doneAt, takenBy, outcome }: VisitTask, say: Say): string {
  if (doneAt && outcome === 'reached-by-message') return say('announcements:visits.reached');
  if (doneAt) return say('announcements:visits.done', { at: moment(doneAt) });
  return takenBy === null ? say('announcements:visits.open') : say('announcements:visits.taken', { who: takenBy });
}

// ── every recipient ────────────────────────────────────────────────────────────────────────────────────────────────

const TYPES: Record<TableFormat, string> = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
};

const COLUMNS = [
  'who',
  'area',
  'channel',
  'way',
  'elsewhere',
  'state',
  'reason',
  'attempts',
  'cost',
  'sent-at',
  'answer',
] as const;

export async function recipientsFile(visit: Visit): Promise<Answer> {
  const broadcast = await readTheirs(visit);
  if (!broadcast) return missing();
  const { say, ports, query } = visit;
  const format = TABLE_FORMATS.find((known) => known === query.dang) ?? 'xlsx';
  await visit.note({ subject: `broadcast:${broadcast.id}` });
  const out = new PassThrough();
  const rows = inWords(exportRows(ports.sql, broadcast.id), say);
  const head = COLUMNS.map((column) => say(`announcements:column.${column}`));
  // Written while it is sent: a province's announcement has more rows than one would like to hold.
  writeTable({ name: say('announcements:file.sheet'), head, rows }, format, out).catch((error: Error) =>
    out.destroy(error),
  );
  return file(`thong-bao-${broadcast.id}-${await placeName(visit, broadcast)}.${format}`, TYPES[format], out);
}

const placeName = async ({ sql }: Visit, { audience }: Broadcast): Promise<string> =>
  (await areaName(sql, audience.area)).toLowerCase().replaceAll(' ', '-') || audience.area;

async function* inWords(rows: AsyncIterable<RecipientRow>, say: Say): AsyncGenerator<TableCell[]> {
  for await (const row of rows) {
    yield [
      row.callName,
      row.areaName,
      say(`broadcast:channel.${row.channel}`),
      row.way && say(`broadcast:way.${row.way}`),
      row.way && channelOf(row.way) !== row.channel
        ? elsewhereWords({ from: row.channel, to: channelOf(row.way) }, say)
        : null,
      say(`announcements:recipient.${row.state}`),
      row.reason && say(`broadcast:reason.${row.reason}`),
      row.attempts,
      row.costVnd,
      row.sentAt && moment(row.sentAt),
      row.answer && say(`broadcast:button.${row.answer}`),
    ];
  }
}
