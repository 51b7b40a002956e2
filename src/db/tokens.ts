/** Zalo's token pair in one row per OA, sealed. Who may refresh it and when is decided in `zalo-token.ts`. */
import type { TokenRow, TokenState, TokenStore } from '../bot/channels/zalo-token.ts';
import type { Database, Tx } from './client.ts';
import { open, seal } from './seal.ts';

interface StoredRow {
  access_token: Buffer | null;
  refresh_token: Buffer;
  expires_at: Date | null;
  state: TokenState;
  attempt_at: Date | null;
  attempts: number;
  attempt_by: string | null;
  seed_hash: string;
}

export interface TokenPlace {
  oaId: string;
  /** ENCRYPTION_KEY. With another than the tokens were sealed with, `change` rejects with a `SealError`. */
  key: Buffer;
}

/**
 * The store of one OA's tokens. Decisions about a row happen one after another over all processes: each holds an
 * advisory lock, which also covers the time before there is a row, until its transaction has committed.
 */
export function createPgTokenStore({ sql }: Pick<Database, 'sql'>, { oaId, key }: TokenPlace): TokenStore {
  const contextOf = (column: string) => `zalo-token:${oaId}:${column}`;
  const conceal = (column: string, token: string) => seal(key, Buffer.from(token), contextOf(column));
  const reveal = (column: string, sealed: Buffer) => open(key, sealed, contextOf(column)).toString();

  async function read(tx: Tx): Promise<TokenRow | null> {
    await tx`select pg_advisory_xact_lock(hashtextextended(${contextOf('row')}, 0))`;
    const [row] = await tx<StoredRow[]>`
      select access_token, refresh_token, expires_at, state, attempt_at, attempts, attempt_by, seed_hash
      from zalo_tokens where oa_id = ${oaId}`;
    if (!row) return null;
    return {
      state: row.state,
      accessToken: row.access_token && reveal('access', row.access_token),
      expiresAt: row.expires_at,
      refreshToken: reveal('refresh', row.refresh_token),
      unanswered: row.attempts,
      ...attemptOf(row),
      seeds: row.seed_hash.split(' ').filter(Boolean),
    };
  }

  async function write(tx: Tx, row: TokenRow): Promise<void> {
    const stored = {
      oa_id: oaId,
      access_token: row.accessToken === null ? null : conceal('access', row.accessToken),
      refresh_token: conceal('refresh', row.refreshToken),
      expires_at: row.expiresAt,
      state: row.state,
      attempt_at: row.claim?.until ?? row.notBefore,
      attempts: row.unanswered,
      attempt_by: row.claim?.id ?? null,
      seed_hash: row.seeds.join(' '),
    };
    await tx`
      insert into zalo_tokens ${tx(stored)}
      on conflict (oa_id) do update set
        rotated_at = case when zalo_tokens.expires_at is distinct from excluded.expires_at then clock_timestamp()
                     else zalo_tokens.rotated_at end,
        access_token = excluded.access_token, refresh_token = excluded.refresh_token, expires_at = excluded.expires_at,
        state = excluded.state, attempt_at = excluded.attempt_at, attempts = excluded.attempts,
        attempt_by = excluded.attempt_by, seed_hash = excluded.seed_hash`;
  }

  return {
    async change(decide) {
      const answered = await sql.begin(async (tx) => {
        const { answer, row } = decide(await read(tx));
        if (row) await write(tx, row);
        return { answer };
      });
      return answered.answer;
    },
  };
}

/**
 * `attempt_at` with a name is when that attempt's claim ends; without one, when the next attempt may begin. The two never
 * matter together: who claims has waited out the pause.
 */
const attemptOf = ({ attempt_at: at, attempt_by: by }: StoredRow): Pick<TokenRow, 'claim' | 'notBefore'> =>
  by === null || at === null ? { claim: null, notBefore: at } : { claim: { id: by, until: at }, notBefore: null };
