/** The chat itself: bubbles, buttons, what happened between them. */
import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import type { ChannelName } from '../../bot/channel.ts';
import type { Bubble, Chat, ChatButton, ChatItem } from '../../simulator/chat.ts';
import { type Act, addressKey, type SentMedia } from '../../simulator/frame.ts';
import { plainText, type RichText } from '../../simulator/rich-text.ts';
import { type Action, type Phone, turnsOf } from './simulator-store.ts';
import { mediaHref } from './simulator-wire.ts';
import { clockTime, fill, lineWords, number, wordlessBubble, words } from './simulator-words.ts';

interface ChatLogProps {
  phone: Phone;
  chat: Chat;
  selected: string | null;
  dispatch: (action: Action) => void;
  onAct: (act: Act) => void;
}

export function ChatLog({ phone, chat, selected, dispatch, onAct }: ChatLogProps) {
  const { person } = phone;
  const log = useRef<HTMLDivElement>(null);
  /** Whoever has scrolled up to read is left there until something new comes. */
  const isAtEnd = useRef(true);
  const toEnd = () => {
    if (log.current && isAtEnd.current) log.current.scrollTop = log.current.scrollHeight;
  };
  useLayoutEffect(() => {
    isAtEnd.current = true;
    toEnd();
  }, [chat.items.length]);
  useLayoutEffect(toEnd);
  useEffect(() => {
    const watch = new ResizeObserver(toEnd);
    if (log.current) watch.observe(log.current);
    return () => watch.disconnect();
  }, []);
  const frameIds = useMemo(() => framesOfTurn(phone, selected), [phone, selected]);
  useLayoutEffect(() => {
    if (selected !== null) log.current?.querySelector('.is-selected')?.scrollIntoView({ block: 'nearest' });
  }, [selected]);
  return (
    <div
      class="log"
      role="log"
      aria-label={fill(words.phone.log, { name: person.label })}
      ref={log}
      onScroll={({ currentTarget: box }) => {
        isAtEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_END_PX;
      }}
    >
      {chat.items.length === 0 && <p class="quiet">{words.phone.empty}</p>}
      {chat.items.map((item) => (
        <Item
          key={`${item.kind}${item.id}`}
          item={item}
          phone={phone}
          isSelected={frameIds.has(item.id)}
          onPick={() => dispatch({ type: 'picked', key: addressKey(person), frameId: item.id })}
          onAct={onAct}
          onLoad={toEnd}
        />
      ))}
    </div>
  );
}

const NEAR_END_PX = 60;

/** Frames of the turn picked in the inspector; the newest turn is not marked, it is where the eye is anyway. */
function framesOfTurn(phone: Phone, selected: string | null): ReadonlySet<string> {
  const turn = selected === null ? undefined : turnsOf(phone).find(({ key }) => key === selected);
  return new Set([turn?.act?.id, ...(turn?.sent ?? []).map(({ id }) => id)].filter((id) => id !== undefined));
}

interface ItemProps {
  item: ChatItem;
  phone: Phone;
  isSelected: boolean;
  onPick: () => void;
  onAct: (act: Act) => void;
  onLoad: () => void;
}

function Item({ item, phone, isSelected, onPick, onAct, onLoad }: ItemProps) {
  const { channel } = phone.person;
  if (item.kind === 'line') {
    const waits = item.says.what === 'pressed' && item.says.progress !== 'received';
    return <p class={`line ${waits ? 'is-waiting' : ''}`}>{lineWords(item, channel)}</p>;
  }
  if (item.isDeleted) return null;
  const rows = <Rows bubble={item} onAct={onAct} />;
  return (
    <article
      class={`message from-${item.from} ${item.rows.length > 0 ? 'has-buttons' : ''} ${isSelected ? 'is-selected' : ''}`}
    >
      <div class="bubble">
        {item.picture && <Picture media={item.picture} words={item.words} onLoad={onLoad} />}
        {item.paper && <Paper media={item.paper} />}
        {item.voice && <Voice media={item.voice} />}
        <BubbleWords bubble={item} typed={phone.typed[item.id]} />
        <div class="foot">
          {item.earlier.length > 0 && <Edited earlier={item.earlier} />}
          <button
            type="button"
            class="pick"
            aria-label={fill(words.bubble.turn, { time: clockTime(item.at) })}
            onClick={onPick}
          >
            {clockTime(item.at)}
          </button>
          <Progress bubble={item} channel={channel} />
        </div>
        {channel === 'zalo' && rows}
      </div>
      {channel === 'telegram' && rows}
    </article>
  );
}

