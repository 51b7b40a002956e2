/** Tab "Sự kiện": what came in, how it was understood, where it led, what went out. */
import { useEffect, useRef } from 'preact/hooks';
import type { OutFrame, TurnReport } from '../../simulator/frame.ts';
import { plainText } from '../../simulator/rich-text.ts';
import { readSent, type Sent } from '../../simulator/sent-message.ts';
import { reportOfTurn, type TurnView } from '../../simulator/turns.ts';
import type { Action } from './simulator-store.ts';
import { actWords, exactTime, fill, words } from './simulator-words.ts';

interface EventsProps {
  turns: TurnView[];
  shown: TurnView | undefined;
  dispatch: (action: Action) => void;
}

export function Events({ turns, shown, dispatch }: EventsProps) {
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    list.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' });
  }, [shown?.key, shown?.sent.length, shown?.outcomes.length, turns.length]);
  if (turns.length === 0) return <p class="quiet">{words.inspector.noTurns}</p>;
  return (
    <ol class="events" ref={list}>
      {turns.map((turn) => {
        const isShown = turn === shown;
        return (
          <li key={turn.key} {...(isShown && { 'aria-current': 'true' as const })}>
            <button
              type="button"
              class="turn"
              aria-expanded={isShown}
              onClick={() => dispatch({ type: 'picked-turn', turn: turn.key })}
            >
              <time>{exactTime(turn.at)}</time>
              <span>{titleOf(turn)}</span>
            </button>
            {isShown && <Steps turn={turn} />}
          </li>
        );
      })}
    </ol>
  );
}

export function titleOf(turn: TurnView): string {
  if (turn.origin !== 'own') return words.events[turn.origin];
  const heard = reportOfTurn(turn)?.heard;
  const act = turn.act?.request.act;
  if (!act) return words.events.other;
  return act.kind === 'text' && heard ? `“${heard}”` : actWords(act, turn.act?.channel ?? 'zalo');
}

function Steps({ turn }: { turn: TurnView }) {
  const report = reportOfTurn(turn);
  return (
    <ol class="timeline">
      {turn.act && (
        <li class="came">
          <b>{words.events.in}</b> <code>{eventName(turn)}</code>
        </li>
      )}
      {turn.act && turn.outcomes.length === 0 && <li class="quiet">{words.events.pending}</li>}
      {turn.outcomes.map(({ id, result }) => {
        if (result.kind === 'duplicate') return <li key={id}>{words.events.duplicate}</li>;
        if (result.kind === 'ignored') return <li key={id}>{words.events.ignored}</li>;
        if (result.kind === 'failed')
          return <li key={id}>{fill(words.events.failedTurn, { reason: result.reason })}</li>;
        return null;
      })}
      {report && <Understanding report={report} />}
      {turn.sent.map((frame) => (
        <Outgoing key={frame.id} frame={frame} />
      ))}
      {report && turn.sent.length === 0 && <li class="quiet">{words.events.nothingSent}</li>}
      {report && report.rows.length > 0 && <li class="stored">{fill(words.events.rows, { n: report.rows.length })}</li>}
    </ol>
  );
}

/** The platform's own name for what it delivered. */
function eventName(turn: TurnView): string {
  const payload = JSON.parse(turn.act?.request.payload ?? '{}') as Record<string, unknown>;
  if (typeof payload.event_name === 'string') return payload.event_name;
  return Object.keys(payload).find((name) => name !== 'update_id') ?? '';
}

function Understanding({ report }: { report: TurnReport }) {
  const { stepFrom, stepTo, heard, understood } = report;
  return (
    <>
      <li class="understood">
        <b>{words.events.understood}</b> <strong>{understood}</strong>
        {heard !== null && (
          <small>
            {words.events.heard}: “{heard}”
          </small>
        )}
      </li>
      <li class="moved">
        <b>{words.events.step}</b>{' '}
        {stepFrom === stepTo ? (
          <>
            {stepTo && <code>{stepTo}</code>} {words.events.noStep}
          </>
        ) : (
          <>
            <code>{stepFrom ?? words.events.started}</code> <span aria-hidden="true">→</span>{' '}
            <code>{stepTo ?? words.events.ended}</code>
          </>
        )}
      </li>
    </>
  );
}

const whatIsIn = ({ picture, paper, voice }: Extract<Sent, { kind: 'message' }>) =>
  picture ? 'picture' : paper ? 'paper' : voice ? 'voice' : 'message';

const EXCERPT = 90;

function Outgoing({ frame }: { frame: OutFrame }) {
  const sent = readSent(frame);
  const kind = sent.kind === 'message' ? whatIsIn(sent) : sent.kind;
  const text = 'words' in sent && sent.words ? plainText(sent.words) : sent.kind === 'toast' ? sent.text : '';
  const { fate } = frame.result;
  return (
    <li class={`went fate-${fate}`}>
      <b>{words.events.out}</b> {words.events.sent[kind]} <code>{frame.request.path.split('?')[0]}</code>
      {fate !== 'arrived' && <em>{words.packets.fate[fate]}</em>}
      {text && <small>{text.length > EXCERPT ? `${text.slice(0, EXCERPT)}…` : text}</small>}
    </li>
  );
}
