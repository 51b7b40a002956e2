/** Pieces the announcement pages share: its state, whom it reaches which way, who they are, how it looks on phones. */
import type { VNode } from 'preact';
import { LANGUAGES } from '../../bot/announcement.ts';
import type { BroadcastState } from '../../broadcast/approval.ts';
import type { Preview, RenderedText } from '../../broadcast/preview.ts';
import type { OpenHours } from '../../clock.ts';
import type { Broadcast } from '../../db/broadcasts.ts';
import type { Elsewhere, SamplePerson } from '../../db/reach.ts';
import { Facts, Table } from './components.tsx';
import { Phone } from './content-parts.tsx';
import { count, day } from './format.ts';
import type { Crumb, Say } from './visit.ts';

export const PATH = '/thong-bao';
export const hrefOf = (id: string, part = ''): string => `${PATH}/${id}${part && `/${part}`}`;

/** The way back from the pages behind an announcement's figures. */
export const crumbsBelow = ({ id }: { id: string }, say: Say): Crumb[] => [
  { label: say('officials:nav.announcements'), href: PATH },
  { label: say('announcements:result.title'), href: hrefOf(id) },
];

/** Mark and tone of each state; the word always stands beside them. */
const STATES: Record<BroadcastState, readonly [mark: string, tone: string]> = {
  draft: ['○', 'none'],
  returned: ['▲', 'behind'],
  'waiting-approval': ['◆', 'near'],
  approved: ['✓', 'reached'],
  scheduled: ['◷', 'reached'],
  sending: ['▶', 'near'],
  paused: ['▮▮', 'behind'],
  stopped: ['■', 'none'],
  done: ['✓', 'reached'],
};

export const StateTag = ({ state, say }: { state: BroadcastState; say: Say }): VNode => (
  <span class={`status ${STATES[state][1]}`}>
    <span aria-hidden="true">{STATES[state][0]}</span> {say(`announcements:state.${state}`)}
  </span>
);

/** The beginning of its words: what a colleague would call it. */
export function titleOf({ content }: Pick<Broadcast, 'content'>, most = 80): string {
  const { what } = content.words.vi;
  const letters = [...what];
  return letters.length <= most ? what : `${letters.slice(0, most - 1).join('')}…`;
}

/** `1.250.000 đ`. */
export const money = (vnd: number): string => `${count(vnd)}\u00a0đ`;

/** "Telegram thay vì Zalo". */
export const elsewhereWords = ({ from, to }: Pick<Elsewhere, 'from' | 'to'>, say: Say): string =>
  say('announcements:elsewhere.instead', {
    to: say(`broadcast:channel.${to}`),
    from: say(`broadcast:channel.${from}`),
  });

/** Term and value for {@link Facts}: how many are reached in another of their chats. Nothing where nobody is. */
export const elsewhereFacts = (elsewhere: readonly Elsewhere[], say: Say): (readonly [string, string])[] =>
  elsewhere.length === 0
    ? []
    : [
        [
          say('announcements:elsewhere.title'),
          elsewhere
            .map((one) =>
              say('announcements:elsewhere.people', { n: count(one.people), way: elsewhereWords(one, say) }),
            )
            .join(', '),
        ],
      ];

/** Places with hours of their own that are named; the rest is a number. */
const MOST_PLACES = 5;

/** "Xã Trễ 10:00–14:00, Xã Sớm 8:00–13:00". */
export function hoursWords(own: readonly { name: string; hours: OpenHours }[], say: Say): string {
  const named = own.slice(0, MOST_PLACES).map(({ name, hours }) => `${name} ${hour(hours.from)}–${hour(hours.until)}`);
  const more = own.length - named.length;
  return named.join(', ') + (more > 0 ? say('announcements:hours.more', { n: count(more) }) : '');
}

const hour = (of: number): string => `${Math.floor(of)}:${String(Math.round((of % 1) * 60)).padStart(2, '0')}`;

interface ReachRow {
  name: string;
  people: number;
  note: string;
  isHead?: boolean;
}

const peopleIn = (counts: Partial<Record<string, number>>): number =>
  Object.values(counts).reduce<number>((sum, people) => sum + (people ?? 0), 0);

/** How many of those meant it reaches. */
export function ReachCount({ seen, say }: { seen: Preview; say: Say }): VNode {
  const missed = peopleIn(seen.unreachable);
  return (
    <p class="reach-count">
      <strong>{say('announcements:reach.count', { people: count(seen.reachable) })}</strong>{' '}
      <span class="quiet">
        {say('announcements:reach.of', { people: count(seen.people) })}
        {missed > 0 && ` · ${say('announcements:reach.missed', { people: count(missed) })}`}
      </span>
    </p>
  );
}

