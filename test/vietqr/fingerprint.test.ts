import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fingerprint, last4 } from '../../src/vietqr/fingerprint.ts';

const key = createHash('sha256').update('a key for tests').digest();
const payee = { bin: '970422', account: '0352350917', service: 'QRIBFTTA' };

describe('fingerprint of a stall code', () => {
  it('is the same for the same payee and key, 64 hex digits', () => {
    expect(fingerprint(key, payee)).toBe(fingerprint(Buffer.from(key), { ...payee }));
    expect(fingerprint(key, payee)).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each([
    ['bank', { ...payee, bin: '970436' }],
    ['account', { ...payee, account: '0352350918' }],
    ['service', { ...payee, service: 'QRIBFTTC' }],
    ['digits moved from bank to account', { ...payee, bin: '97042', account: '20352350917' }],
    ['quotes that could close a part', { ...payee, account: '0352350917","QRIBFTTA' }],
  ])('changes with the %s', (_, other) => expect(fingerprint(key, other)).not.toBe(fingerprint(key, payee)));

  it('says nothing without the key', () => {
    const other = createHash('sha256').update('another key').digest();
    expect(fingerprint(other, payee)).not.toBe(fingerprint(key, payee));
    const plain = createHash('sha256').update(`${payee.bin}${payee.account}${payee.service}`).digest('hex');
    expect(fingerprint(key, payee)).not.toBe(plain);
  });

  it('refuses a key too short to keep the account secret', () => {
    expect(() => fingerprint(Buffer.from('short'), payee)).toThrow(/32 bytes/);
  });

  it('shows the last four characters only', () => {
    expect(['0352350917', '99ZP24009M07248267', '12'].map(last4)).toEqual(['0917', '8267', '12']);
  });
});
