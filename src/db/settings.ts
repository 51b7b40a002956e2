/** Small facts all processes share, by name. */
import type { Sql, Tx } from './client.ts';

/** Null when it was never set. */
export async function readSetting<T>(sql: Sql | Tx, key: string): Promise<T | null> {
  const [row] = await sql<{ value: T }[]>`select value from settings where key = ${key}`;
  return row?.value ?? null;
}

export async function writeSetting(tx: Sql | Tx, key: string, value: object): Promise<void> {
  await tx`
    insert into settings (key, value) values (${key}, ${tx.json(value as Parameters<typeof tx.json>[0])})
    on conflict (key) do update set value = excluded.value`;
}

/** Whether an admin has opened the simulator on a machine that is no demonstration. */
export const SIMULATOR_SETTING = 'simulator';

export interface SimulatorSetting {
  open: boolean;
}
