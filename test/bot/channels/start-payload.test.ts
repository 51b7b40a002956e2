import { describe, expect, it } from 'vitest';
import { startPayload } from '../../../src/bot/channels/start-payload.ts';

describe('startPayload', () => {
  it.each([
    'f-viettel-money',
    'a-31673',
    'a-31673_f-viettel-money',
    'h-K3f9xQ2m',
    'i-7GQ2M9xa',
    's-cho-ngan-ro',
    'a-31673_f-vneid_s-tam-a5_h-K3f9xQ2m',
  ])('knows %s', (payload) => {
    expect(startPayload(payload)).toBe(payload);
    expect(startPayload(` ${payload}\n`)).toBe(payload);
    expect(startPayload(payload.charAt(0).toUpperCase() + payload.slice(1))).toBe(payload);
  });

  it.each([
    '',
    'xong',
    'a-b',
    'f-16',
    'i-phone',
    'i-phone15',
    'i-pad',
    'e-mail',
    's-1 nha',
    'a-31673_',
    '_a-31673',
    'a-31673_x-1',
    'a-31673 f-vneid',
    'bấm a-31673',
    `f-${'x'.repeat(63)}`,
  ])('leaves %j to be words', (text) => {
    expect(startPayload(text)).toBeNull();
  });
});
