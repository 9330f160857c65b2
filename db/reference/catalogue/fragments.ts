import type { z } from 'zod';
import type { Condition, CrossCheck, Form, PrefillSource, Question, QuestionKind } from '#domain/catalogue/form.ts';
import type { Item, ItemSource, Level, Limit, Material, Stage } from '#domain/catalogue/item.ts';
import type { Text } from '#domain/kernel/text.ts';
import { cite, documents } from './laws.ts';

/** A text as its author writes it: Chinese first, then English. */
export type Words = readonly [zh: string, en: string];
export const t = ([zh, en]: Words): Text => ({ 'zh-CN': zh, en });

type QuestionSource = z.input<typeof Question>;
type SectionSource = z.input<typeof Form>['sections'][number];
type StageSource = z.input<typeof Stage>;
type MaterialSource = z.input<typeof Material>;

interface Extra {
  hint?: Words;
  required?: boolean;
  when?: Condition;
  min?: number | string;
  max?: number | string;
  decimals?: number;
  unit?: Words;
  prefill?: PrefillSource;
  samePage?: boolean;
  columns?: QuestionSource['columns'];
  uniqueBy?: string;
  statement?: Words;
}

// Conditions ----------------------------------------------------------------------------------------------------------

export const is = (question: string, ...values: (string | number | boolean)[]): Condition => {
  const [only] = values;
  return values.length === 1 && only !== undefined ? { question, equals: only } : { question, in: values as (string | number)[] };
};
export const yes = (question: string): Condition => ({ question, equals: true });
export const no = (question: string): Condition => ({ question, equals: false });
export const all = (...conditions: Condition[]): Condition => ({ all: conditions });
export const any = (...conditions: Condition[]): Condition => ({ any: conditions });

// Questions -----------------------------------------------------------------------------------------------------------

export const q = (kind: QuestionKind, id: string, label: Words, extra: Extra = {}): QuestionSource => {
  const { hint, unit, statement, ...rest } = extra;
  return {
    id,
    kind,
    label: t(label),
    ...rest,
    ...(hint && { hint: t(hint) }),
    ...(unit && { unit: t(unit) }),
    ...(statement && { statement: t(statement) }),
  };
};

type Choice = readonly [value: string, zh: string, en: string];
const options = (choices: readonly Choice[]) => choices.map(([value, zh, en]) => ({ value, label: t([zh, en]) }));

/** One of several. */
export const pick = (id: string, label: Words, choices: readonly Choice[], extra: Extra = {}): QuestionSource => ({
  ...q('choice', id, label, extra),
  options: options(choices),
});
/** Any of several. */
export const tick = (id: string, label: Words, choices: readonly Choice[], extra: Extra = {}): QuestionSource => ({
  ...q('choices', id, label, extra),
  options: options(choices),
});

/** A column of a table; takes no prefill and no page of its own. */
export const column = (source: QuestionSource): NonNullable<QuestionSource['columns']>[number] => {
  const { prefill: _prefill, samePage: _samePage, columns: _columns, uniqueBy: _uniqueBy, statement: _statement, ...rest } = source;
  return rest;
};
export const table = (id: string, label: Words, columns: QuestionSource[], extra: Extra = {}): QuestionSource =>
  q('rows', id, label, { ...extra, columns: columns.map(column) });

export const section = (id: string, title: Words, questions: QuestionSource[]): SectionSource => ({ id, title: t(title), questions });

export const check = (id: string, left: string, relation: CrossCheck['relation'], right: string, message: Words): CrossCheck => ({
  id,
  left,
  relation,
  right,
  message: t(message),
});

// The person ----------------------------------------------------------------------------------------------------------

export const years: Words = ['年', 'years'];
export const months: Words = ['个月', 'months'];
export const people: Words = ['人', 'people'];

export const nameAndId = (
  name: Words = ['申请人姓名', 'Applicant’s name'],
  id: Words = ['申请人身份证号', 'Applicant’s ID number'],
): QuestionSource[] => [
  q('person-name', 'name', name, { prefill: 'person.name', hint: ['和身份证上的一样', 'As on the identity card'] }),
  q('resident-id', 'idNumber', id, {
    prefill: 'person.idNumber',
    samePage: true,
    hint: ['身份证正面最下面一行，18位，最后一位可能是X', '18 characters on the front of the card; the last may be X'],
  }),
];

