import type { Spot } from './mercator.ts';

const rounds = 300;

/**
 * Moves marks that would cover one another just as far apart as they need, within a frame; what is `fixed` stays where it is.
 * @param gap pixels between the middles of two marks.
 * @param frame pixels; no middle comes nearer to its edges than half the gap.
 */
export function apart(
  marks: readonly Spot[],
  gap: number,
  frame: { width: number; height: number },
  fixed: readonly Spot[] = [],
): Spot[] {
  const spots: [number, number][] = marks.map(([x, y]) => [x, y]);
  const inside = (spot: [number, number]) => {
    spot[0] = Math.min(frame.width - gap / 2, Math.max(gap / 2, spot[0]));
    spot[1] = Math.min(frame.height - gap / 2, Math.max(gap / 2, spot[1]));
  };
  // A little more than asked, so that the last steps are not endlessly small.
  const wanted = gap * 1.02;
  for (let round = 0; round < rounds; round++) {
    let calm = true;
    spots.forEach((one, at) => {
      for (const [other, share] of [
        ...fixed.map((spot) => [spot, 1] as const),
        ...spots.slice(at + 1).map((spot) => [spot, 0.5] as const),
      ]) {
        const [dx, dy] = [one[0] - other[0], one[1] - other[1]];
        const distance = Math.hypot(dx, dy);
        if (distance >= gap) continue;
        calm = false;
        // Each in a direction of its own, so that marks on one place, or in a corner, do not push in a line for ever.
        const turn = 2.4 * (at + 1) + round;
        const [ux, uy] = distance < 0.5 ? [Math.cos(turn), Math.sin(turn)] : [dx / distance, dy / distance];
        const push = wanted - distance;
        const aside = 0.15 * push * Math.sin(turn);
        one[0] += share * push * ux - aside * uy;
        one[1] += share * push * uy + aside * ux;
        if (share === 1) continue;
        (other as [number, number])[0] -= share * push * ux;
        (other as [number, number])[1] -= share * push * uy;
      }
    });
    spots.forEach(inside);
    if (calm) break;
  }
  return spots;
}
