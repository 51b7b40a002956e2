import { describe, expect, it } from 'vitest';
import type { InboundKind } from '../../src/bot/channel.ts';
import { parseTelegram } from '../../src/bot/channels/telegram-parse.ts';
import { parseZalo } from '../../src/bot/channels/zalo-parse.ts';
import type { Act } from '../../src/simulator/frame.ts';
import { FICTIONAL_PHONE, personOfCallback, telegramUpdate } from '../../src/simulator/telegram-person.ts';
import { SIMULATED_OA, zaloEvent } from '../../src/simulator/zalo-person.ts';

const AT = new Date('2026-11-22T02:00:00Z');
const PERSON = '9000000000000001';
const doing = (act: Act, frameId = '77') => ({ externalId: PERSON, act, frameId, at: AT, name: 'bác Sáu' });
const bytes = (payload: unknown) => Buffer.from(JSON.stringify(payload));
const onTelegram = (act: Act) => parseTelegram(bytes(telegramUpdate(doing(act))), AT)?.[0];
const onZalo = (act: Act) => parseZalo(bytes(zaloEvent(doing(act))), SIMULATED_OA.oaId)?.[0];

const press: Act = { kind: 'press', data: 'r.1.2.go', label: 'Xong rồi', messageId: '70' };

/** What our own parsers must read from what a person does. */
const CASES: [Act, Partial<InboundKind>, Partial<InboundKind>][] = [
  [
    { kind: 'text', text: 'xog rồi' },
    { kind: 'text', text: 'xog rồi' },
    { kind: 'text', text: 'xog rồi' },
  ],
  [
    { kind: 'start', payload: '' },
    { kind: 'start', payload: '' },
    { kind: 'text', text: '' },
  ],
  [
    { kind: 'start', payload: 'f-viettel-money' },
    { kind: 'start', payload: 'f-viettel-money' },
    { kind: 'start', payload: 'f-viettel-money' },
  ],
  [
    { kind: 'contact' },
    { kind: 'contact', phone: FICTIONAL_PHONE, isOwn: true },
    { kind: 'contact', phone: FICTIONAL_PHONE, isOwn: true },
  ],
  [{ kind: 'photo' }, { kind: 'photo' }, { kind: 'photo' }],
  [{ kind: 'voice' }, { kind: 'voice' }, { kind: 'voice' }],
  [{ kind: 'sticker' }, { kind: 'sticker' }, { kind: 'sticker' }],
  [{ kind: 'location' }, { kind: 'location' }, { kind: 'location' }],
  [{ kind: 'file' }, { kind: 'file' }, { kind: 'file' }],
  [{ kind: 'follow' }, { kind: 'follow' }, { kind: 'follow' }],
  [{ kind: 'leave' }, { kind: 'left' }, { kind: 'left' }],
];

describe('what a simulated person does', () => {
  it.each(CASES)('%j is read by the real parsers of both platforms', (act, telegram, zalo) => {
    expect(onTelegram(act)?.what).toMatchObject(telegram);
    expect(onZalo(act)?.what).toMatchObject(zalo);
    expect(onTelegram(act)).toMatchObject({ from: { channel: 'telegram', externalId: PERSON }, occurredAt: AT });
    expect(onZalo(act)).toMatchObject({ from: { channel: 'zalo', externalId: PERSON }, occurredAt: AT });
  });

  it('a press on Telegram names its message and can be answered to the right person', () => {
    const what = onTelegram(press)?.what;
    expect(what).toMatchObject({ kind: 'press', data: 'r.1.2.go', messageId: '70' });
    expect(personOfCallback((what as { callbackId: string }).callbackId)).toBe(PERSON);
  });

  it('a press on Zalo arrives as the text of the button, hidden or shown', () => {
    expect(onZalo({ ...press, data: '#g:r.1.2.go' })?.what).toEqual({ kind: 'press', data: 'r.1.2.go' });
    expect(onZalo({ ...press, data: 'Xong rồi' })?.what).toEqual({ kind: 'text', text: 'Xong rồi' });
  });

  it('has a key of its own each time, which no real update can have', () => {
    const keys = ['77', '78'].map(
      (frameId) => parseTelegram(bytes(telegramUpdate(doing(press, frameId))), AT)?.[0]?.key,
    );
    expect(new Set(keys).size).toBe(2);
    for (const key of keys) expect(Number(key)).toBeGreaterThan(2 ** 32);
    for (const key of keys) expect(Number.isSafeInteger(Number(key))).toBe(true);
  });

  it('belongs to the simulated account only', () => {
    expect(parseZalo(bytes(zaloEvent(doing({ kind: 'follow' }))), '4318657068771012646')).toEqual([]);
  });
});
