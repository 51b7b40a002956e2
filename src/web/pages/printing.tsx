/** `/in-an`: stands, leaflets, step sheets and certificates, one or in batches. Accounts typed here are printed, not kept. */
import { callerRef } from '../../access/caller.ts';
import { vietnamDay } from '../../clock.ts';
import { noteStand, stallsNamed } from '../../db/stands.ts';
import type { Flow } from '../../flows/flow.ts';
import { type LocalFacts, NO_LOCAL_FACTS } from '../../flows/local.ts';
import { certificatePage } from '../../paper/certificate.ts';
import { certificateCode, isGenuine } from '../../paper/certificate-code.ts';
import { flowText } from '../../paper/flow-text.ts';
import { leafletPage } from '../../paper/leaflet.ts';
import { toPdf } from '../../paper/pdf.ts';
import { PrintRefused } from '../../paper/printable.ts';
import { stepSheetPages } from '../../paper/step-sheet.ts';
import { vietnameseDay } from '../../report/period.ts';
import { searchBanks } from '../../vietqr/banks.ts';
import { fingerprint } from '../../vietqr/fingerprint.ts';
import { TransferRefused } from '../../vietqr/payload.ts';
import { makeStands, type Stand, StandRefused } from '../../vietqr/stand.ts';
import { AreaFilter, areasBelow } from './area-choice.tsx';
import { Choice, ErrorSummary, Field, type FormErrors, LongField, Notice, PostForm, Tick } from './components.tsx';
import { count, readDay } from './format.ts';
import type { PageRoutes } from './pages.tsx';
import { type Answer, type Deed, file, show, type Visit, withQuery } from './visit.ts';

const PATH = '/in-an';
/** Each stand is drawn and read back, some 100 ms; this many take a few seconds. */
const MOST_STANDS = 40;
const MOST_CERTIFICATES = 100;
const MOST_SHEETS = 12;

export const printing: PageRoutes = (pages) => {
  pages.page({ path: PATH, action: 'print.make', handler: (visit) => printPage(visit) });
  pages.page({ path: '/in-an/to-roi', action: 'print.make', handler: leaflets });
  pages.page({ path: '/in-an/phieu-buoc', action: 'print.make', handler: sheets });
  pages.post({ path: '/in-an/tam-qr', action: 'print.make', handler: stands });
  pages.post({ path: '/in-an/giay-xac-nhan', action: 'print.make', handler: certificates });
  pages.post({ path: '/in-an/kiem-giay', action: 'print.make', handler: checkCertificate });
};

const flowsOf = ({ ports }: Visit): Flow[] => [...ports.flows.current.values()].filter(({ isBlock }) => !isBlock);

const titleOf = ({ ports, locale }: Visit, flow: Flow): string => flowText(ports.texts, locale, flow, 'title');

const chosen = (visit: Visit, ids: readonly string[]): Flow[] =>
  ids.flatMap((id) => flowsOf(visit).find((flow) => flow.id === id) ?? []);

// ── from the address ───────────────────────────────────────────────────────────────────────────────────────────────

async function leaflets(visit: Visit): Promise<Answer> {
  const { ports, area, query, say, now } = visit;
  const names = namesOf(visit);
  const flows = chosen(visit, [query.viec ?? '']);
  if (flows.length === 0) return printPage(visit, { viec: say('officials:form.required') });
  if (Object.keys(names).length === 0) return printPage(visit, { viec: say('office:print.no-channel') });
  return refusedAs(visit, 'viec', async () => {
    const made = flows.map((flow) =>
      leafletPage(ports.texts, {
        flow,
        links: names,
        local: localOf(visit),
        ...(/^\d+$/.test(area.code) && { area: area.code }),
      }),
    );
    const bytes = await toPdf(made, { title: say('office:print.leaflet'), lang: 'vi', madeAt: now });
    return file(`to-roi-${query.viec}.pdf`, 'application/pdf', bytes);
  });
}

/** What is known of the area the papers are made for. */
const localOf = ({ ports, area }: Visit): LocalFacts => ports.flows.local?.(area.code) ?? NO_LOCAL_FACTS;

