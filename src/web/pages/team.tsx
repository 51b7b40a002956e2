/** `/to`: who is in the teams, who is on duty when, what they have in hand, and what they did by week. */
import { vietnamDay } from '../../clock.ts';
import { addDuty, type Duty, endDuty, rotaOf } from '../../db/rota.ts';
import {
  type ListedTeam,
  listedTeams,
  sentByChannel,
  type TeamMember,
  teamMembers,
  type WeekOfTeam,
  workByWeek,
} from '../../db/team-work.ts';
import type { Chart } from '../../report/charts/chart.ts';
import { stackedBar } from '../../report/charts/stacked-bar.ts';
import { weekColumns } from '../../report/charts/week-columns.ts';
import { addDays, mondayOf } from '../../report/period.ts';
import { ROUND_PATH } from '../round/wire.ts';
import { AreaFilter, areasBelow } from './area-choice.tsx';
import { Choice, ConfirmForm, Empty, ErrorSummary, type FormErrors, PostForm, Table, Time } from './components.tsx';
import { ChartFigure, chartWords, shortDay } from './figures.tsx';
import { count, moment } from './format.ts';
import type { PageRoutes } from './pages.tsx';
import { isVolunteerOnly } from './round.tsx';
import { type Deed, goTo, show, type Visit, withQuery } from './visit.ts';

const PATH = '/to';
const MEMBERS = 150;
const TEAMS_DRAWN = 12;
const WEEKS = 8;
const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const;
const HOURS = [6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21] as const;

export const team: PageRoutes = (pages) => {
  pages.page({
    path: PATH,
    action: 'figures.read',
    // To whoever goes from door to door, "tổ" is the round; the team's page is a link away.
    handler: (visit) => (isVolunteerOnly(visit.caller) && !visit.query['dia-ban'] ? goTo(ROUND_PATH) : teamPage(visit)),
  });
  pages.post({ path: '/to/truc', action: 'teams.write', handler: addToRota });
  pages.post({
    path: '/to/truc/:id/thoi',
    action: 'teams.write',
    area: async ({ sql, params, caller }) => {
      if (!/^\d{1,18}$/.test(params.id ?? '')) return null;
      const [row] = await sql<{ area: string }[]>`
        select r.area_code as area from rota r join contacts c on c.id = r.contact_id
        where r.id = ${params.id ?? ''} and r.until is null and c.simulated = ${caller.simulated}`;
      return row?.area ?? null;
    },
    handler: async ({ tx, params, now, about, area }) => {
      about(`duty:${params.id}`);
      await endDuty(tx, params.id ?? '', now);
      return goTo(withQuery(PATH, { 'dia-ban': area.code }), 'office:notice.duty-ended');
    },
  });
};

async function addToRota(deed: Deed) {
  const { form, tx, say, area, caller, now, about } = deed;
  const contactId = form.text('nguoi');
  const [weekday, fromHour, toHour, rank] = ['thu', 'tu', 'den', 'thu-tu'].map((name) => Number(form.text(name)));
  const known = /^\d{1,18}$/.test(contactId)
    ? await tx`
        select 1 from memberships m join contacts c on c.id = m.contact_id
        where m.contact_id = ${contactId} and m.until is null and c.simulated = ${caller.simulated}`
    : [];
  const errors: Record<string, string> = {};
  if (known.length === 0) errors.nguoi = say('officials:form.required');
  if (fromHour === undefined || toHour === undefined || !(fromHour >= 0 && toHour <= 24 && fromHour < toHour))
    errors.den = say('office:team.hours-wrong');
  if (Object.keys(errors).length > 0) return teamPage(deed, errors);
  about(`contact:${contactId}`);
  await addDuty(
    tx,
    {
      contactId,
      areaCode: area.code,
      weekday: weekday && weekday >= 1 && weekday <= 7 ? weekday : null,
      fromHour: fromHour ?? 0,
      toHour: toHour ?? 24,
      rank: rank && rank > 0 && rank < 10 ? rank : 0,
    },
    now,
  );
  return goTo(withQuery(PATH, { 'dia-ban': area.code }), 'office:notice.duty-added');
}

