/**
 * `npm run --silent understand`: reads JSON lines `{"text":"…","expecting":"step"|null}` and answers each with a line
 * `{"intent":"…","confidence":0.93,"alternatives":[{"intent":"…","confidence":0.05}],"normalized":"…","topic":null,
 * "acts":true}`. A line that is no such question is answered with `{"error":"…","line":n}`, and the next one is read.
 */
import { createInterface } from 'node:readline';
import { type Expecting, type Understanding, understand } from '../src/understanding/understand.ts';

type Question = { text: string; expecting: Expecting } | { error: string };

let line = 0;
for await (const input of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
  line += 1;
  if (input.trim() === '') continue;
  const question = readQuestion(input);
  const answer = 'error' in question ? { ...question, line } : answerTo(understand(question.text, question.expecting));
  if (!process.stdout.write(`${JSON.stringify(answer)}\n`))
    await new Promise((done) => process.stdout.once('drain', done));
}

function readQuestion(input: string): Question {
  let value: unknown;
  try {
    value = JSON.parse(input);
  } catch {
    return { error: 'not JSON' };
  }
  if (typeof value !== 'object' || value === null || !('text' in value) || typeof value.text !== 'string') {
    return { error: 'expected {"text":"…","expecting":"step"|null}' };
  }
  return { text: value.text, expecting: 'expecting' in value && value.expecting === 'step' ? 'step' : null };
}

function round(share: number): number {
  return Math.round(share * 1e4) / 1e4;
}

function answerTo({ intent, confidence, alternatives, normalized, topic, acts }: Understanding) {
  const others = alternatives.map((other) => ({ intent: other.intent, confidence: round(other.confidence) }));
  return { intent, confidence: round(confidence), alternatives: others, normalized, topic, acts };
}
