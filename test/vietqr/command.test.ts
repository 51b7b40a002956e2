import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { encodeVietQR } from '../../src/vietqr/payload.ts';
import { readCode } from '../../src/vietqr/picture.ts';
import { TRANSFERS, WRONG_CHECKSUM } from './samples.ts';

const SCRIPT = fileURLToPath(new URL('../../scripts/vietqr.ts', import.meta.url));
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'vietqr-'));
afterAll(() => rmSync(folder, { recursive: true }));

function vietqr(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', SCRIPT, ...args], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

const BANK = ['--bin', '970422', '--account', '0352350917'];
const STATIC = encodeVietQR({ bin: '970422', account: '0352350917' });

describe('vietqr parse', () => {
  it('prints what a payload says as JSON', () => {
    const { status, stdout } = vietqr('parse', TRANSFERS[0]!.payload);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ valid: true, bin: '970403', account: '9704031101234567', warnings: [] });
  });

  it('answers for an invalid payload too, without failing', () => {
    const { status, stdout } = vietqr('parse', WRONG_CHECKSUM.payload);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ valid: false, errors: ['crc_mismatch'], warnings: [] });
  });

  it('answers for text that looks like an option', () => {
    const { status, stdout } = vietqr('parse', '--bin');
    expect([status, JSON.parse(stdout).kind]).toEqual([0, 'not_emv']);
  });
});

describe('vietqr make', () => {
  const make = (name: string, ...options: string[]) => {
    const out = join(folder, name);
    const result = vietqr('make', ...options, '--out', out);
    expect([result.stderr, result.status]).toEqual(['', 0]);
    return { out, payload: JSON.parse(result.stdout).payload, file: readFileSync(out) };
  };

  it('writes the bare code as a square PNG', () => {
    const { file, payload } = make('code.png', ...BANK);
    expect(payload).toBe(STATIC);
    expect(file.readUInt32BE(16)).toBe(file.readUInt32BE(20));
    expect(readCode(file)).toBe(STATIC);
  });

  it('writes amount and note into the code', () => {
    const { file } = make('code.svg', ...BANK, '--amount', '25000', '--note', 'Rau muống');
    expect(readCode(file.toString())).toBe(
      encodeVietQR({ bin: '970422', account: '0352350917', amount: 25_000, note: 'Rau muong' }),
    );
  });

  it('writes the stand when a name is given', () => {
    const { file } = make('stand.png', ...BANK, '--name', 'Nguyễn Thị Ba', '--stall', 'Sạp rau Cô Ba', '--paper', 'a5');
    expect([file.readUInt32BE(16), file.readUInt32BE(20)]).toEqual([1480, 2100]);
    expect(readCode(file)).toBe(STATIC);
  });

  it.each(['a6', 'a5', 'a4'])('writes the stand as PDF on %s', (paper) => {
    const { file } = make(`stand-${paper}.pdf`, ...BANK, '--name', 'NGUYEN THI BA', '--paper', paper);
    expect(file.subarray(0, 5).toString()).toBe('%PDF-');
  });

  it('writes a PDF without a name, and one with everything', () => {
    make('no-name.pdf', ...BANK);
    make(
      'all.pdf',
      ...BANK,
      '--name',
      'A',
      '--stall',
      'B',
      '--number',
      '1',
      '--contact',
      'C',
      '--phone',
      '1',
      '--bleed',
      '--sample',
    );
  });
});

describe('vietqr refuses', () => {
  const out = ['--out', join(folder, 'never.png')];
  it.each([
    ['an unknown BIN', ['--bin', '123456', '--account', '1', ...out], /content\/banks\.json/],
    ['an account with spaces', ['--bin', '970422', '--account', '1 2', ...out], /without spaces/],
    ['an amount with dots', [...BANK, '--amount', '25.000', ...out], /digits only, e\.g\. 25000/],
    ['an amount of nothing', [...BANK, '--amount', '0', ...out], /from 1 up to 13 digits/],
    ['a name no bank prints', [...BANK, '--name', 'Ба', ...out], /Latin letters/],
    ['a folder that is not there', [...BANK, '--out', join(folder, 'no', 'x.png')], /no such file or directory/],
  ])('%s, saying what to do', (_, args, message) => {
    const { status, stdout, stderr } = vietqr('make', ...args);
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  it.each([
    ['nothing to do', []],
    ['an unknown command', ['print']],
    ['parse without a payload', ['parse']],
    ['parse with two', ['parse', 'a', 'b']],
    ['make without BIN', ['make', '--account', '1', ...out]],
    ['make without account', ['make', '--bin', '970422', ...out]],
    ['make without a file', ['make', ...BANK]],
    ['a file of another kind', ['make', ...BANK, '--out', 'x.gif']],
    ['a paper nobody sells', ['make', ...BANK, ...out, '--paper', 'a0']],
    ['a picture of A4', ['make', ...BANK, ...out, '--paper', 'a4']],
    ['a phone number of nobody', ['make', ...BANK, ...out, '--phone', '0900 000 000']],
    ['an unknown option', ['make', ...BANK, ...out, '--logo', 'x']],
  ])('%s with the usage', (_, args) => {
    const { status, stdout, stderr } = vietqr(...args);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain('Usage:');
  });
});
