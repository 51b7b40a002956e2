/** "Sổ gửi": every entry and how far it has come; what was not taken, with the reason and a way to mend it. */
import { useState } from 'preact/hooks';
import type { ViewProps } from './round-app.tsx';
import { agree, isAnother, isSameAs, mayBeThere, mend, remove } from './round-state.ts';
import type { Row } from './round-store.ts';
import { clockTime, fill, type Words } from './round-words.ts';

export function Outbox({ words, shown: { rows } }: ViewProps) {
  const order = { refused: 0, read: 0, waiting: 1, sent: 2 } as const;
  const sorted = [...rows].sort((one, other) => order[one.state] - order[other.state] || other.madeAt - one.madeAt);
  return (
    <section aria-labelledby="outbox">
      <h2 id="outbox">{words.queue.title}</h2>
      {rows.length === 0 && <p class="quiet">{words.queue.empty}</p>}
      <ul class="outbox">
        {sorted.map((row) => (
          <li key={row.id} class={row.state}>
            <p>
              <strong>{row.said}</strong> <span class="quiet">{clockTime(row.madeAt)}</span>
            </p>
            <p>{stateOf(words, row)}</p>
            {row.state === 'read' && <ReadBack row={row} words={words} />}
            {row.state === 'refused' && row.same && <Same row={row} words={words} />}
            <Mend row={row} words={words} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function stateOf({ queue, problem }: Words, row: Row): string {
  switch (row.state) {
    case 'waiting':
      return row.tries > 0 ? queue.sending : queue.waiting;
    case 'refused':
      return `⚠ ${problem[row.problem ?? 'unreadable']}`;
    case 'read':
      return `⚠ ${queue.look}`;
    case 'sent':
      if (row.isTakenBack || row.entry.kind === 'take-back') return queue['taken-back'];
      return `✓ ${row.receipt === undefined ? queue['sent-plain'] : fill(queue.sent, { receipt: row.receipt })}`;
  }
}

/** A typed line as the house reads it: counts with the yes, and what could not be read stays to be mended. */
function ReadBack({ row, words: { queue } }: { row: Row; words: Words }) {
  const lines = row.lines ?? [];
  return (
    <div class="read-back">
      <p>{queue['read-as']}</p>
      <ul>
        {lines.map((line) => (
          <li key={line.text}>{'said' in line ? line.said : `⚠ ${line.text}: ${line.problem}`}</li>
        ))}
      </ul>
      {lines.length > 0 && lines.every((line) => 'tick' in line) && (
        <button type="button" class="primary" onClick={() => agree(row)}>
          {queue.yes}
        </button>
      )}
    </div>
  );
}

/** The hamlet has a household of that name: one press says whether it is the same. */
const Same = ({ row, words: { queue } }: { row: Row; words: Words }) => (
  <div class="same">
    {row.same?.map(({ code, name }) => (
      <button key={code} type="button" onClick={() => isSameAs(row, code)}>
        {fill(queue['is-this'], { name })}
      </button>
    ))}
    <button type="button" onClick={() => isAnother(row)}>
      {queue['is-another']}
    </button>
  </div>
);

/** Typed words may be changed while they have not left; anything may be dropped or taken back. */
function Mend({ row, words: { queue } }: { row: Row; words: Words }) {
  const { entry } = row;
  const typed = entry.kind === 'line' ? entry.text : entry.kind === 'household' ? entry.name : null;
  const [text, setText] = useState<string | null>(null);
  if (row.isTakenBack || entry.kind === 'take-back' || (row.state === 'sent' && entry.kind !== 'tick')) return null;
  const save = () => {
    const words = text?.trim() ?? '';
    setText(null);
    if (words === '') return;
    if (entry.kind === 'line') mend(row, { text: words }, fill(queue.line, { text: words }));
    else mend(row, { name: words }, fill(queue.household, { name: words }));
  };
  if (text !== null) {
    return (
      <div class="mend">
        <label class="field">
          {queue.fix}
          <textarea rows={2} value={text} onInput={({ currentTarget }) => setText(currentTarget.value)} />
        </label>
        <button type="button" class="primary" onClick={save}>
          {queue.save}
        </button>
        <button type="button" onClick={() => setText(null)}>
          {queue.cancel}
        </button>
      </div>
    );
  }
  const isThere = mayBeThere(row);
  return (
    <div class="mend">
      {typed !== null && !isThere && (
        <button type="button" onClick={() => setText(typed)}>
          {queue.fix}
        </button>
      )}
      {row.state === 'refused' && !row.same && (
        <button type="button" onClick={() => mend(row, {})}>
          {queue['try-again']}
        </button>
      )}
      <button type="button" onClick={() => remove(row, fill(queue['taking-back'], { what: row.said }))}>
        {isThere ? queue['take-back'] : queue.delete}
      </button>
    </div>
  );
}
