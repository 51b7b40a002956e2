import { expect, it } from 'vitest';
import { doChores } from '../src/chores.ts';

it('does every chore in order, whatever happens to the others, and says what failed', async () => {
  const done: string[] = [];
  const chore = (name: string, fault?: Error) => async () => {
    done.push(name);
    if (fault) throw fault;
  };
  const first = new Error('no database');
  await expect(doChores([chore('a'), chore('b', first), chore('c')])).rejects.toBe(first);
  expect(done).toEqual(['a', 'b', 'c']);
  await expect(doChores([chore('d', first), chore('e', first)])).rejects.toThrow('2 chores failed');
  await expect(doChores([chore('f')])).resolves.toBeUndefined();
});
