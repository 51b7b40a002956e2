/**
 * One portion of an announcement on its way from the plan to the sender: as many people of each channel as the sender has
 * room for, each with the way found for them at this moment, the words in their language, and what it costs.
 */
import { type Issue, languageFor, messagesOf } from '../bot/announcement.ts';
import type { ChannelName, OutboundMessage } from '../bot/channel.ts';
import { chatSlot } from '../bot/pace.ts';
import { type Broadcast, restUntilOpen } from '../db/broadcasts.ts';
import type { Tx } from '../db/client.ts';
import type { Shut } from '../db/open-hours.ts';
import type { SendingRow } from '../db/outbox.ts';
import { endWithout, enqueue, nextPortion, type Planned, plannedByChannel, type Ready } from '../db/recipients.ts';
import type { Lease } from '../db/turns.ts';
import type { Texts } from '../text.ts';
import { issueOf, reachTerms } from './preview.ts';
import { isPaid, priceOf, type Terms, templateFor, templateMessage } from './terms.ts';

/** People moved from the plan into the outbox at a time: their chats are locked for so long, well below a tenth of a second. */
const PORTION = 500;
/** An announcement that could not be delivered by then is no news any more. */
const LIVES_MS = 2 * 86_400_000;

const CHANNELS = ['telegram', 'zalo'] as const;

/** What holds for a portion at this moment. */
export interface PortionTerms {
  texts: Texts;
  /** How many each channel's sender could begin now. */
  room(channel: ChannelName): number;
  /** Under which they are written as `sending`. */
  lease: Lease;
  terms: Terms;
  /** Where people live at whose homes it is shut. */
  shut: Shut | null;
  now: Date;
}

export interface Portion {
  /** Taken from the plan, those included whom nothing reaches. */
  people: number;
  /** `sending` under the lease, to be handed over when this has committed. */
  begun: SendingRow[];
}

/** Moves one portion of each channel for which there is room. */
export async function feedPortion(tx: Tx, broadcast: Broadcast, how: PortionTerms): Promise<Portion> {
  const { room, terms, shut, now } = how;
  const portion: Portion = { people: 0, begun: [] };
  if (broadcast.shutUntil !== null && broadcast.shutUntil > now) return portion;
  const allowed = await allowedBySpread(tx, broadcast, now);
  const unseen: ChannelName[] = [];
  for (const channel of CHANNELS) {
    const most = Math.min(PORTION, room(channel), allowed[channel]);
    if (most <= 0) {
      unseen.push(channel);
      continue;
    }
    const people = await nextPortion(tx, broadcast, channel, reachTerms(broadcast, terms), { most, shut }, now);
    if (people.length === 0) continue;
    const { spent, begun } = await handOver(tx, broadcast, people, how);
    broadcast = { ...broadcast, spentVnd: broadcast.spentVnd + spent };
    portion.begun.push(...begun);
    portion.people += people.length;
  }
  if (portion.people === 0 && shut) await restUntilOpen(tx, broadcast.id, { opensAt: shut.opensAt, unseen }, now);
  return portion;
}

const UNLIMITED = { telegram: Number.POSITIVE_INFINITY, zalo: Number.POSITIVE_INFINITY };

/** Spread over hours, each minute takes its share of each channel, so that no counter is overrun at once. */
async function allowedBySpread(
  tx: Tx,
  { id, spreadMinutes, spreadFrom }: Broadcast,
  now: Date,
): Promise<Record<ChannelName, number>> {
  if (spreadMinutes === 0 || spreadFrom === null) return UNLIMITED;
  const plan = await plannedByChannel(tx, id);
  const share = Math.min(1, (now.getTime() - spreadFrom.getTime()) / (spreadMinutes * 60_000));
  const allowed = ({ total, waiting }: { total: number; waiting: number }) =>
    Math.floor(total * share) - (total - waiting);
  return { telegram: allowed(plan.telegram), zalo: allowed(plan.zalo) };
}

/** Each goes the way found for them now, or ends with the reason. `spent` is what was set aside for it. */
async function handOver(
  tx: Tx,
  broadcast: Broadcast,
  people: readonly Planned[],
  { texts, terms, lease, now }: PortionTerms,
): Promise<{ spent: number; begun: SendingRow[] }> {
  const bodies = createBodies(issueOf(broadcast), terms, texts);
  const ready: Ready[] = [];
  const lost: { contact_id: string; reason: string }[] = [];
  let left = broadcast.budgetVnd - broadcast.spentVnd;
  for (const person of people) {
    const { way } = person;
    const contactId = String(person.contactId);
    const costVnd = isPaid(way) ? (priceOf(terms, way, issueOf(broadcast)).vnd ?? 0) : 0;
    if (way === null) lost.push({ contact_id: contactId, reason: person.reason ?? 'closed-window' });
    else if (costVnd > left)
      lost.push({ contact_id: contactId, reason: broadcast.budgetVnd > 0 ? 'over-budget' : 'paid-window' });
    else {
      left -= costVnd;
      const parts = bodies.of(person, way);
      const { notBefore, paceAt } = chatSlot(person.paceAt, now, parts.length);
      ready.push({
        contactId,
        via: String(person.via),
        externalId: person.externalId,
        way,
        channel: way === 'telegram' ? 'telegram' : 'zalo',
        costVnd,
        parts: parts.map((body, part) => ({ body, notBefore: notBefore[part] ?? now })),
        paceAt,
      });
    }
  }
  const begun = await enqueue(tx, broadcast, ready, bodies.all, lease, new Date(now.getTime() + LIVES_MS), now);
  await endWithout(tx, broadcast.id, lost, now);
  return { spent: broadcast.budgetVnd - broadcast.spentVnd - left, begun };
}

/** The messages of a portion: each text once, however many get it. */
function createBodies(issue: Issue, terms: Terms, texts: Texts) {
  const all: OutboundMessage[] = [];
  const known = new Map<string, number[]>();
  const add = (messages: readonly OutboundMessage[]): number[] => messages.map((message) => all.push(message) - 1);
  return {
    all,
    /** Indices into `all`, in order of sending. */
    of({ locale, via, phone }: Planned, way: NonNullable<Planned['way']>): number[] {
      if (way === 'template-user' || way === 'template-phone') {
        const template = templateFor(terms, issue)!;
        const number = way === 'template-phone' && phone ? { phone: phone.toString('base64') } : {};
        return add([templateMessage(issue, template, { locale, contactId: String(via), ...number })]);
      }
      const channel = way === 'telegram' ? 'telegram' : 'zalo';
      const language = languageFor(issue.content, locale);
      const name = `${channel} ${language}`;
      const indices = known.get(name) ?? add(messagesOf(issue, channel, language, texts));
      known.set(name, indices);
      return indices;
    },
  };
}
