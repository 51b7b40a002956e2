/** The measured programs run as processes of their own: one question at a time over IPC, each with one answer. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface Child {
  /** What the program said of itself when it was ready. */
  readonly hello: Record<string, unknown>;
  ask<Answer>(question: object): Promise<Answer>;
  /** Resident memory in bytes. */
  memory(): Promise<number>;
  /** Processor time used so far, in milliseconds: its own and the system's for it. */
  cpu(): Promise<number>;
  stop(): Promise<void>;
}

interface Answered {
  answer?: unknown;
  fault?: string;
}

/** Starts `bench/<script>` with these settings in its environment; resolves with what it announces. */
export async function startChild(script: string, settings: object, nodeOptions: string[] = []): Promise<Child> {
  const file = fileURLToPath(new URL(script, import.meta.url));
  const env = { ...process.env, BENCH: JSON.stringify(settings) };
  const child = fork(file, { env, execArgv: ['--import', 'tsx', ...nodeOptions] });
  const answers = answersOf(child, script);
  const ask = <Answer>(question: object): Promise<Answer> => {
    child.send(question);
    return answers.next() as Promise<Answer>;
  };
  const hello = (await answers.next()) as Record<string, unknown>;
  return {
    hello,
    ask,
    memory: () => ask<number>({ do: 'memory' }),
    cpu: () => ask<number>({ do: 'cpu' }),
    stop: async () => {
      if (child.exitCode !== null) return;
      const ended = once(child, 'exit');
      child.send({ do: 'stop' });
      await ended;
    },
  };
}

/** One question at a time, so the next message is its answer; rejects when the child says a fault or ends. */
function answersOf(child: ChildProcess, script: string): { next(): Promise<unknown> } {
  let waiting: PromiseWithResolvers<unknown> | null = null;
  child.on('message', ({ answer, fault }: Answered) => {
    if (fault === undefined) waiting?.resolve(answer);
    else waiting?.reject(new Error(`bench/${script}: ${fault}`));
  });
  child.on('exit', (code) => waiting?.reject(new Error(`bench/${script} ended with code ${code}; see above.`)));
  return {
    next() {
      waiting = Promise.withResolvers<unknown>();
      return waiting.promise;
    },
  };
}

/** What every child can say of itself. */
const OWN_ANSWERS: Partial<Record<string, () => number>> = {
  memory: () => process.memoryUsage.rss(),
  cpu: () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  },
};

/** In the child: announces itself, then answers questions until it is told to stop. */
export function serve(
  hello: object,
  answer: (question: { do: string }) => Promise<unknown>,
  stop: () => Promise<void>,
): void {
  process.on('message', async (question: { do: string }) => {
    if (question.do === 'stop') {
      await stop();
      process.exit(0);
    }
    try {
      const own = OWN_ANSWERS[question.do];
      const result = own ? own() : await answer(question);
      process.send?.({ answer: result ?? null });
    } catch (error) {
      process.send?.({ fault: String((error as Error).stack ?? error) });
    }
  });
  process.on('disconnect', () => process.exit(1));
  process.send?.({ answer: hello });
}

/** In the child: what the parent set. */
export const settingsOf = <Settings>(): Settings => JSON.parse(process.env.BENCH ?? '{}') as Settings;
