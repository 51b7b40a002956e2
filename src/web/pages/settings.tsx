/** `/cai-dat`: people and their rights, keys of other systems, how the channels are doing, the simulator's switch. */
import type { ComponentChildren } from 'preact';
import { callerRef, ROLES, type Role } from '../../access/caller.ts';
import { LAWFUL_HOURS, LEAST_OPEN_HOURS, type OpenHours } from '../../clock.ts';
import { type ApiKey, listApiKeys, revokeApiKey } from '../../db/access.ts';
import { type MemberRow, readMembers } from '../../db/audit-log.ts';
import { type ChannelState, readChannelStates } from '../../db/channel-state.ts';
import type { Sql, Tx } from '../../db/client.ts';
import { openHoursOf, ownOpenHours, writeOpenHours } from '../../db/open-hours.ts';
import { leaveTeam } from '../../db/rota.ts';
import { readSetting, SIMULATOR_SETTING, type SimulatorSetting, writeSetting } from '../../db/settings.ts';
import { createInvite } from '../../db/teams.ts';
import { AreaFilter, areasBelow } from './area-choice.tsx';
import {
  Choice,
  ConfirmForm,
  Empty,
  ErrorSummary,
  Facts,
  Field,
  type FormErrors,
  PostForm,
  Table,
  Time,
} from './components.tsx';
import { count, day } from './format.ts';
import type { PageRoutes } from './pages.tsx';
import { type Deed, goTo, missing, type Say, type ShownPage, show, type Visit } from './visit.ts';

const PATH = '/cai-dat';

/** Every half hour that may be chosen. */
const HOURS = Array.from(
  { length: (LAWFUL_HOURS.until - LAWFUL_HOURS.from) * 2 + 1 },
  (_, index) => LAWFUL_HOURS.from + index / 2,
);
const hourInWords = (hour: number): string => `${Math.floor(hour)}:${hour % 1 === 0 ? '00' : '30'}`;
const lawfulInWords = { from: hourInWords(LAWFUL_HOURS.from), until: hourInWords(LAWFUL_HOURS.until) };

export const settings: PageRoutes = (pages) => {
  pages.page({ path: PATH, action: 'access.manage', handler: (visit) => settingsPage(visit) });

  pages.post({
    path: '/cai-dat/moi',
    action: 'access.manage',
    area: async ({ query }) => query['dia-ban'] || null,
    handler: invite,
  });

  pages.post({
    path: '/cai-dat/vai-tro/:id/ket-thuc',
    action: 'access.manage',
    area: ({ sql, params, caller }) => areaOfMembership(sql, params.id ?? '', caller.simulated),
    handler: endMembership,
  });

  pages.post({
    path: '/cai-dat/khoa/:id/thu-hoi',
    action: 'access.manage',
    area: async ({ sql, params, caller }) =>
      (await listApiKeys(sql, caller.simulated)).find(({ id }) => id === params.id)?.areaCode ?? null,
    handler: async ({ tx, params, caller, now, about }) => {
      const id = params.id ?? '';
      about(`key:${id}`);
      await revokeApiKey(tx, id, callerRef(caller), now);
      return goTo(PATH, 'officials:notice.key-revoked');
    },
  });

  pages.post({
    path: '/cai-dat/gio-nhan',
    action: 'settings.write',
    area: async ({ query }) => query['dia-ban'] || null,
    handler: setOpenHours,
  });

  pages.post({
    path: '/cai-dat/gia-lap',
    action: 'settings.write',
    handler: async ({ tx, form, caller, about }) => {
      if (caller.simulated) return missing(); // a make-believe admin decides nothing about the real machine
      const open = form.text('mo') === '1';
      about('setting:simulator');
      await writeSetting(tx, SIMULATOR_SETTING, { open });
      return goTo(PATH, `officials:notice.simulator-${open ? 'opened' : 'closed'}`);
    },
  });
};

// ── deeds ──────────────────────────────────────────────────────────────────────────────────────────────────────────

