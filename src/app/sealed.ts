/** What an errand needs lies sealed until it is done: closed and opened side by side, since both must name what it is for. */
import { open, seal } from '../db/seal.ts';

const ERRAND = 'errand';

export const sealErrand = (key: Buffer, body: string): Buffer => seal(key, Buffer.from(body), ERRAND);

export const openErrand = (key: Buffer, sealed: Buffer): string => open(key, sealed, ERRAND).toString();