async function teamPage(visit: Visit, errors: FormErrors = {}) {
  const { say, sql, area, caller, now } = visit;
  const where = { areaCode: area.code, simulated: caller.simulated, now };
  const since = addDays(mondayOf(vietnamDay(now)), -7 * (WEEKS - 1));
  const [members, duties, work, listed, talks, areas, mayWrite] = await Promise.all([
    teamMembers(sql, where, MEMBERS),
    rotaOf(sql, area.code),
    workByWeek(sql, { ...where, since }),
    listedTeams(sql, where, 100),
    sentByChannel(sql, where),
    areasBelow(sql, caller, 'figures.read', area),
    visit.allows('teams.write'),
  ]);
  return show({
    title: say('officials:nav.teams'),
    asOf: now,
    styles: ['figures.css'],
    errors,
    filters: <AreaFilter visit={visit} action={PATH} areas={areas} />,
    body: (
      <>
        <ErrorSummary errors={errors} say={say} />
        {members.length === 0 ? (
          <Empty title={say('office:team.none', { area: area.name })}>
            <p>{say('office:team.none-hint')}</p>
          </Empty>
        ) : (
          <Members rows={members} visit={visit} />
        )}
        {work.length > 0 && <ChartFigure id="weeks" say={say} chart={workChart(visit, work, since)} />}
        <section class="stack" aria-labelledby="rota-title">
          <h2 id="rota-title">{say('office:team.rota', { area: area.name })}</h2>
          {duties.length === 0 ? (
            <Empty title={say('office:team.no-rota')}>
              <p>{say('office:team.no-rota-hint')}</p>
            </Empty>
          ) : (
            <Rota rows={duties} visit={visit} mayWrite={mayWrite} />
          )}
          {mayWrite && members.length > 0 && <NewDuty members={members} visit={visit} errors={errors} />}
        </section>
        {listed.length > 0 && <Listed rows={listed} say={say} />}
        {talks.length > 0 && (
          <ChartFigure
            id="channels"
            say={say}
            chart={stackedBar(
              {
                title: say('office:team.channels'),
                says: `${area.name} · ${say('office:team.last-week')} · ${say('officials:frame.as-of')} ${moment(now)}`,
                parts: talks.map(({ channel, n }) => ({ name: say(`officials:channel.${channel}`), value: n })),
              },
              chartWords(say),
            )}
          />
        )}
      </>
    ),
  });
}

const Members = ({ rows, visit: { say } }: { rows: readonly TeamMember[]; visit: Visit }) => (
  <Table<TeamMember>
    id="members"
    caption={say('office:team.caption')}
    rows={rows}
    columns={[
      { key: 'name', head: say('office:team.member'), cell: ({ name }) => name },
      { key: 'role', head: say('officials:settings.role'), cell: ({ role }) => say(`officials:role.${role}`) },
      { key: 'area', head: say('officials:frame.area'), cell: ({ areaName }) => areaName },
      { key: 'recorded', head: say('office:team.recorded'), numeric: true, cell: ({ recorded }) => count(recorded) },
      {
        key: 'visits',
        head: say('office:team.visits'),
        numeric: true,
        cell: ({ visitsOpen, visitsLate }) =>
          visitsLate > 0
            ? say('office:team.visits-late', { n: count(visitsOpen), late: count(visitsLate) })
            : count(visitsOpen),
      },
      { key: 'help', head: say('office:team.help'), numeric: true, cell: ({ helpOpen }) => count(helpOpen) },
      { key: 'seen', head: say('officials:people.seen'), cell: ({ seenAt }) => <Time at={seenAt} /> },
    ]}
  />
);

function workChart({ say, area, now }: Visit, work: readonly WeekOfTeam[], since: string): Chart {
  const mondays = Array.from({ length: WEEKS }, (_, index) => addDays(since, 7 * index));
  const names = new Map(work.map(({ areaCode, areaName }) => [areaCode, areaName]));
  const done = new Map(work.map(({ areaCode, monday, recorded }) => [`${areaCode}|${monday}`, recorded]));
  return weekColumns(
    {
      title: say('office:team.by-week'),
      says: `${area.name} · ${say('office:team.by-week-says')} · ${say('officials:frame.as-of')} ${moment(now)}`,
      weeks: mondays.map(shortDay),
      teams: [...names].slice(0, TEAMS_DRAWN).map(([code, name]) => ({
        name,
        values: mondays.map((monday) => done.get(`${code}|${monday}`) ?? 0),
      })),
    },
    chartWords(say),
  );
}

