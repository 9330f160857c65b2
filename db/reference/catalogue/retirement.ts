import type { ItemSource } from '#domain/catalogue/item.ts';
import { countyUp, item, promised, stage, statutory, systems } from './items.ts';
import { cite, documents } from './laws.ts';
import { formBy, m } from './papers.ts';
import {
  applicant,
  check,
  confirm,
  is,
  months,
  payment,
  pick,
  q,
  section,
  t,
  table,
  tick,
  yes,
  whereabouts,
} from './questions.ts';

const birth = q('date', 'birthDate', ['申请人出生日期', 'Applicant’s date of birth'], {
  prefill: 'person.birthDate',
  min: 'today-80y',
  max: 'today-40y',
  hint: [
    '档案和身份证不一致的，以最先的档案记载为准',
    'If file and card differ, the earliest entry in the file counts',
  ],
});
const birthMatches = check('birth', 'birthDate', 'birth-date-of', 'idNumber', [
  '出生日期和身份证号里的不一样，请照身份证核对。',
  'The date of birth does not agree with the ID number. Check it against the identity card.',
]);

const work = [
  q('text', 'lastEmployer', ['现在（最后）的单位', 'Present or last employer'], { max: 80 }),
  q('date', 'startedWork', ['参加工作时间', 'Started work on'], { samePage: true, min: '1950-01-01', max: 'today' }),
  q(
    'number',
    'monthsPaid',
    [
      '职工养老保险一共缴了多少个月（含视同缴费）？',
      'For how many months was the pension paid, deemed months included?',
    ],
    {
      min: 0,
      max: 700,
      unit: months,
      hint: ['不清楚填大概数，我们按档案和记录算', 'Roughly; we go by file and records'],
    },
  ),
  q('text', 'fileWhere', ['档案放在哪里？', 'Where is your personnel file?'], {
    max: 80,
    hint: ['单位或者人才中心，由我们去调', 'With the employer or the talent centre; we fetch it'],
  }),
];

