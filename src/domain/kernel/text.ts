import { z } from 'zod';

export const languages = ['zh-CN', 'en'] as const;
export type Language = (typeof languages)[number];

/** An authored text in every language. zh-CN is the source; en is complete. */
export const Text = z.object({ 'zh-CN': z.string().min(1), en: z.string().min(1) });
export type Text = z.infer<typeof Text>;

export const say = (text: Text, language: Language): string => text[language];

/** Fills `{name}` places of a message. A place without a value stays visible, so that a missing one is seen and mended. */
export const fill = (message: string, params: Record<string, string | number> = {}): string =>
  message.replace(/\{(\w+)\}/g, (place, name: string) => (name in params ? String(params[name]) : place));

const plural = /\{(\w+):([^{}|]*)\|([^{}|]*)\}/g;

/** Fills `{name}`, and chooses in `{count:day|days}` by the number of that name. */
export const fillWords = (message: string, params: Record<string, string | number> = {}): string =>
  fill(
    message.replace(plural, (place, name: string, one: string, other: string) =>
      name in params ? (Math.abs(Number(params[name])) === 1 ? one : other) : place,
    ),
    params,
  );

/**
 * The language that a reader prefers of those that we have, from a browser's list (`en-GB, zh;q=0.8`, RFC 9110, 12.5.4): the
 * heaviest, the first among equals; zh-CN where neither is named.
 */
export function preferredLanguage(acceptLanguage: string): Language {
  let best: { language: Language; weight: number } = { language: 'zh-CN', weight: 0 };
  for (const part of acceptLanguage.split(',')) {
    const [tag = '', ...parameters] = part.split(';').map((each) => each.trim().toLowerCase());
    const language = languages.find((each) => each.startsWith(tag.split('-')[0] || '?'));
    const given = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
    const weight = given === undefined ? 1 : Number(given) || 0;
    if (language && weight > best.weight) best = { language, weight };
  }
  return best.language;
}
