import fc from 'fast-check';
import { expect, it } from 'vitest';
import { mayHoldTogether, needsSecondFactor, reaches, reachFor, separated, stagePermissions } from './roles.ts';

it('asks for a second factor of whoever can decide or administer, and of nobody else', () => {
  expect(needsSecondFactor({ 'case.receive': 'own', 'person.serve': 'city' })).toBe(false);
  expect(needsSecondFactor({ 'case.receive': 'own', 'case.decide': 'own' })).toBe(true);
  expect(needsSecondFactor({ 'audit.read': 'city' })).toBe(true);
  expect(needsSecondFactor({})).toBe(false);
});

it('lets nobody hold two of the three administrations, whatever else they hold', () => {
  fc.assert(
    fc.property(fc.subarray([...separated]), fc.array(fc.constantFrom('teller', 'handler', 'head')), (apart, other) => {
      expect(mayHoldTogether([...other, ...apart, ...other])).toBe(apart.length < 2);
    }),
  );
});

it('reads a permission that depends on the stage as the widest of the stages', () => {
  expect(reachFor({ 'case.receive': 'city' }, 'by-stage')).toBeUndefined();
  expect(reachFor({ 'case.handle': 'own', 'case.review': 'below' }, 'by-stage')).toBe('below');
  fc.assert(
    fc.property(fc.constantFrom(...stagePermissions), fc.constantFrom(...reaches), (permission, reach) => {
      expect(reachFor({ [permission]: reach }, 'by-stage')).toBe(reach);
      expect(reachFor({ [permission]: reach }, permission)).toBe(reach);
    }),
  );
});
