/** Pieces the pages about words share: objections, differences, phones. */
import type { VNode } from 'preact';
import type { Objection } from '../../content/check.ts';
import { type Change, wordDifference } from '../../content/difference.ts';
import type { Document, Place } from '../../content/edits.ts';
import type { StepId } from '../../flows/flow.ts';
import type { PreviewMessage } from '../../step-preview.ts';
import { partsInWords } from './content-form.ts';
import type { Say } from './visit.ts';

/** Words of a step as bác Sáu would read them, for a reader who is no developer; what is not known here stays in braces. */
export function readable(document: Document, step: StepId, text: string): string {
  const label = document.definition.labels[document.definition.steps[step]?.label ?? ''];
  const values: Record<string, string> = {
    ...{ xung: 'bác', con: 'con', ...(label && { nut: `“${label.text}”` }) },
    ...Object.fromEntries(
      Object.entries(document.definition.labels).map(([id, one]) => [`label.${id}`, `“${one.text}”`]),
    ),
  };
  return text.replace(/\{([^{}]+)\}/g, (whole, name: string) => values[name] ?? whole);
}

/** What a step is called on the pages: the headline of its picture, or the first sentence it says. */
export function stepTitle(document: Document, step: StepId): string {
  const words = document.words.vi.steps[step];
  const said = words?.caption ?? words?.do?.split(/\n|(?<=[.!?])\s/)[0];
  const title = said && readable(document, step, said).replace(/^\p{Ll}/u, (letter) => letter.toUpperCase());
  return title || step;
}

/** `vi steps.activate.do` → "activate · việc phải làm · tiếng Việt". */
export function placeName(say: Say, place: Place): string {
  const [scope = '', name = ''] = [place.slice(0, place.indexOf(' ')), place.slice(place.indexOf(' ') + 1)];
  if (scope === 'label') return say('content:place.label', { id: name });
  if (scope === 'picture') return say('content:place.picture', { id: name });
  if (scope === 'voice') {
    const [language = '', step = ''] = name.split(' ');
    return say('content:place.voice', { id: step, language: say(`content:language.${language}`) });
  }
  const language = say(`content:language.${scope}`);
  const match = /^steps\.([^.]+)\.(.+)$/.exec(name);
  if (!match) return `${say(`content:field.${name}`)} · ${language}`;
  return `${match[1]} · ${fieldTitle(say, match[2] ?? '')} · ${language}`;
}

/** Buttons every step of a kind has; those of a choice are called by their id. */
const COMMON_OPTIONS = ['next', 'seen', 'unseen', 'skip', 'have', 'lack', 'android', 'iphone', 'other'];

export function fieldTitle(say: Say, field: string): string {
  if (!field.startsWith('options.')) return say(`content:field.${field.replace(/\.\d+$/, '')}`);
  const id = field.slice('options.'.length);
  return COMMON_OPTIONS.includes(id) ? say(`content:option.${id}`) : say('content:field.option', { id });
}

export function Objections({ objections, say, id }: { objections: readonly Objection[]; say: Say; id: string }): VNode {
  if (objections.length === 0) {
    return (
      <div id={id} class="notice good" role="status">
        ✓ {say('content:check.good')}
      </div>
    );
  }
  return (
    <div id={id} class="notice warn" role="status">
      <p>
        <strong>{say('content:check.bad', { n: objections.length })}</strong>
      </p>
      <ul>
        {objections.slice(0, 30).map((one) => (
          <li key={JSON.stringify(one)}>
            <strong>{objectionPlace(say, one)}</strong>: {objectionText(say, one)}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Both lines of a step are one message and are read together, so neither alone is to blame. */
function objectionPlace(say: Say, { place, step, rule }: Objection): string {
  if (rule === 'hard' && step !== null && place?.endsWith('.do')) return `${step} · ${say('content:field.message')}`;
  return place ? placeName(say, place) : (step ?? say('content:check.whole'));
}

function objectionText(say: Say, { rule, detail, finding }: Objection): string {
  if (!finding) return `${say(`content:rule.${rule}`)}${isTelling(rule) ? ` (${detail})` : ''}`;
  return `${say(`content:measure.${finding.measure}`, { value: finding.value, limit: finding.limit })} ${finding.suggestion}`;
}

/** Details that name a thing rather than explain it in English. */
const isTelling = (rule: string): boolean =>
  [
    'unknown-placeholder',
    'inexact-quoted',
    'unsafe-link',
    'asks-secret',
    'holds-secret',
    'buttons-alike',
    'label-missing',
  ].includes(rule);

/** What went is struck through, what came is underlined; neither by colour alone. */
export function Changes({ changes, say }: { changes: readonly Change[]; say: Say }): VNode {
  if (changes.length === 0) return <p>{say('content:diff.none')}</p>;
  return (
    <dl class="changes">
      {changes.map(({ place, before, after }) => (
        <div key={place}>
          <dt>{placeName(say, place)}</dt>
          <dd lang={place.startsWith('en ') ? 'en' : undefined}>
            <Difference before={partsInWords(say, before)} after={partsInWords(say, after)} say={say} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Part by part, each word by word. */
const Difference = ({ before, after, say }: { before: string[]; after: string[]; say: Say }): VNode => (
  <>
    {Array.from({ length: Math.max(before.length, after.length) }, (_, part) => (
      <p key={part}>
        {wordDifference(before[part] ?? '', after[part] ?? '').map((piece, index) => {
          if (piece.kind === 'same') return <span key={index}>{piece.text}</span>;
          const Tag = piece.kind === 'gone' ? 'del' : 'ins';
          return (
            <Tag key={index}>
              <span class="unseen">{say(`content:diff.${piece.kind}`)} </span>
              {piece.text}
            </Tag>
          );
        })}
      </p>
    ))}
  </>
);

export interface PhoneProps {
  title: string;
  channel: 'telegram' | 'zalo';
  messages: readonly PreviewMessage[];
  /** Address of the drawn picture; null when there is none. */
  picture: string | null;
  alt: string | null;
  lang: string;
}

/** Messages as they would stand in the chat. The buttons only look like it: nothing is sent from here. */
export const Phone = ({ title, channel, messages, picture, alt, lang }: PhoneProps): VNode => (
  <figure class={`phone ${channel}`}>
    <figcaption>{title}</figcaption>
    {messages.map((message, index) => (
      <div key={index} class="bubble" lang={lang}>
        {message.hasPicture && picture !== null && <img src={picture} alt={alt ?? ''} width="320" loading="lazy" />}
        {(message.bold !== null || message.text !== '') && (
          <p>
            {message.bold !== null && (
              <>
                <strong>{message.bold}</strong>
                <br />
              </>
            )}
            {message.text}
          </p>
        )}
        {message.buttons.length > 0 && (
          <ul class="keys">
            {message.buttons.flatMap((row, at) =>
              row.map((label) => (
                <li key={`${at}-${label}`} class={row.length > 1 ? 'half' : undefined}>
                  {label}
                </li>
              )),
            )}
          </ul>
        )}
      </div>
    ))}
  </figure>
);

/** A bar with its number written beside it; the number is what counts, the bar only helps the eye. */
export function Bar({ value, most }: { value: number; most: number }): VNode {
  const width = most <= 0 ? 0 : Math.max(2, Math.round((value / most) * 120));
  return (
    <span class="bar">
      <svg width="120" height="12" aria-hidden="true" focusable="false">
        <rect width={width} height="12" fill="currentColor" />
      </svg>{' '}
      {value}
    </span>
  );
}
