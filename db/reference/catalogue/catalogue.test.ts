import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkAnswers, standardCheckers, visibleQuestions } from '#domain/catalogue/answers.ts';
import { completeness } from '#domain/catalogue/completeness.ts';
import { questionsOf } from '#domain/catalogue/form.ts';
import { guide } from '#domain/catalogue/guide.ts';
import { publishProblems } from '#domain/catalogue/publish.ts';
import { buildSearchIndex, searchItems } from '#domain/catalogue/search.ts';
import { answersFor, seeded } from '#domain/catalogue/sample.ts';
import { Yardsticks } from '#domain/catalogue/yardsticks.ts';
import { readings } from '#server/platform/pinyin.ts';
import departments from '../departments.json' with { type: 'json' };
import domains from '../domains.json' with { type: 'json' };
import packages from '../packages.json' with { type: 'json' };
import yardsticks from '../yardsticks.json' with { type: 'json' };
import { referenceCatalogue } from './index.ts';

const today = '2026-03-02';
const cityLimits = Yardsticks.parse(yardsticks[0]);
const context = { today, mode: 'submit' as const, checkers: standardCheckers({ today, sampleRegion: true }) };
const byCode = new Map(referenceCatalogue.map((item) => [item.code, item]));

describe('the catalogue', () => {
  test('holds 68 items, 12 of them the village package and 34 the town package', () => {
    expect(byCode.size).toBe(68);
    expect(referenceCatalogue).toHaveLength(68);
    expect(referenceCatalogue.filter((item) => item.villagePackage)).toHaveLength(12);
    expect(referenceCatalogue.filter((item) => item.townPackage)).toHaveLength(34);
    expect(referenceCatalogue.filter((item) => item.villagePackage && item.townPackage)).toHaveLength(7);
  });

  test('every one of the six needs and of the packages leads somewhere', () => {
    const needs = new Set(referenceCatalogue.flatMap((item) => item.needs));
    expect(needs.size).toBe(6);
    expect(new Set(referenceCatalogue.flatMap((item) => item.packages))).toEqual(new Set(Object.keys(packages)));
    expect(referenceCatalogue.filter((item) => item.needs.length === 0)).toEqual([]);
  });

  test('what may be seen by handlers alone', () => {
    const confidential = referenceCatalogue.filter((item) => item.confidential).map((item) => item.code);
    expect(confidential.sort()).toEqual(['CL-DIS-01', 'HR-ARB-01', 'HR-INSP-01', 'HR-INSP-02', 'HR-MED-01']);
    expect(referenceCatalogue.filter((item) => item.anonymousAllowed).map((item) => item.code)).toEqual(['HR-INSP-02']);
    expect(referenceCatalogue.filter((item) => item.deemedAcceptance).map((item) => item.code)).toEqual([
      'HR-LIC-01',
      'HR-LIC-02',
    ]);
  });

  test('a town decides nothing of the inspectorate, a village only what is at once', () => {
    for (const item of referenceCatalogue.filter((one) => one.department === 'inspection'))
      expect(item.flow.every((stage) => stage.level === 'county')).toBe(true);
    for (const item of referenceCatalogue.filter((one) => one.rights.decide === 'village'))
      expect(item.instant).toBe(true);
    expect(referenceCatalogue.every((item) => item.rights.help.includes('village'))).toBe(true);
  });

  test('asks nobody about belief, illness, record or petitions', () => {
    const authored = JSON.stringify(referenceCatalogue.map((item) => item.form));
    for (const word of [
      '宗教信仰情况',
      '信仰',
      '刑',
      '服刑',
      '戒毒',
      '吸毒',
      '艾滋',
      '精神病',
      '上访',
      '信访',
      '政治面貌',
      '民族成份',
    ]) {
      expect(authored.replaceAll('不能限制性别、民族、宗教信仰', '')).not.toContain(word);
    }
  });
});

