/** Where the person writes: the typing field, other things to send, and the keys the platform puts below it. */
import type { ChannelName } from '../../bot/channel.ts';
import type { Chat, ChatButton } from '../../simulator/chat.ts';
import type { Act } from '../../simulator/frame.ts';
import { Drawer } from './simulator-drawer.tsx';
import { words } from './simulator-words.ts';

interface ComposerProps {
  channel: ChannelName;
  chat: Chat;
  draft: string;
  onDraft: (draft: string) => void;
  onSend: (text: string) => void;
  onAct: (act: Act) => void;
}

const THINGS = ['photo', 'voice', 'sticker', 'location', 'contact', 'file'] as const;

export function Composer({ channel, chat, draft, onDraft, onSend, onAct }: ComposerProps) {
  const opening = openingOf(channel, chat);
  // Telegram has no typing field before START and after a block.
  if (opening && channel === 'telegram') return <Opening opening={opening} onAct={onAct} />;
  return (
    <div class="composer">
      {opening && <Opening opening={opening} onAct={onAct} />}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onSend(draft);
        }}
      >
        <Drawer label="＋" name={words.phone.attach} class="attach">
          {THINGS.map((kind) => (
            <button key={kind} type="button" onClick={() => onAct({ kind })}>
              {words.phone[kind]}
            </button>
          ))}
        </Drawer>
        <input
          type="text"
          aria-label={words.phone.input}
          placeholder={words.phone.placeholder}
          autocomplete="off"
          enterkeyhint="send"
          value={draft}
          onInput={(event) => onDraft(event.currentTarget.value)}
        />
        <button type="submit" class="send" aria-label={words.phone.send} title={words.phone.send}>
          <svg viewBox="0 0 24 24" aria-hidden="true">
            <path d="M4 12 20 4l-5 16-4-6z" />
          </svg>
        </button>
      </form>
      {chat.keys.length > 0 && <Keys keys={chat.keys} onSend={onSend} onAct={onAct} />}
    </div>
  );
}

interface Opening {
  label: string;
  act: Act;
}

/** What a person must press before the chat is open; null when it is. */
export function openingOf(channel: ChannelName, { hasBegun, hasLeft }: Chat): Opening | null {
  if (hasBegun && !hasLeft) return null;
  if (channel === 'zalo') return { label: words.phone.follow, act: { kind: 'follow' } };
  return hasLeft
    ? { label: words.phone.unblock, act: { kind: 'follow' } }
    : { label: words.phone.start, act: { kind: 'start', payload: '' } };
}

function Opening({ opening, onAct }: { opening: Opening; onAct: (act: Act) => void }) {
  return (
    <button type="button" class="opening" onClick={() => onAct(opening.act)}>
      {opening.label}
    </button>
  );
}

interface KeysProps {
  keys: ChatButton[][];
  onSend: (text: string) => void;
  onAct: (act: Act) => void;
}

/** Telegram's keys that stay below the typing field. */
function Keys({ keys, onSend, onAct }: KeysProps) {
  return (
    <fieldset class="keys" aria-label={words.phone.keys}>
      {keys.map((row) => (
        <div class="key-row" key={row.map(({ label }) => label).join()}>
          {row.map(({ label, does }) => (
            <button
              key={label}
              type="button"
              onClick={() => (does.kind === 'contact' ? onAct({ kind: 'contact' }) : onSend(label))}
            >
              {label}
            </button>
          ))}
        </div>
      ))}
    </fieldset>
  );
}
