import type { ItemSource } from '#domain/catalogue/item.ts';
import { anywhere, item, promised, settle, stage, statutory, systems, townUp } from './items.ts';
import { cite, documents } from './laws.ts';
import { m, optional } from './papers.ts';
import {
  agent,
  all,
  applicant,
  banks,
  check,
  confirm,
  forWhom,
  is,
  mobile,
  nameAndId,
  no,
  pick,
  q,
  residence,
  section,
  t,
  tick,
} from './questions.ts';

const photo = pick(
  'photo',
  ['卡上用哪张照片？', 'Which photograph should the card carry?'],
  [
    ['identity', '用身份证上的照片', 'The one on my identity card'],
    ['new', '到窗口免费拍一张', 'A new one, taken free at the counter'],
    ['upload', '我自己传一张', 'One that I upload'],
  ],
  {
    hint: [
      '没办过身份证的孩子，请选窗口拍或者自己传',
      'For a child without an identity card choose one of the last two',
    ],
  },
);

const serviceBank = pick(
  'bank',
  ['选哪家银行？', 'Which bank?'],
  banks.filter(([value]) => value !== 'other'),
  {
    hint: [
      '以后养老金、补贴都发到这家银行；选离家近的',
      'Pensions and subsidies will be paid there; choose one near you',
    ],
  },
);

