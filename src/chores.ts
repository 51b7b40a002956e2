/** Timed work: one chore after another, and one that fails does not hold up those behind it. */
export type Chore = () => Promise<unknown>;

/** Does all of them, then rejects with what went wrong in any. */
export async function doChores(chores: readonly Chore[]): Promise<void> {
  const faults: unknown[] = [];
  for (const chore of chores) await chore().catch((fault: unknown) => faults.push(fault));
  if (faults.length === 1) throw faults[0];
  if (faults.length > 1) throw new AggregateError(faults, `${faults.length} chores failed.`);
}
