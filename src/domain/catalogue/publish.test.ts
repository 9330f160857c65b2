import { describe, expect, test } from 'vitest';
import yardsticks from '#db/reference/yardsticks.json' with { type: 'json' };
import type { Form } from './form.ts';
import { guide } from './guide.ts';
import type { Item, ItemSource } from './item.ts';
import { publishProblems } from './publish.ts';
import { sampleItem } from './testing.sample.ts';
import { carryOver, diffVersions, tighten } from './versions.ts';
import { Yardsticks, yardsticksOn } from './yardsticks.ts';

const item = sampleItem();
const codes = (changed: Item, earlier: Item[] = []) => [
  ...new Set(publishProblems(changed, earlier).map((found) => `${found.path} ${found.code}`)),
];
const city = Yardsticks.parse(yardsticks[0]);
const t = (zh: string, en: string) => ({ 'zh-CN': zh, en });

const questionOf = (form: Form, id: string) =>
  form.sections.flatMap((section) => section.questions).find((one) => one.id === id)!;

/** A copy with one thing changed, perhaps into nonsense; `?id.key` changes the question of that id. */
const but = (path: string, value: unknown, from: Item = item): Item => {
  const copy = structuredClone(from);
  const steps = path.replace(/^\?\w+\./, '').split('.');
  const start: object = path.startsWith('?') ? questionOf(copy.form, path.slice(1).split('.')[0]!) : copy;
  const way = path.startsWith('?') ? steps : path.split('.');
  const parent = way.slice(0, -1).reduce<object>((at, step) => Reflect.get(at, step), start);
  if (value === undefined) Reflect.deleteProperty(parent, way.at(-1)!);
  else Reflect.set(parent, way.at(-1)!, value);
  return copy;
};

test('a sound item may be published', () => {
  expect(publishProblems(item)).toEqual([]);
});

describe('kept from being published', () => {
  const cases: [string, Item, string][] = [
    ['English missing', but('summary.en', ' '), 'summary publish.text-empty'],
    ['Chinese in the English', but('name.en', '示例'), 'name publish.text-language'],
    ['English in the Chinese', but('name.zh-CN', 'Sample'), 'name publish.text-language'],
    [
      'accepting where nothing is received',
      but('rights.receive', ['county']),
      'rights.accept publish.accept-not-receive',
    ],
    ['accepted only above the decision', but('rights.accept', ['city']), 'rights.accept publish.accept-above'],
    ['a last step that does not decide', but('flow.1.kind', 'approve'), 'flow.county-decide publish.last-stage'],
    ['decided below the power', but('flow.1.level', 'town'), 'flow.county-decide publish.last-stage'],
    ['decided twice', but('flow.0.kind', 'decide'), 'flow.town-review publish.decide-early'],
    ['levels that go down', but('flow.0.level', 'city'), 'flow.county-decide publish.level-down'],
    ['a village that reviews', but('flow.0.level', 'village'), 'flow.town-review publish.village-stage'],
    ['two steps in one sitting', but('instant', true), 'flow publish.instant-stages'],
    ['joint in name only', but('modes', ['promised', 'joint']), 'modes publish.mode-joint'],
    ['direct but not instant', but('modes', ['promised', 'direct']), 'modes publish.mode-direct'],
    ['neither direct nor promised', but('modes', ['assisted']), 'modes publish.mode-promised'],
    ['no promise', but('limits', [item.limits[0]]), 'limits publish.no-promise'],
    ['a promise longer than the law', but('limits.1.amount', 21), 'limits publish.promise-looser'],
    ['a promise that starts later', but('limits.1.from', 'acceptance'), 'limits publish.promise-looser'],
    ['steps longer than the promise', but('flow.0.workingDays', 5), 'flow publish.steps-too-long'],
    ['delivery counted from receipt', but('delivery.limit.from', 'receipt'), 'delivery.limit publish.delivery-start'],
    [
      'an extension of nothing',
      but('limits', [item.limits[1]], but('extension', { amount: 5, unit: 'wd', basis: t('某法', 'An act') })),
      'extension publish.extension-no-law',
    ],
    ['deemed acceptance without a limit', but('deemedAcceptance', true), 'deemedAcceptance publish.deemed-no-law'],
    ['ending before it begins', but('validTo', '2025-12-31'), 'validTo publish.validity'],
    ['a paper without a basis', but('materials.0.legalBasis.zh-CN', ' '), 'materials.idcard publish.no-basis'],
    ['asking for what is shared', but('materials.4.form', 'copy'), 'materials.record publish.shared-asked'],
    ['a group of one', but('materials.2.anyOfGroup', null), 'materials.paper publish.group-of-one'],
    [
      'a paper by an unknown answer',
      but('materials.5.when.question', 'gone'),
      'materials.proxy publish.condition-later',
    ],
    ['a silent element', but('limits', []), 'promise publish.silent-element'],
    ['a telephone that is none', but('complaintTelephone', 'ask'), 'complaintTelephone publish.telephone'],
    ['anonymous but named', but('anonymousAllowed', true), 'form.idNumber publish.anonymous'],
    ['no search words', but('keywords', []), 'keywords publish.no-keywords'],
    ['an id twice', but('?phone.id', 'mobile'), 'form.mobile publish.id-twice'],
    [
      'a condition on a later page',
      but('?name.when', { question: 'years', answered: true }),
      'form.name publish.condition-later',
    ],
    [
      'a condition on its own page',
      but('?address.when', { question: 'division', answered: true }),
      'form.address publish.condition-later',
    ],
    [
      'a condition that can never hold',
      but('?agentName.when.equals', 'ghost'),
      'form.agentName publish.condition-value',
    ],
    [
      'a number compared with a choice',
      but('?agentName.when', { question: 'applyingAs', below: 3 }),
      'form.agentName publish.condition-value',
    ],
    ['a choice without options', but('?kinds.options', undefined), 'form.kinds publish.options'],
    ['a bound of another kind', but('?years.min', 'today'), 'form.years publish.bound-kind'],
    ['bounds the wrong way round', but('?years.min', 61), 'form.years publish.bound-order'],
    ['a table without columns', but('?family.columns', undefined), 'form.family publish.columns'],
    ['a unique column that is none', but('?family.uniqueBy', 'gone'), 'form.family publish.unique-by'],
    ['a fact that does not fit', but('?mobile.prefill', 'person.name'), 'form.mobile publish.prefill'],
    ['a declaration of nothing', but('?truth.statement', undefined), 'form.truth publish.statement'],
    ['a check of nothing', but('form.checks.0.left', 'gone'), 'form.checks.birth publish.check-question'],
    ['a check of unlike things', but('form.checks.1.right', 'years'), 'form.checks.period publish.check-kinds'],
    [
      'a section that begins amid a page',
      but('form.sections.1.questions.0.samePage', true),
      'form.claim publish.same-page',
    ],
  ];
  test.each(cases)('%s', (_what, changed, expected) => {
    expect(codes(changed)).toContain(expected);
  });

  test('a question id that comes back as another kind', () => {
    expect(codes(but('?remarks.kind', 'text'), [item])).toEqual(['form.remarks publish.id-reused']);
  });
});

