/** The figures of a generated province as people get them: over HTTP, signed in, from the program as it runs in service. */
import { vietnamDay } from '../src/clock.ts';
import { createApiKey, openSession } from '../src/db/access.ts';
import type { Sql } from '../src/db/client.ts';
import { FORMATS, type Format } from '../src/report/export.ts';
import type { FigureTime } from './figures.ts';
import { quantile } from './numbers.ts';
import { KEY, NOW, PAST, type Province, phoneEndings } from './province.ts';
import { nodeOptionsOf, type Service, startService, watchMemory } from './service.ts';

/** Options of Node for the program: what `compose.yaml` gives its web processes. */
export const SERVED_WITH = nodeOptionsOf('web');
/** Requests of each kind, after a few that are not counted. */
const MANY = 120;
const WARM_UP = 5;
const MONTH = vietnamDay(NOW).slice(0, 7);

/** Who asks. */
interface Visitor {
  cookie: string;
  authorization: string;
}

/** Starts the program on the province's database, asks, and stops it. `bare`: what the ratios are to, in milliseconds. */
export async function timeServed(
  sql: Sql,
  where: { databaseUrl: string; folder: string },
  province: Province,
  bare: number,
): Promise<FigureTime[]> {
  const visitor = await comeIn(sql);
  const communes = Array.from({ length: MANY }, (_, index) => `c${1 + ((index * 37) % province.communes)}`);
  const endings = phoneEndings(province.contacts, MANY);
  const service = await startService(
    {
      DATABASE_URL: where.databaseUrl,
      DATA_DIR: where.folder,
      ENCRYPTION_KEY: KEY.toString('base64'),
      PROCESS_ROLE: 'web',
    },
    SERVED_WITH,
  );
  try {
    const ask = (path: string) => read(service, visitor, path);
    const time = async (what: string, paths: readonly string[], target = ''): Promise<FigureTime> => {
      const times = await timesOf(paths, ask);
      const p95 = quantile(times, 0.95);
      return { what, p50: quantile(times, 0.5), p95, ratio: p95 / bare, target, note: `${times.length} requests` };
    };
    const page = (path: string) => communes.map((code) => `${path}?dia-ban=${code}&ky=${MONTH}`);
    const rows = communes.map((code) => `/api/v1/indicators?area=${code}&period=${MONTH}`);
    const found = endings.map((digits) => `/nguoi-dan?dia-ban=P&tim=${digits}`);
    // One export first: the memory that counts is that of a process which has just started, and of one that has worked.
    const fresh = await timeExport(service, ask, 'xlsx', 'freshly started');
    const pages = [
      await time("Over HTTP: a commune's page", page('/'), '≤ 150 ms'),
      await time("Over HTTP: a commune's progress", page('/tien-do'), '≤ 150 ms'),
      await time('Over HTTP: one indicator in a commune', page('/tien-do/VI-1'), '≤ 150 ms'),
      await time("Over HTTP: the API's indicator rows", rows, '≤ 150 ms'),
      await time(
        'Over HTTP: the same as of a day in the past',
        rows.map((path) => `${path}&as_of=${PAST.toISOString()}`),
        '≤ 500 ms',
      ),
      { ...(await time('Over HTTP: people of the province by the end of their number', found)), ratio: null },
    ];
    const exports: FigureTime[] = [];
    for (const format of FORMATS) exports.push(await timeExport(service, ask, format, 'after the pages'));
    return [...pages, fresh, ...exports];
  } finally {
    await service.stop();
  }
}

/** An official of the whole province, with a session and a key. */
async function comeIn(sql: Sql): Promise<Visitor> {
  const now = new Date();
  const signedIn = await sql.begin(async (tx) => {
    const [contact] = await tx<{ id: bigint }[]>`
      insert into contacts (channel, external_id, area_code, created_at, seen_at)
      values ('zalo', 'bench-official', 'P', ${now}, ${now}) returning id`;
    await tx`
      insert into memberships (contact_id, role, area_code, name, since)
      values (${contact!.id}, 'official', 'P', 'cô Lan', ${now})`;
    return openSession(tx, String(contact!.id), now);
  });
  const { key } = await createApiKey(
    sql,
    { name: 'bench', role: 'official', areaCode: 'P', createdBy: 'command' },
    now,
  );
  return { cookie: `tro_ly_phien=${signedIn!.token}`, authorization: `Bearer ${key}` };
}

/** Bytes read. Rejects when the answer is anything but what was asked for. */
async function read({ url }: Service, { cookie, authorization }: Visitor, path: string): Promise<number> {
  const headers = path.startsWith('/api/') ? { authorization } : { cookie };
  const answer = await fetch(url + path, { headers, redirect: 'manual' });
  if (answer.status !== 200 || !answer.body) throw new Error(`${path} answers ${answer.status}.`);
  let bytes = 0;
  for await (const chunk of answer.body) bytes += (chunk as Uint8Array).length;
  return bytes;
}

/** Milliseconds of each, one after the other, sorted; the first few are not counted. */
async function timesOf(paths: readonly string[], ask: (path: string) => Promise<unknown>): Promise<number[]> {
  for (const path of paths.slice(0, WARM_UP)) await ask(path);
  const times: number[] = [];
  for (const path of paths) {
    const began = performance.now();
    await ask(path);
    times.push(performance.now() - began);
  }
  return times.toSorted((one, other) => one - other);
}

const WORDS: Record<Format, string> = { xlsx: 'an Excel file', csv: 'CSV', pdf: 'PDF (its communes)' };

async function timeExport(
  service: Service,
  ask: (path: string) => Promise<number>,
  format: Format,
  when: string,
): Promise<FigureTime> {
  const began = performance.now();
  let bytes = 0;
  const { before, most } = await watchMemory(service.pid, async () => {
    bytes = await ask(`/bao-cao/tep?dia-ban=P&ky=${MONTH}&dang=${format}`);
  });
  const megabytes = (size: number) => (size / 2 ** 20).toFixed(0);
  return {
    what: `Over HTTP: the whole province as ${WORDS[format]}, ${when}`,
    p50: null,
    p95: performance.now() - began,
    ratio: null,
    target: '≤ 30 s, ≤ 300 MB',
    note: `${(bytes / 2 ** 20).toFixed(1)} MB read; the process held ${megabytes(before)} MB before and ${megabytes(most)} MB at most`,
  };
}