async function invite(deed: Deed) {
  const { form, tx, now, say, area, caller, about, ports } = deed;
  const role = ROLES.find((known) => known === form.text('vai-tro'));
  const name = form.text('ten');
  const errors: Record<string, string> = {};
  if (!role) errors['vai-tro'] = say('officials:form.required');
  if (name === '') errors.ten = say('officials:form.required');
  if (name.length > 60) errors.ten = say('officials:settings.name-long');
  // A code from here would be good on a real channel; a make-believe admin must not make one.
  if (caller.simulated) errors.ten = say('officials:settings.sample-only');
  if (!role || Object.keys(errors).length > 0)
    return settingsPage(deed, { errors, ten: name, role: role ?? 'volunteer' });
  const code = `i-${await createInvite(tx, { role, areaCode: area.code, name }, now)}`;
  about(`invite:${role}`);
  const [telegram, zalo] = ['telegram', 'zalo'].map((channel) =>
    ports.channels().find((one) => one.channel === channel),
  );
  return show({
    title: say('officials:settings.invited-title', { name }),
    crumbs: [{ label: say('officials:nav.settings'), href: PATH }],
    body: (
      <div class="narrow">
        <p>{say('officials:settings.invited-text', { role: say(`officials:role.${role}`), area: area.name })}</p>
        <code class="secret">{code}</code>
        {telegram?.name && (
          <p>
            Telegram:{' '}
            <a href={`https://t.me/${telegram.name}?start=${code}`}>{`https://t.me/${telegram.name}?start=${code}`}</a>
          </p>
        )}
        {zalo?.name && (
          <p>
            Zalo: <a href={`https://zalo.me/${zalo.name}`}>{`https://zalo.me/${zalo.name}`}</a>
          </p>
        )}
        <p class="quiet">{say('officials:settings.invited-once')}</p>
        <p>
          <a class="button" href={PATH}>
            {say('officials:settings.back')}
          </a>
        </p>
      </div>
    ),
  });
}

/** The hours of this area, or none of its own. */
async function setOpenHours(deed: Deed) {
  const { tx, form, area, caller, say, about } = deed;
  if (caller.simulated) return missing(); // a make-believe admin decides nothing about real people's evenings
  const isOwn = form.text('rieng') === '1';
  const [from, until] = [Number(form.text('tu')), Number(form.text('den'))];
  const isLawful = HOURS.includes(from) && HOURS.includes(until) && until - from >= LEAST_OPEN_HOURS;
  if (isOwn && !isLawful)
    return settingsPage(deed, {
      errors: { den: say('officials:settings.hours-wrong', { least: LEAST_OPEN_HOURS, ...lawfulInWords }) },
    });
  about(isOwn ? `open-hours:${from}-${until}` : 'open-hours:none', area.code);
  await writeOpenHours(tx, area.code, isOwn ? { from, until } : null);
  return goTo(`${PATH}?dia-ban=${encodeURIComponent(area.code)}`, 'officials:notice.hours-saved');
}

async function areaOfMembership(sql: Sql | Tx, id: string, simulated: boolean): Promise<string | null> {
  if (!/^\d{1,18}$/.test(id)) return null;
  const [row] = await sql<{ area_code: string }[]>`
    select m.area_code from memberships m join contacts c on c.id = m.contact_id
    where m.id = ${id} and m.until is null and c.simulated = ${simulated}`;
  return row?.area_code ?? null;
}

/** Ends one role. With the last one everything the person held in the team is handed over. */
async function endMembership(deed: Deed) {
  const { tx, params, caller, now, form, say, about } = deed;
  const id = params.id ?? '';
  const [row] = await tx<{ contact_id: bigint; area_code: string }[]>`
    select contact_id, area_code from memberships where id = ${id} and until is null for update`;
  if (!row) return missing();
  const contactId = String(row.contact_id);
  about(`membership:${id}`, row.area_code);
  const reason = form.text('ly-do');
  if (reason === '') return settingsPage(deed, { errors: { 'ly-do': say('officials:settings.reason-needed') } });
  // Nobody locks themselves out, and the last admin least of all.
  if (contactId === caller.id)
    return settingsPage(deed, { errors: { 'ly-do': say('officials:settings.not-yourself') } });
  await tx`
    update memberships set until = ${now}, end_reason = ${reason}, ended_by = ${callerRef(caller)} where id = ${id}`;
  if (!(await hasRole(tx, contactId))) await leaveTeam(tx, contactId, now);
  return goTo(PATH, 'officials:notice.membership-ended');
}

