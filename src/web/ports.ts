/** What the officials' pages and the API are given of the house. Made once in `app/officials.ts`; no page builds its own. */
import type { FlowBook } from '../bot/turn.ts';
import type { Clock } from '../clock.ts';
import type { ContentDesk } from '../content-desk.ts';
import type { Sql } from '../db/client.ts';
import type { Texts } from '../text.ts';

export interface OfficialPorts {
  sql: Sql;
  clock: Clock;
  texts: Texts;
  flows: FlowBook;
  /** ENCRYPTION_KEY: for keyed hashes and sealed values. */
  key: Buffer;
  /** A demonstration: there are make-believe officials to come in as. */
  demo: boolean;
  /** Address people reach us at, without a trailing slash; null: only this machine. */
  publicUrl: string | null;
  /** Which platforms are connected, and the assistant's public names there (null until known). */
  channels(): { channel: 'telegram' | 'zalo'; isOn: boolean; name: string | null }[];
  /** Words, labels and pictures: in force, as drafts, and as they would look. */
  content: ContentDesk;
  /** Tells the sender that the outbox has something new. After the commit, never before. */
  wake(): void;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What a route needs: an action, `signed-in` (any membership), or `public` (nobody asks). */
    needs?: import('../access/rights.ts').Action | 'signed-in' | 'public';
    /** Where a page is: `asked` by `?dia-ban=`, or where the `thing` in its address is. */
    where?: 'asked' | 'thing';
  }
}
