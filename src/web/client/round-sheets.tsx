/** The steps of a flow to read from, as they are on the printed sheet. */
import type { ViewProps } from './round-app.tsx';
import { fill } from './round-words.ts';

export function Sheets({ words: { sheets }, shown, flow }: ViewProps & { flow: string }) {
  const titles = shown.book?.flows ?? [];
  if (!shown.sheets) return <p class="door">{sheets.none}</p>;
  const lines = shown.sheets.flows[flow];
  if (!lines) {
    return (
      <section>
        <h2>{sheets.pick}</h2>
        <ul class="households">
          {titles.map(({ id, title }) => (
            <li key={id}>
              <a href={`#to-buoc/${id}`}>{title}</a>
            </li>
          ))}
        </ul>
      </section>
    );
  }
  return (
    <section>
      <h2>{titles.find(({ id }) => id === flow)?.title ?? sheets.title}</h2>
      <ol class="sheet">
        {lines.map(({ kind, n, text, sign }, index) => (
          <li key={`${index}${text}`} class={kind}>
            {n !== undefined && <b>{n}</b>}
            <div>
              <p>{text}</p>
              {sign && <p class="quiet">{kind === 'step' ? fill(sheets.see, { sign }) : `→ ${sign}`}</p>}
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}
