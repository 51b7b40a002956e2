/** Tab "Kiểm tra": are the last messages easy to read and within every limit? */
import type { ChannelLimits, ChannelName } from '../../bot/channel.ts';
import { type Check, checkMessage } from '../../simulator/checks.ts';
import { addressKey, type OutFrame } from '../../simulator/frame.ts';
import { plainText } from '../../simulator/rich-text.ts';
import { readSent } from '../../simulator/sent-message.ts';
import type { Action, Phone } from './simulator-store.ts';
import { exactTime, fill, words } from './simulator-words.ts';

interface ChecksProps {
  phone: Phone;
  limits: Record<ChannelName, ChannelLimits>;
  dispatch: (action: Action) => void;
}

/** Messages looked at: about one screen of a phone, and the one before. */
const LAST = 8;

export function Checks({ phone, limits, dispatch }: ChecksProps) {
  const audience = phone.person.role === 'citizen' ? 'citizen' : 'volunteer';
  const checked = phone.frames
    .filter((frame) => frame.direction === 'out')
    .flatMap((frame) => {
      const checks = checkMessage(frame, audience, limits);
      return checks ? [{ frame, checks }] : [];
    })
    .slice(-LAST)
    .reverse();
  if (checked.length === 0) return <p class="quiet">{words.checks.none}</p>;
  return (
    <div class="checks">
      <p class="quiet">{words.checks.intro}</p>
      {checked.map(({ frame, checks }) => (
        <Message
          key={frame.id}
          frame={frame}
          checks={checks}
          onPick={() => dispatch({ type: 'picked', key: addressKey(frame), frameId: frame.id })}
        />
      ))}
    </div>
  );
}

function Message({ frame, checks, onPick }: { frame: OutFrame; checks: Check[]; onPick: () => void }) {
  const sent = readSent(frame);
  const text = sent.kind === 'message' ? plainText(sent.words) : '';
  const faults = checks.filter(({ isFine }) => !isFine);
  return (
    <section class={`check ${faults.length > 0 ? 'has-faults' : 'is-fine'}`}>
      <h3>
        <button type="button" class="plain" onClick={onPick}>
          <time>{exactTime(frame.at)}</time>
        </button>
        <span class="verdict">
          {faults.length === 0 ? `✓ ${words.checks.fine}` : `▲ ${fill(words.checks.problems, { n: faults.length })}`}
        </span>
      </h3>
      {text && <blockquote>{text}</blockquote>}
      <ul>
        {checks.map(({ measure, value, limit, isFine, suggestion }) => (
          <li key={measure + value} class={isFine ? 'is-fine' : 'is-fault'}>
            <span aria-hidden="true">{isFine ? '✓' : '▲'}</span> {words.checks.measure[measure]}: <b>{value}</b>{' '}
            {limit !== 0 && <span class="limit">/ {limit}</span>}
            {suggestion && <small>{suggestion}</small>}
          </li>
        ))}
      </ul>
    </section>
  );
}
