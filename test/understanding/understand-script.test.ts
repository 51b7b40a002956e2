import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const script = fileURLToPath(new URL('../../scripts/understand.ts', import.meta.url));
const run = (input: string) => {
  const { stdout, status } = spawnSync(process.execPath, ['--import', 'tsx', script], { input, encoding: 'utf8' });
  expect(status).toBe(0);
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
};

it('answers every line in order, names what is wrong with a broken one, and goes on', { timeout: 60_000 }, () => {
  const answers = run(
    [
      '{"text":"xong rồi con","expecting":"step"}',
      '{"text":',
      '[]',
      '{"text":7,"expecting":null}',
      '',
      '{"text":"đóng tiền điện","expecting":null}',
      '{"text":""}',
    ].join('\n'),
  );
  expect(answers.length).toBe(6);
  expect(answers[0]).toMatchObject({ intent: 'done', alternatives: [], normalized: 'xong roi con', acts: true });
  expect(answers[0]?.confidence).toBeGreaterThan(0.9);
  expect(answers.slice(1, 4)).toEqual([
    { error: 'not JSON', line: 2 },
    { error: expect.stringContaining('"text"'), line: 3 },
    { error: expect.stringContaining('"text"'), line: 4 },
  ]);
  expect(answers[4]).toMatchObject({ intent: 'bill_pay' });
  expect(answers[5]).toMatchObject({ normalized: '' });
});
