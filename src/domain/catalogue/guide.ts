import { fill, type Language, say, type Text } from '#domain/kernel/text.ts';
import { type Condition, type Form, questionsOf } from './form.ts';
import { formatMoney } from './format.ts';
import {
  channelWords,
  deliveryWords,
  type ElementKey,
  elementKeys,
  elementTitles,
  levelNames,
  type PublicFieldKey,
  publicFieldKeys,
  publicTitles,
  siteKinds,
  starts,
  units,
  words,
} from './guide.words.ts';
import type { Item, Level, Limit, Material, Stage } from './item.ts';

export interface GuideEntry<Key extends string> {
  key: Key;
  title: string;
  lines: string[];
}

export interface GuideMaterial {
  /** Any one of these suffices. */
  names: string[];
  codes: string[];
  required: boolean;
  /** Who brings it and in what form, in a few words. */
  how: string;
  basis: string;
  note: string | undefined;
  mayBeOwed: boolean;
  /** In which case it is asked for, in words; undefined: always. */
  onlyIf: string | undefined;
}

export interface FlowStep {
  id: string;
  kind: 'apply' | 'accept' | Stage['kind'] | 'deliver' | 'rate';
  title: string;
  /** Levels or departments that do it. */
  who: string[];
  days: string | undefined;
  /** What is checked here. */
  control: string | undefined;
}

export interface Guide {
  code: string;
  name: string;
  plainName: string;
  conditions: string[];
  materials: GuideMaterial[];
  elements: GuideEntry<ElementKey>[];
  publicFields: GuideEntry<PublicFieldKey>[];
  flow: FlowStep[];
}

export interface GuideOptions {
  departmentName?: (code: string) => Text | undefined;
  /** The sites near the reader that take this item, and their opening hours; the kinds of site are named when absent. */
  places?: readonly string[];
  hours?: readonly string[];
}

const sayAmount = (amount: number, unit: Limit['unit'], language: Language): string =>
  language === 'en' ? `${amount} ${units[unit].en[amount === 1 ? 0 : 1]}` : `${amount}${units[unit]['zh-CN']}`;

/** 自收到申请之日起20个工作日; 20 working days from receipt of the application. */
const sayLimit = (limit: Limit, language: Language): string => {
  if (limit.amount === 0) return say(words.atOnce, language);
  const amount = sayAmount(limit.amount, limit.unit, language);
  const start = say(starts[limit.from], language);
  return language === 'en' ? `${amount} ${start}` : `${start}${amount}`;
};

const list = (texts: readonly string[], language: Language) => texts.join(language === 'en' ? ', ' : '、');

const sayForm = (material: Material, language: Language): string => {
  if (material.suppliedBy) return say(words.typed, language);
  if (material.source === 'S') return say(words.fetched, language);
  if (material.source === 'Y') return say(words.licence, language);
  const several = material.copies > 1;
  const form = {
    original: several ? 'originals' : 'original',
    copy: several ? 'copies' : 'copy',
    electronic: 'electronic',
    fetched: 'electronic',
  } as const satisfies Record<Material['form'], keyof typeof words>;
  return fill(say(words.bring, language), {
    form: fill(say(words[form[material.form]], language), { copies: material.copies }),
  });
};

/** A condition in the reader's words: “您给谁办？”选“替家人办”的. */
const sayCondition = (condition: Condition, form: Form, language: Language): string => {
  const tell = (text: Text, params: Record<string, string | number>) => fill(say(text, language), params);
  const join = (parts: readonly Condition[], by: Text) =>
    parts.map((part) => sayCondition(part, form, language)).join(say(by, language));
  if ('all' in condition) return join(condition.all, words.and);
  if ('any' in condition) return join(condition.any, words.or);
  if ('not' in condition) return tell(words.whenNot, { when: sayCondition(condition.not, form, language) });
  const asked = questionsOf(form).find((one) => one.id === condition.question);
  const question = asked ? say(asked.label, language) : condition.question;
  if ('answered' in condition) {
    const answered = tell(words.whenAnswered, { question });
    return condition.answered ? answered : tell(words.whenNot, { when: answered });
  }
  if ('atLeast' in condition) return tell(words.whenMore, { question, answer: condition.atLeast });
  if ('below' in condition) return tell(words.whenLess, { question, answer: condition.below });
  const values = 'in' in condition ? condition.in : [condition.equals];
  const answers = values.map((value) => {
    const option = asked?.options?.find((one) => one.value === value);
    if (option) return say(option.label, language);
    return typeof value === 'boolean' ? say(value ? words.yes : words.no, language) : String(value);
  });
  return tell(words.whenAnswer, { question, answer: answers.join(say(words.or, language)) });
};

const guideMaterials = (item: Item, language: Language): GuideMaterial[] => {
  const groups = new Map<string, Material[]>();
  for (const material of item.materials) {
    const key = material.anyOfGroup ?? material.code;
    groups.set(key, [...(groups.get(key) ?? []), material]);
  }
  return [...groups.values()].map((alternatives) => ({
    names: alternatives.map((one) => say(one.name, language)),
    codes: alternatives.map((one) => one.code),
    required: alternatives.some((one) => one.required),
    how: [...new Set(alternatives.map((one) => sayForm(one, language)))].join(say(words.or, language)),
    basis: [...new Set(alternatives.map((one) => say(one.legalBasis, language)))].join(language === 'en' ? '; ' : '；'),
    note: alternatives.flatMap((one) => (one.note ? [say(one.note, language)] : [])).join(' ') || undefined,
    mayBeOwed: alternatives.some((one) => one.deferrable),
    onlyIf: alternatives.every((one) => one.when)
      ? sayCondition(alternatives[0]!.when!, item.form, language)
      : undefined,
  }));
};

