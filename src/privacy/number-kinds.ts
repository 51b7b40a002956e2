/** What a run of digits can be by its form alone. Sources beside each rule. */

/** Province codes of the citizen number, Circular 07/2016/TT-BCA, annex 1; numbers keep them after the 2025 merger. */
const PROVINCE_CODES = new Set(
  (
    '001 002 004 006 008 010 011 012 014 015 017 019 020 022 024 025 026 027 030 031 033 034 035 036 037 038 040 042 044 ' +
    '045 046 048 049 051 052 054 056 058 060 062 064 066 067 068 070 072 074 075 077 079 080 082 083 084 086 087 089 091 ' +
    '092 093 094 095 096'
  ).split(' '),
);
/** Children's numbers carry the years of this century; later ones than this are not people yet. */
const LAST_BIRTH_YEAR = 40;

/**
 * A Vietnamese citizen number: 12 digits, a province, then century and sex (0, 1 for 19xx; 2, 3 for 20xx), then the
 * year of birth (Decree 137/2015/NĐ-CP, article 13).
 */
export function isCitizenNumber(digits: string): boolean {
  if (digits.length !== 12 || !PROVINCE_CODES.has(digits.slice(0, 3))) return false;
  const century = Number(digits[3]);
  return century <= 1 || (century <= 3 && Number(digits.slice(4, 6)) <= LAST_BIRTH_YEAR);
}

/** Ten digits from 0, eleven for some landlines (02x), or the same behind 84. */
export const isPhone = (digits: string): boolean => /^(?:0\d{9}|02\d{9}|(?:00)?84[235789]\d{8,9})$/.test(digits);

/** A phone number whose 0 was left off; believed only where a phone number was asked for. */
export const isPhoneWithoutZero = (digits: string): boolean => /^[35789]\d{8}$/.test(digits);

/** Paid and free hotlines: 1900 0368, 1800 9000, 1900 54 54 41 (public-services §0.4, payments-commerce §13). */
export const isHotline = (digits: string): boolean => /^1[89]00\d{4}(?:\d{2})?$/.test(digits);

/** Numbers everybody may write to: subscriber check, operators, spam report, bank and operator services. */
const SHORT_CODES = new Set(['1414', '9191', '5656', '9090', '8100', '1441', '1090', '1091', '1098']);
/** One of the numbers everybody may write to. */
export const isShortCode = (digits: string): boolean => SHORT_CODES.has(digits);

/** 1900–2099. */
export const isYear = (digits: string): boolean => /^(?:19|20)\d{2}$/.test(digits);

/** ddmmyyyy in one run, as birthdays are typed. */
export const isWrittenDate = (digits: string): boolean =>
  digits.length === 8 && isDayMonth(digits.slice(0, 2), digits.slice(2, 4)) && isYear(digits.slice(4));

/** A day of a month; whether that month has it does not matter here. */
export const isDayMonth = (day: string, month: string): boolean =>
  Number(day) >= 1 && Number(day) <= 31 && Number(month) >= 1 && Number(month) <= 12;

/** The check digit of payment cards (ISO/IEC 7812). */
export function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index++) {
    const digit = Number(digits[digits.length - 1 - index]);
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** Domestic cards (NAPAS, prefix 9704) of 16 or 19 digits, with or without a right check digit. */
export const isDomesticCard = (digits: string): boolean => /^9704\d{12}(?:\d{3})?$/.test(digits);
