import type { ItemSource } from '#domain/catalogue/item.ts';
import { anywhere, item, promised, settle, stage, statutory, systems, townUp } from './items.ts';
import { cite, documents } from './laws.ts';
import { formBy, m, optional } from './papers.ts';
import {
  applicant,
  check,
  confirm,
  is,
  payment,
  pick,
  q,
  residence,
  section,
  t,
  table,
  tick,
  years,
  yes,
} from './questions.ts';

const birthMatches = check('birth', 'birthDate', 'birth-date-of', 'idNumber', [
  '出生日期和身份证号里的不一样，请照身份证核对。',
  'The date of birth does not agree with the ID number. Check it against the identity card.',
]);

const tiers = [
  ['t200', '每年200元', '200 yuan a year'],
  ['t500', '每年500元', '500 yuan a year'],
  ['t1000', '每年1000元', '1,000 yuan a year'],
  ['t2000', '每年2000元', '2,000 yuan a year'],
  ['t3000', '每年3000元', '3,000 yuan a year'],
  ['t5000', '每年5000元', '5,000 yuan a year'],
] as const;

const payBy = pick(
  'payBy',
  ['想怎么缴？', 'How would you like to pay?'],
  [
    ['phone', '手机上自己缴（微信、支付宝、电子税务局）', 'By phone (WeChat, Alipay or the tax app)'],
    ['card', '从社保卡上自动扣', 'Taken from my card automatically'],
    ['bank', '到银行柜台缴', 'At a bank counter'],
    ['help', '请服务站的人教我在手机上缴', 'Please show me how on my phone'],
  ],
  { hint: ['服务站只帮忙操作，不收现金', 'The station helps you, but never takes cash'] },
);

const certification = (kind: 'resident' | 'employee') => [
  applicant(
    q('date', 'birthDate', ['领养老金的人的出生日期', 'Pensioner’s date of birth'], {
      prefill: 'person.birthDate',
      max: 'today-45y',
      hint: ['按身份证上的阳历', 'As on the identity card'],
    }),
  ),
  section(
    'certify',
    ['怎么认证', 'How to certify'],
    [
      pick(
        'way',
        ['您想怎么认证？', 'How would you like to do it?'],
        [
          ['face', '手机刷脸', 'Face check on a phone'],
          ['counter', '带身份证到窗口', 'With my identity card at a counter'],
          ['video', '视频通话', 'By video call'],
          ['visit', '走不动，请上门', 'Please visit me: I cannot travel'],
        ],
        {
          hint: [
            '刷脸不成功不要紧，可以换别的办法，不会停发',
            'If the face check fails, choose another way; nothing is stopped',
          ],
        },
      ),
      q('address', 'visitAddress', ['请到哪里上门？', 'Where should we visit?'], {
        when: is('way', 'visit'),
        prefill: 'person.address',
      }),
      pick(
        'visitTime',
        ['什么时候方便？', 'When suits you?'],
        [
          ['morning', '上午', 'Mornings'],
          ['afternoon', '下午', 'Afternoons'],
          ['any', '都行', 'Any time'],
        ],
        { when: is('way', 'visit'), samePage: true },
      ),
      pick(
        'livesIn',
        ['现在住在哪里？', 'Where do you live now?'],
        [
          ['here', '本市', 'In this city'],
          ['elsewhere', '外地', 'Elsewhere in China'],
          ['abroad', '港澳台或者国外', 'In Hong Kong, Macao, Taiwan or abroad'],
        ],
      ),
      q('text', 'livesWhere', ['具体在哪个市县（国家）？', 'Which city or country?'], {
        when: is('livesIn', 'elsewhere', 'abroad'),
        max: 60,
      }),
      q('yesno', 'otherPension', ['还在别处领养老金吗？', 'Do you draw a pension anywhere else?'], {
        hint:
          kind === 'resident'
            ? ['例如企业职工养老金、机关事业单位养老金', 'For example an employee or public-sector pension']
            : ['例如城乡居民养老金、另一份职工养老金', 'For example a resident pension or a second employee pension'],
      }),
      q('text', 'otherPensionWhere', ['在哪里领、领的什么？', 'Where, and which pension?'], {
        when: yes('otherPension'),
        max: 100,
      }),
    ],
  ),
  confirm(),
];

const scheme = { domain: 'social-insurance', department: 'social-insurance' } as const;

