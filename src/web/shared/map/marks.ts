import type { Theme } from './classes.ts';
import type { SiteLevel } from './ground.ts';
import type { PointLook, RoadLook } from './scene.ts';

/**
 * The shapes of points in a box of 24 × 24, middle at 12,12: told apart without colour. A village is a dot, a town a
 * square, a county hall a house with its door (the project's own sign), the city's hall a larger one with a star over the door.
 */
export const markPaths: Record<SiteLevel, { body: string; cut?: string; size: number }> = {
  village: { body: 'M12 4.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15z', size: 9 },
  town: {
    body: 'M6.5 4h11A2.5 2.5 0 0 1 20 6.5v11a2.5 2.5 0 0 1-2.5 2.5h-11A2.5 2.5 0 0 1 4 17.5v-11A2.5 2.5 0 0 1 6.5 4z',
    size: 13,
  },
  county: { body: 'M12 2 22.5 10.6V21.5h-21V10.6z', cut: 'M9 21.5v-7h6v7z', size: 20 },
  city: {
    body: 'M12 1.2 23.2 10.4V22.4H.8V10.4z',
    cut: 'M8.5 22.4v-8h7v8zM12 5.6l1.05 2.2 2.4.3-1.75 1.7.45 2.4L12 11l-2.15 1.2.45-2.4-1.75-1.7 2.4-.3z',
    size: 27,
  },
};

/** What a plan does to a point: told by the sign in the mark, and by a colour that no layer and no village uses. */
export const changeMarks = {
  opened: { colour: '#177a3e', sign: 'M12 8v8M8 12h8' },
  closed: { colour: '#b3261e', sign: 'M9 9l6 6M15 9l-6 6' },
  moved: { colour: '#6a3fa0', sign: 'M7.5 12h9M13 8.5l3.5 3.5-3.5 3.5' },
  upgraded: { colour: '#8a5a00', sign: 'M12 16.5v-9M8.5 11 12 7.5l3.5 3.5' },
} as const;
/** A road of a plan: out, told by a line that is broken and the sign of a closed road; or driven at another speed. */
export const roadMarks: Record<RoadLook, { colour: string; sign: string; dash: readonly number[] | undefined }> = {
  'road-out': { colour: '#b3261e', sign: 'M7 12h10', dash: [1.1, 1.1] },
  'road-speed': { colour: '#177a3e', sign: 'M7 8l4 4-4 4M12.5 8l4 4-4 4', dash: undefined },
};
/** The sign of an altered road lies on a round shield of this many pixels. */
export const roadMarkSize = 19;
/** It stands up to the right of its place, for where a road is altered a point may stand. */
export const roadMarkAside = [9, -9] as const;

/** Between these heights of the map what is laid over the ground grows lighter, to a share of itself. */
export const nearBy = { from: 10, to: 13, left: 0.45 } as const;

export type PointChange = keyof typeof changeMarks;
export const pointChanges = Object.keys(changeMarks) as PointChange[];

export const changeOf = (look: PointLook): PointChange | undefined =>
  look in changeMarks ? (look as PointChange) : undefined;

/** Pixels of a mark; what a plan changes is large enough for its sign, and what it closes does not cover what stays. */
export const markSize = (level: SiteLevel, look: PointLook = 'there'): number =>
  Math.max(markPaths[level].size, look === 'closed' ? 13 : changeOf(look) ? 17 : 0);

/** So many closings would cover what stays with their signs. */
const manyClosings = 100;
/** While points are gathered and many of them close, these are specks beneath what stays, until the map is near enough for their signs. */
export const asSpecks = (points: readonly { look: PointLook }[], gather: boolean): boolean =>
  gather && points.filter(({ look }) => look === 'closed').length > manyClosings;
export const signsFrom = 10.5;
/** Pixels, by the height of the map: a ring, as the mark of what closes is. */
export const speckRadius = (zoom: number): number => Math.max(1, 1.3 + 0.7 * (zoom - 8));
export const speckEdge = 1.2;

/** By night it is a wall, which is looked at from across a hall. */
export const markScale: Record<Theme, number> = { paper: 1, night: 1.35 };

/** A mark as SVG inside the drawing's own coordinates. */
export const markTransform = (pixels: number, x: number, y: number): string => {
  const size = pixels / 24;
  return `translate(${round(x - 12 * size)} ${round(y - 12 * size)}) scale(${Math.round(size * 1000) / 1000})`;
};

const round = (number: number): number => Math.round(number * 10) / 10;