export const mobile = q('mobile', 'mobile', ['手机号', 'Mobile number'], {
  prefill: 'person.mobile',
  hint: ['办到哪一步会发短信到这个号码；自己没有手机的，可以留家人的', 'We text each step to this number; a relative’s will do'],
});

const asAgent = is('applyingAs', 'agent');

/** For oneself or for somebody else; the one who acts says who they are. */
export const forWhom: QuestionSource = pick('applyingAs', ['您给谁办？', 'Who is this for?'], [
  ['self', '给我自己办', 'For myself'],
  ['agent', '替家人、邻居或者别人办', 'For a relative, a neighbour or somebody else'],
]);

export const agent: QuestionSource[] = [
  q('person-name', 'agentName', ['代办人姓名', 'Name of the person acting'], { when: asAgent, hint: ['就是现在来办事的人', 'The one who is applying now'] }),
  q('resident-id', 'agentId', ['代办人身份证号', 'ID number of the person acting'], { when: asAgent, samePage: true }),
  q('mobile', 'agentMobile', ['代办人手机号', 'Mobile number of the person acting'], { when: asAgent, samePage: true }),
  pick(
    'agentRelation',
    ['代办人是申请人的什么人？', 'How are you related to the applicant?'],
    [
      ['spouse', '配偶', 'Husband or wife'],
      ['child', '子女', 'Son or daughter'],
      ['parent', '父母', 'Father or mother'],
      ['relative', '其他亲属', 'Another relative'],
      ['villager', '邻居、村干部、代办员', 'Neighbour, village officer or helper'],
      ['employer', '所在单位', 'The employer'],
      ['other', '其他', 'Other'],
    ],
    { when: asAgent },
  ),
];

/** Who it is for and who acts: the opening of most forms. */
export const applicant = (...more: QuestionSource[]): SectionSource =>
  section('applicant', ['申请人', 'The applicant'], [forWhom, ...nameAndId(), mobile, ...agent, ...more]);

/** The same where a person must act alone. */
export const ownApplicant = (...more: QuestionSource[]): SectionSource =>
  section('applicant', ['申请人', 'The applicant'], [...nameAndId(), mobile, ...more]);

export const residence = (label: Words = ['户口在哪个村（社区）', 'Village or community of household registration']): QuestionSource[] => [
  q('division', 'division', label, { prefill: 'person.division', hint: ['户口簿首页写着', 'It is on the first page of the household register'] }),
  q('address', 'address', ['现在住的地址', 'Present address'], {
    prefill: 'person.address',
    samePage: true,
    hint: ['写到几组几号，方便上门和邮寄', 'Down to the house, so that we can visit or post to you'],
  }),
];

export const banks: readonly Choice[] = [
  ['rural', '农商银行（信用社）', 'Rural Commercial Bank (credit cooperative)'],
  ['postal', '邮政储蓄银行', 'Postal Savings Bank'],
  ['abc', '农业银行', 'Agricultural Bank of China'],
  ['icbc', '工商银行', 'ICBC'],
  ['ccb', '建设银行', 'China Construction Bank'],
  ['boc', '中国银行', 'Bank of China'],
  ['other', '其他银行', 'Another bank'],
];

/** Where money is paid: the applicant's own card. */
export const payment = (title: Words = ['钱发到哪里', 'Where the money goes']): SectionSource =>
  section('payment', title, [
    pick('bank', ['社保卡是哪家银行的？', 'Which bank is the social security card with?'], banks, {
      hint: ['社保卡上印有银行名字', 'The bank’s name is printed on the card'],
    }),
    q('bank-account', 'account', ['社保卡上的银行卡号', 'Bank account number on the card'], {
      prefill: 'person.account',
      samePage: true,
      hint: ['卡上最长的一串数字，16到19位', 'The longest number on the card, 16 to 19 digits'],
    }),
    q('text', 'otherBank', ['银行名称', 'Name of the bank'], { when: is('bank', 'other'), max: 40 }),
  ]);

