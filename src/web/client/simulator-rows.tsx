/** Tab "Dữ liệu": what the turn changed in the database, before and after, as it is really stored. */
import { type Change, changesBetween } from '../../simulator/changes.ts';
import type { RowChange } from '../../simulator/frame.ts';
import { reportOfTurn, type TurnView } from '../../simulator/turns.ts';
import { fill, words } from './simulator-words.ts';

export function Rows({ turn }: { turn: TurnView | undefined }) {
  const rows = (turn && reportOfTurn(turn)?.rows) ?? [];
  if (!turn) return <p class="quiet">{words.inspector.noTurns}</p>;
  if (rows.length === 0) return <p class="quiet">{words.rows.none}</p>;
  return (
    <div class="rows">
      {rows.map((row, index) => (
        <RowTable key={`${index}${row.table}`} row={row} />
      ))}
    </div>
  );
}

function RowTable({ row }: { row: RowChange }) {
  const isNew = row.before === null;
  const changes = changesBetween(row.before ?? {}, row.after ?? {});
  const same = isNew ? 0 : unchanged(row, changes);
  return (
    <table class="diff">
      <caption>
        <code>{row.table}</code>{' '}
        <span class={isNew ? 'is-new' : 'is-changed'}>{isNew ? words.rows.added : words.rows.changed}</span>
        {same > 0 && <small>{fill(words.rows.same, { n: same })}</small>}
      </caption>
      {changes.length > 0 && (
        <thead>
          <tr>
            <th scope="col">{words.rows.field}</th>
            {!isNew && <th scope="col">{words.rows.before}</th>}
            <th scope="col">{words.rows.after}</th>
          </tr>
        </thead>
      )}
      <tbody>
        <ChangeRows changes={changes} isNew={isNew} />
      </tbody>
    </table>
  );
}

export function ChangeRows({ changes, isNew }: { changes: readonly Change[]; isNew: boolean }) {
  return (
    <>
      {changes.map(({ path, before, after }) => (
        <tr key={path}>
          <th scope="row">{path}</th>
          {!isNew && (
            <td class="was">
              <del>{valueWords(before)}</del>
            </td>
          )}
          <td class="is">
            <ins>{valueWords(after)}</ins>
          </td>
        </tr>
      ))}
    </>
  );
}

/** Columns that stayed as they were. */
function unchanged({ after }: RowChange, changes: readonly Change[]): number {
  const touched = new Set(changes.map(({ path }) => path.split('.')[0]));
  return Object.keys((after ?? {}) as object).filter((name) => !touched.has(name)).length;
}

export function valueWords(value: unknown): string {
  if (value === null || value === undefined) return words.rows.null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
