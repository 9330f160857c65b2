import { luminance, type Theme } from './classes.ts';
import type { SiteLevel } from './ground.ts';
import { changeMarks, changeOf, markPaths, markSize, roadMarkSize, roadMarks } from './marks.ts';
import type { PointLook, RoadLook } from './scene.ts';

/** Pictures are drawn at twice their size, for sharp screens. */
export const sharpness = 2;

/** The name of a point's picture holds all that it depends on, so that a picture is drawn when it is first asked for. */
export const pictureName = (level: SiteLevel, colour: string, look: PointLook, theme: Theme): string =>
  `mark|${level}|${colour}|${look}|${theme}`;

export const roadPictureName = (look: RoadLook, theme: Theme): string => `road|${look}|${theme}`;

export interface Drawing {
  width: number;
  height: number;
  data: Uint8ClampedArray;
}

/** Draws what the name says; undefined for a name that is not ours. */
export function drawPicture(name: string): Drawing | undefined {
  if (name === 'peak') return drawPeak('#8a7359');
  if (name === 'peak-night') return drawPeak('#b7a58d');
  const [what, road, by] = name.split('|') as [string, RoadLook, Theme];
  if (what === 'road' && road in roadMarks) return drawRoadSign(road, by);
  const [kind, level, colour, look, theme] = name.split('|') as [string, SiteLevel, string, PointLook, Theme];
  if (kind !== 'mark' || !(level in markPaths)) return undefined;
  return drawMark(level, colour, look, theme);
}

function canvasOf(size: number): CanvasRenderingContext2D {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = size;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('a canvas without a context');
  return context;
}

function drawPeak(colour: string): Drawing {
  const context = canvasOf(28);
  context.fillStyle = colour;
  context.beginPath();
  context.moveTo(14, 6);
  context.lineTo(24, 23);
  context.lineTo(4, 23);
  context.fill();
  return context.getImageData(0, 0, 28, 28);
}

/** The sign of an altered road: white on a round shield. */
function drawRoadSign(look: RoadLook, theme: Theme): Drawing {
  const side = (roadMarkSize + 3) * sharpness;
  const context = canvasOf(side);
  const scale = (roadMarkSize * sharpness) / 24;
  context.translate(side / 2, side / 2);
  context.scale(scale, scale);
  context.beginPath();
  context.arc(0, 0, 11, 0, 2 * Math.PI);
  context.fillStyle = roadMarks[look].colour;
  context.strokeStyle = theme === 'paper' ? '#fffdf7' : '#0b1316';
  context.lineWidth = 2.4;
  context.fill();
  context.stroke();
  context.translate(-12, -12);
  context.lineCap = context.lineJoin = 'round';
  context.lineWidth = 3;
  context.strokeStyle = '#fffdf7';
  context.stroke(new Path2D(roadMarks[look].sign));
  return context.getImageData(0, 0, side, side);
}

/** A mark with its edge: light around it on paper, dark by night, so that it stands off any ground. */
function drawMark(level: SiteLevel, colour: string, look: PointLook, theme: Theme): Drawing {
  const { body, cut } = markPaths[level];
  const size = markSize(level, look);
  const change = changeOf(look);
  const side = Math.ceil((size + 5) * sharpness);
  const context = canvasOf(side);
  const scale = (size * sharpness) / 24;
  const edge = theme === 'paper' ? '#fffdf7' : '#0b1316';
  const own = change ? changeMarks[change].colour : colour;
  const hollow = change === 'closed';
  context.translate(side / 2, side / 2);
  context.scale(scale, scale);
  context.translate(-12, -12);
  const path = new Path2D(body);
  context.lineJoin = 'round';
  context.lineWidth = (3.4 * sharpness) / scale;
  context.strokeStyle = theme === 'paper' ? 'rgba(40,36,28,.75)' : 'rgba(0,0,0,.9)';
  context.globalAlpha = look === 'faint' ? 0.2 : 0.6;
  context.stroke(path);
  context.globalAlpha = look === 'faint' ? 0.35 : 1;
  context.lineWidth = (1.9 * sharpness) / scale;
  context.strokeStyle = edge;
  context.stroke(path);
  context.fillStyle = hollow ? edge : own;
  context.fill(path);
  if (change) {
    context.lineCap = 'round';
    context.lineWidth = 2.4;
    context.strokeStyle = hollow ? own : edge;
    if (hollow) context.stroke(path);
    context.stroke(new Path2D(changeMarks[change].sign));
  } else if (cut) {
    context.fillStyle = luminance(colour) > 0.45 ? 'rgba(20,26,28,.85)' : edge;
    context.fill(new Path2D(cut));
  }
  return context.getImageData(0, 0, side, side);
}
