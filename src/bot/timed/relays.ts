/** Talks nobody says anything in any more end by themselves; both are told, and the citizen is back at their step. */
import { queueNotice } from '../../db/notices.ts';
import { closeRelay, quietRelays } from '../../db/relays.ts';
import { stepAgain } from '../perform/relay.ts';
import type { World } from '../turn.ts';
import type { TimedParts } from './escalate.ts';

export interface RelayParts extends TimedParts {
  picture: World['picture'];
  fingerprint: World['fingerprint'];
}

export async function endQuietRelays(parts: RelayParts): Promise<number> {
  const now = parts.clock.now();
  const { texts, flows, picture, fingerprint } = parts;
  const ended = await parts.db.sql.begin(async (tx) => {
    const quiet = await quietRelays(tx, now, 50);
    for (const { id, citizenId, helperId } of quiet) {
      await closeRelay(tx, id, 'quiet', now);
      const world: World = { now, inboundId: '0', texts, flows, facts: {}, picture, fingerprint };
      const back = await stepAgain(tx, world, citizenId, 'people:relay.quiet');
      for (const [part, { message }] of back.messages.entries())
        await queueNotice(tx, { to: back.to, cause: `relay:${id}`, part, message }, now);
      const [helper] = await tx<{ id: bigint; channel: 'telegram' | 'zalo'; simulated: boolean; locale: string }[]>`
        select id, channel, simulated, locale from contacts where id = ${helperId}`;
      if (!helper) continue;
      const text = texts.say(helper.locale, 'team:relay.quiet', {}, { xung: 'bạn', con: 'mình' });
      await queueNotice(
        tx,
        { to: { ...helper, id: helperId }, cause: `relay:${id}`, message: { kind: 'text', text } },
        now,
      );
    }
    return quiet.length;
  });
  if (ended > 0) parts.wake();
  return ended;
}
