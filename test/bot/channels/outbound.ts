/** What is sent: one table for both platforms. Each case names the exact requests, the answers, and what we make of them. */
import type { Button, MediaRef, OutboundMessage, SendResult } from '../../../src/bot/channel.ts';

/** A request as it arrives at the platform. Parts of a multipart body by name; files as `<name> (<n> bytes)`. */
export interface Expected {
  path: string;
  body: unknown;
  /** Zalo: the token it carries; `app-token` unless named. */
  token?: string;
}

export type Reply =
  | { status: number; body: unknown }
  /** No answer within our patience. */
  | 'silence'
  /** A network error of Node. */
  | { error: string };

export interface Exchange {
  request: Expected;
  reply: Reply;
}

export interface Side {
  exchanges: Exchange[];
  result: SendResult;
  /** What the media store was asked. */
  media?: string[];
}

export interface Dispatch {
  case: string;
  message: OutboundMessage;
  /** Handles the platforms gave us earlier. */
  known?: { telegram: string; zalo: string };
  /** Step pictures have a public address. */
  isPublic?: boolean;
  telegram: Side;
  zalo: Side;
}

const CHAT = 5551234567;
const USER = '2468458835296197922';
export const ADDRESSES = { telegram: String(CHAT), zalo: USER } as const;

const buttons: Button[] = [
  { label: '✅ Xong rồi', data: 'w:2:ok:k3f9' },
  { label: '🔁 Chỉ lại', data: 'w:2:re:k3f9' },
  { label: '🙋 Nhờ người giúp', data: 'w:2:hp:k3f9' },
];
const keyboard = {
  inline_keyboard: [
    [
      { text: '✅ Xong rồi', callback_data: 'w:2:ok:k3f9' },
      { text: '🔁 Chỉ lại', callback_data: 'w:2:re:k3f9' },
    ],
    [{ text: '🙋 Nhờ người giúp', callback_data: 'w:2:hp:k3f9' }],
  ],
};
const zaloButtons = {
  type: 'template',
  payload: {
    buttons: [
      { title: '✅ Xong rồi', type: 'oa.query.hide', payload: '#g:w:2:ok:k3f9' },
      { title: '🔁 Chỉ lại', type: 'oa.query.hide', payload: '#g:w:2:re:k3f9' },
      { title: '🙋 Nhờ người giúp', type: 'oa.query.hide', payload: '#g:w:2:hp:k3f9' },
    ],
  },
};

const TERMS = ['Bác', 'Cô', 'Chú', 'Ông', 'Bà', 'Anh', 'Chị'];

const picture: MediaRef = { kind: 'step-picture', hash: 'c0ffee', alt: 'Bước 2/7: bấm “Đăng ký”' };
const stand: MediaRef = {
  kind: 'private',
  id: 'stand-1',
  filename: 'tam-ma.pdf',
  mime: 'application/pdf',
  alt: 'Tấm mã',
};
const voice: MediaRef = { kind: 'voice', hash: 'feed', locale: 'vi', isSynthetic: true, alt: 'Bác bấm “Đăng ký”.' };
const zaloListening = {
  type: 'template',
  payload: {
    buttons: [
      ...zaloButtons.payload.buttons,
      { title: '🔊 Nghe', type: 'oa.open.url', payload: { url: 'https://tls.example/nghe/feed' } },
    ],
  },
};
const code: MediaRef = { kind: 'private', id: 'code-1', filename: 'ma-qr.png', mime: 'image/png', alt: 'Mã QR' };
const PNG = 70;
const PDF = 15;

const plain = { parse_mode: 'HTML', link_preview_options: { is_disabled: true } };
const ok: SendResult = { ok: true, externalId: '4711' };
const zaloOk: SendResult = { ok: true, externalId: '63ecf43f' };

function telegram(method: string, body: object): Expected {
  return { path: `/bot123:token/${method}`, body: { chat_id: CHAT, ...body } };
}
/** Multipart parts are strings, and telegraf names the method among them. */
function telegramUpload(method: string, body: object): Expected {
  return { path: `/bot123:token/${method}`, body: { method, chat_id: String(CHAT), ...body } };
}
function zalo(message: object, token?: string): Expected {
  return { path: '/v3.0/oa/message/cs', body: { recipient: { user_id: USER }, message }, ...(token && { token }) };
}
const zaloImage = (handle: object, caption = 'Bước 2/7') =>
  zalo({
    text: caption,
    attachment: {
      type: 'template',
      payload: { template_type: 'media', elements: [{ media_type: 'image', ...handle }] },
    },
  });

