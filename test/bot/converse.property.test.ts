/**
 * Whatever anybody writes, presses or forges, in whatever order: the turn is decided, the person is answered, the
 * answer leads on, and both platforms can carry it.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChannelName, InboundKind, OutboundMessage } from '../../src/bot/channel.ts';
import { renderTelegram, splitTelegram } from '../../src/bot/channels/telegram-render.ts';
import { renderZalo, splitZalo } from '../../src/bot/channels/zalo-render.ts';
import { PRESS_LIMIT } from '../../src/bot/press.ts';
import { groupsOf } from '../../src/flows/groups.ts';
import { flows } from '../../src/flows/index.ts';
import { type Answered, buttonsOf, type Chat, newChat, type Role, take, texts } from '../e2e/support/pure-chat.ts';

/** Conversations of each kind. */
const CONVERSATIONS = Number(process.env.CRAWL ?? 5_000);
/** `CRAWL=22000` walks more than so many turns on each channel, and then says so. */
const LONG_CRAWL = 50_000;
const PRESSES = 10_000;
/** CD-40. */
const LABEL_LIMIT = 20;
const KEYBOARD = { help: texts.say('vi', 'button.person'), home: texts.say('vi', 'button.menu') };
const PRESS_PROMPT = texts.say('vi', 'channel.press-prompt');

// ── what people do ─────────────────────────────────────────────────────────────────────────────────────────────────

/** A thing done, as a recipe: which buttons there are is known only when its turn comes. */
type Deed =
  | { do: 'event'; what: InboundKind; afterMs: number }
  /** One of the buttons below the last message. */
  | { do: 'press'; nth: number }
  /** Any button ever shown in this conversation. */
  | { do: 'press-old'; nth: number };

const SAYINGS = [
  ...[
    'xong',
    'xong rồi',
    'rồi',
    'ok',
    'chưa',
    'chưa thấy',
    'không',
    'dạ',
    'có',
    'chỉ lại',
    'máy khác',
    'lui lại',
    'dừng',
    'thôi',
    'bữa khác',
  ],
  ...[
    'làm tiếp',
    'menu',
    'đầu trang',
    'nhờ người',
    'gặp người',
    'giúp với',
    'làm lại từ đầu',
    'đổi cách gọi',
    'xóa tôi',
    'rút đồng ý',
    'nối kênh',
    'nối xoài mận ổi mít',
    'tách kênh',
    'đổi người',
    'xong vi 1\nxong qr 99',
    'đúng',
    'sửa 1',
    'xóa dòng 1',
    'việc hôm nay',
    'sổ của tôi',
    'kiểm mẫu',
    'gộp 1 vào 2',
    'tôi nghỉ tổ',
    'dữ liệu của tôi',
    'xóa hết đi',
  ],
  ...[
    'chào con',
    'cảm ơn con',
    'tốn tiền không',
    'có lừa đảo không',
    'công an gọi kêu cài app',
    'hu hu không làm được',
    'kiểm tra mã',
    'cán bộ này có thật không',
    'con là ai',
    'mã ghé nhà',
    'mã BAKOTU',
    'BAKOTU',
    'thêm người thân',
    'thân xoài mận tôm bí',
    'cắt',
    'nhắc soi mã',
    'thôi nhắc soi mã',
    'cảnh báo lừa đảo',
    'thêm chiêu: thu tiền rác qua mã => xã thu tiền rác có biên lai',
    'thêm chiêu: a => https://x.top lấy tiền',
    'mất sim rồi lấy lại vneid được không',
    'con trâu bỏ ăn là bị gì vậy',
    'số 0912 345 678 là của ai vậy',
    '00020101021138530010A0000007270123000697041601092576788590208QRIBFTTA53037045802VN6304AE9F',
    '00020101021138530010A0000007270123000697041601092576788590208QRIBFTTA53037045802VN63040000',
    'stop',
    'đọc cho tui nghe',
    'tắt giọng nói',
    'việc của tôi',
    'học gì tiếp',
    'english',
    'tiếng khmer',
    'hồi trước xài viettelpay',
  ],
  ...[
    'bác Sáu',
    'bác constructor',
    'cô Út',
    'anh',
    'kêu bằng chị Hai',
    'mở ví viettel',
    'làm mã qr bán hàng',
    'cai vneid',
    'đăng nhập dịch vụ công',
    'khám bệnh',
  ],
  ...[
    '1',
    '2',
    '3',
    '9',
    'hai',
    '0',
    '99999999999999999999',
    'Vietcombank',
    'MB',
    'ngân hàng nông nghiệp',
    'NGUYEN THI BA',
    'Sạp rau Cô Ba',
  ],
  ...[
    '0987654321',
    'mã otp là 482913',
    'mật khẩu của tui là Abc@1234',
    '079123456789',
    '4111 1111 1111 1111',
    'https://vietco.mbank-vn.top/nhan-qua',
  ],
  ...[
    '<b>đậm</b>',
    '&lt;script&gt;',
    '=HYPERLINK("http://x")',
    '__proto__',
    'constructor',
    '👍',
    '   ',
    '\u200b',
    'a'.repeat(5000),
    'ấ'.normalize('NFD').repeat(2100),
  ],
];

