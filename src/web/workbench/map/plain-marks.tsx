import { unknownColour } from '../../shared/map/classes.ts';
import { meanGroup } from '../../shared/map/gather.ts';
import { changeMarks, changeOf, markPaths, markScale, markSize, markTransform } from '../../shared/map/marks.ts';
import type { Spot } from '../../shared/map/mercator.ts';
import type { DrawnPoint, Scene } from '../../shared/map/scene.ts';
import { colours } from '../../shared/map/style.ts';
import { tm } from './words.ts';

export function Mark({
  point,
  at: [x, y],
  scale,
  scene,
}: {
  point: DrawnPoint;
  at: Spot;
  scale: number;
  scene: Scene;
}) {
  const { body, cut } = markPaths[point.level];
  const edge = scene.theme === 'paper' ? '#fffdf7' : '#0b1316';
  const change = changeOf(point.look);
  const colour = change ? changeMarks[change].colour : point.colour;
  const hollow = change === 'closed';
  const size = markSize(point.level, point.look) * scale * markScale[scene.theme];
  return (
    <g data-point={point.id} data-look={point.look} opacity={point.look === 'faint' ? 0.35 : 1}>
      <title>{[point.name, point.says].filter(Boolean).join(' · ')}</title>
      {scene.selected.includes(point.id) && (
        <circle
          cx={x}
          cy={y}
          r={size / 2 + 6}
          fill="#ffc533"
          fillOpacity=".5"
          stroke={colours[scene.theme].text}
          strokeWidth="2"
        />
      )}
      <g transform={markTransform(size, x, y)}>
        <path
          d={body}
          fill={hollow ? edge : colour}
          stroke={hollow ? colour : edge}
          strokeWidth="2.4"
          paintOrder="stroke"
        />
        {change ? (
          <path
            d={changeMarks[change].sign}
            fill="none"
            stroke={hollow ? colour : edge}
            strokeWidth="2.4"
            strokeLinecap="round"
            strokeLinejoin="round"
          />
        ) : (
          cut && <path d={cut} fill={edge} />
        )}
      </g>
    </g>
  );
}

export function Group({ things, at: [x, y], scene }: { things: readonly DrawnPoint[]; at: Spot; scene: Scene }) {
  const group = meanGroup(things.map((thing) => thing.group));
  const colour = scene.colours[group] ?? unknownColour[scene.theme];
  const radius = Math.min(22, 7 + Math.sqrt(things.length) * 1.6);
  return (
    <g data-group="">
      <title>{tm('cluster', { count: things.length })}</title>
      <circle
        cx={x}
        cy={y}
        r={radius}
        fill={colour}
        stroke={scene.theme === 'paper' ? '#fffdf7' : '#0b1316'}
        strokeWidth="1.6"
      />
      <text
        x={x}
        y={y + 4}
        textAnchor="middle"
        fontSize="11.5"
        fontWeight="600"
        fill={scene.theme === 'paper' ? '#fff' : '#0b1316'}
        stroke="rgba(20,30,30,.5)"
        strokeWidth={scene.theme === 'paper' ? 1.6 : 0}
        paintOrder="stroke"
      >
        {things.length}
      </text>
    </g>
  );
}
