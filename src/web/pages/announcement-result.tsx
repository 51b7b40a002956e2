/** `/thong-bao/<id>` once it is under way: how far, how fast, what became of everybody, what people answered. */
import type { VNode } from 'preact';
import { render } from 'preact-render-to-string';
import { textOf } from '../../bot/announcement.ts';
import { whenAllowed } from '../../bot/nudge.ts';
import { issueOf } from '../../broadcast/preview.ts';
import { hasComing } from '../../broadcast/progress.ts';
import { type BroadcastProgress, type BroadcastResult, broadcastResult } from '../../broadcast/result.ts';
import { isOpenHour } from '../../broadcast/schedule.ts';
import { unansweredOf } from '../../db/announced.ts';
import type { Broadcast } from '../../db/broadcasts.ts';
import { hoursBelow, openHoursOf } from '../../db/open-hours.ts';
import { ActForm, type ActName, StopForm } from './announcement-acts.tsx';
import { isStill } from './announcement-live.ts';
import { elsewhereFacts, hoursWords, hrefOf, money, PATH, StateTag } from './announcement-parts.tsx';
import { QuestionsPanel } from './announcement-questions.tsx';
import { Facts, PostForm, Table } from './components.tsx';
import { clock, count, moment, percent } from './format.ts';
import { type Answer, missing, type Say, show, type Visit } from './visit.ts';

export async function resultPage(
  visit: Visit,
  broadcast: Broadcast,
  { problem }: { problem?: string | undefined } = {},
): Promise<Answer> {
  const { say, sql, now, ports } = visit;
  const result = await broadcastResult(sql, broadcast.id, now);
  if (!result) return missing();
  const mayWrite = await visit.allows('broadcast.write', broadcast.audience.area);
  const unanswered = (await unansweredOf(sql, [broadcast.id])).get(broadcast.id) ?? 0;
  const questions = await QuestionsPanel(visit, broadcast, mayWrite, result.replies.in);
  const words = textOf(issueOf(broadcast), 'vi', ports.texts);
  const hours = await openHoursOf(sql, broadcast.audience.area);
  const isResting = broadcast.state === 'sending' && broadcast.shutUntil !== null && broadcast.shutUntil > now;
  const waits = broadcast.state === 'sending' && !isOpenHour(now, broadcast.kind === 'urgent', hours);
  return show({
    title: say(broadcast.corrects === null ? 'announcements:result.title' : 'announcements:result.correction'),
    asOf: now,
    crumbs: [{ label: say('officials:nav.announcements'), href: PATH }],
    styles: ['content.css', 'announcements.css'],
    scripts: isStill(result) ? [] : ['announcements.js'],
    ...(problem !== undefined && { status: 409 }),
    body: (
      <>
        {problem !== undefined && (
          <div class="notice warn" role="alert">
            {problem}
          </div>
        )}
        <div id="viec-lam" class="stack">
          <p class="row">
            <StateTag state={broadcast.state} say={say} />
            {broadcast.kind === 'urgent' && <span class="tag">{say('announcements:kind.urgent')}</span>}
            {broadcast.startedAt && (
              <span class="quiet">{say('announcements:result.since', { at: moment(broadcast.startedAt) })}</span>
            )}
          </p>
          {waits && (
            <p class="notice warn">{say('announcements:result.quiet', { at: moment(whenAllowed(now, hours)) })}</p>
          )}
          {isResting && !waits && (
            <p class="notice warn">
              {say('announcements:hours.rest', {
                places: hoursWords(await hoursBelow(sql, broadcast.audience.area), say),
              })}
            </p>
          )}
          {result.pauseReason !== null && result.pauseReason !== 'officer' && (
            <p class="notice warn">{say(`broadcast:${result.pauseReason}`)}</p>
          )}
          {mayWrite && <Acts {...{ visit, broadcast, result }} />}
        </div>
        <section
          class="panel"
          aria-labelledby="going-title"
          {...(!isStill(result) && {
            id: 'theo-doi',
            'data-source': hrefOf(broadcast.id, 'dien-bien'),
            'data-state': broadcast.state,
            'data-lost': say('announcements:result.lost', { at: '{at}' }),
          })}
        >
          <div class="heading">
            <h2 id="going-title">{say('announcements:result.going')}</h2>
            {!isStill(result) && (
              <a class="button" href={hrefOf(broadcast.id)}>
                {say('announcements:result.reload')}
              </a>
            )}
          </div>
          <p id="mat-ket-noi" class="quiet" role="status" hidden />
          <p id="da-noi" class="unseen" role="status" />
          <div id="dien-bien">
            <Going result={result} say={say} />
          </div>
        </section>
        <div class="columns">
          <section class="panel summary" aria-labelledby="answers-title">
            <h2 id="answers-title">{say('announcements:result.answers')}</h2>
            <Facts
              facts={[
                ...(hasComing(broadcast)
                  ? [
                      [
                        say('announcements:result.coming'),
                        <a key="coming" href={hrefOf(broadcast.id, 'se-toi')}>
                          {say('announcements:result.people', { n: count(result.answers.coming) })}
                        </a>,
                      ] as const,
                      [
                        say('announcements:result.not-coming'),
                        say('announcements:result.people', { n: count(result.answers['not-coming']) }),
                      ] as const,
                    ]
                  : []),
                [
                  say('announcements:result.asked'),
                  <a key="asked" href={hrefOf(broadcast.id, 'hoi-dap')}>
                    {say('announcements:result.asked-of', {
                      n: count(result.replies.in),
                      answered: count(result.replies.in - unanswered),
                    })}
                  </a>,
                ],
                [say('announcements:result.stops'), say('announcements:result.people', { n: count(result.stops) })],
                [
                  say('announcements:result.visits'),
                  <a key="visits" href={hrefOf(broadcast.id, 'ghe-tham')}>
                    {say('announcements:result.visits-of', {
                      open: count(result.visits.open),
                      done: count(result.visits.done),
                    })}
                  </a>,
                ],
              ]}
            />
          </section>
          <section class="panel summary" aria-labelledby="words-title">
            <h2 id="words-title">{say('announcements:result.words')}</h2>
            <p class="said-words">{words}</p>
            <Facts
              facts={[
                [say('announcements:summary.author'), broadcast.author?.name ?? '–'],
                ...(result.delivered > 0
                  ? [
                      [
                        say('announcements:result.delivered'),
                        say('announcements:result.people', { n: count(result.delivered) }),
                      ] as const,
                    ]
                  : []),
                [
                  say('announcements:summary.cost'),
                  result.spentVnd > 0 ? money(result.spentVnd) : say('announcements:reach.nothing'),
                ],
              ]}
            />
          </section>
        </div>
        {questions}
        <div class="row no-print">
          {(['xlsx', 'csv'] as const).map((format) => (
            <a key={format} class="button" href={`${hrefOf(broadcast.id, 'tep')}?dang=${format}`}>
              {say(`announcements:file.${format}`)}
            </a>
          ))}
        </div>
      </>
    ),
  });
}

