/** Platforms that refuse, break, stay silent or throw away what they were given. */
import { setTimeout as pause } from 'node:timers/promises';
import type { TelegramError } from '../../test/support/fake-telegram.ts';
import type { WireFault } from '../../test/support/fake-wire.ts';
import type { Case } from '../case.ts';
import {
  announce,
  arrivedAtLeast,
  FLOW,
  nextArrival,
  populate,
  recipient,
  recipientStates,
  rest,
  sentAtLeast,
  underLoad,
} from '../loads.ts';

const TOO_MANY: TelegramError = {
  error_code: 429,
  description: 'Too Many Requests: retry after 1',
  parameters: { retry_after: 1 },
};

/** One of these for so many calls in a hundred. */
function storm(shares: readonly [number, WireFault | TelegramError][]) {
  return () => {
    let left = Math.random() * 100;
    for (const [share, fault] of shares) {
      left -= share;
      if (left < 0) return fault;
    }
    return null;
  };
}

export const platforms: Case[] = [
  {
    name: 'throttled',
    what: '60 % of all calls answered 429 with `retry_after`, while people press and an announcement runs',
    async play(stage) {
      const recipients = 1_500;
      const { crowd } = await underLoad(stage, { recipients, people: 40, perSecond: 10, arrived: 50 });
      stage.telegram.weather = storm([[60, TOO_MANY]]);
      await pause(stage.lasting(12));
      stage.telegram.weather = null;
      const recoveryMs = await nextArrival(stage);
      await rest(stage, crowd, 120_000);
      await stage.settled(180_000);
      const { sent = 0 } = await recipientStates(stage.sql);
      const limits = { 'nobody was given up because of 429': sent === recipients };
      return { load: `${recipients} recipients, ${crowd.presses} presses`, recoveryMs, flow: FLOW, limits };
    },
  },
  {
    name: 'broken-platform',
    what: '5xx, hangs, cut connections and answers lost after acceptance, for a while',
    async play(stage) {
      const recipients = 1_500;
      const { crowd } = await underLoad(stage, { recipients, people: 40, perSecond: 10, arrived: 50 });
      stage.telegram.weather = storm([
        [15, { status: 502, body: '<html>Bad Gateway</html>' }],
        [5, 'hang'],
        [15, 'reset'],
        [10, 'accept-then-reset'],
      ]);
      await pause(stage.lasting(12));
      stage.telegram.weather = null;
      const recoveryMs = await nextArrival(stage);
      await rest(stage, crowd, 120_000);
      await stage.settled(180_000);
      return {
        load: `${recipients} recipients, ${crowd.presses} presses`,
        recoveryMs,
        allowedUncertain: Number.POSITIVE_INFINITY,
      };
    },
  },
  {
    name: 'platform-gone',
    what: 'no connection to the platform at all, then it is back',
    async play(stage) {
      const recipients = 1_000;
      await populate(stage, { recipients });
      await stage.house();
      await announce(stage);
      await arrivedAtLeast(stage, 50);
      stage.telegram.weather = () => 'reset';
      await pause(stage.lasting(10));
      stage.telegram.weather = null;
      const recoveryMs = await nextArrival(stage, 60_000);
      await stage.settled(180_000);
      return { load: `${recipients} recipients`, recoveryMs, allowedUncertain: recipients };
    },
  },
  {
    name: 'unreachable-people',
    what: '30 % of an announcement cannot be reached: blocked, unfollowed, window closed, restricted, package too small',
    async play(stage) {
      const recipients = 1_000;
      const onZalo = 500;
      const blocked = new Set(Array.from({ length: 150 }, (_, n) => recipient(onZalo + n)));
      const refusals = [-230, -244, -227, -213, -232];
      await populate(stage, { recipients, onZalo });
      stage.telegram.weather = (_, payload) =>
        blocked.has(String(payload.chat_id))
          ? { error_code: 403, description: 'Forbidden: bot was blocked by the user' }
          : null;
      for (let n = 0; n < 150; n++) stage.zalo.restrict(recipient(n), refusals[n % refusals.length] ?? null);
      await stage.house();
      await announce(stage);
      await stage.settled();
      const { sent = 0, failed = 0 } = await recipientStates(stage.sql);
      const [row] = await stage.sql<{ unsaid: number }[]>`
        select count(*)::int as unsaid from report.broadcast_recipients where state = 'failed' and reason is null`;
      const limits = {
        'everybody else got it': sent === recipients - 300,
        'each of the others has a reason': failed === 300 && row?.unsaid === 0,
      };
      return { load: `${recipients} recipients, 300 unreachable`, limits };
    },
  },
  {
    name: 'poison-recipient',
    what: 'recipients whose every message is refused in an unknown way, never answered, or answered with 500',
    async play(stage) {
      const recipients = 1_000;
      await populate(stage, { recipients });
      const poison: Record<string, WireFault | TelegramError> = {
        [recipient(3)]: { error_code: 400, description: 'Bad Request: something nobody has seen before' },
        [recipient(5)]: 'hang',
        [recipient(7)]: { status: 500, body: 'oops' },
      };
      stage.telegram.weather = (_, payload) => poison[String(payload.chat_id)] ?? null;
      await stage.house();
      await announce(stage);
      await arrivedAtLeast(stage, recipients - 3);
      const others = await sentAtLeast(stage, recipients - 3, 5_000);
      await stage.settled();
      return {
        load: `${recipients} recipients, 3 of them poison`,
        allowedUncertain: 2 * 2, // two that nobody can know about, and their repeats
        limits: { 'the others did not wait for them': others },
      };
    },
  },
];
