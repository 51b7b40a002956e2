/**
 * Zalo's rotating token. An access token lives 25 hours; a refresh token lives 3 months, works once, and its use kills
 * both it and the access token of before. Two processes that refresh at once, or one that dies between Zalo's answer
 * and our commit, therefore cost the whole grant, and only a person can restore it.
 *
 * How that is kept from happening:
 * - The pair lives in one row per OA. Every decision about it is a pure function of that row, applied in one short
 *   transaction ({@link TokenStore.change}); no transaction is open while Zalo is asked.
 * - Whoever comes first writes a claim and counts the attempt **before** the request leaves. A process that dies
 *   leaves both behind, so the next one knows that this refresh token may already be spent.
 * - The new pair is committed before anybody uses it.
 * - A refresh token without a known end (time-out, dead process) is tried at most once more: `refresh-lost`. After that,
 *   or when Zalo refuses it, the row is `needs-consent`.
 *
 * Mending `needs-consent`: the OA's administrator grants the app anew (developers.zalo.me, API Explorer or the
 * permission link), and the new refresh token goes into `ZALO_REFRESH_TOKEN`; the next start takes it over. A value
 * that was taken over once is never taken over again, so an old setting left on another machine does no harm.
 */
import { createHash, randomUUID } from 'node:crypto';
import { fieldsOf, stringOf } from './untrusted.ts';
import { type FailedSend, failed, wireFailure } from './wire.ts';
import type { ZaloTransport } from './zalo-client.ts';
import { httpFailure, zaloFailure } from './zalo-failures.ts';

/** Left on an access token when the next one is fetched: long enough for a person to mend a failure meanwhile. */
export const REFRESH_BEFORE_MS = 5 * 60 * 60 * 1000;
/** How long a claim keeps others away: well above the time we wait for Zalo's answer. */
export const CLAIM_MS = 60_000;
/** Pause before a refresh that failed is tried again. */
export const RETRY_AFTER_MS = 30_000;
/** Times one refresh token may be sent without an answer: once, and once blindly. */
const UNANSWERED_AT_MOST = 2;
/** How often a process that waits for another one's refresh looks again. */
const LOOK_EVERY_MS = 250;
/** Access token's life when Zalo does not say; its documents say 25 h. */
const LIFE_UNSAID_SECONDS = 3600;

export type TokenState = 'ready' | 'refreshing' | 'refresh-lost' | 'needs-consent';

export interface TokenRow {
  state: TokenState;
  /** Null before the first refresh. Secret. */
  accessToken: string | null;
  /** Null exactly when `accessToken` is. */
  expiresAt: Date | null;
  /** Secret. */
  refreshToken: string;
  /** Times `refreshToken` was sent (or was about to be) and no end of it is known. */
  unanswered: number;
  /** Who is refreshing; nobody else may before `until`. */
  claim: { id: string; until: Date } | null;
  /** No refresh before this, after one that failed. */
  notBefore: Date | null;
  /** SHA-256 of every `ZALO_REFRESH_TOKEN` ever taken over. */
  seeds: string[];
}

/**
 * Where the row is kept. One promise: `change` reads the row and writes what `decide` returns as one atomic step that
 * no other `change`, here or in another process, can overlap, and resolves only when that is durable. In PostgreSQL:
 * one transaction with the row locked (`pg_advisory_xact_lock` while there is no row yet, or `insert … on conflict do
 * nothing`, then `select … for update`), tokens encrypted. `decide` is synchronous, has no effects, and may be called
 * again. Without `row` in the decision nothing is written.
 */
export interface TokenStore {
  change<Answer>(decide: (row: TokenRow | null) => Decision<Answer>): Promise<Answer>;
}

export interface Decision<Answer> {
  answer: Answer;
  row?: TokenRow;
}

export interface TokenPair {
  accessToken: string;
  refreshToken: string;
  expiresAt: Date;
}