describe('a division', () => {
  test('may promise less, and its steps share the shorter time', () => {
    const tightened = tighten(
      item,
      {
        promised: { amount: 5, unit: 'wd' },
        delivery: { amount: 2, unit: 'd' },
        enquiryTelephone: '0980-12000',
      },
      city,
    );
    expect(tightened).toMatchObject({
      item: {
        limits: [{ amount: 20 }, { amount: 5, unit: 'wd' }],
        delivery: { limit: { amount: 2, unit: 'd' } },
        enquiryTelephone: '0980-12000',
      },
    });
    if ('item' in tightened) expect(publishProblems(tightened.item)).toEqual([]);
  });

  test('may not promise more, nor touch the law', () => {
    expect(tighten(item, { promised: { amount: 11, unit: 'wd' } }, city)).toEqual({
      problems: [{ path: 'promised', code: 'publish.override-looser', params: { amount: 10 } }],
    });
    expect(tighten(item, { promised: { amount: 15, unit: 'd' } }, city)).toHaveProperty('problems');
    expect(tighten(item, { promised: { amount: 14, unit: 'd' } }, city)).toHaveProperty('item');
  });

  test('may be stricter than the city where the item says nothing, and never keeps a result for a shorter time', () => {
    const silent = sampleItem({ delivery: { limit: null, ways: ['site'] } });
    const within = (kind: 'acceptance' | 'delivery' | 'collection', amount: number, unit: 'wd' | 'd') =>
      tighten(silent, { [kind]: { amount, unit } }, city);
    expect(within('delivery', 3, 'wd')).toMatchObject({
      item: { delivery: { limit: { amount: 3, from: 'decision' } } },
    });
    expect(within('delivery', 11, 'wd')).toHaveProperty('problems');
    expect(within('acceptance', 2, 'wd')).toMatchObject({ item: { acceptWithin: { amount: 2, from: 'receipt' } } });
    expect(within('acceptance', 6, 'wd')).toHaveProperty('problems');
    expect(within('collection', 90, 'd')).toMatchObject({ item: { collectWithin: { amount: 90 } } });
    expect(within('collection', 30, 'd')).toHaveProperty('problems');
  });

  test('publishes no limit of its own that is looser than the city’s', () => {
    const pledge = t('服务承诺', 'Pledge of service');
    const promise = { kind: 'promised' as const, amount: 20, unit: 'wd' as const, basis: pledge };
    const found = (changed: Parameters<typeof sampleItem>[0]) =>
      publishProblems(sampleItem(changed), [], city).map(({ path, code }) => `${path} ${code}`);
    expect(found({ delivery: { limit: { ...promise, from: 'decision' }, ways: ['site'] } })).toContain(
      'delivery.limit publish.city-looser',
    );
    expect(found({ acceptWithin: { ...promise, from: 'receipt' } })).toContain('acceptWithin publish.city-looser');
    expect(found({ acceptWithin: { ...promise, kind: 'statutory', from: 'receipt' } })).toEqual([]);
    expect(found({ acceptWithin: { ...promise, amount: 1, from: 'acceptance' } })).toContain(
      'acceptWithin publish.acceptance-start',
    );
    expect(found({ collectWithin: { amount: 10, unit: 'd', basis: pledge } })).toContain(
      'collectWithin publish.collection-short',
    );
  });
});