const dayName = (weekday: number | null, say: Visit['say']): string => say(`office:weekday.${weekday ?? 0}`);
const hourName = (hour: number): string =>
  `${Math.floor(hour)}:${String(Math.round((hour % 1) * 60)).padStart(2, '0')}`;

const Rota = ({ rows, visit, mayWrite }: { rows: readonly Duty[]; visit: Visit; mayWrite: boolean }) => {
  const { say } = visit;
  return (
    <Table<Duty>
      id="rota"
      caption={say('office:team.rota-caption')}
      rows={rows}
      columns={[
        { key: 'day', head: say('office:team.day'), cell: ({ weekday }) => dayName(weekday, say) },
        {
          key: 'hours',
          head: say('office:team.hours'),
          cell: ({ fromHour, toHour }) => `${hourName(fromHour)}–${hourName(toHour)}`,
        },
        { key: 'who', head: say('office:team.member'), cell: ({ name }) => name },
        {
          key: 'rank',
          head: say('office:team.rank'),
          cell: ({ rank }) => say(rank === 0 ? 'office:team.on-duty' : 'office:team.stands-in', { n: count(rank) }),
        },
        ...(mayWrite
          ? [
              {
                key: 'end',
                head: say('office:team.change'),
                cell: ({ id, name }: Duty) => (
                  <ConfirmForm
                    visit={visit}
                    id={`duty-${id}`}
                    action={`/to/truc/${id}/thoi`}
                    open={say('office:team.end')}
                    question={say('office:team.end-question', { name })}
                    button={say('office:team.end')}
                  />
                ),
              },
            ]
          : []),
      ]}
    />
  );
};

const NewDuty = ({ members, visit, errors }: { members: readonly TeamMember[]; visit: Visit; errors: FormErrors }) => {
  const { say, area } = visit;
  const hours = HOURS.map((hour) => ({ value: String(hour), label: hourName(hour) }));
  return (
    <details class="panel" open={Object.keys(errors).length > 0}>
      <summary>
        <strong>{say('office:team.add')}</strong>
      </summary>
      <PostForm visit={visit} action={withQuery('/to/truc', { 'dia-ban': area.code })} class="row ends">
        <Choice
          name="nguoi"
          label={say('office:team.member')}
          errors={errors}
          options={members.map(({ contactId, name, areaName }) => ({
            value: contactId,
            label: `${name} – ${areaName}`,
          }))}
        />
        <Choice
          name="thu"
          label={say('office:team.day')}
          options={[0, ...WEEKDAYS].map((weekday) => ({ value: String(weekday), label: dayName(weekday, say) }))}
        />
        <Choice name="tu" label={say('office:team.from')} options={hours} value="7" />
        <Choice name="den" label={say('office:team.to')} options={hours} value="17" errors={errors} />
        <Choice
          name="thu-tu"
          label={say('office:team.rank')}
          options={[0, 1, 2].map((rank) => ({
            value: String(rank),
            label: say(rank === 0 ? 'office:team.on-duty' : 'office:team.stands-in', { n: count(rank) }),
          }))}
        />
        <button type="submit" class="primary">
          {say('officials:form.save')}
        </button>
      </PostForm>
    </details>
  );
};

const Listed = ({ rows, say }: { rows: readonly ListedTeam[]; say: Visit['say'] }) => (
  <Table<ListedTeam>
    id="teams"
    caption={say('office:team.listed')}
    rows={rows}
    columns={[
      { key: 'code', head: say('office:cases.code'), cell: ({ code }) => code },
      { key: 'name', head: say('office:team.team'), cell: ({ name }) => name ?? '–' },
      { key: 'area', head: say('officials:frame.area'), cell: ({ areaName }) => areaName },
      { key: 'members', head: say('office:team.members'), numeric: true, cell: ({ members }) => count(members) },
    ]}
  />
);
