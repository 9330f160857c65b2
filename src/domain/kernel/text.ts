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
