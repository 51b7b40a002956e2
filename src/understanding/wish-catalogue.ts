/**
 * What people type when they want something, for every flow. Where two flows fit equally well the earlier wins, so the
 * more particular tables stand before the first six.
 */
import type { FlowId } from '../flows/flow.ts';
import { WISH_PHRASES } from './wish-phrases.ts';
import { WISHES_IDENTITY } from './wishes-identity.ts';
import { WISHES_MONEY } from './wishes-money.ts';
import { WISHES_TRADE } from './wishes-trade.ts';
import { WISHES_WELFARE } from './wishes-welfare.ts';

const TABLES: readonly Readonly<Record<FlowId, readonly string[]>>[] = [
  WISHES_MONEY,
  WISHES_IDENTITY,
  WISHES_WELFARE,
  WISH_PHRASES,
  WISHES_TRADE,
];

export const WISH_CATALOGUE: readonly { id: FlowId; phrases: string[] }[] = TABLES.flatMap((table) =>
  Object.entries(table).map(([id, phrases]) => ({ id, phrases: [...phrases] })),
);
