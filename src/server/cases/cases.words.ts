import en from '../../../locales/en/clock.json' with { type: 'json' };
import zh from '../../../locales/zh-CN/clock.json' with { type: 'json' };

export const clockWords: Record<'zh-CN' | 'en', Record<string, string>> = { 'zh-CN': zh, en };
