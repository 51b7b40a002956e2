/** Tab "Trạng thái": everything the assistant remembers of a person, each field explained. */
import { changesBetween } from '../../simulator/changes.ts';
import type { TurnReport } from '../../simulator/frame.ts';
import type { PersonState } from '../../simulator/inspect.ts';
import { ChangeRows, valueWords } from './simulator-rows.tsx';
import { dayAndTime, words } from './simulator-words.ts';

type FieldName = keyof typeof words.state.fields;
type Fields = Readonly<Record<string, unknown>>;

interface MemoryProps {
  state: PersonState | null;
  report: TurnReport | null;
  now: number;
}

export function Memory({ state, report }: MemoryProps) {
  if (!state) return <p class="quiet">{words.state.unknown}</p>;
  const memory = fieldsOf(state.memory);
  const run = fieldsOf(memory.run);
  const desk = fieldsOf(memory.desk);
  const changes = report ? changesBetween(report.memoryBefore ?? {}, report.memoryAfter ?? {}) : [];
  return (
    <div class="memory">
      <Group title={words.state.person} fields={personFields(state)} />
      {Object.keys(run).length > 0 ? (
        <Group title={words.state.run} fields={runFields(run)} />
      ) : (
        <section>
          <h3>{words.state.run}</h3>
          <p class="quiet">{words.state.noRun}</p>
        </section>
      )}
      <Group title={words.state.chat} fields={chatFields(memory)} />
      {Object.keys(desk).length > 0 && (
        <Group
          title={words.state.desk}
          fields={[
            ['deskAt', desk.at],
            ['seq', desk.seq],
            ['deskText', desk.text],
          ]}
        />
      )}
      {report && (
        <section>
          <h3>{words.state.changes}</h3>
          {changes.length === 0 ? (
            <p class="quiet">{words.state.noChanges}</p>
          ) : (
            <table class="diff">
              <tbody>
                <ChangeRows changes={changes} isNew={false} />
              </tbody>
            </table>
          )}
        </section>
      )}
      <details>
        <summary>{words.state.raw}</summary>
        <pre class="raw">{JSON.stringify(state.memory, null, 2)}</pre>
      </details>
    </div>
  );
}

const personFields = (state: PersonState): Field[] => [
  ['address', [state.term, state.callName].filter(Boolean).join(' ') || null],
  ['area', state.areaName],
  ...(state.roles.length > 0
    ? [['roles', state.roles.map(({ role, name, areaName }) => `${role}: ${name}, ${areaName}`).join('; ')] as Field]
    : []),
  ['seenAt', time(state.seenAt)],
  ['nudgeAt', time(state.nudgeAt)],
  ...(state.mutedAt ? [['mutedAt', time(state.mutedAt)] as Field] : []),
  ...(state.leftAt ? [['leftAt', time(state.leftAt)] as Field] : []),
];

function runFields(run: Fields): Field[] {
  const { flowId, version, step, path, misses, differs, seq, answers, phone } = fieldsOf(run.state);
  return [
    ['flow', flowId === undefined ? null : `${flowId} v${version}`],
    ['step', step],
    ['path', list(path)],
    ['misses', misses],
    ['differs', differs],
    ['seq', seq],
    ...present([
      ['answers', isEmpty(answers) ? null : answers],
      ['phone', phone],
      ['helping', run.helping],
      ['draft', run.draft],
      ['mark', run.mark],
    ]),
    ['startedBy', run.startedBy],
    ['lastAt', time(run.lastAt)],
  ];
}

const chatFields = (memory: Fields): Field[] => [
  ['asking', memory.asking],
  ['offered', list((memory.offered as { label: string }[] | undefined)?.map(({ label }) => label))],
  ['typed', memory.typed ?? 0],
  ['nudges', memory.nudges ?? 0],
  ...present([
    ['resting', memory.resting],
    ['warned', memory.warned],
    ['pledgedOn', memory.pledgedOn],
    ['helpSaidAt', time(memory.helpSaidAt)],
    ['finished', list(memory.finished)],
  ]),
];

type Field = [FieldName, unknown];

function Group({ title, fields }: { title: string; fields: Field[] }) {
  return (
    <section>
      <h3>{title}</h3>
      <dl>
        {fields.map(([name, value]) => {
          const [label, meaning] = words.state.fields[name];
          return (
            <div key={name}>
              <dt>
                {label}
                <small>{meaning}</small>
              </dt>
              <dd class={value === null || value === undefined ? 'is-empty' : ''}>{shown(value)}</dd>
            </div>
          );
        })}
      </dl>
    </section>
  );
}

function shown(value: unknown): string {
  if (value === true) return words.state.yes;
  if (value === false) return words.state.no;
  return value === null || value === undefined || value === '' ? words.state.empty : valueWords(value);
}

const present = (fields: Field[]): Field[] => fields.filter(([, value]) => value !== undefined && value !== null);
const fieldsOf = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {});
const isEmpty = (value: unknown): boolean => Object.keys(fieldsOf(value)).length === 0;
const list = (value: unknown): string | null => (Array.isArray(value) && value.length > 0 ? value.join(' · ') : null);
const time = (value: unknown): string | null => (typeof value === 'string' ? dayAndTime(value) : null);