export const pensionItems: ItemSource[] = [
  item({
    ...scheme,
    code: 'HR-INS-03',
    name: ['城乡居民基本养老保险待遇申领', 'Claim of the resident pension'],
    plainName: ['领养老金（满60岁，每月领）', 'Claim my monthly pension at 60'],
    keywords: [
      '养老金',
      '退休金',
      '老保',
      '农保',
      '农村养老金',
      '六十岁领钱',
      '60岁',
      '居民养老',
      '领老保',
      '养老保险待遇',
      'pension',
      'old-age pension',
      'retire at 60',
    ],
    needs: ['old-age'],
    summary: [
      '参加城乡居民养老保险、满60岁的人，申请每月领取养老金，一直领到去世。',
      'Members of the resident pension who are 60 claim a monthly pension for life.',
    ],
    audience: ['person'],
    rights: { receive: anywhere, decide: 'county' },
    village: true,
    town: true,
    tier: 'online',
    online: 'full',
    sections: [
      applicant(
        q('date', 'birthDate', ['申请人出生日期', 'Applicant’s date of birth'], {
          prefill: 'person.birthDate',
          min: 'today-120y',
          max: 'today-719m',
          hint: [
            '按身份证上的阳历；满60岁前一个月就可以申请',
            'As on the identity card; you may apply from one month before you turn 60',
          ],
        }),
        ...residence(),
      ),
      section(
        'insurance',
        ['参保情况', 'Your insurance'],
        [
          q('number', 'yearsPaid', ['一共缴了多少年养老保险？', 'For how many years have you paid in?'], {
            min: 0,
            max: 60,
            unit: years,
            hint: [
              '不清楚可以先估个数，我们会查清楚；手机上搜“电子社保卡”也能查',
              'An estimate will do, we look it up; the e-card app shows it too',
            ],
          }),
          pick(
            'shortOf15',
            ['缴费不满15年，您想怎么办？', 'You have paid for less than 15 years. What would you like to do?'],
            [
              [
                'transition',
                '制度刚开始时我年纪已经大了，按老办法算',
                'I was already older when the scheme began: use the transition rule',
              ],
              ['makeup', '把差的年份一次补上', 'Pay the missing years at once'],
              ['advise', '不清楚，请帮我算', 'I am not sure: please work it out for me'],
            ],
            { when: { question: 'yearsPaid', below: 15 } },
          ),
          pick(
            'otherPension',
            ['您还有别的养老保险吗？', 'Do you have any other pension insurance?'],
            [
              ['none', '没有', 'No'],
              ['employee-drawing', '在领企业职工或者机关事业单位养老金', 'I draw an employee or public-sector pension'],
              ['employee-paid', '缴过职工养老保险，还没领', 'I paid into the employee pension and do not draw it yet'],
              [
                'resident-elsewhere',
                '在外地也参加了居民养老保险',
                'I am in the resident pension of another place as well',
              ],
            ],
            {
              hint: [
                '国家规定养老金只能领一份，早说清楚免得以后退钱',
                'The law allows one pension only; tell us now and you will not have to repay later',
              ],
            },
          ),
          q('text', 'otherWhere', ['在哪个地方参加的？', 'In which place?'], {
            when: is('otherPension', 'employee-drawing', 'employee-paid', 'resident-elsewhere'),
            max: 60,
            hint: ['写到市县', 'City or county'],
          }),
          pick(
            'otherKeep',
            ['您想怎么处理？', 'What should happen with it?'],
            [
              ['merge', '把外地的转过来合在一起', 'Transfer and merge it here'],
              ['refund', '退回个人账户的钱，只领这一份', 'Refund my own contributions there and keep this one'],
              ['advise', '请工作人员帮我比一比', 'Please compare the two for me'],
            ],
            { when: is('otherPension', 'employee-paid', 'resident-elsewhere') },
          ),
          q('month', 'firstMonth', ['从哪个月开始领？', 'From which month?'], {
            min: 'today-36m',
            max: 'today+2m',
            hint: [
              '一般是满60岁的下个月；晚申请的，按规定补发',
              'Usually the month after you turn 60; a late claim is made up as the rules allow',
            ],
          }),
        ],
      ),
      payment(['养老金发到哪里', 'Where your pension goes']),
      confirm(
        q('declaration', 'onePension', ['不重复领养老金的承诺', 'Pledge to draw one pension only'], {
          statement: [
            '证明事项：没有领取其他基本养老金。依据：《社会保险法》第21条、《国务院关于建立统一的城乡居民基本养老保险制度的意见》（国发〔2014〕8号）。我承诺：除上面写明的以外，没有领取其他基本养老金；以后情况变了，30日内告诉办事机构。我知道：多领的要退回。',
            'To be shown: that no other basic pension is drawn. Basis: Social Insurance Law, art. 21; State Council Opinions (Guofa [2014] No. 8). I pledge that I draw no basic pension other than those stated above, and that I will report any change within 30 days. I understand that anything drawn twice must be returned.',
          ],
        }),
      ),
    ],
    checks: [birthMatches],
    materials: [
      m('idcard'),
      m('sscard'),
      formBy(cite('handling', 18)),
      optional('hukou', {
        legalBasis: documents.residentPension,
        note: t(['系统里查得到户籍的不用带', 'Not needed when your registration can be looked up']),
      }),
    ],
    limits: [statutory(20, 'wd', 'receipt', cite('handling', 18)), promised(10, 'receipt')],
    flow: [
      stage(
        'town-review',
        'review',
        'town',
        3,
        ['乡镇初审', 'First review by the town'],
        [
          '年龄、户籍、缴费年限与系统一致；重复参保逐条核对',
          'Age, registration and years agree with the records; double insurance is checked',
        ],
      ),
      stage(
        'county-check',
        'review',
        'county',
        4,
        ['县级复核', 'Second check by the county'],
        ['个人账户金额、首月和金额计算无误', 'Account balance, first month and amount are computed correctly'],
        { outside: systems.insurance },
      ),
      stage(
        'county-decide',
        'decide',
        'county',
        3,
        ['县级审批', 'Decision by the county'],
        [
          '经办与审批不是同一人；账户是本人的',
          'Another officer than the one who prepared it; the account is the applicant’s own',
        ],
        { outside: systems.insurance },
      ),
    ],
    results: ['money'],
    legalBasis: [cite('insurance', 21), cite('handling', 18), documents.residentPension],
    conditions: [
      ['满60周岁', 'You are 60 or over'],
      [
        '参加城乡居民养老保险，累计缴费满15年（制度实施时年龄较大的另有规定）',
        'You have paid into the resident pension for 15 years (there are transition rules for those who were older when it began)',
      ],
      ['没有领取其他基本养老金', 'You draw no other basic pension'],
    ],
    provincialCode: '512B0359600025',
  }),

  item({
    ...scheme,
    code: 'HR-INS-02',
    name: ['城乡居民基本养老保险参保登记', 'Enrolment in the resident pension'],
    plainName: ['参加居民养老保险', 'Join the resident pension'],
    keywords: [
      '参保',
      '买养老保险',
      '买老保',
      '交农保',
      '农村养老保险',
      '第一次买社保',
      '居民养老保险登记',
      'join pension',
      'enrol',
    ],
    needs: ['old-age'],
    summary: [
      '满16岁、没参加职工养老保险的居民，登记参加城乡居民养老保险。',
      'Residents of 16 or over who are not in the employee pension register for the resident pension.',
    ],
    audience: ['person'],
    rights: { receive: anywhere, decide: 'county' },
    village: true,
    town: true,
    tier: 'online',
    online: 'full',
    sections: [
      applicant(
        q('date', 'birthDate', ['申请人出生日期', 'Applicant’s date of birth'], {
          prefill: 'person.birthDate',
          min: 'today-120y',
          max: 'today-16y',
          hint: ['满16岁才能参加', 'You must be 16 or over'],
        }),
        ...residence(),
      ),
      section(
        'insurance',
        ['参保', 'Enrolment'],
        [
          q('yesno', 'student', ['现在是在校学生吗？', 'Are you a student now?'], {
            hint: ['在校学生毕业以后再参加', 'Students join after leaving school'],
          }),
          q(
            'yesno',
            'employeeInsured',
            ['单位正在给您缴职工养老保险吗？', 'Is an employer paying the employee pension for you?'],
            { hint: ['在缴职工养老保险的，不能同时参加居民养老保险', 'Nobody can be in both at once'] },
          ),
          tick(
            'support',
            ['有下面的情况吗？政府会帮您缴一部分', 'Does any of these apply? The government then pays part for you'],
            [
              ['low-income', '低保、特困或者低收入家庭', 'Low-income or destitute household'],
              ['disabled', '重度残疾', 'Severe disability'],
            ],
            {
              required: false,
              hint: [
                '没有就跳过；选了的由我们去查，不会公开',
                'Skip it if none does; we look it up and keep it private',
              ],
            },
          ),
          pick('tier', ['每年想缴多少？', 'How much a year would you like to pay?'], tiers, {
            hint: [
              '缴得多、缴得久，以后领得多；每年可以改',
              'Pay more and longer, draw more later; you may change it each year',
            ],
          }),
          payBy,
        ],
      ),
      confirm(),
    ],
    checks: [birthMatches],
    materials: [
      m('idcard'),
      m('hukou', { legalBasis: documents.residentPension }),
      formBy(cite('handling', 6)),
      m('disabled', { when: is('support', 'disabled') }),
      m('lowinc', { when: is('support', 'low-income') }),
    ],
    limits: [statutory(10, 'wd', 'receipt', cite('handling', 6)), promised(1, 'receipt')],
    flow: [
      stage(
        'town-review',
        'review',
        'town',
        0,
        ['乡镇初审', 'First review by the town'],
        ['户籍、年龄符合；没有重复参保', 'Registration and age fit; not insured twice'],
      ),
      stage(
        'county-decide',
        'decide',
        'county',
        1,
        ['县级登记', 'Registration by the county'],
        ['代缴对象与名单一致', 'Those paid for by the government are on the list'],
        { outside: systems.insurance },
      ),
    ],
    results: ['register_entry'],
    legalBasis: [cite('insurance', 20), cite('handling', 6), documents.residentPension],
    conditions: [
      ['年满16周岁，不是在校学生', 'You are 16 or over and not a student'],
      ['没有参加职工基本养老保险', 'You are not in the employee pension'],
      ['户籍在本市', 'Your household is registered in this city'],
    ],
    provincialCode: '512B0359100011',
  }),

  item({
    ...scheme,
    code: 'HR-INS-01',
    name: ['城乡居民社会保险缴费协办（社保缴费）', 'Help with paying resident insurance'],
    plainName: ['缴养老保险、医疗保险费，帮我操作', 'Help me pay my insurance'],
    keywords: [
      '交社保',
      '缴费',
      '交农保',
      '交医保',
      '交养老保险',
      '社保缴费',
      '怎么交钱',
      '手机缴费',
      'pay insurance',
      'contribution',
    ],
    needs: ['old-age'],
    summary: [
      '居民养老、居民医保的钱由税务部门收。服务站帮您在手机上缴，不收现金。',
      'The tax authority collects resident insurance. The station helps you pay on your phone and never takes cash.',
    ],
    audience: ['person'],
    rights: { receive: anywhere, decide: 'county' },
    instant: true,
    village: true,
    tier: 'self-service',
    online: 'full',
    sections: [
      applicant(),
      section(
        'pay',
        ['缴什么', 'What to pay'],
        [
          tick(
            'kinds',
            ['要缴哪一种？', 'Which insurance?'],
            [
              ['pension', '居民养老保险', 'Resident pension'],
              ['medical', '居民医疗保险', 'Resident medical insurance'],
            ],
          ),
          pick(
            'year',
            ['缴哪一年的？', 'For which year?'],
            [
              ['this', '今年', 'This year'],
              ['next', '明年（医保提前缴）', 'Next year (medical insurance is paid ahead)'],
            ],
          ),
          pick('tier', ['养老保险每年缴多少？', 'How much for the pension?'], tiers, { when: is('kinds', 'pension') }),
          q('yesno', 'forFamily', ['要帮家里其他人一起缴吗？', 'Will you pay for others in the family too?']),
          table(
            'family',
            ['一起缴的家人', 'Family members to pay for'],
            [q('person-name', 'name', ['姓名', 'Name']), q('resident-id', 'idNumber', ['身份证号', 'ID number'])],
            { when: yes('forFamily'), min: 1, max: 12, uniqueBy: 'idNumber' },
          ),
          payBy,
        ],
      ),
      confirm(),
    ],
    materials: [m('idcard')],
    limits: [promised(0, 'receipt')],
    flow: settle(
      'county',
      ['协助缴费', 'Help with payment'],
      ['不经手现金；缴完当面看到缴费凭证', 'No cash is handled; the payer sees the receipt at once'],
      { outside: systems.tax },
    ),
    results: ['register_entry'],
    legalBasis: [cite('insurance', 20), documents.residentPension],
    conditions: [
      ['参加城乡居民养老保险或者居民医疗保险的人', 'Members of the resident pension or resident medical insurance'],
    ],
    confidence: 'G',
    note: 'Levied by the tax authority; the village only helps the payer use tax channels. No cash kept.',
  }),

  item({
    ...scheme,
    code: 'HR-INS-04',
    domain: 'retirement',
    name: ['城乡居民基本养老保险待遇领取资格认证', 'Yearly certification for the resident pension'],
    plainName: ['养老金年审（证明还在领）', 'Yearly check that keeps my pension running'],
    keywords: [
      '资格认证',
      '年审',
      '刷脸',
      '养老认证',
      '人脸认证',
      '生存认证',
      '养老金停了',
      '领取资格',
      'certification',
      'proof of life',
    ],
    needs: ['old-age'],
    summary: [
      '领居民养老金的人每年认证一次。先用数据比对，比对不上的才需要您来，走不动的我们上门。',
      'Pensioners certify once a year. We match records first; only if that fails do we need you, and we visit those who cannot travel.',
    ],
    audience: ['person'],
    rights: { receive: anywhere, decide: 'county' },
    instant: true,
    village: true,
    town: true,
    tier: 'self-service',
    online: 'full',
    sections: certification('resident'),
    checks: [birthMatches],
    materials: [m('idcard')],
    limits: [promised(0, 'receipt')],
    flow: settle(
      'county',
      ['当场认证', 'Certified at once'],
      [
        '先数据比对，再自助，再上门；停发前必须先通知并由人核实',
        'Records first, then self-service, then a visit; no stop before notice and a human check',
      ],
      { outside: systems.insurance },
    ),
    results: ['certificate'],
    legalBasis: [cite('handling', 26)],
    conditions: [['正在领取城乡居民养老金的人', 'Anybody who draws the resident pension']],
    provincialCode: '51201400600004',
    packages: ['PK07'],
    note: 'Data match first, then self certification, then entrusted check (art. 26).',
  }),

  item({
    ...scheme,
    code: 'HR-INS-05',
    name: ['城乡居民基本养老保险注销登记', 'Ending a resident pension'],
    plainName: ['老人去世后，停养老金、退余额', 'After a death: end the pension and claim the balance'],
    keywords: [
      '去世',
      '过世',
      '老人走了',
      '死亡',
      '丧葬费',
      '丧葬补助',
      '退个人账户',
      '注销养老保险',
      '停保',
      'death',
      'died',
      'passed away',
      'funeral',
      'deregister',
    ],
    needs: ['old-age'],
    summary: [
      '参保人去世、出国定居或者转为职工养老保险后，停止居民养老保险，退还个人账户余额，符合规定的发丧葬补助。',
      'After a death, a move abroad or a change to the employee pension: end the membership, refund the account balance, and pay the funeral grant where due.',
    ],
    audience: ['survivor', 'person'],
    rights: { receive: anywhere, decide: 'county' },
    village: true,
    town: true,
    tier: 'online',
    online: 'full',
    sections: [
      section(
        'reason',
        ['为什么注销', 'Why it ends'],
        [
          pick(
            'reason',
            ['因为什么要注销？', 'Why does the membership end?'],
            [
              ['died', '参保人去世了', 'The member has died'],
              ['employee', '已经领职工养老金', 'The member draws an employee pension'],
              ['abroad', '出国（境）定居', 'The member has settled abroad'],
            ],
          ),
        ],
      ),
      section(
        'member',
        ['参保人', 'The member'],
        [
          q('person-name', 'memberName', ['参保人姓名', 'Member’s name']),
          q('resident-id', 'memberId', ['参保人身份证号', 'Member’s ID number'], { samePage: true }),
          q('date', 'diedOn', ['哪天去世的？', 'Date of death'], {
            when: is('reason', 'died'),
            min: 'today-30y',
            max: 'today',
            hint: ['请在去世后20个工作日内来办', 'Please report it within 20 working days'],
          }),
          q('date', 'endedOn', ['哪天开始的？', 'Since when?'], {
            when: is('reason', 'employee', 'abroad'),
            min: 'today-30y',
            max: 'today',
          }),
          q('yesno', 'wasDrawing', ['去世前在领养老金吗？', 'Was the member drawing a pension?'], {
            when: is('reason', 'died'),
          }),
        ],
      ),
      section(
        'applicant',
        ['来办的人', 'Who applies'],
        [
          q('person-name', 'name', ['您的姓名', 'Your name'], { prefill: 'person.name' }),
          q('resident-id', 'idNumber', ['您的身份证号', 'Your ID number'], {
            prefill: 'person.idNumber',
            samePage: true,
          }),
          q('mobile', 'mobile', ['您的手机号', 'Your mobile number'], { prefill: 'person.mobile' }),
          pick(
            'relation',
            ['您是参保人的什么人？', 'How are you related to the member?'],
            [
              ['spouse', '配偶', 'Husband or wife'],
              ['child', '子女', 'Son or daughter'],
              ['parent', '父母', 'Father or mother'],
              ['sibling', '兄弟姐妹', 'Brother or sister'],
              ['heir', '其他继承人、办丧事的人', 'Another heir, or whoever arranged the funeral'],
            ],
            { when: is('reason', 'died') },
          ),
          table(
            'heirs',
            ['还有哪些继承人？', 'Are there other heirs?'],
            [
              q('person-name', 'name', ['姓名', 'Name']),
              pick(
                'relation',
                ['关系', 'Relation'],
                [
                  ['spouse', '配偶', 'Spouse'],
                  ['child', '子女', 'Child'],
                  ['parent', '父母', 'Parent'],
                  ['other', '其他', 'Other'],
                ],
              ),
              q('yesno', 'agrees', ['同意由您领取', 'Agrees that you collect']),
            ],
            { when: is('reason', 'died'), required: false, max: 12, hint: ['没有就跳过', 'Skip it if there are none'] },
          ),
        ],
      ),
      payment(['余额和补助发到哪里', 'Where the balance and the grant go']),
      confirm(),
    ],
    materials: [
      m('idcard'),
      m('death', { when: is('reason', 'died') }),
      m('kinship', { when: is('reason', 'died') }),
      m('bank'),
      formBy(cite('handling', 10)),
    ],
    limits: [statutory(10, 'wd', 'receipt', cite('handling', 10)), promised(5, 'receipt')],
    flow: [
      stage(
        'town-review',
        'review',
        'town',
        2,
        ['乡镇初审', 'First review by the town'],
        ['死亡日期与民政、卫健信息一致', 'Date of death agrees with the civil and health records'],
      ),
      stage(
        'county-decide',
        'decide',
        'county',
        3,
        ['县级审批', 'Decision by the county'],
        ['多领的月份已核对；余额计算无误', 'Months overdrawn are checked; the balance is right'],
        { outside: systems.insurance },
      ),
    ],
    results: ['register_entry', 'money'],
    legalBasis: [cite('handling', 10, 25), documents.residentPension],
    conditions: [
      [
        '参保人去世、已领职工养老金或者出国（境）定居',
        'The member has died, draws an employee pension, or has settled abroad',
      ],
      ['家属要在20个工作日内告诉办事机构', 'The family must report it within 20 working days'],
    ],
    provincialCode: '51201401900010',
    packages: ['PK09'],
    note: 'Notify within 20 working days of the event (art. 25). A money result is added: the balance is inherited.',
  }),

  item({
    ...scheme,
    code: 'HR-INS-10',
    name: ['城乡居民基本养老保险关系转移接续', 'Transfer of a resident pension'],
    plainName: ['居民养老保险转过来、转出去', 'Move my resident pension'],
    keywords: [
      '养老保险转移',
      '转社保',
      '转移接续',
      '外地转回来',
      '迁户口社保',
      '农保转职工',
      'transfer pension',
      'move',
    ],
    needs: ['old-age'],
    summary: [
      '户口迁了，或者要和职工养老保险合并的，把养老保险关系和账户的钱转过去。',
      'After moving your registration, or to merge with the employee pension, transfer your membership and its money.',
    ],
    audience: ['person'],
    rights: { receive: anywhere, accept: townUp, decide: 'county' },
    town: true,
    tier: 'online',
    online: 'full',
    sections: [
      applicant(...residence()),
      section(
        'transfer',
        ['怎么转', 'The transfer'],
        [
          pick(
            'direction',
            ['要怎么转？', 'Which way?'],
            [
              ['in', '外地的居民养老保险转到本市', 'Resident pension of another place to this city'],
              ['out', '本市的居民养老保险转到外地', 'Resident pension of this city to another place'],
              ['to-employee', '居民养老保险并到职工养老保险', 'Resident pension into the employee pension'],
              ['from-employee', '职工养老保险并到居民养老保险', 'Employee pension into the resident pension'],
            ],
          ),
          q('text', 'otherPlace', ['对方在哪个市县？', 'Which city or county is the other side?'], {
            max: 60,
            hint: ['例如某省某市某县', 'Province, city, county'],
          }),
          q(
            'text',
            'otherAgency',
            ['对方的社保机构', 'Its insurance agency'],
            { required: false, samePage: true, max: 80 },
          ),
          q('date', 'movedOn', ['户口哪天迁的？', 'When did you move your registration?'], {
            when: is('direction', 'in', 'out'),
            min: 'today-40y',
            max: 'today',
          }),
          q(
            'number',
            'yearsPaid',
            ['在要转的那边缴了多少年？', 'How many years did you pay on the side to be moved?'],
            { min: 0, max: 60, unit: years, hint: ['大概的数就行', 'Roughly'] },
          ),
          q('yesno', 'claimed', ['已经在领养老金了吗？', 'Do you already draw a pension?'], {
            hint: ['已经在领的不能再转', 'A pension in payment cannot be transferred'],
          }),
          q(
            'money',
            'balance',
            ['账户大概有多少钱？', 'About how much is in the account?'],
            { required: false, max: 100_000_000 },
          ),
        ],
      ),
      confirm(),
    ],
    materials: [
      m('idcard'),
      formBy(cite('handling', 12)),
      optional('hukou', { when: is('direction', 'in', 'out'), legalBasis: documents.residentPension }),
      m('transferform'),
    ],
    limits: [promised(15)],
    stops: [
      {
        kind: 'records',
        basis: t(['向转出地收集参保记录的时间不计入', 'Time for collecting records from the other place is left out']),
      },
    ],
    flow: [
      stage(
        'town-check',
        'handle',
        'town',
        2,
        ['乡镇核对', 'Check by the town'],
        ['没有在领养老金；转移方向符合规定', 'No pension in payment; the direction is allowed'],
      ),
      stage(
        'county-exchange',
        'review',
        'county',
        10,
        ['县级发函、收函', 'Exchange between agencies'],
        ['转移信息表与基金到账一致', 'Transfer record and money received agree'],
        { outside: systems.insurance },
      ),
      stage(
        'county-decide',
        'decide',
        'county',
        3,
        ['县级办结', 'Completion by the county'],
        ['缴费年限、账户余额无遗漏', 'No year and no money is left out'],
        { outside: systems.insurance },
      ),
    ],
    results: ['register_entry'],
    legalBasis: [cite('handling', 12, 16), documents.residentPension],
    conditions: [
      ['参加过城乡居民养老保险，还没有领养老金的人', 'Members of the resident pension who do not yet draw it'],
    ],
    provincialCode: '512B0359600026',
  }),

  item({
    ...scheme,
    code: 'HR-INS-11',
    name: ['城乡居民基本养老保险费补缴申报', 'Make-up payment to the resident pension'],
    plainName: ['补缴居民养老保险', 'Pay missed years of my resident pension'],
    keywords: ['补缴', '补交社保', '差几年', '断缴', '不够15年', '补农保', 'missed years', 'make up'],
    needs: ['old-age'],
    summary: [
      '有几年没缴的，申报补缴，缴够15年好领养老金。',
      'Declare the years you missed and pay them, so that you reach the 15 years.',
    ],
    audience: ['person'],
    rights: { receive: anywhere, accept: townUp, decide: 'county' },
    town: true,
    tier: 'online',
    online: 'full',
    sections: [
      applicant(...residence()),
      section(
        'years',
        ['补哪几年', 'The years to make up'],
        [
          table(
            'years',
            ['要补的年份', 'Years to pay'],
            [
              q('number', 'year', ['年份', 'Year'], { min: 2009, max: 2100 }),
              pick('tier', ['缴费档次', 'Tier'], tiers),
            ],
            {
              min: 1,
              max: 15,
              uniqueBy: 'year',
              hint: [
                '一年填一行；不清楚差哪几年，窗口可以查',
                'One row a year; a counter can tell you which are missing',
              ],
            },
          ),
          pick(
            'reason',
            ['当时为什么没缴？', 'Why were they not paid?'],
            [
              ['unaware', '不知道要缴', 'I did not know'],
              ['away', '在外地打工', 'I was working elsewhere'],
              ['hardship', '手头紧', 'I could not afford it'],
              ['other', '其他原因', 'Another reason'],
            ],
          ),
          q('yesno', 'near60', ['今年或者明年满60岁吗？', 'Do you turn 60 this year or next?'], {
            hint: ['快到60岁的优先办，好接着领', 'Those close to 60 are served first'],
          }),
          payBy,
        ],
      ),
      confirm(),
    ],
    materials: [m('idcard'), formBy(documents.residentPension)],
    limits: [promised(1)],
    flow: [
      stage(
        'town-check',
        'handle',
        'town',
        0,
        ['乡镇核对', 'Check by the town'],
        ['补缴年份没有重复缴费', 'None of the years is already paid'],
      ),
      stage(
        'county-decide',
        'decide',
        'county',
        1,
        ['县级核定', 'Assessment by the county'],
        ['补缴金额与档次一致', 'The amount agrees with the tier'],
        { outside: systems.insurance },
      ),
    ],
    results: ['register_entry'],
    legalBasis: [documents.residentPension],
    conditions: [['参加城乡居民养老保险，有年份没缴的人', 'Members who have missed a year']],
    provincialCode: '51201400100001',
  }),

  item({
    ...scheme,
    code: 'HR-INS-14',
    name: ['被征地农民养老保险参保登记', 'Pension enrolment of farmers whose land was taken'],
    plainName: ['土地被征了，办养老保险', 'My land was expropriated: pension insurance'],
    keywords: ['征地', '失地农民', '土地被占', '征地社保', '失地保险', '被征地', 'land loss', 'expropriation'],
    needs: ['old-age'],
    summary: [
      '承包地被征收的农民，登记享受政府补贴的养老保险。',
      'Farmers whose contracted land was expropriated register for a pension that the government subsidises.',
    ],
    audience: ['person'],
    rights: { receive: anywhere, decide: 'county' },
    tier: 'online',
    online: 'full',
    sections: [
      applicant(
        q('date', 'birthDate', ['申请人出生日期', 'Applicant’s date of birth'], {
          prefill: 'person.birthDate',
          min: 'today-120y',
          max: 'today-16y',
        }),
        ...residence(
          ['被征的地在哪个村', 'Village in which the land lies'],
          ['征地公告上写着', 'It is on the notice of expropriation'],
        ),
      ),
      section(
        'land',
        ['征地情况', 'The land'],
        [
          q('text', 'project', ['因为什么项目征的地？', 'For which project was it taken?'], {
            max: 80,
            hint: [
              '看征地公告或者补偿协议，例如修路、建园区',
              'See the notice or the compensation agreement: a road, an industrial park',
            ],
          }),
          q('date', 'takenOn', ['征地补偿协议哪天签的？', 'When was the compensation agreement signed?'], {
            min: 'today-40y',
            max: 'today',
          }),
          q('number', 'areaTaken', ['您家被征了多少地？', 'How much of your land was taken?'], {
            min: 0.01,
            max: 1000,
            decimals: 2,
            unit: ['亩', 'mu'],
          }),
          q('number', 'areaLeft', ['还剩多少地？', 'How much is left?'], {
            min: 0,
            max: 1000,
            decimals: 2,
            unit: ['亩', 'mu'],
            samePage: true,
          }),
          q(
            'number',
            'household',
            ['征地时家里几口人有承包地？', 'How many in the household held contracted land then?'],
            { min: 1, max: 30, unit: ['人', 'people'] },
          ),
        ],
      ),
      section(
        'insurance',
        ['参加哪一种', 'Which insurance'],
        [
          pick(
            'scheme',
            ['想参加哪一种养老保险？', 'Which pension would you like?'],
            [
              ['resident', '城乡居民养老保险（缴得少）', 'Resident pension (lower contributions)'],
              ['employee', '职工养老保险（缴得多，领得多）', 'Employee pension (higher contributions, higher pension)'],
              ['advise', '请帮我算算哪个合适', 'Please work out which suits me'],
            ],
          ),
          q('number', 'yearsPaid', ['以前缴过几年养老保险？', 'For how many years have you paid a pension before?'], {
            min: 0,
            max: 60,
            unit: years,
          }),
          q('yesno', 'subsidyBefore', ['以前领过征地社保补贴吗？', 'Have you had a land-loss pension subsidy before?']),
        ],
      ),
      confirm(),
    ],
    checks: [birthMatches],
    materials: [m('idcard'), m('hukou'), formBy(cite('insurance', 96))],
    limits: [promised(15)],
    stops: [
      {
        kind: 'public-notice',
        basis: t(['名单在村里公示的时间不计入', 'Days of public notice in the village are left out']),
      },
    ],
    flow: [
      stage(
        'town-review',
        'review',
        'town',
        4,
        ['乡镇初审', 'First review by the town'],
        ['承包关系、征地面积与村里台账一致', 'Contract and area agree with the village’s records'],
      ),
      stage(
        'county-joint',
        'review',
        'county',
        7,
        ['会同自然资源部门审核', 'Joint review with natural resources'],
        ['在征地批文名单内；面积、时间一致', 'On the list of the expropriation order; area and date agree'],
        { joint: { departments: ['natural-resources'], rule: 'all' } },
      ),
      stage(
        'county-decide',
        'decide',
        'county',
        4,
        ['县级审批', 'Decision by the county'],
        ['补贴年限和金额计算无误', 'Years and amount of the subsidy are right'],
        { outside: systems.insurance },
      ),
    ],
    results: ['register_entry'],
    legalBasis: [cite('insurance', 96), cite('land', 48)],
    conditions: [
      ['承包地被依法征收，在征地安置名单里', 'Your contracted land was lawfully expropriated and you are on the list'],
      ['征地时满16周岁', 'You were 16 or over at the time'],
    ],
    confidence: 'G',
    note: 'Local scheme: years and amounts of the subsidy are set by the province and the city.',
  }),

  item({
    ...scheme,
    code: 'HR-INS-15',
    domain: 'retirement',
    name: ['企业职工基本养老保险待遇领取资格认证', 'Yearly certification for the employee pension'],
    plainName: ['退休人员养老金年审', 'Yearly check for retired employees'],
    keywords: [
      '退休认证',
      '退休年审',
      '企业退休',
      '刷脸',
      '资格认证',
      '退休金停发',
      '领取资格',
      'employee pension certification',
    ],
    needs: ['old-age'],
    summary: [
      '领企业职工养老金的人每年认证一次。先用数据比对，比对不上的再用别的办法。',
      'Retired employees certify once a year. We match records first and use other ways only if that fails.',
    ],
    audience: ['person'],
    rights: { receive: anywhere, decide: 'county' },
    instant: true,
    tier: 'online',
    online: 'full',
    sections: certification('employee'),
    checks: [birthMatches],
    materials: [m('idcard')],
    limits: [promised(0, 'receipt')],
    flow: settle(
      'county',
      ['当场认证', 'Certified at once'],
      [
        '先数据比对；刷脸总有别的办法可选；停发前必须先通知并由人核实',
        'Records first; there is always another way than the face check; no stop before notice and a human check',
      ],
      { outside: systems.insurance },
    ),
    results: ['register_entry'],
    legalBasis: [cite('handling', 26)],
    conditions: [['正在领取企业职工养老金的人', 'Anybody who draws the employee pension']],
    confidence: 'G',
    packages: ['PK07'],
    note: 'Data match first; face recognition always has an alternative; no stop before notice and human review.',
  }),
];
