import { parseCaseNumber } from '#domain/cases/case-number.ts';
import { type NumberContext, tidyNumber } from '#domain/identity/parsed.ts';
import { parseMobile, parsePhone } from '#domain/identity/phone.ts';
import { parseResidentId } from '#domain/identity/resident-id.ts';
import { parseUscc } from '#domain/identity/uscc.ts';
import type { ProblemParams } from '#domain/kernel/problem.ts';

/** What a text in the search box can be. `unfinished`: the beginning of a number; `wrong`: a number with a slip in it. */
export type Look =
  | { kind: 'nothing' }
  | { kind: 'name' | 'pinyin' }
  | {
      kind: 'item-code' | 'case-number' | 'outside-number' | 'resident-id' | 'phone' | 'uscc' | 'other-document';
      value: string;
    }
  | { kind: 'unfinished'; of: 'case-number' | 'phone' | 'resident-id'; missing: number }
  | { kind: 'wrong'; of: 'case-number' | 'resident-id' | 'uscc'; code: string; params?: ProblemParams };

/** Which searches a look calls for. Items are public and found as one types; people and cases only when Enter says so. */
export interface Asks {
  people: boolean;
  cases: boolean;
  items: boolean;
}

const wrong = (of: 'case-number' | 'resident-id' | 'uscc', fault: { code: string; params?: ProblemParams }): Look => ({
  kind: 'wrong',
  of,
  code: fault.code,
  ...(fault.params && { params: fault.params }),
});

function digits(text: string, number: string, context: NumberContext): Look {
  const count = number.length;
  if (parseMobile(text).ok) return { kind: 'phone', value: number.slice(-11) };
  if (count === 12) {
    const read = parseCaseNumber(number);
    if (read.ok) return { kind: 'case-number', value: number };
    return number.startsWith('0') && parsePhone(number).ok
      ? { kind: 'phone', value: number }
      : wrong('case-number', read);
  }
  if (count === 18 || count === 15) {
    const read = parseResidentId(number, context);
    return read.ok ? { kind: 'resident-id', value: read.value.number } : wrong('resident-id', read);
  }
  if (parsePhone(number).ok && count >= 10) return { kind: 'phone', value: number };
  if (count < 12) {
    return /^1[3-9]/.test(number)
      ? { kind: 'unfinished', of: 'phone', missing: Math.max(11 - count, 0) || 1 }
      : { kind: 'unfinished', of: 'case-number', missing: 12 - count };
  }
  return count < 18
    ? { kind: 'unfinished', of: 'resident-id', missing: 18 - count }
    : { kind: 'outside-number', value: number };
}

/** Reads what was typed by its shape alone, so that the right search is asked and a slip in a number is told at once. */
export function looksLike(text: string, context: NumberContext): Look {
  const trimmed = text.trim();
  if (trimmed === '') return { kind: 'nothing' };
  if (/\p{Script=Han}/u.test(trimmed)) return { kind: 'name' };
  if (/^[a-z]{2}-[a-z]+-\d{1,2}$/i.test(trimmed)) return { kind: 'item-code', value: trimmed.toUpperCase() };
  const number = tidyNumber(trimmed);
  if (/^\+?\d+$/.test(number)) return digits(trimmed, number.replace(/^\+/, ''), context);
  if (/^\d{17}X$/.test(number)) {
    const read = parseResidentId(number, context);
    return read.ok ? { kind: 'resident-id', value: read.value.number } : wrong('resident-id', read);
  }
  if (/^[\p{L}\s'’·.-]+$/u.test(trimmed)) return { kind: 'pinyin' };
  if (/^[0-9A-Z]{18}$/.test(number)) {
    const read = parseUscc(number, context);
    return read.ok ? { kind: 'uscc', value: read.value.number } : wrong('uscc', read);
  }
  if (/^(?:[HM]\d{8}|[EG][A-Z]?\d{7,8}|[A-Z]{3}\d{12})$/.test(number)) return { kind: 'other-document', value: number };
  return { kind: 'outside-number', value: trimmed };
}

export function asksOf(look: Look): Asks {
  const asks = (people: boolean, cases: boolean, items: boolean): Asks => ({ people, cases, items });
  switch (look.kind) {
    case 'name':
    case 'pinyin':
      return asks(true, false, true);
    case 'item-code':
      return asks(false, false, true);
    case 'resident-id':
    case 'phone':
      return asks(true, false, false);
    case 'other-document':
      return asks(true, true, false);
    case 'case-number':
    case 'outside-number':
      return asks(false, true, false);
    default:
      return asks(false, false, false);
  }
}
