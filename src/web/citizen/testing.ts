import type { AppointmentView } from '#api/appointments.ts';
import type { CaseRow, CaseView, DraftView, PaperView } from '#api/cases.ts';
import type { ItemCard } from '#api/catalogue.ts';
import type { PersonView } from '#api/identity.ts';
import type { DivisionView, SiteView } from '#api/organisation.ts';
import type { Me } from '#api/session.ts';
import { Item, type ItemSource } from '#domain/catalogue/item.ts';
import { Refused } from '#domain/kernel/problem.ts';
import type { CitizenDeps, Client } from './visit.ts';

/** Ids that are easy to read in a failing test: `id(7)`. */
export const id = (n: number): string => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;

const text = (zh: string, en: string) => ({ 'zh-CN': zh, en });

const source: ItemSource = {
  code: 'HR-INS-03',
  version: 1,
  validFrom: '2026-01-01',
  name: text('城乡居民基本养老保险待遇申领', 'Claim for the resident pension'),
  plainName: text('满60岁，领居民养老金', 'Claim the resident pension at 60'),
  keywords: ['养老金', '退休', '60岁'],
  needs: ['old-age'],
  summary: text(
    '年满60周岁、缴费满15年的城乡居民，可以申请按月领取养老金。',
    'Residents aged 60 with 15 years of contributions can claim a monthly pension.',
  ),
  domain: 'social-insurance',
  department: 'pension',
  audience: ['person'],
  rights: {
    help: ['village', 'town', 'county', 'city'],
    receive: ['village', 'town', 'county', 'city'],
    accept: ['town', 'county'],
    decide: 'county',
  },
  modes: ['promised', 'assisted', 'proxy'],
  instant: false,
  confidential: false,
  form: {
    sections: [
      {
        id: 'person',
        title: text('您的情况', 'About you'),
        questions: [
          {
            id: 'name',
            kind: 'person-name',
            label: text('您的姓名', 'Your name'),
            prefill: 'person.name',
          },
          {
            id: 'idNumber',
            kind: 'resident-id',
            label: text('身份证号', 'ID number'),
            hint: text('18 位，最后一位可能是 X。', '18 characters; the last may be X.'),
            samePage: true,
          },
          {
            id: 'home',
            kind: 'division',
            label: text('户口在哪个村（社区）', 'Where is your household registered?'),
          },
          {
            id: 'born',
            kind: 'date',
            label: text('出生日期', 'Date of birth'),
            max: 'today-60y',
          },
        ],
      },
      {
        id: 'pension',
        title: text('养老金', 'The pension'),
        questions: [
          {
            id: 'abroad',
            kind: 'yesno',
            label: text('您在外地缴过居民养老保险吗？', 'Did you ever pay resident pension contributions elsewhere?'),
          },
          {
            id: 'places',
            kind: 'rows',
            label: text('在哪里缴过', 'Places where you paid'),
            when: { question: 'abroad', equals: true },
            columns: [
              { id: 'place', kind: 'text', label: text('地方', 'Place') },
              { id: 'from', kind: 'month', label: text('从哪年哪月起', 'From') },
            ],
            max: 5,
          },
          {
            id: 'years',
            kind: 'number',
            label: text('一共缴了几年', 'How many years did you pay?'),
            unit: text('年', 'years'),
            max: 60,
          },
          {
            id: 'topUp',
            kind: 'money',
            label: text('想补缴多少', 'How much would you like to add?'),
            required: false,
          },
          {
            id: 'family',
            kind: 'choices',
            label: text('家里有下面的情况吗', 'Does any of these apply to your family?'),
            required: false,
            options: [
              { value: 'low-income', label: text('低保户', 'Low-income household') },
              { value: 'disabled', label: text('有残疾人', 'A disabled member') },
            ],
          },
          {
            id: 'account',
            kind: 'bank-account',
            label: text('养老金打到哪个账户', 'Account for the pension'),
            hint: text('最好是社保卡上的账户。', 'Best the account of your social-security card.'),
            prefill: 'person.account',
          },
        ],
      },
      {
        id: 'pledge',
        title: text('声明', 'Declaration'),
        questions: [
          {
            id: 'true',
            kind: 'declaration',
            label: text('请确认', 'Please confirm'),
            statement: text(
              '我填写的内容真实；没有同时领取其他养老金。填假的，要退回多领的钱。',
              'What I have filled in is true; I draw no other pension. If it is false I must pay back what was paid.',
            ),
          },
        ],
      },
    ],
  },
  materials: [
    {
      code: 'idcard',
      name: text('居民身份证', 'Resident ID card'),
      required: true,
      source: 'Y',
      deferrable: false,
      anyOfGroup: null,
      legalBasis: text('社会保险经办条例第18条', 'Social Insurance Administration Regulations, art. 18'),
      form: 'original',
    },
    {
      code: 'hukou',
      name: text('居民户口簿', 'Household register'),
      required: true,
      source: 'N',
      deferrable: true,
      anyOfGroup: 'household',
      legalBasis: text('社会保险经办条例第18条', 'Social Insurance Administration Regulations, art. 18'),
      form: 'copy',
      note: text('首页和本人页都要拍。', 'Photograph the first page and your own.'),
    },
    {
      code: 'village-letter',
      name: text('村委会居住证明', 'Letter of residence from the village'),
      required: true,
      source: 'N',
      deferrable: true,
      anyOfGroup: 'household',
      legalBasis: text('社会保险经办条例第18条', 'Social Insurance Administration Regulations, art. 18'),
      form: 'original',
    },
    {
      code: 'paid',
      name: text('缴费记录', 'Contribution record'),
      required: true,
      source: 'S',
      deferrable: false,
      anyOfGroup: null,
      legalBasis: text('社会保险经办条例第18条', 'Social Insurance Administration Regulations, art. 18'),
      form: 'fetched',
    },
    {
      code: 'form',
      name: text('申请表', 'Application form'),
      required: true,
      source: 'N',
      deferrable: false,
      anyOfGroup: null,
      legalBasis: text('社会保险经办条例第18条', 'Social Insurance Administration Regulations, art. 18'),
      form: 'electronic',
      suppliedBy: { question: 'true', equals: true },
    },
  ],
  limits: [
    {
      kind: 'statutory',
      amount: 20,
      unit: 'wd',
      from: 'receipt',
      basis: text('社会保险经办条例第18条', 'Social Insurance Administration Regulations, art. 18'),
    },
    { kind: 'promised', amount: 10, unit: 'wd', from: 'receipt', basis: text('本市承诺', 'The city’s pledge') },
  ],
  stops: [{ kind: 'records', basis: text('省级规定', 'Provincial rules') }],
  flow: [
    {
      id: 'review',
      name: text('镇里初审', 'First check in the town'),
      kind: 'review',
      level: 'town',
      workingDays: 3,
      control: text('核对年龄和缴费年限', 'Age and years of contribution checked'),
    },
    {
      id: 'decide',
      name: text('县里决定', 'Decision by the county'),
      kind: 'decide',
      level: 'county',
      workingDays: 5,
      control: text('待遇金额核对无误', 'Amount checked'),
    },
  ],
  results: ['money'],
  delivery: { limit: null, ways: ['site', 'post', 'online'] },
  channels: ['online', 'window'],
  online: 'full',
  fee: { fen: 0, basis: text('不收费', 'No fee') },
  legalBasis: [text('社会保险法第21条', 'Social Insurance Law, art. 21')],
  conditions: [
    text('年满60周岁', 'You are at least 60'),
    text('缴费满15年', 'You paid contributions for 15 years'),
    text('没有领取其他养老金', 'You draw no other pension'),
  ],
  complaintTelephone: '12345',
  enquiryTelephone: '0990-12333',
  packages: [],
  villagePackage: true,
  townPackage: true,
  provincialCode: '',
  confidence: 'S',
  note: '',
};

