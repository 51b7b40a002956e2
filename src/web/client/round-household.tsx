/** One household: who lives there, what is done, and logging one thing more. And a household that is not in the book yet. */
import { useState } from 'preact/hooks';
import type { Outcome } from '../../flows/flow.ts';
import type { ViewProps } from './round-app.tsx';
import { listedOf } from './round-home.tsx';
import { add, logged } from './round-state.ts';
import { fill, type Words } from './round-words.ts';

const OUTCOMES: readonly Outcome[] = ['completed', 'referred', 'abandoned'];
const KNOWN = ['volunteer', 'self'] as const;

export function HouseholdView({ words, shown, code, tell }: ViewProps & { code: string }) {
  const { book, rows } = shown;
  // A household opened on this round may have got its code in the meantime.
  const own = rows.find(({ id }) => code === `new:${id}`);
  const listed = listedOf(book?.households ?? [], rows);
  const found = listed.find((one) => one.code === code) ?? listed.find((one) => one.code === own?.household);
  if (!book || !found) return <p class="door">{words.problem['unknown-household']}</p>;
  const { household } = found;
  const titleOf = (flow: string) => book.flows.find(({ id }) => id === flow)?.title ?? flow;
  const doneOf = (member: string | null, done: readonly string[]) => ({
    done: done.map(titleOf),
    open: [code, found.code].flatMap((name, index, names) =>
      names.indexOf(name) === index
        ? logged(rows, name, member).map(({ flowId, outcome }) => `${words.outcome[outcome]}: ${titleOf(flowId)}`)
        : [],
    ),
  });
  return (
    <>
      <h2>{found.callName}</h2>
      <p class="quiet">
        {household
          ? [
              household.number !== null && fill(words.household.number, { number: household.number }),
              household.areaName,
              household.near,
            ]
              .filter(Boolean)
              .join(' · ')
          : words.household.new}
      </p>
      <dl class="people">
        <Person name={words.household.whole} {...doneOf(null, household?.done ?? [])} words={words} />
        {household?.stall && (
          <Person name={words.household['at-stall']} done={household.stall.map(titleOf)} open={[]} words={words} />
        )}
        {household?.members.map(({ id, name, done }) => (
          <Person key={id} name={name} {...doneOf(id, done)} words={words} />
        ))}
      </dl>
      <Tick words={words} shown={shown} tell={tell} household={found.code} callName={found.callName} />
    </>
  );
}

interface PersonProps {
  name: string;
  done: readonly string[];
  /** Logged here, not arrived yet. */
  open: readonly string[];
  words: Words;
}

const Person = ({ name, done, open, words: { household } }: PersonProps) => (
  <div>
    <dt>{name}</dt>
    <dd>{done.length > 0 ? `✓ ${fill(household.done, { flows: done.join(', ') })}` : household.nothing}</dd>
    {open.map((text, index) => (
      <dd key={`${index}${text}`} class="open">
        ⏳ {text} · {household['not-yet']}
      </dd>
    ))}
  </div>
);

