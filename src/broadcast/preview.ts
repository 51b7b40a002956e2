/** What would happen if it were sent now: who gets it which way, what that costs, who does not get it and why. */
import { type Issue, LANGUAGES, type Language, messagesOf } from '../bot/announcement.ts';
import type { ChannelName, OutboundMessage } from '../bot/channel.ts';
import type { Broadcast } from '../db/broadcasts.ts';
import type { Sql, Tx } from '../db/client.ts';
import {
  channelOf,
  countReach,
  type Elsewhere,
  elsewhereIn,
  householdsWithoutChat,
  type ReachCount,
  type ReachTerms,
  type SamplePerson,
  sampleReach,
  type Unreachable,
  type Way,
} from '../db/reach.ts';
import type { Texts } from '../text.ts';
import { approvalsNeeded } from './approval.ts';
import { isPaid, type PaidWay, type Price, paidWays, priceOf, readTerms, type Terms } from './terms.ts';

export interface Cost {
  way: PaidWay;
  /** Who would go this way if there were money for all. */
  people: number;
  price: Price;
}

export interface Preview {
  /** People meant, by the audience alone. */
  people: number;
  /** Of them those who would get it now, within the budget. */
  reachable: number;
  ways: Partial<Record<Way, number>>;
  byChannel: Partial<Record<ChannelName, number>>;
  /** Of the reachable those who get it in another channel than the one by which they were chosen. */
  elsewhere: Elsewhere[];
  /** Reason → people. */
  unreachable: Partial<Record<Unreachable, number>>;
  /** Households of the area without any chat: they become visits, whatever is sent. */
  householdsWithoutChat: number;
  costs: Cost[];
  /** What will be spent at most, and what everybody who could be paid for would cost. */
  costVnd: number;
  costForAllVnd: number;
  budgetVnd: number;
  approvalsNeeded: number;
}

/** As much of an announcement as it takes to say what it would do, whether it is written down already or not. */
export type Intended = Pick<
  Broadcast,
  'id' | 'areaName' | 'kind' | 'corrects' | 'content' | 'audience' | 'budgetVnd' | 'spentVnd' | 'simulated'
>;

/** Issued as the people who get it read it. */
export const issueOf = (broadcast: Pick<Broadcast, 'id' | 'areaName' | 'kind' | 'corrects' | 'content'>): Issue => ({
  id: broadcast.id,
  areaName: broadcast.areaName,
  isUrgent: broadcast.kind === 'urgent',
  isCorrection: broadcast.corrects !== null,
  content: broadcast.content,
});

/** Urgent warnings and corrections are past the daily and weekly caps; nothing is past a stop. */
export const reachTerms = (broadcast: Intended, terms: Terms): ReachTerms => ({
  paid: paidWays(terms, issueOf(broadcast)),
  isExempt: broadcast.kind === 'urgent' || broadcast.corrects !== null,
});

export async function preview(tx: Sql | Tx, broadcast: Intended, now: Date): Promise<Preview> {
  const terms = await readTerms(tx);
  const { audience, simulated } = broadcast;
  const counts = await countReach(tx, audience, reachTerms(broadcast, terms), simulated, now);
  const households = hasFilters(broadcast) ? 0 : await householdsWithoutChat(tx, audience.area, simulated);
  return previewOf(counts, households, broadcast, terms);
}

/** A count of households makes sense only where everybody of an area is meant. */
export const hasFilters = ({ audience, corrects }: Pick<Broadcast, 'audience' | 'corrects'>): boolean =>
  corrects !== null || Object.keys(audience).some((field) => field !== 'area');

export const sample = async (tx: Sql | Tx, broadcast: Intended, now: Date): Promise<SamplePerson[]> =>
  sampleReach(tx, broadcast.audience, reachTerms(broadcast, await readTerms(tx)), broadcast.simulated, now);

/** From counts to words: paid ways as far as the budget goes, cheapest first. */
export function previewOf(
  counts: readonly ReachCount[],
  households: number,
  broadcast: Pick<Broadcast, 'budgetVnd' | 'spentVnd' | 'kind' | 'corrects' | 'areaName' | 'content' | 'id'>,
  terms: Terms,
): Preview {
  const issue = issueOf(broadcast);
  const result: Preview = {
    people: counts.reduce((sum, { people }) => sum + people, 0),
    reachable: 0,
    ways: {},
    byChannel: {},
    elsewhere: [],
    unreachable: {},
    householdsWithoutChat: households,
    costs: [],
    costVnd: 0,
    costForAllVnd: 0,
    budgetVnd: broadcast.budgetVnd,
    approvalsNeeded: 0,
  };
  let left = broadcast.budgetVnd - broadcast.spentVnd;
  const reached: Elsewhere[] = [];
  const reaches = (way: Way, own: ChannelName, people: number) => {
    const channel = channelOf(way);
    reached.push({ from: own, to: channel, people });
    result.reachable += people;
    result.ways[way] = (result.ways[way] ?? 0) + people;
    result.byChannel[channel] = (result.byChannel[channel] ?? 0) + people;
  };
  const misses = (reason: Unreachable, people: number) => {
    if (people > 0) result.unreachable[reason] = (result.unreachable[reason] ?? 0) + people;
  };
  const costOf = (way: Way | null) => (isPaid(way) ? (priceOf(terms, way, issue).vnd ?? 0) : 0);
  for (const { own, way, reason, people } of counts.toSorted((one, other) => costOf(one.way) - costOf(other.way))) {
    if (reason !== null || way === null) misses(reason ?? 'closed-window', people);
    else if (!isPaid(way)) reaches(way, own, people);
    else {
      const price = priceOf(terms, way, issue);
      const each = price.vnd ?? 0;
      const affordable = each === 0 ? people : Math.min(people, Math.floor(left / each));
      left -= affordable * each;
      result.costs.push({ way, people, price });
      result.costVnd += affordable * each;
      result.costForAllVnd += people * each;
      if (affordable > 0) reaches(way, own, affordable);
      misses(broadcast.budgetVnd > 0 ? 'over-budget' : 'paid-window', people - affordable);
    }
  }
  result.elsewhere = elsewhereIn(reached);
  result.approvalsNeeded = approvalsNeeded({ isUrgent: issue.isUrgent, count: result.reachable });
  return result;
}

export interface RenderedText {
  channel: ChannelName;
  language: Language;
  text: string;
  buttons: string[];
  picture: string | null;
}

/** The exact message of each channel in each language that is written. */
export function renderings(broadcast: Intended, texts: Texts): RenderedText[] {
  const issue = issueOf(broadcast);
  const written = LANGUAGES.filter((language) => issue.content.words[language]);
  return (['telegram', 'zalo'] as const).flatMap((channel) =>
    written.map((language) => {
      const messages = messagesOf(issue, channel, language, texts);
      return {
        channel,
        language,
        text: wordsIn(messages.at(-1)),
        buttons: messages.flatMap((message) =>
          'buttons' in message ? (message.buttons ?? []).map(({ label }) => label) : [],
        ),
        picture: issue.content.picture?.hash ?? null,
      };
    }),
  );
}

const wordsIn = (message: OutboundMessage | undefined): string =>
  message === undefined ? '' : 'text' in message ? message.text : 'caption' in message ? message.caption : '';
