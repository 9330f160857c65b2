import type { ItemSource } from '#domain/catalogue/item.ts';
import { countyUp, item, promised, stage, statutory } from './items.ts';
import { cite } from './laws.ts';
import { formBy, m } from './papers.ts';
import { confirm, employer, is, people, pick, q, section, table, tick } from './questions.ts';

const scheme = { domain: 'licensing', department: 'labour-relations' } as const;

const rules = {
  deemedAcceptance: true,
  acceptWithin: statutory(5, 'wd', 'receipt', cite('licensing', 32)),
  extension: { amount: 10, unit: 'wd' as const, basis: cite('licensing', 42) },
  stops: [
    { kind: 'hearing' as const, basis: cite('licensing', 45) },
    { kind: 'inspection' as const, basis: cite('licensing', 45) },
    { kind: 'expert-review' as const, basis: cite('licensing', 45) },
  ],
  delivery: {
    ways: ['site' as const, 'post' as const, 'online' as const],
    limit: statutory(10, 'wd', 'decision', cite('licensing', 44)),
  },
};

const action = pick(
  'action',
  ['办哪一种？', 'What do you apply for?'],
  [
    ['new', '第一次申请', 'A first licence'],
    ['change', '变更', 'A change'],
    ['renew', '到期延续', 'Renewal'],
    ['branch', '设分支机构', 'A branch'],
    ['end', '注销', 'Cancellation'],
  ],
);

const licenceNumber = q('text', 'licenceNumber', ['原许可证编号', 'Number of the present licence'], {
  when: is('action', 'change', 'renew', 'branch', 'end'),
  max: 40,
});

const company = employer(
  q('address', 'address', ['经营场所地址', 'Business premises'], { prefill: 'employer.address' }),
  q('person-name', 'representative', ['法定代表人', 'Legal representative']),
  q('resident-id', 'representativeId', ['法定代表人身份证号', 'ID number of the legal representative'], {
    samePage: true,
  }),
);

const premises = [
  pick(
    'premisesKind',
    ['场所是自己的还是租的？', 'Are the premises owned or leased?'],
    [
      ['owned', '自有', 'Owned'],
      ['leased', '租赁', 'Leased'],
      ['lent', '无偿使用', 'Used free of charge'],
    ],
  ),
  q('number', 'area', ['面积', 'Floor area'], {
    samePage: true,
    min: 1,
    max: 1_000_000,
    unit: ['平方米', 'square metres'],
  }),
  q('date', 'leaseUntil', ['租到哪天？', 'Leased until'], {
    when: is('premisesKind', 'leased'),
    min: 'today',
    max: 'today+50y',
  }),
];

const flow = (site: readonly [string, string]) => [
  stage('county-check', 'handle', 'county', 4, ['承办、现场核查', 'Handling and visit'], site),
  stage(
    'county-review',
    'review',
    'county',
    3,
    ['审核', 'Review'],
    ['条件逐项核对；不许增设法律以外的条件', 'Each condition is checked; none beyond the law is added'],
  ),
  stage(
    'county-decide',
    'decide',
    'county',
    3,
    ['批准', 'Decision'],
    ['不予许可的写明理由和救济办法', 'A refusal states its reasons and the remedy'],
  ),
];