/** The paper with its alternatives and, in brackets, when it is asked for. */
const materialName = ({ names, required, onlyIf }: GuideMaterial, language: Language): string => {
  const english = language === 'en';
  const when = [
    ...(onlyIf === undefined ? [] : [fill(say(words.only, language), { when: onlyIf })]),
    ...(required ? [] : [say(words.ifNeeded, language)]),
  ].join(english ? ', ' : '，');
  const name = names.join(say(words.or, language));
  return when === '' ? name : english ? `${name} (${when})` : `${name}（${when}）`;
};

const flowSteps = (item: Item, language: Language, department: (code: string) => string): FlowStep[] => {
  const step = (id: FlowStep['kind'], title: Text, who: string[]): FlowStep => ({
    id,
    kind: id,
    title: say(title, language),
    who,
    days: undefined,
    control: undefined,
  });
  const stages = item.flow.map((stage): FlowStep => {
    const own = `${say(levelNames[stage.level], language)}${language === 'en' ? ' ' : ''}${department(stage.department ?? item.department)}`;
    const others = stage.joint
      ? [fill(say(words.joint, language), { departments: list(stage.joint.departments.map(department), language) })]
      : [];
    return {
      id: stage.id,
      kind: stage.kind,
      title: say(stage.name, language),
      who: [own, ...others, ...(stage.outside ? [say(stage.outside.system, language)] : [])],
      days: stage.workingDays > 0 ? sayAmount(stage.workingDays, 'wd', language) : undefined,
      control: say(stage.control, language),
    };
  });
  return [
    step('apply', words.apply, [say(words.applicant, language)]),
    step(
      'accept',
      words.accept,
      item.rights.accept.map((level) => say(siteKinds[level], language)),
    ),
    ...stages,
    step(
      'deliver',
      words.deliver,
      item.delivery.ways.map((way) => say(deliveryWords[way], language)),
    ),
    step('rate', words.rate, [say(words.applicant, language)]),
  ];
};

/** Everything that the guide page, the wall board and the service guide print of an item, in one language. */
export const guide = (item: Item, language: Language, options: GuideOptions = {}): Guide => {
  const tell = (text: Text, params: Record<string, string | number> = {}) => fill(say(text, language), params);
  const department = (code: string) => {
    const name = options.departmentName?.(code);
    return name ? say(name, language) : code;
  };
  const limitLine = (template: Text, limit: Limit) =>
    tell(template, { limit: sayLimit(limit, language), basis: say(limit.basis, language) });
  const sites = (levels: readonly Level[]) =>
    list(
      levels.map((level) => say(siteKinds[level], language)),
      language,
    );
  const materials = guideMaterials(item, language);
  const flow = flowSteps(item, language, department);
  const basis = item.legalBasis.map((text) => say(text, language));
  const fee = tell(item.fee.fen === 0 ? words.free : words.charged, {
    amount: formatMoney(item.fee.fen),
    basis: say(item.fee.basis, language),
  });
  const promises = item.limits.filter((limit) => limit.kind === 'promised');
  const places = options.places?.length
    ? [...options.places]
    : [tell(words.receivedAt, { places: sites(item.rights.receive) })];
  const decided = tell(words.decidedBy, {
    level: say(levelNames[item.rights.decide], language),
    department: department(item.department),
  });

  const elementLines: Record<ElementKey, string[]> = {
    name: [say(item.name, language)],
    summary: [say(item.summary, language)],
    materials:
      materials.length === 0
        ? [language === 'en' ? 'Nothing' : '不需要材料']
        : materials.map((one) => `${materialName(one, language)}${language === 'en' ? ': ' : '：'}${one.how}`),
    ways: item.channels.map((channel) => say(channelWords[channel], language)),
    limits: [
      ...(item.acceptWithin ? [limitLine(words.accepting, item.acceptWithin)] : []),
      ...item.limits.map((limit) => limitLine(words[limit.kind], limit)),
      ...(item.extension
        ? [
            tell(words.extension, {
              amount: sayAmount(item.extension.amount, item.extension.unit, language),
              basis: say(item.extension.basis, language),
            }),
          ]
        : []),
    ],
    delivery: [
      ...item.delivery.ways.map((way) => say(deliveryWords[way], language)),
      ...(item.delivery.limit ? [tell(words.deliverBy, { limit: sayLimit(item.delivery.limit, language) })] : []),
    ],
    fee: [fee],
    hours: options.hours?.length
      ? [...options.hours]
      : [
          ...(item.channels.includes('online') ? [say(words.hoursOnline, language)] : []),
          say(words.hoursCounter, language),
        ],
    places: [...places, tell(words.acceptedAt, { places: sites(item.rights.accept) }), decided],
    enquiry: [tell(words.enquiry, { phone: item.enquiryTelephone })],
    complaint: [tell(words.complaint, { phone: item.complaintTelephone })],
  };
  const publicLines: Record<PublicFieldKey, string[]> = {
    item: elementLines.name,
    counter: places,
    basis,
    flow: flow.map((step) => step.title),
    fee: [fee],
    promise: promises.map((limit) => sayLimit(limit, language)),
    servicePhone: [item.enquiryTelephone],
    complaintPhone: [item.complaintTelephone],
  };
  return {
    code: item.code,
    name: say(item.name, language),
    plainName: say(item.plainName, language),
    conditions: item.conditions.map((text) => say(text, language)),
    materials,
    elements: elementKeys.map((key) => ({ key, title: say(elementTitles[key], language), lines: elementLines[key] })),
    publicFields: publicFieldKeys.map((key) => ({
      key,
      title: say(publicTitles[key], language),
      lines: publicLines[key],
    })),
    flow,
  };
};
