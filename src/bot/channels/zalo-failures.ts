/**
 * Zalo's error codes and what each means for a message. An error comes with HTTP 200, so every answer passes here.
 * Source: docs.zaloplatforms.com, appendix "Mã lỗi" (Official Account API) and the template messages' error list.
 */
import type { SendFailure } from '../channel.ts';
import { fieldsOf, stringOf } from './untrusted.ts';
import { type FailedSend, failed } from './wire.ts';

/** When it may be tried again. */
type Wait = 'minute' | 'soon' | 'next-minute' | 'day' | 'morning' | 'tomorrow';

type Meaning = readonly [SendFailure, Wait?];

/** Answers of `openapi.zalo.me`. */
const OFFICIAL_ACCOUNT: Readonly<Record<number, Meaning>> = {
  [-32]: ['throttled', 'next-minute'], // the app's or the OA's calls per minute
  [-100]: ['media-gone'], // the uploaded picture is older than 7 days
  [-200]: ['unavailable', 'minute'], // unnamed failure while sending
  [-201]: ['rejected'], // a field is invalid
  [-204]: ['misconfigured'], // the OA was deleted
  [-205]: ['misconfigured'], // no such OA
  [-209]: ['misconfigured'], // the app is not active for this API
  [-210]: ['rejected'], // a parameter is too long
  [-211]: ['misconfigured'], // the feature's quota is used up: someone must buy or pause
  [-212]: ['misconfigured'], // the app has not registered this API
  [-213]: ['contact-left'], // does not follow the OA
  [-214]: ['not-now', 'soon'], // an article is still being made ready
  [-216]: ['token-expired'], // access token invalid
  [-217]: ['contact-left'], // refuses the OA's invitations
  [-218]: ['not-now', 'day'], // has received as much as a person may in a day
  [-219]: ['misconfigured'], // the app was removed or switched off
  [-220]: ['token-expired'], // access token expired or withdrawn
  [-221]: ['misconfigured'], // the OA must be verified
  [-223]: ['misconfigured'], // the OA has not granted this permission (see `isArticleQuota`)
  [-224]: ['misconfigured'], // needs a larger service package
  [-227]: ['contact-left'], // banned, or away from Zalo for 45 days
  [-230]: ['outside-window'], // no interaction within 7 days
  [-232]: ['outside-window'], // never interacted, or too long ago
  [-233]: ['rejected'], // no such type of message
  [-234]: ['not-now', 'morning'], // not between 22:00 and 06:00
  [-235]: ['misconfigured'], // not for this type of OA
  [-237]: ['misconfigured'], // the group's licence has run out
  [-238]: ['misconfigured'], // the licence is in use
  [-240]: ['rejected'], // the old message API is shut down
  [-241]: ['misconfigured'], // the free licence is used
  [-242]: ['misconfigured'], // appsecret_proof is wrong
  [-244]: ['contact-left'], // has restricted this kind of message from the OA
  [-248]: ['rejected'], // against the platform's rules: a person must read it before anything like it goes out
  [-249]: ['unsupported'], // this template goes by phone number only
  [-320]: ['misconfigured'], // no billing account
  [-321]: ['misconfigured'], // the billing account is empty
  [-403]: ['misconfigured'], // the OA is not in this group
  [-1340]: ['rejected'], // advertising forms, which we do not use
  [-1341]: ['rejected'],
};

