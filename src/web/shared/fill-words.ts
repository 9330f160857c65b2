export { fillWords } from '#domain/kernel/text.ts';

export type Params = Record<string, string | number>;

/** The names of the places in a message. */
export const placesIn = (message: string): string[] =>
  [...new Set([...message.matchAll(/\{(\w+)(?::[^{}]*)?\}/g)].map((match) => match[1]!))].sort();
