/**
 * The limit the house is measured against: PostgreSQL's own load generator running the two statements of a turn, one
 * turn a transaction, 32 clients, no batching, nothing decided and nothing sent. The statements are taken down while
 * `admit` and `store` run once, so they can never be other than the house's.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import postgres from 'postgres';
import type { Sql, Tx } from '../src/db/client.ts';
import { admit, store } from '../src/db/turns.ts';

export const CLIENTS = 32;

/** The program on the path or where Debian keeps it; null when it is not here. The embedded server comes without it. */
export function findPgbench(): string | null {
  const debian = ['18', '17', '16', '15'].map((version) => `/usr/lib/postgresql/${version}/bin`);
  const folders = [...(process.env.PATH ?? '').split(delimiter).filter(Boolean), ...debian];
  return folders.map((folder) => join(folder, 'pgbench')).find(isRunnable) ?? null;
}

function isRunnable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** One person of the house after some steps, as rows: what a turn reads and writes at that size. */
interface Sample {
  memory: unknown;
  turn: { understood: string; step_from: string | null; step_to: string | null };
  message: { kind: string; body: unknown };
}

/**
 * Fills `to` with `people` contacts like those of the house `from`, and writes the script of one turn to `file`.
 */
export async function prepare(from: Sql, toUrl: string, people: number, file: string): Promise<void> {
  const sample = await sampleOf(from);
  const to = postgres(toUrl, { max: 1, types: { bigint: postgres.BigInt }, onnotice: () => undefined });
  await to`
    insert into contacts (channel, external_id, term, memory, created_at, seen_at)
    select 'telegram', i::text, 'bác', ${to.json(sample.memory as never)}, now(), now() from generate_series(1, ${people}) i`;
  await to.end({ timeout: 5 });
  await writeFile(file, scriptOf(await statementsOf(toUrl, sample), people));
}

async function sampleOf(sql: Sql): Promise<Sample> {
  const [row] = await sql<
    { memory: unknown; understood: string; step_from: string; step_to: string; kind: string; body: unknown }[]
  >`
    select c.memory, t.understood, t.step_from, t.step_to, o.kind, o.body
    from turns t join contacts c on c.id = t.contact_id join outbound o on o.cause = 'in:' || t.inbound_id
    where o.kind = 'picture' and c.memory ? 'run' order by t.inbound_id desc limit 1`;
  if (!row) throw new Error('Nobody in the house has seen a picture yet.');
  const { memory, understood, step_from, step_to, kind, body } = row;
  return { memory, turn: { understood, step_from, step_to }, message: { kind, body } };
}

interface Statement {
  text: string;
  parameters: unknown[];
}

/** Values that stand for what differs from turn to turn; the script puts pgbench's variables in their place. */
const MARKS = { person: '@person@', key: '@key@', inbound: '@inbound@', contact: '@contact@' } as const;
const FENCE = 424_242n;
const LEASE_MS = 8642;

/** Runs a turn's two statements once, on a connection that tells what it sends. */
async function statementsOf(
  url: string,
  { memory, turn, message }: Sample,
): Promise<{ admit: Statement; store: Statement }> {
  const told: Statement[] = [];
  const sql = postgres(url, {
    max: 1,
    types: { bigint: postgres.BigInt },
    onnotice: () => undefined,
    debug: (_, text, parameters) => told.push({ text, parameters }),
  }) as Sql;
  const now = new Date();
  const statementOf = async (act: (tx: Tx) => Promise<unknown>): Promise<Statement> => {
    told.length = 0;
    await sql
      .begin(async (tx) => {
        await act(tx).catch(() => undefined); // the marks are no numbers: only what is sent matters
        throw ROLLBACK;
      })
      .catch((error) => {
        if (error !== ROLLBACK && (error as { code?: string }).code === undefined) throw error;
      });
    const said = told.find(({ text }) => text.trim().startsWith('with'));
    if (!said) throw new Error('A turn no longer begins with the statements this benchmark knows.');
    return said;
  };
  const admitted = await statementOf((tx) =>
    admit(
      tx,
      [
        {
          simulated: false,
          event: {
            key: MARKS.key,
            from: { channel: 'telegram', externalId: MARKS.person },
            occurredAt: now,
            what: { kind: 'press', data: 'r.1.1.go' },
          },
        },
      ],
      now,
    ),
  );
  const contact = {
    ...{
      id: MARKS.contact,
      memory: memory as never,
      term: 'bác',
      call_name: null,
      locale: 'vi',
      area_code: null,
      seen_at: now,
    },
    ...{ left_at: null, left_reason: null, muted_at: null, nudge_at: now, keep_nudge: false, pace_at: now },
  };
  const written = await statementOf((tx) =>
    store(
      tx,
      {
        contacts: [contact],
        turns: [
          { inbound_id: MARKS.inbound, contact_id: MARKS.contact, run_id: MARKS.inbound, seq: 7, heard: null, ...turn },
        ],
        outbound: [
          {
            ...{ contact_id: MARKS.contact, channel: 'telegram', cause: `in:${MARKS.inbound}`, part: 0, urgency: 0 },
            ...{ kind: message.kind as never, body: message.body as never, not_before: new Date(0), expires_at: null },
            ...{ broadcast_id: null, simulated: false, mine: true },
          },
        ],
      },
      { fence: FENCE, ms: LEASE_MS },
      now,
    ),
  );
  await sql.end({ timeout: 5 });
  return { admit: admitted, store: written };
}

