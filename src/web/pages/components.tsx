/**
 * What every page is built of. Plain HTML that works without script; classes are those of `client/officials.css`.
 * Nothing here knows a table of the database or a right.
 */
import type { ComponentChildren, InputHTMLAttributes, VNode } from 'preact';
import * as format from './format.ts';
import type { Say } from './visit.ts';

// ── figures ────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Mark + word + colour, never colour alone. */
export function StatusMark({ status, say }: { status: format.Status; say: Say }): VNode {
  return (
    <span class={`status ${status}`}>
      <span aria-hidden="true">{format.STATUS_MARKS[status]}</span> {say(`officials:status.${status}`)}
    </span>
  );
}

export interface FigureCard {
  title: string;
  part: number;
  /** Null or 0: only the count is shown, with "Chưa có tổng số". */
  total: number | null;
  unit: string;
  /** Per cent; null: no status, "Chưa giao chỉ tiêu". Left out: nothing is said about a target. */
  target?: number | null;
  /** Where the cases behind the figure are listed (DB-3). */
  href?: string;
  /** "+12 sạp so với tuần trước". */
  note?: ComponentChildren;
}

/** A figure with its fraction, target and status. */
export function Card({ title, part, total, unit, target, href, note, say }: FigureCard & { say: Say }): VNode {
  const hasTotal = total !== null && total > 0;
  const status = format.statusOf(part, total, target ?? null);
  const value = hasTotal ? format.percent(part, total, target ?? null) : format.count(part);
  return (
    <article class="card">
      <h3>{title}</h3>
      <p class="value">
        {href === undefined ? <strong>{value}</strong> : <a href={href}>{value}</a>}{' '}
        {status !== 'none' && <StatusMark status={status} say={say} />}
      </p>
      <p>{hasTotal ? format.fraction(part, total, unit) : `${unit} · ${say('officials:figure.no-total')}`}</p>
      {target !== undefined && (
        <p class="quiet">
          {target === null
            ? say('officials:figure.no-target')
            : say('officials:figure.target', { value: format.perCent(target) })}
        </p>
      )}
      {note !== undefined && <p class="quiet">{note}</p>}
    </article>
  );
}

export const Cards = ({ children }: { children: ComponentChildren }): VNode => <div class="cards">{children}</div>;

// ── tables ─────────────────────────────────────────────────────────────────────────────────────────────────────────

export interface Column<Row> {
  /** Name in the address when it can be sorted by. */
  key: string;
  head: ComponentChildren;
  cell(row: Row): ComponentChildren;
  numeric?: boolean;
  sortable?: boolean;
  /** The column that names the row; the first one unless said. */
  isHead?: boolean;
}

export interface TableProps<Row> {
  /** Says what the table shows; also names its scroll box. */
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  /** Unique on the page. */
  id: string;
  sort?: { by: string; descending: boolean; href(by: string, descending: boolean): string };
  /** Last row, set apart: totals. */
  foot?: Row;
  /** Hides the caption from eyes when a heading says the same. */
  captionHidden?: boolean;
}

/** Scrolls inside its own box, which the keyboard reaches; headings sort by plain links. */
export function Table<Row>({ caption, columns, rows, id, sort, foot, captionHidden }: TableProps<Row>): VNode {
  const headAt = Math.max(
    0,
    columns.findIndex(({ isHead }) => isHead),
  );
  const line = (row: Row) =>
    columns.map((column, index) =>
      index === headAt ? (
        <th key={column.key} scope="row">
          {column.cell(row)}
        </th>
      ) : (
        <td key={column.key} class={column.numeric ? 'number' : undefined}>
          {column.cell(row)}
        </td>
      ),
    );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scroll box must be reachable to be scrolled by keyboard
    <section class="table" aria-labelledby={`${id}-caption`} tabIndex={0}>
      <table id={id}>
        <caption id={`${id}-caption`} class={captionHidden ? 'unseen' : undefined}>
          {caption}
        </caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th
                key={column.key}
                scope="col"
                class={column.numeric ? 'number' : undefined}
                aria-sort={
                  sort?.by === column.key
                    ? sort.descending
                      ? 'descending'
                      : 'ascending'
                    : column.sortable && sort
                      ? 'none'
                      : undefined
                }
              >
                {column.sortable && sort ? (
                  <a href={sort.href(column.key, sort.by === column.key && !sort.descending)}>
                    {column.head}
                    <span aria-hidden="true" class="sort-mark">
                      {sort.by === column.key ? (sort.descending ? '▼' : '▲') : '↕'}
                    </span>
                  </a>
                ) : (
                  column.head
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            // Rows are drawn once on the server and never reordered.
            <tr key={index}>{line(row)}</tr>
          ))}
        </tbody>
        {foot !== undefined && (
          <tfoot>
            <tr>{line(foot)}</tr>
          </tfoot>
        )}
      </table>
    </section>
  );
}

