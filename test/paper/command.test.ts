import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, expect, it } from 'vitest';
import { connect } from '../../src/db/client.ts';
import { recordLocalFact } from '../../src/db/local-facts.ts';
import { createTestDatabase } from '../support/database.ts';
import { copied, has } from './support.ts';

const SCRIPT = fileURLToPath(new URL('../../scripts/print.ts', import.meta.url));
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'print-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Where the command finds a database; nowhere unless a test says so. */
let database: { DATABASE_URL?: string } = {};
afterEach(() => {
  database = {};
});

function print(...args: string[]) {
  // A data folder in which there has never been a database.
  const env = { ...process.env, ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'), DATA_DIR: folder, ...database };
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

it.runIf(has('pdftotext'))('a paper for an area says what its commune has written down, as the page does', async () => {
  const server = await createTestDatabase();
  const { sql, close } = connect(server.url, { connections: 1 });
  try {
    await sql`
      insert into areas (code, name, kind, parent_code, valid_from) values
        ('79001', 'Xã Một', 'commune', null, '2025-07-01'), ('79001-01', 'Ấp Một', 'hamlet', '79001', '2025-07-01'),
        ('79002', 'Xã Hai', 'commune', null, '2025-07-01')`;
    await recordLocalFact(
      sql,
      {
        ...{ areaCode: '79001', kind: 'police-address', value: 'số 1 đường Lộ Tẻ' },
        ...{ source: 'bảng ở cửa', verifiedOn: '2026-11-20' },
      },
      { ref: 'contact:1', name: 'chị Lan' },
      new Date('2026-11-20T02:00:00Z'),
    );
    database = { DATABASE_URL: server.url };
    const out = join(folder, 'local.pdf');
    const printed = (...args: string[]) => {
      const { status, stderr } = print(...args, '--out', out);
      expect([args, status, stderr]).toEqual([args, 0, '']);
      return copied(readFileSync(out)).join(' ');
    };
    expect(printed('sheet', 'vneid-activate', '--area', '79001-01')).toContain('Công an xã ở: số 1 đường Lộ Tẻ.');
    const elsewhere = printed('sheet', 'vneid-activate', '--area', '79002');
    expect(elsewhere).toContain('Công an xã ở đâu thì hỏi ủy ban xã.');
    expect(elsewhere).not.toContain('Lộ Tẻ');
    const nowhere = print('sheet', 'vneid-activate', '--area', '79009', '--out', out);
    expect([nowhere.status, nowhere.stderr]).toEqual([1, 'There is no area "79009" in the database.\n']);
  } finally {
    await close();
    await server.drop();
  }
});