export const confirm = (...questions: QuestionSource[]): SectionSource =>
  section('confirm', ['确认', 'Confirm'], [
    ...questions,
    q('declaration', 'truth', ['以上填写的内容属实', 'What I have entered is true'], {
      statement: [
        '我已看过上面填写的内容，保证真实。我知道：填写不实的，这次申请不予办理；已经领到的钱要退回。我同意办事机构为办理这件事向有关部门核对这些信息。',
        'I have read what I entered and it is true. I understand that if it is not, this application will be refused and anything already paid must be returned. I agree that the office may check these details with other departments for the purpose of this application.',
      ],
    }),
  ]);

/** Pledge instead of proof: what is to be proved, on what basis, what is pledged, and what follows if it is false. */
export const pledge = (proof: Words, basis: Text, pledged: Words, when?: Condition): QuestionSource[] => [
  pick(
    'proofWay',
    [`${proof[0]}怎么证明？`, `How will you show ${proof[1]}?`],
    [
      ['pledge', '签承诺书，不用开证明', 'By a signed pledge, without a certificate'],
      ['paper', '我有证明材料，一起交', 'I have the papers and will hand them in'],
    ],
    { hint: ['两种办法您自己选，效力一样', 'The choice is yours; either counts the same'], ...(when && { when }) },
  ),
  q('declaration', 'pledge', ['告知承诺书', 'Pledge'], {
    when: is('proofWay', 'pledge'),
    statement: [
      `证明事项：${proof[0]}。依据：${basis['zh-CN']}；${documents.pledge['zh-CN']}。我承诺：${pledged[0]}。我知道：办事机构会事后核查；承诺不实的，撤销已作的决定，退回已领的钱，依法承担责任。`,
      `To be shown: ${proof[1]}. Basis: ${basis.en}; ${documents.pledge.en}. I pledge that ${pledged[1]}. I understand that this will be checked afterwards, and that if it is false the decision will be revoked, what was paid must be returned, and I answer for it in law.`,
    ],
  }),
];

// Lists of choices that several items share ---------------------------------------------------------------------------

export const educations: readonly Choice[] = [
  ['none', '没上过学', 'No schooling'],
  ['primary', '小学', 'Primary school'],
  ['junior', '初中', 'Junior secondary school'],
  ['senior', '高中、中专、技校', 'Senior secondary, vocational or technical school'],
  ['college', '大专', 'Junior college'],
  ['bachelor', '本科', 'Bachelor’s degree'],
  ['master', '研究生', 'Master’s degree or higher'],
];

export const trades: readonly Choice[] = [
  ['domestic', '家政服务', 'Domestic work'],
  ['elder-care', '养老护理', 'Care of the elderly'],
  ['child-care', '育婴、保育', 'Child care'],
  ['cook', '厨师、面点', 'Cooking and pastry'],
  ['electrician', '电工', 'Electrician'],
  ['welder', '焊工', 'Welder'],
  ['builder', '建筑、装修', 'Building and decorating'],
  ['digger', '挖掘机、叉车驾驶', 'Excavator and fork-lift driving'],
  ['driver', '驾驶员', 'Driving'],
  ['factory', '工厂普工', 'Factory work'],
  ['online-shop', '电商、直播', 'Online selling'],
  ['farming', '种植、养殖', 'Growing and breeding'],
  ['security', '保安、保洁', 'Guarding and cleaning'],
  ['office', '文员、会计', 'Office and bookkeeping'],
  ['other', '其他', 'Other'],
];

export const skillLevels: readonly Choice[] = [
  ['five', '五级（初级工）', 'Level 5 (elementary)'],
  ['four', '四级（中级工）', 'Level 4 (intermediate)'],
  ['three', '三级（高级工）', 'Level 3 (advanced)'],
  ['two', '二级（技师）', 'Level 2 (technician)'],
  ['one', '一级（高级技师）', 'Level 1 (senior technician)'],
  ['special', '专项职业能力', 'Single-skill certificate'],
];

