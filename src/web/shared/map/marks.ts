import type { SiteLevel } from './ground.ts';

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

/** A mark as SVG inside the drawing's own coordinates. */
export const markTransform = (level: SiteLevel, x: number, y: number, scale = 1): string => {
  const size = (markPaths[level].size * scale) / 24;
  return `translate(${round(x - 12 * size)} ${round(y - 12 * size)}) scale(${Math.round(size * 1000) / 1000})`;
};

const round = (number: number): number => Math.round(number * 10) / 10;