export const item: Item = Item.parse(source);

const card: ItemCard = {
  code: item.code,
  version: 1,
  name: item.name,
  plainName: item.plainName,
  summary: item.summary,
  domain: item.domain,
  needs: item.needs,
  audience: item.audience,
  instant: false,
  online: 'full',
  villagePackage: true,
};

const site: SiteView = {
  id: id(50),
  unit: id(51),
  level: 'village',
  name: '柳树沟村服务站',
  nameEn: 'Liushugou Village Station',
  pinyin: '',
  address: '东山县石桥镇柳树沟村2组',
  telephone: '0990-8123401',
  lon: 104.1,
  lat: 30.2,
  hours: text('周一至周五 9:00–12:00, 13:30–17:30', 'Monday to Friday 9:00–12:00, 13:30–17:30'),
  openNow: true,
  opensNext: null,
  counters: [],
  villages: [{ id: id(43), name: '柳树沟村' }],
  distance: null,
};

const division = (
  n: number,
  level: DivisionView['level'],
  name: string,
  nameEn: string,
  code: string,
  parent: number | null,
): DivisionView => ({
  id: id(n),
  code,
  level,
  parent: parent === null ? null : id(parent),
  name,
  nameEn,
  aliases: [],
  population: 1200,
  lon: null,
  lat: null,
  validFrom: '2020-01-01',
  validTo: null,
  children: 2,
});

