/** What differs between two pieces of plain JSON, field by field. Pure. */
export interface Change {
  /** `run.state.step`; empty for the whole. */
  path: string;
  before: unknown;
  after: unknown;
}

/** Objects are looked into, lists are compared as a whole: order and length are part of what they say. */
export function changesBetween(before: unknown, after: unknown, path = ''): Change[] {
  if (same(before, after)) return [];
  if (!isFields(before) || !isFields(after)) return [{ path, before, after }];
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.flatMap((name) => changesBetween(before[name], after[name], path === '' ? name : `${path}.${name}`));
}

const same = (a: unknown, b: unknown): boolean =>
  (a ?? null) === (b ?? null) || JSON.stringify(a) === JSON.stringify(b);

function isFields(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