/** Why there is no token to call with. */
export class TokenFault extends Error {
  constructor(readonly failed: FailedSend) {
    super(failed.detail);
  }
}

export interface TokenSource {
  /** A token to call with. Throws {@link TokenFault}. */
  current(): Promise<string>;
  /** Another one, since Zalo refused `refused` (-216, -220). Throws {@link TokenFault}. */
  renew(refused: string): Promise<string>;
}

// ---- Decisions about the row: pure -----------------------------------------------------------------------------

/** Takes over a first or renewed `ZALO_REFRESH_TOKEN`; a value seen before changes nothing. */
export function adopt(row: TokenRow | null, seed: string): Decision<TokenState> {
  const mark = createHash('sha256').update(seed).digest('hex');
  if (row?.seeds.includes(mark)) return { answer: row.state };
  const seeds = [...(row?.seeds ?? []), mark];
  const fresh = { accessToken: null, expiresAt: null, unanswered: 0, claim: null, notBefore: null };
  return { answer: 'ready', row: { state: 'ready', refreshToken: seed, seeds, ...fresh } };
}

export type Step =
  | { do: 'use'; accessToken: string; expiresAt: Date; isAging: boolean }
  /** The claim is ours and the attempt is counted: send `refreshToken`, then {@link settle}. */
  | { do: 'refresh'; refreshToken: string }
  /** Somebody else is refreshing. */
  | { do: 'wait' }
  | { do: 'give-up'; failed: FailedSend };

export interface Wish {
  now: Date;
  /** Names this attempt. */
  claimId: string;
  /** An access token Zalo has refused. */
  refused: string | null;
}

/** What to do for a token now. Claims the refresh when one is due and nobody is at it. */
export function begin(row: TokenRow | null, { now, claimId, refused }: Wish): Decision<Step> {
  if (row === null) return { answer: giveUp('misconfigured', 'no Zalo refresh token') };
  const usable = usableStep(row, now, refused);
  if (usable !== null && !usable.isAging) return { answer: usable };
  const isClaimed = row.claim !== null && row.claim.until > now;
  if (isClaimed) return { answer: usable ?? { do: 'wait' } };
  if (row.state === 'needs-consent') return { answer: usable ?? CONSENT_NEEDED };
  if (row.notBefore !== null && row.notBefore > now) {
    return {
      answer: usable ?? giveUp('unavailable', 'Zalo token refresh pauses', row.notBefore.getTime() - now.getTime()),
    };
  }
  if (row.unanswered >= UNANSWERED_AT_MOST) {
    return { answer: usable ?? CONSENT_NEEDED, row: { ...row, state: 'needs-consent', claim: null } };
  }
  const claim = { id: claimId, until: new Date(now.getTime() + CLAIM_MS) };
  return {
    answer: { do: 'refresh', refreshToken: row.refreshToken },
    row: { ...row, state: 'refreshing', claim, unanswered: row.unanswered + 1 },
  };
}

/** How an attempt ended. `unspent`: Zalo certainly did not take the refresh token, so it still works. */
export type Ending =
  | { kind: 'pair'; pair: TokenPair }
  | { kind: 'unspent'; retryAfterMs: number }
  | { kind: 'lost' }
  | { kind: 'refused' };

/**
 * Writes down how the attempt with `spent` ended. A pair is kept whenever the row still holds `spent`, even if our
 * claim ran out meanwhile; any other ending only while the claim is ours. Otherwise the row has moved on without us.
 */
export function settle(
  row: TokenRow | null,
  spent: string,
  { now, claimId }: Pick<Wish, 'now' | 'claimId'>,
  ending: Ending,
): Decision<TokenState> {
  if (row === null || row.refreshToken !== spent) return { answer: row?.state ?? 'needs-consent' };
  if (ending.kind === 'pair') {
    const settled = { ...row, ...ending.pair, state: 'ready', unanswered: 0, claim: null, notBefore: null } as const;
    return { answer: 'ready', row: settled };
  }
  if (row.claim?.id !== claimId) return { answer: row.state };
  const ended = { ...row, claim: null, ...afterFailure(row, now, ending) };
  return { answer: ended.state, row: ended };
}

