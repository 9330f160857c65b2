import type { Text } from '#domain/kernel/text.ts';
import type { Item, Level, Limit } from './item.ts';

/** 就业和社会保险领域基层政务公开标准指引 (2019): what the page of an item must say. */
export const elementKeys = [
  'name',
  'summary',
  'materials',
  'ways',
  'limits',
  'delivery',
  'fee',
  'hours',
  'places',
  'enquiry',
  'complaint',
] as const;
export type ElementKey = (typeof elementKeys)[number];

/** 八公开: what must hang at every counter. */
export const publicFieldKeys = [
  'item',
  'counter',
  'basis',
  'flow',
  'fee',
  'promise',
  'servicePhone',
  'complaintPhone',
] as const;
export type PublicFieldKey = (typeof publicFieldKeys)[number];

export const elementTitles: Record<ElementKey, Text> = {
  name: { 'zh-CN': '事项名称', en: 'Service' },
  summary: { 'zh-CN': '事项简述', en: 'What it is' },
  materials: { 'zh-CN': '办理材料', en: 'What to bring' },
  ways: { 'zh-CN': '办理方式', en: 'How to apply' },
  limits: { 'zh-CN': '办理时限', en: 'How long it takes' },
  delivery: { 'zh-CN': '结果送达', en: 'How you get the result' },
  fee: { 'zh-CN': '收费依据及标准', en: 'What it costs' },
  hours: { 'zh-CN': '办事时间', en: 'Opening hours' },
  places: { 'zh-CN': '办理机构及地点', en: 'Who handles it and where' },
  enquiry: { 'zh-CN': '咨询查询途径', en: 'Questions and progress' },
  complaint: { 'zh-CN': '监督投诉渠道', en: 'Complaints' },
};

export const publicTitles: Record<PublicFieldKey, Text> = {
  item: { 'zh-CN': '服务事项', en: 'Service' },
  counter: { 'zh-CN': '受理窗口', en: 'Counter' },
  basis: { 'zh-CN': '政策依据', en: 'Legal basis' },
  flow: { 'zh-CN': '服务流程', en: 'Steps' },
  fee: { 'zh-CN': '收费依据', en: 'Fee' },
  promise: { 'zh-CN': '承诺时限', en: 'Promised time' },
  servicePhone: { 'zh-CN': '服务电话', en: 'Service telephone' },
  complaintPhone: { 'zh-CN': '监督电话', en: 'Complaints telephone' },
};

export const siteKinds: Record<Level, Text> = {
  village: { 'zh-CN': '村（社区）服务站', en: 'village or community service station' },
  town: { 'zh-CN': '乡镇（街道）便民服务中心', en: 'town or subdistrict service centre' },
  county: { 'zh-CN': '县（区）政务服务大厅', en: 'county service hall' },
  city: { 'zh-CN': '市政务服务大厅', en: 'city service hall' },
};

export const levelNames: Record<Level, Text> = {
  village: { 'zh-CN': '村（社区）', en: 'village' },
  town: { 'zh-CN': '乡镇（街道）', en: 'town' },
  county: { 'zh-CN': '县（区）', en: 'county' },
  city: { 'zh-CN': '市', en: 'city' },
};

export const channelWords: Record<Item['channels'][number], Text> = {
  online: { 'zh-CN': '网上办：手机或电脑随时办', en: 'Online: on a phone or computer at any time' },
  'self-service': { 'zh-CN': '自助办：服务站的自助机', en: 'Self-service machine at a service station' },
  window: {
    'zh-CN': '窗口办：就近到任何一个可以收件的窗口',
    en: 'At the counter of any site that takes papers for it',
  },
  officer: { 'zh-CN': '专人办：由专人接待，不用排队叫号', en: 'With an officer who receives you in person' },
};

export const starts: Record<Limit['from'], Text> = {
  receipt: { 'zh-CN': '自收到申请之日起', en: 'from receipt of the application' },
  acceptance: { 'zh-CN': '自受理之日起', en: 'from acceptance' },
  filing: { 'zh-CN': '自立案之日起', en: 'from the opening of the case' },
  decision: { 'zh-CN': '自作出决定之日起', en: 'from the decision' },
  notice: { 'zh-CN': '自通知之日起', en: 'from the notice' },
};

export const units: Record<Limit['unit'], { 'zh-CN': string; en: [string, string] }> = {
  wd: { 'zh-CN': '个工作日', en: ['working day', 'working days'] },
  d: { 'zh-CN': '日', en: ['day', 'days'] },
  m: { 'zh-CN': '个月', en: ['month', 'months'] },
  y: { 'zh-CN': '年', en: ['year', 'years'] },
};