// The employer --------------------------------------------------------------------------------------------------------

export const employer = (...more: QuestionSource[]): SectionSource =>
  section('employer', ['单位', 'The employer'], [
    q('text', 'employerName', ['单位名称', 'Name of the employer'], { prefill: 'employer.name', hint: ['和营业执照上的一样', 'As on the business licence'] }),
    q('uscc', 'uscc', ['统一社会信用代码', 'Unified social credit code'], {
      prefill: 'employer.uscc',
      samePage: true,
      hint: ['营业执照上的18位代码', 'The 18 characters on the business licence'],
    }),
    q('person-name', 'contactName', ['经办人姓名', 'Name of the contact']),
    q('telephone', 'contactPhone', ['经办人电话', 'Telephone of the contact'], { prefill: 'employer.telephone', samePage: true }),
    ...more,
  ]);

export const corporatePayment: SectionSource = section('payment', ['钱发到哪里', 'Where the money goes'], [
  q('text', 'accountName', ['开户名称', 'Account name'], { hint: ['必须和单位名称一致', 'It must be the name of the employer'] }),
  q('text', 'accountBank', ['开户银行（写到支行）', 'Bank and branch'], { samePage: true }),
  q('corporate-account', 'corporateAccount', ['对公账号', 'Business account number'], { samePage: true }),
]);

/** A list of people in an employer's form; nobody is asked for the same list again as a paper. */
export const staffTable = (id: string, label: Words, more: QuestionSource[] = [], extra: Extra = {}): QuestionSource =>
  table(
    id,
    label,
    [q('person-name', 'name', ['姓名', 'Name']), q('resident-id', 'idNumber', ['身份证号', 'ID number']), ...more],
    { min: 1, max: 200, uniqueBy: 'idNumber', ...extra },
  );

// Materials -----------------------------------------------------------------------------------------------------------

const paper = (
  code: string,
  name: Words,
  source: MaterialSource['source'],
  deferrable: boolean,
  legalBasis: Text,
  extra: Partial<MaterialSource> = {},
): MaterialSource => ({
  code,
  name: t(name),
  required: true,
  source,
  deferrable,
  anyOfGroup: null,
  legalBasis,
  form: source === 'S' ? 'fetched' : source === 'Y' ? 'original' : 'copy',
  ...extra,
});