/** Links to the pages before and after; either may be missing. */
export function Pager({
  say,
  newer,
  older,
}: {
  say: Say;
  newer?: string | undefined;
  older?: string | undefined;
}): VNode | null {
  if (newer === undefined && older === undefined) return null;
  return (
    <nav class="pager" aria-label={say('officials:pager.label')}>
      {newer !== undefined && (
        <a class="button" rel="prev" href={newer}>
          ← {say('officials:pager.before')}
        </a>
      )}
      {older !== undefined && (
        <a class="button" rel="next" href={older}>
          {say('officials:pager.after')} →
        </a>
      )}
    </nav>
  );
}

/** What will be here, who makes it, and what can be done now. */
export function Empty({ title, children }: { title: string; children?: ComponentChildren }): VNode {
  return (
    <div class="empty">
      <p>
        <strong>{title}</strong>
      </p>
      {children}
    </div>
  );
}

// ── forms ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Field name → what is wrong and how to mend it. Empty: nothing. */
export type FormErrors = Readonly<Record<string, string>>;

export const fieldId = (name: string): string => `f-${name}`;

/** On top of the form, linked to its fields; takes the focus because the page opens at it. */
export function ErrorSummary({ errors, say }: { errors: FormErrors; say: Say }): VNode | null {
  const entries = Object.entries(errors);
  if (entries.length === 0) return null;
  return (
    <div class="error-summary" role="alert" aria-labelledby="error-title">
      <h2 id="error-title">{say('officials:form.errors')}</h2>
      <ul>
        {entries.map(([name, message]) => (
          <li key={name}>
            <a href={`#${fieldId(name)}`}>{message}</a>
          </li>
        ))}
      </ul>
    </div>
  );
}

interface FieldFrame {
  name: string;
  label: ComponentChildren;
  hint?: ComponentChildren;
  errors?: FormErrors;
  /** Only when an element with this id would be on the page twice. */
  id?: string;
}

const describedBy = ({ name, hint, errors, id = fieldId(name) }: FieldFrame): string | undefined =>
  [hint !== undefined && `${id}-hint`, errors?.[name] !== undefined && `${id}-error`].filter(Boolean).join(' ') ||
  undefined;

function Labelled({
  name,
  label,
  hint,
  errors,
  id = fieldId(name),
  children,
}: FieldFrame & { children: ComponentChildren }): VNode {
  const error = errors?.[name];
  return (
    <div class={error === undefined ? 'field' : 'field wrong'}>
      <label for={id}>{label}</label>
      {hint !== undefined && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {error !== undefined && (
        <p class="error" id={`${id}-error`}>
          {error}
        </p>
      )}
      {children}
    </div>
  );
}

export interface FieldProps extends FieldFrame {
  type?: 'text' | 'search' | 'number' | 'date' | 'datetime-local' | 'time' | 'tel' | 'file';
  value?: string | number;
  required?: boolean;
  autocomplete?: string;
  accept?: string;
  min?: string | number;
  max?: string | number;
  maxLength?: number;
  inputMode?: 'numeric' | 'decimal' | 'tel' | 'search';
}

export function Field({
  type = 'text',
  value,
  required,
  autocomplete = 'off',
  accept,
  min,
  max,
  maxLength,
  inputMode,
  ...frame
}: FieldProps): VNode {
  // Preact's types tie each type of input to its roles; a field of any type has none.
  const attributes = {
    type,
    value,
    required,
    autocomplete,
    accept,
    min,
    max,
    maxLength,
    inputMode,
    'aria-invalid': frame.errors?.[frame.name] !== undefined ? 'true' : undefined,
    'aria-describedby': describedBy(frame),
  } as InputHTMLAttributes<HTMLInputElement>;
  return (
    <Labelled {...frame}>
      <input id={frame.id ?? fieldId(frame.name)} name={frame.name} {...attributes} />
    </Labelled>
  );
}

export function LongField({
  value = '',
  rows = 4,
  required,
  maxLength,
  ...frame
}: FieldFrame & { value?: string; rows?: number; required?: boolean; maxLength?: number }): VNode {
  return (
    <Labelled {...frame}>
      <textarea
        id={frame.id ?? fieldId(frame.name)}
        name={frame.name}
        rows={rows}
        required={required}
        maxLength={maxLength}
        aria-invalid={frame.errors?.[frame.name] !== undefined ? 'true' : undefined}
        aria-describedby={describedBy(frame)}
      >
        {value}
      </textarea>
    </Labelled>
  );
}

export interface Option {
  value: string;
  label: string;
}

export function Choice({
  options,
  value,
  required,
  ...frame
}: FieldFrame & { options: readonly Option[]; value?: string; required?: boolean }): VNode {
  return (
    <Labelled {...frame}>
      <select
        id={frame.id ?? fieldId(frame.name)}
        name={frame.name}
        required={required}
        aria-invalid={frame.errors?.[frame.name] !== undefined ? 'true' : undefined}
        aria-describedby={describedBy(frame)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value} selected={option.value === value}>
            {option.label}
          </option>
        ))}
      </select>
    </Labelled>
  );
}

