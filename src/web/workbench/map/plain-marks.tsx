import { unknownColour } from '../../shared/map/classes.ts';
import { meanGroup } from '../../shared/map/gather.ts';
import { markPaths, markTransform } from '../../shared/map/marks.ts';
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
  const hollow = point.look === 'closed';
  const picked = scene.selected.includes(point.id);
  const ringed = point.look !== 'there' && point.look !== 'faint';
  return (
    <g data-point={point.id} opacity={point.look === 'faint' ? 0.35 : 1}>
      <title>{[point.name, point.says].filter(Boolean).join(' · ')}</title>
      {picked && (
        <circle
          cx={x}
          cy={y}
          r={(markPaths[point.level].size / 2) * scale + 6}
          fill="#ffc533"
          fillOpacity=".5"
          stroke={colours[scene.theme].text}
          strokeWidth="2"
        />
      )}
      {ringed && (
        <circle
          cx={x}
          cy={y}
          r={(markPaths[point.level].size / 2) * scale + 4}
          fill="none"
          stroke={hollow ? '#5c5249' : point.colour}
          strokeWidth="1.6"
          strokeDasharray={point.look === 'moved' ? '4 3' : undefined}
        />
      )}
      <g transform={markTransform(point.level, x, y, scale)}>
        <path
          d={body}
          fill={hollow ? edge : point.colour}
          stroke={hollow ? '#5c5249' : edge}
          strokeWidth="2.4"
          paintOrder="stroke"
        />
        {hollow ? (
          <path d="M8 8.5l8 8M16 8.5l-8 8" stroke="#5c5249" strokeWidth="2" />
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
