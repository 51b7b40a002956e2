/** Runs as people carry them in memory. */
import type { Memory } from '../bot/memory.ts';
import type { RunState } from '../flows/flow.ts';
import type { Sql } from './client.ts';

const PORTION = 1000;

/** States of every run under way, in portions, so that a whole province fits. */
export async function* runsUnderWay(sql: Sql): AsyncGenerator<RunState[]> {
  let after = 0n;
  for (;;) {
    const rows = await sql<{ id: bigint; run: NonNullable<Memory['run']> }[]>`
      select id, memory -> 'run' as run from contacts where id > ${after} and memory ? 'run' order by id limit ${PORTION}`;
    const last = rows.at(-1);
    if (!last) return;
    yield rows.map(({ run }) => run.state);
    after = last.id;
  }
}
