import { type CSSProperties, useRef, useState } from 'react';
import type { Change } from '#api/planning.ts';
import type { Scene, View } from '../../shared/map/scene.ts';
import { Tools } from '../map/map-tools.tsx';
import { type MapHandle, SiteMap } from '../map/site-map.tsx';
import { Loading } from '../ui/kit.tsx';
import { PlanLegend, usePlanGround, usePlanScene } from './plan-map.tsx';
import { p } from './words.ts';

interface Side {
  name: string;
  /** A plan; left out, the points in force. */
  scenario: string | undefined;
  changes: readonly Change[] | undefined;
}

/** Two networks on one ground: left of the line the one before, right of it the one after. The line is drawn by mouse, finger or arrow keys. */
export function Swipe({ before, after }: { before: Side; after: Side }) {
  const beneath = usePlanGround();
  const [gathered, setGathered] = useState(true);
  const old = usePlanScene({ level: 'village', ...before, before: before.changes }, gathered);
  const next = usePlanScene({ level: 'village', ...after, before: before.changes }, gathered);
  const [seen, setSeen] = useState<{ by: string; view: View }>();
  const [at, setAt] = useState(50);
  const below = useRef<MapHandle>(null);
  if (!beneath || !old || !next) return <Loading />;
  const map = (by: string, scene: Scene, title: string) => (
    <SiteMap
      {...beneath}
      {...(by === 'after' && { ref: below })}
      scene={scene}
      title={title}
      bare
      follow={seen && seen.by !== by ? seen.view : undefined}
      onView={(view) => setSeen({ by, view })}
    />
  );
  const zoom = (by: number) => {
    const view = below.current?.view();
    if (view) below.current?.look({ ...view, zoom: view.zoom + by });
  };
  return (
    <figure className="plan-map">
      <div className="plan-map-box swipe" style={{ '--at': `${at}%` } as CSSProperties}>
        {/* Who has drawn the line to an edge does not walk by keys over what it hides. */}
        <div inert={at === 0}>{map('before', old, before.name)}</div>
        <div inert={at === 100}>{map('after', next, after.name)}</div>
        <p className="swipe-names">
          <span>{before.name}</span>
          <span>{after.name}</span>
        </p>
        <Tools onZoom={zoom} onWhole={() => below.current?.look(beneath.ground.bounds)} />
        <input
          type="range"
          className="swipe-line"
          aria-label={p('compare.swipe')}
          aria-valuetext={p('compare.swipe.at', { before: before.name, after: after.name, share: at })}
          value={at}
          onChange={(event) => setAt(Number(event.target.value))}
        />
      </div>
      <PlanLegend scene={next} gathered={gathered} onGather={setGathered} />
    </figure>
  );
}
