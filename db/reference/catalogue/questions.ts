import type { z } from 'zod';
import type { Condition, CrossCheck, Form, PrefillSource, Question, QuestionKind } from '#domain/catalogue/form.ts';
import type { Text } from '#domain/kernel/text.ts';
import { documents } from './laws.ts';

/** A text as its author writes it: Chinese first, then English. */
export type Words = readonly [zh: string, en: string];
export const t = ([zh, en]: Words): Text => ({ 'zh-CN': zh, en });

type QuestionSource = z.input<typeof Question>;
export type SectionSource = z.input<typeof Form>['sections'][number];

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
  return values.length === 1 && only !== undefined
    ? { question, equals: only }
    : { question, in: values as (string | number)[] };
};
export const yes = (question: string): Condition => ({ question, equals: true });
export const no = (question: string): Condition => ({ question, equals: false });
export const all = (...conditions: Condition[]): Condition => ({ all: conditions });

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
const column = (source: QuestionSource): NonNullable<QuestionSource['columns']>[number] => {
  const {
    prefill: _prefill,
    samePage: _samePage,
    columns: _columns,
    uniqueBy: _uniqueBy,
    statement: _statement,
    ...rest
  } = source;
  return rest;
};
export const table = (id: string, label: Words, columns: QuestionSource[], extra: Extra = {}): QuestionSource =>
  q('rows', id, label, { ...extra, columns: columns.map(column) });

export const section = (id: string, title: Words, questions: QuestionSource[]): SectionSource => ({
  id,
  title: t(title),
  questions,
});

export const check = (
  id: string,
  left: string,
  relation: CrossCheck['relation'],
  right: string,
  message: Words,
): CrossCheck => ({
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
  hint: [
    '办到哪一步会发短信到这个号码；自己没有手机的，可以留家人的',
    'We text each step to this number; a relative’s will do',
  ],
});

export const asAgent = is('applyingAs', 'agent');

/** For oneself or for somebody else; the one who acts says who they are. */
export const forWhom: QuestionSource = pick(
  'applyingAs',
  ['您给谁办？', 'Who is this for?'],
  [
    ['self', '给我自己办', 'For myself'],
    ['agent', '替家人、邻居或者别人办', 'For a relative, a neighbour or somebody else'],
  ],
);

export const agent: QuestionSource[] = [
  q('person-name', 'agentName', ['代办人姓名', 'Name of the person acting'], {
    when: asAgent,
    hint: ['就是现在来办事的人', 'The one who is applying now'],
  }),
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

export const residence = (
  label: Words = ['户口在哪个村（社区）', 'Village or community of household registration'],
  hint: Words = ['户口簿首页写着', 'It is on the first page of the household register'],
): QuestionSource[] => [
  q('division', 'division', label, { prefill: 'person.division', hint }),
  q('address', 'address', ['现在住的地址', 'Present address'], {
    prefill: 'person.address',
    samePage: true,
    hint: ['写到几组几号，方便上门和邮寄', 'Down to the house, so that we can visit or post to you'],
  }),
];

/** Where somebody lives, which need not be where they are registered. */
export const whereabouts = (): QuestionSource[] =>
  residence(
    ['现在常住哪个村（社区）', 'Village or community where you live'],
    ['平时住在哪里就选哪里，不看户口', 'Where you usually live, whatever the household register says'],
  );

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
  section(
    'confirm',
    ['确认', 'Confirm'],
    [
      ...questions,
      q('declaration', 'truth', ['以上填写的内容属实', 'What I have entered is true'], {
        statement: [
          '我已看过上面填写的内容，保证真实。我知道：填写不实的，这次申请不予办理；已经领到的钱要退回。我同意办事机构为办理这件事向有关部门核对这些信息。',
          'I have read what I entered and it is true. I understand that if it is not, this application will be refused and anything already paid must be returned. I agree that the office may check these details with other departments for the purpose of this application.',
        ],
      }),
    ],
  );

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
  section(
    'employer',
    ['单位', 'The employer'],
    [
      q('text', 'employerName', ['单位名称', 'Name of the employer'], {
        prefill: 'employer.name',
        hint: ['和营业执照上的一样', 'As on the business licence'],
      }),
      q('uscc', 'uscc', ['统一社会信用代码', 'Unified social credit code'], {
        prefill: 'employer.uscc',
        samePage: true,
        hint: ['营业执照上的18位代码', 'The 18 characters on the business licence'],
      }),
      q('person-name', 'contactName', ['经办人姓名', 'Name of the contact']),
      q('telephone', 'contactPhone', ['经办人电话', 'Telephone of the contact'], {
        prefill: 'employer.telephone',
        samePage: true,
      }),
      ...more,
    ],
  );

export const corporatePayment: SectionSource = section(
  'payment',
  ['钱发到哪里', 'Where the money goes'],
  [
    q('text', 'accountName', ['开户名称', 'Account name'], {
      hint: ['必须和单位名称一致', 'It must be the name of the employer'],
    }),
    q('text', 'accountBank', ['开户银行（写到支行）', 'Bank and branch'], { samePage: true }),
    q('corporate-account', 'corporateAccount', ['对公账号', 'Business account number'], { samePage: true }),
  ],
);

/** A list of people in an employer's form; nobody is asked for the same list again as a paper. */
export const staffTable = (id: string, label: Words, more: QuestionSource[] = [], extra: Extra = {}): QuestionSource =>
  table(
    id,
    label,
    [q('person-name', 'name', ['姓名', 'Name']), q('resident-id', 'idNumber', ['身份证号', 'ID number']), ...more],
    { min: 1, max: 200, uniqueBy: 'idNumber', ...extra },
  );
