import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig, SETTINGS } from '../src/config.ts';

const KEY = Buffer.alloc(32, 1).toString('base64');

function faultsOf(env: Record<string, string>): string[] {
  try {
    readConfig(env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
}

describe('settings', () => {
  it('nothing set: embedded database, both channels off, the demonstration on', () => {
    expect(readConfig({})).toMatchObject({
      databaseUrl: null,
      telegram: null,
      zalo: null,
      demo: true,
      role: 'all',
      host: '127.0.0.1',
      port: 3000,
    });
  });

  it('anything real set: no demonstration unless asked for', () => {
    const env = { DATABASE_URL: 'postgres://u@h/d', ENCRYPTION_KEY: KEY };
    expect(readConfig(env).demo).toBe(false);
    expect(readConfig({ ...env, DEMO: '1' }).demo).toBe(true);
  });

  it('names every fault in one message and prints no value', () => {
    const env = {
      DATABASE_URL: 'mysql://secret-host',
      PORT: 'eighty',
      PUBLIC_URL: 'ftp://secret-host',
      PROCESS_ROLE: 'boss',
      ENCRYPTION_KEY: 'secret-key',
      TELEGRAM_BOT_TOKEN: 'secret-token',
      TELEGRAM_WEBHOOK_SECRET: 'secret with spaces',
      ZALO_APP_ID: 'secret-app',
      DEMO: 'yes',
      DEMO_CLOCK: 'tomorrow',
      LOG_LEVEL: 'loud',
    };
    const message = new ConfigError(faultsOf(env)).message;
    for (const name of [
      'DATABASE_URL',
      'PORT',
      'PUBLIC_URL',
      'PROCESS_ROLE',
      'ENCRYPTION_KEY',
      'TELEGRAM_WEBHOOK_SECRET',
      'ZALO_APP_SECRET',
      'ZALO_OA_ID',
      'ZALO_OA_SECRET',
      'DEMO',
      'DEMO_CLOCK',
      'LOG_LEVEL',
    ]) {
      expect(message).toContain(name);
    }
    expect(message).not.toMatch(/secret-|eighty|boss|loud|tomorrow/);
  });

  it.each([
    [{ DATABASE_URL: 'postgres://u@h/d' }, /ENCRYPTION_KEY/],
    [{ DATABASE_URL: 'postgres://u@h/d', ENCRYPTION_KEY: Buffer.alloc(31).toString('base64') }, /32 bytes/],
    [{ TELEGRAM_BOT_TOKEN: 't', PUBLIC_URL: 'https://a.vn' }, /TELEGRAM_WEBHOOK_SECRET/],
    [{ DATABASE_URL: 'postgres://u@h/d', ENCRYPTION_KEY: KEY, DEMO_CLOCK: '2026-11-22T09:00:00+07:00' }, /DEMO=1/],
    [{ PORT: '70000' }, /PORT/],
  ])('%o is refused with what to do', (env, wanted) => {
    expect(faultsOf(env as Record<string, string>).join('\n')).toMatch(wanted);
  });

  it('knows a line about each setting', () => {
    for (const [name, meaning] of Object.entries(SETTINGS)) expect(meaning.length, name).toBeGreaterThan(10);
  });
});