const taken = (result: object = {}): Reply => ({
  status: 200,
  body: { ok: true, result: { message_id: 4711, date: 1, ...result } },
});
const yes: Reply = { status: 200, body: { ok: true, result: true } };
const zaloTaken: Reply = {
  status: 200,
  body: { data: { message_id: '63ecf43f', user_id: USER, sent_time: '1626926349402' }, error: 0, message: 'Success' },
};
const uploaded = (data: object): Reply => ({ status: 200, body: { data, error: 0, message: 'Success' } });
const photoSizes = { photo: [{ file_id: 'small' }, { file_id: 'big' }] };

function telegramError(error_code: number, description: string, parameters?: object): Reply {
  return { status: error_code, body: { ok: false, error_code, description, ...(parameters && { parameters }) } };
}
function zaloError(error: number, message: string): Reply {
  return { status: 200, body: { error, message } };
}

const hello: OutboundMessage = { kind: 'text', text: 'Dạ con chào bác.' };
const helloTelegram = telegram('sendMessage', { text: 'Dạ con chào bác.', ...plain });
const helloZalo = zalo({ text: 'Dạ con chào bác.' });

/** The same message, the platforms' different ways of not taking it. */
function greeting(name: string, onTelegram: [Reply, SendResult], onZalo: [Reply, SendResult]): Dispatch {
  return {
    case: name,
    message: hello,
    telegram: { exchanges: [{ request: helloTelegram, reply: onTelegram[0] }], result: onTelegram[1] },
    zalo: { exchanges: [{ request: helloZalo, reply: onZalo[0] }], result: onZalo[1] },
  };
}

function refused(
  failure: Extract<SendResult, { ok: false }>['failure'],
  detail: string,
  retryAfterMs?: number,
): SendResult {
  return { ok: false, failure, detail, ...(retryAfterMs !== undefined && { retryAfterMs }) };
}

/** Refused before anything is sent. */
const unsent = (detail: string): Side => ({ exchanges: [], result: refused('rejected', detail) });

/** The clock of the contract stands at 23:59:20 in Vietnam, so that "next minute" and "morning" are visible. */
export const NOW = new Date('2026-11-21T16:59:20Z');