async function hasRole(tx: Tx, contactId: string): Promise<boolean> {
  const [row] = await tx`select 1 from memberships where contact_id = ${contactId} and until is null`;
  return row !== undefined;
}

// ── the page ───────────────────────────────────────────────────────────────────────────────────────────────────────

interface Refused {
  errors: FormErrors;
  ten?: string;
  role?: Role;
}

async function settingsPage(visit: Visit, refused?: Refused): Promise<ShownPage> {
  const { say, sql, area, caller, now, ports, ways } = visit;
  const { simulated } = caller;
  const [members, keys, channels, options, simulator, hours, ownHours] = await Promise.all([
    readMembers(sql, area.code, simulated),
    keysInside(visit),
    readChannelStates(sql, now),
    areasBelow(sql, caller, 'access.manage', area),
    readSetting<SimulatorSetting>(sql, SIMULATOR_SETTING),
    openHoursOf(sql, area.code),
    ownOpenHours(sql, area.code),
  ]);
  const errors = refused?.errors ?? {};
  return show({
    title: say('officials:nav.settings'),
    asOf: now,
    ...(refused && { status: 422 }),
    filters: <AreaFilter visit={visit} action={PATH} areas={options} />,
    body: (
      <>
        <ErrorSummary errors={errors} say={say} />
        <p class="row">
          <a class="button" href="/tien-do/chi-tieu">
            {say('office:targets.title')}
          </a>
          <a class="button" href="/danh-sach">
            {say('office:lists.title')}
          </a>
        </p>
        <section class="stack" aria-labelledby="people-title">
          <h2 id="people-title">{say('officials:settings.people')}</h2>
          <Members members={members} visit={visit} />
          <details class="panel" open={refused?.ten !== undefined}>
            <summary>
              <strong>{say('officials:settings.invite')}</strong>
            </summary>
            <PostForm visit={visit} action={`/cai-dat/moi?dia-ban=${encodeURIComponent(area.code)}`} class="stack">
              <p>{say('officials:settings.invite-text', { area: area.name })}</p>
              <Field
                name="ten"
                label={say('officials:settings.name')}
                hint={say('officials:settings.name-hint')}
                value={refused?.ten ?? ''}
                errors={errors}
                required
                maxLength={60}
              />
              <Choice
                name="vai-tro"
                label={say('officials:settings.role')}
                errors={errors}
                value={refused?.role ?? 'volunteer'}
                options={ROLES.map((role) => ({ value: role, label: say(`officials:role-what.${role}`) }))}
              />
              <div>
                <button type="submit" class="primary">
                  {say('officials:settings.make-invite')}
                </button>
              </div>
            </PostForm>
          </details>
        </section>

        <section class="stack" aria-labelledby="keys-title">
          <h2 id="keys-title">{say('officials:settings.keys')}</h2>
          <Keys keys={keys} visit={visit} />
          <p class="quiet">{say('officials:settings.keys-how')}</p>
        </section>

        {!simulated && (
          <section class="stack" aria-labelledby="channels-title">
            <h2 id="channels-title">{say('officials:settings.channels')}</h2>
            <div class="columns">
              {channels.map((state) => (
                <Channel key={state.channel} state={state} ports={ports} say={say} />
              ))}
            </div>
          </section>
        )}

        {!simulated && visit.may('settings.write') && (
          <section class="stack" aria-labelledby="hours-title">
            <h2 id="hours-title">{say('officials:settings.hours')}</h2>
            <Hours visit={visit} hours={hours} isOwn={ownHours !== null} errors={errors} />
          </section>
        )}

        <section class="stack" aria-labelledby="simulator-title">
          <h2 id="simulator-title">{say('officials:settings.simulator')}</h2>
          <SimulatorSwitch visit={visit} isOpen={simulator?.open ?? false} />
        </section>

        {ways.has('/tien-do') && (
          <section class="stack" aria-labelledby="more-title">
            <h2 id="more-title">{say('officials:settings.more')}</h2>
            <p>
              <a href="/tien-do">{say('officials:settings.targets')}</a>
            </p>
          </section>
        )}
      </>
    ),
  });
}

