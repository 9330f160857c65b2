import type { Spot } from './mercator.ts';

export interface Label {
  text: string;
  at: Spot;
  size: number;
  /** Pixels between the place and its name. */
  gap: number;
}
export interface PlacedLabel extends Label {
  /** Where the middle of the text stands. */
  middle: Spot;
}

/** Pixels that a text is wide: a Chinese character is as wide as it is high, others about half. */
export const widthOf = (text: string, size: number): number =>
  [...text].reduce((sum, character) => sum + (character.codePointAt(0)! > 0x2e7f ? size : size * 0.56), 0);

type Box = readonly [left: number, top: number, right: number, bottom: number];
const overlaps = (a: Box, b: Box): boolean => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];

/**
 * Names that do not lie on one another, nor on what is `taken`, nor beyond the drawing: the earlier in the list the more important.
 * Each is tried below, above, to the right and to the left of its place; a name without room is left out.
 */
export function placeLabels(
  labels: readonly Label[],
  width: number,
  height: number,
  taken: readonly Box[] = [],
): PlacedLabel[] {
  const boxes: Box[] = [...taken];
  return labels.flatMap((label) => {
    const half = widthOf(label.text, label.size) / 2;
    const tall = label.size * 0.65;
    const [x, y] = label.at;
    const tries: Spot[] = [
      [x, y + label.gap + tall],
      [x, y - label.gap - tall],
      [x + label.gap + half, y],
      [x - label.gap - half, y],
    ];
    for (const middle of tries) {
      const box: Box = [middle[0] - half - 2, middle[1] - tall, middle[0] + half + 2, middle[1] + tall];
      if (box[0] < 0 || box[1] < 0 || box[2] > width || box[3] > height) continue;
      if (boxes.some((other) => overlaps(box, other))) continue;
      boxes.push(box);
      return [{ ...label, middle }];
    }
    return [];
  });
}