/** What can be done with one that is under way or over. */
function Acts({ visit, broadcast, result }: { visit: Visit; broadcast: Broadcast; result: BroadcastResult }): VNode {
  const { say } = visit;
  const { state, corrects } = broadcast;
  const { states, reasons, sent, uncertain } = result.counts;
  const isUnderWay = state === 'sending' || state === 'paused';
  const again = (states.failed ?? 0) + (states.expired ?? 0) - (reasons.muted ?? 0);
  const acts: { act: ActName; label?: string }[] = [
    ...(state === 'sending' ? [{ act: 'pause' as const }] : []),
    ...(state === 'paused' ? [{ act: 'resume' as const }] : []),
    ...(state === 'done' && again > 0
      ? [{ act: 'retry' as const, label: say('announcements:act.retry-n', { n: count(again) }) }]
      : []),
    ...(state === 'done' && uncertain > 0
      ? [{ act: 'resend' as const, label: say('announcements:act.resend-n', { n: count(uncertain) }) }]
      : []),
  ];
  return (
    <div class="row acts">
      {acts.map(({ act, label }) => (
        <ActForm key={act} {...{ visit, broadcast, act, label }} isPrimary={isUnderWay} />
      ))}
      {corrects === null && sent + uncertain + (isUnderWay ? 1 : 0) > 0 && (
        <PostForm visit={visit} action={hrefOf(broadcast.id, 'dinh-chinh')}>
          <button type="submit">{say('announcements:act.correct')}</button>
        </PostForm>
      )}
      {isUnderWay && <StopForm visit={visit} broadcast={broadcast} />}
    </div>
  );
}

/** Kinds of ends as the bar shows them, in its order. */
const SHARES = ['sent', 'failed', 'left'] as const;
const BAR = 1_000;

