import type { CrossCheck } from '#domain/catalogue/form.ts';
import type { Item, ItemSource, Level, Limit } from '#domain/catalogue/item.ts';
import type { Text } from '#domain/kernel/text.ts';
import { documents } from './laws.ts';
import { m } from './papers.ts';
import { type SectionSource, t, type Words } from './questions.ts';

type StageSource = ItemSource['flow'][number];

// Flow and limits -----------------------------------------------------------------------------------------------------

export const stage = (
  id: string,
  kind: StageSource['kind'],
  level: Level,
  workingDays: number,
  name: Words,
  control: Words,
  extra: Partial<StageSource> = {},
): StageSource => ({ id, kind, level, workingDays, name: t(name), control: t(control), ...extra });

/** The only step of what is done in one sitting. */
export const settle = (level: Level, name: Words, control: Words, extra: Partial<StageSource> = {}): StageSource[] => [
  stage('settle', 'decide', level, 0, name, control, extra),
];

export const systems = {
  insurance: { system: t(['省社会保险信息系统', 'Provincial social insurance system']) },
  employment: { system: t(['省就业创业信息系统', 'Provincial employment system']) },
  card: { system: t(['省社会保障卡管理系统', 'Provincial social security card system']) },
  tax: { system: t(['税务缴费系统', 'Tax payment system']) },
  medical: { system: t(['医疗保障信息平台', 'Medical insurance platform']) },
  disability: { system: t(['残疾人证管理系统', 'Disability certificate system']) },
  training: { system: t(['职业培训管理系统', 'Vocational training system']) },
} as const satisfies Record<string, { system: Text }>;

export const statutory = (amount: number, unit: Limit['unit'], from: Limit['from'], basis: Text): Limit => ({
  kind: 'statutory',
  amount,
  unit,
  from,
  basis,
});
export const promised = (amount: number, from: Limit['from'] = 'acceptance'): Limit => ({
  kind: 'promised',
  amount,
  unit: 'wd',
  from,
  basis: documents.pledgeOfService,
});

// Items ---------------------------------------------------------------------------------------------------------------

export const anywhere: Level[] = ['village', 'town', 'county', 'city'];
export const townUp: Level[] = ['town', 'county', 'city'];
export const countyUp: Level[] = ['county', 'city'];

type Tier = 'online' | 'self-service' | 'window' | 'officer';

interface Source
  extends Omit<
    ItemSource,
    | 'version'
    | 'validFrom'
    | 'name'
    | 'plainName'
    | 'summary'
    | 'conditions'
    | 'rights'
    | 'modes'
    | 'channels'
    | 'fee'
    | 'delivery'
    | 'form'
    | 'complaintTelephone'
    | 'enquiryTelephone'
    | 'packages'
    | 'villagePackage'
    | 'townPackage'
    | 'provincialCode'
    | 'confidence'
    | 'confidential'
    | 'note'
    | 'instant'
  > {
  name: Words;
  plainName: Words;
  summary: Words;
  conditions: Words[];
  /** Who receives papers; who accepts, where fewer; who decides. */
  rights: { receive: Level[]; accept?: Level[]; decide: Level };
  sections: SectionSource[];
  checks?: CrossCheck[];
  instant?: boolean;
  confidential?: boolean;
  /** The channel advised; the others are open too. */
  tier: Tier;
  fee?: Text;
  delivery?: ItemSource['delivery'];
  packages?: string[];
  village?: boolean;
  town?: boolean;
  provincialCode?: string;
  confidence?: Item['confidence'];
  note?: string;
}

const deliveryOf = (results: Item['results'], instant: boolean): ItemSource['delivery'] => ({
  ways: results.includes('card')
    ? ['site', 'post']
    : results.includes('certificate')
      ? ['site', 'online', 'post']
      : ['online', 'site'],
  limit: instant
    ? null
    : { kind: 'promised', amount: 5, unit: 'wd', from: 'decision', basis: documents.pledgeOfService },
});

const asksForWhom = (sections: readonly SectionSource[]): boolean =>
  sections.some((one) => one.questions.some((question) => question.id === 'applyingAs'));

const modesOf = ({ instant, rights, flow, sections }: Source): Item['modes'] => [
  instant ? 'direct' : 'promised',
  ...(flow.some((one) => one.joint) ? (['joint'] as const) : []),
  ...(!instant && rights.receive.some((level) => anywhere.indexOf(level) < anywhere.indexOf(rights.decide))
    ? (['reported'] as const)
    : []),
  'assisted',
  ...(asksForWhom(sections) ? (['proxy'] as const) : []),
];

const channelsOf = (tier: Tier): Item['channels'] => [
  tier,
  ...(['online', 'window'] as const).filter((one) => one !== tier),
];

/** Completes an item with what is the same for nearly all of them. */
export const item = (source: Source): ItemSource => {
  const {
    name,
    plainName,
    summary,
    conditions,
    rights,
    sections,
    checks,
    instant = false,
    tier,
    fee,
    delivery,
    packages,
    village,
    town,
    ...rest
  } = source;
  const byProxy = asksForWhom(sections);
  return {
    version: 1,
    validFrom: '2026-01-01',
    confidential: false,
    confidence: 'S',
    provincialCode: '',
    note: '',
    // The area code 0980 is not assigned to any place.
    enquiryTelephone: '0980-12333',
    complaintTelephone: '0980-12345',
    ...rest,
    materials: byProxy ? [...rest.materials, m('proxy')] : rest.materials,
    name: t(name),
    plainName: t(plainName),
    summary: t(summary),
    conditions: conditions.map(t),
    rights: { help: anywhere, receive: rights.receive, accept: rights.accept ?? rights.receive, decide: rights.decide },
    modes: modesOf({ ...source, instant }),
    instant,
    form: { sections, checks: checks ?? [] },
    channels: channelsOf(tier),
    fee: { fen: 0, basis: fee ?? documents.notOnFeeList },
    delivery: delivery ?? deliveryOf(rest.results, instant),
    packages: packages ?? [],
    villagePackage: village ?? false,
    townPackage: town ?? false,
  };
};