function BubbleWords({ bubble, typed }: { bubble: Bubble; typed: string | undefined }) {
  const kept = plainText(bubble.words);
  if (bubble.from === 'person' && bubble.act?.kind === 'text') {
    const isHidden = kept !== '' && typed !== undefined && kept.includes('[');
    return (
      <>
        <p class="words">{typed ?? (kept === '…' ? words.bubble.withheld : kept)}</p>
        {isHidden && <p class="kept">{fill(words.bubble.kept, { words: kept })}</p>}
      </>
    );
  }
  if (kept !== '') return <Rich words={bubble.words} />;
  return bubble.picture || bubble.paper || bubble.voice ? null : <p class="words">{wordlessBubble(bubble)}</p>;
}

function Rich({ words: runs }: { words: RichText }) {
  return (
    <p class="words">
      {runs.map((run, index) => {
        const key = `${index}${run.text}`;
        if (run.style === 'bold') return <b key={key}>{run.text}</b>;
        if (run.style === 'italic') return <i key={key}>{run.text}</i>;
        if (run.style === 'code') return <code key={key}>{run.text}</code>;
        return run.text;
      })}
    </p>
  );
}

function Picture({ media, words: caption, onLoad }: { media: SentMedia; words: RichText; onLoad: () => void }) {
  const href = mediaHref(media.handle, media.mime);
  const alt = plainText(caption)
    ? fill(words.bubble.picture, { caption: plainText(caption) })
    : words.bubble.pictureAlone;
  return (
    <a class="picture" href={href} target="_blank" rel="noreferrer">
      <img src={href} alt={alt} onLoad={onLoad} width="720" height="960" />
    </a>
  );
}

function Paper({ media }: { media: SentMedia }) {
  return (
    <a class="paper" href={mediaHref(media.handle, media.mime)} target="_blank" rel="noreferrer">
      <span aria-hidden="true">📄</span>
      <span>
        {fill(words.bubble.paper, { name: media.filename })}
        {media.bytes !== null && <small>{fill(words.bubble.size, { n: number(Math.ceil(media.bytes / 1024)) })}</small>}
      </span>
    </a>
  );
}

/** Browsers play what Telegram's own player would; the same words stand in the bubble before. */
function Voice({ media }: { media: SentMedia }) {
  const href = mediaHref(media.handle, media.mime);
  // biome-ignore lint/a11y/useMediaCaption: the same words stand in the bubble before.
  return <audio class="voice" controls preload="none" src={href} aria-label={words.bubble.voiceNote} />;
}

function Edited({ earlier }: { earlier: RichText[] }) {
  return (
    <details class="edited">
      <summary>{words.bubble.edited}</summary>
      {earlier.map((text) => (
        <p key={plainText(text)}>{fill(words.bubble.editedFrom, { words: plainText(text) })}</p>
      ))}
    </details>
  );
}

function Progress({ bubble, channel }: { bubble: Bubble; channel: ChannelName }) {
  if (bubble.progress === null) return null;
  if (bubble.progress === 'received') {
    return (
      <span class="progress" title={words.bubble.received}>
        {channel === 'telegram' ? '✓✓' : words.bubble.received}
      </span>
    );
  }
  return <span class={`progress is-${bubble.progress}`}>{words.bubble[bubble.progress]}</span>;
}

function Rows({ bubble, onAct }: { bubble: Bubble; onAct: (act: Act) => void }) {
  if (bubble.rows.length === 0) return null;
  return (
    <div class="buttons">
      {bubble.rows.map((row) => (
        <div class="button-row" key={row.map(({ label }) => label).join()}>
          {row.map((button) => (
            <OneButton key={button.label} button={button} messageId={bubble.messageId} onAct={onAct} />
          ))}
        </div>
      ))}
    </div>
  );
}

interface OneButtonProps {
  button: ChatButton;
  messageId: string;
  onAct: (act: Act) => void;
}

function OneButton({ button: { label, does }, messageId, onAct }: OneButtonProps) {
  if (does.kind === 'open') {
    if (!/^https?:/.test(does.href)) return null;
    return (
      <a href={does.href} target="_blank" rel="noreferrer" title={words.bubble.opens}>
        {label} ↗
      </a>
    );
  }
  const act: Act =
    does.kind === 'press'
      ? { kind: 'press', data: does.data, label, messageId }
      : does.kind === 'contact'
        ? { kind: 'contact' }
        : { kind: 'text', text: label };
  return (
    <button type="button" onClick={() => onAct(act)}>
      {label}
    </button>
  );
}