/** Everything that changes while it goes. */
export function Going({ result, say }: { result: BroadcastProgress; say: Say }): VNode {
  const { counts, elsewhere, isPlanned, perMinute, estimatedEnd, state, endedAt } = result;
  const { total, sent, failed, left } = counts;
  const facts: (readonly [string, string])[] = [
    ...(perMinute !== null
      ? [[say('announcements:result.pace'), say('announcements:result.per-minute', { n: count(perMinute) })] as const]
      : []),
    ...(estimatedEnd ? [[say('announcements:result.estimate'), clock(estimatedEnd)] as const] : []),
    ...elsewhereFacts(elsewhere, say),
    ...(endedAt && isStill({ state }) ? [[say('announcements:result.ended'), moment(endedAt)] as const] : []),
  ];
  return (
    <div class="stack">
      <p class="going-head">
        <strong>
          {total === 0
            ? say('announcements:result.not-planned')
            : say('announcements:result.sent-of', { sent: count(sent), total: count(total) })}
        </strong>{' '}
        {total > 0 && <span class="quiet">({percent(sent, total)})</span>}{' '}
        {!isPlanned && state === 'sending' && <span class="quiet">{say('announcements:result.planning')}</span>}
      </p>
      <SharesBar counts={counts} say={say} />
      <ul class="shares">
        {SHARES.map((share) => (
          <li key={share} class={share}>
            <span aria-hidden="true" class="swatch" /> {say(`announcements:share.${share}`)}:{' '}
            {count({ sent, failed, left }[share])}
          </li>
        ))}
      </ul>
      {facts.length > 0 && <Facts facts={facts} />}
      <Ends result={result} say={say} />
    </div>
  );
}

/** Widths are attributes: the content security policy drops styles in elements. */
function SharesBar({ counts, say }: { counts: BroadcastProgress['counts']; say: Say }): VNode {
  let x = 0;
  const all = Math.max(1, counts.total);
  return (
    <svg
      class="shares-bar"
      viewBox={`0 0 ${BAR} 28`}
      preserveAspectRatio="none"
      role="img"
      aria-label={say('announcements:result.bar', {
        sent: count(counts.sent),
        failed: count(counts.failed),
        left: count(counts.left),
      })}
    >
      {SHARES.map((share) => {
        const width = (counts[share] / all) * BAR;
        const rect = <rect key={share} class={share} x={x} y="0" width={width} height="28" />;
        x += width;
        return rect;
      })}
    </svg>
  );
}

/** Nobody knows whether those arrived. */
const LOST_ANSWERS: ReadonlySet<string> = new Set(['lost-answer', 'answer-unknown', 'restored']);

interface End {
  what: string;
  people: number;
}

/** Which way it went, and why it did not: in plain words, everybody once. */
function Ends({ result: { counts, ways }, say }: { result: BroadcastProgress; say: Say }): VNode | null {
  const rows: End[] = [
    ...Object.entries(ways).map(([way, people]) => ({
      what: say('announcements:end.sent-by', { way: say(`broadcast:way.${way}`) }),
      people: people ?? 0,
    })),
    ...Object.entries(counts.reasons).map(([reason, people]) => ({
      what: LOST_ANSWERS.has(reason)
        ? say('announcements:end.uncertain')
        : say('announcements:end.not', { reason: say(`broadcast:reason.${reason}`) }),
      people,
    })),
    ...(['queued', 'planned'] as const).map((state) => ({
      what: say(`announcements:end.${state}`),
      people: counts.states[state] ?? 0,
    })),
  ].filter(({ people }) => people > 0);
  if (rows.length === 0) return null;
  return (
    <Table<End>
      id="ends"
      caption={say('announcements:end.caption')}
      captionHidden
      rows={rows}
      columns={[
        { key: 'what', head: say('announcements:end.what'), cell: ({ what }) => what },
        { key: 'people', head: say('announcements:reach.people'), numeric: true, cell: ({ people }) => count(people) },
      ]}
    />
  );
}

/** One event for the page's script: the drawn part, what a screen reader is told, the state, which moves the buttons, and when. */
export const goingEvent = (result: BroadcastProgress, say: Say, now: Date) => ({
  html: render(<Going result={result} say={say} />),
  said: saidOf(result, say),
  state: result.state,
  asOf: moment(now),
});

/** Told aloud by the quarter, not by the second. */
function saidOf({ counts: { sent, failed, total }, state }: BroadcastProgress, say: Say): string {
  const quarters = total === 0 ? 0 : Math.floor((4 * (sent + failed)) / total);
  return say('announcements:result.said', { state: say(`announcements:state.${state}`), share: `${quarters * 25} %` });
}