/** Public names of the assistant, of the channels that have one. */
const namesOf = ({ ports }: Visit): { telegram?: string; zalo?: string } =>
  Object.fromEntries(ports.channels().flatMap(({ channel, name }) => (name ? [[channel, name]] : [])));

async function sheets(visit: Visit): Promise<Answer> {
  const { ports, query, say, now, url } = visit;
  const ids = new URLSearchParams(url.split('?')[1] ?? '').getAll('viec').slice(0, MOST_SHEETS);
  const flows = chosen(visit, ids);
  if (flows.length === 0) return printPage(visit, { 'phieu-viec': say('officials:form.required') });
  const phone = query.may === 'iphone' ? 'iphone' : 'android';
  return refusedAs(visit, 'phieu-viec', async () => {
    const local = localOf(visit);
    const made = flows.flatMap((flow) =>
      stepSheetPages(ports.texts, { flow, phone, household: query.ho ?? '', local }),
    );
    const bytes = await toPdf(made, { title: say('office:print.sheet'), lang: 'vi', madeAt: now });
    return file('phieu-buoc.pdf', 'application/pdf', bytes);
  });
}

/** Makes it, or says on the page why it cannot be printed. */
async function refusedAs(visit: Visit, field: string, make: () => Promise<Answer>): Promise<Answer> {
  try {
    return await make();
  } catch (error) {
    if (!(error instanceof PrintRefused)) throw error;
    return printPage(visit, { [field]: visit.say('office:print.refused') });
  }
}

// ── stands ─────────────────────────────────────────────────────────────────────────────────────────────────────────

interface StandOrder {
  line: number;
  code: string;
  stand: Stand;
}

/** `mã sạp; ngân hàng; số tài khoản; tên chủ tài khoản`, one a line. Says of every wrong line what is wrong. */
export function readStandOrders(typed: string, say: Visit['say']): { orders: StandOrder[]; wrong: string[] } {
  const orders: StandOrder[] = [];
  const wrong: string[] = [];
  const lines = typed.split('\n').map((line) => line.trim());
  lines.forEach((line, index) => {
    if (line === '') return;
    const [code = '', bank = '', account = '', holder = ''] = line.split(/[;\t]/).map((part) => part.trim());
    const found = searchBanks(bank);
    const [only] = found;
    const params = { line: index + 1, bank };
    if (code === '' || account === '') wrong.push(say('office:print.line-short', params));
    else if (!only) wrong.push(say('office:print.line-bank', params));
    else if (found.length > 1)
      wrong.push(
        say('office:print.line-banks', { ...params, banks: found.map(({ shortName }) => shortName).join(', ') }),
      );
    else if (!/^[A-Za-z0-9]{1,19}$/.test(account.replaceAll(' ', '')))
      wrong.push(say('office:print.line-account', params));
    else {
      const stand = { bin: only.bin, account: account.replaceAll(' ', ''), ...(holder && { holder }) };
      orders.push({ line: index + 1, code, stand });
    }
  });
  return { orders, wrong };
}

async function stands(deed: Deed): Promise<Answer> {
  const { form, tx, say, area, caller, now, about, ports } = deed;
  const { orders, wrong } = readStandOrders(form.text('sap'), say);
  if (orders.length > MOST_STANDS) wrong.push(say('office:print.too-many', { most: count(MOST_STANDS) }));
  if (orders.length === 0 && wrong.length === 0) wrong.push(say('officials:form.required'));
  const codes = orders.map(({ code }) => code);
  const known = await stallsNamed(tx, codes, { areaCode: area.code, simulated: caller.simulated });
  for (const { code, line, stand } of orders) {
    const stall = known.get(code);
    const { bin, account } = stand;
    if (!stall) wrong.push(say('office:print.line-stall', { line, code }));
    // The account a seller gave in the chat is kept as a keyed hash only: enough to notice that this is another one.
    else if (
      stall.fingerprint !== null &&
      stall.fingerprint !== fingerprint(ports.key, { bin, account, service: 'QRIBFTTA' })
    )
      wrong.push(say('office:print.line-other-account', { line, code }));
  }
  if (wrong.length > 0) return printPage(deed, { sap: wrong.join(' ') });
  try {
    const bytes = await makeStands(
      orders.map(({ code, stand }) => ({
        ...stand,
        stall: known.get(code)?.name ?? '',
        number: code,
        isSample: caller.simulated,
      })),
      { paper: form.text('kho') === 'a6' ? 'a6' : 'a4', madeAt: now },
    );
    about(`stands:${area.code}`);
    for (const code of codes) await noteStand(tx, code, { event: 'printed', by: callerRef(caller), at: now });
    return file('tam-qr.pdf', 'application/pdf', bytes);
  } catch (error) {
    if (error instanceof StandRefused) return printPage(deed, { sap: say(`office:print.stand-${error.fault}`) });
    if (error instanceof TransferRefused) return printPage(deed, { sap: say('office:print.stand-account') });
    throw error;
  }
}

