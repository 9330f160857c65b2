import { formatCaseNumber } from '#domain/cases/case-number.ts';
import { isLocalDate, sayShortDate } from '#domain/kernel/dates.ts';
import { fill, type Language, languages, type Text } from '#domain/kernel/text.ts';
import en from '../../../locales/en/notices.json' with { type: 'json' };
import zh from '../../../locales/zh-CN/notices.json' with { type: 'json' };

const messages: Record<Language, Record<string, string>> = { 'zh-CN': zh, en };

/** A notice in both languages, for the page, the text message and whoever reads it out. */
export function noticeText(code: string, params: Record<string, unknown>, item: Text | undefined): Text {
  const say = (language: Language): string => {
    const message = messages[language][code] ?? messages[language]['case.other'] ?? code;
    const values: Record<string, string> = {};
    for (const [name, value] of Object.entries(params)) {
      values[name] =
        typeof value === 'string' && isLocalDate(value) ? sayShortDate(value, language) : String(value ?? '');
    }
    if (typeof params.number === 'string') values.number = formatCaseNumber(params.number);
    if (item) values.item = item[language];
    // Of a point whose address nobody has written down, the brackets for it stay empty.
    return fill(message, values).replace(/（）| \(\)/g, '');
  };
  return Object.fromEntries(languages.map((language) => [language, say(language)])) as Text;
}
