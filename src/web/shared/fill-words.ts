import { fill } from '#domain/kernel/text.ts';

export type Params = Record<string, string | number>;

const plural = /\{(\w+):([^{}|]*)\|([^{}|]*)\}/g;

/** Fills `{name}`, and chooses in `{count:day|days}` by the number of that name. */
export const fillWords = (message: string, params: Params = {}): string =>
  fill(
    message.replace(plural, (place, name: string, one: string, other: string) =>
      name in params ? (Math.abs(Number(params[name])) === 1 ? one : other) : place,
    ),
    params,
  );

/** The names of the places in a message. */
export const placesIn = (message: string): string[] =>
  [...new Set([...message.matchAll(/\{(\w+)(?::[^{}]*)?\}/g)].map((match) => match[1]!))].sort();
