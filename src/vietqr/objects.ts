/**
 * EMV data objects: two digits of id, two digits of length, the value, one after the other (EMVCo Merchant-Presented
 * Mode §3). Reading is a loop, because a crafted code may nest or lie about its lengths.
 */

export interface DataObject {
  /** Two digits. */
  id: string;
  value: string;
}

export type ObjectFault =
  /** An id or length that is no number, or a length that reaches past the end. */
  | 'bad_length'
  /** Something follows the object that must be last. */
  | 'trailing';

/** Longest value two digits can announce. */
const VALUE_LENGTH = 99;

/** One object as text. The value must be ASCII, 1–99 characters: anything else is a mistake of the caller and throws. */
export function writeObject(id: string, value: string): string {
  if (!/^[ -~]+$/.test(value) || value.length > VALUE_LENGTH) {
    throw new RangeError(`Object ${id} needs 1–${VALUE_LENGTH} ASCII characters, not ${value.length}: ${value}`);
  }
  return id + String(value.length).padStart(2, '0') + value;
}

/**
 * A text cut into what its lengths count. The format counts characters; some generators count UTF-8 bytes instead, and
 * the two differ as soon as a letter carries a mark.
 */
export interface Units {
  readonly length: number;
  /** The text between two places, or null when one of them lies inside a character. */
  between(start: number, end: number): string | null;
}

export type Cut = (text: string) => Units;

export const codePoints: Cut = (text) => {
  const points = Array.from(text);
  return { length: points.length, between: (start, end) => points.slice(start, end).join('') };
};

export const utf8Bytes: Cut = (text) => {
  const bytes = new TextEncoder().encode(text);
  const isInside = (at: number) => ((bytes[at] ?? 0) & 0xc0) === 0x80;
  return {
    length: bytes.length,
    between: (start, end) =>
      isInside(start) || isInside(end) ? null : new TextDecoder().decode(bytes.subarray(start, end)),
  };
};

export interface ObjectsRead {
  /** Everything up to the fault, in order. */
  objects: DataObject[];
  fault: ObjectFault | null;
}

/** Reads objects to the end of the text, or to the one named `last`. Never throws; costs one pass. */
export function readObjects(units: Units, last?: string): ObjectsRead {
  const objects: DataObject[] = [];
  let at = 0;
  while (at < units.length) {
    const head = /^(\d\d)(\d\d)$/.exec(units.between(at, at + 4) ?? '');
    if (!head) return { objects, fault: 'bad_length' };
    const start = at + 4;
    const end = start + Number(head[2]);
    const value = end > units.length ? null : units.between(start, end);
    if (value === null) return { objects, fault: 'bad_length' };
    objects.push({ id: head[1]!, value });
    at = end;
    if (head[1] === last) break;
  }
  return { objects, fault: at < units.length ? 'trailing' : null };
}