const divisions = [
  division(40, 'city', '安澜市', 'Anlan', '990100000000', null),
  division(41, 'county', '东山县', 'Dongshan', '990101000000', 40),
  division(42, 'town', '石桥镇', 'Shiqiao', '990101001000', 41),
  division(43, 'village', '柳树沟村', 'Liushugou', '990101001001', 42),
  division(44, 'village', '青杠坡村', 'Qinggangpo', '990101001002', 42),
  division(45, 'county', '西江县', 'Xijiang', '990102000000', 40),
];

const pathTo = (to: DivisionView): DivisionView[] => {
  const parent = divisions.find((one) => one.id === to.parent);
  return parent ? [...pathTo(parent), parent] : [];
};

export const person: PersonView = {
  id: id(1),
  seq: 3,
  unmasked: true,
  name: '王秀英',
  idKind: 'resident-id',
  idNumber: '990101196506150048',
  birthDate: '1965-06-15',
  sex: 'female',
  mobile: '19900001234',
  account: '6217000000000000004',
  address: '东山县石桥镇柳树沟村2组18号',
  village: { id: id(43), name: '柳树沟村', path: ['安澜市', '东山县', '石桥镇', '柳树沟村'] },
};

export const resident: Me = {
  kind: 'resident',
  person: { id: id(1), name: person.name },
  others: [{ id: id(2), name: '李建国', why: 'consent' }],
};

const paper: PaperView = {
  id: id(30),
  material: 'hukou',
  name: '户口簿首页.jpg',
  mediaType: 'image/jpeg',
  bytes: 1_240_000,
  uploadedAt: '2026-02-24T01:00:00.000Z',
  uploadedBy: 'resident',
};

export const draft: DraftView = {
  id: id(20),
  seq: 4,
  item: item.code,
  version: 1,
  person: id(1),
  answers: {
    name: person.name,
    idNumber: person.idNumber,
    home: '990101001001',
    born: '1965-06-15',
    abroad: true,
    places: [{ place: '成都', from: '2012-03' }],
    years: 16,
    account: '6217000000000000004',
    true: true,
  },
  papers: [paper],
  updatedAt: '2026-02-24T01:00:00.000Z',
  changed: [],
};

const town = { id: id(60), name: '石桥镇便民服务中心', level: 'town' as const, telephone: '0990-8123300' };
const county = { id: id(61), name: '东山县社会保险中心', level: 'county' as const, telephone: '0990-8120000' };
const village = { id: id(51), name: '柳树沟村服务站', level: 'village' as const, telephone: '0990-8123401' };

