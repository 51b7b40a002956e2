/** Takes out of a value to be logged whatever could name or reach a person. */

/** A key with one of these words in it is left out of logs with its value, however deep it stands. */
const PRIVATE_WORDS = new Set(
  'text heard caption phone name token secret password passcode otp pin authorization cookie email address parameters args body'.split(
    ' ',
  ),
);
/** Deeper objects are cut off, and longer lists: a log line is for reading. */
const DEEPEST = 8;
const LONGEST_LIST = 100;
const EMAIL = /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}/g;
const BOT_TOKEN = /(?<!\d)\d{6,12}:[\w-]{20,}/g;
const CREDENTIALS = /(?<=:\/\/)[^\s/@:]{1,100}:[^\s/@]{1,200}(?=@)/g;
const BEARER = /(?<=\b(?:bearer|basic)\s)[\w.~+/=-]{6,}/gi;
/** Four digits and more, also when spaces or marks part them: 0912 345 678, (028) 3910. */
const DIGITS = /(?:\+|\(|(?<!\p{Nd}))\p{Nd}(?:[ .()-]{0,2}\p{Nd}){3,}/gu;
/** Ids and times that say nothing about a person: a UUID, an ISO day or instant. */
const NEUTRAL =
  /^(?:[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|\d{4}-\d{2}-\d{2}(?:T[\d:.]{5,12}(?:Z|[+-]\d{2}:\d{2}))?)$/i;

type MaskText = (text: string) => string;

/** Walks any value; tokens and addresses go first, then what `maskSecrets` finds in a text, then numbers. */
export function maskDeep(value: unknown, maskSecrets: MaskText): unknown {
  return maskValue(value, (text) => maskText(text, maskSecrets), []);
}

/** A value that cannot even be looked at (a throwing getter, a revoked proxy) must not take the log line with it. */
function maskValue(value: unknown, text: MaskText, above: readonly object[]): unknown {
  try {
    return typeof value === 'object' && value !== null ? maskObject(value, text, above) : maskPlain(value, text);
  } catch {
    return '[unreadable]';
  }
}

function maskPlain(value: unknown, text: MaskText): unknown {
  if (typeof value === 'string') return text(value);
  if (typeof value === 'number' || typeof value === 'bigint') return maskNumber(value);
  if (typeof value === 'function' || typeof value === 'symbol') return `[${typeof value}]`;
  return value;
}

function maskObject(value: object, text: MaskText, above: readonly object[]): unknown {
  if (above.includes(value)) return '[circular]';
  if (above.length >= DEEPEST) return '[deeper]';
  const inner = (child: unknown) => maskValue(child, text, [...above, value]);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return `[${value.byteLength} bytes]`;
  if (Array.isArray(value) || value instanceof Set) return [...value].slice(0, LONGEST_LIST).map(inner);
  if (value instanceof Error) return maskEntries(errorEntries(value), text, inner);
  if (value instanceof Map)
    return maskEntries(
      [...value].map(([key, child]) => [keyText(key), child]),
      text,
      inner,
    );
  return maskEntries(Object.entries(value), text, inner);
}

const keyText = (key: unknown) => (typeof key === 'object' ? '[object]' : String(key));

function errorEntries(error: Error): [string, unknown][] {
  const { message, stack, cause } = error;
  const told = Object.entries(error).filter(([key]) => !ROW_KEYS.has(key));
  return [
    ['type', error.constructor.name],
    ['message', message],
    ['stack', stack],
    ...(cause === undefined ? [] : [['cause', cause] as [string, unknown]]),
    ...told,
  ];
}

/** Where database errors quote the row they failed on. */
const ROW_KEYS = new Set(['detail', 'where', 'query']);

const maskEntries = (
  entries: readonly (readonly [string, unknown])[],
  text: MaskText,
  inner: (child: unknown) => unknown,
): Record<string, unknown> =>
  Object.fromEntries(
    entries
      .filter(([key]) => !isPrivateKey(key))
      .slice(0, LONGEST_LIST)
      .map(([key, child]) => [text(key), inner(child)]),
  );

/** `botToken`, `phone_number`, `first-name`: any word of the key counts. */
const isPrivateKey = (key: string): boolean =>
  key
    .slice(0, 100)
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .some((word) => PRIVATE_WORDS.has(word));

/** Nine digits and more may be a phone, a paper or a chat; milliseconds since 1970 are a time. */
function maskNumber(value: number | bigint): number | string {
  const size = value < 0 ? -Number(value) : Number(value);
  const isTime = size >= 1e12 && size < 5e12 && value > 0;
  if (size >= 1e8 && !isTime) return '[number]';
  return typeof value === 'bigint' ? value.toString() : value;
}

function maskText(text: string, maskSecrets: MaskText): string {
  if (NEUTRAL.test(text)) return text;
  const withoutKeys = text
    .replace(CREDENTIALS, '[hidden]')
    .replace(BEARER, '[hidden]')
    .replace(BOT_TOKEN, '[hidden]')
    .replace(EMAIL, '[email]');
  return maskSecrets(withoutKeys).replace(DIGITS, '[number]');
}
