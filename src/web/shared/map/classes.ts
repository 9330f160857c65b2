/**
 * Colours of values. The scales are those of ColorBrewer and Okabe & Ito that keep their order for all common kinds of colour
 * blindness and in grey, darkened where they would vanish on paper; a legend always says the bounds in figures too.
 */
export type Theme = 'paper' | 'night';

/** From little to much. */
const sequences: Record<Theme, readonly string[]> = {
  paper: ['#b5d9a6', '#62b59b', '#2c8fa0', '#1c608c', '#152f66'],
  night: ['#4a6fa8', '#3591a6', '#4fb5a0', '#9fd894', '#f5f5aa'],
};

/** From well to badly: blue is well, burnt orange is badly; no red against green. */
const judgements: Record<Theme, readonly string[]> = {
  paper: ['#2166ac', '#75a9cf', '#cfc9b8', '#e08a3c', '#a63603'],
  night: ['#4a9be0', '#8cc3ea', '#8c949a', '#f0a35a', '#ff6f2e'],
};

/** Kinds without an order (Okabe & Ito 2008). */
const kinds: Record<Theme, readonly string[]> = {
  paper: ['#0072b2', '#d55e00', '#007d5c', '#b0588a', '#8a6d00', '#3f9bd1', '#5c5c5c'],
  night: ['#56b4e9', '#e69f00', '#3fc49b', '#e08fbb', '#f0e442', '#8fb8ff', '#b5b5b5'],
};

/** What no value is known of. */
export const unknownColour: Record<Theme, string> = { paper: '#a8a79f', night: '#5a666b' };
export const plainColour: Record<Theme, string> = { paper: '#0d5b62', night: '#6fd3cf' };

export type ScaleKind = 'sequence' | 'judgement' | 'kinds';

/** `count` colours of a scale, spread over its whole range. */
export function coloursOf(kind: ScaleKind, count: number, theme: Theme): string[] {
  const all = { sequence: sequences, judgement: judgements, kinds }[kind][theme];
  if (kind === 'kinds') return Array.from({ length: count }, (_, at) => all[at % all.length]!);
  if (count === 1) return [all[Math.floor(all.length / 2)]!];
  return Array.from({ length: count }, (_, at) => all[Math.round((at * (all.length - 1)) / (count - 1))]!);
}

/** The largest step of 1, 2 or 5 times a power of ten that is not above `most`. */
function roundStep(most: number): number {
  const power = 10 ** Math.floor(Math.log10(most));
  return [5, 2, 1].map((times) => times * power).find((step) => step <= most * 1.000_001) ?? power;
}

/** The multiple of a step that is nearest; divided by the inverse of a small step, so that 0.3 does not become 0.30000000000000004. */
const toStep = (value: number, step: number): number =>
  step < 1 ? Math.round(value / step) / Math.round(1 / step) : Math.round(value / step) * step;

/**
 * Where to cut values into at most `most` classes of about equal numbers of points, at figures as round as the neighbouring cuts
 * allow: each value belongs to the class of the last break that it reaches. Few different values give few classes; the answer
 * ascends and never holds the lowest.
 */
export function breaksOf(values: readonly number[], most = 5): number[] {
  const sorted = values.filter(Number.isFinite).toSorted((a, b) => a - b);
  const different = [...new Set(sorted)];
  if (different.length <= 1) return [];
  if (different.length <= most) return different.slice(1);
  const [low, high] = [sorted[0]!, sorted.at(-1)!];
  // Where most have nothing (no case overdue), nothing is a class of its own and the others are cut among themselves.
  if (sorted[Math.floor(sorted.length / most)] === low && most > 2) {
    const others = sorted.filter((value) => value > low);
    return [...new Set([others[0]!, ...breaksOf(others, most - 1)])].sort((a, b) => a - b);
  }
  // Where most have all there is (everybody comes in time), all is one too.
  if (sorted[sorted.length - Math.ceil(sorted.length / most) - 1] === high && most > 2) {
    const others = sorted.filter((value) => value < high);
    return [...breaksOf(others, most - 1), high];
  }
  const quantiles = Array.from({ length: most - 1 }, (_, n) => sorted[Math.floor(((n + 1) / most) * sorted.length)]!);
  const ends = [...new Set([low, ...quantiles, high])];
  const cuts = ends.slice(1, -1).map((cut, at) => {
    const gap = Math.min(cut - ends[at]!, ends[at + 2]! - cut);
    return toStep(cut, roundStep(gap / 2));
  });
  return [...new Set(cuts)].filter((cut) => cut > low && cut <= high).sort((a, b) => a - b);
}

/** The class of a value: how many of the breaks it reaches. */
export function classOf(value: number, breaks: readonly number[]): number {
  let low = 0;
  let high = breaks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (breaks[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How light a colour is, 0 to 1 (WCAG's relative luminance). */
export function luminance(hex: string): number {
  const part = (from: number) => {
    const c = Number.parseInt(hex.slice(from, from + 2), 16) / 255;
    return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5);
}
