/**
 * The optional program of the operator's choice (a language model behind an address of theirs) that may choose among vetted
 * answers. It gets the question without persons and the ids with one question each; all it can say back is one of those ids.
 * Off unless `ANSWER_CHOOSER_URL` is set.
 */
import type { ChooseAnswer } from './bot/errands.ts';
import { ANSWERS, findAnswers } from './understanding/answers.ts';

const WITHIN_MS = 8_000;
const CHOICES = 8;
const MOST_CHARACTERS = 2_000;

export function createAnswerChooser(url: string | null, call: typeof fetch = fetch): ChooseAnswer | null {
  if (url === null) return null;
  return async (question) => {
    const near = findAnswers(question, CHOICES).map(({ answer }) => answer);
    const choices = near.length > 0 ? near : ANSWERS;
    const response = await call(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ question, choices: choices.map(({ id, questions }) => ({ id, question: questions[0] })) }),
      redirect: 'error',
      signal: AbortSignal.timeout(WITHIN_MS),
    });
    if (!response.ok) throw new Error(`The answer chooser said ${response.status}.`);
    const said = readId((await response.text()).slice(0, MOST_CHARACTERS));
    return choices.find(({ id }) => id === said)?.id ?? null;
  };
}

function readId(body: string): unknown {
  try {
    return (JSON.parse(body) as { id?: unknown } | null)?.id;
  } catch {
    return undefined;
  }
}