const ROLLBACK = new Error('rolled back');

/** `'sent'` for `'sending'`: nobody sends these rows, and a turn in service finds the last one sent. */
function scriptOf(statements: { admit: Statement; store: Statement }, people: number): string {
  return [
    `\\set person random(1, ${people})`,
    '\\set key random(1, 9000000000000000000)',
    'begin;',
    `${filled(statements.admit)} \\gset`,
    `${filled(statements.store).replaceAll("'sending' else", "'sent' else")};`,
    'commit;',
    '',
  ].join('\n');
}

function filled({ text, parameters }: Statement): string {
  return text.replace(/\$(\d+)/g, (_, number: string) => expressionOf(parameters[Number(number) - 1]));
}

function expressionOf(parameter: unknown): string {
  const value = plain(parameter);
  if (value instanceof Date || (typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value))) return 'now()';
  if (String(value) === String(FENCE)) return `'${FENCE}'`;
  if (Number(value) === LEASE_MS) return String(LEASE_MS);
  const json: unknown = typeof value === 'string' ? JSON.parse(value) : value;
  if (typeof json !== 'object' || json === null)
    throw new Error(`A turn sends something this benchmark does not know: ${String(value)}.`);
  return `(${jsonExpression(json)})::jsonb`;
}

/** postgres.js wraps values whose type was named. */
const plain = (parameter: unknown): unknown =>
  typeof parameter === 'object' && parameter !== null && 'value' in parameter && 'type' in parameter
    ? parameter.value
    : parameter;

const VARIABLES: Record<string, string> = {
  [MARKS.person]: ':person::text',
  [MARKS.key]: ':key::text',
  [MARKS.inbound]: ':inbound_id::text',
  [MARKS.contact]: ':id::text',
};

/** pgbench takes `:word` for a variable even inside a literal, so colons in values are written as JSON escapes. */
function jsonExpression(json: object): string {
  const text = JSON.stringify(
    json,
    (_, value) => (typeof value === 'string' ? value.replaceAll(':', '\u0001') : value),
    1,
  )
    .replaceAll('\\u0001', '\\u003a')
    .replaceAll(/\n\s*/g, ' ')
    .replaceAll("'", "''");
  return `'${text.replace(/@(person|key|inbound|contact)@/g, (mark) => `' || ${VARIABLES[mark]} || '`)}'`;
}

/** Runs the script; transactions a second. */
export async function runPgbench(program: string, url: string, file: string, seconds: number): Promise<number> {
  const how = ['-n', '-M', 'prepared', '-c', String(CLIENTS), '-j', '2', '-T', String(seconds), '-f', file];
  const child = spawn(program, [...how, url], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stdout.on('data', (chunk) => {
    said += chunk;
  });
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  const [code] = await once(child, 'close');
  const tps = /^tps = ([\d.]+)/m.exec(said)?.[1];
  if (code !== 0 || tps === undefined || /aborted/.test(said)) throw new Error(`pgbench failed:\n${said.slice(-2000)}`);
  return Number(tps);
}

/** `pgbench (PostgreSQL) 18.4`, for the record; null when it is not here. */
export function pgbenchVersion(): string | null {
  const program = findPgbench();
  return program && execFileSync(program, ['--version'], { encoding: 'utf8' }).trim();
}