export const DISPATCHES: Dispatch[] = [
  greeting('plain words', [taken(), ok], [zaloTaken, zaloOk]),
  {
    case: 'accents are composed, emoji pass, marks of HTML do no harm',
    message: { kind: 'text', text: `${'Được rồi'.normalize('NFD')} 👨‍👩‍👧 1 < 2 & "x" > y` },
    telegram: {
      exchanges: [
        {
          request: telegram('sendMessage', {
            text: `${'Được rồi'.normalize('NFC')} 👨‍👩‍👧 1 &lt; 2 &amp; "x" &gt; y`,
            ...plain,
          }),
          reply: taken(),
        },
      ],
      result: ok,
    },
    zalo: {
      exchanges: [
        { request: zalo({ text: `${'Được rồi'.normalize('NFC')} 👨‍👩‍👧 1 < 2 & "x" > y` }), reply: zaloTaken },
      ],
      result: zaloOk,
    },
  },
  {
    case: 'the step line is bold where there is bold',
    message: { kind: 'text', text: 'Bước 2/7\n👉 Bác bấm chữ “Đăng ký”.\nBước 3/7 làm sau.' },
    telegram: {
      exchanges: [
        {
          request: telegram('sendMessage', {
            text: '<b>Bước 2/7</b>\n👉 Bác bấm chữ “Đăng ký”.\nBước 3/7 làm sau.',
            ...plain,
          }),
          reply: taken(),
        },
      ],
      result: ok,
    },
    zalo: {
      exchanges: [
        { request: zalo({ text: 'Bước 2/7\n👉 Bác bấm chữ “Đăng ký”.\nBước 3/7 làm sau.' }), reply: zaloTaken },
      ],
      result: zaloOk,
    },
  },
  {
    case: 'buttons',
    message: { kind: 'text', text: 'Bác thấy chưa?', buttons },
    telegram: {
      exchanges: [
        {
          request: telegram('sendMessage', { text: 'Bác thấy chưa?', ...plain, reply_markup: keyboard }),
          reply: taken(),
        },
      ],
      result: ok,
    },
    zalo: {
      exchanges: [{ request: zalo({ text: 'Bác thấy chưa?', attachment: zaloButtons }), reply: zaloTaken }],
      result: zaloOk,
    },
  },
  {
    case: 'seven short choices: two columns, or three buttons and a list',
    message: { kind: 'text', text: 'Gọi sao?', buttons: TERMS.map((label) => ({ label, data: `x:${label.length}` })) },
    telegram: {
      exchanges: [
        {
          request: telegram('sendMessage', {
            text: 'Gọi sao?',
            ...plain,
            reply_markup: {
              inline_keyboard: [['Bác', 'Cô'], ['Chú', 'Ông'], ['Bà', 'Anh'], ['Chị']].map((row) =>
                row.map((text) => ({ text, callback_data: `x:${text.length}` })),
              ),
            },
          }),
          reply: taken(),
        },
      ],
      result: ok,
    },
    // Unsplit: `splitZalo` makes the list, and nothing else may go out.
    zalo: unsent('7 buttons'),
  },
  {
    case: "the citizen's two keys",
    message: { kind: 'text', text: 'Dạ.', keyboard: 'citizen' },
    telegram: {
      exchanges: [
        {
          request: telegram('sendMessage', {
            text: 'Dạ.',
            ...plain,
            reply_markup: {
              keyboard: [[{ text: '🙋 Nhờ người giúp' }, { text: '🏠 Đầu trang' }]],
              resize_keyboard: true,
              is_persistent: true,
            },
          }),
          reply: taken(),
        },
      ],
      result: ok,
    },
    zalo: { exchanges: [{ request: zalo({ text: 'Dạ.' }), reply: zaloTaken }], result: zaloOk },
  },
  {
    case: 'taking the keys away',
    message: { kind: 'text', text: 'Dạ.', keyboard: 'remove' },
    telegram: {
      exchanges: [
        {
          request: telegram('sendMessage', { text: 'Dạ.', ...plain, reply_markup: { remove_keyboard: true } }),
          reply: taken(),
        },
      ],
      result: ok,
    },
    zalo: { exchanges: [{ request: zalo({ text: 'Dạ.' }), reply: zaloTaken }], result: zaloOk },
  },
  {
    case: 'the longest text Zalo takes',
    message: { kind: 'text', text: 'ữ'.repeat(2000) },
    telegram: {
      exchanges: [{ request: telegram('sendMessage', { text: 'ữ'.repeat(2000), ...plain }), reply: taken() }],
      result: ok,
    },
    zalo: { exchanges: [{ request: zalo({ text: 'ữ'.repeat(2000) }), reply: zaloTaken }], result: zaloOk },
  },
  {
    case: 'the longest text Telegram takes, its marks not counted',
    message: { kind: 'text', text: '<'.repeat(4096) },
    telegram: {
      exchanges: [{ request: telegram('sendMessage', { text: '&lt;'.repeat(4096), ...plain }), reply: taken() }],
      result: ok,
    },
    zalo: unsent('text has 4096 characters'),
  },
  {
    case: 'a text too long for either',
    message: { kind: 'text', text: 'a'.repeat(4097) },
    telegram: unsent('text has 4097 characters'),
    zalo: unsent('text has 4097 characters'),
  },
  {
    case: 'no words',
    message: { kind: 'text', text: '' },
    telegram: unsent('text has 0 characters'),
    zalo: unsent('text has 0 characters'),
  },
  {
    case: 'button data of 65 bytes',
    message: { kind: 'text', text: 'Dạ?', buttons: [{ label: 'Có', data: 'x'.repeat(65) }] },
    telegram: unsent('button data has 65 bytes'),
    zalo: {
      exchanges: [
        {
          request: zalo({
            text: 'Dạ?',
            attachment: {
              type: 'template',
              payload: { buttons: [{ title: 'Có', type: 'oa.query.hide', payload: `#g:${'x'.repeat(65)}` }] },
            },
          }),
          reply: zaloTaken,
        },
      ],
      result: zaloOk,
    },
  },
  {
    case: 'asking for a phone number',
    message: { kind: 'request-contact', text: 'Để tổ công nghệ số gọi lại.', label: '📞 Gửi số của bác' },
    telegram: {
      exchanges: [
        {
          request: telegram('sendMessage', {
            text: 'Để tổ công nghệ số gọi lại.',
            ...plain,
            reply_markup: {
              keyboard: [[{ text: '📞 Gửi số của bác', request_contact: true }]],
              resize_keyboard: true,
              one_time_keyboard: true,
            },
          }),
          reply: taken(),
        },
      ],
      result: ok,
    },
    zalo: {
      exchanges: [
        {
          request: zalo({
            attachment: {
              type: 'template',
              payload: {
                template_type: 'request_user_info',
                elements: [{ title: '📞 Gửi số của bác', subtitle: 'Để tổ công nghệ số gọi lại.' }],
              },
            },
          }),
          reply: zaloTaken,
        },
      ],
      result: zaloOk,
    },
  },
  {
    case: "a picture's first time: brought, and its handle kept",
    message: { kind: 'picture', media: picture, caption: 'Bước 2/7' },
    telegram: {
      exchanges: [
        {
          request: telegramUpload('sendPhoto', {
            photo: `c0ffee.png (${PNG} bytes)`,
            caption: '<b>Bước 2/7</b>',
            parse_mode: 'HTML',
          }),
          reply: taken(photoSizes),
        },
      ],
      result: ok,
      media: ['handleOf telegram c0ffee', 'bytesOf c0ffee', 'remember telegram c0ffee big'],
    },
    zalo: {
      exchanges: [
        {
          request: { path: '/v2.0/oa/upload/image', body: { file: `c0ffee.png (${PNG} bytes)` } },
          reply: uploaded({ attachment_id: 'att-1' }),
        },
        { request: zaloImage({ attachment_id: 'att-1' }), reply: zaloTaken },
      ],
      result: zaloOk,
      media: ['handleOf zalo c0ffee', 'bytesOf c0ffee', 'remember zalo c0ffee att-1'],
    },
  },
  {
    case: "a picture's second time: by its handle",
    message: { kind: 'picture', media: picture, caption: 'Bước 2/7' },
    known: { telegram: 'file-9', zalo: 'att-9' },
    telegram: {
      exchanges: [
        {
          request: telegram('sendPhoto', { photo: 'file-9', caption: '<b>Bước 2/7</b>', parse_mode: 'HTML' }),
          reply: taken(photoSizes),
        },
      ],
      result: ok,
      media: ['handleOf telegram c0ffee'],
    },
    zalo: {
      exchanges: [{ request: zaloImage({ attachment_id: 'att-9' }), reply: zaloTaken }],
      result: zaloOk,
      media: ['handleOf zalo c0ffee'],
    },
  },
  {
    case: 'a handle that has died: brought again, once',
    message: { kind: 'picture', media: picture, caption: 'Bước 2/7' },
    known: { telegram: 'file-9', zalo: 'att-9' },
    telegram: {
      exchanges: [
        {
          request: telegram('sendPhoto', { photo: 'file-9', caption: '<b>Bước 2/7</b>', parse_mode: 'HTML' }),
          reply: telegramError(400, 'Bad Request: wrong file identifier/HTTP URL specified'),
        },
        {
          request: telegramUpload('sendPhoto', {
            photo: `c0ffee.png (${PNG} bytes)`,
            caption: '<b>Bước 2/7</b>',
            parse_mode: 'HTML',
          }),
          reply: taken(photoSizes),
        },
      ],
      result: ok,
      media: ['handleOf telegram c0ffee', 'forget telegram c0ffee', 'bytesOf c0ffee', 'remember telegram c0ffee big'],
    },
    zalo: {
      exchanges: [
        { request: zaloImage({ attachment_id: 'att-9' }), reply: zaloError(-100, 'attachment_id is expired') },
        {
          request: { path: '/v2.0/oa/upload/image', body: { file: `c0ffee.png (${PNG} bytes)` } },
          reply: uploaded({ attachment_id: 'att-10' }),
        },
        { request: zaloImage({ attachment_id: 'att-10' }), reply: zaloTaken },
      ],
      result: zaloOk,
      media: ['handleOf zalo c0ffee', 'forget zalo c0ffee', 'bytesOf c0ffee', 'remember zalo c0ffee att-10'],
    },
  },
  {
    case: 'a picture with a public address',
    message: { kind: 'picture', media: picture, caption: '' },
    known: { telegram: 'file-9', zalo: 'att-9' },
    isPublic: true,
    telegram: {
      exchanges: [{ request: telegram('sendPhoto', { photo: 'file-9' }), reply: taken() }],
      result: ok,
    },
    zalo: {
      exchanges: [
        {
          request: zalo({
            attachment: {
              type: 'template',
              payload: {
                template_type: 'media',
                elements: [{ media_type: 'image', url: 'https://tls.example/pictures/c0ffee.png' }],
              },
            },
          }),
          reply: zaloTaken,
        },
      ],
      result: zaloOk,
      media: [],
    },
  },
  {
    case: "one person's own code: brought every time, never kept, never by address",
    message: { kind: 'picture', media: code, caption: 'Mã của bác' },
    known: { telegram: 'file-9', zalo: 'att-9' },
    isPublic: true,
    telegram: {
      exchanges: [
        {
          request: telegramUpload('sendPhoto', {
            photo: `ma-qr.png (${PNG} bytes)`,
            caption: 'Mã của bác',
            parse_mode: 'HTML',
          }),
          reply: taken(photoSizes),
        },
      ],
      result: ok,
      media: ['bytesOf code-1'],
    },
    zalo: {
      exchanges: [
        {
          request: { path: '/v2.0/oa/upload/image', body: { file: `ma-qr.png (${PNG} bytes)` } },
          reply: uploaded({ attachment_id: 'att-1' }),
        },
        { request: zaloImage({ attachment_id: 'att-1' }, 'Mã của bác'), reply: zaloTaken },
      ],
      result: zaloOk,
      media: ['bytesOf code-1'],
    },
  },
  {
    case: 'a picture whose upload gets no answer: nothing was shown, so it may be repeated where the upload is apart',
    message: { kind: 'picture', media: code, caption: 'Mã của bác' },
    telegram: {
      exchanges: [
        {
          request: telegramUpload('sendPhoto', {
            photo: `ma-qr.png (${PNG} bytes)`,
            caption: 'Mã của bác',
            parse_mode: 'HTML',
          }),
          reply: 'silence',
        },
      ],
      result: refused('lost-answer', 'no answer: AbortError'),
    },
    zalo: {
      exchanges: [
        { request: { path: '/v2.0/oa/upload/image', body: { file: `ma-qr.png (${PNG} bytes)` } }, reply: 'silence' },
      ],
      result: refused('unavailable', 'no answer: ERR_CANCELED'),
    },
  },
  {
    case: 'a step read aloud, for the first time',
    message: { kind: 'voice', media: voice, caption: 'Giọng máy đọc.', listen: '🔊 Nghe', buttons },
    isPublic: true,
    telegram: {
      exchanges: [
        {
          request: telegramUpload('sendVoice', {
            voice: `feed.ogg (${PNG} bytes)`,
            caption: 'Giọng máy đọc.',
            parse_mode: 'HTML',
            reply_markup: JSON.stringify(keyboard),
          }),
          reply: taken({ voice: { file_id: 'voice-1' } }),
        },
      ],
      result: ok,
      media: ['handleOf telegram feed', 'bytesOf feed', 'remember telegram feed voice-1'],
    },
    zalo: {
      exchanges: [{ request: zalo({ text: 'Giọng máy đọc.', attachment: zaloListening }), reply: zaloTaken }],
      result: zaloOk,
      media: ['bytesOf feed'],
    },
  },
  {
    case: 'a step read aloud again; Zalo has no address of ours to open',
    message: { kind: 'voice', media: voice, caption: 'Giọng máy đọc.', listen: '🔊 Nghe', buttons },
    known: { telegram: 'voice-1', zalo: 'none' },
    telegram: {
      exchanges: [
        {
          request: telegram('sendVoice', {
            voice: 'voice-1',
            caption: 'Giọng máy đọc.',
            parse_mode: 'HTML',
            reply_markup: keyboard,
          }),
          reply: taken(),
        },
      ],
      result: ok,
    },
    zalo: {
      exchanges: [{ request: zalo({ text: 'Giọng máy đọc.', attachment: zaloButtons }), reply: zaloTaken }],
      result: zaloOk,
      media: [],
    },
  },
  {
    case: 'a voice to somebody who takes no voices: its words and buttons arrive',
    message: { kind: 'voice', media: voice, caption: 'Giọng máy đọc.', listen: '🔊 Nghe' },
    known: { telegram: 'voice-1', zalo: 'none' },
    telegram: {
      exchanges: [
        {
          request: telegram('sendVoice', { voice: 'voice-1', caption: 'Giọng máy đọc.', parse_mode: 'HTML' }),
          reply: telegramError(400, 'Bad Request: VOICE_MESSAGES_FORBIDDEN'),
        },
        { request: telegram('sendMessage', { text: 'Giọng máy đọc.', ...plain }), reply: taken() },
      ],
      result: ok,
    },
    zalo: { exchanges: [{ request: zalo({ text: 'Giọng máy đọc.' }), reply: zaloTaken }], result: zaloOk },
  },
  {
    case: 'a document',
    message: { kind: 'document', media: stand, caption: '' },
    telegram: {
      exchanges: [
        {
          request: telegramUpload('sendDocument', { document: `tam-ma.pdf (${PDF} bytes)` }),
          reply: taken({ document: { file_id: 'd' } }),
        },
      ],
      result: ok,
      media: ['bytesOf stand-1'],
    },
    zalo: {
      exchanges: [
        {
          request: { path: '/v2.0/oa/upload/file', body: { file: `tam-ma.pdf (${PDF} bytes)` } },
          reply: uploaded({ token: 'tok-1' }),
        },
        { request: zalo({ attachment: { type: 'file', payload: { token: 'tok-1' } } }), reply: zaloTaken },
      ],
      result: zaloOk,
      media: ['bytesOf stand-1'],
    },
  },
  {
    case: 'changing an earlier text',
    message: { kind: 'edit', externalId: '4700', text: '✅ đã xong' },
    telegram: {
      exchanges: [
        { request: telegram('editMessageText', { message_id: 4700, text: '✅ đã xong', ...plain }), reply: taken() },
      ],
      result: { ok: true, externalId: '4700' },
    },
    zalo: { exchanges: [], result: refused('unsupported', 'Zalo cannot edit') },
  },
  {
    case: 'changing a text into itself',
    message: { kind: 'edit', externalId: '4700', text: '✅ đã xong' },
    telegram: {
      exchanges: [
        {
          request: telegram('editMessageText', { message_id: 4700, text: '✅ đã xong', ...plain }),
          reply: telegramError(400, 'Bad Request: message is not modified: specified new message content is the same'),
        },
      ],
      result: { ok: true, externalId: '4700' },
    },
    zalo: { exchanges: [], result: refused('unsupported', 'Zalo cannot edit') },
  },
  {
    case: 'changing the words of a picture',
    message: { kind: 'edit', externalId: '4700', text: '✅ đã xong', buttons },
    telegram: {
      exchanges: [
        {
          request: telegram('editMessageText', {
            message_id: 4700,
            text: '✅ đã xong',
            ...plain,
            reply_markup: keyboard,
          }),
          reply: telegramError(400, 'Bad Request: there is no text in the message to edit'),
        },
        {
          request: telegram('editMessageCaption', {
            message_id: 4700,
            caption: '✅ đã xong',
            parse_mode: 'HTML',
            reply_markup: keyboard,
          }),
          reply: taken(),
        },
      ],
      result: { ok: true, externalId: '4700' },
    },
    zalo: { exchanges: [], result: refused('unsupported', 'Zalo cannot edit') },
  },
  {
    case: 'changing a text that is gone',
    message: { kind: 'edit', externalId: '4700', text: '✅ đã xong' },
    telegram: {
      exchanges: [
        {
          request: telegram('editMessageText', { message_id: 4700, text: '✅ đã xong', ...plain }),
          reply: telegramError(400, 'Bad Request: message to edit not found'),
        },
      ],
      result: refused('target-gone', '400 Bad Request: message to edit not found'),
    },
    zalo: { exchanges: [], result: refused('unsupported', 'Zalo cannot edit') },
  },
  erasing('a secret is removed', [yes], 'Con đã xóa giùm bác.'),
  erasing(
    'a secret that stays',
    [telegramError(400, "Bad Request: message can't be deleted")],
    'Bác xóa giúp con nha.',
  ),
  erasing(
    'a secret that was not there',
    [telegramError(400, 'Bad Request: message to delete not found')],
    'Bác xóa giúp con nha.',
  ),
  erasing(
    'a removal whose answer is lost, and which was done',
    [telegramError(502, 'Bad Gateway'), telegramError(400, 'Bad Request: message to delete not found')],
    'Con đã xóa giùm bác.',
  ),
  erasing(
    'a removal whose answers are lost',
    [telegramError(502, 'Bad Gateway'), telegramError(502, 'Bad Gateway')],
    'Bác xóa giúp con nha.',
  ),
  greeting(
    'too fast',
    [
      telegramError(429, 'Too Many Requests: retry after 17', { retry_after: 17 }),
      refused('throttled', '429 Too Many Requests: retry after 17', 17_000),
    ],
    [zaloError(-32, 'limit'), refused('throttled', '-32 limit', 40_000)],
  ),
  greeting(
    'too fast, without saying how long',
    [telegramError(429, 'Too Many Requests'), refused('throttled', '429 Too Many Requests', 5_000)],
    [{ status: 429, body: '' }, refused('throttled', 'HTTP 429', 40_000)],
  ),
  greeting(
    'the platform is down',
    [{ status: 502, body: '<html>Bad Gateway</html>' }, refused('lost-answer', '502 Bad Gateway')],
    [{ status: 502, body: '<html>Bad Gateway</html>' }, refused('lost-answer', 'HTTP 502')],
  ),
  greeting(
    'no answer in time',
    ['silence', refused('lost-answer', 'no answer: TimeoutError')],
    ['silence', refused('lost-answer', 'no answer: ERR_CANCELED')],
  ),
  greeting(
    'the connection breaks',
    [{ error: 'ECONNRESET' }, refused('lost-answer', 'no answer: ECONNRESET')],
    [{ error: 'ECONNRESET' }, refused('lost-answer', 'no answer: ECONNRESET')],
  ),
  greeting(
    'nobody takes the connection',
    [{ error: 'ECONNREFUSED' }, refused('unavailable', 'no answer: ECONNREFUSED')],
    [{ error: 'ECONNREFUSED' }, refused('unavailable', 'no answer: ECONNREFUSED')],
  ),
  greeting(
    'no such name in the network',
    [{ error: 'ENOTFOUND' }, refused('unavailable', 'no answer: ENOTFOUND')],
    [{ error: 'ENOTFOUND' }, refused('unavailable', 'no answer: ENOTFOUND')],
  ),
  greeting(
    'blocked',
    [
      telegramError(403, 'Forbidden: bot was blocked by the user'),
      refused('contact-left', '403 Forbidden: bot was blocked by the user'),
    ],
    [zaloError(-213, 'User has not followed OA'), refused('contact-left', '-213 User has not followed OA')],
  ),
  greeting(
    'unknown to the platform',
    [telegramError(400, 'Bad Request: chat not found'), refused('contact-left', '400 Bad Request: chat not found')],
    [zaloError(-201, 'user_id is invalid!'), refused('rejected', '-201 user_id is invalid!')],
  ),
  greeting(
    'outside the window (Zalo), deactivated (Telegram)',
    [
      telegramError(403, 'Forbidden: user is deactivated'),
      refused('contact-left', '403 Forbidden: user is deactivated'),
    ],
    [zaloError(-230, 'No interaction in 7 days'), refused('outside-window', '-230 No interaction in 7 days')],
  ),
  greeting(
    'something malformed',
    [
      telegramError(400, 'Bad Request: BUTTON_DATA_INVALID'),
      refused('rejected', '400 Bad Request: BUTTON_DATA_INVALID'),
    ],
    [zaloError(-987654, 'Something new'), refused('rejected', '-987654 Something new')],
  ),
  greeting(
    'two bots on one token (Telegram), night (Zalo)',
    [
      telegramError(409, 'Conflict: terminated by other getUpdates request'),
      refused('misconfigured', '409 Conflict: terminated by other getUpdates request'),
    ],
    [zaloError(-234, 'Not at night'), refused('not-now', '-234 Not at night', 6 * 3_600_000 + 5 * 60_000 + 40_000)],
  ),
  greeting(
    'taken, but without an id',
    [{ status: 200, body: { ok: true, result: true } }, refused('lost-answer', 'taken without a message id')],
    [{ status: 200, body: { error: 0, message: 'Success' } }, refused('lost-answer', 'taken without a message id')],
  ),
  greeting(
    'an answer that is no JSON',
    [{ status: 200, body: 'ok' }, refused('lost-answer', 'no answer: UnreadableAnswer')],
    [{ status: 200, body: 'ok' }, refused('lost-answer', 'HTTP 200')],
  ),
  {
    case: 'the token is refused: Telegram has no other, Zalo gets one and sends once more',
    message: hello,
    telegram: {
      exchanges: [{ request: helloTelegram, reply: telegramError(401, 'Unauthorized') }],
      result: refused('misconfigured', '401 Unauthorized'),
    },
    zalo: {
      exchanges: [
        { request: helloZalo, reply: zaloError(-216, 'Access token is invalid') },
        { request: refresh(), reply: newPair() },
        { request: zalo({ text: 'Dạ con chào bác.' }, 'next-token'), reply: zaloTaken },
      ],
      result: zaloOk,
    },
  },
  {
    case: 'the next token is refused as well: no third time',
    message: hello,
    telegram: {
      exchanges: [{ request: helloTelegram, reply: telegramError(404, 'Not Found') }],
      result: refused('misconfigured', '404 Not Found'),
    },
    zalo: {
      exchanges: [
        { request: helloZalo, reply: zaloError(-220, 'expired') },
        { request: refresh(), reply: newPair() },
        {
          request: zalo({ text: 'Dạ con chào bác.' }, 'next-token'),
          reply: zaloError(-216, 'Access token is invalid'),
        },
      ],
      result: refused('token-expired', '-216 Access token is invalid'),
    },
  },
  {
    case: 'the chat has another id now: sent there, and said so',
    message: hello,
    telegram: {
      exchanges: [
        {
          request: helloTelegram,
          reply: telegramError(400, 'Bad Request: group chat was upgraded to a supergroup chat', {
            migrate_to_chat_id: -1001234567890,
          }),
        },
        {
          request: {
            path: '/bot123:token/sendMessage',
            body: { chat_id: -1001234567890, text: 'Dạ con chào bác.', ...plain },
          },
          reply: taken(),
        },
      ],
      result: { ok: true, externalId: '4711', movedTo: '-1001234567890' },
    },
    zalo: { exchanges: [{ request: helloZalo, reply: zaloTaken }], result: zaloOk },
  },
  {
    case: 'formatting the platform cannot read: once more without',
    message: { kind: 'text', text: 'Bước 1/2' },
    telegram: {
      exchanges: [
        {
          request: telegram('sendMessage', { text: '<b>Bước 1/2</b>', ...plain }),
          reply: telegramError(400, "Bad Request: can't parse entities: Unsupported start tag"),
        },
        {
          request: telegram('sendMessage', { text: 'Bước 1/2', link_preview_options: { is_disabled: true } }),
          reply: taken(),
        },
      ],
      result: ok,
    },
    zalo: { exchanges: [{ request: zalo({ text: 'Bước 1/2' }), reply: zaloTaken }], result: zaloOk },
  },
];

/** A secret was pasted. Zalo cannot remove it and asks. */
function erasing(name: string, replies: Reply[], said: string): Dispatch {
  const removal = telegram('deleteMessage', { message_id: 4699 });
  return {
    case: name,
    message: {
      kind: 'delete',
      messageId: '4699',
      deleted: 'Con đã xóa giùm bác.',
      refused: 'Bác xóa giúp con nha.',
      buttons,
    },
    telegram: {
      exchanges: [
        ...replies.map((reply) => ({ request: removal, reply })),
        { request: telegram('sendMessage', { text: said, ...plain, reply_markup: keyboard }), reply: taken() },
      ],
      result: ok,
    },
    zalo: {
      exchanges: [{ request: zalo({ text: 'Bác xóa giúp con nha.', attachment: zaloButtons }), reply: zaloTaken }],
      result: zaloOk,
    },
  };
}

function refresh(): Expected {
  const form = { refresh_token: 'first-refresh', app_id: '1234567890123456789', grant_type: 'refresh_token' };
  return { path: '/v4/oa/access_token', body: form };
}

function newPair(): Reply {
  return { status: 200, body: { access_token: 'next-token', refresh_token: 'next-refresh', expires_in: '90000' } };
}
