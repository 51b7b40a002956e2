/**
 * Environment → Config, read once at start. Every fault is named in one message; no value is ever printed, because
 * most of them are secrets. `docs/operating.md` explains each setting to the person who runs the assistant.
 */
import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';

export type ProcessRole = 'all' | 'web' | 'worker';

export interface Config {
  /** Null: the embedded server under `dataDir`. */
  databaseUrl: string | null;
  dataDir: string;
  host: string;
  port: number;
  /** Without a trailing slash; null when nobody can reach us from outside. */
  publicUrl: string | null;
  role: ProcessRole;
  telegram: TelegramSettings | null;
  zalo: ZaloSettings | null;
  /** 32 bytes; null only with the embedded server, which makes and keeps one. */
  encryptionKey: Buffer | null;
  demo: boolean;
  demoClock: Date | null;
  /** A program of the operator's choice that chooses among vetted answers; null: none. */
  answerChooserUrl: string | null;
  logLevel: string;
}

export interface TelegramSettings {
  token: string;
  webhookSecret: string | null;
  webhookSecretPrevious: string | null;
  apiRoot: string;
}

export interface ZaloSettings {
  appId: string;
  appSecret: string;
  oaId: string;
  oaSecret: string;
  refreshToken: string | null;
  apiRoot: string;
  businessApiRoot: string;
  oauthRoot: string;
}

/** All settings with one line each; `.env.example` and the docs are tested against these names. */
export const SETTINGS = {
  DATABASE_URL: 'a PostgreSQL 15 or newer; unset: an embedded one under DATA_DIR',
  DATA_DIR: 'embedded database and caches (./data)',
  HOST: 'address to listen on (127.0.0.1)',
  PORT: 'port to listen on (3000)',
  PUBLIC_URL: 'https address under which the platforms and people reach us',
  PROCESS_ROLE: 'all, web or worker (all)',
  TELEGRAM_BOT_TOKEN: 'from BotFather; unset: Telegram is off',
  TELEGRAM_WEBHOOK_SECRET: '1-256 of A-Z a-z 0-9 _ -; required with PUBLIC_URL',
  TELEGRAM_WEBHOOK_SECRET_PREVIOUS: 'the older secret, during a rotation',
  TELEGRAM_API_ROOT: 'for a local Bot API server or a fake',
  ZALO_APP_ID: 'unset: Zalo is off',
  ZALO_APP_SECRET: 'app secret, used to refresh tokens',
  ZALO_OA_ID: 'id of the Official Account',
  ZALO_OA_SECRET: 'signs webhooks',
  ZALO_REFRESH_TOKEN: 'first refresh token only; afterwards the pair lives in the database',
  ZALO_API_ROOT: 'another address of the OA API, for a fake',
  ZALO_BUSINESS_API_ROOT: 'another address of the template API, for a fake',
  ZALO_OAUTH_ROOT: 'another address for tokens, for a fake',
  ENCRYPTION_KEY: '32 bytes in base64; required with DATABASE_URL',
  DEMO: '1: seed the fictional commune and open the simulator',
  DEMO_CLOCK: 'with DEMO=1: ISO time at which the clock starts',
  ANSWER_CHOOSER_URL: 'a program that chooses among vetted answers; unset: none, nothing is sent anywhere',
  LOG_LEVEL: 'fatal, error, warn, info, debug, trace or silent (info)',
} as const;

export type SettingName = keyof typeof SETTINGS;
type Env = Partial<Record<string, string>>;

