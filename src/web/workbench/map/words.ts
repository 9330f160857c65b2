import type { Params } from '../../shared/fill-words.ts';
import type { files } from '../words.en.ts';
import { tx } from '../words.ts';

export type MapWord = keyof (typeof files)['map'];

/** Words of the map and of everything on it. */
export const tm = (key: MapWord, params?: Params): string => tx(`map.${key}`, params);
