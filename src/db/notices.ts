/** Messages that no turn says: timed work and what one person's turn tells another much later. */
import type { ChannelName, OutboundMessage } from '../bot/channel.ts';
import type { Tx } from './client.ts';

export interface Notice {
  to: { id: string; channel: ChannelName; simulated: boolean };
  /** Says what made it; with the contact and `part` it makes queueing it twice harmless. */
  cause: string;
  part?: number;
  message: OutboundMessage;
  urgency?: 0 | 1;
  expiresAt?: Date;
}

export const queueNotice = (tx: Tx, { to, cause, part = 0, message, urgency = 1, expiresAt }: Notice, now: Date) => tx`
  insert into outbound (contact_id, channel, cause, part, kind, body, urgency, state, not_before, expires_at, queued_at, simulated)
  values (${to.id}, ${to.channel}, ${cause}, ${part}, ${message.kind}, ${tx.json(message as never)}, ${urgency}, 'queued',
    ${now}, ${expiresAt ?? null}, ${now}, ${to.simulated})
  on conflict do nothing`;