const sayings = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...SAYINGS) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 80 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 80 }) },
);

const flowIds = [...flows.keys()];
const options = [...flows.values()].flatMap(({ steps }) =>
  Object.values(steps).flatMap((step) => (step.kind === 'choose' ? Object.keys(step.options) : [])),
);
const base36 = fc.nat(60).map((number) => number.toString(36));
const word = fc.constantFrom(
  ...['menu', 'resume', 'person', 'call-me', 'try-again', 'stop-reminders', 'stop-announcements', 'asked-for-code'],
  ...['deleted', 'clicked-link', 'understood', 'change-term', 'desk', 'self-service', 'switch', 'keep', 'constructor'],
);
const act = fc.constantFrom(
  ...['go', 'opt', 'unseen', 'back', 'again', 'differs', 'later', 'person', 'stop', 'restart', 'more', 'toString'],
);
const option = fc.constantFrom(
  ...new Set(options),
  'android',
  'keep-mark',
  'drop-mark',
  '970422',
  'constructor',
  '__proto__',
);
const deskAct = fc.constantFrom(
  ...['home', 'figures', 'mine', 'households', 'write', 'rewrite', 'no-bring', 'open', 'together', 'send', 'flow'],
  ...['invite', 'new', 'hamlet', 'agree', 'refuse', 'hasOwnProperty'],
);
const argument = fc.constantFrom(
  ...flowIds,
  ...groupsOf(flows.values()),
  'H1',
  'H2',
  'H9',
  '101',
  '102',
  '0',
  '1',
  '-1',
  '99',
  'NaN',
  '__proto__',
);

/** Data as somebody could forge it: of the right form with the wrong content, or anything. */
const forged = fc.oneof(
  fc.tuple(base36, base36, act).map(([run, seq, what]) => `r.${run}.${seq}.${what}`),
  fc.tuple(base36, base36, option).map(([run, seq, what]) => `r.${run}.${seq}.opt.${what}`),
  argument.map((flow) => `f.${flow}`),
  fc.tuple(argument, argument).map(([group, page]) => `m.${group}.${page}`),
  fc.nat(12).map((index) => `k.${index}`),
  fc
    .oneof(
      word,
      fc.tuple(word, argument).map((parts) => parts.join('.')),
    )
    .map((what) => `g.${what}`),
  fc.tuple(base36, deskAct, argument).map(([seq, what, which]) => `d.${seq}.${what}.${which}`),
  fc
    .tuple(
      fc.nat(99),
      fc.constantFrom('test', 'submit', 'approve', 'return', 'start', 'pause', 'resume', 'stop', 'result', 'x'),
    )
    .map(([id, what]) => `b.${id}.${what}`),
  fc.tuple(fc.nat(99), fc.constantFrom('take', 'busy', 'done', 'constructor')).map(([id, what]) => `h.${id}.${what}`),
  fc
    .tuple(
      fc.constantFrom(
        ...[
          'check-code',
          'morning',
          'is-official',
          'family',
          'family-agree',
          'family-as',
          'family-stop',
          'warn',
          'warn-of',
        ],
        'constructor',
      ),
      fc.constantFrom('on', 'off', 'mother', 'elder', '0', '4', '99', 'police-vneid', '__proto__', ''),
    )
    .map(([what, which]) => `s.${what}${which && `.${which}`}`),
  fc.string({ unit: 'binary', maxLength: 70 }),
);

