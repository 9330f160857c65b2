import type { ItemSource } from '#domain/catalogue/item.ts';
import { anywhere, countyUp, item, promised, settle, stage, statutory, townUp } from './items.ts';
import { cite } from './laws.ts';
import { formBy, m, optional } from './papers.ts';
import { applicant, check, confirm, employer, is, no, people, pick, q, section, t, table, tick } from './questions.ts';

const issues = [
  ['unpaid', '拖欠、克扣工资', 'Unpaid or withheld pay'],
  ['overtime', '加班不给钱、超时加班', 'Unpaid or excessive overtime'],
  ['contract', '不签劳动合同', 'No written contract'],
  ['insurance', '不缴社会保险', 'No social insurance'],
  ['minimum', '工资低于最低标准', 'Pay below the minimum'],
  ['minor', '用童工、违反女职工和未成年工保护', 'Child labour, or breach of the protection of women and minors'],
  ['deposit', '收押金、扣证件', 'Deposits taken or papers kept'],
  ['agency', '黑中介、骗招', 'Unlicensed agency or fraud'],
  ['other', '其他', 'Other'],
] as const;

const otherSide = (who: readonly [string, string]) => [
  q('text', 'otherName', [`${who[0]}名称（姓名）`, `${who[1]}: name`], {
    max: 80,
    hint: ['不知道全称，写工地、店名、老板名字', 'If you do not know it, name the site, the shop or the boss'],
  }),
  q('address', 'otherAddress', [`${who[0]}在哪里`, `${who[1]}: address`], { samePage: true }),
  q('telephone', 'otherPhone', [`${who[0]}电话`, `${who[1]}: telephone`], {
    required: false,
    samePage: true,
  }),
];

const facts = q('longtext', 'facts', ['事情经过', 'What happened'], {
  min: 10,
  max: 2000,
  hint: [
    '从头说：什么时候去的、做什么、怎么说的工钱、出了什么事',
    'From the beginning: when you started, what you did, what pay was agreed, what went wrong',
  ],
});

