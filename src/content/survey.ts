/** How many people a publication finds in the middle of something, and how many of them it leaves there: the bench asks. */
import type { FlowBook } from '../bot/turn.ts';
import type { Sql } from '../db/client.ts';
import { runsUnderWay } from '../db/under-way.ts';
import { isStranded } from './stranded.ts';

export interface Survey {
  underWay: number;
  stranded: number;
}

/** Everybody who is in the middle of a flow now, against the flows as they are in force now. */
export async function surveyRuns(sql: Sql, book: Pick<FlowBook, 'current' | 'of'>): Promise<Survey> {
  const survey: Survey = { underWay: 0, stranded: 0 };
  for await (const states of runsUnderWay(sql)) {
    survey.underWay += states.length;
    survey.stranded += states.filter((state) => isStranded(book, state)).length;
  }
  return survey;
}
