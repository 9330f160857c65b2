import type { LegendRow } from './layers.ts';

/** Gives a file to the reader under a name. */
export function save(file: Blob, name: string): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser has its own copy by the next turn of the clock.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

export interface Sheet {
  title: string;
  /** The day, the source, the approval number: what makes a picture worth keeping. */
  lines: readonly string[];
  legends: readonly { title: string; rows: readonly LegendRow[] }[];
}

/** The map as a sheet of its own: title above, legend on it, source and day below. */
export function sheetOf(map: HTMLCanvasElement, { title, lines, legends }: Sheet): HTMLCanvasElement {
  const { width, height } = map;
  const unit = Math.max(width, 900) / 1000;
  const head = 64 * unit;
  const foot = (20 + 20 * lines.length) * unit;
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height + head + foot;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('a canvas without a context');
  const family = getComputedStyle(document.body).fontFamily;
  const font = (size: number, weight = 400) => {
    context.font = `${weight} ${size * unit}px ${family}`;
  };
  context.fillStyle = '#fffdf7';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(map, 0, head);
  context.fillStyle = '#1d2628';
  context.textBaseline = 'middle';
  font(26, 600);
  context.fillText(title, 24 * unit, head / 2);
  font(13);
  context.fillStyle = '#535c5c';
  for (const [at, line] of lines.entries()) context.fillText(line, 24 * unit, head + height + (22 + 20 * at) * unit);

  font(13);
  const wide = Math.max(
    ...legends
      .flatMap(({ title: of, rows }) => [of, ...rows.map(({ label }) => label)])
      .map((text) => context.measureText(text).width),
  );
  const high = (rows: readonly LegendRow[]) => (42 + 22 * rows.length) * unit;
  const box = { x: 20 * unit, y: head + 20 * unit, width: wide + 66 * unit };
  const whole = legends.reduce((sum, { rows }) => sum + high(rows), 0);
  context.fillStyle = 'rgba(255,253,247,.93)';
  context.fillRect(box.x, box.y, box.width, whole);
  context.strokeStyle = '#dbd6ca';
  context.strokeRect(box.x, box.y, box.width, whole);
  let top = box.y;
  for (const { title: of, rows } of legends) {
    context.fillStyle = '#1d2628';
    font(14, 600);
    context.fillText(of, box.x + 14 * unit, top + 20 * unit);
    font(13);
    for (const [at, { colour, label }] of rows.entries()) {
      const y = top + (46 + 22 * at) * unit;
      context.fillStyle = colour;
      context.fillRect(box.x + 14 * unit, y - 7 * unit, 22 * unit, 14 * unit);
      context.fillStyle = '#1d2628';
      context.fillText(label, box.x + 46 * unit, y);
    }
    top += high(rows);
  }
  return canvas;
}

/** The plain drawing as a picture: a copy of it, with the letters of the page that it stands on. */
export async function pictureOf(svg: SVGSVGElement): Promise<HTMLCanvasElement> {
  const { width, height } = svg.getBoundingClientRect();
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const given = { xmlns: 'http://www.w3.org/2000/svg', width, height, viewBox: `0 0 ${width} ${height}` };
  for (const [name, value] of Object.entries(given)) copy.setAttribute(name, String(value));
  copy.style.fontFamily = getComputedStyle(svg).fontFamily;
  const picture = new Image();
  picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`;
  await picture.decode();
  const canvas = document.createElement('canvas');
  const sharp = Math.min(2, window.devicePixelRatio);
  canvas.width = Math.round(width * sharp);
  canvas.height = Math.round(height * sharp);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('a canvas without a context');
  context.fillStyle = getComputedStyle(svg).backgroundColor;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
}

export const png = (canvas: HTMLCanvasElement): Promise<Blob> =>
  new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture came of the map'))), 'image/png'),
  );