/** Answers of `business.openapi.zalo.me` to templates sent by phone number: the same numbers may mean other things. */
const TEMPLATE_BY_PHONE: Readonly<Record<number, Meaning>> = {
  [-100]: ['unavailable', 'minute'], // unknown, to be tried again
  [-124]: ['token-expired'],
  // The app: invalid, missing, inactive, with a wrong secret, not linked to the OA.
  [-101]: ['misconfigured'],
  [-102]: ['misconfigured'],
  [-103]: ['misconfigured'],
  [-104]: ['misconfigured'],
  [-105]: ['misconfigured'],
  // The OA or the template: unknown id, not approved, no permission, blocked, switched off for low quality.
  [-109]: ['template-refused'],
  [-117]: ['misconfigured'],
  [-120]: ['misconfigured'],
  [-125]: ['misconfigured'],
  [-131]: ['template-refused'],
  [-135]: ['misconfigured'],
  [-138]: ['misconfigured'],
  [-145]: ['misconfigured'],
  [-146]: ['template-refused'],
  [-1241]: ['misconfigured'],
  [-1351]: ['misconfigured'],
  // Development mode: its purse is empty, or the person is no administrator.
  [-126]: ['misconfigured'],
  [-127]: ['misconfigured'],
  // Money: used up, or no billing account.
  [-115]: ['misconfigured'],
  [-136]: ['misconfigured'],
  [-137]: ['misconfigured'],
  [-321]: ['misconfigured'],
  [-1381]: ['misconfigured'],
  // The template's values: empty, undefined, too long, missing, malformed.
  [-111]: ['template-refused'],
  [-112]: ['template-refused'],
  [-116]: ['template-refused'],
  [-132]: ['template-refused'],
  [-1121]: ['template-refused'],
  [-1122]: ['template-refused'],
  [-1124]: ['template-refused'],
  // The person behind the number, about whose chats it says nothing: no such number or account, cannot receive, Zalo too
  // old, refuses this kind or this OA.
  [-108]: ['no-account'],
  [-110]: ['no-account'],
  [-114]: ['no-account'],
  [-118]: ['no-account'],
  [-119]: ['no-account'],
  [-139]: ['no-account'],
  [-140]: ['no-account'],
  [-141]: ['no-account'],
  // Not at night; and limits a day for the OA, a template, promotion, a person.
  [-133]: ['not-now', 'morning'],
  [-144]: ['not-now', 'tomorrow'],
  [-147]: ['not-now', 'tomorrow'],
  [-1441]: ['not-now', 'tomorrow'],
  [-1471]: ['not-now', 'tomorrow'],
  [-1472]: ['not-now', 'tomorrow'],
};

/** One table for both services; a code that is not in it is `rejected` with Zalo's own words. */
export const ZALO_CODES = { 'official-account': OFFICIAL_ACCOUNT, 'template-by-phone': TEMPLATE_BY_PHONE } as const;

export type ZaloService = keyof typeof ZALO_CODES;

/** What Zalo's `error` and `message` mean, and for what lasts until a certain time how long to wait from `now`. */
export function zaloFailure(
  code: number,
  message: string,
  now: Date,
  service: ZaloService = 'official-account',
): FailedSend {
  const [failure, wait] = isArticleQuota(code, message) ? ARTICLE_QUOTA : (ZALO_CODES[service][code] ?? ['rejected']);
  return failed(failure, `${code} ${message}`, wait === undefined ? undefined : WAITS[wait](now));
}

const ARTICLE_QUOTA: Meaning = ['not-now', 'tomorrow'];

/** -223 has two meanings that only its words tell apart. */
function isArticleQuota(code: number, message: string): boolean {
  return code === -223 && /quota/i.test(message);
}

/** An HTTP answer without Zalo's envelope: a gateway, an outage, a throttle. */
export function httpFailure(status: number, body: unknown, now: Date): FailedSend {
  const detail = `HTTP ${status} ${stringOf(fieldsOf(body)?.message) ?? ''}`.trim();
  if (status === 429) return failed('throttled', detail, WAITS['next-minute'](now));
  if (status === 401 || status === 403) return failed('misconfigured', detail);
  // Accepted without a readable word, or broken off behind the gateway: it may have gone out.
  if (status < 400 || status >= 500) return failed('lost-answer', detail);
  return failed('rejected', detail);
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** Asia/Ho_Chi_Minh has no summer time. */
const VIETNAM_AHEAD_MS = 7 * 60 * MINUTE;
/** The night ban ends at 06:00; a little later, so that clocks may differ. */
const MORNING_MS = (6 * 60 + 5) * MINUTE;

/** Milliseconds from a time until the end of a wait. */
const WAITS: Readonly<Record<Wait, (now: Date) => number>> = {
  minute: () => MINUTE,
  soon: () => 10 * MINUTE,
  'next-minute': (now) => MINUTE - (now.getTime() % MINUTE),
  day: () => DAY,
  morning: (now) => (MORNING_MS - timeOfDay(now) + DAY) % DAY || DAY,
  tomorrow: (now) => DAY - timeOfDay(now) + MORNING_MS,
};

/** Milliseconds since midnight in Vietnam. */
function timeOfDay(now: Date): number {
  return (now.getTime() + VIETNAM_AHEAD_MS) % DAY;
}