export const labourItems: ItemSource[] = [
  item({
    code: 'HR-MED-01',
    domain: 'labour-relations',
    department: 'labour-relations',
    name: ['劳动争议调解申请', 'Mediation of a labour dispute'],
    plainName: ['和老板有纠纷，请人调解', 'A dispute at work: ask for mediation'],
    keywords: [
      '调解',
      '劳动纠纷',
      '讨薪',
      '老板不给钱',
      '工资纠纷',
      '劳动争议',
      '被开除',
      '赔偿',
      'mediation',
      'dispute',
      'unpaid wages',
    ],
    needs: ['lost-work', 'employer'],
    summary: [
      '和单位为工资、合同、社保、赔偿有争议，请调解员免费调解，15天内有结果；谈不成可以去仲裁。',
      'For disputes about pay, contract, insurance or compensation a mediator helps free of charge, within 15 days; if it fails you may go to arbitration.',
    ],
    audience: ['person', 'employer'],
    rights: { receive: anywhere, accept: townUp, decide: 'town' },
    confidential: true,
    town: true,
    tier: 'officer',
    online: 'partial',
    sections: [
      applicant(),
      section(
        'dispute',
        ['什么争议', 'The dispute'],
        [
          pick(
            'side',
            ['您是哪一方？', 'Which side are you?'],
            [
              ['worker', '劳动者', 'The worker'],
              ['employer', '单位', 'The employer'],
            ],
          ),
          ...otherSide(['对方', 'The other side']),
          tick(
            'issues',
            ['为了什么事？', 'What is it about?'],
            [
              ['wages', '工资、加班费', 'Pay or overtime'],
              ['ending', '辞退、解除合同', 'Dismissal or end of the contract'],
              ['insurance', '社会保险', 'Social insurance'],
              ['injury', '工伤', 'Work injury'],
              ['contract', '合同没签、没给', 'Contract not signed or not handed over'],
              ['other', '其他', 'Other'],
            ],
          ),
          q('date', 'startedOn', ['从哪天开始在那里干的？', 'Since when did you work there?'], {
            min: 'today-50y',
            max: 'today',
          }),
          q('yesno', 'still', ['现在还在那里干吗？', 'Do you still work there?'], { samePage: true }),
          facts,
          q('longtext', 'wanted', ['您希望怎么解决？', 'What would settle it for you?'], { max: 500 }),
          q('money', 'amount', ['涉及多少钱？', 'How much money is at stake?'], {
            required: false,
            max: 10_000_000_000,
          }),
          q('yesno', 'oral', ['要调解员帮您写申请吗？', 'Would you like the mediator to write it down for you?'], {
            hint: ['说给调解员听就行，不会写字也能申请', 'Just tell it; you need not be able to write'],
          }),
          pick(
            'elsewhere',
            ['去别处申请过吗？', 'Have you applied elsewhere?'],
            [
              ['no', '没有', 'No'],
              ['inspection', '劳动监察', 'Labour inspection'],
              ['arbitration', '仲裁', 'Arbitration'],
              ['court', '法院', 'Court'],
            ],
          ),
        ],
      ),
      confirm(),
    ],
    materials: [m('idcard'), m('medapp'), optional('contract'), optional('wage')],
    limits: [statutory(15, 'd', 'receipt', cite('disputes', 14)), promised(10, 'receipt')],
    flow: [
      stage(
        'town-contact',
        'handle',
        'town',
        3,
        ['联系双方', 'Contact both sides'],
        ['双方自愿；一方不愿意的，告知可以仲裁', 'Both are willing; if one is not, arbitration is pointed out'],
      ),
      stage(
        'town-mediate',
        'handle',
        'town',
        5,
        ['主持调解', 'Mediation'],
        ['调解员与双方没有利害关系；内容保密', 'The mediator has no interest in it; all is confidential'],
      ),
      stage(
        'town-close',
        'decide',
        'town',
        2,
        ['签协议或者终结', 'Agreement or end'],
        [
          '协议双方签字盖章；谈不成的写明仲裁的路',
          'The agreement is signed and sealed; without one the way to arbitration is stated',
        ],
      ),
    ],
    results: ['notice', 'register_entry'],
    fee: t([
      '调解不收费（《劳动争议调解仲裁法》《人民调解法》）',
      'mediation is free (Labour Dispute Mediation and Arbitration Law; People’s Mediation Law)',
    ]),
    legalBasis: [cite('disputes', 10, 12, 14, 15), cite('peopleMediation', 4, 33)],
    conditions: [
      ['和单位（或者职工）有劳动争议，愿意调解', 'You have a labour dispute and are willing to mediate'],
      [
        '自收到申请15日内没谈成的，可以申请仲裁',
        'If there is no agreement within 15 days of receipt, you may go to arbitration',
      ],
    ],
    note: '15 days from receipt; after that the party may go to arbitration. Free. Oral application allowed (art. 12). The notice that ends mediation is added to the results.',
  }),

  item({
    code: 'HR-INSP-01',
    domain: 'labour-relations',
    department: 'inspection',
    name: ['劳动保障监察投诉（接收转办）', 'Complaint to the labour inspectorate'],
    plainName: ['单位侵害我的权益，投诉', 'My employer breaks the law: complain'],
    keywords: [
      '投诉老板',
      '讨薪',
      '欠薪',
      '不发工资',
      '拖欠工资',
      '劳动监察',
      '农民工工资',
      '不签合同',
      '不交社保',
      'complaint',
      'unpaid wages',
      'wages not paid',
      'labour inspection',
    ],
    needs: ['lost-work', 'injury-illness'],
    summary: [
      '单位拖欠工资、不签合同、不缴社保，您自己受了害，可以投诉。村镇只接收转交，由县里查处。',
      'If an employer withholds pay, gives no contract or no insurance and you are harmed, complain. Villages and towns pass it on; the county investigates.',
    ],
    audience: ['person'],
    rights: { receive: anywhere, decide: 'county' },
    confidential: true,
    town: true,
    tier: 'officer',
    online: 'full',
    sections: [
      applicant(),
      section(
        'complaint',
        ['投诉什么', 'The complaint'],
        [
          ...otherSide(['被投诉单位', 'The employer']),
          q('text', 'boss', ['负责人、包工头姓名', 'Manager or contractor'], {
            required: false,
            max: 60,
          }),
          tick('issues', ['有哪些问题？', 'What is wrong?'], issues),
          q('date', 'since', ['从哪天开始的？', 'Since when?'], {
            min: 'today-10y',
            max: 'today',
            hint: [
              '超过两年的一般不再查处，可以走仲裁、法院',
              'What ended over two years ago is usually no longer pursued; arbitration or court may be',
            ],
          }),
          q('yesno', 'ongoing', ['现在还在继续吗？', 'Is it still going on?'], { samePage: true }),
          q('money', 'owed', ['欠您多少钱？', 'How much are you owed?'], {
            when: is('issues', 'unpaid', 'overtime', 'minimum', 'deposit'),
            min: 1,
            max: 10_000_000_000,
          }),
          q('number', 'others', ['还有多少人和您一样？', 'How many others are affected?'], {
            min: 0,
            max: 100_000,
            unit: people,
            hint: ['没有填0', 'Enter 0 if none'],
          }),
          facts,
          tick(
            'evidence',
            ['手里有什么证据？', 'What evidence do you have?'],
            [
              ['contract', '合同、协议', 'Contract or agreement'],
              ['slips', '工资条、转账记录', 'Pay slips or transfers'],
              ['attendance', '考勤、工作证', 'Attendance or badge'],
              ['messages', '聊天记录、录音', 'Messages or recordings'],
              ['witness', '工友作证', 'Colleagues'],
            ],
            { required: false },
          ),
          pick(
            'elsewhere',
            ['去别处申请过吗？', 'Have you applied elsewhere?'],
            [
              ['no', '没有', 'No'],
              ['arbitration', '仲裁', 'Arbitration'],
              ['court', '法院', 'Court'],
            ],
          ),
        ],
      ),
      confirm(
        q('declaration', 'transfer', ['知道谁来处理', 'Who handles it'], {
          statement: [
            '村（社区）、乡镇只接收和转交，不查处。投诉内容和您的姓名只有经办人看得到，不会转给被投诉的单位。',
            'Villages and towns only receive it and pass it on. Only the handlers see the complaint and your name; neither is passed to the employer.',
          ],
        }),
      ),
    ],
    materials: [m('idcard'), formBy(cite('inspection', 9)), optional('wage', { legalBasis: cite('inspection', 9) })],
    limits: [statutory(60, 'wd', 'filing', cite('inspection', 17)), promised(60, 'filing')],
    acceptWithin: statutory(5, 'wd', 'receipt', cite('inspectionRules', 18)),
    extension: { amount: 30, unit: 'wd', basis: cite('inspection', 17) },
    flow: [
      stage(
        'county-inquiry',
        'handle',
        'county',
        40,
        ['调查', 'Investigation'],
        ['两名监察员出示证件；为投诉人保密', 'Two inspectors with credentials; the complainant’s name is kept secret'],
      ),
      stage(
        'county-review',
        'review',
        'county',
        10,
        ['审核', 'Review'],
        ['证据能证明违法事实；听取单位陈述', 'The evidence proves the breach; the employer is heard'],
      ),
      stage(
        'county-decide',
        'decide',
        'county',
        10,
        ['作出处理', 'Decision'],
        ['责令改正、处罚有依据；告知投诉人结果', 'Order or penalty has its basis; the complainant is told'],
      ),
    ],
    results: ['notice', 'register_entry'],
    fee: t(['不收费', 'no charge']),
    legalBasis: [cite('inspection', 9, 14, 17, 20), cite('migrantWages', 10)],
    conditions: [
      ['本人权益受到用人单位侵害', 'An employer has harmed your own rights'],
      ['违法行为在两年以内，或者还在继续', 'The breach ended less than two years ago, or goes on'],
    ],
    note: '60 working days from filing, +30 by approval. Acceptance decision in five working days (general knowledge). A town has no enforcement power: it receives and transfers only.',
  }),

  item({
    code: 'HR-INSP-02',
    domain: 'labour-relations',
    department: 'inspection',
    name: ['劳动保障监察举报（接收转办）', 'Report to the labour inspectorate'],
    plainName: ['举报违法用工（可以匿名）', 'Report unlawful employment (you may stay anonymous)'],
    keywords: ['举报', '匿名举报', '违法用工', '童工', '黑中介', '欠薪举报', 'report', 'anonymous', 'child labour'],
    needs: ['lost-work'],
    summary: [
      '看到单位违法用工，谁都可以举报，不用留姓名。村镇只接收转交，由县里查处。',
      'Anybody may report unlawful employment, without giving a name. Villages and towns pass it on; the county investigates.',
    ],
    audience: ['person'],
    rights: { receive: anywhere, decide: 'county' },
    confidential: true,
    anonymousAllowed: true,
    tier: 'officer',
    online: 'full',
    sections: [
      section(
        'report',
        ['举报什么', 'The report'],
        [
          ...otherSide(['被举报单位', 'The employer']),
          tick('issues', ['有哪些问题？', 'What is wrong?'], issues),
          facts,
          q('date', 'since', ['大概从哪天开始的？', 'Roughly since when?'], {
            required: false,
            min: 'today-10y',
            max: 'today',
          }),
          q('yesno', 'ongoing', ['现在还在继续吗？', 'Is it still going on?']),
          q('number', 'affected', ['大概有多少人受害？', 'Roughly how many people are affected?'], {
            required: false,
            min: 0,
            max: 100_000,
            unit: people,
          }),
          q('yesno', 'evidence', ['有照片、记录等证据吗？', 'Do you have photographs, records or other evidence?']),
        ],
      ),
      section(
        'reporter',
        ['要不要留联系方式', 'May we contact you?'],
        [
          q('yesno', 'anonymous', ['匿名举报吗？', 'Would you like to stay anonymous?'], {
            hint: [
              '匿名也一样查，办件里不留您的姓名和号码；记下编号，凭编号问结果',
              'It is investigated all the same, and nothing of you is kept in the case; keep its number to ask for the outcome',
            ],
          }),
          q('person-name', 'name', ['您的姓名', 'Your name'], { when: no('anonymous'), required: false }),
          q('telephone', 'phone', ['您的电话', 'Your telephone'], {
            when: no('anonymous'),
            samePage: true,
            hint: ['只有经办人看得到', 'Only the handlers see it'],
          }),
        ],
      ),
    ],
    materials: [
      optional('wage', {
        name: t(['照片、记录等证据', 'Photographs, records and other evidence']),
        legalBasis: cite('inspection', 9),
      }),
    ],
    limits: [statutory(60, 'wd', 'filing', cite('inspection', 17)), promised(60, 'filing')],
    acceptWithin: statutory(5, 'wd', 'receipt', cite('inspectionRules', 18)),
    extension: { amount: 30, unit: 'wd', basis: cite('inspection', 17) },
    flow: [
      stage(
        'county-inquiry',
        'handle',
        'county',
        40,
        ['调查', 'Investigation'],
        [
          '不追查举报人是谁；两名监察员出示证件',
          'Nobody tries to find out who reported; two inspectors with credentials',
        ],
      ),
      stage(
        'county-review',
        'review',
        'county',
        10,
        ['审核', 'Review'],
        ['证据能证明违法事实', 'The evidence proves the breach'],
      ),
      stage(
        'county-decide',
        'decide',
        'county',
        10,
        ['作出处理', 'Decision'],
        ['留了联系方式的告知结果', 'Those who left a contact are told'],
      ),
    ],
    results: ['register_entry'],
    fee: t(['不收费', 'no charge']),
    legalBasis: [cite('inspection', 9, 14, 17, 20)],
    conditions: [['任何人都可以举报，不用证明身份', 'Anybody may report; no identity is asked for']],
    note: 'Anyone may report; no identity demanded.',
  }),

  item({
    code: 'HR-ARB-01',
    domain: 'labour-relations',
    department: 'arbitration',
    name: ['劳动人事争议仲裁申请', 'Labour arbitration'],
    plainName: ['和单位有争议，申请仲裁', 'A dispute at work: apply for arbitration'],
    keywords: ['仲裁', '劳动仲裁', '告老板', '告单位', '裁决', '讨薪仲裁', 'arbitration'],
    needs: ['lost-work', 'employer'],
    summary: [
      '调解不成或者不想调解的劳动争议，申请仲裁，不收费；45天内裁决。要在知道权利受害一年内申请。',
      'Disputes that mediation did not settle go to arbitration, free of charge, with an award within 45 days. Apply within one year of learning of the harm.',
    ],
    audience: ['person', 'employer'],
    rights: { receive: countyUp, decide: 'county' },
    confidential: true,
    tier: 'officer',
    online: 'partial',
    sections: [
      applicant(),
      section(
        'parties',
        ['对方', 'The other side'],
        [
          pick(
            'side',
            ['您是哪一方？', 'Which side are you?'],
            [
              ['worker', '劳动者', 'The worker'],
              ['employer', '单位', 'The employer'],
            ],
          ),
          ...otherSide(['被申请人', 'The respondent']),
          q('text', 'representative', ['对方法定代表人', 'Its legal representative'], {
            required: false,
            max: 60,
          }),
        ],
      ),
      section(
        'claims',
        ['请求', 'The claims'],
        [
          table(
            'claims',
            ['您要求什么？', 'What do you claim?'],
            [
              q('text', 'claim', ['请求', 'Claim'], { max: 200 }),
              q('money', 'amount', ['金额', 'Amount'], { required: false, max: 10_000_000_000 }),
            ],
            {
              min: 1,
              max: 20,
              hint: [
                '一项请求一行，例如“支付2026年1到3月工资”',
                'One claim a row, such as “pay for January to March 2026”',
              ],
            },
          ),
          facts,
          q('date', 'startedOn', ['从哪天开始在那里干的？', 'Since when did you work there?'], {
            min: 'today-50y',
            max: 'today',
          }),
          q('date', 'knownOn', ['哪天知道权利受了侵害？', 'When did you learn of the harm?'], {
            samePage: true,
            min: 'today-50y',
            max: 'today',
            hint: [
              '一般从这天起一年内申请；还在上班的欠薪不受一年限制',
              'Apply within a year of it; unpaid wages while still employed are exempt',
            ],
          }),
          table(
            'evidence',
            ['证据清单', 'List of evidence'],
            [
              q('text', 'name', ['证据名称', 'Evidence'], { max: 80 }),
              q('text', 'shows', ['证明什么', 'What it shows'], { max: 120 }),
            ],
            { required: false, max: 50 },
          ),
          pick(
            'mediated',
            ['调解过吗？', 'Has there been mediation?'],
            [
              ['no', '没有', 'No'],
              ['failed', '调解没成', 'It failed'],
              ['broken', '调解成了，对方不履行', 'There is an agreement that the other side breaks'],
            ],
          ),
          q(
            'yesno',
            'mayMediate',
            ['开庭前愿意再调解一次吗？', 'Would you try mediation once more before the hearing?'],
            { samePage: true },
          ),
          q('yesno', 'legalAid', ['需要法律援助吗？', 'Do you need legal aid?'], {
            hint: ['讨要工资的农民工可以免费请律师', 'Migrant workers claiming pay get a lawyer free of charge'],
          }),
        ],
      ),
      confirm(),
    ],
    checks: [
      check('order', 'startedOn', 'not-after', 'knownOn', [
        '知道受侵害的日期不能早于开始工作的日期，请核对。',
        'You cannot have learned of the harm before you started work. Check both dates.',
      ]),
    ],
    materials: [m('idcard', { legalBasis: cite('disputes', 28) }), m('arbapp'), optional('contract'), optional('wage')],
    limits: [statutory(45, 'd', 'acceptance', cite('disputes', 43)), promised(30, 'acceptance')],
    acceptWithin: statutory(5, 'wd', 'receipt', cite('disputes', 29)),
    extension: { amount: 15, unit: 'd', basis: cite('disputes', 43) },
    stops: [
      { kind: 'appraisal', basis: t(['鉴定的时间不计入', 'Time for an expert appraisal is left out']) },
      {
        kind: 'other-authority',
        basis: t(['等待其他案件结论的，中止计时', 'The clock stands while another case must be decided first']),
      },
    ],
    flow: [
      stage(
        'county-serve',
        'handle',
        'county',
        5,
        ['送达、组庭', 'Service and tribunal'],
        ['5日内送达被申请人；告知回避权利', 'Served within five days; the right to challenge is told'],
      ),
      stage(
        'county-hearing',
        'handle',
        'county',
        15,
        ['开庭审理', 'Hearing'],
        ['开庭5日前通知；庭前先调解', 'Five days’ notice; mediation first'],
      ),
      stage(
        'county-award',
        'decide',
        'county',
        10,
        ['裁决', 'Award'],
        ['按多数意见裁决；写明起诉期限15日', 'By majority; the 15 days for going to court are stated'],
      ),
    ],
    results: ['notice', 'register_entry'],
    delivery: { ways: ['site', 'post'], limit: promised(5, 'decision') },
    fee: t([
      '仲裁不收费（《劳动争议调解仲裁法》第53条）',
      'arbitration is free (Labour Dispute Mediation and Arbitration Law, art. 53)',
    ]),
    legalBasis: [cite('disputes', 27, 28, 29, 43, 53)],
    conditions: [
      ['有劳动争议的劳动者或者单位', 'A worker or employer with a labour dispute'],
      ['知道或者应当知道权利受侵害之日起一年内', 'Within a year of when you knew or should have known of the harm'],
    ],
    provincialCode: '51201400800001',
    note: 'Accept or refuse within five days; 45 days from acceptance, +15 with approval; limitation period one year; free (art. 53). The award (notice) is added to the results.',
  }),

  item({
    code: 'HR-LR-01',
    domain: 'labour-relations',
    department: 'labour-relations',
    name: ['集体合同审查', 'Review of a collective contract'],
    plainName: ['报送集体合同', 'File a collective contract'],
    keywords: ['集体合同', '工资集体协商', '集体协商', 'collective contract', 'collective bargaining'],
    needs: ['employer'],
    summary: [
      '签了集体合同10日内报送审查；收到后15日内没有异议，合同就生效。',
      'File a collective contract within 10 days of signing; without objection it takes effect 15 days after receipt.',
    ],
    audience: ['employer'],
    rights: { receive: countyUp, decide: 'county' },
    tier: 'online',
    online: 'full',
    sections: [
      employer(q('number', 'staffCount', ['职工人数', 'Number of staff'], { min: 1, max: 1_000_000, unit: people })),
      section(
        'contract',
        ['集体合同', 'The contract'],
        [
          pick(
            'kind',
            ['哪一种合同？', 'Kind of contract'],
            [
              ['general', '综合集体合同', 'General'],
              ['wages', '工资专项', 'Wages'],
              ['women', '女职工权益专项', 'Women workers'],
              ['safety', '劳动安全卫生专项', 'Safety and health'],
              ['industry', '行业性、区域性', 'Industry or area'],
            ],
          ),
          q('person-name', 'staffSide', ['职工方首席代表', 'Chief representative of the staff']),
          q('person-name', 'employerSide', ['单位方首席代表', 'Chief representative of the employer'], {
            samePage: true,
          }),
          q('number', 'votesCast', ['职工（代表）大会到会人数', 'Present at the staff assembly'], {
            min: 1,
            max: 1_000_000,
            unit: people,
          }),
          q('number', 'votesFor', ['同意人数', 'In favour'], {
            samePage: true,
            min: 1,
            max: 1_000_000,
            unit: people,
            hint: ['要过全体的半数', 'More than half of all is needed'],
          }),
          q('date', 'signedOn', ['签订日期', 'Signed on'], {
            min: 'today-3m',
            max: 'today',
            hint: ['签订后10日内报送', 'File within ten days of signing'],
          }),
          q('date', 'fromDay', ['合同从哪天', 'In force from'], { min: 'today-3m', max: 'today+1y' }),
          q('date', 'toDay', ['到哪天', 'Until'], {
            samePage: true,
            min: 'today',
            max: 'today+5y',
            hint: ['期限一般1到3年', 'Usually one to three years'],
          }),
        ],
      ),
      confirm(),
    ],
    checks: [
      check('votes', 'votesFor', 'at-most', 'votesCast', [
        '同意人数不能多于到会人数，请核对。',
        'More in favour than were present. Check both numbers.',
      ]),
      check('term', 'fromDay', 'before', 'toDay', [
        '结束日期要晚于开始日期，请核对。',
        'The last day must come after the first. Check both.',
      ]),
    ],
    materials: [m('collective'), m('license')],
    limits: [statutory(15, 'd', 'receipt', cite('contract', 54)), promised(10, 'receipt')],
    flow: [
      stage(
        'county-check',
        'handle',
        'county',
        4,
        ['承办审查', 'Examination'],
        ['代表资格、协商程序合法', 'Representatives and procedure are lawful'],
      ),
      stage(
        'county-review',
        'review',
        'county',
        3,
        ['复核', 'Second check'],
        ['标准不低于法定最低', 'No term is below the legal minimum'],
      ),
      stage(
        'county-decide',
        'decide',
        'county',
        3,
        ['出具意见', 'Opinion'],
        ['有异议的逐条写明', 'Objections are stated clause by clause'],
      ),
    ],
    results: ['notice', 'register_entry'],
    legalBasis: [cite('labour', 34), cite('contract', 54), cite('collective', 42)],
    conditions: [['已签订集体合同的单位', 'Employers that have signed a collective contract']],
    provincialCode: '512B0071400001',
    note: 'Takes effect if no objection within 15 days. The opinion (notice) is added to the results.',
  }),

  item({
    code: 'HR-LR-02',
    domain: 'labour-relations',
    department: 'labour-relations',
    name: ['企业经济性裁员报告', 'Report of an economic lay-off'],
    plainName: ['单位要裁员，先报告', 'Report a lay-off before it happens'],
    keywords: ['裁员', '经济性裁员', '裁员报告', '减员', 'lay-off', 'redundancy'],
    needs: ['employer'],
    summary: [
      '裁20人以上，或者裁到职工10%以上，提前30日向工会或者全体职工说明、听取意见，再向人社部门报告。',
      'To lay off 20 people, or a tenth of the staff, explain it to union or staff 30 days ahead, hear them, and report it here.',
    ],
    audience: ['employer'],
    rights: { receive: countyUp, decide: 'county' },
    instant: true,
    tier: 'window',
    online: 'full',
    sections: [
      employer(
        q('number', 'staffCount', ['职工总数', 'Number of staff'], { min: 1, max: 1_000_000, unit: people }),
        q('number', 'laidOff', ['计划裁减人数', 'People to be laid off'], {
          samePage: true,
          min: 1,
          max: 1_000_000,
          unit: people,
        }),
      ),
      section(
        'plan',
        ['裁员方案', 'The plan'],
        [
          tick(
            'reasons',
            ['为什么裁员？', 'Why?'],
            [
              ['reorganisation', '依照破产法重整', 'Reorganisation under the Bankruptcy Law'],
              ['difficulty', '生产经营严重困难', 'Severe difficulty in business'],
              ['change', '转产、重大技术革新、经营方式调整', 'Change of production, technology or mode of business'],
              ['other', '其他客观情况重大变化', 'Another major change of circumstances'],
            ],
          ),
          q('date', 'explainedOn', ['哪天向工会或者职工说明的？', 'When was it explained to union or staff?'], {
            min: 'today-2y',
            max: 'today-30d',
            hint: ['要提前30日', 'At least 30 days before'],
          }),
          q('date', 'fromDay', ['打算从哪天开始裁？', 'When will it begin?'], {
            samePage: true,
            min: 'today',
            max: 'today+1y',
          }),
          q(
            'longtext',
            'opinions',
            ['工会、职工提了什么意见，怎么处理的？', 'What did union and staff say, and what was done about it?'],
            { min: 10, max: 1000 },
          ),
          q('yesno', 'compensated', ['经济补偿的钱准备好了吗？', 'Is the severance pay ready?']),
          q(
            'yesno',
            'protectedStaff',
            [
              '裁减名单里有孕期、工伤、患病等不能裁的人吗？',
              'Does the list include protected staff (pregnant, injured, ill)?',
            ],
            {
              hint: [
                '有的要先调整名单（《劳动合同法》第42条）',
                'If so, the list must be changed (Labour Contract Law, art. 42)',
              ],
            },
          ),
          q('yesno', 'wantsHelp', [
            '需要我们帮被裁的人找工作吗？',
            'Would you like us to help those laid off find work?',
          ]),
        ],
      ),
      confirm(),
    ],
    checks: [
      check('numbers', 'laidOff', 'at-most', 'staffCount', [
        '裁减人数不能多于职工总数，请核对。',
        'More to be laid off than there are. Check both numbers.',
      ]),
    ],
    materials: [m('layoffplan'), m('license')],
    limits: [promised(0, 'receipt')],
    flow: settle(
      'county',
      ['当场接收', 'Received at once'],
      ['程序齐全；提醒不能裁减的人员', 'Procedure complete; reminder of protected staff'],
    ),
    results: ['register_entry'],
    legalBasis: [cite('contract', 41)],
    conditions: [
      [
        '裁减20人以上，或者不足20人但占职工10%以上的企业',
        'Employers laying off 20 people or more, or a tenth of the staff',
      ],
    ],
    provincialCode: '512B0071500001',
    packages: ['PK02'],
    note: '20 people or 10% of staff: 30 days’ prior notice to union or all staff.',
  }),
];