test('the city’s own limits are those of the day', () => {
  const later = { ...city, validFrom: '2027-01-01', collection: { ...city.collection, amount: 90 } };
  expect(yardsticksOn([later, city], '2026-12-31').collection.amount).toBe(60);
  expect(yardsticksOn([later, city], '2027-01-01').collection.amount).toBe(90);
  expect(yardsticksOn([later], '2026-01-01').collection.amount).toBe(90);
});

describe('a newer version', () => {
  const claim = item.form.sections[1]!.questions.filter((one) => one.id !== 'area');
  const added = { ...questionOf(item.form, 'phone'), id: 'second', samePage: false };
  const next = but(
    '?remarks.kind',
    'text',
    but('?years.max', 50, but('form.sections.1.questions', structuredClone([...claim, added]))),
  );

  test('says what changed', () => {
    expect(diffVersions(item, next)).toEqual({
      questionsAdded: ['second'],
      questionsRemoved: ['area'],
      questionsChanged: ['years', 'remarks'],
      idsReused: ['remarks'],
      materialsAdded: [],
      materialsRemoved: [],
      materialsChanged: [],
      limitsChanged: false,
      flowChanged: false,
      feeChanged: false,
    });
  });

  test('takes a draft along and names what it leaves behind', () => {
    const carried = carryOver(item, next, { name: '王秀英', area: 1.5, remarks: '好', years: 55 });
    expect(carried.answers).toEqual({ name: '王秀英', years: 55 });
    expect(carried.left).toEqual(['area', 'remarks']);
  });
});

describe('the guide', () => {
  const source: Partial<ItemSource> = {
    flow: [{ ...item.flow[0]!, joint: { departments: ['tax'], rule: 'all' } }, item.flow[1]!],
    modes: ['promised', 'joint'],
  };
  const names = (code: string) => (code === 'general' ? t('综合服务', 'general services') : t('税务', 'tax'));

  test('holds the eleven elements and the eight public fields, in words', () => {
    const zh = guide(item, 'zh-CN', { departmentName: names });
    expect(zh.elements.map((one) => one.title)).toEqual([
      '事项名称',
      '事项简述',
      '办理材料',
      '办理方式',
      '办理时限',
      '结果送达',
      '收费依据及标准',
      '办事时间',
      '办理机构及地点',
      '咨询查询途径',
      '监督投诉渠道',
    ]);
    expect(zh.publicFields.map((one) => one.title)).toEqual([
      '服务事项',
      '受理窗口',
      '政策依据',
      '服务流程',
      '收费依据',
      '承诺时限',
      '服务电话',
      '监督电话',
    ]);
    const lines = Object.fromEntries(zh.elements.map((one) => [one.key, one.lines]));
    expect(lines.limits).toEqual([
      '法定时限：自收到申请之日起20个工作日（某法第1条）',
      '承诺时限：自收到申请之日起10个工作日（服务承诺）',
    ]);
    expect(lines.materials).toContain('缴费记录：由我们查询，不用您提供');
    expect(lines.materials).toContain('委托书（“给谁办”选“别人”的才要）：请您提供原件');
    expect(lines.materials).toContain('其他材料（有就带）：请您提供复印件1份');
    expect(lines.materials).toContain('承诺书或证明：网上或窗口填写，不用另外准备或请您提供复印件1份');
    const en = guide(item, 'en', {
      departmentName: names,
      places: ['Shiqiao service station'],
      hours: ['Monday to Friday, 9:00 to 17:00'],
    });
    const said = Object.fromEntries(en.elements.map((one) => [one.key, one.lines]));
    expect(said.limits?.[1]).toBe('Our promise: 10 working days from receipt of the application (Pledge of service)');
    expect(said.materials).toContain(
      'Power of attorney (only if you answer “For whom” with “Another”): you provide the original',
    );
    expect(said.places?.[0]).toBe('Shiqiao service station');
    expect(said.hours).toEqual(['Monday to Friday, 9:00 to 17:00']);
  });

  test('draws the steps from application to rating', () => {
    const steps = guide(sampleItem(source), 'en', { departmentName: names }).flow;
    expect(steps.map((step) => step.kind)).toEqual(['apply', 'accept', 'review', 'decide', 'deliver', 'rate']);
    expect(steps[2]).toMatchObject({
      who: ['town general services', 'together with tax'],
      days: '4 working days',
      control: 'Check',
    });
  });
});
