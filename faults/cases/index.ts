/** Every case, in the order of the report. */
import type { Case } from '../case.ts';
import { database } from './database.ts';
import { kills } from './kills.ts';
import { people } from './people.ts';
import { platforms } from './platforms.ts';
import { processes } from './processes.ts';
import { tokens } from './tokens.ts';

export const cases: Case[] = [...kills, ...platforms, ...people, ...database, ...processes, ...tokens];
