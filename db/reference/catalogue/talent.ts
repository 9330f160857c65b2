import type { ItemSource } from '#domain/catalogue/item.ts';
import { countyUp, item, promised, settle, stage, systems } from './items.ts';
import { cite, documents } from './laws.ts';
import { m, optional } from './papers.ts';
import { applicant, confirm, is, pick, q, residence, section, tick } from './questions.ts';

const scheme = { domain: 'talent', department: 'talent' } as const;

export const talentItems: ItemSource[] = [
  item({
    ...scheme,
    code: 'HR-EMP-33',
    name: ['高校毕业生报到与实名登记', 'Graduate registration'],
    plainName: ['毕业了，登记报到', 'I have graduated: register'],
    keywords: ['毕业生报到', '大学生登记', '实名登记', '报到证', '应届生', '毕业登记', 'graduate registration'],
    needs: ['find-work'],
    summary: [
      '毕业回来登记一下，没找到工作的有人推荐岗位、见习、培训。取消报到证后只做登记，不用交纸。',
      'Register when you come back after graduating; those without work are offered jobs, internships and training. No registration slip is needed any more.',
    ],
    audience: ['person'],
    rights: { receive: countyUp, decide: 'county' },
    instant: true,
    tier: 'online',
    online: 'full',
    sections: [
      applicant(...residence()),
      section(
        'school',
        ['学校', 'School'],
        [
          q('text', 'school', ['毕业学校', 'School'], { max: 60 }),
          q('text', 'major', ['专业', 'Subject'], { samePage: true, max: 40 }),
          pick(
            'degree',
            ['学历', 'Level'],
            [
              ['college', '大专', 'Junior college'],
              ['bachelor', '本科', 'Bachelor’s degree'],
              ['master', '硕士', 'Master’s degree'],
              ['doctor', '博士', 'Doctorate'],
            ],
          ),
          q('month', 'graduation', ['毕业年月', 'Month of graduation'], {
            samePage: true,
            min: 'today-10y',
            max: 'today+6m',
          }),
        ],
      ),
      section(
        'now',
        ['现在的情况', 'Your situation'],
        [
          pick(
            'status',
            ['现在在做什么？', 'What do you do now?'],
            [
              ['looking', '在找工作', 'Looking for work'],
              ['working', '已经上班', 'Working'],
              ['studying', '继续读书、备考', 'Studying or preparing for examinations'],
              ['business', '自己创业', 'Starting a business'],
              ['resting', '暂时不找', 'Not looking yet'],
            ],
          ),
          q('text', 'employer', ['在哪里上班？', 'Where do you work?'], { when: is('status', 'working'), max: 80 }),
          tick(
            'help',
            ['需要哪些帮助？', 'What would help you?'],
            [
              ['jobs', '推荐岗位', 'Job offers'],
              ['internship', '就业见习', 'An internship'],
              ['training', '技能培训', 'Training'],
              ['business', '创业扶持', 'Help with a business'],
              ['file', '档案存放', 'Keeping my personnel file'],
            ],
            { when: is('status', 'looking', 'business', 'resting'), required: false },
          ),
        ],
      ),
      confirm(),
    ],
    materials: [m('idcard'), m('diploma', { deferrable: false })],
    limits: [promised(0, 'receipt')],
    flow: settle(
      'county',
      ['当场登记', 'Registered at once'],
      ['学历联网核实；不再要报到证', 'The diploma is checked online; no slip is asked for'],
      { outside: systems.employment },
    ),
    results: ['register_entry'],
    legalBasis: [cite('promotion', 35), documents.cityList],
    conditions: [['户籍或者常住在本市的高校毕业生', 'Graduates registered or living in this city']],
    provincialCode: '51201402500004',
    packages: ['PK05'],
  }),

  item({
    ...scheme,
    code: 'HR-ARC-01',
    name: ['流动人员人事档案接收、转出', 'Personnel files: receipt and transfer'],
    plainName: ['人事档案存进来、转出去', 'Deposit or move my personnel file'],
    keywords: ['档案', '人事档案', '存档', '调档', '档案转移', '毕业档案', '档案放哪里', 'personnel file'],
    needs: ['find-work'],
    summary: [
      '离职、毕业、换单位的人，把人事档案免费存进来或者转到新地方。档案由机构之间传递，本人不带。',
      'After leaving a job or school, deposit your file free of charge or move it on. Files travel between institutions; you never carry your own.',
    ],
    audience: ['person'],
    rights: { receive: countyUp, decide: 'county' },
    tier: 'online',
    online: 'full',
    sections: [
      applicant(),
      section(
        'file',
        ['档案', 'The file'],
        [
          pick(
            'direction',
            ['要办什么？', 'What do you need?'],
            [
              ['in', '存进来', 'Deposit it here'],
              ['out', '转出去', 'Move it elsewhere'],
            ],
          ),
          pick(
            'why',
            ['为什么？', 'Why?'],
            [
              ['graduated', '毕业', 'I graduated'],
              ['left', '离职', 'I left a job'],
              ['hired', '新单位要', 'A new employer asks for it'],
              ['study', '升学', 'Further study'],
              ['army', '退役', 'I left the armed forces'],
              ['other', '其他', 'Other'],
            ],
          ),
          q('text', 'fromPlace', ['档案现在在哪里？', 'Where is it now?'], {
            when: is('direction', 'in'),
            max: 80,
            hint: [
              '原单位、学校或者人才中心的全称；不知道可以写“不清楚”，我们帮着找',
              'Full name of employer, school or centre; write “unknown” and we help to find it',
            ],
          }),
          q('text', 'fromPhone', ['那边的电话', 'Their telephone'], {
            when: is('direction', 'in'),
            required: false,
            samePage: true,
            max: 30,
          }),
          q('text', 'toPlace', ['转到哪里？', 'Where should it go?'], {
            when: is('direction', 'out'),
            max: 80,
            hint: ['有档案管理权的单位或者人才中心', 'An institution entitled to keep files'],
          }),
          q('address', 'toAddress', ['那边的地址', 'Its address'], { when: is('direction', 'out'), samePage: true }),
          q('yesno', 'hasLetter', ['对方开了调档函吗？', 'Have they sent a letter asking for it?'], {
            when: is('direction', 'out'),
            hint: ['没有的，我们和对方联系', 'If not, we contact them'],
          }),
          q('text', 'lastEmployer', ['最后的单位或者学校', 'Last employer or school'], { max: 80 }),
          q('date', 'leftOn', ['离开日期', 'Left on'], { samePage: true, min: 'today-50y', max: 'today' }),
        ],
      ),
      confirm(),
    ],
    materials: [m('idcard'), optional('endlabour', { when: is('why', 'left') })],
    limits: [promised(5)],
    flow: [
      stage(
        'county-check',
        'handle',
        'county',
        2,
        ['承办', 'Handling'],
        ['档案密封完好；不收本人自带的档案', 'The seal is intact; none carried by its subject is taken'],
      ),
      stage(
        'county-review',
        'review',
        'county',
        2,
        ['审核', 'Review'],
        ['材料齐全；缺的列出清单', 'Contents complete; a list of what is missing'],
      ),
      stage(
        'county-decide',
        'decide',
        'county',
        1,
        ['接收或者转出', 'Receipt or transfer'],
        ['机要或者专人传递；回执归档', 'Sent by confidential mail or messenger; the receipt is filed'],
      ),
    ],
    results: ['register_entry'],
    legalBasis: [cite('contract', 50), documents.personnelFiles, documents.cityList],
    conditions: [['没有单位管理档案的流动人员', 'Mobile workers whose file no employer keeps']],
    provincialCode: '51201401600009/512B0071100006',
    packages: ['PK01', 'PK02', 'PK05', 'PK06'],
  }),
];
