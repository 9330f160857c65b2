import type { Theme } from './classes.ts';
import type { Relief } from './ground.ts';
import { type Bounds, toMercator } from './mercator.ts';
import { heightsOn, nightLook, paintRelief, paperLook } from './relief.ts';

export interface ReliefPicture {
  canvas: HTMLCanvasElement;
  bounds: Bounds;
}

const pictures = new WeakMap<Relief, Partial<Record<Theme, ReliefPicture>>>();

/** The shaded ground as a picture, painted once for each theme. */
export function reliefPicture(relief: Relief, theme: Theme): ReliefPicture {
  const known = pictures.get(relief) ?? {};
  pictures.set(relief, known);
  known[theme] ??= paint(relief, theme);
  return known[theme];
}

function paint(relief: Relief, theme: Theme): ReliefPicture {
  const { west, north, stepLon, stepLat, columns, rows } = relief;
  const bounds: Bounds = [west, north + (rows - 1) * stepLat, west + (columns - 1) * stepLon, north];
  const [left, top] = toMercator([bounds[0], bounds[3]]);
  const [right, bottom] = toMercator([bounds[2], bounds[1]]);
  const width = 1200;
  const height = Math.round((width * (bottom - top)) / (right - left));
  const middle = ((bounds[1] + bounds[3]) / 2) * (Math.PI / 180);
  const metresPerPixel = ((bounds[2] - bounds[0]) * 111_320 * Math.cos(middle)) / width;
  const heights = heightsOn(relief, bounds, width, height);
  const pixels = paintRelief(heights, width, height, metresPerPixel, theme === 'paper' ? paperLook : nightLook);
  fadeEdges(pixels, width, height);
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  canvas.getContext('2d')?.putImageData(new ImageData(pixels, width, height), 0, 0);
  return { canvas, bounds };
}

/** The picture ends in mist, not at an edge. */
function fadeEdges(pixels: Uint8ClampedArray, width: number, height: number): void {
  const mist = width / 12;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const edge = Math.min(x, y, width - 1 - x, height - 1 - y);
      if (edge < mist) pixels[4 * (y * width + x) + 3] = 255 * (edge / mist) ** 1.5;
    }
}
