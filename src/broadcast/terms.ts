/**
 * On what terms announcements go out: prices with source and date, approved Zalo templates, hosts that may be named. Data:
 * `content/announcement-terms.json`, over which a commune's own (settings, key `announcement-terms`) goes key by key.
 */
import announcementTerms from '../../content/announcement-terms.json' with { type: 'json' };
import { type Issue, languageFor } from '../bot/announcement.ts';
import type { OutboundMessage } from '../bot/channel.ts';
import type { Sql, Tx } from '../db/client.ts';
import type { Way } from '../db/reach.ts';

export type PaidWay = Extract<Way, 'zalo-paid' | 'template-user' | 'template-phone'>;
export const PAID_WAYS: readonly PaidWay[] = ['zalo-paid', 'template-user', 'template-phone'];
export const isPaid = (way: Way | null): way is PaidWay => PAID_WAYS.some((paid) => paid === way);

/** `vnd` null: nobody has asked yet, so the way is not used. */
export interface Price {
  vnd: number | null;
  source: string;
  asOf: string;
}

/**
 * An approved template (ZBS). `params`: its parameter names → words with `{what}`, `{bring}`, `{ask}`, `{area}`. `by`: what
 * it is approved for; `prices` where Zalo's template page gives its own.
 */
export interface Template {
  id: string;
  params: Record<string, string>;
  by: ('user' | 'phone')[];
  prices?: Partial<Record<'template-user' | 'template-phone', Price>>;
}

export interface Terms {
  allowedHosts: string[];
  prices: Record<PaidWay, Price>;
  /** By kind of announcement; a kind without one has no way beyond Zalo's windows. */
  templates: { notice?: Template; urgent?: Template; correction?: Template };
}

const DEFAULTS: Terms = {
  allowedHosts: announcementTerms.allowedHosts,
  prices: announcementTerms.prices,
  templates: announcementTerms.templates,
};

export async function readTerms(tx: Sql | Tx): Promise<Terms> {
  const [row] = await tx<{ value: Partial<Terms> }[]>`select value from settings where key = 'announcement-terms'`;
  if (!row) return DEFAULTS;
  const { allowedHosts = DEFAULTS.allowedHosts, prices, templates } = row.value;
  return {
    allowedHosts,
    prices: { ...DEFAULTS.prices, ...prices },
    templates: { ...DEFAULTS.templates, ...templates },
  };
}

export type TemplateUse = Pick<Issue, 'isUrgent' | 'isCorrection'>;

export const templateFor = ({ templates }: Terms, { isUrgent, isCorrection }: TemplateUse): Template | undefined =>
  isCorrection ? templates.correction : isUrgent ? templates.urgent : templates.notice;

/** What one message costs by this way; null: unknown. */
export function priceOf(terms: Terms, way: PaidWay, use: TemplateUse): Price {
  const own = way === 'zalo-paid' ? undefined : templateFor(terms, use)?.prices?.[way];
  return own ?? terms.prices[way];
}

/** Paid ways that exist for this announcement at a known price, whatever the budget. */
export function paidWays(terms: Terms, use: TemplateUse): PaidWay[] {
  const template = templateFor(terms, use);
  return PAID_WAYS.filter((way) => {
    if (way === 'template-user' && !template?.by.includes('user')) return false;
    if (way === 'template-phone' && !template?.by.includes('phone')) return false;
    return priceOf(terms, way, use).vnd !== null;
  });
}

/** The template filled in with this announcement's words. */
export function templateMessage(
  issue: Issue,
  template: Template,
  to: { locale: string; contactId: string; phone?: string },
): OutboundMessage {
  const { what, bring, ask } = issue.content.words[languageFor(issue.content, to.locale)] ?? issue.content.words.vi;
  const values: Record<string, string> = { what, bring, ask, area: issue.areaName };
  const fill = (words: string) => words.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '').trim();
  const params = Object.fromEntries(Object.entries(template.params).map(([name, words]) => [name, fill(words)]));
  return {
    kind: 'template',
    template: template.id,
    params,
    reads: Object.values(params).join('\n'),
    tracking: `b${issue.id}-${to.contactId}`,
    ...(to.phone !== undefined && { phone: to.phone }),
  };
}
