import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Caller, read } from './api.ts';

const chinese = /[\u4e00-\u9fff]/;

/** Our own words in Chinese are no names, wherever they come from. */
const words = join(import.meta.dirname, '../../../locales/zh-CN');
const ours = new Set(
  readdirSync(words)
    .filter((file) => file.endsWith('.json'))
    .flatMap((file) => Object.values<string>(JSON.parse(readFileSync(join(words, file), 'utf8')))),
);

/**
 * Every Chinese string of a JSON document that has no English beside it: a name, an address, a sentence that somebody wrote.
 * It may stand in Chinese on an English page, because it is data and not ours to translate.
 */
export function gatherNames(value: unknown, into: Set<string>): void {
  if (typeof value === 'string') {
    if (chinese.test(value) && !ours.has(value)) into.add(value);
  } else if (Array.isArray(value)) for (const one of value) gatherNames(one, into);
  else if (typeof value === 'object' && value !== null) {
    if ('zh-CN' in value && 'en' in value) return;
    for (const one of Object.values(value)) gatherNames(one, into);
  }
}

export async function namesIn(callers: readonly (readonly [Caller, string])[]): Promise<Set<string>> {
  const names = new Set<string>();
  for (const [caller, path] of callers) gatherNames(await read<unknown>(caller, path), names);
  return names;
}
