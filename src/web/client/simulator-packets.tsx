/** Tab "Gói gửi": the payload that came and every request that would have left, byte for byte but for secrets. */
import { useState } from 'preact/hooks';
import type { Delivery, OutFrame } from '../../simulator/frame.ts';
import type { TurnView } from '../../simulator/turns.ts';
import { exactTime, fill, number, words } from './simulator-words.ts';

interface PacketsProps {
  turn: TurnView | undefined;
  deliveries: readonly Delivery[];
}

export function Packets({ turn, deliveries }: PacketsProps) {
  if (!turn) return <p class="quiet">{words.inspector.noTurns}</p>;
  const arrived = turn.outcomes.find(({ result }) => result.kind !== 'duplicate')?.request.payload;
  const payload = arrived ?? turn.act?.request.payload;
  return (
    <div class="packets">
      {turn.act && (
        <section class="packet came">
          <h3>
            {words.packets.inbound} <time>{exactTime(turn.act.at)}</time>
          </h3>
          <p class="request">
            <code>POST /webhooks/{turn.act.channel}</code>
          </p>
          <Json text={payload ?? '{}'} />
        </section>
      )}
      {turn.sent.map((frame) => (
        <Packet key={frame.id} frame={frame} delivery={deliveryOf(frame, deliveries)} />
      ))}
      {turn.sent.length === 0 && <p class="quiet">{words.events.nothingSent}</p>}
    </div>
  );
}

const deliveryOf = ({ result }: OutFrame, deliveries: readonly Delivery[]): Delivery | undefined =>
  result.externalId === null ? undefined : deliveries.find(({ externalId }) => externalId === result.externalId);

function Packet({ frame, delivery }: { frame: OutFrame; delivery: Delivery | undefined }) {
  const { request, result } = frame;
  const { media } = request;
  return (
    <section class={`packet went fate-${result.fate}`}>
      <h3>
        {words.packets.outbound} <time>{exactTime(frame.at)}</time>
        <span class="fate">{words.packets.fate[result.fate]}</span>
      </h3>
      <p class="request">
        <code>
          <b>{request.method}</b> {request.path}
        </code>
      </p>
      {delivery && (
        <p class="quiet">
          {fill(words.packets.attempt, { state: stateWords(delivery.state), n: Math.max(1, delivery.attempts) })}
          {delivery.reason && ` · ${delivery.reason}`}
        </p>
      )}
      <details>
        <summary>{words.packets.headers}</summary>
        <Json text={JSON.stringify(request.headers)} />
      </details>
      <Json text={request.body} />
      {media && (
        <p class="quiet">
          {fill(words.packets.file, {
            name: media.filename,
            size: media.bytes === null ? media.mime : fill(words.packets.size, { n: number(media.bytes) }),
          })}
        </p>
      )}
      {result.status !== null && (
        <details open={result.fate !== 'arrived'}>
          <summary>
            {words.packets.answer} {result.status}
          </summary>
          <Json text={JSON.stringify(result.body)} />
        </details>
      )}
    </section>
  );
}

const stateWords = (state: string): string => (words.packets.state as Readonly<Record<string, string>>)[state] ?? state;

const COPIED_MS = 1500;

/** JSON as it went over the wire: copied and measured as it was, shown with line breaks. */
function Json({ text }: { text: string }) {
  const [isCopied, setCopied] = useState(false);
  const bytes = new TextEncoder().encode(text).length;
  const copy = () => {
    navigator.clipboard.writeText(text).then(
      () => {
        setCopied(true);
        setTimeout(() => setCopied(false), COPIED_MS);
      },
      () => {}, // the text stays selectable
    );
  };
  return (
    <figure class="json">
      <figcaption>
        {fill(words.packets.size, { n: number(bytes) })}
        <button type="button" onClick={copy}>
          {isCopied ? words.packets.copied : words.packets.copy}
        </button>
      </figcaption>
      <pre>
        {tokens(JSON.stringify(JSON.parse(text), null, 2)).map(({ kind, text: part, at }) =>
          kind === null ? (
            part
          ) : (
            <span key={at} class={kind}>
              {part}
            </span>
          ),
        )}
      </pre>
    </figure>
  );
}

interface Token {
  kind: 'key' | 'string' | 'literal' | null;
  text: string;
  at: number;
}

/** Names, strings and literals of pretty JSON, told apart for colour. */
function tokens(json: string): Token[] {
  const found: Token[] = [];
  let end = 0;
  for (const match of json.matchAll(/("(?:[^"\\]|\\.)*")(\s*:)?|\b(?:true|false|null|-?\d[\d.e+-]*)\b/gi)) {
    if (match.index > end) found.push({ kind: null, text: json.slice(end, match.index), at: end });
    const [whole, string, colon] = match;
    found.push({ kind: colon ? 'key' : string ? 'string' : 'literal', text: string ?? whole, at: match.index });
    if (colon) found.push({ kind: null, text: colon, at: match.index + (string?.length ?? 0) });
    end = match.index + whole.length;
  }
  found.push({ kind: null, text: json.slice(end), at: end });
  return found;
}
