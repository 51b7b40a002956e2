/**
 * Answers to writes that may be repeated (`Idempotency-Key`). The row is claimed in the transaction of the work itself:
 * a repeat at the same time waits for it, and when the work is undone the claim is undone with it.
 */
import type { Sql, Tx } from './client.ts';

/** How long a repeat is answered with what was answered before. */
export const ANSWERS_KEPT_MS = 30 * 86_400_000;

export interface Asked {
  /** `key:3`. */
  caller: string;
  /** The caller's `Idempotency-Key`. */
  key: string;
  /** Of method, address and body. */
  requestHash: string;
}

export type Claim = { is: 'new' } | { is: 'repeat'; status: number; answer: unknown } | { is: 'other-request' };

/** Waits while the same key is at work in another transaction. */
export async function claimAnswer(tx: Tx, { caller, key, requestHash }: Asked, now: Date): Promise<Claim> {
  const claimed = await tx`
    insert into api_answers (caller, key, request_hash, at) values (${caller}, ${key}, ${requestHash}, ${now})
    on conflict (caller, key) do update set request_hash = excluded.request_hash, at = excluded.at, status = null, answer = null
      where api_answers.at < ${new Date(now.getTime() - ANSWERS_KEPT_MS)}
    returning 1`;
  if (claimed.length > 0) return { is: 'new' };
  const [row] = await tx<{ request_hash: string; status: number; answer: unknown }[]>`
    select request_hash, status, answer from api_answers where caller = ${caller} and key = ${key}`;
  if (!row || row.request_hash !== requestHash) return { is: 'other-request' };
  return { is: 'repeat', status: row.status, answer: row.answer };
}

export async function keepAnswer(tx: Tx, { caller, key }: Asked, status: number, answer: unknown): Promise<void> {
  await tx`
    update api_answers set status = ${status}, answer = ${tx.json(answer as Parameters<typeof tx.json>[0])}
    where caller = ${caller} and key = ${key}`;
}

/** Forgets what nobody may repeat any more. */
export async function forgetAnswers(sql: Sql, now: Date): Promise<void> {
  await sql`delete from api_answers where at < ${new Date(now.getTime() - ANSWERS_KEPT_MS)}`;
}
