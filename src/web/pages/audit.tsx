/** `/nhat-ky`: who saw and did what, what was refused, and why. */
import { ACTIONS } from '../../access/rights.ts';
import { type AuditFilter, type AuditRow, readAudit } from '../../db/audit-log.ts';
import { Choice, Empty, Field, FilterForm, Pager, Table, Time } from './components.tsx';
import { readDay } from './format.ts';
import type { PageRoutes } from './pages.tsx';
import { type Say, show, type Visit, withQuery } from './visit.ts';

const ROWS = 50;
const DAY_MS = 86_400_000;
const OTHER_ACTIONS = ['sign-in', 'sign-out'] as const;

export const auditPage: PageRoutes = (pages) => {
  pages.page({
    path: '/nhat-ky',
    action: 'audit.read',
    handler: async (visit) => {
      const { say, sql, query, url } = visit;
      const { filter, errors } = filterOf(visit);
      const rows = await readAudit(sql, { ...filter, limit: ROWS + 1 });
      const shown = rows.slice(0, ROWS);
      const isFiltered = ['ai', 'viec', 've', 'ket-qua', 'tu', 'den'].some((name) => query[name]);
      return show({
        title: say('officials:nav.audit'),
        asOf: visit.now,
        filters: (
          <FilterForm action="/nhat-ky" say={say}>
            <Field name="ai" label={say('officials:audit.who')} value={query.ai ?? ''} maxLength={80} />
            <Choice
              name="viec"
              label={say('officials:audit.action')}
              value={query.viec ?? ''}
              options={actionOptions(say)}
            />
            <Choice
              name="ket-qua"
              label={say('officials:audit.outcome')}
              value={query['ket-qua'] ?? ''}
              options={['', 'duoc', 'khong'].map((value) => ({
                value,
                label: say(`officials:audit.outcomes.${value || 'all'}`),
              }))}
            />
            <Field
              name="tu"
              label={say('officials:audit.from')}
              value={query.tu ?? ''}
              errors={errors}
              maxLength={10}
            />
            <Field
              name="den"
              label={say('officials:audit.to')}
              value={query.den ?? ''}
              errors={errors}
              maxLength={10}
            />
            {query.ve && <input type="hidden" name="ve" value={query.ve} />}
          </FilterForm>
        ),
        body:
          shown.length === 0 ? (
            <Empty title={say(isFiltered ? 'officials:audit.none-found' : 'officials:audit.none')}>
              {isFiltered && (
                <a class="button" href="/nhat-ky">
                  {say('officials:form.clear')}
                </a>
              )}
            </Empty>
          ) : (
            <>
              <AuditTable rows={shown} say={say} />
              <Pager
                say={say}
                newer={query.truoc ? withQuery(url, { truoc: null }) : undefined}
                older={rows.length > ROWS ? withQuery(url, { truoc: shown.at(-1)?.id ?? null }) : undefined}
              />
            </>
          ),
      });
    },
  });
};

function filterOf({ caller, area, query, say }: Visit): {
  filter: Omit<AuditFilter, 'limit'>;
  errors: Record<string, string>;
} {
  const errors: Record<string, string> = {};
  const dayIn = (name: string): Date | null => {
    if (!query[name]) return null;
    const found = readDay(query[name]);
    if (!found) errors[name] = say('officials:form.date');
    return found;
  };
  const [from, to] = [dayIn('tu'), dayIn('den')];
  const outcome = query['ket-qua'];
  const filter = {
    areas: [area.code],
    simulated: caller.simulated,
    ...(query.ai && { who: query.ai }),
    ...(query.viec && { action: query.viec }),
    ...(query.ve && { subject: query.ve }),
    ...((outcome === 'duoc' || outcome === 'khong') && { allowed: outcome === 'duoc' }),
    ...(from && { from }),
    ...(to && { to: new Date(to.getTime() + DAY_MS) }),
    ...(/^\d{1,18}$/.test(query.truoc ?? '') && { before: query.truoc as string }),
  };
  return { filter, errors };
}

const actionOptions = (say: Say) => [
  { value: '', label: say('officials:audit.outcomes.all') },
  ...[...ACTIONS, ...OTHER_ACTIONS].map((action) => ({ value: action, label: actionWords(say, action) })),
];

/** An action in words. Names of actions have dots, which keys of texts may not. */
const actionWords = (say: Say, action: string): string => say(`officials:action.${action.replaceAll('.', '-')}`);

const AuditTable = ({ rows, say }: { rows: readonly AuditRow[]; say: Say }) => (
  <Table<AuditRow>
    id="audit"
    caption={say('officials:audit.caption')}
    rows={rows}
    columns={[
      { key: 'at', head: say('officials:audit.at'), cell: ({ at }) => <Time at={at} /> },
      { key: 'who', head: say('officials:audit.who'), cell: ({ callerName }) => callerName },
      {
        key: 'action',
        head: say('officials:audit.action'),
        cell: ({ action, allowed }) => (
          <>
            {actionWords(say, action)}
            {!allowed && (
              <>
                {' '}
                <span class="status behind">
                  <span aria-hidden="true">✕</span> {say('officials:audit.refused')}
                </span>
              </>
            )}
          </>
        ),
      },
      {
        key: 'subject',
        head: say('officials:audit.subject'),
        cell: ({ subject }) => subject && subjectWords(say, subject),
      },
      { key: 'area', head: say('officials:audit.area'), cell: ({ areaName }) => areaName },
      { key: 'reason', head: say('officials:audit.reason'), cell: ({ reason }) => reason },
      { key: 'route', head: say('officials:audit.route'), cell: ({ route }) => <small class="quiet">{route}</small> },
    ]}
  />
);

/** `contact:12` → a link to all that was done about them. */
function subjectWords(say: Say, subject: string) {
  const [kind = '', id = ''] = subject.split(':');
  const known = ['contact', 'membership', 'key', 'household', 'stall', 'broadcast', 'flow', 'invite', 'setting'];
  const label = known.includes(kind) ? say(`officials:subject.${kind}`, { id }) : subject;
  return <a href={`/nhat-ky?ve=${encodeURIComponent(subject)}`}>{label}</a>;
}
