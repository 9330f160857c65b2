import { wordBook } from '#web/shared/words.ts';
import en from '../../../locales/en/citizen.json' with { type: 'json' };
import zh from '../../../locales/zh-CN/citizen.json' with { type: 'json' };

export const words = wordBook({ 'zh-CN': { citizen: zh }, en: { citizen: en } });
export type T = ReturnType<typeof words>;
