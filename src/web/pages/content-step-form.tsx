/** The form of one step: words in both languages, the labels it uses, its picture as data. */

import type { VNode } from 'preact';
import { vietnamDay } from '../../clock.ts';
import { ABOUT_FIELDS, type Edits, edited, type Place, valueAt } from '../../content/edits.ts';
import { CONFIDENCES } from '../../content/read-edit.ts';
import type { Label, StepId } from '../../flows/flow.ts';
import { LOCAL_KINDS } from '../../flows/local.ts';
import type { Picture } from '../../flows/picture.ts';
import { WRITTEN_LANGUAGES, type WrittenLanguage } from '../../flows/words.ts';
import { Choice, Field, type FormErrors, LongField } from './components.tsx';
import type { Looking, Workbench } from './content-desk.ts';
import { fieldName, fieldsOnForm, ownLabels, pictureFields, VARIANTS } from './content-form.ts';
import { fieldTitle } from './content-parts.tsx';
import type { Form } from './visit.ts';

/** A workbench opened at one step; `step` null: at what is said about the flow as a whole. */
export interface StepDesk {
  bench: Workbench;
  step: StepId | null;
  places: Place[];
}

/** What a field shows: what was just typed, or what the draft says. */
export class Values {
  constructor(
    private readonly desk: StepDesk,
    private readonly edits: Edits,
    private readonly form: Form | undefined,
  ) {}
  private get document() {
    return edited(this.desk.bench.delivered, this.edits);
  }
  private typed(name: string): string | undefined {
    return this.form?.has(name) ? (this.form.all(name)[0] ?? '') : undefined;
  }
  text(place: Place): string {
    return this.typed(fieldName(place)) ?? (valueAt(this.document, place) as string | undefined) ?? '';
  }
  item(place: Place, index: number): string {
    const list = valueAt(this.document, place) as string[] | undefined;
    return this.typed(`${fieldName(place)}.${index}`) ?? list?.[index] ?? '';
  }
  label(id: string, part: keyof Label): string {
    const label = valueAt(this.document, `label ${id}`) as Label | undefined;
    return this.typed(`label.${id}.${part}`) ?? label?.[part] ?? '';
  }
  picture(step: StepId): { picture: Picture; fields: Record<string, string> } | null {
    const picture = valueAt(this.document, `picture ${step}`) as Picture | undefined;
    if (!picture) return null;
    const fields = Object.entries(pictureFields(picture)).map(([name, text]) => [
      name,
      this.typed(`picture.${name}`) ?? text,
    ]);
    return { picture, fields: Object.fromEntries(fields) };
  }
}

interface FormPart {
  visit: Looking;
  desk: StepDesk;
  values: Values;
  errors: FormErrors;
}

export function Words({ visit: { say }, desk, values, errors }: FormPart): VNode {
  const fields = desk.step === null ? [...ABOUT_FIELDS] : fieldsOnForm(desk.bench.delivered, desk.step);
  const placeOf = (language: WrittenLanguage, field: string) =>
    desk.step === null ? `${language} ${field}` : `${language} steps.${desk.step}.${field}`;
  return (
    <fieldset class="both">
      <legend>{say('content:step.words')}</legend>
      {fields.map((field) => (
        <div key={field} class="pair">
          {WRITTEN_LANGUAGES.map((language) => (
            <WordField
              key={language}
              place={placeOf(language, field)}
              field={field}
              language={language}
              say={say}
              values={values}
              errors={errors}
            />
          ))}
        </div>
      ))}
      {desk.step !== null && (
        <details
          open={Array.from({ length: VARIANTS }, (_, index) =>
            values.item(`vi steps.${desk.step}.differs`, index),
          ).some(Boolean)}
        >
          <summary>{say('content:field.differs')}</summary>
          <p class="hint">{say('content:hint.differs')}</p>
          {Array.from({ length: VARIANTS }, (_, index) => (
            <div key={index} class="pair">
              {WRITTEN_LANGUAGES.map((language) => {
                const place = `${language} steps.${desk.step}.differs`;
                return (
                  <LongField
                    key={language}
                    name={`${fieldName(place)}.${index}`}
                    label={`${say('content:field.differs-n', { n: index + 1 })} · ${say(`content:language.${language}`)}`}
                    value={values.item(place, index)}
                    rows={2}
                    errors={errors}
                  />
                );
              })}
            </div>
          ))}
        </details>
      )}
    </fieldset>
  );
}

/** Short ones are one line; the rest grow. */
const SHORT_FIELDS = /^(title|wish|caption|options\..+)$/;