/** Thrown with every fault at once, so that a person mends the file in one go. */
export class ConfigError extends Error {
  constructor(readonly faults: string[]) {
    super(`Settings need attention:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
  }
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];

/** `.env` beside the project, below what the environment already says. */
export function environment(file = '.env'): Env {
  return existsSync(file) ? { ...parseEnv(readFileSync(file, 'utf8')), ...process.env } : process.env;
}

export function readConfig(env: Env): Config {
  const faults: string[] = [];
  const get = (name: SettingName): string | null => env[name]?.trim() || null;
  const check = <T>(name: SettingName, fallback: T, read: (value: string) => T | undefined, wanted: string): T => {
    const value = get(name);
    if (value === null) return fallback;
    const result = read(value);
    if (result === undefined) faults.push(`${name} must be ${wanted}.`);
    return result ?? fallback;
  };

  const databaseUrl = check('DATABASE_URL', null, readPostgresUrl, 'a postgres:// address');
  const publicUrl = check('PUBLIC_URL', null, readHttpUrl, 'an http(s) address such as https://tro-ly.example.vn');
  const config: Config = {
    databaseUrl,
    dataDir: get('DATA_DIR') ?? './data',
    host: get('HOST') ?? '127.0.0.1',
    port: check('PORT', 3000, readPort, 'a port number from 0 to 65535'),
    publicUrl,
    role: check('PROCESS_ROLE', 'all', readRole, 'all, web or worker'),
    telegram: readTelegram(get, publicUrl, faults),
    zalo: readZalo(get, faults),
    encryptionKey: check('ENCRYPTION_KEY', null, readKey, '32 bytes in base64 (make one: openssl rand -base64 32)'),
    demo: false,
    demoClock: check('DEMO_CLOCK', null, readTime, 'an ISO time such as 2026-11-22T09:00:00+07:00'),
    answerChooserUrl: check('ANSWER_CHOOSER_URL', null, readHttpUrl, 'an http(s) address'),
    logLevel: check(
      'LOG_LEVEL',
      'info',
      (value) => (LOG_LEVELS.includes(value) ? value : undefined),
      LOG_LEVELS.join(', '),
    ),
  };
  const nothingConfigured = !databaseUrl && !config.telegram && !config.zalo;
  config.demo = check('DEMO', nothingConfigured, readFlag, '1 or 0');
  if (databaseUrl && !config.encryptionKey && !env.ENCRYPTION_KEY?.trim()) {
    faults.push(
      'ENCRYPTION_KEY is required with DATABASE_URL (make one: openssl rand -base64 32) and must never change.',
    );
  }
  if (config.demoClock && !config.demo)
    faults.push('DEMO_CLOCK works with DEMO=1 only: a real service keeps real time.');
  if (faults.length > 0) throw new ConfigError(faults);
  return config;
}

function readTelegram(get: (name: SettingName) => string | null, publicUrl: string | null, faults: string[]) {
  const token = get('TELEGRAM_BOT_TOKEN');
  if (!token) return null;
  const webhookSecret = get('TELEGRAM_WEBHOOK_SECRET');
  if (publicUrl && !webhookSecret) {
    faults.push('TELEGRAM_WEBHOOK_SECRET is required when PUBLIC_URL is set (make one: openssl rand -hex 24).');
  }
  if (webhookSecret && !/^[A-Za-z0-9_-]{1,256}$/.test(webhookSecret)) {
    faults.push('TELEGRAM_WEBHOOK_SECRET may hold 1-256 of A-Z a-z 0-9 _ - only.');
  }
  return {
    token,
    webhookSecret,
    webhookSecretPrevious: get('TELEGRAM_WEBHOOK_SECRET_PREVIOUS'),
    apiRoot: get('TELEGRAM_API_ROOT') ?? 'https://api.telegram.org',
  };
}

function readZalo(get: (name: SettingName) => string | null, faults: string[]) {
  const needed = ['ZALO_APP_ID', 'ZALO_APP_SECRET', 'ZALO_OA_ID', 'ZALO_OA_SECRET'] as const;
  const missing = needed.filter((name) => !get(name));
  if (missing.length === needed.length) return null;
  if (missing.length > 0) faults.push(`Zalo needs ${missing.join(', ')} as well (or none of the ZALO_ settings).`);
  return {
    appId: get('ZALO_APP_ID') ?? '',
    appSecret: get('ZALO_APP_SECRET') ?? '',
    oaId: get('ZALO_OA_ID') ?? '',
    oaSecret: get('ZALO_OA_SECRET') ?? '',
    refreshToken: get('ZALO_REFRESH_TOKEN'),
    apiRoot: get('ZALO_API_ROOT') ?? 'https://openapi.zalo.me',
    businessApiRoot: get('ZALO_BUSINESS_API_ROOT') ?? 'https://business.openapi.zalo.me',
    oauthRoot: get('ZALO_OAUTH_ROOT') ?? 'https://oauth.zaloapp.com',
  };
}

const readPostgresUrl = (value: string) =>
  /^postgres(ql)?:\/\//.test(value) && URL.canParse(value) ? value : undefined;
const readHttpUrl = (value: string) =>
  /^https?:\/\//.test(value) && URL.canParse(value) ? value.replace(/\/+$/, '') : undefined;
const readPort = (value: string) => (/^\d{1,5}$/.test(value) && Number(value) <= 65535 ? Number(value) : undefined);
const readRole = (value: string) => (['all', 'web', 'worker'].includes(value) ? (value as ProcessRole) : undefined);
const readFlag = (value: string) => (value === '1' ? true : value === '0' ? false : undefined);
const readTime = (value: string) => (Number.isNaN(Date.parse(value)) ? undefined : new Date(value));
const readKey = (value: string) => {
  const key = Buffer.from(value, 'base64');
  return key.length === 32 && key.toString('base64') === value ? key : undefined;
};
