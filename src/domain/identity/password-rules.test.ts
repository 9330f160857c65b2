import { expect, it } from 'vitest';
import { passwordFaults } from './password-rules.ts';

it.each([
  ['short', ['password.short']],
  ['', ['password.short']],
  ['x'.repeat(129), ['password.long']],
  ['teller01-2026!', ['password.login']],
  ['TELLER01 is me', ['password.login']],
  ['8264917350', ['password.simple']],
  ['abababababab', ['password.simple']],
  ['Password123', ['password.common']],
  ['ｐａｓｓｗｏｒｄ１２３', ['password.common']],
  ['correct horse battery', []],
  ['村口有两棵老核桃树和井', []],
  ['k3!x9-Qm2z', []],
] as const)('%j → %j', (password, faults) => {
  expect(passwordFaults(password, { login: 'teller01' })).toEqual(faults);
});

it('does not take a login of one or two signs for a part of the password', () => {
  expect(passwordFaults('a sentence of my own', { login: 'a' })).toEqual([]);
});