export const cardItems: ItemSource[] = [
  item({
    code: 'HR-CARD-01',
    name: ['社会保障卡应用状态查询', 'Social security card status'],
    plainName: ['查社保卡能不能用', 'Check whether my social security card works'],
    keywords: [
      '社保卡查询',
      '卡还能用不',
      '卡状态',
      '社保卡激活没有',
      '电子社保卡',
      'card status',
      'is my card active',
    ],
    needs: ['card'],
    summary: [
      '查社保卡有没有启用、有没有挂失、银行账户是不是正常。',
      'See whether a card is active, reported lost, and whether its bank account works.',
    ],
    domain: 'card',
    department: 'social-insurance',
    audience: ['person'],
    rights: { receive: anywhere, decide: 'village' },
    instant: true,
    village: true,
    tier: 'self-service',
    online: 'full',
    sections: [
      applicant(),
      section(
        'question',
        ['要查什么', 'What to look up'],
        [
          tick(
            'wanted',
            ['您想查什么？', 'What would you like to know?'],
            [
              ['active', '卡启用没有', 'Whether the card is active'],
              ['account', '银行账户正常不', 'Whether its bank account works'],
              ['lost', '有没有挂失', 'Whether it has been reported lost'],
              ['making', '新卡做到哪一步了', 'How far a new card has got'],
              ['benefits', '哪些钱发到这张卡', 'Which payments go to it'],
            ],
          ),
          pick(
            'answerBy',
            ['结果怎么告诉您？', 'How should we tell you?'],
            [
              ['now', '当面告诉', 'Here and now'],
              ['text', '发短信', 'By text message'],
              ['print', '打印一张单子', 'On a printed slip'],
            ],
          ),
        ],
      ),
      confirm(),
    ],
    materials: [m('idcard')],
    limits: [promised(0, 'receipt')],
    flow: settle(
      'village',
      ['当场查询', 'Look up at once'],
      ['核对人和证；只查本人或者委托人的卡', 'Match person and document; look up only the applicant’s card'],
      { outside: systems.card },
    ),
    results: ['register_entry'],
    legalBasis: [cite('handling', 7, 32)],
    conditions: [['持有社会保障卡的人，或者他委托的人', 'Any cardholder, or a person acting for one']],
    provincialCode: '512B0070200011',
    packages: ['PK10'],
    note: 'The seed of the village package names it: social-security card query.',
  }),

  item({
    code: 'HR-CARD-02',
    name: ['社会保障卡申领', 'Issue of a social security card'],
    plainName: ['第一次办社保卡', 'Get my first social security card'],
    keywords: [
      '办社保卡',
      '新办卡',
      '娃儿社保卡',
      '给孩子办卡',
      '领社保卡',
      '申请社保卡',
      'first card',
      'new card',
      'child’s card',
    ],
    needs: ['card'],
    summary: [
      '没有社保卡的人申请一张。孩子也能办，由监护人来办。',
      'Apply for a first card. Parents or guardians apply for a child.',
    ],
    domain: 'card',
    department: 'social-insurance',
    audience: ['person'],
    rights: { receive: anywhere, accept: townUp, decide: 'county' },
    town: true,
    tier: 'self-service',
    online: 'full',
    sections: [
      section(
        'applicant',
        ['申请人', 'The applicant'],
        [
          pick(
            'cardFor',
            ['卡给谁用？', 'Who will use the card?'],
            [
              ['adult', '大人（满16周岁）', 'An adult (16 or over)'],
              ['child', '孩子（不满16周岁）', 'A child (under 16)'],
            ],
          ),
          forWhom,
          ...nameAndId(['持卡人姓名', 'Cardholder’s name'], ['持卡人身份证号', 'Cardholder’s ID number']),
          q('yesno', 'idLongTerm', ['身份证是长期有效的吗？', 'Is the identity card valid without end?'], {
            when: is('cardFor', 'adult'),
            hint: ['看身份证背面的有效期限', 'See the period of validity on the back'],
          }),
          q('date', 'idValidUntil', ['身份证有效期到哪天？', 'Until when is the identity card valid?'], {
            when: all(is('cardFor', 'adult'), no('idLongTerm')),
            min: 'today',
            max: 'today+20y',
            hint: ['已经过期的，请先换身份证', 'If it has expired, renew it first'],
          }),
          mobile,
          ...agent,
          q('person-name', 'guardianName', ['监护人姓名', 'Guardian’s name'], { when: is('cardFor', 'child') }),
          q('resident-id', 'guardianId', ['监护人身份证号', 'Guardian’s ID number'], {
            when: is('cardFor', 'child'),
            samePage: true,
          }),
          pick(
            'guardianRelation',
            ['监护人是孩子的什么人？', 'How is the guardian related to the child?'],
            [
              ['parent', '父亲或者母亲', 'Father or mother'],
              ['grandparent', '祖父母、外祖父母', 'Grandparent'],
              ['other', '其他监护人', 'Another guardian'],
            ],
            { when: is('cardFor', 'child'), samePage: true },
          ),
          ...residence(),
        ],
      ),
      section('card', ['办什么样的卡', 'The card'], [serviceBank, photo]),
      confirm(),
    ],
    checks: [
      check('guardian', 'guardianId', 'differs', 'idNumber', [
        '监护人的身份证号不能和孩子的一样，请核对。',
        'The guardian’s ID number cannot be the child’s. Check both.',
      ]),
    ],
    materials: [
      m('idcard'),
      m('photo'),
      optional('hukou', {
        when: is('cardFor', 'child'),
        note: t(['没办身份证的孩子带户口簿', 'For a child without an identity card']),
      }),
    ],
    limits: [statutory(10, 'wd', 'receipt', cite('handling', 6)), promised(5, 'receipt')],
    flow: [
      stage(
        'town-check',
        'handle',
        'town',
        1,
        ['信息核对', 'Check the details'],
        ['身份、照片、银行选择无误；确认没有在用的卡', 'Identity, photograph and bank are right; no card in use'],
      ),
      stage(
        'county-review',
        'review',
        'county',
        1,
        ['制卡数据审核', 'Check the card data'],
        ['持卡库无重复；银行已开户', 'No duplicate in the register; account opened'],
        { outside: systems.card },
      ),
      stage(
        'county-issue',
        'decide',
        'county',
        3,
        ['批准制卡', 'Approve the card'],
        ['卡面信息与申请一致', 'The printed details match the application'],
        { outside: systems.card },
      ),
    ],
    results: ['card'],
    legalBasis: [cite('handling', 6, 7), documents.cardRules],
    conditions: [
      ['没有社会保障卡的人，不分年龄、不分户籍', 'Anybody without a card, whatever their age or home'],
      ['不满16周岁的，由监护人申请', 'For a child under 16 the guardian applies'],
    ],
    provincialCode: '512B0070200003',
    packages: ['PK10'],
  }),

  item({
    code: 'HR-CARD-03',
    name: ['社会保障卡启用、挂失与解挂、密码修改与重置', 'Card activation, loss report and PIN'],
    plainName: ['社保卡启用、挂失、改密码', 'Activate my card, report it lost, or change its PIN'],
    keywords: [
      '社保卡丢了',
      '卡掉了',
      '卡不见了',
      '挂失',
      '解挂',
      '密码忘了',
      '卡锁了',
      '激活社保卡',
      '启用',
      'lost card',
      'forgot PIN',
      'activate card',
    ],
    needs: ['card'],
    summary: [
      '卡丢了马上挂失，找到了可以解除；新卡启用，忘了密码重新设。',
      'Report a lost card at once, cancel the report, activate a new card or set a new PIN.',
    ],
    domain: 'card',
    department: 'social-insurance',
    audience: ['person'],
    rights: { receive: anywhere, accept: townUp, decide: 'town' },
    instant: true,
    town: true,
    tier: 'self-service',
    online: 'partial',
    sections: [
      section(
        'what',
        ['要办什么', 'What to do'],
        [
          pick(
            'action',
            ['您要办什么？', 'What do you need?'],
            [
              ['activate', '启用新卡', 'Activate a new card'],
              ['report-loss', '卡丢了，要挂失', 'Report it lost'],
              ['cancel-loss', '卡找到了，取消挂失', 'I found it: cancel the report'],
              ['change-pin', '改密码', 'Change the PIN'],
              ['reset-pin', '忘了密码，重新设', 'I forgot the PIN: set a new one'],
            ],
          ),
          q('date', 'lostOn', ['大概哪天丢的？', 'About when did you lose it?'], {
            when: is('action', 'report-loss'),
            min: 'today-5y',
            max: 'today',
          }),
          q('yesno', 'bankToo', ['银行账户也一起停吗？', 'Should the bank account be stopped as well?'], {
            when: is('action', 'report-loss'),
            hint: [
              '怕别人取钱就选“是”；补卡以后自动恢复',
              'Choose Yes to keep your money safe; it works again with the new card',
            ],
          }),
          q('yesno', 'replace', ['要不要接着补一张新卡？', 'Would you like a replacement card next?'], {
            when: is('action', 'report-loss'),
          }),
          q('text', 'cardNumber', ['社保卡号', 'Card number'], {
            when: is('action', 'activate', 'cancel-loss', 'change-pin', 'reset-pin'),
            required: false,
            max: 20,
            hint: ['卡面上印的号码，看不清可以不填', 'As printed on the card; leave empty if you cannot read it'],
          }),
        ],
      ),
      applicant(),
      confirm(),
    ],
    materials: [
      m('idcard'),
      optional('sscard', { when: is('action', 'activate', 'cancel-loss', 'change-pin', 'reset-pin') }),
    ],
    limits: [promised(0, 'receipt')],
    flow: settle(
      'town',
      ['当场办理', 'Done at once'],
      ['核对人和证；挂失先办后补资料，不耽误', 'Match person and document; a loss report comes before all paperwork'],
      { outside: systems.card },
    ),
    results: ['register_entry'],
    legalBasis: [cite('handling', 7), documents.cardRules],
    conditions: [
      ['持有社会保障卡的人；重设密码要本人到场', 'Any cardholder; to set a new PIN the cardholder must be present'],
    ],
    provincialCode: '512B0070200004/08/01/02/05',
    packages: ['PK10'],
  }),

  item({
    code: 'HR-CARD-04',
    name: ['社会保障卡补领、换领、换发', 'Replacement of a social security card'],
    plainName: ['补办、换社保卡', 'Replace my social security card'],
    keywords: [
      '补卡',
      '换卡',
      '社保卡坏了',
      '社保卡丢了补办',
      '卡过期',
      '换银行',
      '磁条坏了',
      'replace card',
      'damaged card',
      'lost card',
    ],
    needs: ['card'],
    summary: [
      '卡丢了、坏了、到期了、信息变了或者想换银行，换一张新卡。',
      'Get a new card when the old one is lost, damaged, expired, out of date, or with the wrong bank.',
    ],
    domain: 'card',
    department: 'social-insurance',
    audience: ['person'],
    rights: { receive: anywhere, accept: townUp, decide: 'county' },
    town: true,
    tier: 'self-service',
    online: 'full',
    sections: [
      section(
        'what',
        ['为什么换卡', 'Why a new card'],
        [
          pick(
            'reason',
            ['为什么要换？', 'Why do you need a new one?'],
            [
              ['lost', '丢了', 'It is lost'],
              ['damaged', '坏了，刷不出来', 'It is damaged'],
              ['expired', '到期了', 'It has expired'],
              ['changed', '姓名、身份证号变了', 'My name or ID number has changed'],
              ['bank', '想换一家银行', 'I want another bank'],
            ],
          ),
          q('yesno', 'reported', ['挂失了没有？', 'Have you reported the loss?'], {
            when: is('reason', 'lost'),
            hint: ['没挂失也不要紧，我们马上帮您挂失', 'If not, we do it for you at once'],
          }),
          q('yesno', 'oldCardBack', ['旧卡能交回来吗？', 'Can you hand in the old card?'], {
            when: is('reason', 'damaged', 'expired', 'changed', 'bank'),
          }),
        ],
      ),
      applicant(),
      section(
        'card',
        ['新卡', 'The new card'],
        [
          serviceBank,
          photo,
          q('address', 'postTo', ['要邮寄的，寄到哪里？', 'Where to post it, if you would like it posted'], {
            required: false,
            prefill: 'person.address',
          }),
        ],
      ),
      confirm(),
    ],
    materials: [m('idcard'), optional('photo', { when: is('photo', 'upload') })],
    limits: [promised(5)],
    flow: [
      stage(
        'town-check',
        'handle',
        'town',
        1,
        ['信息核对', 'Check the details'],
        ['身份无误；丢卡的先挂失', 'Identity is right; a lost card is reported first'],
      ),
      stage(
        'county-issue',
        'decide',
        'county',
        4,
        ['批准制卡', 'Approve the card'],
        ['旧卡已停用；新卡信息与申请一致', 'Old card stopped; new details match'],
        { outside: systems.card },
      ),
    ],
    results: ['card'],
    legalBasis: [documents.cardRules, cite('handling', 7)],
    conditions: [['已经有社会保障卡、需要换一张的人', 'Cardholders who need a new card']],
    provincialCode: '512B0070200006',
    packages: ['PK10'],
  }),
];
