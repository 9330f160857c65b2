import type { ItemSource } from '#domain/catalogue/item.ts';
import { anywhere, countyUp, item, promised, stage, systems, townUp } from './items.ts';
import { cite, documents } from './laws.ts';
import { formBy, m, optional, pledgeOr } from './papers.ts';
import {
  applicant,
  banks,
  check,
  confirm,
  corporatePayment,
  employer,
  is,
  months,
  payment,
  people,
  pick,
  pledge,
  q,
  residence,
  section,
  staffTable,
  t,
  tick,
  yes,
  whereabouts,
} from './questions.ts';

const scheme = { domain: 'employment', department: 'employment' } as const;

const publicNotice = {
  kind: 'public-notice' as const,
  basis: t(['公示的时间不计入', 'Days of public notice are left out']),
};

/** Subsidies that a town looks at first. */
const townFlow = (
  first: readonly [string, string],
  second: readonly [string, string],
  last: readonly [string, string],
) => [
  stage('town-review', 'review', 'town', 6, ['乡镇初审', 'First review by the town'], first),
  stage('county-review', 'review', 'county', 7, ['县级复核', 'Second check by the county'], second, {
    outside: systems.employment,
  }),
  stage('county-decide', 'decide', 'county', 7, ['县级审批', 'Decision by the county'], last),
];
/** Subsidies to employers, decided at the county. */
const countyFlow = (
  first: readonly [string, string],
  second: readonly [string, string],
  last: readonly [string, string],
) => [
  stage('county-check', 'handle', 'county', 6, ['县级承办', 'Handling by the county'], first),
  stage('county-review', 'review', 'county', 7, ['县级审核', 'Review by the county'], second, {
    outside: systems.employment,
  }),
  stage('county-decide', 'decide', 'county', 7, ['县级审批', 'Decision by the county'], last),
];

const period = [
  q('month', 'fromMonth', ['从哪个月', 'From month'], { min: 'today-36m', max: 'today' }),
  q('month', 'toMonth', ['到哪个月', 'To month'], { samePage: true, min: 'today-36m', max: 'today' }),
];
const periodOrder = check('period', 'fromMonth', 'not-after', 'toMonth', [
  '开始的月份不能晚于结束的月份，请核对。',
  'The first month must not come after the last. Check both.',
]);

const businessQuestions = [
  q('text', 'businessName', ['店铺或者企业名称', 'Name of the shop or company'], {
    max: 80,
    hint: ['和营业执照上的一样', 'As on the business licence'],
  }),
  q('uscc', 'uscc', ['统一社会信用代码', 'Unified social credit code'], {
    samePage: true,
    hint: ['营业执照上的18位代码', 'The 18 characters on the business licence'],
  }),
  q('date', 'registeredOn', ['营业执照哪天办的？', 'Date of registration'], { min: 'today-20y', max: 'today' }),
  q('text', 'business', ['做什么生意？', 'What is the business?'], { samePage: true, max: 60 }),
  q('address', 'businessAddress', ['在哪里经营？', 'Where is it run?']),
  q('number', 'employees', ['请了几个人？', 'How many people work for you?'], { min: 0, max: 10_000, unit: people }),
];

const founderKind = pick(
  'founder',
  ['您属于哪一种？', 'Which applies to you?'],
  [
    ['returnee', '返乡创业农民工', 'Migrant worker back home'],
    ['graduate', '高校毕业生（毕业5年内）', 'Graduate of the last five years'],
    ['unemployed', '登记失业人员', 'Registered unemployed'],
    ['difficulty', '就业困难人员', 'Recognised as in employment difficulty'],
    ['veteran', '退役军人', 'Veteran'],
    ['poverty', '脱贫人口、低收入家庭', 'From a low-income household or one lifted out of poverty'],
    ['other', '其他', 'Other'],
  ],
);

