// Writes db/reference/holidays.json from the State Council's notices as `chinese-days` (MIT) keeps them:
//   node scripts/holidays.mjs
// The package says nothing of years without a notice, and neither does the table: they stay unconfirmed.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);
const root = dirname(require.resolve('chinese-days/package.json'));
const notices = readFileSync(join(root, 'src/holidays/generate.ts'), 'utf8');
const source = (year) => new RegExp(`\\* ${year}\\s+\\*\\s+(https?://www\\.gov\\.cn/\\S+)`).exec(notices)?.[1];

// The official names, where the package shortens them.
const names = {
  清明: { 'zh-CN': '清明节', en: 'Tomb-Sweeping Day' },
  端午: { 'zh-CN': '端午节', en: 'Dragon Boat Festival' },
  中秋: { 'zh-CN': '中秋节', en: 'Mid-Autumn Festival' },
  中国人民抗日战争暨世界反法西斯战争胜利70周年纪念日: {
    'zh-CN': '抗战胜利70周年纪念日',
    en: '70th anniversary of victory in the War of Resistance',
  },
};

const days = (byDate) =>
  Object.entries(byDate)
    .map(([date, holiday]) => {
      const [en, zh] = holiday.split(',');
      return { date, name: names[zh] ?? { 'zh-CN': zh, en } };
    })
    .sort((a, b) => (a.date < b.date ? -1 : 1));

const years = Object.fromEntries(
  readdirSync(join(root, 'dist/years'))
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => {
      const year = file.slice(0, 4);
      const { holidays, workdays } = JSON.parse(readFileSync(join(root, 'dist/years', file), 'utf8'));
      const document = `国务院办公厅关于${year}年部分节假日安排的通知`;
      const url = source(year);
      return [
        year,
        { confirmed: true, document, ...(url && { source: url }), holidays: days(holidays), workdays: days(workdays) },
      ];
    }),
);

// One day a line: a changed holiday is one changed line.
const text = JSON.stringify({ years }, null, 1).replace(
  /\{\s+"date": ("[^"]+"),\s+"name": \{\s+"zh-CN": ("[^"]+"),\s+"en": ("[^"]+")\s+\}\s+\}/g,
  '{ "date": $1, "name": { "zh-CN": $2, "en": $3 } }',
);
writeFileSync(new URL('../db/reference/holidays.json', import.meta.url), `${text}\n`);
