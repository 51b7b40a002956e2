/** The compose form's own fields: who, what, when. What is chosen among comes from the area it is written in. */
import type { VNode } from 'preact';
import { LABEL_MOST, LANGUAGES, type Language, LIMITS } from '../../bot/announcement.ts';
import { placeWords } from '../../bot/help-card.ts';
import { whenAllowed } from '../../bot/nudge.ts';
import { AUDIENCE_ROLES, FLOW_STATES } from '../../broadcast/audience.ts';
import { type Looked, SPREAD_MOST_MINUTES } from '../../broadcast/draft.ts';
import type { Preview, RenderedText } from '../../broadcast/preview.ts';
import { isOpenHour } from '../../broadcast/schedule.ts';
import type { OpenHours } from '../../clock.ts';
import type { Broadcast } from '../../db/broadcasts.ts';
import { listsOf, type SamplePerson } from '../../db/reach.ts';
import { readSavedAudiences, type SavedAudience } from '../../db/saved-audiences.ts';
import { approversFor } from '../../db/teams.ts';
import { BUTTON_SLOTS, COMING, type Fields, fieldTitle, partField, partsOf } from './announcement-form.ts';
import { PATH } from './announcement-parts.tsx';
import { areasBelow } from './area-choice.tsx';
import { Choice, Field, type FormErrors, fieldId, LongField, type Option, Tick } from './components.tsx';
import { count, moment } from './format.ts';
import type { Say, Visit } from './visit.ts';

/** What would come of the form as it stands. */
export interface Seen {
  looked: Looked;
  preview: Preview | null;
  sample: SamplePerson[];
  texts: RenderedText[];
  hours: OpenHours;
}

export interface Choices {
  areas: Option[];
  flows: Option[];
  steps: Option[];
  lists: Option[];
  officers: Option[];
  saved: SavedAudience[];
}

export async function choicesFor({ sql, say, area, caller, ports }: Visit, fields: Fields): Promise<Choices> {
  const areas = await areasBelow(sql, caller, 'broadcast.write', area);
  const lists = await listsOf(sql, area.code, caller.simulated);
  const officers = await approversFor(sql, area.code, '0', caller.simulated);
  const saved = await readSavedAudiences(sql, area.code, caller.simulated);
  const byLabel = (one: Option, other: Option) => one.label.localeCompare(other.label, 'vi');
  const flow = ports.flows.current.get(fields.text('viec'));
  return {
    areas,
    flows: [...ports.flows.current.keys()].map((id) => ({ value: id, label: say(`flows/${id}:title`) })).sort(byLabel),
    steps: flow
      ? Object.keys(flow.steps).map((step) => ({ value: step, label: stepLabel(ports.flows, flow.id, step, say) }))
      : [],
    lists: lists.map((list) => ({ value: list, label: listLabel(list, ports.texts, say) })),
    officers: officers.map(({ id, name }) => ({ value: id, label: name })),
    saved,
  };
}

/** What a list is called; those a commune has named itself by that name. */
export const listLabel = (list: string, texts: Visit['ports']['texts'], say: Say): string =>
  texts.has('vi', `announcements:listed.${list}`) ? say(`announcements:listed.${list}`) : list;

/** "Bước 3/8 (open)": the number people see, and its own name because two ways may share a number. */
const stepLabel = (flows: Visit['ports']['flows'], flowId: string, step: string, say: Say): string =>
  `${placeWords({ flows }, { flowId, step }, (key, params) => say(key, params))} (${step})`;

interface Part {
  say: Say;
  fields: Fields;
  errors: FormErrors;
  choices: Choices;
}

/** What every field of the form has by its name alone: its title, what stands in it, what is wrong with it. */
const fieldsOf =
  ({ say, fields, errors }: Omit<Part, 'choices'>) =>
  (name: string) => ({ name, label: fieldTitle(name, say), value: fields.text(name), errors });

const none = (label: string): Option => ({ value: '', label });

function Ticks({
  name,
  options,
  fields,
  legend,
  hint,
}: {
  name: string;
  options: readonly Option[];
  fields: Fields;
  legend: string;
  hint?: string;
}): VNode {
  const chosen = fields.all(name);
  return (
    <fieldset class="ticks" id={fieldId(name)}>
      <legend>{legend}</legend>
      {hint !== undefined && <p class="hint">{hint}</p>}
      <div class="row">
        {options.map(({ value, label }) => (
          <Tick key={value} name={name} value={value} label={label} checked={chosen.includes(value)} />
        ))}
      </div>
    </fieldset>
  );
}

