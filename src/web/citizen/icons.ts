import { Html } from './html.ts';

/** Drawn for this house: two strokes wide, no fill, so that they stay clear at any size and in any theme. */
const icon = (paths: string, size = 32, box = 32) =>
  new Html(
    `<svg width="${size}" height="${size}" viewBox="0 0 ${box} ${box}" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">${paths}</svg>`,
  );

/** A door that stands open, and its step. */
export const mark = new Html(
  '<svg width="30" height="30" viewBox="0 0 32 32" aria-hidden="true" focusable="false"><path d="M6 27V13a10 10 0 0 1 20 0v14" fill="none" stroke="#0d5b62" stroke-width="3"/><path d="M11 27V13.4a5 5 0 0 1 5-5V27z" fill="#a83a24"/><path d="M2.5 28.5h27" stroke="#0d5b62" stroke-width="3" stroke-linecap="round"/></svg>',
);

export const needIcons = {
  'find-work': icon(
    '<rect x="4" y="10" width="24" height="16" rx="2"/><path d="M12 10V7a2 2 0 0 1 2-2h4a2 2 0 0 1 2 2v3M4 17h9m6 0h9"/><rect x="13" y="15" width="6" height="4" rx="1"/>',
  ),
  'lost-work': icon('<path d="M16 4v3M4 18a12 12 0 0 1 24 0z"/><path d="M16 18v7a3 3 0 0 1-6 0"/>'),
  'old-age': icon(
    '<path d="M6 27c0-6 4-9 10-9s10 3 10 9"/><circle cx="16" cy="10" r="5"/><path d="M16 22v5m-4-3 4 3 4-3"/>',
  ),
  card: icon(
    '<rect x="3" y="7" width="26" height="18" rx="3"/><path d="M3 13h26"/><rect x="7" y="17" width="6" height="4" rx="1"/><path d="M18 19h6"/>',
  ),
  'injury-illness': icon(
    '<path d="M16 28C8 22 4 17.5 4 12a6.5 6.5 0 0 1 12-3.500A6.5 6.5 0 0 1 28 12c0 5.5-4 10-12 16z"/><path d="M16 12v8m-4-4h8"/>',
  ),
  employer: icon('<path d="M5 28V8l11-4v24M16 12h11v16M3 28h26"/><path d="M9 12h3m-3 5h3m-3 5h3m9-5h2m-2 5h2"/>'),
} as const;

export const tick = icon('<path d="m4 12 5 5L20 6"/>', 18, 24);
export const bigTick = icon('<circle cx="16" cy="16" r="13"/><path d="m10 16 4.5 4.500L22.5 12"/>', 44);

/** The shapes of the clock's four colours: a circle, a triangle, a square, two bars. */
export const clockShapes = {
  green: icon('<circle cx="12" cy="12" r="9"/><path d="M12 7v5l3 2"/>', 22, 24),
  yellow: icon('<path d="M12 3 22 21H2z"/><path d="M12 10v5m0 2.500v.1"/>', 22, 24),
  red: icon('<rect x="3" y="3" width="18" height="18" rx="2"/><path d="M12 7v6m0 3.500v.1"/>', 22, 24),
  stopped: icon('<circle cx="12" cy="12" r="9"/><path d="M10 9v6m4-6v6"/>', 22, 24),
} as const;

const face = (mouth: string, eyes = '<path d="M11 13v.1m10-.1v.1" stroke-width="3"/>') =>
  icon(`<circle cx="16" cy="16" r="12"/>${eyes}${mouth}`, 36);

/** From very satisfied (5) to very dissatisfied (1). */
export const faces: Record<number, Html> = {
  5: face('<path d="M9.5 18a6.5 6.5 0 0 0 13 0z"/>'),
  4: face('<path d="M10.5 19a6.5 6.5 0 0 0 11 0"/>'),
  3: face('<path d="M11 20h10"/>'),
  2: face('<path d="M11 22a6 6 0 0 1 10 0"/>'),
  1: face('<path d="M10 23a6.5 6.5 0 0 1 12 0"/>', '<path d="m9.5 11 3 2-3 2m13-4-3 2 3 2"/>'),
};