function afterFailure(
  row: TokenRow,
  now: Date,
  ending: Exclude<Ending, { kind: 'pair' }>,
): Pick<TokenRow, 'state' | 'unanswered' | 'notBefore'> {
  const { unanswered } = row;
  const inMs = (ms: number) => new Date(now.getTime() + ms);
  switch (ending.kind) {
    case 'refused':
      return { state: 'needs-consent', unanswered, notBefore: null };
    case 'lost':
      return unanswered >= UNANSWERED_AT_MOST
        ? { state: 'needs-consent', unanswered, notBefore: null }
        : { state: 'refresh-lost', unanswered, notBefore: inMs(RETRY_AFTER_MS) };
    case 'unspent': {
      const left = unanswered - 1;
      return { state: left > 0 ? 'refresh-lost' : 'ready', unanswered: left, notBefore: inMs(ending.retryAfterMs) };
    }
  }
}

/** The row's access token, if it still works as far as we know. Near its end, or when refreshing fails, it serves on. */
function usableStep(row: TokenRow, now: Date, refused: string | null): Extract<Step, { do: 'use' }> | null {
  const { accessToken, expiresAt } = row;
  if (accessToken === null || expiresAt === null || accessToken === refused || expiresAt <= now) return null;
  return { do: 'use', accessToken, expiresAt, isAging: isAging(expiresAt, now) };
}

function isAging(expiresAt: Date, now: Date): boolean {
  return expiresAt.getTime() - now.getTime() < REFRESH_BEFORE_MS;
}

function giveUp(failure: FailedSend['failure'], detail: string, retryAfterMs?: number): Step {
  return { do: 'give-up', failed: failed(failure, detail, retryAfterMs) };
}

const CONSENT_NEEDED = giveUp('misconfigured', 'Zalo grant lost: set ZALO_REFRESH_TOKEN anew');

// ---- Acting on them --------------------------------------------------------------------------------------------

export interface TokenSettings {
  appId: string;
  appSecret: string;
  /** `ZALO_REFRESH_TOKEN`. May be absent once a row exists. */
  seed?: string | undefined;
  store: TokenStore;
  transport: ZaloTransport;
  now?: (() => Date) | undefined;
  sleep?: ((ms: number) => Promise<void>) | undefined;
  /** Told of the state after every refresh; `refresh-lost` and `needs-consent` are for a person. */
  onState?: ((state: TokenState) => void) | undefined;
}