export function Who({
  say,
  fields,
  errors,
  choices,
  original,
  here,
}: Part & { original: Broadcast | null; here(path: string): string }): VNode {
  const its = fieldsOf({ say, fields, errors });
  const options = (names: readonly string[], key: string) =>
    names.map((value) => ({ value, label: say(`announcements:${key}.${value}`) }));
  if (original) {
    return (
      <fieldset>
        <legend>{say('announcements:who.title')}</legend>
        <p>{say('announcements:who.corrected')}</p>
        <input type="hidden" name="khu-vuc" value={original.audience.area} />
      </fieldset>
    );
  }
  const isNarrowed = ['vai', 'tieng', 'kenh', 'viec', 'danh-sach'].some((name) =>
    fields.all(name).some((one) => one !== ''),
  );
  return (
    <fieldset>
      <legend>{say('announcements:who.title')}</legend>
      {choices.saved.length > 0 && (
        <div class="row saved">
          <Choice
            {...its('nhom')}
            options={[
              none(say('announcements:saved.none')),
              ...choices.saved.map(({ id, name }) => ({ value: id, label: name })),
            ]}
          />
          <button type="submit" name="lay-nhom" value="1" formaction={here(`${PATH}/soan/xem`)} formnovalidate>
            {say('announcements:saved.take')}
          </button>
          <button type="submit" formaction={here(`${PATH}/soan/nhom/bo`)} formnovalidate>
            {say('announcements:saved.drop')}
          </button>
        </div>
      )}
      <Choice {...its('khu-vuc')} hint={say('announcements:who.area-hint')} options={choices.areas} />
      <details class="more" open={isNarrowed}>
        <summary>{say('announcements:who.narrow')}</summary>
        <Ticks
          name="vai"
          fields={fields}
          legend={say('announcements:field.vai')}
          hint={say('announcements:who.all-hint')}
          options={options(AUDIENCE_ROLES, 'role')}
        />
        <Ticks
          name="tieng"
          fields={fields}
          legend={say('announcements:field.tieng')}
          options={options(LANGUAGES, 'language')}
        />
        <Ticks
          name="kenh"
          fields={fields}
          legend={say('announcements:field.kenh')}
          options={(['telegram', 'zalo'] as const).map((value) => ({
            value,
            label: say(`broadcast:channel.${value}`),
          }))}
        />
        <div class="pair">
          <Choice {...its('viec')} options={[none(say('announcements:who.any-flow')), ...choices.flows]} />
          <Choice
            {...its('toi-dau')}
            options={options(['not-finished', ...FLOW_STATES.filter((one) => one !== 'not-finished')], 'flow-state')}
            value={fields.text('toi-dau') || 'not-finished'}
          />
        </div>
        <div id="chon-buoc" data-fresh>
          {choices.steps.length > 0 && (
            <Choice
              {...its('buoc')}
              hint={say('announcements:who.step-hint')}
              options={[none(say('announcements:who.any-step')), ...choices.steps]}
            />
          )}
        </div>
        {choices.lists.length > 0 && (
          <Choice {...its('danh-sach')} options={[none(say('announcements:who.any-list')), ...choices.lists]} />
        )}
        <div class="row saved">
          <Field {...its('ten-nhom')} maxLength={80} />
          <button type="submit" formaction={here(`${PATH}/soan/nhom`)} formnovalidate>
            {say('announcements:saved.keep')}
          </button>
        </div>
      </details>
      <p class="hint">{say('announcements:who.left-out')}</p>
    </fieldset>
  );
}

function Words({ language, ...form }: Omit<Part, 'choices'> & { language: Language }): VNode {
  const { say } = form;
  const its = fieldsOf(form);
  return (
    <>
      {partsOf().map((part) => {
        const name = partField(part, language);
        const hint = say(`announcements:what.${part}-hint`, { limit: LIMITS[part] });
        return part === 'ask' ? (
          <Field key={name} {...its(name)} hint={hint} />
        ) : (
          <LongField key={name} {...its(name)} hint={hint} rows={part === 'what' ? 3 : 2} />
        );
      })}
    </>
  );
}

