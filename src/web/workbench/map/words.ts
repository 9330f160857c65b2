import type { PointView } from '#api/planning.ts';
import type { Params } from '../../shared/fill-words.ts';
import type { files } from '../words.en.ts';
import { language, tx } from '../words.ts';

export type MapWord = keyof (typeof files)['map'];

/** Words of the map and of everything on it. */
export const tm = (key: MapWord, params?: Params): string => tx(`map.${key}`, params);

/** A point carries its names: of its English one, where it has one, readers of English are told. */
export const nameOf = ({ name, nameEn }: Pick<PointView, 'name' | 'nameEn'>): string =>
  language() === 'en' && nameEn !== '' ? nameEn : name;
