/** `/thong-bao/<id>` before anything has gone out: who, how many, what, when, once more; and what comes next. */
import type { ComponentChildren, VNode } from 'preact';
import { whenAllowed } from '../../bot/nudge.ts';
import { approvalsMissing } from '../../broadcast/approval.ts';
import { authorOf } from '../../broadcast/draft.ts';
import { type Preview, preview, renderings, sample } from '../../broadcast/preview.ts';
import { isOpenHour, timeFault, timeWords } from '../../broadcast/schedule.ts';
import type { OpenHours } from '../../clock.ts';
import { officerOf } from '../../db/announced.ts';
import { areaName } from '../../db/areas.ts';
import { lastReason } from '../../db/audit-log.ts';
import type { Broadcast } from '../../db/broadcasts.ts';
import { hoursBelow, openHoursOf } from '../../db/open-hours.ts';
import type { Texts } from '../../text.ts';
import { ActForm, type ActName, ROUTES, StopForm } from './announcement-acts.tsx';
import { listLabel, spreadWords } from './announcement-fields.tsx';
import { hoursWords, hrefOf, money, PATH, Phones, Reach, ReachCount, Sample, StateTag } from './announcement-parts.tsx';
import { ConfirmForm, Facts, type ListedStep, Notice, StepList } from './components.tsx';
import { count, moment } from './format.ts';
import { type Answer, type Say, show, type Visit } from './visit.ts';

export interface Problem {
  /** Why the last press was refused. */
  problem?: string | undefined;
}

export async function checkPage(visit: Visit, broadcast: Broadcast, { problem }: Problem = {}): Promise<Answer> {
  const { say, sql, now, caller, ports } = visit;
  const seen = await preview(sql, broadcast, now);
  const people = await sample(sql, broadcast, now);
  const officer = await officerOf(sql, broadcast.id);
  const hours = await openHoursOf(sql, broadcast.audience.area);
  const own = broadcast.kind === 'urgent' ? [] : await hoursBelow(sql, broadcast.audience.area);
  const place = (await areaName(sql, broadcast.audience.area)) || broadcast.areaName;
  const { personRef } = await authorOf(sql, caller);
  const isAuthor = personRef === broadcast.authorRef;
  const returned =
    broadcast.state === 'returned'
      ? await lastReason(sql, `broadcast:${broadcast.id}`, `POST ${PATH}/:id/${ROUTES.return}`)
      : null;
  const next = nextOf(broadcast, seen, isAuthor);
  const mayWrite = await visit.allows('broadcast.write', broadcast.audience.area);
  return show({
    title: say(
      isAuthor || broadcast.state !== 'waiting-approval'
        ? 'announcements:check.title'
        : 'announcements:check.approving',
    ),
    asOf: now,
    crumbs: [{ label: say('officials:nav.announcements'), href: PATH }],
    styles: ['content.css', 'announcements.css'],
    filters: <StateTag state={broadcast.state} say={say} />,
    ...(problem !== undefined && { status: 409 }),
    body: (
      <>
        {problem !== undefined && (
          <div class="notice warn" role="alert">
            {problem}
          </div>
        )}
        {returned && (
          <Notice tone="warn">
            {say('announcements:check.returned', { who: returned.callerName, why: returned.reason })}
          </Notice>
        )}
        <Warnings {...{ broadcast, seen, hours, own, now, say }} />
        <div class="columns">
          <section class="panel" aria-labelledby="next-title">
            <h2 id="next-title">{say('announcements:check.next')}</h2>
            <StepList say={say} steps={stepsOf(broadcast, seen, say)} />
            <div class="stack acts">
              {next.acts.map((act, index) => (
                <ActForm
                  key={act}
                  act={act}
                  {...{ visit, broadcast }}
                  isPrimary={index === 0}
                  label={act === 'start' && broadcast.sendAt ? say('announcements:act.schedule') : undefined}
                />
              ))}
              {next.says !== null && (
                <p class="quiet">{say(`announcements:check.${next.says}`, { n: seen.approvalsNeeded })}</p>
              )}
              {broadcast.state === 'waiting-approval' && !isAuthor && (
                <ConfirmForm
                  id="return"
                  visit={visit}
                  action={hrefOf(broadcast.id, ROUTES.return)}
                  open={say('announcements:act.return')}
                  question={say('announcements:check.return-question')}
                  button={say('announcements:act.return')}
                  reason={say('announcements:check.return-reason')}
                />
              )}
              {mayWrite && <StopForm visit={visit} broadcast={broadcast} />}
            </div>
          </section>
          <section class="panel summary" aria-labelledby="said-title">
            <h2 id="said-title">{say('announcements:check.summary')}</h2>
            <Facts
              facts={summaryOf({
                broadcast,
                seen,
                place,
                texts: ports.texts,
                officer: officer?.name ?? '–',
                mayEdit: mayWrite && isOpen(broadcast),
                say,
              })}
            />
          </section>
        </div>
        <section class="panel" aria-labelledby="shown-title">
          <h2 id="shown-title">{say('announcements:check.phones')}</h2>
          <Phones texts={renderings(broadcast, ports.texts)} say={say} />
        </section>
        <section class="panel" aria-labelledby="reach-title">
          <h2 id="reach-title">{say('announcements:check.reach')}</h2>
          <ReachCount seen={seen} say={say} />
          <Reach seen={seen} isUrgent={broadcast.kind === 'urgent'} say={say} />
          <Sample people={people} say={say} />
        </section>
      </>
    ),
  });
}