/** Who gets it which way and what that costs, and who does not and why; every person in one row. */
export function Reach({ seen, isUrgent, say }: { seen: Preview; isUrgent: boolean; say: Say }): VNode {
  const priceNote = (way: string): string => {
    const cost = seen.costs.find((one) => one.way === way);
    if (!cost) return say('announcements:reach.free');
    const { vnd, source, asOf } = cost.price;
    return say('announcements:reach.price', { each: money(vnd ?? 0), source, on: day(new Date(asOf)) });
  };
  const rows: ReachRow[] = [
    ...Object.entries(seen.ways).map(([way, people]) => ({
      name: say(`broadcast:way.${way}`),
      people,
      note: priceNote(way),
    })),
    ...Object.entries(seen.unreachable).map(([reason, people]) => ({
      name: say(`broadcast:reason.${reason}`),
      people,
      note: say(`announcements:reach.${isVisited(reason, isUrgent) ? 'visited' : 'left-alone'}`),
    })),
  ];
  return (
    <div class="stack">
      {rows.length > 0 && (
        <Table<ReachRow>
          id="reach"
          caption={say('announcements:reach.caption')}
          captionHidden
          rows={rows}
          columns={[
            { key: 'way', head: say('announcements:reach.way'), cell: ({ name }) => name },
            {
              key: 'people',
              head: say('announcements:reach.people'),
              numeric: true,
              cell: ({ people }) => count(people),
            },
            { key: 'note', head: say('announcements:reach.note'), cell: ({ note }) => note },
          ]}
        />
      )}
      <Facts
        facts={[
          ...elsewhereFacts(seen.elsewhere, say),
          ...(seen.costForAllVnd > 0
            ? [
                [
                  say('announcements:reach.cost'),
                  say('announcements:reach.cost-of', { most: money(seen.costVnd), all: money(seen.costForAllVnd) }),
                ] as const,
              ]
            : [[say('announcements:reach.cost'), say('announcements:reach.nothing')] as const]),
          ...(seen.householdsWithoutChat > 0
            ? [
                [
                  say('announcements:reach.households'),
                  say('announcements:reach.households-of', { n: count(seen.householdsWithoutChat) }),
                ] as const,
              ]
            : []),
        ]}
      />
    </div>
  );
}

/** Whoever asked to be left in peace is; of an urgent warning they are told at the door. One a day waits for tomorrow. */
const isVisited = (reason: string, isUrgent: boolean): boolean =>
  reason === 'muted' ? isUrgent : reason !== 'prompted-today';

export const Sample = ({ people, say }: { people: readonly SamplePerson[]; say: Say }): VNode | null =>
  people.length === 0 ? null : (
    <details>
      <summary>{say('announcements:sample.title', { n: count(people.length) })}</summary>
      <Table<SamplePerson>
        id="sample"
        caption={say('announcements:sample.title', { n: count(people.length) })}
        captionHidden
        rows={people}
        columns={[
          {
            key: 'who',
            head: say('announcements:sample.who'),
            cell: ({ term, callName }) =>
              [term, callName].filter(Boolean).join(' ') || say('officials:people.nameless'),
          },
          { key: 'area', head: say('announcements:sample.area'), cell: ({ areaName }) => areaName ?? '–' },
          {
            key: 'way',
            head: say('announcements:sample.way'),
            cell: ({ way, reason }) =>
              reason === null && way !== null ? say(`broadcast:way.${way}`) : say(`broadcast:reason.${reason}`),
          },
        ]}
      />
    </details>
  );

/** The exact message of each channel, side by side; further languages fold out. */
export function Phones({ texts, say }: { texts: readonly RenderedText[]; say: Say }): VNode {
  const written = LANGUAGES.filter((language) => texts.some((one) => one.language === language));
  return (
    <>
      {written.map((language) => {
        const phones = (
          <div class="phones">
            {texts
              .filter((one) => one.language === language)
              .map(({ channel, text, buttons, picture }) => (
                <Phone
                  key={channel}
                  title={`${say(`broadcast:channel.${channel}`)} · ${say(`announcements:language.${language}`)}`}
                  channel={channel}
                  messages={[
                    { hasPicture: picture !== null, bold: null, text, buttons: buttons.map((label) => [label]) },
                  ]}
                  picture={picture === null ? null : `/pictures/${picture}.png`}
                  alt={null}
                  lang={language}
                />
              ))}
          </div>
        );
        return language === 'vi' ? (
          <div key={language}>{phones}</div>
        ) : (
          <details key={language}>
            <summary>{say('announcements:look.in', { language: say(`announcements:language.${language}`) })}</summary>
            {phones}
          </details>
        );
      })}
    </>
  );
}
