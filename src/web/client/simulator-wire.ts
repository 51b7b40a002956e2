/** The page's talk with the server: a few posts and one live stream. */

import type { Address, ChannelName } from '../../bot/channel.ts';
import { type Act, addressKey, type Frame, type NetworkMode, type SimPerson } from '../../simulator/frame.ts';
import type { ActAnswer, ClockAnswer, ClockMove, PersonFacts, PhoneSnapshot } from '../../simulator/snapshot.ts';

/** Said by the server in words a person can read, or a bare status. */
export class Refusal extends Error {}

async function ask<Answer>(path: string, body?: unknown): Promise<Answer> {
  const response = await fetch(
    `/gia-lap/${path}`,
    body === undefined
      ? {}
      : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
  );
  if (response.ok) return (await response.json()) as Answer;
  const problem = (await response.json().catch(() => ({}))) as { title?: string };
  throw new Refusal(problem.title ?? String(response.status));
}

const query = ({ channel, externalId }: Address): string => `kenh=${channel}&nguoi=${externalId}`;

export const openPhone = (person: Address) => ask<PhoneSnapshot>(`nguoi?${query(person)}`);
export const openFresh = (channel: ChannelName) => ask<PhoneSnapshot>('nguoi', { channel });
export const factsAbout = (person: Address) => ask<PersonFacts>(`nguoi/tinh-hinh?${query(person)}`);
export const doAct = ({ channel, externalId }: Address, act: Act) =>
  ask<ActAnswer>('viec', { channel, externalId, act });
export const moveClock = (move: ClockMove, phones: readonly Address[]) =>
  ask<ClockAnswer>('dong-ho', { ...move, phones: phones.map(addressKey) });
export const setNetwork = ({ channel, externalId }: Address, mode: NetworkMode) =>
  ask<{ mode: NetworkMode }>('mang', { channel, externalId, mode });

export const transcriptHref = (person: Address): string => `/gia-lap/loi-thoai.txt?${query(person)}`;
export const mediaHref = (handle: string, mime: string): string =>
  `/gia-lap/hinh/${encodeURIComponent(handle)}.${ENDINGS[mime] ?? 'png'}`;

const ENDINGS: Readonly<Record<string, string>> = { 'application/pdf': 'pdf', 'audio/ogg': 'ogg' };

/** The address that opens these phones again. */
export const pageHref = (people: readonly SimPerson[]): string =>
  people.length === 0
    ? '/gia-lap'
    : `/gia-lap?${people.map(({ externalId, channel }) => `nguoi=${externalId}&kenh=${channel}`).join('&')}`;

export interface Listening {
  onFrame(frame: Frame): void;
  /** Told when the stream breaks and when it is back; the browser reconnects by itself. */
  onLive(isLive: boolean): void;
}

/** Frames of these people after `after`; answers the way out. */
export function listen(people: readonly Address[], after: string, { onFrame, onLive }: Listening): () => void {
  const source = new EventSource(`/gia-lap/dong-tin?phones=${people.map(addressKey).join(',')}&after=${after}`);
  source.addEventListener('frame', (event) => onFrame(JSON.parse(event.data) as Frame));
  source.addEventListener('open', () => onLive(true));
  source.addEventListener('error', () => onLive(false));
  return () => source.close();
}