/** What was in a photographed code: anything at all. */
const photographed = fc.oneof(
  fc.constantFrom(
    ...['https://vietco.mbank-vn.top/x', 'momo://pay', 'bitcoin:1A1z', 'WIFI:S:x;;', 'tel:113', '0002', 'xin chào'],
    '079060012345|212345678|A|01011960|Nam|B|20112021',
    '00020101021238540010A00000072701240006970436011010175956000208QRIBFTTA530370454061800005802VN62230819thanh toan don hang630470FA',
  ),
  fc.string({ unit: 'binary', maxLength: 120 }),
);

const payloads = fc.oneof(
  fc.constantFrom('', ...flowIds.map((id) => `f-${id}`), 'f-none', 'a-101', 'h-abc', 'i-abc', 's-leaflet', '__proto__'),
  fc.tuple(fc.constantFrom(...flowIds), fc.constantFrom('a-101', 's-x', 'f-')).map(([id, more]) => `${more}_f-${id}`),
  fc.string({ unit: 'binary', maxLength: 64 }),
);

const whats: fc.Arbitrary<InboundKind> = fc.oneof(
  { weight: 10, arbitrary: sayings.map((text): InboundKind => ({ kind: 'text', text })) },
  { weight: 1, arbitrary: sayings.map((text): InboundKind => ({ kind: 'text', text, forwarded: true })) },
  {
    weight: 1,
    arbitrary: photographed.map((text): InboundKind => ({ kind: 'errand', result: { of: 'photo', text } })),
  },
  {
    weight: 5,
    arbitrary: forged.map((data): InboundKind => ({ kind: 'press', data, callbackId: 'c', messageId: '9' })),
  },
  { weight: 3, arbitrary: payloads.map((payload): InboundKind => ({ kind: 'start', payload })) },
  {
    weight: 3,
    arbitrary: fc.constantFrom<InboundKind>(
      ...(['photo', 'voice', 'sticker', 'location', 'file', 'other', 'follow'] as const).map((kind) => ({ kind })),
      { kind: 'photo', file: 'photo-1' },
      { kind: 'errand', result: { of: 'photo', text: null, why: 'no-code' } },
      { kind: 'errand', result: { of: 'photo', text: null, why: 'unavailable' } },
      { kind: 'contact', phone: '+84912345678', isOwn: true },
      { kind: 'contact', phone: '', isOwn: false },
      { kind: 'left' },
      { kind: 'receipt', messageIds: ['1', 'x'], seen: true },
    ),
  },
);

/** Mostly seconds, sometimes days. */
const delays = fc.oneof({ weight: 8, arbitrary: fc.nat(60_000) }, { weight: 1, arbitrary: fc.nat(20 * 86_400_000) });

const deeds: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 6, arbitrary: fc.nat(6).map((nth): Deed => ({ do: 'press', nth })) },
  { weight: 1, arbitrary: fc.nat(99).map((nth): Deed => ({ do: 'press-old', nth })) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('event' as const), what: whats, afterMs: delays }) },
);

const conversations = fc.record({
  role: fc.constantFrom<Role>('citizen', 'citizen', 'citizen', 'volunteer', 'official'),
  channel: fc.constantFrom<ChannelName>('telegram', 'zalo'),
  locale: fc.constantFrom('vi', 'vi', 'en', 'km', 'xx'),
  deeds: fc.array(deeds, { minLength: 1, maxLength: 25 }),
});

// ── what must hold ─────────────────────────────────────────────────────────────────────────────────────────────────

function wordsIn(message: OutboundMessage): string[] {
  const buttons = 'buttons' in message ? (message.buttons ?? []).map(({ label }) => label) : [];
  switch (message.kind) {
    case 'text':
    case 'edit':
      return [message.text, ...buttons];
    case 'picture':
    case 'document':
      return [message.caption, message.media.alt, ...buttons];
    case 'voice':
      return [message.caption, message.media.alt, message.listen, ...buttons];
    case 'template':
      return [message.reads];
    case 'request-contact':
      return [message.text, message.label];
    case 'delete':
      return [message.deleted, message.refused, ...buttons];
  }
}

