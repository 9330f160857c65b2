import type { ItemSource } from '#domain/catalogue/item.ts';
import type { Text } from '#domain/kernel/text.ts';
import { cite, documents } from './laws.ts';
import { asAgent, t, type Words, yes } from './questions.ts';

type MaterialSource = ItemSource['materials'][number];

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
  sscard: paper(
    'sscard',
    ['社会保障卡（电子社保卡也可以）', 'Social security card (the electronic card will do)'],
    'Y',
    false,
    cite('handling', 7),
  ),
  hukou: paper('hukou', ['居民户口簿', 'Household register'], 'Y', true, cite('household', 4)),
  form: paper(
    'form',
    ['申请表（系统生成，您签字确认）', 'Application form (made by the system, signed by you)'],
    'N',
    false,
    cite('handling', 18),
    {
      form: 'electronic',
      suppliedBy: yes('truth'),
    },
  ),
  promise: paper('promise', ['告知承诺书', 'Signed pledge'], 'N', false, documents.pledge, {
    form: 'electronic',
    suppliedBy: yes('pledge'),
  }),
  proxy: paper(
    'proxy',
    ['授权委托书和代办人身份证', 'Power of attorney and the agent’s identity card'],
    'N',
    false,
    cite('civil', 165),
    {
      form: 'original',
      when: asAgent,
      note: t([
        '委托书窗口有样本，申请人签字或按手印即可',
        'Counters have a model; the applicant’s signature or thumbprint is enough',
      ]),
    },
  ),
  bank: paper(
    'bank',
    ['本人社保卡银行账户信息（在表里填写）', 'Bank account of the applicant’s card (entered in the form)'],
    'S',
    false,
    cite('handling', 7),
    {
      suppliedBy: { question: 'account', answered: true },
    },
  ),
  corporateBank: paper(
    'bank',
    ['单位对公账户信息（在表里填写）', 'The employer’s bank account (entered in the form)'],
    'S',
    false,
    cite('unemployment', 10),
    {
      suppliedBy: { question: 'corporateAccount', answered: true },
    },
  ),
  license: paper('license', ['营业执照', 'Business licence'], 'Y', false, cite('business', 21, 22)),
  contract: paper('contract', ['劳动合同', 'Labour contract'], 'N', true, cite('contract', 10, 16)),
  endlabour: paper(
    'endlabour',
    ['解除或者终止劳动关系的证明', 'Proof that the employment ended'],
    'S',
    true,
    cite('contract', 50),
  ),
  disabled: paper('disabled', ['残疾人证', 'Disability certificate'], 'Y', true, documents.disabilityCertificate),
  lowinc: paper(
    'lowinc',
    ['低保或者低收入家庭的认定信息', 'Record of low-income status'],
    'S',
    true,
    cite('assistance', 11),
  ),
  diploma: paper('diploma', ['毕业证书', 'Graduation certificate'], 'S', true, cite('education', 22)),
  student: paper('student', ['学籍信息', 'Record of enrolment'], 'S', true, cite('education', 29)),
  skillcert: paper(
    'skillcert',
    ['职业资格证书或者职业技能等级证书', 'Vocational qualification or skill-level certificate'],
    'S',
    false,
    cite('handling', 24),
  ),
  jobcert: paper(
    'jobcert',
    ['就业创业证（就业失业登记凭证）', 'Employment and entrepreneurship certificate'],
    'Y',
    true,
    cite('jobServices', 61),
  ),
  death: paper(
    'death',
    ['死亡证明、火化证明或者户口注销证明（任选一样）', 'Death, cremation or deregistration certificate (any one)'],
    'S',
    true,
    cite('handling', 25),
  ),
  kinship: paper('kinship', ['亲属关系证明', 'Proof of kinship'], 'N', true, cite('civil', 1127), {
    note: t([
      '户口簿、结婚证、出生证明都可以，不用另外开',
      'A household register, marriage or birth certificate will do',
    ]),
  }),
  photo: paper('photo', ['近期证件照', 'Recent photograph'], 'S', true, cite('handling', 6), {
    note: t([
      '优先用身份证照片；没有的，窗口免费拍',
      'We use the identity card photograph, or take one free of charge',
    ]),
  }),
  diag: paper('diag', ['医疗诊断证明', 'Medical diagnosis'], 'N', false, cite('injury', 18), { form: 'original' }),
  history: paper(
    'history',
    ['病历资料（门诊病历、出院记录、检查报告）', 'Medical records (out-patient, discharge, examinations)'],
    'N',
    true,
    cite('injury', 18),
  ),
  occdis: paper(
    'occdis',
    ['职业病诊断证明书或者鉴定书', 'Occupational disease diagnosis or appraisal'],
    'N',
    true,
    cite('injury', 18),
  ),
  factualwork: paper(
    'factualwork',
    [
      '其他能证明在那里上班的材料（工资条、工作证、考勤、同事证明）',
      'Other proof of the employment (pay slips, badge, attendance, colleagues’ statements)',
    ],
    'N',
    true,
    cite('injury', 18),
  ),
  injdec: paper('injdec', ['工伤认定决定书', 'Work-injury decision'], 'Y', false, cite('injury', 23)),
  appraisal: paper(
    'appraisal',
    ['劳动能力鉴定结论书', 'Work-capacity appraisal'],
    'Y',
    false,
    cite('injury', 35, 36, 37),
  ),
  invoice: paper('invoice', ['医疗费用收费票据', 'Medical invoices'], 'N', false, cite('handling', 20), {
    form: 'original',
  }),
  expenses: paper('expenses', ['费用清单', 'Itemised charges'], 'N', true, cite('handling', 20)),
  archive: paper('archive', ['人事档案', 'Personnel file'], 'S', false, documents.personnelFiles),
  payproof: paper('payproof', ['社会保险缴费记录', 'Record of contributions'], 'S', true, cite('insurance', 74)),
  wage: paper('wage', ['工资凭证等证据', 'Evidence of wages'], 'N', true, cite('disputes', 6)),
  arbapp: paper(
    'arbapp',
    ['仲裁申请书（系统生成，您签字）', 'Arbitration application (made by the system, signed by you)'],
    'N',
    false,
    cite('disputes', 28),
    {
      form: 'electronic',
      suppliedBy: yes('truth'),
    },
  ),
  medapp: paper(
    'medapp',
    [
      '调解申请书（系统生成；也可以口头申请，由调解员记录）',
      'Mediation application (made by the system; it may be oral)',
    ],
    'N',
    true,
    cite('disputes', 12),
    {
      form: 'electronic',
      suppliedBy: yes('truth'),
    },
  ),
  premises: paper(
    'premises',
    ['经营场所的房产证明或者租赁合同', 'Title to or lease of the business premises'],
    'N',
    true,
    cite('contract', 57),
  ),
  trainfee: paper('trainfee', ['培训费票据', 'Training invoice'], 'N', true, documents.employmentFunds),
  roster: paper(
    'roster',
    ['人员名单（在表里填写）', 'List of staff (entered in the form)'],
    'N',
    false,
    documents.employmentFunds,
    {
      form: 'electronic',
      suppliedBy: { question: 'staff', answered: true },
    },
  ),
  vacancy: paper(
    'vacancy',
    ['招聘信息（在表里填写）', 'Vacancies (entered in the form)'],
    'N',
    false,
    cite('hrMarket', 24),
    {
      form: 'electronic',
      suppliedBy: { question: 'posts', answered: true },
    },
  ),
  articles: paper(
    'articles',
    ['公司章程和内部管理制度', 'Articles of association and internal rules'],
    'N',
    true,
    cite('contract', 57),
  ),
  collective: paper(
    'collective',
    ['集体合同文本和协商记录', 'Collective contract and record of the negotiation'],
    'N',
    false,
    cite('contract', 54),
    { form: 'original' },
  ),
  layoffplan: paper(
    'layoffplan',
    ['裁减人员方案和听取意见的材料', 'Lay-off plan and record of consultation'],
    'N',
    false,
    cite('contract', 41),
  ),
  transferform: paper('transferform', ['养老保险关系转移信息', 'Transfer record'], 'S', false, cite('handling', 16)),
  hardproof: paper(
    'hardproof',
    ['您这种情况的证明材料', 'Papers that show your circumstances'],
    'N',
    true,
    cite('jobServices', 40),
  ),
} as const satisfies Record<string, MaterialSource>;

/** A material of the library, as this item asks for it. */
export const m = (code: keyof typeof library, extra: Partial<MaterialSource> = {}): MaterialSource => ({
  ...library[code],
  ...extra,
});
/** The application form, which the system prints; its basis is the article by which one applies. */
export const formBy = (legalBasis: Text): MaterialSource => m('form', { legalBasis });
export const optional = (code: keyof typeof library, extra: Partial<MaterialSource> = {}): MaterialSource =>
  m(code, { required: false, ...extra });
/** Either a pledge or the papers. */
export const pledgeOr = (code: keyof typeof library, extra: Partial<MaterialSource> = {}): MaterialSource[] => [
  m('promise', { anyOfGroup: 'promise_or_proof', ...(extra.when === undefined ? {} : { when: extra.when }) }),
  m(code, { anyOfGroup: 'promise_or_proof', ...extra }),
];
