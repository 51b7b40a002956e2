/**
 * Where one case plays: a database of its own, the two loopback platforms with their ledgers, and houses that are real
 * processes. Everything a case starts is ended with it.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import postgres from 'postgres';
import { vietnamTime } from '../src/clock.ts';
import type { SettingName } from '../src/config.ts';
import type { Sql } from '../src/db/client.ts';
import type { Begin, HouseSettings } from '../test/e2e/support/house-process.ts';
import { freePort, type HouseProcess, spawnHouse } from '../test/e2e/support/house-spawn.ts';
import { type FakeTelegram, startFakeTelegram } from '../test/support/fake-telegram.ts';
import { type FakeZalo, startFakeZalo } from '../test/support/fake-zalo.ts';
import type { Postgres } from './postgres.ts';

export interface HouseOptions extends Partial<Omit<HouseSettings, 'env'>> {
  role?: 'all' | 'web' | 'worker';
  crash?: Begin['crash'];
  /** Listens, but the platforms do not know its address; or at this port. */
  beside?: boolean | number;
  /** Where its log goes instead of being kept. */
  logTo?: string;
}

export interface Stage {
  /** Minutes where the short form has seconds. */
  readonly isLong: boolean;
  readonly postgres: Postgres;
  readonly databaseUrl: string;
  readonly sql: Sql;
  /** Where the house that takes the webhooks listens. */
  readonly front: string;
  readonly telegram: FakeTelegram;
  readonly zalo: FakeZalo;
  /** Rows that were in somebody's hands when a process was killed: what may arrive twice. */
  readonly inFlight: Set<bigint>;
  /** Milliseconds: `seconds` in the short form, as many minutes in the long one, 5 minutes at most. */
  lasting(seconds: number): number;
  /** The house's own time. */
  now(): Date;
  /** Starts a house. Unless it is a worker or stands `beside`, it takes the webhooks. */
  house(options?: HouseOptions): Promise<HouseProcess>;
  /** Loaded already, so that a restart takes no longer than it has to. */
  spare(options?: HouseOptions): { begin(how?: Begin): Promise<HouseProcess>; drop(): Promise<void> };
  /** SIGKILL, and what it held is noted. */
  kill(house: HouseProcess): Promise<void>;
  /** Notes what nobody holds any more, after a house has ended by itself. */
  noteInFlight(): Promise<void>;
  /** An administrator of the Official Account consents anew; houses that start from now on are given the new token. */
  renewConsent(): void;
  /** Every line any house has printed. */
  printed(): string;
  /** Resolves with the time it took until nothing is queued or under way; rejects when that takes too long. */
  settled(withinMs?: number): Promise<number>;
  close(): Promise<void>;
}

export const SECRET = 'fault-report';
/** Ten o'clock in Vietnam, whatever the machine's clock says: no night keeps announcements back. */
const HOUR_OF_DAY = 10;
const SETTLES_WITHIN_MS = 90_000;
const LEASE_MS = 1200;

export interface StageOptions {
  name: string;
  isLong: boolean;
  /** `src` of a copy with a fault built in; the houses are then that program. */
  program?: string;
}

