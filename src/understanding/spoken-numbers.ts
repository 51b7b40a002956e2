/**
 * Numbers in words become digits: "hai trăm ngàn" → 200000, "mot tram nam muoi" → 150, "triệu rưỡi" → 1500000. Only what
 * carries a rank (mươi, trăm, ngàn, triệu, tỷ) or is mười with a unit of its own is a number for sure. A unit alone stays a
 * word: "ba" is also a father, "năm" also a year, "tư" the fourth child. Pure and linear; digits are not read again, so
 * that reading twice changes nothing.
 */

/** A word as the normaliser has read it. */
export interface Spoken {
  accented: string;
  folded: string;
}

/** Standard spellings, by what they are without accents. */
const UNITS = readable({ một: 1, hai: 2, ba: 3, bốn: 4, năm: 5, sáu: 6, bảy: 7, bẩy: 7, tám: 8, chín: 9 });
/** Units as they sound behind a ten. Not "năm", which is said "lăm" there: "hai mươi năm" are twenty years. */
const TAILS = readable({
  ...{ một: 1, mốt: 1, hai: 2, ba: 3, bốn: 4, tư: 4, lăm: 5, nhăm: 5, sáu: 6, bảy: 7, bẩy: 7, tám: 8, chín: 9 },
});
/** Units that may stand for the next lower rank: "trăm hai" are 120. "Trăm năm" are years, "triệu ba" somebody's father. */
const NEXT_RANK = readable({ hai: 2, bốn: 4, tư: 4, sáu: 6, bảy: 7, bẩy: 7, tám: 8, chín: 9 });
const RANKS = readable({ ngàn: 1_000, nghìn: 1_000, triệu: 1_000_000, tỷ: 1_000_000_000, tỉ: 1_000_000_000 });
const HUNDRED = readable({ trăm: 100 });
const TENS = readable({ mươi: 10, chục: 10 });
const TEN = readable({ mười: 10 });
const ODD = readable({ lẻ: 0, linh: 0 });
const HALF = readable({ rưỡi: 0.5, rưởi: 0.5 });

/** Without accents these mean something else too often: a moment (tí, tý), wishes (chúc), half past (buổi). */
const ACCENTED_ONLY = new Set(['ty', 'ti', 'chuc']);
/**
 * What follows makes another word of it where no accents were written: "ngan hang" is a bank, "tram y te" a health
 * station, "trieu tap" a summons, "muoi ot" salt and chili.
 */
const OTHERWISE: Readonly<Record<string, ReadonlySet<string>>> = {
  ngan: new Set(['hang', 'sach', 'chan', 'keo', 'nap', 'ngu', 'ro']),
  tram: new Set(['y', 'xa', 'xang', 'sac', 'dien', 'thu', 'bom', 'kiem', 'phat', 'dung', 'huong']),
  trieu: new Set(['tap', 'hoi']),
  muoi: new Set(['ot', 'mam', 'i', 'tieu', 'bien', 'can', 'dot']),
};

type Table = ReadonlyMap<string, readonly { accented: string; value: number }[]>;

function readable(entries: Readonly<Record<string, number>>): Table {
  return Map.groupBy(
    Object.entries(entries).map(([accented, value]) => ({ accented, value })),
    ({ accented }) => accented.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd'),
  );
}

/**
 * Up to three digits with a rank behind them are a number too, "100 ngàn", if the rank is written with its accents: "14
 * ngan" is also household 14 of a hamlet called Ngan Rô.
 */
const FEW_DIGITS = /^[1-9]\d{0,2}$/;

/** The words with every number in words as one word of digits. */
export function withDigits<T extends Spoken>(words: readonly T[]): (T | Spoken)[] {
  const read: (T | Spoken)[] = [];
  for (let at = 0; at < words.length; ) {
    const number = numberAt(words, at);
    if (number === null) {
      read.push(words[at] as T);
      at += 1;
    } else {
      const digits = String(number.value);
      read.push({ accented: digits, folded: digits });
      at = number.end;
    }
  }
  return read;
}

interface Read {
  value: number;
  end: number;
}