const by = (kind: 'staff' | 'resident' | 'system', name: string | null = null, unit: string | null = null) => ({
  kind,
  name,
  unit,
});

export const caseView: CaseView = {
  id: id(10),
  number: '012600000179',
  seq: 5,
  status: 'accepted',
  ending: null,
  item: { code: item.code, version: 1, name: item.name, plainName: item.plainName, instant: false },
  mode: 'promised',
  channel: 'phone',
  confidential: false,
  applicant: { id: id(1), name: person.name, idNumber: person.idNumber, mobile: person.mobile, unmasked: true },
  employer: null,
  agent: null,
  village: person.village,
  submittedAt: '2026-02-13T02:00:00.000Z',
  answers: draft.answers,
  materials: [
    {
      code: 'hukou',
      name: text('居民户口簿', 'Household register'),
      required: true,
      state: 'supplied',
      mayBeOwed: true,
      anyOfGroup: 'household',
      legalBasis: text('第18条', 'art. 18'),
      papers: [paper],
    },
    {
      code: 'paid',
      name: text('缴费记录', 'Contribution record'),
      required: true,
      state: 'held',
      mayBeOwed: false,
      anyOfGroup: null,
      legalBasis: text('第18条', 'art. 18'),
      papers: [],
    },
  ],
  correction: null,
  owedDue: null,
  stages: [
    {
      id: 'review',
      name: text('镇里初审', 'First check in the town'),
      kind: 'review',
      level: 'town',
      control: text('核对', 'Checked'),
      state: 'done',
    },
    {
      id: 'decide',
      name: text('县里决定', 'Decision by the county'),
      kind: 'decide',
      level: 'county',
      control: text('核对', 'Checked'),
      state: 'current',
    },
  ],
  steps: [{ id: '5.0', kind: 'stage', stage: 'decide', unit: county, holder: '周敏', mine: false }],
  turn: { who: 'unit', unit: county },
  clocks: [
    {
      obligation: 'decision',
      due: '2026-03-05',
      colour: 'green',
      unit: 'wd',
      total: 10,
      used: 4,
      left: 6,
      paused: false,
      unconfirmedYears: [],
      explanation: text(
        '2月13日(周五)10:00收到申请；这一天不算，从第二天数起（民法典第201条）。承诺期限是10个工作日，只数工作日，数到3月5日(周四)。',
        'The application was received on Friday 13 February at 10:00; that day is not counted (Civil Code, art. 201). The promise is 10 working days, up to Thursday 5 March.',
      ),
    },
  ],
  timeline: [
    {
      seq: 1,
      type: 'submitted',
      at: '2026-02-13T02:00:00.000Z',
      by: by('resident'),
      params: { channel: 'phone', mode: 'promised', unit: village.name },
      note: null,
    },
    {
      seq: 2,
      type: 'received',
      at: '2026-02-13T06:10:00.000Z',
      by: by('staff', '陈玲', village.name),
      params: {},
      note: null,
    },
    {
      seq: 3,
      type: 'accepted',
      at: '2026-02-14T01:20:00.000Z',
      by: by('staff', '刘洋', town.name),
      params: { owed: 0, due: null, deemed: false },
      note: null,
    },
    {
      seq: 4,
      type: 'stage-entered',
      at: '2026-02-14T01:20:00.000Z',
      by: by('staff', '刘洋', town.name),
      params: { stage: text('镇里初审', 'First check in the town'), unit: town.name },
      note: null,
    },
    {
      seq: 5,
      type: 'stage-passed',
      at: '2026-02-24T03:00:00.000Z',
      by: by('staff', '何平', town.name),
      params: { stage: text('镇里初审', 'First check in the town'), agree: true },
      note: '年龄和缴费年限都符合。',
    },
  ],
  result: null,
  documents: [
    { id: id(31), kind: 'acceptance', code: 'K7QM2X', createdAt: '2026-02-14T01:20:00.000Z', revoked: false },
  ],
  parcel: null,
  delivery: { way: 'site', unit: village },
  visits: 0,
  numbers: [],
  responsible: '陈玲',
  rating: [],
  allowedActions: ['withdraw'],
  powers: { mayDecideHere: false, decides: county },
};