export const retirementItems: ItemSource[] = [
  item({
    code: 'HR-RET-10',
    domain: 'social-insurance',
    department: 'social-insurance',
    name: ['企业职工基本养老保险正常退休申请', 'Retirement from employment'],
    plainName: ['办退休，领职工养老金', 'Retire and claim the employee pension'],
    keywords: [
      '退休',
      '办退休',
      '退休金',
      '退休审批',
      '延迟退休',
      '弹性退休',
      '职工养老金',
      'retire',
      'retirement',
      'employee pension',
    ],
    needs: ['old-age'],
    summary: [
      '到了退休年龄、缴费年限够的职工，办理退休，按月领养老金。可以弹性提前或者延迟。',
      'Employees who have reached retirement age and paid long enough retire on a monthly pension, with a flexible choice of an earlier or later month.',
    ],
    audience: ['person', 'employer'],
    rights: { receive: countyUp, decide: 'city' },
    tier: 'officer',
    online: 'full',
    sections: [
      applicant(birth, ...whereabouts()),
      section(
        'retirement',
        ['退休', 'Retirement'],
        [
          pick(
            'category',
            ['您属于哪一类？', 'Which applies to you?'],
            [
              ['man', '男职工', 'Man'],
              ['woman-55', '女干部（原55岁退休）', 'Woman in a managerial post (formerly 55)'],
              [
                'woman-50',
                '女工人、灵活就业女职工（原50、55岁退休）',
                'Woman worker or flexibly insured (formerly 50 or 55)',
              ],
            ],
          ),
          pick(
            'timing',
            ['想什么时候退？', 'When would you like to retire?'],
            [
              ['statutory', '到法定退休年龄就退', 'At the statutory age'],
              [
                'early',
                '弹性提前（最多3年，提前3个月书面告诉单位）',
                'Earlier (up to 3 years; tell the employer in writing 3 months ahead)',
              ],
              ['late', '弹性延迟（最多3年，和单位商量好）', 'Later (up to 3 years, agreed with the employer)'],
            ],
          ),
          q('month', 'month', ['从哪个月退休？', 'From which month?'], {
            min: 'today-12m',
            max: 'today+6m',
            hint: ['窗口可以帮您算准确的月份', 'A counter can work out the exact month'],
          }),
          q(
            'date',
            'toldEmployerOn',
            ['哪天书面告诉单位（或者商量好）的？', 'When did you tell or agree with the employer in writing?'],
            { when: is('timing', 'early', 'late'), min: 'today-3y', max: 'today' },
          ),
          ...work,
          q('yesno', 'elsewhere', ['在外地缴过职工养老保险吗？', 'Have you paid the employee pension elsewhere?']),
          q('text', 'elsewhereWhere', ['在哪些市县？', 'In which cities or counties?'], {
            when: yes('elsewhere'),
            max: 100,
            hint: ['我们先归集过来再算', 'We bring them together first'],
          }),
        ],
      ),
      payment(['养老金发到哪里', 'Where your pension goes']),
      confirm(),
    ],
    checks: [
      birthMatches,
      check('work-after-birth', 'birthDate', 'before', 'startedWork', [
        '参加工作时间不能早于出生日期，请核对。',
        'You cannot have started work before you were born. Check both dates.',
      ]),
    ],
    materials: [m('idcard'), formBy(cite('handling', 18)), m('archive'), m('sscard')],
    limits: [statutory(20, 'wd', 'receipt', cite('handling', 18)), promised(15, 'receipt')],
    flow: [
      stage(
        'county-check',
        'handle',
        'county',
        5,
        ['县级初审、审档', 'First review and file check by the county'],
        ['出生日期、参加工作时间按档案最早记载', 'Birth and first work by the earliest entry in the file'],
      ),
      stage(
        'city-review',
        'review',
        'city',
        6,
        ['市级复核', 'Second check by the city'],
        ['退休年月、视同缴费、养老金计算无误', 'Month, deemed months and pension are computed correctly'],
        { outside: systems.insurance },
      ),
      stage(
        'city-decide',
        'decide',
        'city',
        4,
        ['市级审批', 'Decision by the city'],
        ['经办与审批不是同一人', 'Another officer than the one who prepared it'],
        { outside: systems.insurance },
      ),
    ],
    results: ['money', 'notice'],
    legalBasis: [cite('insurance', 16), cite('handling', 18), documents.retirementAge],
    conditions: [
      ['达到法定退休年龄（或者选择弹性退休）', 'You have reached the statutory age, or choose flexible retirement'],
      [
        '缴费年限达到当年的最低年限（2029年以前15年，2030年起逐年提高）',
        'You have paid for the minimum of the year (15 years up to 2029, rising from 2030)',
      ],
    ],
    provincialCode: '51201400600001',
    packages: ['PK07'],
    note: 'Flexible early retirement: written notice three months ahead; flexible delay: agreement one month ahead (general knowledge). The approval (notice) is added to the results.',
  }),

  item({
    code: 'HR-RET-11',
    domain: 'social-insurance',
    department: 'social-insurance',
    name: ['企业职工基本养老保险提前退休申请（特殊工种）', 'Early retirement from hard or harmful work'],
    plainName: ['干过特殊工种，提前退休', 'Retire early after hard or harmful work'],
    keywords: [
      '提前退休',
      '特殊工种',
      '井下',
      '高温',
      '有毒有害',
      '繁重劳动',
      '早退休',
      'early retirement',
      'hard work',
    ],
    needs: ['old-age'],
    summary: [
      '干过井下、高空、高温、特别繁重或者有毒有害工作满规定年限的职工，可以提前退休。',
      'Those who worked underground, at height, in heat, at very heavy or harmful work for the required years may retire early.',
    ],
    audience: ['person', 'employer'],
    rights: { receive: countyUp, decide: 'city' },
    tier: 'officer',
    online: 'partial',
    sections: [
      applicant(birth),
      section(
        'history',
        ['特殊工种经历', 'The work'],
        [
          table(
            'postings',
            ['在哪里干过特殊工种？', 'Where did you do such work?'],
            [
              q('text', 'employer', ['单位', 'Employer'], { max: 80 }),
              q('text', 'post', ['岗位（工种）', 'Post'], { max: 40 }),
              pick(
                'kind',
                ['类别', 'Kind'],
                [
                  ['underground', '井下', 'Underground'],
                  ['height', '高空', 'At height'],
                  ['heat', '高温', 'In heat'],
                  ['heavy', '特别繁重体力劳动', 'Very heavy labour'],
                  ['harmful', '有毒有害', 'Harmful'],
                ],
              ),
              q('month', 'fromMonth', ['从哪个月', 'From month'], { min: '1950-01-01', max: 'today' }),
              q('month', 'toMonth', ['到哪个月', 'To month'], { min: '1950-01-01', max: 'today' }),
            ],
            { min: 1, max: 15, hint: ['一段经历填一行，照档案写', 'One row each, as in your file'] },
          ),
          q('number', 'specialMonths', ['特殊工种一共干了多少个月？', 'How many months in all?'], {
            min: 1,
            max: 600,
            unit: months,
          }),
          ...work,
          q('month', 'month', ['想从哪个月退休？', 'From which month would you like to retire?'], {
            min: 'today',
            max: 'today+12m',
          }),
          q('declaration', 'publicNotice', ['同意公示', 'Public notice'], {
            statement: [
              '审批前会在单位或者网上公示姓名、岗位和年限，不公示身份证号和住址。',
              'Before the decision your name, post and years are published; never ID number or address.',
            ],
          }),
        ],
      ),
      payment(['养老金发到哪里', 'Where your pension goes']),
      confirm(),
    ],
    checks: [
      birthMatches,
      check('months', 'specialMonths', 'at-most', 'monthsPaid', [
        '特殊工种月数不能多于总缴费月数，请核对。',
        'The months of such work cannot exceed the months paid. Check both.',
      ]),
    ],
    materials: [m('idcard'), formBy(cite('handling', 18)), m('archive')],
    limits: [statutory(20, 'wd', 'receipt', cite('handling', 18)), promised(20, 'receipt')],
    stops: [{ kind: 'public-notice', basis: t(['公示的时间不计入', 'Days of public notice are left out']) }],
    flow: [
      stage(
        'county-check',
        'handle',
        'county',
        6,
        ['县级初审、审档', 'First review and file check by the county'],
        ['原始档案能证明每一段；不用后补的证明', 'The original file proves every period; no later certificates'],
      ),
      stage(
        'city-joint',
        'review',
        'city',
        8,
        ['会同劳动关系部门认定工种', 'Joint finding on the work with labour relations'],
        ['工种在国家名录内；两个部门都同意', 'The work is on the national list; both departments agree'],
        { joint: { departments: ['social-insurance', 'labour-relations'], rule: 'all' } },
      ),
      stage(
        'city-decide',
        'decide',
        'city',
        6,
        ['市级审批', 'Decision by the city'],
        ['公示无异议；年龄和年限符合', 'No objection; age and years fit'],
        { outside: systems.insurance },
      ),
    ],
    results: ['money', 'notice'],
    legalBasis: [cite('insurance', 16), documents.retirementAge],
    conditions: [
      ['从事国家规定的特殊工种满规定年限', 'The required years at work on the national list'],
      ['达到提前退休的年龄，缴费年限够', 'You have reached the early age and paid long enough'],
    ],
    provincialCode: '51201400600030',
    note: 'Public notice stops the clock. The approval (notice) is added to the results.',
  }),

  item({
    code: 'HR-RET-01',
    domain: 'retirement',
    department: 'social-insurance',
    name: ['企业退休人员社会化管理服务', 'Community services for retired employees'],
    plainName: ['退休后归社区服务', 'Join my community’s services for retired people'],
    keywords: [
      '退休人员管理',
      '社会化管理',
      '退休活动',
      '老年活动',
      '退休接收',
      '走访慰问',
      'retired people',
      'community services',
    ],
    needs: ['old-age'],
    summary: [
      '退休后到住的村（社区）报到，参加活动、体检、走访，有事有人帮。',
      'After retiring sign up where you live, for activities, check-ups, visits and help.',
    ],
    audience: ['person'],
    rights: { receive: ['village', 'town'], decide: 'town' },
    town: true,
    tier: 'officer',
    online: 'partial',
    sections: [
      applicant(...whereabouts()),
      section(
        'about',
        ['您的情况', 'About you'],
        [
          q('text', 'lastEmployer', ['退休前的单位', 'Former employer'], { max: 80 }),
          q('month', 'retiredIn', ['哪年哪月退休的？', 'When did you retire?'], {
            samePage: true,
            min: '1960-01-01',
            max: 'today',
          }),
          pick(
            'lives',
            ['现在和谁一起住？', 'With whom do you live?'],
            [
              ['alone', '一个人住', 'Alone'],
              ['spouse', '和老伴', 'With my spouse'],
              ['children', '和子女', 'With my children'],
              ['other', '其他', 'Other'],
            ],
            { required: false, hint: ['方便安排走访，可以不答', 'It helps us plan visits; optional'] },
          ),
          tick(
            'services',
            ['想参加、需要哪些？', 'What would you like?'],
            [
              ['activities', '文体活动', 'Activities'],
              ['learning', '上老年学堂', 'Classes'],
              ['checkup', '健康体检通知', 'Check-up reminders'],
              ['visits', '走访看望', 'Visits'],
              ['volunteer', '当志愿者', 'Volunteering'],
              ['help', '帮办社保的事', 'Help with insurance matters'],
            ],
          ),
          q('yesno', 'moved', ['是从别的社区转过来的吗？', 'Have you moved from another community?']),
          q('text', 'movedFrom', ['从哪个社区转来？', 'From which?'], { when: yes('moved'), max: 60 }),
          q('person-name', 'contactName', ['紧急联系人', 'Emergency contact'], {
            required: false,
          }),
          q('telephone', 'contactPhone', ['联系人电话', 'Contact’s telephone'], { required: false, samePage: true }),
        ],
      ),
      confirm(),
    ],
    materials: [m('idcard')],
    limits: [promised(5)],
    flow: [
      stage(
        'town-check',
        'handle',
        'town',
        2,
        ['联系本人', 'Contact the person'],
        ['自愿参加；电话或者上门问清需要', 'Of free will; needs are asked by phone or on a visit'],
      ),
      stage(
        'town-decide',
        'decide',
        'town',
        3,
        ['接收登记', 'Registration'],
        ['责任人和下次联系日期已定', 'A named officer and the date of the next contact are set'],
      ),
    ],
    results: ['register_entry'],
    legalBasis: [documents.cityList],
    conditions: [['住在本地、已经退休的企业职工', 'Retired employees who live here']],
    confidence: 'G',
    packages: ['PK07'],
    note: 'Reception, groups, visits.',
  }),
];
