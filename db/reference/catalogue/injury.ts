import type { ItemSource } from '#domain/catalogue/item.ts';
import { countyUp, item, promised, stage, statutory, systems } from './items.ts';
import { cite } from './laws.ts';
import { formBy, m } from './papers.ts';
import {
  banks,
  check,
  confirm,
  is,
  mobile,
  payment,
  pick,
  q,
  section,
  t,
  table,
  tick,
  whereabouts,
} from './questions.ts';

const scheme = { domain: 'work-injury', department: 'work-injury' } as const;

/** The worker is the applicant; an employer or relative who files says so. */
const worker = section(
  'applicant',
  ['受伤的职工', 'The worker'],
  [
    pick(
      'filedBy',
      ['谁来申请？', 'Who applies?'],
      [
        ['worker', '职工本人', 'The worker'],
        ['relative', '近亲属', 'A close relative'],
        ['employer', '单位', 'The employer'],
        ['union', '工会', 'The trade union'],
      ],
    ),
    q('person-name', 'name', ['职工姓名', 'Worker’s name'], { prefill: 'person.name' }),
    q('resident-id', 'idNumber', ['职工身份证号', 'Worker’s ID number'], {
      prefill: 'person.idNumber',
      samePage: true,
    }),
    mobile,
    q('person-name', 'filerName', ['来办的人姓名', 'Name of the person filing'], {
      when: is('filedBy', 'relative', 'employer', 'union'),
    }),
    q('telephone', 'filerPhone', ['来办的人电话', 'Telephone of the person filing'], {
      when: is('filedBy', 'relative', 'employer', 'union'),
      samePage: true,
    }),
  ],
);

const decisionNumber = q('text', 'decisionNumber', ['工伤认定决定书编号', 'Number of the work-injury decision'], {
  max: 40,
  hint: ['决定书右上角，例如“某人社工伤认〔2026〕1号”', 'At the top right of the decision'],
});

const idPaper = m('idcard', { legalBasis: cite('injury', 18) });

