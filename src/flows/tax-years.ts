/**
 * What the tax law says to household businesses, by calendar year: the thresholds moved four times in two years
 * (100 → 200 → 500 → 1.000 million đồng), so texts take them from here and never spell them out. Only who must declare,
 * by when and on which form; never a rate and never a sum to pay, which the tax office alone may name.
 *
 * 2026: Nghị định 68/2026/NĐ-CP of 5/3/2026 as amended by Nghị định 141/2026/NĐ-CP of 29/4/2026, applied from 1/1/2026.
 */

export interface TaxYear {
  year: number;
  /** Revenue of a calendar year, in đồng, up to which nothing is due and no e-invoice is asked for. */
  exempt: number;
  /** Revenue, in đồng, from which one had better ask the tax office: nobody agrees on when the duties begin. */
  ask: number;
  /** Up to here, in đồng, no settlement at the end of the year. */
  unsettled: number;
  /** Up to here, in đồng, declared by the quarter; above by the month. */
  quarterly: number;
  /** Last day of the yearly notice of revenue by those below `exempt`, dd/mm/yyyy as it is read. */
  noticeBy: string;
  /** The same for a household that began in the first half of the year. */
  firstNoticeBy: string;
  /** Last day of the settlement, dd/mm/yyyy. */
  settleBy: string;
  noticeForm: string;
  declarationForm: string;
}

const MILLION = 1_000_000;
const BILLION = 1000 * MILLION;

export const TAX_YEARS: Readonly<Record<2026, TaxYear>> = {
  2026: {
    year: 2026,
    exempt: BILLION,
    ask: 900 * MILLION,
    unsettled: 3 * BILLION,
    quarterly: 50 * BILLION,
    noticeBy: '31/01/2027',
    firstNoticeBy: '31/07/2026',
    settleBy: '31/03/2027',
    noticeForm: '01/TKN-CNKD',
    declarationForm: '01/CNKD',
  },
};

/** Placeholders for a flow's words: amounts as people say them, and in millions for readers of English. */
export function taxParams(law: TaxYear): Record<string, string> {
  return {
    year: String(law.year),
    exempt: spoken(law.exempt),
    ask: spoken(law.ask),
    unsettled: spoken(law.unsettled),
    quarterly: spoken(law.quarterly),
    exemptMillions: inMillions(law.exempt),
    askMillions: inMillions(law.ask),
    unsettledMillions: inMillions(law.unsettled),
    quarterlyMillions: inMillions(law.quarterly),
    noticeBy: law.noticeBy,
    firstNoticeBy: law.firstNoticeBy,
    settleBy: law.settleBy,
    noticeForm: law.noticeForm,
    declarationForm: law.declarationForm,
  };
}

/** "900 triệu", "1 tỷ", "1,5 tỷ": whole millions only, as all thresholds are. */
function spoken(dong: number): string {
  if (dong < BILLION) return `${dong / MILLION} triệu`;
  return `${String(dong / BILLION).replace('.', ',')} tỷ`;
}

/** Grouped by dots, as numbers are written here: "1.000". */
const inMillions = (dong: number): string => String(dong / MILLION).replace(/\B(?=(\d{3})+$)/g, '.');