function Hours({
  visit,
  hours,
  isOwn,
  errors,
}: {
  visit: Visit;
  hours: OpenHours;
  isOwn: boolean;
  errors: FormErrors;
}) {
  const { say, area } = visit;
  const options = HOURS.map((hour) => ({ value: String(hour), label: hourInWords(hour) }));
  const action = `/cai-dat/gio-nhan?dia-ban=${encodeURIComponent(area.code)}`;
  return (
    <>
      <p class="prose">{say('officials:settings.hours-text', { area: area.name, ...lawfulInWords })}</p>
      <PostForm visit={visit} action={action} class="row">
        <input type="hidden" name="rieng" value="1" />
        <Choice name="tu" label={say('officials:settings.hours-from')} value={String(hours.from)} options={options} />
        <Choice
          name="den"
          label={say('officials:settings.hours-until')}
          value={String(hours.until)}
          options={options}
          errors={errors}
        />
        <button type="submit">{say('officials:settings.hours-save')}</button>
      </PostForm>
      {isOwn && (
        <PostForm visit={visit} action={action}>
          <button type="submit">{say('officials:settings.hours-drop')}</button>
        </PostForm>
      )}
    </>
  );
}

/** Keys of the areas the reader manages; those of other areas are other people's. */
async function keysInside({ sql, caller, allows }: Visit): Promise<ApiKey[]> {
  const keys = await listApiKeys(sql, caller.simulated);
  const mine = await Promise.all(keys.map(({ areaCode }) => allows('access.manage', areaCode)));
  return keys.filter((_, index) => mine[index]);
}

function Members({ members, visit }: { members: readonly MemberRow[]; visit: Visit }) {
  const { say, caller } = visit;
  if (members.length === 0) return <Empty title={say('officials:settings.nobody')} />;
  return (
    <Table<MemberRow>
      id="members"
      caption={say('officials:settings.members-caption', { count: count(members.length) })}
      rows={members}
      columns={[
        { key: 'name', head: say('officials:settings.name'), cell: ({ name }) => name },
        { key: 'role', head: say('officials:settings.role'), cell: ({ role }) => say(`officials:role.${role}`) },
        { key: 'area', head: say('officials:audit.area'), cell: ({ areaName }) => areaName },
        {
          key: 'channel',
          head: say('officials:settings.channel'),
          cell: ({ channel }) => say(`officials:channel.${channel}`),
        },
        { key: 'since', head: say('officials:settings.since'), cell: ({ since }) => day(since) },
        {
          key: 'end',
          head: <span class="unseen">{say('officials:settings.end')}</span>,
          cell: ({ id, contactId, name }) =>
            contactId === caller.id ? (
              <span class="quiet">{say('officials:settings.you')}</span>
            ) : (
              <ConfirmForm
                visit={visit}
                id={`member-${id}`}
                action={`/cai-dat/vai-tro/${id}/ket-thuc`}
                open={say('officials:settings.end')}
                question={say('officials:settings.end-question', { name })}
                button={say('officials:settings.end')}
                reason={say('officials:form.reason')}
                danger
              />
            ),
        },
      ]}
    />
  );
}

