/**
 * Holds a Bot API call against the machine-readable specification (Bot API 10.1): required fields, types, unknown
 * fields, and the lengths that stand in the descriptions.
 */
import { readFileSync } from 'node:fs';
import { UploadedFile } from './fake-wire.ts';

interface Field {
  name: string;
  types: string[];
  required: boolean;
  description: string;
}

interface Spec {
  methods: Record<string, { fields?: Field[] }>;
  types: Record<string, { fields?: Field[]; subtypes?: string[] }>;
}

const spec = JSON.parse(readFileSync(new URL('../fixtures/telegram-bot-api.json', import.meta.url), 'utf8')) as Spec;

export type Params = Record<string, unknown>;

export function isMethod(method: string): boolean {
  return Object.hasOwn(spec.methods, method);
}

/** The first thing wrong with a call, in the platform's words where they are known; null when it is fine. */
export function faultOf(method: string, params: Params): string | null {
  const fields = spec.methods[method]?.fields ?? [];
  return fieldsFault(fields, params, params.parse_mode === 'HTML', '');
}

/** Parameters of a multipart body are all strings: those of other types come as JSON. */
export function decodeParams(method: string, parts: Record<string, string | UploadedFile>): Params {
  const types = new Map(spec.methods[method]?.fields?.map((field) => [field.name, field.types]));
  // telegraf repeats the method's name among the parts; the platform ignores it.
  const named = Object.entries(parts).filter(([name]) => name !== 'method');
  return Object.fromEntries(named.map(([name, value]) => [name, decode(value, types.get(name) ?? ['String'])]));
}

function decode(value: string | UploadedFile, types: string[]): unknown {
  if (value instanceof UploadedFile || types.every((type) => type === 'String' || type === 'InputFile')) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

function fieldsFault(fields: Field[], given: Params, isHtml: boolean, path: string): string | null {
  const known = new Set(fields.map((field) => field.name));
  const unknown = Object.keys(given).find((name) => !known.has(name));
  if (unknown !== undefined) return `unknown parameter ${path}${unknown}`;
  for (const field of fields) {
    const value = given[field.name];
    if (value === undefined) {
      if (field.required)
        return field.name === 'text' ? 'message text is empty' : `parameter ${path}${field.name} is required`;
      continue;
    }
    const fault = valueFault(field, value, isHtml && path === '', path + field.name);
    if (fault !== null) return fault;
  }
  return null;
}

function valueFault(field: Field, value: unknown, isHtml: boolean, path: string): string | null {
  const faults = field.types.map((type) => typeFault(type, value, path));
  if (!faults.includes(null)) return faults[0] ?? null;
  return typeof value === 'string' ? lengthFault(field, value, isHtml) : null;
}

function typeFault(type: string, value: unknown, path: string): string | null {
  const wrong = `parameter ${path} must be ${type}`;
  if (type.startsWith('Array of ')) {
    if (!Array.isArray(value)) return wrong;
    const inner = type.slice('Array of '.length);
    return firstFault(value.map((item, index) => typeFault(inner, item, `${path}[${index}].`)));
  }
  switch (type) {
    case 'Integer':
      return Number.isSafeInteger(value) ? null : wrong;
    case 'Float':
      return typeof value === 'number' ? null : wrong;
    case 'String':
      return typeof value === 'string' ? null : wrong;
    case 'Boolean':
      return typeof value === 'boolean' ? null : wrong;
    case 'InputFile':
      return value instanceof UploadedFile ? null : wrong;
    default:
      return objectFault(type, value, wrong, path.endsWith('.') ? path : `${path}.`);
  }
}

function objectFault(type: string, value: unknown, wrong: string, path: string): string | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return wrong;
  const { subtypes, fields = [] } = spec.types[type] ?? {};
  if (subtypes !== undefined) {
    const faults = subtypes.map((subtype) => typeFault(subtype, value, path));
    return faults.includes(null) ? null : wrong;
  }
  return (
    fieldsFault(fields, value as Params, false, path) ?? (type === 'InlineKeyboardButton' ? actionFault(value) : null)
  );
}

/** A button does exactly one thing. */
function actionFault(button: object): string | null {
  const looks = ['text', 'style', 'icon_custom_emoji_id'];
  const actions = Object.keys(button).filter((name) => !looks.includes(name));
  return actions.length === 1 ? null : "can't parse inline keyboard button: exactly one action is needed";
}

/** Limits such as "1-4096 characters after entities parsing" or "1-64 bytes", read from the description. */
function lengthFault(field: Field, value: string, isHtml: boolean): string | null {
  const limit = /(\d+)-(\d+) (characters|bytes)/.exec(field.description);
  if (limit === null) return null;
  const isFormatted = isHtml && /entit(y|ies) parsing/.test(field.description);
  const words = isFormatted ? visibleText(value) : value;
  if (words === null) return `can't parse entities in ${field.name}`;
  const length = limit[3] === 'bytes' ? Buffer.byteLength(words) : words.length;
  if (length < Number(limit[1])) return field.name === 'text' ? 'message text is empty' : `${field.name} is too short`;
  return length > Number(limit[2]) ? tooLong(field.name) : null;
}

function tooLong(name: string): string {
  if (name === 'text') return 'message is too long';
  if (name === 'caption') return 'message caption is too long';
  return name === 'callback_data' ? 'BUTTON_DATA_INVALID' : `${name} is too long`;
}

const TAGS = 'b|strong|i|em|u|ins|s|strike|del|code|pre|a|tg-spoiler|blockquote';
const TAG = new RegExp(`^<(/?)(${TAGS})((?: [a-z-]+="[^"<>]*")*)>`);
const ENTITY = /^&(lt|gt|amp|quot);/;
const MEANS: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"' };

/** What is left of HTML when tags and entities are resolved; null when they cannot be. */
export function visibleText(html: string): string | null {
  let visible = '';
  const open: string[] = [];
  for (let at = 0; at < html.length; ) {
    const character = html[at];
    if (character === '<') {
      const tag = TAG.exec(html.slice(at));
      if (tag === null) return null;
      if (tag[1] === '') open.push(tag[2]!);
      else if (open.pop() !== tag[2]) return null;
      at += tag[0].length;
    } else if (character === '&' && ENTITY.test(html.slice(at, at + 6))) {
      const entity = ENTITY.exec(html.slice(at, at + 6))!;
      visible += MEANS[entity[1]!];
      at += entity[0].length;
    } else {
      visible += character;
      at += 1;
    }
  }
  return open.length === 0 ? visible : null;
}

function firstFault(faults: (string | null)[]): string | null {
  return faults.find((fault) => fault !== null) ?? null;
}