function WordField({
  place,
  field,
  language,
  say,
  values,
  errors,
}: {
  place: Place;
  field: string;
  language: WrittenLanguage;
  say: Looking['say'];
  values: Values;
  errors: FormErrors;
}): VNode {
  const label = `${fieldTitle(say, field)} · ${say(`content:language.${language}`)}`;
  const name = fieldName(place);
  const value = values.text(place);
  return SHORT_FIELDS.test(field) ? (
    <Field name={name} label={label} value={value} errors={errors} />
  ) : (
    <LongField
      name={name}
      label={label}
      value={value}
      rows={Math.min(6, Math.max(2, Math.ceil(value.length / 45), value.split('\n').length))}
      errors={errors}
    />
  );
}

type StepPart = FormPart & { desk: StepDesk & { step: StepId } };

export function Labels({ visit: { say, now }, desk, values, errors }: StepPart): VNode | null {
  const labels = ownLabels(desk.bench.delivered, desk.step);
  if (labels.length === 0) return null;
  return (
    <fieldset>
      <legend>{say('content:step.labels')}</legend>
      <p class="hint">{say('content:hint.labels')}</p>
      {labels.map((id) => (
        <fieldset key={id} class="label-record">
          <legend>
            <code>{id}</code>
          </legend>
          <div class="pair">
            <Field
              name={`label.${id}.text`}
              label={say('content:label.text')}
              value={values.label(id, 'text')}
              errors={errors}
            />
            <Choice
              name={`label.${id}.confidence`}
              label={say('content:label.confidence')}
              value={values.label(id, 'confidence')}
              options={CONFIDENCES.map((value) => ({ value, label: say(`content:confidence.${value}`) }))}
            />
          </div>
          <div class="pair">
            <Field
              name={`label.${id}.source`}
              label={say('content:label.source')}
              value={values.label(id, 'source')}
              errors={errors}
            />
            <Field
              name={`label.${id}.verifiedOn`}
              label={say('content:label.verified-on')}
              type="date"
              max={vietnamDay(now)}
              value={values.label(id, 'verifiedOn')}
              errors={errors}
            />
          </div>
        </fieldset>
      ))}
    </fieldset>
  );
}

/** Fields of a picture that hold a list, one a line. */
const LISTS = ['rows', 'fields', 'answers', 'apps'];

export function PictureForm({ visit: { say }, desk, values, errors }: StepPart): VNode | null {
  const found = values.picture(desk.step);
  if (!found) return null;
  const { picture, fields } = found;
  const listed = LISTS.find((name) => fields[name] !== undefined);
  const spots = (fields[listed ?? ''] ?? '').split('\n').filter(Boolean);
  return (
    <fieldset>
      <legend>
        {say('content:step.picture')} – {say(`content:picture-kind.${picture.kind}`)}
      </legend>
      <p class="hint">{say('content:hint.picture')}</p>
      <input type="hidden" name="picture.kind" value={picture.kind} />
      {Object.entries(fields).map(([name, value]) => {
        const frame = { name: `picture.${name}`, label: say(`content:picture.${name}`), errors };
        if (name === 'target') {
          const options = [
            ...spots.map((spot, index) => ({ value: String(index + 1), label: `${index + 1}. ${spot}` })),
            ...(picture.kind === 'form' ? [{ value: 'button', label: say('content:picture.the-button') }] : []),
          ];
          return <Choice key={name} {...frame} value={value} options={options} />;
        }
        if (name === 'subject') {
          const options = ['card', 'face', 'qr'].map((subject) => ({
            value: subject,
            label: say(`content:picture.subject-${subject}`),
          }));
          return <Choice key={name} {...frame} value={value} options={options} />;
        }
        if (LISTS.includes(name))
          return <LongField key={name} {...frame} value={value} rows={Math.max(3, spots.length)} />;
        return (
          <Field
            key={name}
            {...frame}
            value={value}
            {...(name === 'digits' && { type: 'number' as const, min: 1, max: 12 })}
          />
        );
      })}
    </fieldset>
  );
}

export const Help = ({ visit: { say }, desk }: { visit: Looking; desk: StepDesk }): VNode => (
  <details>
    <summary>{say('content:help.title')}</summary>
    <dl class="facts">
      {(
        [
          ['{xung}', say('content:help.xung')],
          ['{con}', say('content:help.con')],
          ['{nut}', say('content:help.nut')],
          ...Object.entries(desk.bench.delivered.definition.labels)
            .filter(([id]) => !id.includes('/'))
            .map(([id, label]) => [`{label.${id}}`, `“${label.text}”`] as const),
          ...LOCAL_KINDS.map((kind) => [`{local.${kind}}`, say(`content:kind-of-fact.${kind}`)] as const),
        ] as const
      ).map(([placeholder, meaning]) => (
        <div key={placeholder}>
          <dt>
            <code>{placeholder}</code>
          </dt>
          <dd>{meaning}</dd>
        </div>
      ))}
    </dl>
  </details>
);