export function Tick({
  name,
  label,
  value = '1',
  checked,
}: {
  name: string;
  label: ComponentChildren;
  value?: string;
  checked?: boolean;
}): VNode {
  return (
    <label class="tick">
      <input type="checkbox" name={name} value={value} checked={checked} /> <span>{label}</span>
    </label>
  );
}

/** Name of the hidden field that carries the token; the frame refuses every POST without it. */
export const CSRF_FIELD = 'dau';

export interface PostFormProps {
  visit: { csrf: string };
  action: string;
  children?: ComponentChildren;
  class?: string;
  /** With a file field. */
  upload?: boolean;
}

/** Every form that changes something. `upload` must stay after the token: the frame reads the parts in order. */
export function PostForm({ visit, action, children, upload, class: className }: PostFormProps): VNode {
  return (
    <form method="post" action={action} class={className} enctype={upload ? 'multipart/form-data' : undefined}>
      <input type="hidden" name={CSRF_FIELD} value={visit.csrf} />
      {children}
    </form>
  );
}

/** Filters: the address is the state. Works without script by its button. */
export function FilterForm({
  action,
  say,
  children,
  kept = {},
}: {
  action: string;
  say: Say;
  children: ComponentChildren;
  kept?: Readonly<Record<string, string>>;
}): VNode {
  return (
    <form method="get" action={action} class="filters">
      {Object.entries(kept)
        .filter(([, value]) => value !== '')
        .map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
      {children}
      <button type="submit">{say('officials:form.show')}</button>
    </form>
  );
}

export interface ConfirmFormProps extends PostFormProps {
  /** The first press: "Kết thúc vai trò". */
  open: string;
  /** What will happen, said before the second press. */
  question: ComponentChildren;
  /** The second press. */
  button: string;
  /** Label of a reason that must be given; field `ly-do`, which the frame puts into the audit row. */
  reason?: string;
  danger?: boolean;
  /** Tells forms on one page apart. */
  id: string;
}

/** Two presses for what is hard to take back. No script: the second half folds out. */
export function ConfirmForm({
  open,
  question,
  button,
  reason,
  danger,
  children,
  id,
  ...form
}: ConfirmFormProps): VNode {
  return (
    <details class="confirm">
      <summary class={danger ? 'danger' : undefined}>{open}</summary>
      <PostForm {...form}>
        <p>{question}</p>
        {reason !== undefined && <Field name="ly-do" id={`reason-${id}`} label={reason} required maxLength={300} />}
        {children}
        <button type="submit" class={danger ? 'primary danger' : 'primary'}>
          {button}
        </button>
      </PostForm>
    </details>
  );
}

// ── small things ───────────────────────────────────────────────────────────────────────────────────────────────────

/** Said once, politely, to eyes and screen readers. */
export const Notice = ({ children, tone = 'good' }: { children: ComponentChildren; tone?: 'good' | 'warn' }): VNode => (
  <div class={`notice ${tone}`} role="status">
    {children}
  </div>
);

export const Time = ({ at }: { at: Date }): VNode => <time dateTime={at.toISOString()}>{format.moment(at)}</time>;

/** Term and value pairs. */
export function Facts({ facts }: { facts: readonly (readonly [string, ComponentChildren])[] }): VNode {
  return (
    <dl class="facts">
      {facts.map(([term, value]) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

export interface ListedStep {
  title: ComponentChildren;
  state: 'done' | 'now' | 'ahead' | 'stopped' | 'referred';
  detail?: ComponentChildren;
}

/** Steps under each other, with a word for each state. */
export function StepList({ steps, say }: { steps: readonly ListedStep[]; say: Say }): VNode {
  return (
    <ol class="steps">
      {steps.map((step, index) => (
        <li key={index} class={step.state}>
          <strong>{step.title}</strong> <span class="step-state">{say(`officials:step.${step.state}`)}</span>
          {step.detail !== undefined && <div class="quiet">{step.detail}</div>}
        </li>
      ))}
    </ol>
  );
}