/** The same case when something is asked of the resident. */
export const correctingCase: CaseView = {
  ...caseView,
  status: 'correcting',
  turn: { who: 'applicant', unit: town },
  clocks: [
    {
      ...caseView.clocks[0]!,
      obligation: 'correction',
      due: '2026-03-10',
      colour: 'yellow',
      left: 2,
      used: 13,
      total: 15,
    },
  ],
  correction: {
    due: '2026-03-10',
    missing: [
      {
        kind: 'material',
        code: 'household',
        label: text('居民户口簿', 'Household register'),
        note: '本人页不清楚，请重拍。',
      },
      { kind: 'answer', code: 'years', label: text('一共缴了几年', 'How many years did you pay?'), note: null },
    ],
    note: null,
  },
  allowedActions: ['supplement', 'withdraw'],
};

export const completedCase: CaseView = {
  ...caseView,
  status: 'delivering',
  turn: { who: 'applicant', unit: village },
  stages: caseView.stages.map((stage) => ({ ...stage, state: 'done' as const })),
  clocks: [
    { ...caseView.clocks[0]!, obligation: 'delivery', due: '2026-03-12', colour: 'red', left: -1, used: 11, total: 10 },
  ],
  result: {
    kind: 'money',
    title: '居民养老金',
    amount: 22933,
    firstMonth: '2026-03',
    accountTail: '0004',
    granted: true,
  },
  documents: [
    ...caseView.documents,
    { id: id(32), kind: 'decision', code: 'P3HT9W', createdAt: '2026-03-03T01:20:00.000Z', revoked: false },
  ],
  parcel: { at: village, inTransit: null, posted: false },
  rating: [{ invitation: id(70), occasion: 'ending', level: null }],
  allowedActions: ['deliver'],
};

const caseRow: CaseRow = {
  id: caseView.id,
  number: caseView.number,
  status: 'accepted',
  item: { code: item.code, name: item.name },
  applicant: person.name,
  village: '柳树沟村',
  submittedAt: caseView.submittedAt,
  due: '2026-03-05',
  colour: 'green',
  left: 6,
  obligation: 'decision',
  step: null,
  seq: 5,
};

const place = {
  id: site.id,
  name: site.name,
  nameEn: site.nameEn,
  pinyin: site.pinyin,
  address: site.address,
  telephone: site.telephone,
};
export const appointment: AppointmentView = {
  id: id(95),
  status: 'booked',
  day: '2026-02-26',
  time: '09:30',
  until: '10:00',
  site: place,
  item: { code: item.code, name: item.plainName },
  person: { id: id(1), name: '王秀兰' },
  moved: { site: { ...place, id: id(52), name: town.name }, day: '2026-02-26', time: '09:30' },
  cancellable: true,
};
const free = [
  { day: '2026-02-25', times: ['14:00', '15:30'] },
  ...['26', '27'].map((day) => ({ day: `2026-02-${day}`, times: ['09:00', '09:30', '11:00', '14:00'] })),
  ...['02', '03', '04', '05', '06', '09'].map((day) => ({ day: `2026-03-${day}`, times: ['09:00', '16:30'] })),
];

export interface Call {
  operation: string;
  input: unknown;
  key: string | undefined;
}

/**
 * A client for tests of pages: answers with sample data, remembers what it was asked, and refuses what it does not know, so
 * that a page cannot call something unnoticed. `answers` replaces single operations, such as 'cases.get'.
 */