// ── certificates ───────────────────────────────────────────────────────────────────────────────────────────────────

async function certificates(deed: Deed): Promise<Answer> {
  const { form, say, area, now, about, ports } = deed;
  const names = form
    .text('ten')
    .split('\n')
    .map((name) => name.trim())
    .filter(Boolean);
  const learnt = form.text('da-hoc');
  const date = readDay(form.text('ngay'));
  const errors: Record<string, string> = {};
  if (names.length === 0) errors.ten = say('officials:form.required');
  if (names.length > MOST_CERTIFICATES) errors.ten = say('office:print.too-many', { most: count(MOST_CERTIFICATES) });
  if (learnt === '') errors['da-hoc'] = say('officials:form.required');
  if (!date) errors.ngay = say('officials:form.date');
  if (!date || Object.keys(errors).length > 0) return printPage(deed, errors);
  const place = form.text('noi') || area.name;
  return refusedAs(deed, 'ten', async () => {
    const made = names.map((name) => {
      const facts = { name, learnt, date: vietnamDay(date), place };
      return certificatePage(ports.texts, { ...facts, code: certificateCode(ports.key, facts) });
    });
    about(`certificates:${names.length}`);
    const bytes = await toPdf(made, { title: say('office:print.certificate'), lang: 'vi', madeAt: now });
    return file('giay-xac-nhan.pdf', 'application/pdf', bytes);
  });
}

/** Says "đúng" or "không" and nothing else. */
async function checkCertificate(deed: Deed): Promise<Answer> {
  const { form, say, about, ports } = deed;
  const date = readDay(form.text('k-ngay'));
  about('certificate');
  const facts = {
    name: form.text('k-ten'),
    learnt: form.text('k-da-hoc'),
    place: form.text('k-noi'),
    date: date ? vietnamDay(date) : '',
  };
  const isRight = date !== null && isGenuine(ports.key, facts, form.text('k-ma'));
  return printPage(deed, {}, say(isRight ? 'office:print.genuine' : 'office:print.not-genuine'));
}

// ── the page ───────────────────────────────────────────────────────────────────────────────────────────────────────

