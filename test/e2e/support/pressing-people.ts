/** People who walk a flow by its first buttons on a make-believe Telegram, at a steady pace, and try again when nothing comes. */
import type { FakeTelegram, TelegramEntry } from '../../support/fake-telegram.ts';

interface Walker {
  id: number;
  /** The newest buttons: below which message, and the first one's data. */
  shown: { messageId: string; data: string } | null;
  waitingSince: number | null;
}

export interface PressingPeople {
  /** Everybody who is free presses in turn, `perSecond` presses a second, until {@link rest}. */
  press(perSecond: number): void;
  rest(): void;
  /** Resolves when nobody waits for an answer any more; rejects after `withinMs`. */
  answered(withinMs: number): Promise<void>;
  /** Presses made so far, those made again included. */
  readonly presses: number;
}

/** Who waits longer than this presses the same again, as people do. */
const PATIENCE_MS = 6_000;
const GOES_ON = /^[rk]\./;

export function gatherPeople(telegram: FakeTelegram, count: number, start: string): PressingPeople {
  const walkers: Walker[] = Array.from({ length: count }, (_, index) => ({
    id: 5_000 + index,
    shown: null,
    waitingSince: null,
  }));
  const byId = new Map(walkers.map((walker) => [String(walker.id), walker]));
  let read = 0;
  let presses = 0;
  let next = 0;
  let timer: NodeJS.Timeout | undefined;

  /** Looks at what has arrived since. */
  function look(): void {
    for (; read < telegram.ledger.length; read++) {
      const entry = telegram.ledger[read] as TelegramEntry;
      const data = firstButton(entry);
      const walker = byId.get(entry.chat ?? '');
      if (!walker || data === undefined || entry.messageId === null) continue;
      walker.shown = { messageId: entry.messageId, data };
      walker.waitingSince = null;
    }
    for (const walker of walkers) {
      if (walker.waitingSince !== null && Date.now() - walker.waitingSince > PATIENCE_MS) act(walker);
    }
  }

  function act(walker: Walker): void {
    presses += 1;
    walker.waitingSince = Date.now();
    if (walker.shown && GOES_ON.test(walker.shown.data))
      telegram.press(walker.id, walker.shown.messageId, walker.shown.data);
    else telegram.start(walker.id, start);
  }

  function nextFree(): Walker | undefined {
    for (let tried = 0; tried < walkers.length; tried++) {
      const walker = walkers[next++ % walkers.length];
      if (walker?.waitingSince === null) return walker;
    }
    return undefined;
  }

  return {
    press(perSecond) {
      const begun = Date.now();
      let made = 0;
      timer = setInterval(() => {
        look();
        for (const due = ((Date.now() - begun) / 1000) * perSecond; made < due; made++) {
          const walker = nextFree();
          if (walker) act(walker);
        }
      }, 10);
    },
    rest: () => clearInterval(timer),
    async answered(withinMs) {
      const until = Date.now() + withinMs;
      for (;;) {
        look();
        const waiting = walkers.filter(({ waitingSince }) => waitingSince !== null);
        if (waiting.length === 0) return;
        if (Date.now() > until) throw new Error(`${waiting.length} people are still waiting for an answer.`);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    get presses() {
      return presses;
    },
  };
}

function firstButton({ payload }: TelegramEntry): string | undefined {
  const markup = payload.reply_markup as { inline_keyboard?: { callback_data?: string }[][] } | undefined;
  return markup?.inline_keyboard?.[0]?.[0]?.callback_data;
}
