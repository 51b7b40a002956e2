/**
 * A conversation without database and network: the same pure decision as in service, its effects carried out on an
 * empty database (nobody to call, nothing to find), the memory kept as the JSON it is stored as.
 */
import type { ChannelName, InboundEvent, InboundKind } from '../../../src/bot/channel.ts';
import { conclude, converse } from '../../../src/bot/converse.ts';
import type { Facts } from '../../../src/bot/facts.ts';
import type { Memory } from '../../../src/bot/memory.ts';
import { type Performers, performRare } from '../../../src/bot/perform.ts';
import type { Membership, Person } from '../../../src/bot/person.ts';
import type { Outgoing, Turn, World } from '../../../src/bot/turn.ts';
import { performBroadcast } from '../../../src/broadcast/announce.ts';
import type { Tx } from '../../../src/db/client.ts';
import { flowOf, flows } from '../../../src/flows/index.ts';
import { createPictureCache } from '../../../src/pictures/cache.ts';
import { createStepPictures } from '../../../src/step-pictures.ts';
import { loadTexts } from '../../../src/text.ts';

export type Role = 'citizen' | 'volunteer' | 'official';

/** Somebody between two turns: what the database would hold. Plain JSON but for its dates. */
export interface Chat {
  person: Person;
  now: Date;
  /** Turns taken; names the next inbound event. */
  turns: number;
}

export const texts = loadTexts();
const pictures = createStepPictures(
  flows.values(),
  texts,
  createPictureCache({ dir: '', draw: () => Promise.reject(new Error('Nothing is drawn here.')) }),
);

const AREA = { code: '101', name: 'Ấp Một' };
const household = (number: number) => ({
  ...{ code: `H${number}`, areaCode: AREA.code, areaName: AREA.name, callName: `Bác ${number === 1 ? 'Sáu' : 'Bảy'}` },
  ...{ reachable: number % 2, linkToken: `a1b2c3${number}`, finished: [] },
});

function factsFor(role: Role): Facts {
  if (role === 'citizen') return {};
  return {
    hamlets: [AREA, { code: '102', name: 'Ấp Hai' }],
    households: [1, 2, 3, 4, 5].map(household),
    householdCount: 5,
    week: { households: 2 },
    ...(role === 'official' && {
      figures: [
        {
          ...{ indicator: 'VI-1', title: 'Ví', unit: 'người', numerator: 3, self: 1, denominator: 10 },
          ...{ isShare: true, target: 75, asOf: new Date(0) },
        },
      ],
    }),
  };
}

export function newChat(role: Role, channel: ChannelName = 'telegram', start = '2026-11-24T02:00:00Z'): Chat {
  const memberships: Membership[] =
    role === 'citizen' ? [] : [{ role, areaCode: AREA.code, areaName: AREA.name, name: 'Út Mười' }];
  const now = new Date(start);
  return {
    now,
    turns: 0,
    person: {
      ...{ id: '7', channel, externalId: '4242', simulated: false, locale: 'vi', term: null, callName: null },
      ...{ areaCode: null, memory: {}, seenAt: now, leftAt: null, mutedAt: null, paceAt: null, memberships },
      liveButtons: null,
    },
  };
}

/** Every query finds nothing. */
const nothingThere = Object.assign(() => Promise.resolve([]), { json: (value: unknown) => value }) as unknown as Tx;

const performers: Performers = {
  broadcast: performBroadcast,
  concealPhone: () => ({ sealed: Buffer.alloc(0), hash: '', ending: 0 }),
  seal: async () => {},
  conceal: () => Buffer.alloc(0),
  signInLink: async () => ({ href: 'http://127.0.0.1:3000/dang-nhap/one-time', livesMs: 600_000 }),
};

export interface Answered {
  chat: Chat;
  turn: Turn;
  /** What the person of the turn is told, in order. */
  told: Outgoing['message'][];
}

/** One turn, `afterMs` after the one before. */
export async function take(chat: Chat, what: InboundKind, afterMs = 1000): Promise<Answered> {
  const now = new Date(chat.now.getTime() + afterMs);
  const turns = chat.turns + 1;
  const event: InboundEvent = {
    key: `e${turns}`,
    from: { channel: chat.person.channel, externalId: chat.person.externalId },
    occurredAt: now,
    messageId: String(1000 + turns),
    what,
  };
  const staff = chat.person.memberships[0]?.role;
  const world: World = {
    now,
    inboundId: String(turns),
    texts,
    flows: { current: flows, of: flowOf },
    facts: factsFor(staff === undefined ? 'citizen' : staff === 'volunteer' ? 'volunteer' : 'official'),
    picture: pictures.refOf,
    fingerprint: () => 'f'.repeat(64),
  };
  const turn = converse(structuredClone(chat.person), event, world);
  await performRare(nothingThere, turn, performers);
  conclude(turn, event);
  const memory = JSON.parse(JSON.stringify(turn.memory)) as Memory;
  const { patch } = turn;
  const person: Person = {
    ...chat.person,
    memory,
    term: patch.term ?? chat.person.term,
    callName: patch.callName ?? chat.person.callName,
    areaCode: patch.areaCode ?? chat.person.areaCode,
    leftAt: patch.leftAt === undefined ? chat.person.leftAt : patch.leftAt,
    mutedAt: patch.mutedAt === undefined ? chat.person.mutedAt : patch.mutedAt,
    seenAt: now,
  };
  const told = turn.messages.filter(({ to }) => to === undefined).map(({ message }) => message);
  return { chat: { person, now, turns }, turn, told };
}

/** Buttons below the last message that has any. */
export const buttonsOf = (told: readonly Outgoing['message'][]) =>
  told.flatMap((message) => ('buttons' in message && message.buttons?.length ? [message.buttons] : [])).at(-1) ?? [];