export async function openStage(server: Postgres, { name, isLong, program }: StageOptions): Promise<Stage> {
  const databaseUrl = await server.database(`fault_${name.replace(/\W/g, '_')}_${Date.now().toString(36)}`);
  const sql = postgres(databaseUrl, { max: 3, types: { bigint: postgres.BigInt }, onnotice: () => undefined });
  const offsetMs = vietnamTime(new Date(), 1, HOUR_OF_DAY).getTime() - Date.now();
  const now = () => new Date(Date.now() + offsetMs);
  const telegram = await startFakeTelegram({
    redeliverAfterMs: 150,
    attempts: 1_000_000,
    anyChat: true,
    validate: false,
  });
  const zalo = await startFakeZalo({ redeliverAfterMs: 150, validate: false, now });
  const dataDir = await mkdtemp(join(tmpdir(), 'tro-ly-so-faults-'));
  const port = await freePort();
  let seed = zalo.consent();
  zalo.webhook = `http://127.0.0.1:${port}/webhooks/zalo`;
  const inFlight = new Set<bigint>();
  const houses: HouseProcess[] = [];

  const noteInFlight = async () => {
    const rows = await sql<{ id: bigint }[]>`select id from outbound where state = 'sending'`;
    for (const { id } of rows) inFlight.add(id);
  };

  async function envFor(role: string, beside: boolean | number): Promise<Partial<Record<SettingName, string>>> {
    return {
      DATABASE_URL: databaseUrl,
      DATA_DIR: dataDir,
      ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
      PORT: String(typeof beside === 'number' ? beside : beside ? await freePort() : port),
      PUBLIC_URL: `http://127.0.0.1:${port}`,
      PROCESS_ROLE: role,
      TELEGRAM_BOT_TOKEN: telegram.token,
      TELEGRAM_WEBHOOK_SECRET: SECRET,
      TELEGRAM_API_ROOT: telegram.apiRoot,
      ZALO_APP_ID: zalo.appId,
      ZALO_APP_SECRET: zalo.appSecret,
      ZALO_OA_ID: zalo.oaId,
      ZALO_OA_SECRET: zalo.oaSecret,
      ZALO_REFRESH_TOKEN: seed,
      ZALO_API_ROOT: zalo.root,
      ZALO_OAUTH_ROOT: zalo.root,
      LOG_LEVEL: 'info',
    };
  }

  function spare({ role = 'all', beside = role === 'worker', crash, logTo, ...knobs }: HouseOptions = {}) {
    const loading = envFor(role, beside).then((env) => {
      const settings = { leaseMs: LEASE_MS, paceChats: false, clockOffsetMs: offsetMs, ...knobs, env };
      return spawnHouse(settings, { ...(program && { program }), ...(logTo && { logTo }) });
    });
    return {
      async begin(how?: Begin) {
        const house = await loading;
        houses.push(house);
        await house.begin(how ?? (crash ? { crash } : {}));
        return house;
      },
      drop: async () => (await loading).kill(),
    };
  }

  const whatIsOpen = async () => {
    const rows = await sql<{ what: string }[]>`
      select format('%s × %s %s, due in %s s', count(*), state, coalesce(reason, ''),
                    round(extract(epoch from min(not_before) - ${now()}))) as what
      from outbound where state in ('queued', 'sending') group by state, reason
      union all select format('announcement %s', state) from broadcasts where state in ('scheduled', 'sending')`;
    return rows.map(({ what }) => what).join('; ');
  };

  const settledWithin = async (withinMs: number) => {
    const began = Date.now();
    for (;;) {
      const [row] = await sql<{ open: number }[]>`
        select (select count(*) from outbound where state in ('queued', 'sending'))
             + (select count(*) from broadcasts where state in ('scheduled', 'sending')) as open`;
      if (Number(row?.open) === 0) return Date.now() - began;
      if (Date.now() - began > withinMs)
        throw new Error(`after ${withinMs / 1000} s still open: ${await whatIsOpen()}`);
      await pause(50);
    }
  };

  return {
    isLong,
    postgres: server,
    databaseUrl,
    sql,
    front: `http://127.0.0.1:${port}`,
    telegram,
    zalo,
    inFlight,
    lasting: (seconds) => 1000 * (isLong ? Math.min(300, seconds * 60) : seconds),
    now,
    house: (options) => spare(options).begin(),
    spare,
    async kill(house) {
      await house.kill();
      await noteInFlight();
    },
    noteInFlight,
    renewConsent: () => {
      seed = zalo.consent();
    },
    printed: () => houses.map((house) => house.printed()).join(''),
    settled: (withinMs = SETTLES_WITHIN_MS) => settledWithin(withinMs),
    async close() {
      await Promise.all(houses.map((house) => house.kill()));
      await telegram.close();
      await zalo.close();
      await sql.end({ timeout: 2 });
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