export const licenceItems: ItemSource[] = [
  item({
    ...scheme,
    ...rules,
    code: 'HR-LIC-01',
    name: ['劳务派遣经营许可', 'Labour-dispatch licence'],
    plainName: ['开劳务派遣公司，办许可证', 'A licence to run a labour-dispatch company'],
    keywords: ['劳务派遣', '派遣许可', '劳务公司', '许可证', 'labour dispatch', 'licence'],
    needs: ['employer'],
    summary: [
      '经营劳务派遣业务要先取得许可：注册资本不少于200万元，有固定场所和合法的管理制度。',
      'Dispatching labour needs a licence: registered capital of at least 2 million yuan, fixed premises and lawful internal rules.',
    ],
    audience: ['employer'],
    rights: { receive: countyUp, decide: 'county' },
    tier: 'window',
    online: 'full',
    sections: [
      company,
      section(
        'licence',
        ['许可', 'The licence'],
        [
          action,
          licenceNumber,
          q('money', 'capital', ['注册资本（实缴）', 'Registered capital, paid up'], {
            min: 200_000_000,
            max: 100_000_000_000_00,
            hint: ['不少于200万元', 'At least 2 million yuan'],
          }),
          ...premises,
          q('number', 'staffCount', ['管理人员人数', 'Administrative staff'], { min: 1, max: 10_000, unit: people }),
          tick(
            'systems',
            ['有哪些管理制度？', 'Which internal rules do you have?'],
            [
              ['contracts', '劳动合同、劳动报酬', 'Contracts and pay'],
              ['insurance', '社会保险', 'Social insurance'],
              ['hours', '工作时间、休息休假', 'Hours and leave'],
              ['discipline', '劳动纪律', 'Discipline'],
              ['agreement', '派遣协议样本', 'Model dispatch agreement'],
            ],
            { min: 4 },
          ),
          q('longtext', 'scope', ['打算派遣哪些岗位、到哪些行业？', 'Which posts and industries will you serve?'], {
            max: 500,
          }),
        ],
      ),
      confirm(),
    ],
    materials: [
      m('license'),
      formBy(cite('licensing', 29)),
      m('premises', { when: is('action', 'new', 'change', 'branch') }),
      m('articles', { when: is('action', 'new', 'change') }),
    ],
    limits: [statutory(20, 'wd', 'acceptance', cite('licensing', 42)), promised(10, 'acceptance')],
    flow: flow(['场所、制度与申请一致；两人核查', 'Premises and rules as applied for; two officers visit']),
    results: ['certificate'],
    legalBasis: [cite('licensing', 12, 32, 42, 44), cite('contract', 57), cite('dispatch', 7, 8)],
    conditions: [
      ['注册资本不少于200万元', 'Registered capital of at least 2 million yuan'],
      ['有与业务相适应的固定场所和设施', 'Fixed premises and facilities fit for the business'],
      ['有合法的劳务派遣管理制度', 'Lawful rules for labour dispatch'],
    ],
    note: '+10 days with approval; certificate within 10 days (art. 44).',
  }),

  item({
    ...scheme,
    ...rules,
    department: 'employment',
    code: 'HR-LIC-02',
    name: ['人力资源服务许可（职业中介活动）', 'Licence for an employment agency'],
    plainName: ['开职业介绍所，办许可证', 'A licence to run an employment agency'],
    keywords: ['人力资源许可', '职业中介', '劳务中介', '中介许可证', '猎头', 'employment agency', 'licence'],
    needs: ['employer'],
    summary: [
      '从事职业中介活动要先取得人力资源服务许可证。',
      'Placing workers for others needs a human-resources service licence.',
    ],
    audience: ['employer'],
    rights: { receive: countyUp, decide: 'county' },
    tier: 'window',
    online: 'full',
    sections: [
      company,
      section(
        'licence',
        ['许可', 'The licence'],
        [
          action,
          licenceNumber,
          tick(
            'services',
            ['打算做哪些业务？', 'Which services?'],
            [
              ['matching', '为求职者和单位牵线', 'Bringing job-seekers and employers together'],
              ['fair', '办招聘会', 'Job fairs'],
              ['online', '网络招聘', 'Online recruitment'],
              ['headhunting', '高级人才寻访', 'Executive search'],
            ],
          ),
          ...premises,
          table(
            'specialists',
            ['专职工作人员', 'Full-time staff'],
            [
              q('person-name', 'name', ['姓名', 'Name']),
              q('resident-id', 'idNumber', ['身份证号', 'ID number']),
              q('text', 'post', ['岗位', 'Post'], { max: 40 }),
              q('text', 'qualification', ['职业资格', 'Qualification'], {
                required: false,
                max: 60,
              }),
            ],
            {
              min: 1,
              max: 30,
              uniqueBy: 'idNumber',
              hint: ['至少3名的地方以当地规定为准', 'Local rules set how many are needed'],
            },
          ),
          q('money', 'capital', ['开办资金', 'Start-up capital'], { min: 1, max: 10_000_000_000_00 }),
          q('yesno', 'online', ['开网站或者小程序招聘吗？', 'Will you recruit by website or app?']),
          q('text', 'site', ['网址或者名称', 'Address or name'], { when: is('online', true), max: 120 }),
        ],
      ),
      confirm(),
    ],
    materials: [
      m('license'),
      formBy(cite('licensing', 29)),
      m('premises', { legalBasis: cite('promotion', 40), when: is('action', 'new', 'change', 'branch') }),
      m('articles', { legalBasis: cite('promotion', 40), when: is('action', 'new', 'change') }),
    ],
    limits: [statutory(20, 'wd', 'acceptance', cite('hrMarket', 19)), promised(10, 'acceptance')],
    flow: flow(['场所、人员与申请一致；两人核查', 'Premises and staff as applied for; two officers visit']),
    results: ['certificate'],
    legalBasis: [cite('hrMarket', 18, 19), cite('promotion', 40), cite('licensing', 32, 42, 44)],
    conditions: [
      ['有明确的章程和管理制度', 'Clear articles and internal rules'],
      ['有固定场所、办公设施和开办资金', 'Fixed premises, equipment and capital'],
      ['有具备相应资格的专职人员', 'Qualified full-time staff'],
    ],
    confidence: 'G',
  }),
];
