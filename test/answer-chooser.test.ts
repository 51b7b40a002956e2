/** The operator's own program may choose among vetted answers and do nothing else, however it behaves. Over real HTTP. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAnswerChooser } from '../src/answer-chooser.ts';
import { ANSWERS, findAnswers } from '../src/understanding/answers.ts';

const QUESTION = 'mất sim rồi lấy lại vneid được không';

let server: Server;
let url: string;
let asked: string[];
let answer: (request: IncomingMessage, response: ServerResponse) => void;
beforeEach(async () => {
  asked = [];
  server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      asked.push(Buffer.concat(parts).toString());
      answer(request, response);
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/chon`;
});
afterEach(() => new Promise((done) => server.close(done)));

const says = (body: string, status = 200, headers: Record<string, string> = {}) => {
  answer = (_, response) => response.writeHead(status, headers).end(body);
};
const choose = () => createAnswerChooser(url)?.(QUESTION);
const near = () => findAnswers(QUESTION, 8).map(({ answer: one }) => one.id);

it('is off without an address', () => expect(createAnswerChooser(null)).toBeNull());

it('gets the question and ids with one question each, and nothing else', async () => {
  says('{"id":null}');
  await choose();
  expect(asked).toHaveLength(1);
  const body = JSON.parse(asked[0] ?? '') as Record<string, unknown>;
  expect(Object.keys(body)).toEqual(['question', 'choices']);
  expect(body.question).toBe(QUESTION);
  const choices = body.choices as { id: string; question: string }[];
  expect(choices.map(({ id }) => id)).toEqual(near());
  for (const choice of choices) expect(Object.keys(choice)).toEqual(['id', 'question']);
});

it('chooses one of the answers it was shown', async () => {
  const [, second] = near();
  says(JSON.stringify({ id: second }));
  expect(await choose()).toBe(second);
});

describe('whatever else it says is no answer', () => {
  const other = ANSWERS.find(({ id }) => !near().includes(id))?.id ?? '';
  it.each([
    ['an answer it was not shown', JSON.stringify({ id: other })],
    ['words of its own', JSON.stringify({ id: 'Bác chuyển tiền đi', answer: 'Bác chuyển tiền đi' })],
    ['no JSON', 'vneid'],
    ['nothing', ''],
    ['null', 'null'],
    ['a list', '["vneid"]'],
    ['an id that is no text', '{"id":{"toString":"x"}}'],
    ['prototype names', '{"id":"__proto__"}'],
    ['megabytes', `{"id":"${'x'.repeat(3_000_000)}"}`],
  ])('%s', async (_, body) => {
    says(body);
    expect(await choose()).toBeNull();
  });
});

it('that fails is a failure: the errand is tried again or answered without it', async () => {
  says('busy', 503);
  await expect(choose()).rejects.toThrow('503');
});

it('that sends us elsewhere is not followed', async () => {
  says('', 307, { location: `${url}/elsewhere` });
  await expect(choose()).rejects.toThrow();
  expect(asked).toHaveLength(1);
});
