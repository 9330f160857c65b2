import { fault, type Parsed, tidyNumber, understood } from './parsed.ts';

/** Luhn's digit (ISO/IEC 7812-1) for all digits of a card number but the last. */
export const luhnCheck = (withoutCheck: string): string => {
  const sum = [...withoutCheck].reverse().reduce((total, digit, at) => {
    const value = Number(digit) * (at % 2 === 0 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return String((10 - (sum % 10)) % 10);
};

/**
 * Reads the number of a bank card, which is where benefits are paid: 16 to 19 digits with Luhn's check. It catches
 * every single wrong digit and every swap of neighbours but 09 ↔ 90.
 */
export const parseBankCard = (raw: string): Parsed<string> => {
  const number = tidyNumber(raw);
  if (!/^\d*$/.test(number)) return fault('bank-card.characters');
  if (number.length < 16 || number.length > 19) return fault('bank-card.length', { count: number.length });
  return luhnCheck(number.slice(0, -1)) === number.at(-1) ? understood(number) : fault('bank-card.check');
};
