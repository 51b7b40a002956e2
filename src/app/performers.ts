/** What a turn may do that the bot cannot by itself: links to the pages, announcements, whatever is sealed. */
import type { Performers } from '../bot/perform.ts';
import { performBroadcast } from '../broadcast/announce.ts';
import type { Config } from '../config.ts';
import { createSignInLink, LINK_LIVES_MS } from '../db/access.ts';
import type { Media } from '../db/media.ts';
import { sealPhone } from '../db/phone-numbers.ts';
import { ROUND_PATH } from '../web/round/wire.ts';
import { sealErrand } from './sealed.ts';

/** How long a code may wait for its chat before it is gone even if it was never sent. */
const CODE_LIVES_MS = 2 * 86_400_000;

export const createPerformers = (
  { publicUrl, host, port }: Pick<Config, 'publicUrl' | 'host' | 'port'>,
  media: Pick<Media, 'keepPrivate'>,
  key: Buffer,
): Performers => ({
  signInLink: async (tx, contactId, now, round) => {
    const base = publicUrl ?? `http://${host}:${port}`;
    const link = await createSignInLink(tx, contactId, now);
    return { href: `${base}/dang-nhap/${link}${round ? `?tiep=${ROUND_PATH}` : ''}`, livesMs: LINK_LIVES_MS };
  },
  conceal: (body) => sealErrand(key, body),
  concealPhone: (phone) => sealPhone(key, phone),
  broadcast: performBroadcast,
  seal: async (tx, turn, mediaIds, spec) => {
    const bytes = Buffer.from(JSON.stringify(spec));
    const expiresAt = new Date(turn.world.now.getTime() + CODE_LIVES_MS);
    for (const id of mediaIds) await media.keepPrivate(tx, { id, contactId: BigInt(turn.person.id), bytes, expiresAt });
  },
});