export const words = {
  atOnce: { 'zh-CN': '当场办结', en: 'done while you wait' },
  statutory: { 'zh-CN': '法定时限：{limit}（{basis}）', en: 'By law: {limit} ({basis})' },
  promised: { 'zh-CN': '承诺时限：{limit}（{basis}）', en: 'Our promise: {limit} ({basis})' },
  accepting: { 'zh-CN': '是否受理：{limit}（{basis}）', en: 'Acceptance or refusal: {limit} ({basis})' },
  extension: {
    'zh-CN': '经批准可延长一次：{amount}（{basis}）',
    en: 'May be extended once, with approval: {amount} ({basis})',
  },
  free: { 'zh-CN': '不收费（{basis}）', en: 'Free ({basis})' },
  charged: { 'zh-CN': '{amount}（{basis}）', en: '{amount} ({basis})' },
  deliverBy: { 'zh-CN': '结果送达：{limit}', en: 'The result reaches you: {limit}' },
  hoursOnline: {
    'zh-CN': '网上全天可办；夜间和休息日提交的，下一个工作日开始计时',
    en: 'Online at any hour; what is sent at night or on a day off counts from the next working day',
  },
  hoursCounter: { 'zh-CN': '窗口按各服务点公布的时间开放', en: 'Counters keep the hours posted at each site' },
  receivedAt: { 'zh-CN': '收件：{places}', en: 'Papers taken at: {places}' },
  acceptedAt: { 'zh-CN': '受理：{places}', en: 'Accepted at: {places}' },
  decidedBy: { 'zh-CN': '决定：{level}{department}', en: 'Decided by: {level} {department}' },
  only: { 'zh-CN': '{when}才要', en: 'only {when}' },
  whenAnswer: { 'zh-CN': '“{question}”选“{answer}”的', en: 'if you answer “{question}” with “{answer}”' },
  whenMore: { 'zh-CN': '“{question}”不少于{answer}的', en: 'if “{question}” is {answer} or more' },
  whenLess: { 'zh-CN': '“{question}”少于{answer}的', en: 'if “{question}” is less than {answer}' },
  whenAnswered: { 'zh-CN': '填了“{question}”的', en: 'if you answer “{question}”' },
  whenNot: { 'zh-CN': '除非{when}', en: 'unless {when}' },
  and: { 'zh-CN': '，并且', en: ' and ' },
  yes: { 'zh-CN': '是', en: 'Yes' },
  no: { 'zh-CN': '否', en: 'No' },
  enquiry: {
    'zh-CN': '电话 {phone}；办理进度可在“我的办件”查看',
    en: 'Telephone {phone}; follow your case under “My cases”',
  },
  complaint: { 'zh-CN': '电话 {phone}；每次办完也可以评价', en: 'Telephone {phone}; you can also rate every visit' },
  bring: { 'zh-CN': '请您提供{form}', en: 'you provide {form}' },
  licence: { 'zh-CN': '请出示；系统里已有的不用再带', en: 'show it; not needed if we already hold it' },
  fetched: { 'zh-CN': '由我们查询，不用您提供', en: 'we look it up, you need not bring it' },
  typed: { 'zh-CN': '网上或窗口填写，不用另外准备', en: 'filled in online or at the counter, nothing to prepare' },
  original: { 'zh-CN': '原件', en: 'the original' },
  originals: { 'zh-CN': '原件{copies}份', en: '{copies} originals' },
  copy: { 'zh-CN': '复印件1份', en: 'one copy' },
  copies: { 'zh-CN': '复印件{copies}份', en: '{copies} copies' },
  electronic: { 'zh-CN': '电子件', en: 'an electronic file' },
  or: { 'zh-CN': '或', en: ' or ' },
  ifNeeded: { 'zh-CN': '有就带', en: 'if you have it' },
  apply: { 'zh-CN': '申请', en: 'You apply' },
  accept: { 'zh-CN': '收件、受理', en: 'Papers taken and case accepted' },
  deliver: { 'zh-CN': '送达、签收', en: 'Result delivered and signed for' },
  rate: { 'zh-CN': '评价', en: 'You rate the service' },
  applicant: { 'zh-CN': '申请人', en: 'you' },
  joint: { 'zh-CN': '会同{departments}', en: 'together with {departments}' },
} as const satisfies Record<string, Text>;

export const deliveryWords: Record<Item['delivery']['ways'][number], Text> = {
  site: { 'zh-CN': '到您选的服务点领取', en: 'collected at the site you choose' },
  post: { 'zh-CN': '邮寄', en: 'by post' },
  online: { 'zh-CN': '网上下载', en: 'downloaded online' },
};
