import { describe, expect, it } from 'vitest';
import { TAX_YEARS, taxParams } from '../../src/flows/tax-years.ts';

describe('a tax year in words', () => {
  it('names amounts as people say them, and in grouped millions', () => {
    expect(taxParams(TAX_YEARS[2026])).toMatchObject({
      year: '2026',
      exempt: '1 tỷ',
      exemptMillions: '1.000',
      ask: '900 triệu',
      askMillions: '900',
      quarterly: '50 tỷ',
      quarterlyMillions: '50.000',
    });
  });

  it('follows the data: another year, another threshold', () => {
    const next = taxParams({ ...TAX_YEARS[2026], year: 2027, exempt: 1_500_000_000, noticeBy: '31/01/2028' });
    expect(next).toMatchObject({ year: '2027', exempt: '1,5 tỷ', exemptMillions: '1.500', noticeBy: '31/01/2028' });
  });

  it('is kept under its own year, thresholds in order, days after it', () => {
    for (const [year, law] of Object.entries(TAX_YEARS)) {
      expect(law.year).toBe(Number(year));
      expect([law.ask, law.exempt, law.unsettled, law.quarterly]).toEqual(
        [law.ask, law.exempt, law.unsettled, law.quarterly].sort((a, b) => a - b),
      );
      for (const day of [law.noticeBy, law.settleBy]) expect(day.endsWith(`/${law.year + 1}`), day).toBe(true);
    }
  });
});