function Tick({ words, shown, tell, household: code, callName }: ViewProps & { household: string; callName: string }) {
  const { book } = shown;
  const household = book?.households.find((one) => one.code === code);
  const [member, setMember] = useState('');
  const [flowId, setFlow] = useState('');
  const [outcome, setOutcome] = useState<Outcome>('completed');
  const [howKnown, setKnown] = useState<(typeof KNOWN)[number]>('volunteer');
  const flow = book?.flows.find(({ id }) => id === flowId);
  const isStall = flow?.subject === 'stall';
  const people = [{ id: '', name: words.household.whole, done: household?.done ?? [] }, ...(household?.members ?? [])];
  const who = people.find(({ id }) => id === member) ?? people[0];
  const done = (isStall ? household?.stall : who?.done) ?? [];
  const keep = async () => {
    if (!flow) return tell(words.household.missing);
    const name = isStall ? words.household['at-stall'] : member !== '' && who ? who.name : '';
    const said = [words.outcome[outcome], flow.title, callName, name].filter(Boolean).join(' · ');
    const tick = { household: code, member: isStall || member === '' ? null : member, flowId, outcome, howKnown };
    // At once: a second press logs nothing twice, and what is chosen next is not cleared by this one.
    setFlow('');
    setOutcome('completed');
    await add({ kind: 'tick', ...tick }, said).then(
      () => tell(fill(words.household.kept, { what: said })),
      () => tell(words.household.failed),
    );
  };
  return (
    <form
      class="tick"
      data-household={code}
      onSubmit={(event) => {
        event.preventDefault();
        keep();
      }}
    >
      <label class="field">
        {words.household.what}
        <select value={flowId} onChange={({ currentTarget }) => setFlow(currentTarget.value)}>
          <option value="">{words.household.choose}</option>
          {book?.flows.map(({ id, title }) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </select>
      </label>
      {done.includes(flowId) && <p class="quiet">✓ {words.household.again}</p>}
      {flowId !== '' && (
        <a class="wide" href={`#to-buoc/${flowId}`}>
          {words.household.read}
        </a>
      )}
      {!isStall && people.length > 1 && (
        <Chips
          legend={words.household.who}
          name="member"
          value={member}
          options={people.map(({ id, name }) => ({ value: id, label: name }))}
          onPick={setMember}
        />
      )}
      <Chips
        legend={words.household.how}
        name="outcome"
        value={outcome}
        options={OUTCOMES.map((value) => ({ value, label: words.outcome[value] }))}
        onPick={(value) => setOutcome(value)}
      />
      <Chips
        legend={words.household.seen}
        name="known"
        value={howKnown}
        options={KNOWN.map((value) => ({ value, label: words.known[value] }))}
        onPick={(value) => setKnown(value)}
      />
      <button type="submit" class="primary">
        {words.household.keep}
      </button>
    </form>
  );
}

interface ChipsProps<V extends string> {
  legend: string;
  name: string;
  value: V;
  options: readonly { value: V; label: string }[];
  onPick(value: V): void;
}

function Chips<V extends string>({ legend, name, value, options, onPick }: ChipsProps<V>) {
  return (
    <fieldset>
      <legend>{legend}</legend>
      {options.map((option) => (
        <label key={option.value} class="chip">
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            onChange={() => onPick(option.value)}
          />
          <span>{option.label}</span>
        </label>
      ))}
    </fieldset>
  );
}

/** Nothing is written down before the words were read aloud and the answer was yes. */
export function NewHousehold({ words, shown: { book }, tell }: ViewProps) {
  const [areaCode, setArea] = useState(book?.hamlets[0]?.code ?? '');
  const [name, setName] = useState('');
  if (!book) return null;
  const isName = /^[\p{L}\p{M} ]{2,24}(,[\p{L}\p{M}\p{N} ]{1,41})?$/u.test(name.normalize('NFC').trim());
  const agreed = async () => {
    if (!isName) return tell(words.new['bad-name']);
    const said = fill(words.queue.household, { name: name.trim() });
    const opened = { kind: 'household', areaCode, name: name.trim(), consent: true } as const;
    setName('');
    await add(opened, said).then(
      (id) => {
        tell(fill(words.household.kept, { what: said }));
        location.hash = `ho/new:${id}`;
      },
      () => tell(words.household.failed),
    );
  };
  return (
    <section>
      <h2>{words.new.title}</h2>
      {book.hamlets.length > 1 && (
        <label class="field">
          {words.new.hamlet}
          <select value={areaCode} onChange={({ currentTarget }) => setArea(currentTarget.value)}>
            {book.hamlets.map((hamlet) => (
              <option key={hamlet.code} value={hamlet.code}>
                {hamlet.name}
              </option>
            ))}
          </select>
        </label>
      )}
      <label class="field">
        {words.new.name}
        <input value={name} maxLength={70} onInput={({ currentTarget }) => setName(currentTarget.value)} />
        <span class="quiet">{words.new['name-hint']}</span>
      </label>
      <p class="aloud">{fill(book.consent, { name: name.trim() || '…' })}</p>
      <button type="button" class="primary" onClick={agreed}>
        {words.new.agree}
      </button>
      <button
        type="button"
        onClick={() => {
          setName('');
          tell(words.new.refused);
          location.hash = '/';
        }}
      >
        {words.new.refuse}
      </button>
    </section>
  );
}
