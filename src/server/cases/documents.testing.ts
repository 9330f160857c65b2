import type { Text } from '#domain/kernel/text.ts';
import type { CaseDocument, DocumentData, DocumentKind, PaperLine, Remedy } from './documents.types.ts';
import { documentNumber } from './documents.words.ts';

const both = (zh: string, en: string): Text => ({ 'zh-CN': zh, en });

const residentId = both('居民身份证', 'resident identity card');
const caseNumber = '012600001238';
const verification = { code: '7K3QF9ZP2MX4T8B', publicBaseUrl: 'https://hall.example.cn' };
const county = {
  name: '东山县人力资源和社会保障局',
  nameEn: 'Dongshan County Bureau of Human Resources and Social Security',
  telephone: '0990-5550123',
  address: '东山县城关镇人民路 18 号政务服务中心二楼',
};
const village = {
  name: '石桥镇云岭村便民服务站',
  nameEn: 'Yunling Village Service Station, Shiqiao Town',
  telephone: '0990-5550188',
};

const about = (kind: Exclude<DocumentKind, 'power-of-attorney'>, issuedAt: string): CaseDocument => ({
  number: documentNumber(kind, caseNumber),
  unit: county,
  issuedAt,
  verification,
  caseNumber,
  item: both('城乡居民基本养老保险待遇申领', 'Claim for the basic pension of urban and rural residents'),
  applicant: { name: '欧阳秀兰', numberKind: residentId, number: '990101196001010015', telephone: '13800000000' },
});

const remedy: Remedy = { reviewBody: '东山县人民政府', court: '东山县人民法院' };

const papers: PaperLine[] = [
  { name: both('居民身份证', 'Resident identity card'), form: 'copy', copies: 1, note: '核对原件' },
  { name: both('居民户口簿', 'Household register'), form: 'fetched', copies: 1 },
  {
    name: both('城乡居民基本养老保险待遇申领表', 'Claim form for the pension of urban and rural residents'),
    form: 'electronic',
    copies: 1,
    note: '手机上填写并确认',
  },
  {
    name: both('社会保障卡（金融账户已激活）', 'Social security card with its bank account activated'),
    form: 'copy',
    copies: 2,
  },
];

const money = {
  kind: 'money',
  title: '城乡居民基本养老保险养老金',
  amount: 22_933,
  firstMonth: '2026-04',
  accountTail: '0004',
} as const;

const pensionBasis = '《国务院关于建立统一的城乡居民基本养老保险制度的意见》（国发〔2014〕8号）第六条、第七条';
const delivery = both(
  '决定书送到石桥镇云岭村便民服务站，到了以后发短信告诉您。请带身份证来领，也可以在手机上下载。',
  'The decision travels to the Yunling Village Service Station; you receive a text message when it arrives. Bring your identity card, or download it on your phone.',
);