/** May still be changed as it is. */
const isOpen = ({ state }: Broadcast): boolean => state === 'draft' || state === 'returned';

/** Buttons in the order of importance, or why there is nothing to press. */
function nextOf(
  broadcast: Broadcast,
  seen: Preview,
  isAuthor: boolean,
): { acts: ActName[]; says: 'others-approve' | 'wait-approval' | 'goes-alone' | null } {
  const { state, testedAt } = broadcast;
  const isMissing = missingOf(broadcast, seen) > 0;
  if (state === 'waiting-approval') {
    if (!isAuthor) return { acts: ['approve'], says: null };
    return isMissing ? { acts: [], says: 'wait-approval' } : { acts: ['start'], says: null };
  }
  if (state === 'scheduled') return { acts: [], says: 'goes-alone' };
  if (testedAt === null) return { acts: ['test'], says: isMissing ? 'others-approve' : null };
  if (state === 'approved') return { acts: ['start'], says: null };
  if (!isMissing) return { acts: ['start', 'test'], says: null };
  return { acts: isAuthor ? ['submit', 'test'] : ['approve'], says: 'others-approve' };
}

const missingOf = ({ kind, approvals }: Broadcast, { reachable }: Preview): number =>
  approvalsMissing({ isUrgent: kind === 'urgent', count: reachable, approvals });

function stepsOf(broadcast: Broadcast, seen: Preview, say: Say): ListedStep[] {
  const { testedAt, approvals, sendAt, state } = broadcast;
  const needed = seen.approvalsNeeded;
  const isTested = testedAt !== null;
  const isAgreed = missingOf(broadcast, seen) === 0;
  const step = (name: string, isDone: boolean, isNow: boolean, detail?: string): ListedStep => ({
    title: say(`announcements:step.${name}`),
    state: isDone ? 'done' : isNow ? 'now' : 'ahead',
    ...(detail !== undefined && { detail }),
  });
  return [
    step('written', true, false),
    step('tested', isTested, !isTested, isTested ? moment(testedAt) : say('announcements:step.test-why')),
    ...(needed > 0
      ? [
          step(
            'approved',
            isAgreed,
            isTested && !isAgreed,
            say('announcements:step.agreed', { n: approvals.length, needed }),
          ),
        ]
      : []),
    step(
      sendAt ? 'scheduled' : 'sent',
      state === 'scheduled',
      isTested && isAgreed,
      sendAt ? timeWords(sendAt) : undefined,
    ),
  ];
}

interface Summary {
  broadcast: Broadcast;
  seen: Preview;
  place: string;
  texts: Texts;
  officer: string;
  mayEdit: boolean;
  say: Say;
}