const library = {
  idcard: paper('idcard', ['居民身份证', 'Resident identity card'], 'Y', false, cite('identity', 13, 14)),
  sscard: paper('sscard', ['社会保障卡（电子社保卡也可以）', 'Social security card (the electronic card will do)'], 'Y', false, cite('handling', 7)),
  hukou: paper('hukou', ['居民户口簿', 'Household register'], 'Y', true, cite('household', 4)),
  form: paper('form', ['申请表（系统生成，您签字确认）', 'Application form (made by the system, signed by you)'], 'N', false, cite('handling', 18), {
    form: 'electronic',
    suppliedBy: yes('truth'),
  }),
  promise: paper('promise', ['告知承诺书', 'Signed pledge'], 'N', false, documents.pledge, { form: 'electronic', suppliedBy: yes('pledge') }),
  proxy: paper('proxy', ['授权委托书和代办人身份证', 'Power of attorney and the agent’s identity card'], 'N', false, cite('civil', 165), {
    form: 'original',
    when: asAgent,
    note: t(['委托书窗口有样本，申请人签字或按手印即可', 'Counters have a model; the applicant’s signature or thumbprint is enough']),
  }),
  bank: paper('bank', ['本人社保卡银行账户信息（在表里填写）', 'Bank account of the applicant’s card (entered in the form)'], 'S', false, cite('handling', 7), {
    suppliedBy: { question: 'account', answered: true },
  }),
  corporateBank: paper('bank', ['单位对公账户信息（在表里填写）', 'The employer’s bank account (entered in the form)'], 'S', false, cite('unemployment', 10), {
    suppliedBy: { question: 'corporateAccount', answered: true },
  }),
  license: paper('license', ['营业执照', 'Business licence'], 'Y', false, cite('business', 21, 22)),
  contract: paper('contract', ['劳动合同', 'Labour contract'], 'N', true, cite('contract', 10, 16)),
  endlabour: paper('endlabour', ['解除或者终止劳动关系的证明', 'Proof that the employment ended'], 'S', true, cite('contract', 50)),
  disabled: paper('disabled', ['残疾人证', 'Disability certificate'], 'Y', true, documents.disabilityCertificate),
  lowinc: paper('lowinc', ['低保或者低收入家庭的认定信息', 'Record of low-income status'], 'S', true, cite('assistance', 11)),
  diploma: paper('diploma', ['毕业证书', 'Graduation certificate'], 'S', true, cite('education', 22)),
  student: paper('student', ['学籍信息', 'Record of enrolment'], 'S', true, cite('education', 29)),
  skillcert: paper('skillcert', ['职业资格证书或者职业技能等级证书', 'Vocational qualification or skill-level certificate'], 'S', false, cite('handling', 24)),
  jobcert: paper('jobcert', ['就业创业证（就业失业登记凭证）', 'Employment and entrepreneurship certificate'], 'Y', true, cite('jobServices', 61)),
  death: paper('death', ['死亡证明、火化证明或者户口注销证明（任选一样）', 'Death, cremation or deregistration certificate (any one)'], 'S', true, cite('handling', 25)),
  kinship: paper('kinship', ['亲属关系证明', 'Proof of kinship'], 'N', true, cite('civil', 1127), {
    note: t(['户口簿、结婚证、出生证明都可以，不用另外开', 'A household register, marriage or birth certificate will do']),
  }),
  photo: paper('photo', ['近期证件照', 'Recent photograph'], 'S', true, cite('handling', 6), {
    note: t(['优先用身份证照片；没有的，窗口免费拍', 'We use the identity card photograph, or take one free of charge']),
  }),
  diag: paper('diag', ['医疗诊断证明', 'Medical diagnosis'], 'N', false, cite('injury', 18), { form: 'original' }),
  history: paper('history', ['病历资料（门诊病历、出院记录、检查报告）', 'Medical records (out-patient, discharge, examinations)'], 'N', true, cite('injury', 18)),
  occdis: paper('occdis', ['职业病诊断证明书或者鉴定书', 'Occupational disease diagnosis or appraisal'], 'N', true, cite('injury', 18)),
  factualwork: paper(
    'factualwork',
    ['其他能证明在那里上班的材料（工资条、工作证、考勤、同事证明）', 'Other proof of the employment (pay slips, badge, attendance, colleagues’ statements)'],
    'N',
    true,
    cite('injury', 18),
  ),
  injdec: paper('injdec', ['工伤认定决定书', 'Work-injury decision'], 'Y', false, cite('injury', 23)),
  appraisal: paper('appraisal', ['劳动能力鉴定结论书', 'Work-capacity appraisal'], 'Y', false, cite('injury', 35, 36, 37)),
  invoice: paper('invoice', ['医疗费用收费票据', 'Medical invoices'], 'N', false, cite('handling', 20), { form: 'original' }),
  expenses: paper('expenses', ['费用清单', 'Itemised charges'], 'N', true, cite('handling', 20)),
  archive: paper('archive', ['人事档案', 'Personnel file'], 'S', false, documents.personnelFiles),
  payproof: paper('payproof', ['社会保险缴费记录', 'Record of contributions'], 'S', true, cite('insurance', 74)),
  wage: paper('wage', ['工资凭证等证据', 'Evidence of wages'], 'N', true, cite('disputes', 6)),
  arbapp: paper('arbapp', ['仲裁申请书（系统生成，您签字）', 'Arbitration application (made by the system, signed by you)'], 'N', false, cite('disputes', 28), {
    form: 'electronic',
    suppliedBy: yes('truth'),
  }),
  medapp: paper('medapp', ['调解申请书（系统生成；也可以口头申请，由调解员记录）', 'Mediation application (made by the system; it may be oral)'], 'N', true, cite('disputes', 12), {
    form: 'electronic',
    suppliedBy: yes('truth'),
  }),
  premises: paper('premises', ['经营场所的房产证明或者租赁合同', 'Title to or lease of the business premises'], 'N', true, cite('contract', 57)),
  trainfee: paper('trainfee', ['培训费票据', 'Training invoice'], 'N', true, documents.employmentFunds),
  roster: paper('roster', ['人员名单（在表里填写）', 'List of staff (entered in the form)'], 'N', false, documents.employmentFunds, {
    form: 'electronic',
    suppliedBy: { question: 'staff', answered: true },
  }),
  vacancy: paper('vacancy', ['招聘信息（在表里填写）', 'Vacancies (entered in the form)'], 'N', false, cite('hrMarket', 24), {
    form: 'electronic',
    suppliedBy: { question: 'posts', answered: true },
  }),
  articles: paper('articles', ['公司章程和内部管理制度', 'Articles of association and internal rules'], 'N', true, cite('contract', 57)),
  collective: paper('collective', ['集体合同文本和协商记录', 'Collective contract and record of the negotiation'], 'N', false, cite('contract', 54), { form: 'original' }),
  layoffplan: paper('layoffplan', ['裁减人员方案和听取意见的材料', 'Lay-off plan and record of consultation'], 'N', false, cite('contract', 41)),
  transferform: paper('transferform', ['养老保险关系转移信息', 'Transfer record'], 'S', false, cite('handling', 16)),
  hardproof: paper('hardproof', ['您这种情况的证明材料', 'Papers that show your circumstances'], 'N', true, cite('jobServices', 40)),
} as const satisfies Record<string, MaterialSource>;