describe.each(referenceCatalogue.map((item) => [item.code, item] as const))('%s', (_code, item) => {
  test('may be published', () => {
    expect(publishProblems(item, [], cityLimits)).toEqual([]);
    expect(Object.keys(domains)).toContain(item.domain);
    const units = [
      item.department,
      ...item.flow.flatMap((stage) => [
        ...(stage.department ? [stage.department] : []),
        ...(stage.joint?.departments ?? []),
      ]),
    ];
    for (const unit of units) expect(Object.keys(departments)).toContain(unit);
    expect(
      item.limits.every((limit) => limit.kind === 'statutory' || limit.basis.en === 'the city’s service pledge'),
    ).toBe(true);
  });

  test('has a form worth filling in, with its words in both languages', () => {
    const questions = questionsOf(item.form);
    expect(questions.length).toBeGreaterThanOrEqual(6);
    expect(new Set(questions.map((question) => question.kind)).size).toBeGreaterThanOrEqual(4);
    for (const language of ['zh-CN', 'en'] as const) {
      const said = guide(item, language);
      expect(said.elements).toHaveLength(11);
      expect(said.publicFields).toHaveLength(8);
    }
  });

  test('leaves it to the page to say what may be left open', () => {
    expect(JSON.stringify(item.form)).not.toMatch(/不填）|选填|\(optional\)|\((leave )?empty/);
  });

  test('accepts valid answers, names the field of a missing one, and never asks what is hidden', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 31 }), fc.nat(), (seed, at) => {
        const answers = answersFor(item.form, seeded(seed), { today });
        expect(checkAnswers(item.form, answers, context)).toEqual({ clean: answers, problems: [] });

        const visible = visibleQuestions(item.form, answers);
        expect(Object.keys(answers).every((id) => visible.some((question) => question.id === id))).toBe(true);
        const required = visible.filter((question) => question.required);
        const missing = required[at % required.length]!.id;
        const { [missing]: _left, ...rest } = answers;
        expect(checkAnswers(item.form, rest, context).problems.some((found) => found.path === missing)).toBe(true);
      }),
      { numRuns: 25 },
    );
  });

  test('can be made complete: every paper it needs is one that it lists', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 31 }), (seed) => {
        const answers = answersFor(item.form, seeded(seed), { today });
        const all = item.materials.map(({ code }) => ({ code, how: 'supplied' as const }));
        expect(completeness(item, answers, all).verdict).toBe('complete');
        const none = completeness(item, answers, []);
        for (const need of none.missing)
          expect(need.alternatives.some((material) => material.suppliedBy === undefined)).toBe(true);
      }),
      { numRuns: 10 },
    );
  });
});

describe('every code has its words', () => {
  const folder = new URL('../../../src/domain/catalogue/', import.meta.url);
  const sources = readdirSync(folder).filter((name) => name.endsWith('.ts') && !name.includes('.test'));
  const used = new Set(
    sources.flatMap(
      (name) => readFileSync(new URL(name, folder), 'utf8').match(/(?<=')(?:form|publish)\.[a-z-]*[a-z](?=')/g) ?? [],
    ),
  );
  const texts = (language: string) =>
    JSON.parse(readFileSync(new URL(`../../../locales/${language}/form.json`, import.meta.url), 'utf8')) as Record<
      string,
      string
    >;

  test('in both languages, with the same places to fill', () => {
    const [zh, en] = [texts('zh-CN'), texts('en')];
    expect(Object.keys(en)).toEqual(Object.keys(zh));
    expect(new Set(Object.keys(zh))).toEqual(used);
    const places = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();
    for (const code of used) expect(places(en[code]!)).toEqual(places(zh[code]!));
  });
});

describe('found by', () => {
  const index = buildSearchIndex(referenceCatalogue, readings);
  const top = (query: string) => searchItems(index, query, { limit: 3 }).map((hit) => hit.code);

  test.each([
    ['养老金', 'HR-INS-03'],
    ['退休金', 'HR-INS-03'],
    ['我满六十岁领钱', 'HR-INS-03'],
    ['yanglaojin', 'HR-INS-03'],
    ['ylj', 'HR-INS-03'],
    ['nongbao', 'HR-INS-03'],
    ['社保卡丢了', 'HR-CARD-03'],
    ['我的卡掉了怎么办', 'HR-CARD-03'],
    ['社宝卡丢了', 'HR-CARD-03'],
    ['失业金', 'HR-UI-01'],
    ['shiyejin', 'HR-UI-01'],
    ['i lost my job', 'HR-UI-01'],
    ['没工作', 'HR-EMP-11'],
    ['欠薪', 'HR-INSP-01'],
    ['老板不给钱', 'HR-MED-01'],
    ['wages not paid', 'HR-INSP-01'],
    ['工伤', 'HR-WI-01'],
    ['hurt at work', 'HR-WI-01'],
    ['医药费报销', 'YB-REI-01'],
    ['残疾证', 'CL-DIS-01'],
    ['80岁补贴', 'MZ-OLD-01'],
    ['贴息贷款', 'HR-LOAN-01'],
    ['学技术', 'HR-TRN-01'],
    ['办退休', 'HR-RET-10'],
    ['档案', 'HR-ARC-01'],
    ['劳务派遣', 'HR-LIC-01'],
    ['hr-ui-01', 'HR-UI-01'],
  ])('%s → %s', (query, code) => {
    expect(top(query)).toContain(code);
  });
});
