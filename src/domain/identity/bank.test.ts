import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { luhnCheck, parseBankCard } from './bank.ts';

const cards = fc
  .integer({ min: 15, max: 18 })
  .chain((length) => fc.stringMatching(new RegExp(`^\\d{${length}}$`)))
  .map((first) => first + luhnCheck(first));

describe('bank card', () => {
  it('reads the sample, grouped or not', () => {
    expect(parseBankCard('6217000000000000004')).toEqual({ ok: true, value: '6217000000000000004' });
    expect(parseBankCard('6217 0000 0000 0000 004')).toEqual({ ok: true, value: '6217000000000000004' });
  });

  it('says what is wrong', () => {
    expect(parseBankCard('6217')).toMatchObject({ code: 'bank-card.length', params: { count: 4 } });
    expect(parseBankCard('621700000000000000O')).toMatchObject({ code: 'bank-card.characters' });
    expect(parseBankCard('6217000000000000005')).toMatchObject({ code: 'bank-card.check' });
  });

  it('catches every wrong digit, and every swap of neighbours but 09 and 90', () => {
    fc.assert(
      fc.property(cards, (number) => {
        expect(parseBankCard(number)).toEqual({ ok: true, value: number });
        for (let at = 0; at < number.length; at++) {
          for (const other of '0123456789') {
            const changed = number.slice(0, at) + other + number.slice(at + 1);
            expect(parseBankCard(changed).ok).toBe(other === number[at]);
          }
          const pair = number.slice(at, at + 2);
          if (pair.length < 2 || pair[0] === pair[1] || pair === '09' || pair === '90') continue;
          const swapped = number.slice(0, at) + pair[1] + pair[0] + number.slice(at + 2);
          expect(parseBankCard(swapped).ok).toBe(false);
        }
      }),
      { numRuns: 50 },
    );
  });
});
