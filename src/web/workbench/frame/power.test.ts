import { describe, expect, it } from 'vitest';
import roles from '../../../../db/reference/roles.json' with { type: 'json' };
import { powerOf } from './power.ts';

describe('the power boundary', () => {
  it('is said to whoever takes papers but does not decide', () => {
    expect(powerOf(roles.teller.permissions)).toEqual({ can: ['help', 'receive', 'accept'], cannot: ['decide'] });
    expect(powerOf(roles.reviewer.permissions)).toEqual({ can: ['review'], cannot: ['decide'] });
    expect(powerOf({ 'case.help': 'own', 'case.receive': 'own' }).cannot).toEqual(['accept', 'decide']);
  });

  it('has nothing to say to those who decide, or who have nothing to do with cases', () => {
    expect(powerOf(roles.approver.permissions).cannot).toEqual([]);
    expect(powerOf(roles['audit-administrator'].permissions)).toEqual({ can: [], cannot: [] });
  });
});
