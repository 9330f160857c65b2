import { unknownColour } from '../../shared/map/classes.ts';
import { meanGroup } from '../../shared/map/gather.ts';
import {
  changeMarks,
  changeOf,
  markPaths,
  markScale,
  markSize,
  markTransform,
  roadMarks,
  speckEdge,
} from '../../shared/map/marks.ts';
import type { Lonlat, Spot } from '../../shared/map/mercator.ts';
import type { DrawnPoint, DrawnRoad, RoadLook, Scene } from '../../shared/map/scene.ts';
import { colours } from '../../shared/map/style.ts';
import { tm } from './words.ts';

export function Mark({
  point,
  at: [x, y],
  scale,
  scene,
  speck,
}: {
  point: DrawnPoint;
  at: Spot;
  scale: number;
  scene: Scene;
  /** Pixels of the ring that it is drawn as where there are too many for their signs. */
  speck?: number | undefined;
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
      {speck !== undefined ? (
        <circle cx={x} cy={y} r={speck + speckEdge / 2} fill={edge} stroke={colour} strokeWidth={speckEdge} />
      ) : (
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
      )}
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

/** The sign of a road that a plan alters, in a box of 24 × 24. */
export function RoadSign({ look }: { look: RoadLook }) {
  const { colour, sign } = roadMarks[look];
  return (
    <>
      <circle cx="12" cy="12" r="11" fill={colour} stroke="#fffdf7" strokeWidth="2" />
      <path d={sign} fill="none" stroke="#fffdf7" strokeWidth="3" strokeLinecap="round" strokeLinejoin="round" />
    </>
  );
}

/** A road that a plan supposes out or driven at another speed. */
export function AlteredRoad({
  road: { look, lines, says },
  spot,
  theme,
}: {
  road: DrawnRoad;
  spot: (at: Lonlat) => Spot;
  theme: Scene['theme'];
}) {
  const d = lines
    .map(
      (line) =>
        `M${line
          .map((one) =>
            spot(one)
              .map((x) => x.toFixed(1))
              .join(' '),
          )
          .join('L')}`,
    )
    .join('');
  const { colour, dash } = roadMarks[look];
  return (
    <g data-road={look}>
      <title>{says}</title>
      <g fill="none" strokeLinejoin="round">
        <path d={d} stroke={theme === 'paper' ? '#fffdf7' : '#0b1316'} strokeWidth="8" strokeLinecap="round" />
        <path d={d} stroke={colour} strokeWidth="4.4" strokeDasharray={dash?.map((each) => each * 4.4).join(' ')} />
      </g>
    </g>
  );
}