export const injuryItems: ItemSource[] = [
  item({
    ...scheme,
    code: 'HR-WI-01',
    name: ['工伤认定申请', 'Recognition of a work injury'],
    plainName: ['上班受伤，申请认定工伤', 'I was hurt at work: have it recognised'],
    keywords: [
      '工伤',
      '上班受伤',
      '干活受伤',
      '工地受伤',
      '上班路上出车祸',
      '职业病',
      '工伤认定',
      '摔伤',
      'work injury',
      'accident at work',
    ],
    needs: ['injury-illness'],
    summary: [
      '上班时、为工作、上下班路上受伤或者得了职业病，申请认定工伤。单位30天内申请，单位不申请的，本人一年内申请。',
      'Apply for recognition of an injury at work, for work or on the way, or of an occupational disease. The employer has 30 days; if it does not, you have one year.',
    ],
    audience: ['person', 'employer'],
    rights: { receive: countyUp, decide: 'city' },
    tier: 'officer',
    online: 'full',
    sections: [
      worker,
      section(
        'employer',
        ['单位', 'The employer'],
        [
          q('text', 'employerName', ['单位名称', 'Name of the employer'], {
            max: 80,
            hint: ['不清楚全称，写工地、老板的名字', 'If you do not know it, name the site or the boss'],
          }),
          q('uscc', 'uscc', ['统一社会信用代码', 'Unified social credit code'], {
            required: false,
            samePage: true,
          }),
          q('telephone', 'employerPhone', ['单位或者老板电话', 'Telephone of the employer'], { required: false }),
          q('text', 'job', ['您在那里做什么？', 'What was your job?'], { samePage: true, max: 40 }),
          q('yesno', 'hasContract', ['签劳动合同了吗？', 'Is there a labour contract?'], {
            hint: [
              '没签也能申请，用工资条、工作证、同事证明都行',
              'You can apply without: pay slips, a badge or colleagues will do',
            ],
          }),
          q('yesno', 'insured', ['单位缴工伤保险了吗？', 'Does the employer pay work-injury insurance?'], {
            hint: [
              '不清楚选“否”，我们会查；没缴的由单位赔',
              'If unsure choose No; without insurance the employer pays',
            ],
          }),
        ],
      ),
      section(
        'injury',
        ['怎么受的伤', 'The injury'],
        [
          pick(
            'kind',
            ['属于哪一种？', 'Which is it?'],
            [
              ['working', '上班时间在单位里干活受伤', 'Hurt at work during working time'],
              ['preparing', '上班前准备、下班后收拾时受伤', 'Hurt while preparing or clearing up'],
              ['violence', '因为工作被人打伤', 'Assaulted because of work'],
              ['trip', '出差、外派时受伤', 'Hurt on a business trip'],
              ['commute', '上下班路上出车祸（自己不负主要责任）', 'Traffic accident on the way, not mainly my fault'],
              ['disease', '职业病', 'Occupational disease'],
              ['sudden', '上班时突然发病死亡或者48小时内抢救无效', 'Sudden illness at work, fatal within 48 hours'],
              ['rescue', '抢险救灾等维护公共利益受伤', 'Hurt in rescue or disaster relief'],
            ],
          ),
          q('date', 'happenedOn', ['哪天受伤（确诊职业病）？', 'On which day (or diagnosed)?'], {
            min: 'today-5y',
            max: 'today',
            hint: ['超过一年的，请先打电话问清楚', 'If it is more than a year ago, call us first'],
          }),
          q('text', 'happenedAt', ['大概几点、在哪里？', 'About what time, and where?'], { samePage: true, max: 100 }),
          q('longtext', 'account', ['怎么受的伤？', 'What happened?'], {
            min: 10,
            max: 800,
            hint: [
              '写清楚当时在干什么、怎么伤的、伤到哪里',
              'What you were doing, how it happened, where you were hurt',
            ],
          }),
          q('text', 'hospital', ['在哪家医院看的？', 'Which hospital?'], { max: 60 }),
          q('text', 'diagnosis', ['医生说是什么伤？', 'What is the diagnosis?'], { samePage: true, max: 200 }),
          q('yesno', 'policeReport', ['交警出事故认定书了吗？', 'Have the police issued an accident report?'], {
            when: is('kind', 'commute'),
          }),
          table(
            'witnesses',
            ['谁看见了？', 'Who saw it?'],
            [q('person-name', 'name', ['姓名', 'Name']), q('telephone', 'phone', ['电话', 'Telephone'])],
            { required: false, max: 5, hint: ['没有人看见就跳过', 'Skip it if nobody did'] },
          ),
        ],
      ),
      confirm(),
    ],
    materials: [
      formBy(cite('injury', 18)),
      idPaper,
      m('contract', { anyOfGroup: 'employment_proof', legalBasis: cite('injury', 18) }),
      m('factualwork', { anyOfGroup: 'employment_proof' }),
      m('diag', { anyOfGroup: 'medical_proof' }),
      m('occdis', { anyOfGroup: 'medical_proof' }),
      { ...m('history'), required: false },
    ],
    limits: [statutory(60, 'd', 'acceptance', cite('injury', 20)), promised(30, 'acceptance')],
    acceptWithin: statutory(15, 'd', 'receipt', cite('injuryRecognition', 8)),
    stops: [
      {
        kind: 'other-authority',
        basis: t([
          '公安、法院等还没有结论的，中止计时（《工伤保险条例》第20条）',
          'The clock stands while police, court or another authority has not concluded (Regulations on Work-Injury Insurance, art. 20)',
        ]),
      },
    ],
    flow: [
      stage(
        'county-inquiry',
        'handle',
        'county',
        12,
        ['县级调查', 'Inquiry by the county'],
        ['两人调查、当事人签字；单位的意见也要听', 'Two officers, statements signed; the employer is heard too'],
      ),
      stage(
        'city-review',
        'review',
        'city',
        10,
        ['市级审核', 'Review by the city'],
        [
          '劳动关系、工作原因、时间地点逐项核对；单位不举证的按职工说的认',
          'Employment, cause, time and place are checked one by one; where the employer proves nothing, the worker is believed',
        ],
      ),
      stage(
        'city-decide',
        'decide',
        'city',
        8,
        ['市级认定', 'Decision by the city'],
        ['与申请人有利害关系的回避', 'Nobody with an interest in the case decides'],
      ),
    ],
    results: ['certificate'],
    delivery: {
      ways: ['site', 'post', 'online'],
      limit: statutory(20, 'd', 'decision', cite('injuryRecognition', 22)),
    },
    legalBasis: [cite('injury', 14, 15, 17, 18, 19, 20)],
    conditions: [
      ['在工作中受伤或者得职业病的职工', 'Workers hurt at work or with an occupational disease'],
      [
        '单位30日内申请；单位没申请的，本人、近亲属、工会一年内申请',
        'The employer applies within 30 days; otherwise the worker, a relative or the union within a year',
      ],
      ['事实清楚的，15日内作出决定', 'A clear case is decided within 15 days'],
    ],
    packages: ['PK08'],
    note: 'One of the five items whose limits were compressed first.',
  }),

  item({
    ...scheme,
    code: 'HR-WI-02',
    name: ['劳动能力鉴定申请', 'Work-capacity appraisal'],
    plainName: ['工伤以后，评伤残等级', 'After a work injury: have my grade assessed'],
    keywords: ['劳动能力鉴定', '伤残鉴定', '评残', '伤残等级', '工伤鉴定', '几级伤残', 'disability grade', 'appraisal'],
    needs: ['injury-illness'],
    summary: [
      '工伤治疗稳定后，由专家评定伤残等级和护理等级，按等级领待遇。',
      'Once the injury is stable, experts assess the grade of disability and care, on which benefits depend.',
    ],
    audience: ['person', 'employer'],
    rights: { receive: countyUp, decide: 'city' },
    tier: 'officer',
    online: 'partial',
    sections: [
      worker,
      section(
        'appraisal',
        ['鉴定', 'The appraisal'],
        [
          pick(
            'kind',
            ['申请哪一种？', 'Which appraisal?'],
            [
              ['first', '第一次鉴定', 'The first'],
              ['review', '满一年，伤情变了，复查鉴定', 'A review after a year, because it has changed'],
              ['care', '护理等级', 'Grade of care'],
              ['device', '配辅助器具', 'Assistive devices'],
              ['leave', '延长停工留薪期', 'Longer paid leave'],
            ],
          ),
          decisionNumber,
          q('date', 'decidedOn', ['认定日期', 'Date of the decision'], {
            samePage: true,
            min: 'today-20y',
            max: 'today',
          }),
          q('text', 'injuredPart', ['伤在哪里？', 'What was injured?'], { max: 100 }),
          q('yesno', 'stable', ['治疗结束、伤情稳定了吗？', 'Is treatment over and the injury stable?'], {
            hint: ['还在治疗的，可以等稳定了再来', 'If not, you may wait until it is'],
          }),
          q('text', 'hospital', ['主要在哪家医院治的？', 'Hospital of the main treatment'], { max: 60 }),
          q('date', 'dischargedOn', ['最后一次出院（复诊）日期', 'Last discharge or check'], {
            samePage: true,
            min: 'today-20y',
            max: 'today',
          }),
          q('text', 'lastNumber', ['上次鉴定结论书编号', 'Number of the last appraisal'], {
            when: is('kind', 'review'),
            max: 40,
          }),
          q('yesno', 'cannotCome', ['行动不便，需要上门鉴定吗？', 'Do you need the experts to come to you?']),
          ...whereabouts(),
        ],
      ),
      confirm(),
    ],
    checks: [
      check('after-injury', 'decidedOn', 'not-after', 'dischargedOn', [
        '最后一次出院（复诊）日期不能早于认定日期；没有复诊的填认定之后的检查日期。',
        'The last discharge or check must not come before the decision. If there was none, enter the date of a later check.',
      ]),
    ],
    materials: [
      formBy(cite('injury', 23)),
      idPaper,
      m('injdec'),
      m('diag', { legalBasis: cite('injury', 23) }),
      m('history', { legalBasis: cite('injury', 23) }),
    ],
    limits: [statutory(60, 'd', 'receipt', cite('injury', 25)), promised(40, 'receipt')],
    extension: { amount: 30, unit: 'd', basis: cite('injury', 25) },
    stops: [
      {
        kind: 'appraisal',
        basis: t(['按要求做补充检查的时间不计入', 'Time for further examinations that are required is left out']),
      },
    ],
    flow: [
      stage(
        'county-check',
        'handle',
        'county',
        10,
        ['县级整理材料', 'Papers prepared by the county'],
        ['病历完整；伤情稳定', 'Records complete; the injury is stable'],
      ),
      stage(
        'city-experts',
        'review',
        'city',
        20,
        ['专家组鉴定', 'Panel of experts'],
        ['从专家库随机抽3名或者5名；有利害关系的回避', 'Three or five drawn at random; nobody with an interest'],
      ),
      stage(
        'city-decide',
        'decide',
        'city',
        10,
        ['作出结论', 'Conclusion'],
        ['结论与专家组意见一致；写明不服的办法', 'It follows the panel; the remedy is stated'],
      ),
    ],
    results: ['certificate'],
    delivery: { ways: ['site', 'post', 'online'], limit: { ...promised(10, 'decision') } },
    legalBasis: [cite('injury', 21, 22, 23, 25, 26, 28), cite('handling', 21)],
    conditions: [
      ['已认定工伤，伤情相对稳定，影响劳动能力', 'The injury is recognised, stable, and affects your capacity to work'],
      [
        '不服结论的，15日内可以向省里申请再次鉴定',
        'Against the conclusion you may apply to the province within 15 days',
      ],
    ],
    note: 'Three or five experts drawn at random. The draft calls the result a register entry; a written conclusion is issued, so it is a certificate here.',
  }),

  item({
    ...scheme,
    code: 'HR-WI-03',
    name: ['工伤医疗（康复）费用申报', 'Work-injury medical and rehabilitation costs'],
    plainName: ['报销工伤医药费', 'Claim the medical costs of a work injury'],
    keywords: ['工伤报销', '工伤医药费', '工伤住院费', '康复费', '工伤费用', 'work injury costs', 'medical bills'],
    needs: ['injury-illness'],
    summary: [
      '工伤看病、住院、康复自己先垫了钱的，来报销。',
      'If you paid for treatment or rehabilitation yourself, claim it back.',
    ],
    audience: ['person', 'employer'],
    rights: { receive: countyUp, decide: 'city' },
    tier: 'online',
    online: 'full',
    sections: [
      worker,
      section(
        'treatment',
        ['治疗', 'The treatment'],
        [
          decisionNumber,
          tick(
            'kinds',
            ['报销哪些？', 'Which costs?'],
            [
              ['outpatient', '门诊', 'Out-patient care'],
              ['inpatient', '住院', 'Hospital stay'],
              ['rehabilitation', '康复', 'Rehabilitation'],
              ['meals', '住院伙食', 'Meals in hospital'],
              ['travel', '外地就医的交通食宿', 'Travel for treatment elsewhere'],
            ],
          ),
          q('text', 'hospital', ['医院', 'Hospital'], { max: 60 }),
          q('date', 'fromDay', ['从哪天', 'From'], { min: 'today-10y', max: 'today' }),
          q('date', 'toDay', ['到哪天', 'To'], { samePage: true, min: 'today-10y', max: 'today' }),
          q('money', 'total', ['票据一共多少钱？', 'Total of the invoices'], { min: 1, max: 1_000_000_000 }),
          pick(
            'whyManual',
            ['为什么没在医院直接结算？', 'Why was it not settled at the hospital?'],
            [
              ['undecided', '当时还没认定工伤', 'The injury was not yet recognised'],
              ['elsewhere', '在外地治的', 'Treated elsewhere'],
              ['emergency', '急诊抢救', 'Emergency'],
              ['other', '其他', 'Other'],
            ],
          ),
        ],
      ),
      section(
        'payment',
        ['钱发到哪里', 'Where the money goes'],
        [
          pick(
            'payTo',
            ['钱是谁垫的？', 'Who paid?'],
            [
              ['worker', '职工自己', 'The worker'],
              ['employer', '单位', 'The employer'],
            ],
          ),
          pick('bank', ['社保卡是哪家银行的？', 'Which bank is the social security card with?'], banks, {
            when: is('payTo', 'worker'),
          }),
          q('bank-account', 'account', ['社保卡上的银行卡号', 'Bank account number on the card'], {
            when: is('payTo', 'worker'),
            samePage: true,
            prefill: 'person.account',
          }),
          q('text', 'accountName', ['开户名称', 'Account name'], { when: is('payTo', 'employer') }),
          q('text', 'accountBank', ['开户银行（写到支行）', 'Bank and branch'], {
            when: is('payTo', 'employer'),
            samePage: true,
          }),
          q('corporate-account', 'corporateAccount', ['对公账号', 'Business account number'], {
            when: is('payTo', 'employer'),
            samePage: true,
          }),
        ],
      ),
      confirm(),
    ],
    checks: [
      check('days', 'fromDay', 'not-after', 'toDay', [
        '结束日期不能早于开始日期，请核对。',
        'The last day must not come before the first. Check both.',
      ]),
    ],
    materials: [
      m('invoice', { legalBasis: cite('handling', 22) }),
      m('expenses', { legalBasis: cite('handling', 22) }),
      m('diag', { legalBasis: cite('handling', 22) }),
      m('history', { legalBasis: cite('handling', 22) }),
    ],
    limits: [statutory(20, 'wd', 'receipt', cite('handling', 22)), promised(15, 'receipt')],
    flow: [
      stage(
        'county-check',
        'handle',
        'county',
        4,
        ['县级承办', 'Handling by the county'],
        ['票据原件真实、没有重复报销', 'Original invoices, not claimed twice'],
      ),
      stage(
        'city-review',
        'review',
        'city',
        7,
        ['市级审核', 'Review by the city'],
        ['治疗与工伤部位相符；药品、诊疗在目录内', 'Treatment fits the injury; drugs and procedures are on the list'],
        { outside: systems.insurance },
      ),
      stage(
        'city-decide',
        'decide',
        'city',
        4,
        ['市级审批', 'Decision by the city'],
        ['剔除的费用逐项写明理由', 'Every deduction is explained'],
        { outside: systems.insurance },
      ),
    ],
    results: ['money'],
    legalBasis: [cite('handling', 22), cite('injury', 30)],
    conditions: [
      [
        '已认定工伤，医疗、康复费用由个人或者单位垫付',
        'The injury is recognised and worker or employer paid for treatment',
      ],
    ],
    provincialCode: '512B0068500015',
    note: 'The draft calls the result a register entry; money is paid, so it is money here.',
  }),

  item({
    ...scheme,
    code: 'HR-WI-04',
    name: ['伤残待遇申领', 'Disability benefit after a work injury'],
    plainName: ['评上等级，领伤残补助', 'I have a grade: claim the benefit'],
    keywords: [
      '伤残补助金',
      '一次性伤残',
      '伤残津贴',
      '工伤赔偿',
      '工伤待遇',
      '护理费',
      'disability benefit',
      'lump sum',
    ],
    needs: ['injury-illness'],
    summary: [
      '评定了伤残等级的，领一次性伤残补助金；1到4级的按月领伤残津贴；需要护理的领护理费。',
      'With a grade you draw a lump sum; grades 1 to 4 a monthly allowance as well; those who need care a care allowance.',
    ],
    audience: ['person', 'employer'],
    rights: { receive: countyUp, decide: 'city' },
    tier: 'online',
    online: 'full',
    sections: [
      worker,
      section(
        'grade',
        ['伤残等级', 'The grade'],
        [
          decisionNumber,
          q('text', 'appraisalNumber', ['鉴定结论书编号', 'Number of the appraisal'], { max: 40 }),
          q('date', 'appraisedOn', ['鉴定日期', 'Date of the appraisal'], {
            samePage: true,
            min: 'today-20y',
            max: 'today',
          }),
          pick(
            'grade',
            ['伤残等级', 'Grade'],
            (
              [
                ['一', 'Grade 1'],
                ['二', 'Grade 2'],
                ['三', 'Grade 3'],
                ['四', 'Grade 4'],
                ['五', 'Grade 5'],
                ['六', 'Grade 6'],
                ['七', 'Grade 7'],
                ['八', 'Grade 8'],
                ['九', 'Grade 9'],
                ['十', 'Grade 10'],
              ] as const
            ).map(([zh, en], at) => [`g${at + 1}`, `${zh}级`, en] as const),
          ),
          pick(
            'care',
            ['护理等级', 'Care'],
            [
              ['none', '不需要护理', 'None'],
              ['partial', '部分护理依赖', 'Partial'],
              ['most', '大部分护理依赖', 'Mostly dependent'],
              ['full', '完全护理依赖', 'Fully dependent'],
            ],
            { samePage: true },
          ),
          q('money', 'wage', ['受伤前12个月平均每月工资', 'Average monthly pay in the 12 months before'], {
            min: 10_000,
            max: 100_000_000,
            hint: ['按缴费工资算，不清楚填大概数', 'By insured pay; roughly'],
          }),
          pick(
            'status',
            ['现在的劳动关系', 'Employment now'],
            [
              ['kept', '还在原单位', 'Still with the employer'],
              ['left-post', '保留关系，退出岗位', 'Kept on the books, off the post'],
              ['ended', '已经解除', 'Ended'],
            ],
          ),
          q('date', 'endedOn', ['哪天解除的？', 'Ended on'], {
            when: is('status', 'ended'),
            min: 'today-20y',
            max: 'today',
          }),
          tick(
            'kinds',
            ['申领哪些待遇？', 'Which benefits?'],
            [
              ['lump', '一次性伤残补助金', 'Lump sum'],
              ['monthly', '伤残津贴（1到4级）', 'Monthly allowance (grades 1 to 4)'],
              ['care', '生活护理费', 'Care allowance'],
              ['medical', '一次性工伤医疗补助金（解除关系的）', 'Medical lump sum (employment ended)'],
            ],
          ),
        ],
      ),
      payment(['待遇发到哪里', 'Where the benefit goes']),
      confirm(),
    ],
    materials: [idPaper, m('appraisal'), m('bank')],
    limits: [promised(15)],
    flow: [
      stage(
        'county-check',
        'handle',
        'county',
        4,
        ['县级承办', 'Handling by the county'],
        ['认定和鉴定有效；等级与申领项目对应', 'Decision and appraisal valid; grade fits the benefits claimed'],
      ),
      stage(
        'city-review',
        'review',
        'city',
        7,
        ['市级审核', 'Review by the city'],
        ['本人工资、月数和金额计算无误', 'Own pay, months and sum are right'],
        { outside: systems.insurance },
      ),
      stage(
        'city-decide',
        'decide',
        'city',
        4,
        ['市级审批', 'Decision by the city'],
        ['没有第三方重复赔付', 'Not paid twice by a third party'],
        { outside: systems.insurance },
      ),
    ],
    results: ['money'],
    legalBasis: [cite('injury', 34, 35, 36, 37)],
    conditions: [
      [
        '已认定工伤并评定了伤残等级或者护理等级',
        'The injury is recognised and a grade of disability or care has been set',
      ],
    ],
    provincialCode: '512B0068500017',
    note: 'Lump sum in months of own wage, grades 1–10: 27, 25, 23, 21, 18, 16, 13, 11, 9, 7.',
  }),
];
