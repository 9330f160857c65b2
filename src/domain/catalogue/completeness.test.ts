import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { standardCheckers } from './answers.ts';
import { completeness, type HeldMaterial, holdings, oneTimeNotice } from './completeness.ts';
import { answersFor, seeded } from './sample.ts';
import { sampleItem } from './testing.sample.ts';

const today = '2026-03-02';
const item = sampleItem();
const context = { today, checkers: standardCheckers({ today, sampleRegion: true }) };
const answers = {
  ...answersFor(item.form, seeded(1), { today }),
  applyingAs: 'self',
  proof: true,
  pledge: true,
  truth: true,
};
const byPaper = { ...answers, proof: false };
const held = (...pairs: `${string}:${HeldMaterial['how']}`[]): HeldMaterial[] =>
  pairs.map((pair) => ({ code: pair.split(':')[0]!, how: pair.split(':')[1] as HeldMaterial['how'] }));
const keys = (given: Parameters<typeof completeness>[1], papers: HeldMaterial[]) => {
  const found = completeness(item, given, papers);
  const of = (needs: { key: string }[]) => needs.map((need) => need.key).join(' ');
  return {
    satisfied: of(found.satisfied),
    toFetch: of(found.toFetch),
    missing: of(found.missing),
    may: of(found.owedAllowed),
    owed: of(found.owed),
    optional: of(found.optional),
    verdict: found.verdict,
  };
};

describe('papers', () => {
  test('what the answers supply is not asked for; what can be looked up is looked up first', () => {
    expect(keys(answers, [])).toEqual({
      satisfied: 'form proof',
      toFetch: 'record',
      missing: 'idcard',
      may: '',
      owed: '',
      optional: 'extra',
      verdict: 'incomplete',
    });
    expect(keys(answers, held('idcard:licence', 'record:shared')).verdict).toBe('complete');
  });

  test('a failed look-up turns into a request, which may be owed', () => {
    const found = keys(answers, held('idcard:supplied', 'record:fetch-failed'));
    expect(found).toMatchObject({ toFetch: '', missing: 'record', may: 'record', verdict: 'conditional' });
    expect(keys(answers, held('idcard:supplied', 'record:owed'))).toMatchObject({
      missing: '',
      owed: 'record',
      verdict: 'complete',
    });
  });

  test('any one of a group suffices, and one that may be owed lets the group be owed', () => {
    const { pledge: _pledge, ...unpledged } = byPaper;
    expect(keys(unpledged, held('idcard:supplied', 'record:shared'))).toMatchObject({
      missing: 'proof',
      may: 'proof',
      verdict: 'conditional',
    });
    expect(completeness(item, unpledged, held('paper:supplied')).satisfiedGroups).toEqual(['proof']);
  });

  test('a paper for another case of answers is not asked for', () => {
    expect(keys(answers, []).missing).not.toContain('proxy');
    expect(keys({ ...answers, applyingAs: 'agent' }, []).missing).toContain('proxy');
  });

  test('more papers never make a case less complete, and every need has one place', () => {
    const rank = { incomplete: 0, conditional: 1, complete: 2 };
    const papers = fc.uniqueArray(
      fc.record({ code: fc.constantFrom(...item.materials.map((one) => one.code)), how: fc.constantFrom(...holdings) }),
      { selector: (one) => one.code },
    );
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2 ** 31 }),
        papers,
        fc.constantFrom(...item.materials.map((one) => one.code)),
        (seed, before, code) => {
          const given = answersFor(item.form, seeded(seed), { today });
          const more = [...before.filter((one) => one.code !== code), { code, how: 'supplied' as const }];
          const [less, after] = [completeness(item, given, before), completeness(item, given, more)];
          expect(rank[after.verdict]).toBeGreaterThanOrEqual(rank[less.verdict]);
          const places = [after.satisfied, after.toFetch, after.missing, after.owed, after.optional]
            .flat()
            .map((need) => need.key);
          expect(new Set(places).size).toBe(places.length);
        },
      ),
    );
  });
});

describe('the one-time notice', () => {
  test('numbers everything missing, answers first, and leaves out what the office can look up', () => {
    const given = { ...answers, applyingAs: 'agent', agentName: '李四', years: 'x', mobile: ' ' };
    const rows = oneTimeNotice(item, given, [], context);
    expect(rows.map((row) => `${row.number} ${row.kind} ${row.code}`)).toEqual([
      '1 answer mobile',
      '2 answer years',
      '3 material idcard',
      '4 material proxy',
    ]);
  });

  test('says which paper may be owed, and its alternatives', () => {
    const { pledge: _pledge, ...unpledged } = byPaper;
    const rows = oneTimeNotice(item, unpledged, held('idcard:supplied'), context);
    expect(rows).toMatchObject([
      {
        number: 1,
        kind: 'material',
        code: 'proof',
        mayBeOwed: true,
        alternatives: [{ code: 'promise' }, { code: 'paper' }],
      },
    ]);
  });

  test('is empty when nothing is missing', () => {
    expect(oneTimeNotice(item, answers, held('idcard:supplied'), context)).toEqual([]);
  });
});
