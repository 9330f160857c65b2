import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { breaksOf, classOf, coloursOf, luminance, type ScaleKind, type Theme } from './classes.ts';

const values = fc.array(fc.oneof(fc.integer({ min: 0, max: 20_000 }), fc.double({ min: 0, max: 1, noNaN: true })), {
  maxLength: 300,
});

describe('classes of values', () => {
  it('ascend, leave no class below the least value empty by design, and are few', () => {
    fc.assert(
      fc.property(values, fc.integer({ min: 2, max: 7 }), (all, most) => {
        const breaks = breaksOf(all, most);
        expect(breaks.length).toBeLessThan(most);
        for (const [at, cut] of breaks.entries()) {
          if (at > 0) expect(cut).toBeGreaterThan(breaks[at - 1]!);
          expect(cut).toBeGreaterThan(Math.min(...all));
          expect(cut).toBeLessThanOrEqual(Math.max(...all));
        }
      }),
    );
  });

  it('put each value where its bounds say', () => {
    fc.assert(
      fc.property(values, (all) => {
        const breaks = breaksOf(all);
        for (const value of all) {
          const group = classOf(value, breaks);
          if (group > 0) expect(value).toBeGreaterThanOrEqual(breaks[group - 1]!);
          if (group < breaks.length) expect(value).toBeLessThan(breaks[group]!);
        }
      }),
    );
  });

  it('cut at figures that can be said, and not at all where all are alike', () => {
    expect(breaksOf([7, 7, 7])).toEqual([]);
    expect(breaksOf([])).toEqual([]);
    expect(breaksOf([1, 2, 3])).toEqual([2, 3]);
    const thousand = Array.from({ length: 1000 }, (_, n) => 13 + n * 4.37);
    expect(breaksOf(thousand)).toEqual([800, 1800, 2600, 3600]);
    // A few great ones among many small ones: the small ones are still told apart.
    const tailed = Array.from({ length: 1000 }, (_, n) => (n < 900 ? 500 + n : 90_000 + n));
    expect(breaksOf(tailed)).toEqual([700, 900, 1100, 1300]);
    // Most have none: that is a class, and the rest is cut among itself.
    const rare = Array.from({ length: 1000 }, (_, n) => (n < 900 ? 0 : n - 899));
    expect(breaksOf(rare)).toEqual([1, 30, 50, 80]);
    expect(breaksOf([Number.NaN, 1, 2])).toEqual([2]);
  });
});

describe('colours', () => {
  const parts = (hex: string) => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255);
  /** What people see who lack a kind of cone (Viénot, Brettel and Mollon 1999, on linear light). */
  const seenBy = {
    everybody: (rgb: number[]) => rgb,
    'those without red cones': ([r, g, b]: number[]) => [
      0.1124 * r! + 0.8876 * g!,
      0.1124 * r! + 0.8876 * g!,
      0.004 * r! - 0.004 * g! + b!,
    ],
    'those without green cones': ([r, g, b]: number[]) => [
      0.2928 * r! + 0.7072 * g!,
      0.2928 * r! + 0.7072 * g!,
      -0.0223 * r! + 0.0223 * g! + b!,
    ],
  };
  const linear = (c: number) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
  /** How far two colours are apart in CIE L*a*b*. */
  const apart = (a: string, b: string, eye: (rgb: number[]) => number[]) => {
    const lab = (hex: string) => {
      const [r, g, bl] = eye(parts(hex).map(linear)).map((c) => Math.max(0, Math.min(1, c))) as [
        number,
        number,
        number,
      ];
      const f = (t: number) => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116);
      const [x, y, z] = [
        f((0.4124 * r + 0.3576 * g + 0.1805 * bl) / 0.9505),
        f(0.2126 * r + 0.7152 * g + 0.0722 * bl),
        f((0.0193 * r + 0.1192 * g + 0.9505 * bl) / 1.089),
      ];
      return [116 * y - 16, 500 * (x - y), 200 * (y - z)] as const;
    };
    const [p, q] = [lab(a), lab(b)];
    return Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);
  };

  const themes: Theme[] = ['paper', 'night'];
  const kinds: ScaleKind[] = ['sequence', 'judgement'];
  for (const theme of themes)
    for (const kind of kinds)
      for (const [who, eye] of Object.entries(seenBy))
        it(`${kind} on ${theme}: neighbours are told apart by ${who}`, () => {
          const colours = coloursOf(kind, 5, theme);
          for (const [at, colour] of colours.entries())
            for (const other of colours.slice(at + 1))
              expect(apart(colour, other, eye), `${colour} ${other}`).toBeGreaterThan(9);
        });

  it('get darker on paper and lighter by night as values grow', () => {
    const paper = coloursOf('sequence', 5, 'paper').map(luminance);
    const night = coloursOf('sequence', 5, 'night').map(luminance);
    expect(paper).toEqual(paper.toSorted((a, b) => b - a));
    expect(night).toEqual(night.toSorted((a, b) => a - b));
  });

  it('fewer classes take the ends of the scale', () => {
    expect(coloursOf('sequence', 2, 'paper')).toEqual([
      coloursOf('sequence', 5, 'paper')[0],
      coloursOf('sequence', 5, 'paper')[4],
    ]);
    expect(coloursOf('sequence', 1, 'paper')).toHaveLength(1);
  });
});