/** Leftovers of our making: an unfilled placeholder, a name of a text instead of the text, a value that is none. */
const LEFTOVER = /\{\w+\}|\bundefined\b|\bnull\b|\bNaN\b|\[object|^[a-z-]+(\/[a-z-]+)?:?[a-z-]+(\.[a-z0-9-]+)+$/;

function expectWhole(message: OutboundMessage, typed: readonly string[]): void {
  for (const words of wordsIn(message)) {
    const ours = typed.reduce((text, theirs) => text.replaceAll(theirs, ''), words);
    expect(ours).not.toMatch(LEFTOVER);
    expect(ours).not.toContain('\u0001'); // the mark of a kinship word that was not given its letter
    expect(words.normalize('NFC')).toBe(words);
  }
  for (const { label, data } of 'buttons' in message ? (message.buttons ?? []) : []) {
    expect(data).toMatch(/^[\x21-\x7e]+$/);
    expect(Buffer.byteLength(data)).toBeLessThanOrEqual(PRESS_LIMIT);
    expect([...label].length, `label "${label}"`).toBeLessThanOrEqual(LABEL_LIMIT);
    expect(label.trim()).not.toBe('');
  }
}

/** Throws when a limit of the platform is broken. */
function expectSendable(channel: ChannelName, message: OutboundMessage): void {
  if (channel === 'telegram') {
    for (const part of splitTelegram(message)) {
      renderTelegram('4242', part, { keyboard: KEYBOARD, file: 'photo-1' });
      if (part.kind === 'delete') renderTelegram('4242', { kind: 'text', text: part.deleted }, { keyboard: KEYBOARD });
    }
  } else {
    for (const part of splitZalo(message, PRESS_PROMPT))
      renderZalo('4242', part, { taps: 'hidden', handle: { token: 't' } });
  }
}

/**
 * The silences there are: a person is on the way, and it was said in the last ten minutes (conversation-design §5); or the
 * first half of the same turn has been answered (CD-51).
 */
function mayBeSilent({ chat, turn }: Answered): boolean {
  if (['left', 'receipt', 'same-turn'].includes(turn.understood)) return true;
  const saidAt = Date.parse(chat.person.memory.helpSaidAt ?? '');
  return (chat.person.memory.run?.state.misses ?? 0) >= 4 && chat.now.getTime() - saidAt < 600_000;
}

/** Buttons that bring one on, or back to where everything begins. */
const LEADS_ON =
  /^(r\.\w+\.\w+\.(go|opt|again|restart)|[fkmdbhps]\.|g\.(menu|resume|meant|try-again|keep|switch|desk|understood|self-service))/;

function expectAnswered(answered: Answered, typed: readonly string[]): void {
  const { chat, told, turn } = answered;
  if (told.length === 0) {
    expect(mayBeSilent(answered), `silence after ${turn.understood}`).toBe(true);
    return;
  }
  for (const message of told) {
    expectWhole(message, typed);
    expectSendable(chat.person.channel, message);
  }
  const last = told.at(-1);
  if (last?.kind === 'request-contact') return;
  const buttons = last && 'buttons' in last ? (last.buttons ?? []) : [];
  expect(buttons.length, `buttons below "${last && wordsIn(last)[0]}"`).toBeGreaterThan(0);
  expect(
    buttons.some(({ data }) => LEADS_ON.test(data)),
    `a way on in ${JSON.stringify(buttons)}`,
  ).toBe(true);
}

/** CD-10: a person is asked to call after at most two presses. */
async function expectPersonNear(chat: Chat): Promise<void> {
  let open = [chat];
  for (let presses = 1; presses <= 2; presses++) {
    const next: Chat[] = [];
    for (const at of open) {
      for (const { data } of at.person.memory.offered ?? []) {
        const answered = await take(at, { kind: 'press', data });
        if (answered.turn.effects.some(({ type }) => type === 'open-help')) return;
        next.push(answered.chat);
      }
    }
    open = next;
  }
  throw new Error(`No person within two presses of ${JSON.stringify(chat.person.memory.offered)}.`);
}

function whatOf(deed: Deed, shown: readonly string[], offered: readonly { data: string }[]): InboundKind | null {
  if (deed.do === 'event') return deed.what;
  const from = deed.do === 'press' ? offered.map(({ data }) => data) : shown;
  const data = from[deed.nth % Math.max(1, from.length)];
  return data === undefined ? null : { kind: 'press', data, callbackId: 'c', messageId: '9' };
}

describe('any conversation', () => {
  it('is answered, leads on, and can be carried by the platform', { timeout: 600_000 }, async () => {
    const turns = { telegram: 0, zalo: 0 };
    await fc.assert(
      fc.asyncProperty(conversations, async ({ role, channel, locale, deeds: script }) => {
        let chat = newChat(role, channel);
        chat.person.locale = locale;
        const shown: string[] = [];
        const typed: string[] = [];
        for (const deed of script) {
          const what = whatOf(deed, shown, chat.person.memory.offered ?? []);
          if (what === null) continue;
          if (what.kind === 'text')
            typed.push(what.text.normalize('NFC').trim(), what.text.normalize('NFC').replace(/\s+/g, ' ').trim());
          const answered = await take(chat, what, deed.do === 'event' ? deed.afterMs : 1000);
          turns[channel] += 1;
          expectAnswered(answered, typed.filter(Boolean));
          shown.push(...buttonsOf(answered.told).map(({ data }) => data));
          chat = answered.chat;
        }
        if (role === 'citizen' && chat.person.memory.offered) await expectPersonNear(chat);
      }),
      { numRuns: CONVERSATIONS },
    );
    if (CONVERSATIONS >= 22_000) for (const count of Object.values(turns)) expect(count).toBeGreaterThan(LONG_CRAWL);
  });
});

// ── pressing too often ─────────────────────────────────────────────────────────────────────────────────────────────

/** Where somebody stands, without what merely says when it was and what was shown last. */
function standing({ person: { memory, term } }: Chat) {
  const place = (run: typeof memory.run) =>
    run && { id: run.id, step: run.state.step, path: run.state.path, answers: run.state.answers, seq: run.state.seq };
  return { term, run: place(memory.run), shelf: (memory.shelf ?? []).map(place), finished: memory.finished };
}

const press = (data: string): InboundKind => ({ kind: 'press', data, callbackId: 'c', messageId: '9' });

/** Which button of the last message is pressed, and what happens beside it: tapped more often, or an older one too. */
const scripts = fc.array(
  fc.record({
    nth: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(6) }),
    taps: fc.constantFrom(1, 1, 2, 5),
    stale: fc.option(fc.nat(99), { freq: 3 }),
  }),
  { minLength: 1, maxLength: 12 },
);