export function What({ say, fields, errors, choices }: Part): VNode {
  const its = fieldsOf({ say, fields, errors });
  const hash = fields.text('hinh-ma');
  return (
    <fieldset>
      <legend>{say('announcements:what.title')}</legend>
      <p class="hint">{say('announcements:what.shape')}</p>
      <Words language="vi" {...{ say, fields, errors }} />
      {LANGUAGES.filter((language) => language !== 'vi').map((language) => {
        const names = partsOf().map((part) => partField(part, language));
        const isOpen = names.some((name) => fields.text(name) !== '' || errors[name] !== undefined);
        return (
          <details key={language} class="more" open={isOpen}>
            <summary>{say('announcements:what.in', { language: say(`announcements:language.${language}`) })}</summary>
            <div lang={language === 'km' ? 'km' : undefined}>
              <Words {...{ language, say, fields, errors }} />
            </div>
          </details>
        );
      })}
      <p class="legend">{say('announcements:what.buttons')}</p>
      <p class="hint">
        {say('announcements:what.stop', { label: say('broadcast:button.no-more') })}{' '}
        {say('announcements:what.label-hint', { limit: LABEL_MOST })}
      </p>
      {BUTTON_SLOTS.map((slot) => (
        <div key={slot} class="pair">
          <Choice
            {...its(`nut-${slot}`)}
            label={say('announcements:what.button', { n: slot })}
            options={[
              none(say('announcements:what.no-button')),
              { value: COMING, label: say('broadcast:button.coming') },
              ...choices.flows.map(({ value, label }) => ({
                value,
                label: say('announcements:what.starts', { title: label }),
              })),
            ]}
          />
          <Field {...its(`chu-${slot}`)} label={say('announcements:what.label', { n: slot })} />
        </div>
      ))}
      <details class="more" open={hash !== '' || errors.hinh !== undefined || errors['hinh-ta'] !== undefined}>
        <summary>{say('announcements:picture.title')}</summary>
        {hash !== '' && (
          <div class="row">
            <img src={`/pictures/${hash}.png`} alt={fields.text('hinh-ta')} width="160" />
            <input type="hidden" name="hinh-ma" value={hash} />
            <Tick name="bo-hinh" label={say('announcements:picture.drop')} />
          </div>
        )}
        <Field {...its('hinh')} type="file" accept="image/png" hint={say('announcements:picture.hint')} />
        <Field {...its('hinh-ta')} hint={say('announcements:picture.alt-hint')} maxLength={200} />
      </details>
    </fieldset>
  );
}

/** Minutes a sending may be spread over, as offered. */
const SPREADS = [0, 30, 60, 120, 240, 480, SPREAD_MOST_MINUTES];

export function When({ say, fields, errors, choices, seen, now }: Part & { seen: Seen; now: Date }): VNode {
  const its = fieldsOf({ say, fields, errors });
  const typed = fields.text('rai') || '0';
  const spreads = [...new Set([...SPREADS.map(String), typed])].sort((one, other) => Number(one) - Number(other));
  const isUrgent = fields.text('loai') === 'urgent';
  const isMoneyAsked =
    (seen.preview?.costForAllVnd ?? 0) > 0 || fields.text('tien') !== '' || errors.tien !== undefined;
  return (
    <fieldset>
      <legend>{say('announcements:when.title')}</legend>
      <Choice
        {...its('loai')}
        hint={say('announcements:when.urgent-hint')}
        options={(['notice', 'urgent'] as const).map((value) => ({ value, label: say(`announcements:kind.${value}`) }))}
        value={isUrgent ? 'urgent' : 'notice'}
      />
      <Field {...its('gio')} hint={say('announcements:when.time-hint')} maxLength={60} />
      <Choice
        {...its('rai')}
        hint={say('announcements:when.spread-hint')}
        options={spreads.map((value) => ({ value, label: spreadWords(Number(value), say) }))}
        value={typed}
      />
      {!isOpenHour(now, isUrgent, seen.hours) && fields.text('gio') === '' && (
        <p class="hint">{say('announcements:when.quiet-now', { at: moment(whenAllowed(now, seen.hours)) })}</p>
      )}
      <Choice {...its('can-bo')} hint={say('announcements:when.officer-hint')} options={choices.officers} />
      <details class="more" open={isMoneyAsked}>
        <summary>{say('announcements:when.money')}</summary>
        <Field {...its('tien')} hint={say('announcements:when.money-hint')} inputMode="numeric" />
        <Tick name="mot-lan" label={say('announcements:when.never-twice')} checked={fields.text('mot-lan') !== ''} />
      </details>
    </fieldset>
  );
}

export const spreadWords = (minutes: number, say: Say): string =>
  minutes === 0
    ? say('announcements:when.at-once')
    : minutes < 60
      ? say('announcements:when.minutes', { n: count(minutes) })
      : say('announcements:when.hours', { n: (Math.round(minutes / 6) / 10).toLocaleString('vi-VN') });