/** The token of one OA, shared with every other process on the same store. */
export function createTokenSource(settings: TokenSettings): TokenSource {
  const { store, transport, seed } = settings;
  const now = settings.now ?? (() => new Date());
  const sleep = settings.sleep ?? ((ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)));
  let held: { accessToken: string; expiresAt: Date } | null = null;
  let adopted: Promise<unknown> | null = null;
  /** One search for a token at a time in this process; by the token that was refused. */
  const underWay = new Map<string | null, Promise<string>>();

  async function obtain(refused: string | null): Promise<string> {
    if (seed !== undefined) await adoptOnce(seed);
    const giveUpAt = now().getTime() + CLAIM_MS;
    for (;;) {
      const claimId = randomUUID();
      const step = await store.change((row) => begin(row, { now: now(), claimId, refused }));
      if (step.do === 'use') {
        held = { accessToken: step.accessToken, expiresAt: step.expiresAt };
        return step.accessToken;
      }
      if (step.do === 'give-up') {
        if (step.failed.failure === 'misconfigured') settings.onState?.('needs-consent');
        throw new TokenFault(step.failed);
      }
      if (step.do === 'refresh') await refresh(step.refreshToken, claimId);
      else if (now().getTime() >= giveUpAt)
        throw new TokenFault(failed('unavailable', 'another process is refreshing', LOOK_EVERY_MS));
      else await sleep(LOOK_EVERY_MS);
    }
  }

  /** Ends with the outcome committed; the next look at the row finds it. */
  async function refresh(spent: string, claimId: string): Promise<void> {
    const ending = await askForPair(spent);
    const state = await store.change((row) => settle(row, spent, { now: now(), claimId }, ending));
    settings.onState?.(state);
  }

  async function askForPair(spent: string): Promise<Ending> {
    const form = { refresh_token: spent, app_id: settings.appId, grant_type: 'refresh_token' };
    try {
      const request = {
        host: 'oauth',
        method: 'POST',
        path: '/v4/oa/access_token',
        headers: { secret_key: settings.appSecret },
        form,
      } as const;
      return readEnding(await transport.request(request), spent, now());
    } catch (error) {
      const { failure } = wireFailure(error);
      return failure === 'unavailable' ? { kind: 'unspent', retryAfterMs: RETRY_AFTER_MS } : { kind: 'lost' };
    }
  }

  async function adoptOnce(token: string): Promise<void> {
    adopted ??= store.change((row) => adopt(row, token));
    await adopted.catch((error) => {
      adopted = null;
      throw error;
    });
  }

  function search(refused: string | null): Promise<string> {
    const known = underWay.get(refused);
    if (known !== undefined) return known;
    const search = obtain(refused).finally(() => underWay.delete(refused));
    underWay.set(refused, search);
    return search;
  }

  return {
    async current() {
      return held !== null && !isAging(held.expiresAt, now()) ? held.accessToken : search(null);
    },
    async renew(refused) {
      if (held?.accessToken === refused) held = null;
      return held?.accessToken ?? search(refused);
    },
  };
}

/**
 * What the token endpoint's answer means. Errors come with HTTP 200 and no `access_token`, in no published list: apart
 * from throttling (-32) and outages (5xx), which may be repeated, every one of them ends the grant.
 */
export function readEnding(answer: { status: number; body: unknown }, spent: string, now: Date): Ending {
  const body = fieldsOf(answer.body);
  const accessToken = stringOf(body?.access_token);
  if (accessToken !== null) {
    const seconds = Number(body?.expires_in);
    const life = seconds > 0 ? seconds : LIFE_UNSAID_SECONDS;
    const expiresAt = new Date(now.getTime() + life * 1000);
    return { kind: 'pair', pair: { accessToken, refreshToken: stringOf(body?.refresh_token) ?? spent, expiresAt } };
  }
  const unspent = (retryAfterMs = RETRY_AFTER_MS): Ending => ({ kind: 'unspent', retryAfterMs });
  if (answer.status >= 500) return unspent();
  const code = body?.error;
  const failure =
    code === undefined ? httpFailure(answer.status, answer.body, now) : zaloFailure(Number(code), 'token refused', now);
  if (failure.failure === 'throttled') return unspent(failure.retryAfterMs);
  return failure.failure === 'lost-answer' ? { kind: 'lost' } : { kind: 'refused' };
}

/** A token that is given, not fetched: for the simulator's recording transport. */
export function fixedToken(accessToken: string): TokenSource {
  return { current: async () => accessToken, renew: async () => accessToken };
}

/** Keeps the row in memory, for one process: tests and the demonstration. */
export function createMemoryTokenStore(row: TokenRow | null = null): TokenStore & { row(): TokenRow | null } {
  let kept = row === null ? null : structuredClone(row);
  return {
    async change(decide) {
      const decision = decide(kept === null ? null : structuredClone(kept));
      if (decision.row !== undefined) kept = structuredClone(decision.row);
      return decision.answer;
    },
    row: () => (kept === null ? null : structuredClone(kept)),
  };
}