/** Who, how many, what, when, who answers: each with the way back to where it is written. */
function summaryOf({
  broadcast,
  seen,
  place,
  texts,
  officer,
  mayEdit,
  say,
}: Summary): (readonly [string, ComponentChildren])[] {
  const line = (term: string, value: string, field: string): readonly [string, VNode] => [
    say(`announcements:summary.${term}`),
    <>
      {value}{' '}
      {mayEdit && (
        <a href={`${hrefOf(broadcast.id, 'sua')}#f-${field}`} aria-label={say(`announcements:summary.edit-${term}`)}>
          {say('announcements:summary.edit')}
        </a>
      )}
    </>,
  ];
  const { what, bring, ask } = broadcast.content.words.vi;
  const when = broadcast.sendAt ? timeWords(broadcast.sendAt) : say('announcements:summary.at-once');
  const spread = broadcast.spreadMinutes > 0 ? `, ${spreadWords(broadcast.spreadMinutes, say).toLowerCase()}` : '';
  return [
    line('who', audienceWords(broadcast, place, texts, say), 'khu-vuc'),
    line('people', say('announcements:reach.count', { people: count(seen.reachable) }), 'khu-vuc'),
    line('what', [what, bring, ask && say('broadcast:shape.ask', { ask })].filter(Boolean).join(' '), 'loi-vi'),
    line('kind', say(`announcements:kind.${broadcast.kind}`), 'loai'),
    line('when', when + spread, 'gio'),
    line(
      'cost',
      seen.costVnd > 0
        ? say('announcements:summary.most', { most: money(seen.costVnd) })
        : say('announcements:reach.nothing'),
      'tien',
    ),
    line('officer', officer, 'can-bo'),
    [say('announcements:summary.author'), broadcast.author?.name ?? '–'],
  ];
}

/** "Xã Rạch Mẫu · Tổ viên · chưa xong Ví Viettel Money". */
export function audienceWords({ audience, corrects }: Broadcast, place: string, texts: Texts, say: Say): string {
  if (corrects !== null) return say('announcements:who.corrected');
  const { roles = [], languages = [], channels = [], flow, list } = audience;
  return [
    place,
    roles.map((role) => say(`announcements:role.${role}`)).join(', '),
    languages.map((language) => say(`announcements:language.${language}`)).join(', '),
    channels.map((channel) => say(`broadcast:channel.${channel}`)).join(', '),
    flow
      ? `${say(`announcements:flow-state.${flow.state}`)}: ${say(`flows/${flow.id}:title`)}${flow.step ? ` (${flow.step})` : ''}`
      : '',
    list === undefined ? '' : say('announcements:summary.list', { list: listLabel(list, texts, say) }),
  ]
    .filter(Boolean)
    .join(' · ');
}

function Warnings({
  broadcast,
  seen,
  hours,
  own,
  now,
  say,
}: {
  broadcast: Broadcast;
  seen: Preview;
  hours: OpenHours;
  /** Of places inside that have set their own. */
  own: readonly { name: string; hours: OpenHours }[];
  now: Date;
  say: Say;
}): VNode | null {
  const isUrgent = broadcast.kind === 'urgent';
  const fault = broadcast.sendAt && timeFault(broadcast.sendAt, now, isUrgent, hours);
  const today = seen.unreachable['prompted-today'] ?? 0;
  const week = seen.unreachable['three-this-week'] ?? 0;
  const warnings = [
    ...(fault && broadcast.sendAt ? [say(`broadcast:time-${fault}`, { at: timeWords(broadcast.sendAt) })] : []),
    ...(!broadcast.sendAt && !isOpenHour(now, isUrgent, hours)
      ? [say('announcements:check.quiet', { at: moment(whenAllowed(now, hours)) })]
      : []),
    ...(own.length > 0 ? [say('announcements:hours.own', { places: hoursWords(own, say) })] : []),
    ...(isUrgent ? [say('announcements:check.urgent', { n: seen.approvalsNeeded })] : []),
    ...(today > 0 ? [say('announcements:check.one-a-day', { n: count(today) })] : []),
    ...(week > 0 ? [say('announcements:check.three-a-week', { n: count(week) })] : []),
    ...(seen.reachable === 0 ? [say('broadcast:nobody')] : []),
  ];
  if (warnings.length === 0) return null;
  return (
    <Notice tone="warn">
      <ul class="warnings">
        {warnings.map((warning) => (
          <li key={warning}>{warning}</li>
        ))}
      </ul>
    </Notice>
  );
}