/** One plausible document of every kind, of people and places that do not exist. */
export const samples: { [K in DocumentKind]: DocumentData[K] } = {
  receipt: {
    ...about('receipt', '2026-02-13T10:06:00+08:00'),
    unit: village,
    papers,
    receivedAt: '2026-02-13T10:05:00+08:00',
    receivedBy: { name: '李春梅', place: '石桥镇云岭村便民服务站 1 号窗口' },
    answerBy: '2026-02-26',
  },
  acceptance: {
    ...about('acceptance', '2026-02-14T09:30:00+08:00'),
    receivedAt: '2026-02-13T10:05:00+08:00',
    acceptedAt: '2026-02-14T09:30:00+08:00',
    deemed: false,
    limits: [
      {
        kind: 'statutory',
        length: both('20个工作日', '20 working days'),
        due: '2026-03-19',
        basis: both('《社会保险经办条例》第十八条', 'Regulations on Handling Social Insurance, art. 18'),
      },
      {
        kind: 'promised',
        length: both('10个工作日', '10 working days'),
        due: '2026-03-05',
        basis: both('东山县政务服务承诺（2026年版）', 'Service promise of Dongshan County (2026)'),
      },
    ],
    due: '2026-03-05',
    explanation: both(
      '从收到申请的第二天（2月14日）起算。2月15日至2月23日是春节假期，其间的周末一并不算；2月14日、2月28日是调休上班日，算工作日。',
      'Counted from 14 February, the day after your application was received. The Spring Festival holiday, 15 to 23 February, and weekends are left out; 14 and 28 February are make-up working days and count.',
    ),
    owed: {
      papers: [
        {
          name: both('社会保障卡（金融账户已激活）', 'Social security card with its bank account activated'),
          note: '到任何一家合作银行激活后，把卡拍照上传',
        },
      ],
      due: '2026-02-28',
    },
    delivery,
  },
  correction: {
    ...about('correction', '2026-02-14T09:30:00+08:00'),
    receivedAt: '2026-02-13T10:05:00+08:00',
    missing: [
      {
        name: both('居民身份证（背面）', 'Resident identity card (back)'),
        what: both(
          '您只拍了有照片的一面。请把有国徽、有有效期的一面也拍下来，四个角都要拍到，字要看得清。',
          'You photographed only the side with the picture. Please photograph the other side too, with all four corners, so that it can be read.',
        ),
      },
      {
        name: both('银行账户', 'Bank account'),
        what: both(
          '账号少一位，请照着社会保障卡上的银行账号重新填写。',
          'The account number is one digit short. Please copy it again from your social security card.',
        ),
        basis: both('《社会保险经办条例》第十七条', 'Regulations on Handling Social Insurance, art. 17'),
      },
    ],
    note: '您的户口簿信息已经通过部门共享取得，不用再交。',
    due: '2026-03-09',
    ways: [
      both('在手机上打开“我的办件”，点“补交材料”', 'On your phone: open “My cases” and tap “Supply papers”'),
      both(
        '到石桥镇云岭村便民服务站，周一至周五 9:00–17:30，电话 0990-5550188',
        'At the Yunling Village Service Station, Monday to Friday 9:00–17:30, telephone 0990-5550188',
      ),
      both('到全市任何一个服务点，报办件编号就行', 'At any service point in the city: just give the case number'),
    ],
    round: 1,
  },
  refusal: {
    ...about('refusal', '2026-02-14T09:30:00+08:00'),
    receivedAt: '2026-02-13T10:05:00+08:00',
    reason: '您已经从2015年2月起领取企业职工基本养老保险待遇。两种养老保险待遇不能同时领取。',
    basis: pensionBasis,
    advice: '您在城乡居民养老保险个人账户里的钱可以一次退给您，请到本站申请“个人账户退费”，带身份证就行。',
    remedy,
  },
  decision: {
    ...about('decision', '2026-03-03T15:20:00+08:00'),
    acceptedAt: '2026-02-14T09:30:00+08:00',
    decidedAt: '2026-03-03T15:20:00+08:00',
    basis: pensionBasis,
    remedy,
    granted: true,
    result: money,
    delivery,
  },
  'approval-sheet': {
    ...about('approval-sheet', '2026-03-03T15:20:00+08:00'),
    submittedAt: '2026-02-13T10:05:00+08:00',
    acceptedAt: '2026-02-14T09:30:00+08:00',
    due: '2026-03-05',
    channel: both('手机申请', 'On the phone'),
    answers: [
      {
        section: both('个人情况', 'About the applicant'),
        rows: [
          { label: both('出生日期', 'Date of birth'), value: '1960年1月1日' },
          { label: both('户籍地', 'Registered at'), value: '东山县石桥镇云岭村' },
          { label: both('现住址', 'Address'), value: '东山县石桥镇云岭村三组 27 号' },
        ],
      },
      {
        section: both('参保缴费', 'Contributions'),
        rows: [
          { label: both('缴费年限', 'Years paid'), value: '16年2个月' },
          { label: both('领其他养老金', 'Other pension'), value: '否' },
          { label: both('开户银行', 'Bank'), value: '东山农村商业银行石桥支行' },
          { label: both('账号', 'Account'), value: '6217 0000 0000 0000 004' },
        ],
      },
    ],
    papers,
    opinions: [
      {
        stage: both('村站初核', 'Village check'),
        unit: '石桥镇云岭村便民服务站',
        by: '李春梅',
        agree: true,
        text: '材料齐全，本人到场核对无误。',
        at: '2026-02-13T10:40:00+08:00',
      },
      {
        stage: both('镇级审核', 'Town review'),
        unit: '石桥镇便民服务中心',
        by: '王建军',
        standsInFor: '周敏',
        agree: true,
        text: '缴费记录与系统一致，年满60周岁，缴费满15年，建议按规定核发。待遇测算：基础养老金143元，个人账户养老金86.33元，合计229.33元。',
        at: '2026-02-26T16:05:00+08:00',
        outside: { system: '省集中社保经办系统', serial: 'SB20260226004417' },
      },
      {
        stage: both('县级复核', 'County check'),
        unit: '东山县人力资源和社会保障局城乡居保股',
        by: '赵一鸣',
        agree: true,
        text: '同意镇级意见。',
        at: '2026-03-02T09:12:00+08:00',
      },
    ],
    decision: {
      granted: true,
      result: money,
      basis: pensionBasis,
      by: '孙立群',
      at: '2026-03-03T15:20:00+08:00',
    },
  },
  'hand-over': {
    number: documentNumber('hand-over', '9901-20260304-007'),
    unit: county,
    issuedAt: '2026-03-04T08:40:00+08:00',
    verification,
    to: { name: '石桥镇便民服务中心', nameEn: 'Shiqiao Town Service Centre', telephone: '0990-5550166' },
    lines: [
      {
        caseNumber,
        item: both('城乡居民基本养老保险待遇申领', 'Claim for the basic pension of urban and rural residents'),
        holder: '欧阳**',
        result: '准予办理决定书 1 份',
      },
      {
        caseNumber: '012600001307',
        item: both('社会保障卡申领', 'Application for a social security card'),
        holder: '张*',
        result: '社会保障卡 1 张',
        note: '须本人签收',
      },
      {
        caseNumber: '012600001419',
        item: both('就业困难人员认定', 'Recognition as a person with difficulty finding work'),
        holder: '阿***·***',
        result: '认定通知 1 份',
      },
    ],
    handedBy: '孙立群',
    carrier: '县乡客运班车 3 路，钱师傅 0990-5550177',
  },
  'power-of-attorney': { issuedAt: '2026-01-01T00:00:00+08:00' },
  ending: {
    ...about('ending', '2026-03-10T09:00:00+08:00'),
    submittedAt: '2026-02-13T10:05:00+08:00',
    endedAt: '2026-03-10T09:00:00+08:00',
    ending: 'returned',
    reason: '居民身份证（背面）的照片',
    correctionDue: '2026-03-09',
    papersAt: '石桥镇云岭村便民服务站',
  },
  suspension: {
    ...about('suspension', '2026-02-24T09:00:00+08:00'),
    procedure: both('归集外省参保缴费记录', 'gathering contribution records from another province'),
    reason: '您在外省缴过4年养老保险，要等那边的经办机构把缴费记录传过来，才能算清您的缴费年限。',
    basis: '《东山县城乡居民养老保险经办规程》第二十三条',
    document: '东人社商〔2026〕15号《关于协查参保缴费记录的函》',
    from: '2026-02-24',
    plannedDays: 10,
  },
  extension: {
    ...about('extension', '2026-03-04T09:00:00+08:00'),
    reason: '外省经办机构的缴费记录还没有传到，不能在原定期限内核定待遇。',
    basis: both('《行政许可法》第四十二条', 'Administrative Licensing Law, art. 42'),
    length: both('10个工作日', '10 working days'),
    oldDue: '2026-03-05',
    newDue: '2026-03-19',
    approvedBy: '东山县人力资源和社会保障局负责人',
  },
};