/** Thousands, millions and more, each smaller than the one before; at last what is below a thousand. */
function numberAt(words: readonly Spoken[], start: number): Read | null {
  let [total, at, last] = [0, start, Number.POSITIVE_INFINITY];
  for (;;) {
    const section = sectionAt(words, at, total > 0);
    // "triệu rưỡi", "ngàn mốt": one of them, not said.
    const implied = total === 0 && section === null ? 1 : null;
    const rankAt = section?.end ?? at;
    const rank = valueIn(RANKS, words, rankAt);
    const isRanked = rank !== null && rank < last && (section !== null || implied !== null);
    if (!isRanked)
      return section && (section.isNumber || total > 0)
        ? closed(total + section.value, section.end)
        : closed(total, at);
    const half = valueIn(HALF, words, rankAt + 1);
    if (implied !== null && half === null) return null;
    total += (section?.value ?? 1) * rank;
    [at, last] = [rankAt + 1, rank];
    if (half !== null) return closed(total + rank / 2, at + 1);
    const next = valueIn(NEXT_RANK, words, at);
    if (next !== null && !isRankAt(words, at + 1)) return closed(total + (next * rank) / 10, at + 1);
  }
}

const closed = (value: number, end: number): Read | null => (value > 0 ? { value, end } : null);

const isRankAt = (words: readonly Spoken[], at: number): boolean =>
  [RANKS, HUNDRED, TENS].some((table) => valueIn(table, words, at) !== null);

const isAccented = (word: Spoken | undefined): boolean => word !== undefined && word.accented !== word.folded;

/** Below a thousand. `isNumber`: a number even with no rank behind it. Behind a rank a lone unit is none of its own. */
function sectionAt(words: readonly Spoken[], at: number, isInside: boolean): (Read & { isNumber: boolean }) | null {
  const digits = words[at]?.folded ?? '';
  if (FEW_DIGITS.test(digits)) {
    return !isInside && isRankAt(words, at + 1) && isAccented(words[at + 1])
      ? hundredsBehind(words, at + 1, Number(digits))
      : null;
  }
  const unit = valueIn(UNITS, words, at);
  if (unit === null) return tensAt(words, at);
  const hundreds = hundredsBehind(words, at + 1, unit);
  if (hundreds.isNumber) return hundreds;
  const tens = tensAt(words, at);
  if (tens) return tens;
  return valueIn(RANKS, words, at + 1) === null ? null : { value: unit, end: at + 1, isNumber: false };
}

/** What follows "hai": "trăm", "trăm lẻ năm", "trăm rưỡi", "trăm năm mươi", "trăm hai". */
function hundredsBehind(words: readonly Spoken[], at: number, count: number): Read & { isNumber: boolean } {
  if (valueIn(HUNDRED, words, at) === null || count > 9) return { value: count, end: at, isNumber: false };
  const hundreds = count * 100;
  const read = (more: number, end: number) => ({ value: hundreds + more, end, isNumber: true });
  if (valueIn(HALF, words, at + 1) !== null) return read(50, at + 2);
  const odd = valueIn(ODD, words, at + 1) === null ? null : valueIn(UNITS, words, at + 2);
  if (odd !== null) return read(odd, at + 3);
  const tens = tensAt(words, at + 1);
  if (tens) return read(tens.value, tens.end);
  const next = valueIn(NEXT_RANK, words, at + 1);
  return next !== null && !isRankAt(words, at + 2) ? read(next * 10, at + 2) : read(0, at + 1);
}

/** "mười hai", "hai mươi", "hai mươi mốt"; mười alone only where a rank follows. */
function tensAt(words: readonly Spoken[], at: number): (Read & { isNumber: boolean }) | null {
  const unit = valueIn(UNITS, words, at);
  const isTen = unit === null && valueIn(TEN, words, at) !== null;
  const isTens = unit !== null && unit > 1 && (valueIn(TENS, words, at + 1) ?? valueIn(TEN, words, at + 1)) !== null;
  if (!isTen && !isTens) return null;
  const tailAt = isTen ? at + 1 : at + 2;
  const tens = isTen ? 10 : (unit ?? 0) * 10;
  const tail =
    isRankAt(words, tailAt + 1) && valueIn(HUNDRED, words, tailAt + 1) !== null ? null : valueIn(TAILS, words, tailAt);
  if (tail !== null) return { value: tens + tail, end: tailAt + 1, isNumber: true };
  return { value: tens, end: tailAt, isNumber: isTens };
}

/** What a word says as one of a table; accents count where they were written. */
function valueIn(table: Table, words: readonly Spoken[], at: number): number | null {
  const word = words[at];
  const known = word && table.get(word.folded);
  if (!word || !known) return null;
  const isBare = word.accented === word.folded;
  if (isBare && known.every(({ accented }) => accented !== word.folded)) {
    if (ACCENTED_ONLY.has(word.folded) || OTHERWISE[word.folded]?.has(words[at + 1]?.folded ?? '')) return null;
  }
  return (isBare ? known[0] : known.find(({ accented }) => accented === word.accented))?.value ?? null;
}