async function printPage(
  visit: Visit & Partial<Pick<Deed, 'form'>>,
  errors: FormErrors = {},
  verdict?: string,
): Promise<Answer> {
  const { say, sql, area, caller, now, form, query } = visit;
  const areas = await areasBelow(sql, caller, 'print.make', area);
  const options = flowsOf(visit)
    .map((flow) => ({ value: flow.id, label: titleOf(visit, flow) }))
    .toSorted((one, other) => one.label.localeCompare(other.label, 'vi'));
  const typed = (name: string, otherwise = '') => form?.text(name) || otherwise;
  const here = (path: string) => withQuery(path, { 'dia-ban': area.code });
  return show({
    title: say('officials:nav.print'),
    styles: ['figures.css'],
    errors,
    filters: <AreaFilter visit={visit} action={PATH} areas={areas} />,
    body: (
      <>
        <ErrorSummary errors={errors} say={say} />
        {verdict !== undefined && <Notice>{verdict}</Notice>}
        <div class="columns">
          <section class="panel" aria-labelledby="stand-title">
            <h2 id="stand-title">{say('office:print.stand')}</h2>
            <p class="quiet">{say('office:print.stand-what')}</p>
            <PostForm visit={visit} action={here('/in-an/tam-qr')} class="stack">
              <LongField
                name="sap"
                label={say('office:print.stand-lines')}
                hint={say('office:print.stand-hint')}
                rows={5}
                value={typed('sap')}
                errors={errors}
                required
              />
              <Choice
                name="kho"
                label={say('office:print.paper')}
                options={[
                  { value: 'a4', label: say('office:print.a4') },
                  { value: 'a6', label: say('office:print.a6') },
                ]}
                value={typed('kho', 'a4')}
              />
              <p class="quiet">{say('office:print.not-kept')}</p>
              <div>
                <button type="submit" class="primary">
                  {say('office:print.make')}
                </button>
              </div>
            </PostForm>
          </section>
          <section class="panel" aria-labelledby="leaflet-title">
            <h2 id="leaflet-title">{say('office:print.leaflet')}</h2>
            <p class="quiet">{say('office:print.leaflet-what')}</p>
            <form method="get" action="/in-an/to-roi" class="stack">
              <input type="hidden" name="dia-ban" value={area.code} />
              <Choice
                name="viec"
                label={say('office:print.flow')}
                options={options}
                value={query.viec ?? ''}
                errors={errors}
              />
              <div>
                <button type="submit">{say('office:print.make')}</button>
              </div>
            </form>
          </section>
          <section class="panel" aria-labelledby="sheet-title">
            <h2 id="sheet-title">{say('office:print.sheet')}</h2>
            <p class="quiet">{say('office:print.sheet-what', { most: count(MOST_SHEETS) })}</p>
            <form method="get" action="/in-an/phieu-buoc" class="stack">
              <input type="hidden" name="dia-ban" value={area.code} />
              <fieldset class="choices" id="f-phieu-viec">
                <legend>{say('office:print.flow')}</legend>
                {options.map(({ value, label }) => (
                  <Tick key={value} name="viec" value={value} label={label} />
                ))}
              </fieldset>
              <Choice
                name="may"
                label={say('office:print.phone')}
                options={[
                  { value: 'android', label: 'Android' },
                  { value: 'iphone', label: 'iPhone' },
                ]}
              />
              <Field name="ho" label={say('office:print.household')} maxLength={20} />
              <div>
                <button type="submit">{say('office:print.make')}</button>
              </div>
            </form>
          </section>
          <section class="panel" aria-labelledby="certificate-title">
            <h2 id="certificate-title">{say('office:print.certificate')}</h2>
            <p class="quiet">{say('office:print.certificate-what')}</p>
            <PostForm visit={visit} action={here('/in-an/giay-xac-nhan')} class="stack">
              <LongField
                name="ten"
                label={say('office:print.names')}
                hint={say('office:print.names-hint', { most: count(MOST_CERTIFICATES) })}
                value={typed('ten')}
                errors={errors}
                required
              />
              <Field
                name="da-hoc"
                label={say('office:print.learnt')}
                value={typed('da-hoc')}
                errors={errors}
                maxLength={90}
                required
              />
              <Field
                name="ngay"
                label={say('office:print.day')}
                value={typed('ngay', vietnameseDay(vietnamDay(now)))}
                errors={errors}
                maxLength={10}
                required
              />
              <Field name="noi" label={say('office:print.place')} value={typed('noi', area.name)} maxLength={60} />
              <div>
                <button type="submit">{say('office:print.make')}</button>
              </div>
            </PostForm>
            <details open={verdict !== undefined}>
              <summary>{say('office:print.check')}</summary>
              <PostForm visit={visit} action={here('/in-an/kiem-giay')} class="stack">
                <Field name="k-ten" label={say('office:print.name')} value={typed('k-ten')} required />
                <Field name="k-da-hoc" label={say('office:print.learnt')} value={typed('k-da-hoc')} required />
                <Field name="k-ngay" label={say('office:print.day')} value={typed('k-ngay')} maxLength={10} required />
                <Field name="k-noi" label={say('office:print.place')} value={typed('k-noi', area.name)} required />
                <Field name="k-ma" label={say('office:print.code')} value={typed('k-ma')} required />
                <div>
                  <button type="submit">{say('office:print.check-button')}</button>
                </div>
              </PostForm>
            </details>
          </section>
        </div>
      </>
    ),
  });
}
