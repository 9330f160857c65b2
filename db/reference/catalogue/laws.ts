import type { Text } from '#domain/kernel/text.ts';

/** The laws that items cite, by their short names in Chinese and the usual translation of their titles. */
const laws = {
  insurance: ['《社会保险法》', 'Social Insurance Law'],
  handling: ['《社会保险经办条例》', 'Regulations on the Handling of Social Insurance'],
  promotion: ['《就业促进法》', 'Employment Promotion Law'],
  jobServices: ['《就业服务与就业管理规定》', 'Provisions on Employment Services and Employment Management'],
  contract: ['《劳动合同法》', 'Labour Contract Law'],
  labour: ['《劳动法》', 'Labour Law'],
  disputes: ['《劳动争议调解仲裁法》', 'Labour Dispute Mediation and Arbitration Law'],
  peopleMediation: ['《人民调解法》', 'People’s Mediation Law'],
  inspection: ['《劳动保障监察条例》', 'Regulations on Labour Security Inspection'],
  inspectionRules: [
    '《关于实施〈劳动保障监察条例〉若干规定》',
    'Provisions on Implementing the Regulations on Labour Security Inspection',
  ],
  migrantWages: ['《保障农民工工资支付条例》', 'Regulations on Ensuring Wage Payment to Migrant Workers'],
  injury: ['《工伤保险条例》', 'Regulations on Work-Injury Insurance'],
  injuryRecognition: ['《工伤认定办法》', 'Measures for the Recognition of Work Injuries'],
  unemployment: ['《失业保险条例》', 'Unemployment Insurance Regulations'],
  licensing: ['《行政许可法》', 'Administrative Licensing Law'],
  hrMarket: ['《人力资源市场暂行条例》', 'Interim Regulations on the Human Resources Market'],
  dispatch: ['《劳务派遣行政许可实施办法》', 'Implementing Measures for Licensing Labour Dispatch'],
  collective: ['《集体合同规定》', 'Provisions on Collective Contracts'],
  civil: ['《民法典》', 'Civil Code'],
  identity: ['《居民身份证法》', 'Resident Identity Card Law'],
  household: ['《户口登记条例》', 'Household Registration Regulations'],
  business: ['《市场主体登记管理条例》', 'Regulations on the Registration of Market Entities'],
  education: ['《教育法》', 'Education Law'],
  disability: ['《残疾人保障法》', 'Law on the Protection of Persons with Disabilities'],
  elderly: ['《老年人权益保障法》', 'Law on the Protection of the Rights of the Elderly'],
  assistance: ['《社会救助暂行办法》', 'Interim Measures for Social Assistance'],
  land: ['《土地管理法》', 'Land Administration Law'],
  information: ['《政府信息公开条例》', 'Regulations on Open Government Information'],
  onlineServices: ['《国务院关于在线政务服务的若干规定》', 'State Council Provisions on Online Government Services'],
} as const satisfies Record<string, readonly [string, string]>;

/** An article as people cite it: 《社会保险经办条例》第18条; Regulations on the Handling of Social Insurance, art. 18. */
export const cite = (law: keyof typeof laws, ...articles: (number | string)[]): Text => {
  const [zh, en] = laws[law];
  if (articles.length === 0) return { 'zh-CN': zh, en };
  return {
    'zh-CN': `${zh}${articles.map((article) => `第${article}条`).join('、')}`,
    en: `${en}, ${articles.length === 1 ? 'art.' : 'arts.'} ${articles.join(', ')}`,
  };
};

/** Documents of the State Council and of ministries, cited by their number. */
export const documents = {
  residentPension: {
    'zh-CN': '《国务院关于建立统一的城乡居民基本养老保险制度的意见》（国发〔2014〕8号）',
    en: 'State Council Opinions on a Unified Basic Pension for Urban and Rural Residents (Guofa [2014] No. 8)',
  },
  pensionTransfer: {
    'zh-CN': '《城镇企业职工基本养老保险关系转移接续暂行办法》（国办发〔2009〕66号）',
    en: 'Interim Measures for Transferring the Employee Pension (Guobanfa [2009] No. 66)',
  },
  retirementAge: {
    'zh-CN': '《全国人民代表大会常务委员会关于实施渐进式延迟法定退休年龄的决定》（2024年）',
    en: 'NPC Standing Committee Decision on Gradually Raising the Statutory Retirement Age (2024)',
  },
  pledge: {
    'zh-CN': '《国务院办公厅关于全面推行证明事项和涉企经营许可事项告知承诺制的指导意见》（国办发〔2020〕42号）',
    en: 'General Office of the State Council, Guiding Opinions on Notice and Pledge instead of Certificates (Guobanfa [2020] No. 42)',
  },
  cardRules: {
    'zh-CN': '《“中华人民共和国社会保障卡”管理办法》（人社部发〔2011〕47号）',
    en: 'Measures for the Administration of the Social Security Card (Renshebufa [2011] No. 47)',
  },
  employmentFunds: {
    'zh-CN': '《就业补助资金管理办法》（财社〔2017〕164号）',
    en: 'Measures for the Administration of Employment Subsidy Funds (Caishe [2017] No. 164)',
  },
  inclusiveFinance: {
    'zh-CN': '《普惠金融发展专项资金管理办法》（财金〔2023〕75号）',
    en: 'Measures for the Special Fund for Inclusive Finance (Caijin [2023] No. 75)',
  },
  disabilityCertificate: {
    'zh-CN': '《中华人民共和国残疾人证管理办法》（残联发〔2017〕34号）',
    en: 'Measures for the Administration of the Disability Certificate (Canlianfa [2017] No. 34)',
  },
  personnelFiles: {
    'zh-CN': '《流动人员人事档案管理服务规定》（人社部发〔2021〕112号）',
    en: 'Provisions on Services for the Personnel Files of Mobile Workers (Renshebufa [2021] No. 112)',
  },
  cityList: {
    'zh-CN': '本市公共服务事项目录（由市里公布）',
    en: 'the city’s published list of public services',
  },
  pledgeOfService: { 'zh-CN': '本市服务承诺', en: 'the city’s service pledge' },
  notOnFeeList: { 'zh-CN': '未列入行政事业性收费目录', en: 'not on the list of administrative fees' },
} as const satisfies Record<string, Text>;
