/** What is wrong with a file, cell by cell, in words for the person who filled it in. Never repeats a secret. */

export interface CellProblem {
  sheet: string;
  /** `D14`; a whole line is `14`; null: the sheet as such. */
  cell: string | null;
  problem: string;
}

/** Said one by one; of the rest only how many. */
const MOST_PROBLEMS = 500;

export class Problems {
  readonly list: CellProblem[] = [];
  count = 0;

  add(sheet: string, cell: string | null, problem: string): void {
    this.count += 1;
    if (this.list.length < MOST_PROBLEMS) this.list.push({ sheet, cell, problem });
  }
}

/** "Hộ, D14: thiếu ấp". */
export const problemLine = ({ sheet, cell, problem }: CellProblem): string =>
  `${sheet}${cell === null ? '' : `, ${cell}`}: ${problem}`;