/** A material of the library, as this item asks for it. */
export const m = (code: keyof typeof library, extra: Partial<MaterialSource> = {}): MaterialSource => ({ ...library[code], ...extra });
/** The application form, which the system prints; its basis is the article by which one applies. */
export const formBy = (legalBasis: Text): MaterialSource => m('form', { legalBasis });
export const optional = (code: keyof typeof library, extra: Partial<MaterialSource> = {}): MaterialSource => m(code, { required: false, ...extra });
/** Either a pledge or the papers. */
export const pledgeOr = (code: keyof typeof library, extra: Partial<MaterialSource> = {}): MaterialSource[] => [
  m('promise', { anyOfGroup: 'promise_or_proof', ...(extra.when === undefined ? {} : { when: extra.when }) }),
  m(code, { anyOfGroup: 'promise_or_proof', ...extra }),
];

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

export const statutory = (amount: number, unit: Limit['unit'], from: Limit['from'], basis: Text): Limit => ({ kind: 'statutory', amount, unit, from, basis });
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
  ways: results.includes('card') ? ['site', 'post'] : results.includes('certificate') ? ['site', 'online', 'post'] : ['online', 'site'],
  limit: instant ? null : { kind: 'promised', amount: 5, unit: 'wd', from: 'decision', basis: documents.pledgeOfService },
});

const asksForWhom = (sections: readonly SectionSource[]): boolean =>
  sections.some((one) => one.questions.some((question) => question.id === 'applyingAs'));

const modesOf = ({ instant, rights, flow, sections }: Source): Item['modes'] => [
  instant ? 'direct' : 'promised',
  ...(flow.some((one) => one.joint) ? (['joint'] as const) : []),
  ...(!instant && rights.receive.some((level) => anywhere.indexOf(level) < anywhere.indexOf(rights.decide)) ? (['reported'] as const) : []),
  'assisted',
  ...(asksForWhom(sections) ? (['proxy'] as const) : []),
];

const channelsOf = (tier: Tier): Item['channels'] => [tier, ...(['online', 'window'] as const).filter((one) => one !== tier)];

/** Completes an item with what is the same for nearly all of them. */
export const item = (source: Source): ItemSource => {
  const { name, plainName, summary, conditions, rights, sections, checks, instant = false, tier, fee, delivery, packages, village, town, ...rest } = source;
  const byProxy = asksForWhom(sections);
  return {
    version: 1,
    validFrom: '2026-01-01',
    confidential: false,
    confidence: 'S',
    provincialCode: '',
    note: '',
    enquiryTelephone: '0990-12333',
    complaintTelephone: '0990-12345',
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