export const subsidyItems: ItemSource[] = [
  item({
    ...scheme,
    code: 'HR-EMP-17',
    name: ['就业困难人员灵活就业社会保险补贴申领', 'Insurance subsidy for flexible workers in difficulty'],
    plainName: ['灵活就业，领社保补贴', 'Subsidy for the insurance I pay myself'],
    keywords: [
      '社保补贴',
      '灵活就业补贴',
      '4050补贴',
      '自己交社保补贴',
      '打零工补贴',
      'insurance subsidy',
      'flexible work subsidy',
    ],
    needs: ['find-work', 'lost-work'],
    summary: [
      '认定为就业困难、打零工自己缴社保的人，领回一部分缴的钱。一般最长3年，离退休不到5年的可以到退休。',
      'People recognised as in difficulty who work flexibly and insure themselves get part of it back: usually for three years, or to retirement if that is less than five years off.',
    ],
    audience: ['person'],
    rights: { receive: anywhere, accept: townUp, decide: 'county' },
    town: true,
    tier: 'online',
    online: 'full',
    sections: [
      applicant(...whereabouts()),
      section(
        'work',
        ['灵活就业情况', 'Your work'],
        [
          q(
            'text',
            'recognitionNumber',
            ['就业困难认定编号', 'Number of your recognition'],
            { required: false, max: 40 },
          ),
          pick(
            'workKind',
            ['在做什么？', 'What do you do?'],
            [
              ['odd-jobs', '打零工', 'Odd jobs'],
              ['delivery', '送外卖、跑快递、网约车', 'Deliveries or ride-hailing'],
              ['domestic', '家政、护理', 'Domestic work or care'],
              ['stall', '摆摊、做小买卖（没有执照）', 'A stall or small trade without a licence'],
              ['farm', '给人种地、养殖', 'Farm work for others'],
              ['other', '其他', 'Other'],
            ],
          ),
          q('text', 'workPlace', ['一般在哪里干活？', 'Where do you usually work?'], { samePage: true, max: 80 }),
          q('date', 'workSince', ['从哪天开始做的？', 'Since when?'], { min: 'today-20y', max: 'today' }),
          ...pledge(['灵活就业的情况', 'that you work flexibly'], cite('promotion', 52), [
            '上面写的就业情况属实，没有单位给我缴社保，没有办企业',
            'the work stated is true, that no employer insures me and that I run no company',
          ]),
        ],
      ),
      section(
        'claim',
        ['补贴', 'The subsidy'],
        [
          ...period,
          tick(
            'kinds',
            ['缴的是哪些保险？', 'Which insurance did you pay?'],
            [
              ['pension', '职工养老保险', 'Employee pension'],
              ['medical', '职工医疗保险', 'Employee medical insurance'],
            ],
          ),
          q('money', 'paid', ['这段时间一共缴了多少？', 'How much did you pay in this time?'], {
            min: 1,
            max: 20_000_000,
            hint: ['不清楚填大概数，我们按缴费记录算', 'Roughly; we go by the records'],
          }),
          q('number', 'monthsBefore', ['以前一共领过多少个月？', 'For how many months have you had it before?'], {
            min: 0,
            max: 120,
            unit: months,
          }),
        ],
      ),
      payment(['补贴发到哪里', 'Where the subsidy goes']),
      confirm(),
    ],
    checks: [periodOrder],
    materials: [
      m('idcard'),
      formBy(cite('promotion', 52)),
      m('payproof'),
      m('bank'),
      ...pledgeOr('hardproof', { legalBasis: cite('promotion', 52) }),
    ],
    limits: [promised(20)],
    stops: [publicNotice],
    flow: townFlow(
      ['在做灵活就业；困难认定有效', 'Works flexibly; recognition is valid'],
      [
        '缴费月份、金额与记录一致；没有单位参保、没有执照',
        'Months and sums agree with the records; no employer, no licence',
      ],
      ['累计月数没超；公示无异议', 'Total months within the limit; no objection'],
    ),
    results: ['money'],
    legalBasis: [cite('promotion', 52), documents.cityList],
    conditions: [
      ['已认定为就业困难人员，灵活就业并登记', 'Recognised as in difficulty and registered as a flexible worker'],
      ['自己缴了职工养老或者职工医疗保险', 'You paid the employee pension or medical insurance yourself'],
    ],
    provincialCode: '512B0066400001',
    note: 'At most three years; up to retirement if that is five years off or less (general knowledge; also seen on a local page).',
  }),

  item({
    ...scheme,
    code: 'HR-EMP-19',
    name: ['公益性岗位补贴申领', 'Subsidy for public-welfare posts'],
    plainName: ['单位领公益性岗位补贴', 'Subsidy for employers of public-welfare posts'],
    keywords: ['公岗补贴', '岗位补贴', '公益性岗位工资', 'post subsidy'],
    needs: ['employer'],
    summary: [
      '安排就业困难人员在公益性岗位上班的单位，领岗位补贴和社保补贴。',
      'Employers with recognised people on public-welfare posts claim the pay and insurance subsidy.',
    ],
    audience: ['employer'],
    rights: { receive: anywhere, accept: townUp, decide: 'county' },
    town: true,
    tier: 'online',
    online: 'full',
    sections: [
      employer(),
      section(
        'claim',
        ['补贴', 'The claim'],
        [
          ...period,
          staffTable(
            'staff',
            ['在岗人员', 'People on the posts'],
            [
              q('text', 'post', ['岗位', 'Post'], { max: 40 }),
              q('number', 'monthsWorked', ['在岗月数', 'Months worked'], { min: 1, max: 36 }),
              q('money', 'wage', ['每月工资', 'Monthly pay'], { min: 10_000, max: 10_000_000 }),
            ],
          ),
          tick(
            'kinds',
            ['申请哪些补贴？', 'Which subsidies?'],
            [
              ['post', '岗位补贴', 'Pay subsidy'],
              ['insurance', '社会保险补贴', 'Insurance subsidy'],
            ],
          ),
          q('money', 'amount', ['申请金额合计', 'Total claimed'], { min: 1 }),
          q('yesno', 'paidInFull', ['工资都按月发足了吗？', 'Was all pay made on time and in full?'], {
            samePage: true,
          }),
        ],
      ),
      corporatePayment,
      confirm(),
    ],
    checks: [periodOrder],
    materials: [
      m('license'),
      m('roster'),
      m('wage', { name: t(['工资发放明细', 'Payroll']), legalBasis: documents.employmentFunds }),
      m('payproof'),
    ],
    limits: [promised(20)],
    stops: [publicNotice],
    flow: townFlow(
      ['人员真实在岗（抽查签到）', 'People really at work (attendance sampled)'],
      ['工资、参保与名单一致', 'Pay and insurance agree with the list'],
      ['标准、月数和金额计算无误', 'Rate, months and total are right'],
    ),
    results: ['money'],
    legalBasis: [cite('promotion', 53), documents.employmentFunds],
    conditions: [['经批准设立公益性岗位的单位', 'Employers with approved public-welfare posts']],
    provincialCode: '512B0066400002',
  }),

  item({
    ...scheme,
    code: 'HR-LOAN-01',
    name: ['创业担保贷款申请（资格审核）', 'Start-up guaranteed loan: eligibility'],
    plainName: ['想做生意，申请贴息贷款', 'A subsidised loan to start a business'],
    keywords: [
      '创业贷款',
      '小额贷款',
      '贴息贷款',
      '担保贷款',
      '借钱做生意',
      '创业担保',
      'loan',
      'start-up loan',
      'microcredit',
    ],
    needs: ['find-work', 'employer'],
    summary: [
      '自己创业的人和小微企业，先在这里审核资格，再由担保机构和银行放款，财政贴利息。',
      'People starting a business and small firms have their eligibility checked here; a guarantor and a bank then lend, and the state pays part of the interest.',
    ],
    audience: ['person', 'employer'],
    rights: { receive: anywhere, accept: townUp, decide: 'county' },
    town: true,
    tier: 'window',
    online: 'partial',
    sections: [
      applicant(...residence()),
      section('business', ['生意情况', 'The business'], [founderKind, ...businessQuestions]),
      section(
        'loan',
        ['贷款', 'The loan'],
        [
          q('money', 'amount', ['想贷多少？', 'How much would you like to borrow?'], {
            min: 100_000,
            max: 400_000_000,
            hint: [
              '个人和小微企业的最高额度由省市规定',
              'The ceilings for persons and firms are set by province and city',
            ],
          }),
          pick(
            'term',
            ['贷多久？', 'For how long?'],
            [
              ['y1', '1年', 'One year'],
              ['y2', '2年', 'Two years'],
              ['y3', '3年', 'Three years'],
            ],
            { samePage: true },
          ),
          tick(
            'use',
            ['钱用来做什么？', 'What is it for?'],
            [
              ['stock', '进货、买原料', 'Stock and materials'],
              ['equipment', '买设备', 'Equipment'],
              ['rent', '租门面、场地', 'Rent'],
              ['wages', '发工资', 'Wages'],
              ['other', '其他经营', 'Other running costs'],
            ],
          ),
          pick(
            'security',
            ['拿什么担保？', 'What security can you give?'],
            [
              ['fund', '担保基金担保', 'The guarantee fund'],
              ['person', '找人担保', 'A guarantor'],
              ['property', '房产、车辆抵押', 'A house or vehicle'],
              ['none', '没有，想问有没有免担保的', 'None: is there a way without?'],
            ],
          ),
          pick(
            'bank',
            ['想找哪家银行？', 'Which bank?'],
            banks.filter(([value]) => value !== 'other'),
          ),
          q(
            'yesno',
            'otherLoans',
            ['本人和配偶还有别的贷款没还吗？', 'Do you or your spouse have other loans outstanding?'],
            { hint: ['房贷、车贷、助学贷款不影响', 'Mortgage, car and student loans do not matter'] },
          ),
          q('money', 'otherLoansLeft', ['还欠多少？', 'How much is outstanding?'], {
            when: yes('otherLoans'),
            min: 1,
            max: 1_000_000_000,
          }),
        ],
      ),
      confirm(),
    ],
    materials: [m('idcard'), formBy(documents.inclusiveFinance), m('license'), optional('jobcert')],
    limits: [promised(10)],
    flow: [
      stage(
        'town-review',
        'review',
        'town',
        4,
        ['乡镇初审、实地看', 'First review and visit by the town'],
        ['确实在经营；看现场两人同去', 'Really in business; two officers visit together'],
      ),
      stage(
        'county-review',
        'review',
        'county',
        3,
        ['县级审核', 'Review by the county'],
        ['人员类别、贷款记录符合规定', 'Category and loan record are within the rules'],
        { outside: systems.employment },
      ),
      stage(
        'county-decide',
        'decide',
        'county',
        3,
        ['出具资格意见', 'Eligibility decided'],
        ['只审资格，放不放款由银行决定', 'Eligibility only: the bank decides on the loan'],
      ),
    ],
    results: ['notice', 'register_entry'],
    legalBasis: [cite('promotion', 19), documents.inclusiveFinance, documents.cityList],
    conditions: [
      ['符合规定的创业人员或者小微企业', 'An eligible founder or small firm'],
      ['除规定的几种外，没有其他未还清的贷款', 'No other loans outstanding but the kinds allowed'],
    ],
    provincialCode: '512B0066700004',
    packages: ['PK04'],
    note: 'Ceiling, term and interest share are local parameters. A notice is added to the results; premises papers are not asked for, the address is.',
  }),

  item({
    ...scheme,
    code: 'HR-EMP-20',
    name: ['创业补贴申领', 'Start-up subsidy'],
    plainName: ['开店创业，领补贴', 'Subsidy for a new business'],
    keywords: [
      '创业补贴',
      '开店补贴',
      '一次性创业补贴',
      '返乡创业补贴',
      '房租补贴',
      'start-up subsidy',
      'new business',
    ],
    needs: ['find-work', 'employer'],
    summary: [
      '第一次办执照做生意、正常经营满规定时间的人，领一次性创业补贴等。',
      'First-time founders whose business has run for the required time claim the start-up subsidy.',
    ],
    audience: ['person'],
    rights: { receive: anywhere, accept: townUp, decide: 'county' },
    town: true,
    tier: 'online',
    online: 'full',
    sections: [
      applicant(),
      section(
        'business',
        ['生意情况', 'The business'],
        [
          founderKind,
          ...businessQuestions,
          q('yesno', 'running', ['现在还在正常经营吗？', 'Is it still running?']),
          q('yesno', 'firstTime', ['是第一次创业吗？', 'Is it your first business?'], { samePage: true }),
        ],
      ),
      section(
        'claim',
        ['申请什么', 'The claim'],
        [
          tick(
            'kinds',
            ['申请哪些补贴？', 'Which subsidies?'],
            [
              ['start', '一次性创业补贴', 'One-off start-up subsidy'],
              ['rent', '场地租金补贴', 'Rent subsidy'],
              ['jobs', '带动就业补贴', 'Job-creation subsidy'],
            ],
          ),
          q('money', 'rent', ['一年租金多少？', 'What is the yearly rent?'], {
            when: is('kinds', 'rent'),
            min: 1,
            max: 1_000_000_000,
          }),
          q('yesno', 'claimedBefore', ['以前领过创业补贴吗？', 'Have you had a start-up subsidy before?']),
        ],
      ),
      payment(['补贴发到哪里', 'Where the subsidy goes']),
      confirm(),
    ],
    materials: [m('idcard'), m('license'), formBy(documents.employmentFunds), m('bank')],
    limits: [promised(20)],
    stops: [publicNotice],
    flow: townFlow(
      ['现场在经营', 'The business is running on the spot'],
      ['执照有效、法人是本人、没有重复享受', 'Licence valid, the applicant is its holder, not claimed before'],
      ['公示无异议', 'No objection at public notice'],
    ),
    results: ['money'],
    legalBasis: [cite('promotion', 19), documents.employmentFunds, documents.cityList],
    conditions: [
      [
        '首次创业，领了营业执照，正常经营满规定月数',
        'A first business, licensed, that has run for the required months',
      ],
    ],
    provincialCode: '512B0066700003',
    packages: ['PK04'],
  }),

  item({
    ...scheme,
    code: 'HR-EMP-30',
    name: ['就业见习补贴申领', 'Internship subsidy'],
    plainName: ['单位带见习生，领补贴', 'Subsidy for employers who train interns'],
    keywords: ['见习补贴', '就业见习', '实习补贴', '见习基地', 'internship'],
    needs: ['employer'],
    summary: [
      '接收毕业生、失业青年见习的单位，领见习补贴。',
      'Employers who take graduates or unemployed young people as interns claim the subsidy.',
    ],
    audience: ['employer'],
    rights: { receive: countyUp, decide: 'county' },
    tier: 'online',
    online: 'full',
    sections: [
      employer(),
      section(
        'claim',
        ['见习情况', 'The internships'],
        [
          ...period,
          staffTable(
            'staff',
            ['见习人员', 'The interns'],
            [
              q('text', 'school', ['毕业学校（失业青年填“无”）', 'School left (or none)'], { max: 60 }),
              q('number', 'monthsWorked', ['见习月数', 'Months'], { min: 1, max: 12 }),
              q('money', 'allowance', ['每月生活费', 'Monthly allowance'], { min: 10_000, max: 10_000_000 }),
              q('yesno', 'kept', ['期满留用了吗', 'Kept on afterwards']),
            ],
          ),
          q('yesno', 'accidentInsurance', [
            '给见习生买人身意外保险了吗？',
            'Are the interns insured against accidents?',
          ]),
          q('money', 'insurancePaid', ['保险一共花了多少？', 'What did the insurance cost?'], {
            when: yes('accidentInsurance'),
            min: 1,
            max: 100_000_000,
          }),
          q('money', 'amount', ['申请金额合计', 'Total claimed'], { min: 1 }),
        ],
      ),
      corporatePayment,
      confirm(),
    ],
    checks: [periodOrder],
    materials: [
      m('license'),
      m('roster'),
      m('wage', {
        name: t(['见习生活费发放明细', 'Record of allowances paid']),
        legalBasis: documents.employmentFunds,
      }),
    ],
    limits: [promised(20)],
    stops: [publicNotice],
    flow: countyFlow(
      ['单位是见习基地；协议、名单一致', 'An approved host; agreements and list agree'],
      ['生活费不低于最低工资；没有重复享受', 'Allowance not below the minimum wage; not claimed twice'],
      ['留用率、标准和金额计算无误', 'Share kept on, rate and total are right'],
    ),
    results: ['money'],
    legalBasis: [cite('promotion', 49), documents.employmentFunds, documents.cityList],
    conditions: [['经认定的就业见习单位', 'Approved internship hosts']],
    provincialCode: '512B0158200000',
  }),

  item({
    ...scheme,
    code: 'HR-EMP-31',
    name: ['求职创业补贴申领（毕业年度困难毕业生）', 'Job-search subsidy for graduates in hardship'],
    plainName: ['困难毕业生，领求职补贴', 'Job-search subsidy for graduates in hardship'],
    keywords: ['求职补贴', '毕业生补贴', '大学生补贴', '求职创业补贴', '应届生', 'graduate subsidy'],
    needs: ['find-work'],
    summary: [
      '毕业那年、家里困难的学生，领一次性求职补贴。',
      'Students in their final year whose family is in hardship claim a one-off subsidy.',
    ],
    audience: ['person'],
    rights: { receive: countyUp, decide: 'city' },
    tier: 'online',
    online: 'full',
    sections: [
      applicant(),
      section(
        'school',
        ['学校', 'School'],
        [
          q('text', 'school', ['学校', 'School'], { max: 60 }),
          q('text', 'major', ['专业', 'Subject'], { samePage: true, max: 40 }),
          pick(
            'degree',
            ['学历', 'Level'],
            [
              ['technical', '中职、技校', 'Vocational or technical school'],
              ['college', '大专', 'Junior college'],
              ['bachelor', '本科', 'Bachelor’s degree'],
              ['master', '研究生', 'Master’s degree or higher'],
            ],
          ),
          q('month', 'graduation', ['哪个月毕业？', 'Month of graduation'], {
            samePage: true,
            min: 'today-12m',
            max: 'today+18m',
          }),
          q('text', 'studentNumber', ['学号', 'Student number'], { required: false, max: 30 }),
        ],
      ),
      section(
        'hardship',
        ['困难情况', 'Hardship'],
        [
          pick(
            'category',
            ['您属于哪一种？', 'Which applies to you?'],
            [
              ['low-income', '低保、低收入家庭', 'Low-income household'],
              ['disabled', '本人残疾', 'Disabled'],
              ['disabled-family', '残疾人家庭', 'Family with a disabled member'],
              ['loan', '办了助学贷款', 'Student loan'],
              ['destitute', '特困人员', 'In state care'],
              ['poverty', '脱贫家庭', 'Family lifted out of poverty'],
            ],
            {
              hint: [
                '选一项；我们向有关部门查，只给经办人看',
                'Choose one; we check with the departments and only handlers see it',
              ],
            },
          ),
          q('yesno', 'claimedBefore', ['在学校或者别处领过吗？', 'Have you had it at school or elsewhere?'], {
            hint: ['每人只能领一次', 'One subsidy a person'],
          }),
        ],
      ),
      payment(['补贴发到哪里', 'Where the subsidy goes']),
      confirm(),
    ],
    materials: [
      m('idcard'),
      m('student'),
      m('lowinc', { when: is('category', 'low-income', 'destitute') }),
      m('disabled', { when: is('category', 'disabled', 'disabled-family') }),
      m('bank'),
    ],
    limits: [promised(20)],
    stops: [publicNotice],
    flow: [
      stage(
        'county-check',
        'handle',
        'county',
        6,
        ['县级初审', 'First review by the county'],
        ['学籍、困难类别由共享数据核实', 'Enrolment and hardship are checked against shared data'],
      ),
      stage(
        'city-review',
        'review',
        'city',
        7,
        ['市级复核', 'Second check by the city'],
        ['没有重复享受', 'Not claimed twice'],
        { outside: systems.employment },
      ),
      stage(
        'city-decide',
        'decide',
        'city',
        7,
        ['市级审批', 'Decision by the city'],
        ['公示只公示姓名和学校，不公示困难原因', 'Only name and school are published, never the reason'],
      ),
    ],
    results: ['money'],
    legalBasis: [documents.employmentFunds, documents.cityList],
    conditions: [
      [
        '毕业年度内的毕业生，属于规定的困难类别',
        'In the year of graduation and in one of the listed kinds of hardship',
      ],
    ],
    provincialCode: '512B0159000000',
    packages: ['PK05'],
  }),

  item({
    ...scheme,
    code: 'HR-EMP-32',
    name: ['企业招用就业困难人员补贴申请', 'Subsidy for hiring people in difficulty'],
    plainName: ['单位招困难人员，领社保补贴', 'Insurance subsidy for employers who hire people in difficulty'],
    keywords: ['招用补贴', '社保补贴', '吸纳就业补贴', '企业补贴', '困难人员招用', 'hiring subsidy'],
    needs: ['employer'],
    summary: [
      '单位招用就业困难人员，签一年以上合同、缴了社保的，领社保补贴和岗位补贴。',
      'Employers who hire recognised people for a year or more and insure them claim a subsidy.',
    ],
    audience: ['employer'],
    rights: { receive: countyUp, decide: 'county' },
    tier: 'online',
    online: 'full',
    sections: [
      employer(),
      section(
        'claim',
        ['招用情况', 'Those hired'],
        [
          ...period,
          staffTable(
            'staff',
            ['招用的人员', 'People hired'],
            [
              q('date', 'hiredOn', ['合同开始日', 'Contract from'], { min: 'today-10y', max: 'today' }),
              q('date', 'until', ['合同结束日', 'Contract until'], {
                hint: ['无固定期限的，空着', 'Leave it empty if the contract is open-ended'],
                required: false,
                min: 'today-3y',
                max: 'today+30y',
              }),
              q('number', 'monthsPaid', ['缴社保月数', 'Months insured'], { min: 1, max: 36 }),
            ],
          ),
          tick(
            'kinds',
            ['申请哪些补贴？', 'Which subsidies?'],
            [
              ['insurance', '社会保险补贴', 'Insurance subsidy'],
              ['post', '岗位补贴', 'Pay subsidy'],
            ],
          ),
          q('money', 'amount', ['申请金额合计', 'Total claimed'], { min: 1 }),
          q('yesno', 'sameStaff', [
            '这些人申请过同一时段的其他补贴吗？',
            'Has another subsidy been claimed for them and these months?',
          ]),
        ],
      ),
      corporatePayment,
      confirm(),
    ],
    checks: [periodOrder],
    materials: [m('license'), m('roster'), m('contract'), m('payproof')],
    limits: [promised(20)],
    stops: [publicNotice],
    flow: countyFlow(
      ['困难认定、合同期限符合', 'Recognition and contracts fit'],
      ['参保月份与名单一致；没有重复享受', 'Months insured agree with the list; not claimed twice'],
      ['标准和金额计算无误', 'Rate and total are right'],
    ),
    results: ['money'],
    legalBasis: [cite('promotion', 52), documents.employmentFunds],
    conditions: [
      [
        '招用就业困难人员，签一年以上劳动合同并缴纳社会保险',
        'You hired recognised people on contracts of a year or more and insure them',
      ],
    ],
    provincialCode: '512B0066400006',
    packages: ['PK01'],
  }),
];
