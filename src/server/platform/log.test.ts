import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Refused } from '#domain/kernel/problem.ts';
import { createLogger, type LogFields } from './log.ts';

const logged = (fields: LogFields): string => {
  const lines: string[] = [];
  createLogger('info', { write: (line) => lines.push(line) }).error(fields);
  return lines.join('');
};
const personal = ['990101196001010015', '13800000000', '6217000000000000004', '欧阳秀兰', '石桥镇云岭村三组 27 号'];

describe('a line of the log', () => {
  it('says what happened, where, and to which case', () => {
    const id = '0192f0c1-7a2b-7c3d-8e4f-5a6b7c8d9e0f';
    const line = JSON.parse(
      logged({ operation: 'cases.accept', code: '57P01', case: id, status: 503, ms: 12.6, count: 2 }),
    );
    expect(line).toMatchObject({ operation: 'cases.accept', code: '57P01', case: id, status: 503, ms: 13, count: 2 });
    expect(line.time).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
  });

  it.each(personal)('never says %s, whatever it was put into', (secret) => {
    const error = Object.assign(new Error(`bad value ${secret}\n    at ${secret} (somewhere)\nline two ${secret}`), {
      code: secret,
      detail: `Key (number)=(${secret}) already exists.`,
      cause: new TypeError(secret),
    });
    const fields = { operation: secret, code: secret, case: secret, account: secret, request: secret, err: error };
    expect(logged(fields)).not.toContain(secret);
    expect(logged({ ...fields, ...{ name: secret, answers: { id: secret } } } as LogFields)).not.toContain(secret);
    expect(logged({ err: new Refused('paper.empty', { name: secret }) })).not.toContain(secret);
    expect(logged({ err: secret })).not.toContain(secret);
  });

  it('tells faults apart by kind, code and place', () => {
    const { err } = JSON.parse(logged({ err: new Refused('paper.empty', { name: 'x' }) }));
    expect(err).toMatchObject({ name: 'Refused', code: 'paper.empty' });
    expect(err.at[0]).toContain('log.test.ts');
  });

  it('is one line of JSON whatever is put in', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const line = logged({ operation: text, err: new Error(text) });
        expect(line.trimEnd().split('\n')).toHaveLength(1);
        JSON.parse(line);
      }),
    );
  });

  it('is left out below its level, and an unknown level is the usual one', () => {
    const lines: string[] = [];
    const quiet = createLogger('nonsense', { write: (line) => lines.push(line) });
    quiet.info({ operation: 'start' });
    expect(lines).toEqual([]);
    quiet.warn({ operation: 'start' });
    expect(lines.join('')).toContain('start');
  });
});