function Keys({ keys, visit }: { keys: readonly ApiKey[]; visit: Visit }) {
  const { say } = visit;
  if (keys.length === 0) return <Empty title={say('officials:settings.no-keys')} />;
  return (
    <Table<ApiKey>
      id="keys"
      caption={say('officials:settings.keys-caption')}
      rows={keys}
      columns={[
        { key: 'name', head: say('officials:settings.key-name'), cell: ({ name }) => name },
        { key: 'role', head: say('officials:settings.role'), cell: ({ role }) => say(`officials:role.${role}`) },
        { key: 'area', head: say('officials:audit.area'), cell: ({ areaName }) => areaName },
        { key: 'made', head: say('officials:settings.made'), cell: ({ createdAt }) => day(createdAt) },
        {
          key: 'used',
          head: say('officials:settings.last-used'),
          cell: ({ usedAt }) => (usedAt ? <Time at={usedAt} /> : say('officials:settings.never')),
        },
        {
          key: 'revoke',
          head: <span class="unseen">{say('officials:settings.revoke')}</span>,
          cell: ({ id, name, revokedAt }) =>
            revokedAt ? (
              say('officials:settings.revoked', { day: day(revokedAt) })
            ) : (
              <ConfirmForm
                visit={visit}
                id={`key-${id}`}
                action={`/cai-dat/khoa/${id}/thu-hoi`}
                open={say('officials:settings.revoke')}
                question={say('officials:settings.revoke-question', { name })}
                button={say('officials:settings.revoke')}
                reason={say('officials:form.reason')}
                danger
              />
            ),
        },
      ]}
    />
  );
}

function Channel({ state, ports, say }: { state: ChannelState; ports: Visit['ports']; say: Say }) {
  const known = ports.channels().find(({ channel }) => channel === state.channel);
  const facts: [string, ComponentChildren][] = [
    [
      say('officials:settings.state'),
      <strong key="state">{say(known?.isOn ? 'officials:settings.on' : 'officials:settings.off')}</strong>,
    ],
  ];
  if (known?.name) facts.push([say('officials:settings.public-name'), known.name]);
  if (state.token) {
    facts.push([say('officials:settings.token'), say(`officials:token.${state.token.state}`)]);
    if (state.token.expiresAt)
      facts.push([say('officials:settings.token-until'), <Time key="until" at={state.token.expiresAt} />]);
  }
  facts.push([say('officials:settings.sent-hour'), count(state.sentLastHour)]);
  facts.push([say('officials:settings.waiting'), count(state.waiting)]);
  if (state.nextAt) facts.push([say('officials:settings.pace'), <Time key="next" at={state.nextAt} />]);
  facts.push([
    say('officials:settings.last-failure'),
    state.lastFailure ? (
      <span key="failure">
        <Time at={state.lastFailure.at} /> {state.lastFailure.reason && <code>{state.lastFailure.reason}</code>}
      </span>
    ) : (
      say('officials:settings.no-failure')
    ),
  ]);
  return (
    <div class="panel">
      <h3>{say(`officials:channel.${state.channel}`)}</h3>
      <Facts facts={facts} />
    </div>
  );
}

function SimulatorSwitch({ visit, isOpen }: { visit: Visit; isOpen: boolean }) {
  const { say, ports, caller } = visit;
  if (ports.demo) {
    return (
      <p>
        {say('officials:settings.simulator-demo')} <a href="/gia-lap">{say('officials:sign-in.simulator')}</a>
      </p>
    );
  }
  if (caller.simulated) return <p>{say('officials:settings.sample-only')}</p>;
  return (
    <div class="row">
      <p>{say(isOpen ? 'officials:settings.simulator-open' : 'officials:settings.simulator-closed')}</p>
      {isOpen && <a href="/gia-lap">{say('officials:sign-in.simulator')}</a>}
      <PostForm visit={visit} action="/cai-dat/gia-lap">
        <input type="hidden" name="mo" value={isOpen ? '0' : '1'} />
        <button type="submit">{say(isOpen ? 'officials:settings.close' : 'officials:settings.open')}</button>
      </PostForm>
    </div>
  );
}