function fakeClient(answers: Record<string, (input: never) => unknown> = {}, calls: Call[] = [], key?: string): Client {
  const usual: Record<string, (input: never) => unknown> = {
    'session.me': () => ({ kind: 'anyone' }) satisfies Me,
    'session.askCode': () => ({ challenge: id(90), expiresAt: '2026-02-24T02:05:00.000Z', shownCode: '135790' }),
    'session.resident': () => ({ token: 'secret', persons: [{ id: id(1), name: '王**' }], person: id(1) }),
    'session.register': () => resident,
    'session.choose': () => resident,
    'session.out': () => ({ done: true }),
    'session.outEverywhere': () => ({ done: true }),
    'catalogue.search': ({ text: wanted }: { text?: string }) => ({ items: wanted === '没有这件事' ? [] : [card] }),
    'catalogue.get': ({ code }: { code: string }) => {
      if (code !== item.code) throw new Refused('not-found');
      return item;
    },
    'appointments.items': () => ({
      site: place,
      items: [{ code: item.code, name: item.plainName, needs: item.needs }],
    }),
    'appointments.freeTimes': ({ item: code }: { item: string }) => {
      if (code !== item.code) throw new Refused('appointment.not-here', { site: site.name });
      return { site: place, item: { code: item.code, name: item.plainName }, days: free, closesOn: '2026-03-10' };
    },
    'appointments.book': () => appointment,
    'appointments.mine': () => ({
      items: [
        appointment,
        {
          ...appointment,
          id: id(96),
          day: '2026-02-03',
          time: '14:30',
          until: '15:00',
          status: 'came',
          moved: null,
          cancellable: false,
        },
      ],
    }),
    'appointments.cancel': () => ({ ...appointment, status: 'cancelled', cancellable: false }),
    'organisation.departments': () => [{ code: 'pension', name: text('社会保险中心', 'Social Insurance Centre') }],
    'organisation.sites': () => ({
      items: [
        site,
        {
          ...site,
          id: id(52),
          unit: id(60),
          name: town.name,
          nameEn: 'Shiqiao Town Centre',
          openNow: false,
          opensNext: null,
          distance: 3400,
        },
      ],
      next: null,
    }),
    'planning.map': () => ({ bounds: null, notice: null, approval: null, layers: [] }),
    'planning.nearest': () => ({
      from: { name: village.name, lon: 104.5, lat: 29 },
      mode: 'walk',
      points: [
        { ...site, lon: 104.503, lat: 29.004, distance: 530, bearing: 33, seconds: 540, change: null },
        {
          ...site,
          id: id(52),
          unit: id(60),
          name: town.name,
          nameEn: 'Shiqiao Town Centre',
          openNow: false,
          opensNext: null,
          lon: 104.47,
          lat: 29.01,
          distance: 3400,
          bearing: 291,
          seconds: null,
          change: { kind: 'close', on: '2026-03-02', instead: village.name, how: 'nearer-point' },
        },
      ],
    }),
    'organisation.divisions': ({ parent, find }: { parent?: string; find?: string }) => ({
      items: divisions.filter((one) =>
        find ? one.name.includes(find) || one.code === find : one.parent === (parent ?? null),
      ),
      next: null,
    }),
    'organisation.division': ({ id: wanted }: { id: string }) => {
      const found = divisions.find((one) => one.id === wanted);
      if (!found) throw new Refused('not-found');
      return { division: found, path: [...pathTo(found), found] };
    },
    'identity.get': () => person,
    'identity.change': () => person,
    'identity.looks': () => ({
      items: [
        {
          at: '2026-02-13T06:10:00.000Z',
          by: '陈玲',
          unit: village.name,
          operation: 'cases.get',
          purpose: 'handling',
          caseNumber: caseView.number,
        },
        {
          at: '2026-02-12T06:10:00.000Z',
          by: '何平',
          unit: town.name,
          operation: 'identity.unmask',
          purpose: 'check',
          caseNumber: null,
        },
      ],
      next: null,
    }),
    'identity.consents': () => [
      {
        id: id(80),
        giver: { id: id(1), name: person.name },
        receiver: { id: id(3), name: '王小梅' },
        scopes: ['follow', 'file', 'collect'],
        validFrom: '2026-01-01T00:00:00.000Z',
        validTo: null,
        revoked: false,
      },
      {
        id: id(81),
        giver: { id: id(2), name: '李建国' },
        receiver: { id: id(1), name: person.name },
        scopes: ['follow', 'file'],
        validFrom: '2026-01-01T00:00:00.000Z',
        validTo: '2026-12-31T16:00:00.000Z',
        revoked: false,
      },
    ],
    'identity.consent': () => ({ id: id(82) }),
    'identity.revoke': () => ({ done: true }),
    'cases.drafts': () => [draft],
    'cases.draft': () => draft,
    'cases.begin': () => ({ ...draft, answers: {}, papers: [] }),
    'cases.save': ({ answers: saved }: { answers: DraftView['answers'] }) => ({
      ...draft,
      seq: draft.seq + 1,
      answers: saved,
    }),
    'cases.discard': () => ({ done: true }),
    'cases.submit': () => ({
      id: id(10),
      number: caseView.number,
      seq: 1,
      status: 'submitted',
      due: '2026-03-05',
      allowedActions: [],
    }),
    'cases.mine': () => ({
      items: [
        { ...caseRow, id: id(11), status: 'correcting' },
        caseRow,
        { ...caseRow, id: id(12), status: 'completed' },
      ],
      next: null,
    }),
    'cases.get': () => caseView,
    'cases.act.supplement': () => ({ id: id(10) }),
    'cases.act.supplyOwed': () => ({ id: id(10) }),
    'cases.act.deliver': () => ({ id: id(10) }),
    'cases.act.withdraw': () => ({ id: id(10) }),
    'papers.upload': () => paper,
    'papers.remove': () => ({ done: true }),
    'papers.download': () => new File(['%PDF-1.4'], '户口簿.pdf', { type: 'application/pdf' }),
    'papers.document': () => new File(['%PDF-1.4'], '决定书.pdf', { type: 'application/pdf' }),
    'papers.verify': ({ code }: { code: string }) => ({
      found: code !== 'NONE',
      revoked: code === 'OLD',
      kind: 'decision',
      item: item.name,
      unit: county.name,
      issuedOn: '2026-03-03',
      holder: '王**',
    }),
    'feedback.invitations': () => [
      {
        case: id(10),
        invitation: id(70),
        occasion: 'ending',
        item: item.name,
        unit: county.name,
        day: '2026-03-03',
        level: null,
      },
    ],
    'feedback.rate': () => ({ done: true }),
    'feedback.notices': () => ({
      items: [
        {
          id: id(71),
          code: 'case.accepted',
          params: {},
          text: text(
            '您的“居民养老金”已经受理，3月5日(周四)前办好。',
            'Your pension claim was accepted; it will be decided by Thursday 5 March.',
          ),
          case: id(10),
          at: '2026-02-14T01:20:00.000Z',
          read: false,
        },
      ],
      next: null,
    }),
    'feedback.readNotices': () => ({ done: true }),
  };
  const operation = (path: string): unknown =>
    new Proxy(() => undefined, {
      get: (_, name) =>
        typeof name === 'string' && name !== 'then' ? operation(path ? `${path}.${name}` : name) : undefined,
      apply: async (_, __, [input]: [never]) => {
        calls.push({ operation: path, input, key });
        const answer = answers[path] ?? usual[path];
        if (!answer) throw new Error(`the page called ${path}, which the fake does not know`);
        return answer(input);
      },
    });
  return operation('') as Client;
}

export const fakeDeps = (
  answers: Record<string, (input: never) => unknown> = {},
  calls: Call[] = [],
  more: Partial<CitizenDeps> = {},
): CitizenDeps => ({
  client: (_, key) => fakeClient(answers, calls, key),
  setSession: (c, token) =>
    c.header('Set-Cookie', token === null ? 'session=; Max-Age=0' : `session=${token}`, { append: true }),
  now: () => new Date('2026-02-25T02:00:00.000Z'),
  demo: true,
  onFault: (error) => {
    throw error;
  },
  ...more,
});
