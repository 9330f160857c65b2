import { type Language, languages, type Text } from '#domain/kernel/text.ts';
import enClock from '../../../locales/en/clock.json' with { type: 'json' };
import enStatus from '../../../locales/en/status.json' with { type: 'json' };
import zhClock from '../../../locales/zh-CN/clock.json' with { type: 'json' };
import zhStatus from '../../../locales/zh-CN/status.json' with { type: 'json' };

export const clockWords: Record<Language, Record<string, string>> = { 'zh-CN': zhClock, en: enClock };
const statusWords: Record<Language, Record<string, string>> = { 'zh-CN': zhStatus, en: enStatus };

const named = (key: string): Text =>
  Object.fromEntries(languages.map((language) => [language, statusWords[language][key] ?? key])) as Text;
export const channelNames = (channel: string): Text => named(`channel.${channel}`);
export const stopNames = (kind: string): Text => named(`stop.${kind}`);