describe('a citizen who presses too often', () => {
  it('ends up where one press each would have led', { timeout: 600_000 }, async () => {
    const inFlow = /^r\./;
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...flowIds), scripts, async (flowId, script) => {
        const begin = await take(
          (await take(newChat('citizen'), { kind: 'start', payload: `f-${flowId}` })).chat,
          press('k.0'),
        );
        let orderly = begin.chat;
        let disturbed = begin.chat;
        const shown: string[] = [];
        for (const { nth, taps, stale } of script) {
          const buttons = (orderly.person.memory.offered ?? []).filter(({ data }) => inFlow.test(data));
          const data = buttons[nth % Math.max(1, buttons.length)]?.data;
          if (data === undefined || !orderly.person.memory.run) break;
          orderly = (await take(orderly, press(data))).chat;
          for (let tap = 0; tap < taps; tap++) disturbed = (await take(disturbed, press(data))).chat;
          const old = stale === null ? undefined : shown[stale % Math.max(1, shown.length)];
          if (old !== undefined) disturbed = (await take(disturbed, press(old))).chat;
          shown.push(data);
          disturbed = { ...disturbed, turns: orderly.turns }; // runs started later are named alike
          expect(standing(disturbed)).toEqual(standing(orderly));
        }
      }),
      { numRuns: PRESSES },
    );
  });
});
