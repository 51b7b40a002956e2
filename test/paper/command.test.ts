import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';

const SCRIPT = fileURLToPath(new URL('../../scripts/print.ts', import.meta.url));
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'print-'));
afterAll(() => rmSync(folder, { recursive: true }));

function print(...args: string[]) {
  const env = { ...process.env, ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64') };
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', SCRIPT, ...args], {
    cwd: ROOT,
    encoding: 'utf8',
    env,
  });
  return { status, stdout, stderr };
}

const CERTIFICATE = ['--name', 'Bác Sáu', '--learnt', 'Cài VNeID', '--place', 'Xã Đại Ân 2', '--date', '2026-11-22'];

it.each([
  ['leaflet', 'vneid-install', '--telegram', 'tro_ly_so_bot', '--area', '31673'],
  ['sheet', 'vneid-install', '--phone', 'iphone'],
  ['certificate', ...CERTIFICATE],
])('writes a %s', (piece, ...args) => {
  const out = join(folder, `${piece}.pdf`);
  const { status, stdout, stderr } = print(piece, ...args, '--out', out);
  expect([status, stderr, stdout]).toEqual([0, '', `${out}\n`]);
  expect(readFileSync(out).subarray(0, 5).toString()).toBe('%PDF-');
});

it.each([
  [[], 'Say leaflet, sheet or certificate.'],
  [['poster'], 'There is no "poster"'],
  [['sheet', 'vneid-install'], '--out is missing.'],
  [['sheet', '--out', 'x.pdf'], 'Name one flow.'],
  [['sheet', 'fly', '--out', 'x.pdf'], 'There is no flow "fly". Flows: vneid-install'],
  [['sheet', 'vneid-install', '--out', 'x.png'], 'ends in .pdf'],
  [['sheet', 'vneid-install', '--out', 'x.pdf', '--phone', 'nokia'], '--phone is android or iphone'],
  [['sheet', 'vneid-install', '--out', 'x.pdf', '--ask-phone', '1'], '--ask-phone needs --ask'],
  [['sheet', 'vneid-install', '--out', 'x.pdf', '--colour', 'red'], '--colour'],
  [['leaflet', 'vneid-install', '--out', 'x.pdf'], 'needs --zalo, --telegram or both'],
  [['certificate', '--out', 'x.pdf'], '--name is missing.'],
])('explains a wrong command: %j', (args, reason) => {
  const { status, stderr } = print(...args);
  expect(status).toBe(2);
  expect(stderr).toContain(reason);
  expect(stderr).toContain('Usage:');
});

it('says what to change when it refuses, without the usage', () => {
  const wrongDay = CERTIFICATE.with(-1, '2026-02-30');
  const { status, stderr } = print('certificate', ...wrongDay, '--out', join(folder, 'x.pdf'));
  expect([status, stderr]).toEqual([1, 'A date looks like 2026-11-22; this is "2026-02-30".\n']);
  expect(print('sheet', 'vneid-install', '--out', join(folder, 'nowhere', 'x.pdf')).status).toBe(1);
});
