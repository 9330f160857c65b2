import type { ItemSource } from '#domain/catalogue/item.ts';
import { anywhere, item, promised, settle, stage, statutory, systems, townUp } from './items.ts';
import { cite } from './laws.ts';
import { m, optional } from './papers.ts';
import {
  applicant,
  check,
  confirm,
  educations,
  is,
  payment,
  pick,
  q,
  section,
  skillLevels,
  t,
  tick,
  trades,
  years,
  yes,
  whereabouts,
} from './questions.ts';

const scheme = { domain: 'training', department: 'training' } as const;

const education = pick('education', ['文化程度', 'Education'], educations);

const when = [
  pick(
    'schedule',
    ['什么时间上课方便？', 'When could you attend?'],
    [
      ['day', '白天', 'In the daytime'],
      ['evening', '晚上', 'In the evening'],
      ['weekend', '周末', 'At weekends'],
      ['off-season', '农闲时集中上', 'All at once in the farming off-season'],
    ],
  ),
  q('yesno', 'transport', ['需要车接送吗？', 'Do you need transport?'], { samePage: true }),
  q('yesno', 'careNeeded', ['上课时孩子、老人需要人照看吗？', 'Do you need care for children or parents meanwhile?'], {
    samePage: true,
  }),
];

export const trainingItems: ItemSource[] = [
  item({
    ...scheme,
    code: 'HR-TRN-01',
    name: ['就业技能培训报名', 'Sign-up for skills training'],
    plainName: ['报名学技术（免费培训）', 'Learn a trade: free training'],
    keywords: [
      '学技术',
      '免费培训',
      '技能培训',
      '学手艺',
      '培训班',
      '学电工',
      '学厨师',
      '月嫂培训',
      'training',
      'learn a trade',
      'course',
    ],
    needs: ['find-work', 'lost-work'],
    summary: [
      '报名参加政府出钱的技能培训，学完考证。',
      'Sign up for training paid for by the state, with a certificate at the end.',
    ],
    audience: ['person'],
    rights: { receive: anywhere, decide: 'county' },
    instant: true,
    village: true,
    town: true,
    tier: 'online',
    online: 'full',
    sections: [
      applicant(...whereabouts()),
      section(
        'course',
        ['想学什么', 'The course'],
        [
          tick('trades', ['想学哪些？', 'What would you like to learn?'], trades, {
            max: 3,
            hint: ['最多选3样，按班次安排', 'Choose up to 3'],
          }),
          education,
          pick(
            'status',
            ['现在的情况', 'Your situation'],
            [
              ['unemployed', '登记失业', 'Registered unemployed'],
              ['rural', '农村劳动力', 'Rural worker'],
              ['graduate', '毕业两年内没工作', 'Left school in the last two years without work'],
              ['working', '在上班', 'Employed'],
              ['other', '其他', 'Other'],
            ],
          ),
          pick(
            'place',
            ['在哪里学方便？', 'Where suits you?'],
            [
              ['village', '村里', 'In the village'],
              ['town', '镇上', 'In town'],
              ['county', '县城', 'In the county seat'],
            ],
          ),
          ...when,
          q(
            'yesno',
            'trainedThisYear',
            ['今年参加过政府补贴的培训吗？', 'Have you had subsidised training this year?'],
            { hint: ['同一工种一年只能补一次', 'The same trade is subsidised once a year'] },
          ),
        ],
      ),
      confirm(),
    ],
    materials: [m('idcard'), optional('jobcert', { deferrable: false }), optional('diploma', { deferrable: false })],
    limits: [promised(0, 'receipt')],
    flow: settle(
      'county',
      ['当场报名', 'Signed up at once'],
      ['班次有名额；一年内同工种没补贴过', 'A place is free; same trade not subsidised this year'],
      { outside: systems.training },
    ),
    results: ['register_entry'],
    legalBasis: [cite('promotion', 44, 49, 50)],
    conditions: [['想学技术的劳动者', 'Anybody of working age who wants to learn a trade']],
    provincialCode: '512B0066900001',
  }),

  item({
    ...scheme,
    code: 'HR-TRN-02',
    name: ['创业培训报名', 'Sign-up for entrepreneurship training'],
    plainName: ['学做生意（免费创业培训）', 'Learn to run a business: free training'],
    keywords: ['创业培训', '学做生意', '开店培训', '电商培训', '直播培训', 'business training', 'entrepreneurship'],
    needs: ['find-work'],
    summary: [
      '想开店、办企业、做电商的人，报名免费创业培训，结业后申请贷款更方便。',
      'Sign up for free training if you want to open a shop, found a company or sell online; it helps with a loan later.',
    ],
    audience: ['person'],
    rights: { receive: anywhere, accept: townUp, decide: 'county' },
    instant: true,
    town: true,
    tier: 'online',
    online: 'full',
    sections: [
      applicant(...whereabouts()),
      section(
        'course',
        ['想学什么', 'The course'],
        [
          pick(
            'phase',
            ['生意到哪一步了？', 'How far is your business?'],
            [
              ['idea', '只有想法', 'Just an idea'],
              ['plan', '正在准备', 'In preparation'],
              ['running', '已经在做', 'Already running'],
            ],
          ),
          tick(
            'courses',
            ['想上哪种课？', 'Which course?'],
            [
              ['gyb', '产生你的企业想法（GYB）', 'Generate Your Business Idea (GYB)'],
              ['syb', '创办你的企业（SYB）', 'Start Your Business (SYB)'],
              ['iyb', '改善你的企业（IYB）', 'Improve Your Business (IYB)'],
              ['online', '网络创业、直播电商', 'Online and live selling'],
            ],
          ),
          q('text', 'idea', ['想做什么生意？', 'What business do you have in mind?'], { required: false, max: 100 }),
          education,
          ...when,
          q('yesno', 'wantsLoan', ['学完想申请创业贷款吗？', 'Would you like a start-up loan afterwards?']),
        ],
      ),
      confirm(),
    ],
    materials: [m('idcard')],
    limits: [promised(0, 'receipt')],
    flow: settle('county', ['当场报名', 'Signed up at once'], ['班次有名额', 'A place is free'], {
      outside: systems.training,
    }),
    results: ['register_entry'],
    legalBasis: [cite('promotion', 44)],
    conditions: [['有创业想法、有条件创业的人', 'Anybody with an idea and the means to start a business']],
    provincialCode: '512B0066900002',
    packages: ['PK04'],
  }),

  item({
    ...scheme,
    code: 'HR-TRN-03',
    name: ['职业培训补贴申领', 'Vocational training subsidy'],
    plainName: ['自己花钱培训考证，领补贴', 'I paid for training: claim it back'],
    keywords: ['培训补贴', '学费补贴', '考证报销', '职业培训补贴', 'training subsidy', 'tuition'],
    needs: ['find-work'],
    summary: [
      '参加培训考到证书的人，按规定领回一部分培训费。',
      'Those who trained and earned a certificate get part of the fee back.',
    ],
    audience: ['person'],
    rights: { receive: anywhere, accept: townUp, decide: 'county' },
    town: true,
    tier: 'online',
    online: 'full',
    sections: [
      applicant(),
      section(
        'training',
        ['培训和证书', 'Training and certificate'],
        [
          pick(
            'status',
            ['培训时您的情况', 'Your situation when you trained'],
            [
              ['unemployed', '登记失业', 'Registered unemployed'],
              ['rural', '农村劳动力', 'Rural worker'],
              ['graduate', '毕业两年内没工作', 'Left school in the last two years without work'],
              ['employed', '在单位上班', 'Employed'],
              ['other', '其他', 'Other'],
            ],
          ),
          q('text', 'institution', ['培训机构', 'Training provider'], { max: 80 }),
          q('text', 'occupation', ['培训的职业（工种）', 'Occupation'], { samePage: true, max: 40 }),
          q('date', 'trainedFrom', ['从哪天开始学？', 'First day of training'], { min: 'today-5y', max: 'today' }),
          q('date', 'trainedTo', ['学到哪天？', 'Last day of training'], {
            samePage: true,
            min: 'today-5y',
            max: 'today',
          }),
          q('text', 'certificateNumber', ['证书编号', 'Certificate number'], {
            max: 40,
            hint: ['照证书填写', 'As on the certificate'],
          }),
          pick('level', ['证书等级', 'Level'], skillLevels, { samePage: true }),
          q('money', 'feePaid', ['自己付了多少培训费？', 'How much did you pay?'], { min: 0, max: 10_000_000 }),
          pick(
            'fund',
            ['想从哪里领？', 'From which fund?'],
            [
              ['unemployment', '失业保险基金（缴过失业保险）', 'Unemployment insurance (if you paid in)'],
              ['employment', '就业补助资金', 'Employment subsidy funds'],
              ['unsure', '不清楚，请帮我看', 'I am not sure: please check'],
            ],
          ),
          q('yesno', 'claimedBefore', [
            '同一本证书领过别的补贴吗？',
            'Has this certificate already earned you a subsidy?',
          ]),
        ],
      ),
      payment(['补贴发到哪里', 'Where the subsidy goes']),
      confirm(),
    ],
    checks: [
      check('training', 'trainedFrom', 'not-after', 'trainedTo', [
        '培训结束日期不能早于开始日期，请核对。',
        'The last day of training must not come before the first. Check both.',
      ]),
    ],
    materials: [m('idcard'), m('skillcert'), optional('trainfee'), m('bank')],
    limits: [statutory(10, 'wd', 'receipt', cite('handling', 24)), promised(10, 'receipt')],
    flow: [
      stage(
        'county-check',
        'handle',
        'county',
        3,
        ['县级承办', 'Handling by the county'],
        ['证书联网可查', 'The certificate is found online'],
        { outside: systems.training },
      ),
      stage(
        'county-review',
        'review',
        'county',
        3,
        ['县级审核', 'Review by the county'],
        ['同一证书没有重复享受', 'Not used for another subsidy'],
      ),
      stage(
        'county-decide',
        'decide',
        'county',
        4,
        ['县级审批', 'Decision by the county'],
        ['标准和金额计算无误', 'Rate and sum are right'],
      ),
    ],
    results: ['money'],
    legalBasis: [cite('handling', 24), cite('promotion', 49)],
    conditions: [
      [
        '参加培训并取得职业资格证书或者职业技能等级证书',
        'You trained and earned a vocational or skill-level certificate',
      ],
    ],
    provincialCode: '512B0067600001',
    note: 'Art. 24 covers subsidies paid from unemployment insurance; employment-fund subsidies follow local rule. Training providers claim for groups under their own agreement.',
  }),

  item({
    ...scheme,
    code: 'HR-TRN-04',
    name: ['职业技能等级评价（鉴定）报名登记', 'Sign-up for skill assessment'],
    plainName: ['报名考技能等级证', 'Sign up for a skill-level test'],
    keywords: ['考证', '技能鉴定', '等级证', '技能评价', '考电工证', '考级', 'skill test', 'assessment'],
    needs: ['find-work'],
    summary: [
      '报名参加职业技能等级评价，考过了发证，全国联网可查。',
      'Sign up for a skill assessment; the certificate can be checked nationwide.',
    ],
    audience: ['person'],
    rights: { receive: anywhere, accept: townUp, decide: 'county' },
    instant: true,
    town: true,
    tier: 'online',
    online: 'full',
    sections: [
      applicant(),
      section(
        'test',
        ['考什么', 'The test'],
        [
          q('text', 'occupation', ['报考职业（工种）', 'Occupation'], { max: 40 }),
          pick('level', ['报考等级', 'Level'], skillLevels, { samePage: true }),
          q('number', 'experience', ['干这行多少年了？', 'How many years have you done this work?'], {
            min: 0,
            max: 60,
            unit: years,
          }),
          education,
          q('yesno', 'hasCertificate', ['已经有下一级的证书吗？', 'Do you hold the level below?']),
          q('text', 'certificateNumber', ['证书编号', 'Its number'], { when: yes('hasCertificate'), max: 40 }),
          pick(
            'testPlace',
            ['想在哪里考？', 'Where would you like to take it?'],
            [
              ['county', '县城', 'In the county seat'],
              ['city', '市里', 'In the city'],
              ['any', '都行', 'Anywhere'],
            ],
          ),
          q('yesno', 'help', [
            '考试需要帮助吗（例如看不清字、不会写字）？',
            'Do you need help at the test (poor sight, cannot write)?',
          ]),
          q('text', 'helpKind', ['需要什么帮助？', 'What help?'], { when: yes('help'), max: 100 }),
          pick(
            'photo',
            ['证书用哪张照片？', 'Which photograph should the certificate carry?'],
            [
              ['identity', '用身份证上的照片', 'The one on my identity card'],
              ['upload', '我自己传一张', 'One that I upload'],
            ],
          ),
        ],
      ),
      confirm(),
    ],
    materials: [
      m('idcard'),
      m('photo', { legalBasis: cite('labour', 69), suppliedBy: is('photo', 'identity'), deferrable: false }),
      optional('diploma', { deferrable: false }),
    ],
    limits: [promised(0, 'receipt')],
    flow: settle(
      'county',
      ['当场报名', 'Signed up at once'],
      ['工作年限、证书符合报考条件', 'Years and certificate meet the entry rules'],
      { outside: systems.training },
    ),
    results: ['register_entry'],
    legalBasis: [cite('labour', 69)],
    conditions: [['符合报考职业和等级条件的劳动者', 'Workers who meet the entry rules of the occupation and level']],
    fee: t([
      '报名不收费；评价机构按公布的标准收考试费',
      'signing up is free; the assessment body charges its published fee',
    ]),
    confidence: 'G',
    note: 'Assessment fee, if any, is charged by the assessment body, not by the platform.',
  }),
];
