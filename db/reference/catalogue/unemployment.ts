import type { ItemSource } from '#domain/catalogue/item.ts';
import { anywhere, countyUp, item, promised, stage, statutory, systems, townUp } from './items.ts';
import { cite, documents } from './laws.ts';
import { m, pledgeOr } from './papers.ts';
import {
  applicant,
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
  section,
  skillLevels,
  t,
  tick,
  whereabouts,
} from './questions.ts';

const scheme = { domain: 'social-insurance', department: 'social-insurance' } as const;

export const unemploymentItems: ItemSource[] = [
  item({
    ...scheme,
    code: 'HR-UI-01',
    name: ['失业保险金申领', 'Claim of unemployment benefit'],
    plainName: ['失业了，每月领失业金', 'I lost my job: claim unemployment benefit'],
    keywords: [
      '失业金',
      '失业保险',
      '下岗',
      '被辞退',
      '没工作了',
      '厂子倒闭',
      '失业补助',
      '失业救济',
      'unemployment benefit',
      'laid off',
      'dole',
    ],
    needs: ['lost-work'],
    summary: [
      '不是自己主动不干的、缴过一年以上失业保险的人，失业后每月领失业保险金，医保也由基金缴。',
      'People who lost their job through no choice of their own and paid in for a year draw a monthly benefit, and the fund pays their medical insurance.',
    ],
    audience: ['person'],
    rights: { receive: anywhere, accept: townUp, decide: 'county' },
    town: true,
    tier: 'online',
    online: 'full',
    sections: [
      applicant(...whereabouts()),
      section(
        'job',
        ['原来的工作', 'The job you lost'],
        [
          q('text', 'lastEmployer', ['最后上班的单位', 'Your last employer'], {
            max: 80,
            hint: ['写全称，工资单或者合同上有', 'The full name, as on pay slip or contract'],
          }),
          q('date', 'leftOn', ['哪天离开的？', 'On which day did you leave?'], {
            samePage: true,
            min: 'today-5y',
            max: 'today',
          }),
          pick(
            'leaveReason',
            ['为什么离开？', 'Why did you leave?'],
            [
              ['expired', '合同到期，单位没续签', 'The contract ended and was not renewed'],
              ['dismissed', '被辞退、被裁员', 'I was dismissed or laid off'],
              ['agreed', '单位提出、双方商量解除', 'The employer proposed it and we agreed'],
              ['closed', '单位倒闭、关门', 'The employer closed'],
              ['forced', '拖欠工资、不缴社保，我只好走', 'Unpaid wages or insurance left me no choice'],
              ['own', '我自己不想干了', 'I left of my own accord'],
            ],
            {
              hint: [
                '自己不想干的，一般不能领失业金；可以先办失业登记',
                'Leaving of your own accord usually gives no benefit; you can still register as unemployed',
              ],
            },
          ),
          q(
            'number',
            'monthsPaid',
            ['失业保险一共缴了多少个月？', 'For how many months was unemployment insurance paid?'],
            { min: 0, max: 600, unit: months, hint: ['不清楚填大概数，我们会查', 'Roughly; we look it up'] },
          ),
          pick(
            'paidWhere',
            ['最后在哪里缴的失业保险？', 'Where was it last paid?'],
            [
              ['here', '本市', 'In this city'],
              ['elsewhere', '外地', 'Elsewhere'],
            ],
          ),
          q('text', 'paidPlace', ['在哪个市县？', 'Which city or county?'], {
            when: is('paidWhere', 'elsewhere'),
            max: 60,
          }),
        ],
      ),
      section(
        'now',
        ['现在的情况', 'Your situation now'],
        [
          q('yesno', 'registered', ['办过失业登记了吗？', 'Have you registered as unemployed?'], {
            hint: ['没办也不要紧，这次一起办', 'If not, we do it together with this'],
          }),
          q('yesno', 'wantsWork', ['愿意我们给您介绍工作或者培训吗？', 'May we offer you jobs or training?'], {
            hint: ['领失业金的人要愿意找工作', 'People who draw benefit must be willing to work'],
          }),
          q('yesno', 'working', [
            '现在有工作、在开店或者在领养老金吗？',
            'Do you have a job, run a business or draw a pension?',
          ]),
          q('date', 'workingSince', ['从哪天开始的？', 'Since when?'], {
            when: is('working', true),
            min: 'today-5y',
            max: 'today',
          }),
          ...pledge(['已经和单位解除劳动关系', 'that the employment has ended'], cite('insurance', 45, 50), [
            '上面写的离职时间、原因属实，现在没有工作，找到工作就停领',
            'day and reason of leaving are true, that I have no job, and that I stop drawing benefit when I find one',
          ]),
        ],
      ),
      payment(['失业金发到哪里', 'Where the benefit goes']),
      confirm(),
    ],
    materials: [m('idcard'), m('sscard'), ...pledgeOr('endlabour')],
    limits: [statutory(10, 'wd', 'receipt', cite('handling', 24)), promised(5, 'receipt')],
    flow: [
      stage(
        'town-check',
        'handle',
        'town',
        1,
        ['乡镇核对', 'Check by the town'],
        [
          '失业登记已办；离职原因与单位申报一致',
          'Registered as unemployed; the reason agrees with the employer’s report',
        ],
      ),
      stage(
        'county-review',
        'review',
        'county',
        2,
        ['县级审核', 'Review by the county'],
        ['缴费月数、领取期限和金额计算无误', 'Months paid, period and amount are computed correctly'],
        { outside: systems.insurance },
      ),
      stage(
        'county-decide',
        'decide',
        'county',
        2,
        ['县级审批', 'Decision by the county'],
        ['没有重新就业、没有领养老金', 'No new job and no pension'],
        { outside: systems.insurance },
      ),
    ],
    results: ['money'],
    legalBasis: [cite('insurance', 45, 46, 50), cite('handling', 24), cite('unemployment', 14)],
    conditions: [
      ['本人和单位缴失业保险满一年', 'You and your employer paid in for a year'],
      ['不是因为自己不想干而失业', 'You did not leave of your own accord'],
      ['已经办理失业登记，愿意找工作', 'You are registered as unemployed and willing to work'],
    ],
    provincialCode: '512B0070100003',
    packages: ['PK03'],
    note: 'One of the five items whose limits were compressed first.',
  }),

  item({
    ...scheme,
    code: 'HR-UI-02',
    name: ['失业保险技能提升补贴申领', 'Skill-upgrade subsidy'],
    plainName: ['考了技能证，领补贴', 'I earned a skill certificate: claim the subsidy'],
    keywords: [
      '技能补贴',
      '考证补贴',
      '技能提升',
      '职业资格证补贴',
      '等级证书领钱',
      'skill subsidy',
      'certificate subsidy',
    ],
    needs: ['find-work'],
    summary: [
      '缴过一年以上失业保险的人，考到职业资格证或者技能等级证，12个月内可以领补贴。',
      'Those who paid unemployment insurance for a year claim a subsidy within 12 months of earning a certificate.',
    ],
    audience: ['person'],
    rights: { receive: anywhere, accept: townUp, decide: 'county' },
    town: true,
    tier: 'online',
    online: 'full',
    sections: [
      applicant(),
      section(
        'certificate',
        ['证书', 'The certificate'],
        [
          q('text', 'occupation', ['证书上的职业（工种）', 'Occupation on the certificate'], { max: 40 }),
          pick('level', ['证书等级', 'Level'], skillLevels, { samePage: true }),
          q('text', 'certificateNumber', ['证书编号', 'Certificate number'], {
            max: 40,
            hint: ['照证书填写，字母不分大小写', 'As on the certificate'],
          }),
          q('text', 'issuer', ['发证机构', 'Issued by'], { samePage: true, max: 80 }),
          q('date', 'issuedOn', ['发证日期', 'Date of issue'], {
            min: 'today-12m',
            max: 'today',
            hint: ['要在发证后12个月内申请', 'Apply within 12 months of issue'],
          }),
          pick(
            'status',
            ['拿证时您的情况', 'Your situation when it was issued'],
            [
              ['employed', '在单位上班，单位缴失业保险', 'Employed, with unemployment insurance'],
              ['drawing', '在领失业保险金', 'Drawing unemployment benefit'],
            ],
          ),
          q(
            'number',
            'monthsPaid',
            ['失业保险累计缴了多少个月？', 'For how many months was unemployment insurance paid?'],
            { min: 0, max: 600, unit: months },
          ),
          q(
            'yesno',
            'claimedBefore',
            ['同一本证书领过别的补贴吗？', 'Has this certificate already earned you a subsidy?'],
            { hint: ['同一本证书只能领一次', 'One certificate, one subsidy'] },
          ),
        ],
      ),
      payment(['补贴发到哪里', 'Where the subsidy goes']),
      confirm(),
    ],
    materials: [m('idcard'), m('skillcert'), m('bank')],
    limits: [statutory(10, 'wd', 'receipt', cite('handling', 24)), promised(5, 'receipt')],
    flow: [
      stage(
        'county-review',
        'review',
        'county',
        3,
        ['县级审核', 'Review by the county'],
        ['证书联网可查、没有重复享受', 'The certificate is found online and was not used before'],
        { outside: systems.insurance },
      ),
      stage(
        'county-decide',
        'decide',
        'county',
        2,
        ['县级审批', 'Decision by the county'],
        ['等级与补贴标准对应', 'The level matches the rate'],
        { outside: systems.insurance },
      ),
    ],
    results: ['money'],
    legalBasis: [cite('handling', 24), cite('unemployment', 10)],
    conditions: [
      ['累计缴失业保险12个月以上', 'Unemployment insurance paid for 12 months or more'],
      ['证书发证之日起12个月内申请', 'Apply within 12 months of the date of issue'],
    ],
    provincialCode: '512B0070100005',
  }),

  item({
    ...scheme,
    code: 'HR-UI-03',
    name: ['失业保险稳岗返还', 'Job-retention refund'],
    plainName: ['单位少裁员，退一部分失业保险费', 'Refund of unemployment insurance to employers who keep their staff'],
    keywords: ['稳岗补贴', '稳岗返还', '免申即享', '企业退费', '失业保险返还', 'job retention', 'refund'],
    needs: ['employer'],
    summary: [
      '不裁员、少裁员的单位，返还上年缴的一部分失业保险费。多数单位系统自动算好，只要确认账户。',
      'Employers who keep their staff get back part of last year’s unemployment insurance. For most the system has done the sum; only the account needs confirming.',
    ],
    audience: ['employer'],
    rights: { receive: countyUp, decide: 'county' },
    tier: 'online',
    online: 'full',
    sections: [
      employer(q('address', 'address', ['经营地址', 'Business address'], { prefill: 'employer.address' })),
      section(
        'staff',
        ['用工情况', 'Your staff'],
        [
          pick(
            'size',
            ['单位规模', 'Size'],
            [
              ['large', '大型企业', 'Large enterprise'],
              ['small', '中小微企业', 'Small or medium enterprise'],
              ['other', '社会团体、个体工商户等', 'Association, sole trader or other'],
            ],
          ),
          q('number', 'insuredStart', ['上年初参保人数', 'Insured staff at the start of last year'], {
            min: 1,
            max: 1_000_000,
            unit: people,
          }),
          q('number', 'insuredEnd', ['上年末参保人数', 'Insured staff at the end of last year'], {
            samePage: true,
            min: 0,
            max: 1_000_000,
            unit: people,
          }),
          q('number', 'laidOff', ['上年裁减人数', 'Staff laid off last year'], {
            samePage: true,
            min: 0,
            max: 1_000_000,
            unit: people,
          }),
          q('money', 'paidLastYear', ['上年实际缴纳失业保险费', 'Unemployment insurance paid last year'], { min: 1 }),
          q('yesno', 'arrears', ['有没有欠缴？', 'Are any contributions in arrears?'], { samePage: true }),
          tick(
            'use',
            ['返还的钱打算用来做什么？', 'What will the refund be used for?'],
            [
              ['living', '职工生活补助', 'Allowances for staff'],
              ['insurance', '缴社会保险费', 'Social insurance'],
              ['training', '转岗培训、技能提升', 'Retraining and skills'],
            ],
          ),
        ],
      ),
      corporatePayment,
      confirm(),
    ],
    checks: [
      check('laid-off', 'laidOff', 'at-most', 'insuredStart', [
        '裁减人数不能多于年初人数，请核对。',
        'More staff laid off than there were at the start. Check both numbers.',
      ]),
    ],
    materials: [m('license'), m('corporateBank')],
    limits: [promised(20)],
    stops: [{ kind: 'public-notice', basis: t(['名单公示的时间不计入', 'Days of public notice are left out']) }],
    flow: [
      stage(
        'county-check',
        'handle',
        'county',
        6,
        ['县级承办', 'Handling by the county'],
        ['参保人数、裁员率由系统比对', 'Numbers insured and lay-off rate are matched by the system'],
        { outside: systems.insurance },
      ),
      stage(
        'county-review',
        'review',
        'county',
        7,
        ['县级审核', 'Review by the county'],
        ['不在严重违法失信和“僵尸企业”名录', 'Not on the published lists of seriously dishonest or defunct firms'],
      ),
      stage(
        'county-decide',
        'decide',
        'county',
        7,
        ['县级审批', 'Decision by the county'],
        ['返还比例与规模对应；公示无异议', 'The rate matches the size; no objection at public notice'],
      ),
    ],
    results: ['money'],
    legalBasis: [cite('unemployment', 10), documents.cityList],
    conditions: [
      ['上年足额缴纳失业保险费', 'Unemployment insurance was paid in full last year'],
      ['裁员率不高于规定', 'The lay-off rate is within the limit'],
    ],
    provincialCode: '512B0070100004',
    note: 'Often granted without application (免申即享). The bank account is looked up, not asked for as a paper.',
  }),
];
