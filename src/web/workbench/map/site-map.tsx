import { type Ref, useEffect, useImperativeHandle, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { canDrawWithGl } from '../../shared/map/can-draw.ts';
import type { GlMap, Hover, Padding } from '../../shared/map/gl-map.ts';
import type { Bounds } from '../../shared/map/mercator.ts';
import type { View } from '../../shared/map/scene.ts';
import { language } from '../words.ts';
import { Scale, Tools } from './map-tools.tsx';
import { PlainMap } from './plain-map.tsx';
import type { MapHandle, SiteMapProps } from './props.ts';
import { tm } from './words.ts';
import './map.css';

export type { MapHandle, SiteMapProps } from './props.ts';

const noPadding: Padding = { top: 24, right: 24, bottom: 24, left: 24 };

/** The map of points: WebGL where the browser can, else a plain drawing of the same scene. It fills its parent. */
export function SiteMap(props: SiteMapProps) {
  const { plain = false, onDrawing } = props;
  const [kind, setKind] = useState<'gl' | 'plain'>(() => (!plain && canDrawWithGl() ? 'gl' : 'plain'));
  const shown = plain ? 'plain' : kind;
  // A wall whose graphics driver broke down is drawn plainly meanwhile, and tried again.
  const { still = false } = props;
  useEffect(() => {
    if (!still || plain || kind === 'gl') return;
    const timer = setInterval(() => canDrawWithGl() && setKind('gl'), 60_000);
    return () => clearInterval(timer);
  }, [still, plain, kind]);
  const told = useRef(onDrawing);
  told.current = onDrawing;
  useEffect(() => told.current?.(shown), [shown]);
  return shown === 'gl' ? (
    <Gl key={props.scene.theme} {...props} onBroken={() => setKind('plain')} />
  ) : (
    <Plain {...props} />
  );
}

function useHandle(ref: Ref<MapHandle> | undefined, handle: () => MapHandle): void {
  useImperativeHandle(ref, handle);
}

function Plain({ children, ref, ...props }: SiteMapProps) {
  const look = useRef<(at: Bounds | View) => void>(undefined);
  const view = useRef<View>(props.start);
  const picture = useRef<() => Promise<HTMLCanvasElement | undefined>>(undefined);
  useHandle(ref, () => ({
    look: (at) => look.current?.(at),
    view: () => view.current,
    picture: async () => picture.current?.(),
  }));
  return (
    <div className="map-box" data-drawing="plain" data-theme={props.scene.theme}>
      <PlainMap
        {...props}
        padding={{ ...noPadding, ...props.padding }}
        lookRef={look}
        viewRef={view}
        pictureRef={picture}
      />
      {children}
    </div>
  );
}

function Gl({ children, onBroken, ref, ...props }: SiteMapProps & { onBroken: () => void }) {
  const { ground, scene, tiles, title, start, follow, still = false, bare = still, movable } = props;
  const box = useRef<HTMLDivElement>(null);
  const map = useRef<GlMap>(undefined);
  const now = useRef(props);
  now.current = props;
  const broken = useRef(onBroken);
  broken.current = onBroken;
  const [ready, setReady] = useState(false);
  const [missing, setMissing] = useState(false);
  const [hover, setHover] = useState<Hover>();
  const [metres, setMetres] = useState<number>();
  useHandle(ref, () => ({
    look: (at, hurry) => map.current?.look(at, hurry),
    view: () => map.current?.view(),
    picture: async () => map.current?.picture(),
  }));

  const first = useRef(start);
  const shownIn = language();
  useEffect(() => {
    let live = true;
    let own: GlMap | undefined;
    import('../../shared/map/gl-map.ts')
      .then(async (module) => {
        // A file that cannot be read leaves the city's own ground, and says so.
        const beneath =
          tiles && (await module.outsideTiles(tiles, now.current.scene.theme, shownIn).catch(() => undefined));
        if (!live || !box.current) return;
        setMissing(tiles !== undefined && beneath === undefined);
        own = new module.GlMap({
          container: box.current,
          ground,
          scene: now.current.scene,
          language: shownIn,
          beneath,
          view: first.current,
          padding: { ...noPadding, ...now.current.padding },
          still,
          title: now.current.title,
          onReady: () => {
            if (!live || !own) return;
            // What changed while the map was loading.
            own.setScene(now.current.scene);
            setMetres(own.metresPerPixel());
            setReady(true);
          },
          onPoint: (id) => now.current.onPick?.(id),
          onGround: (at) => now.current.onGround?.(at),
          onHover: setHover,
          onView: (view, followed) => {
            first.current = view;
            if (own) setMetres(own.metresPerPixel());
            if (!followed) now.current.onView?.(view);
          },
          onMoved: (id, to) => now.current.onMoved?.(id, to),
          onBroken: () => broken.current(),
        });
        map.current = own;
      })
      // A browser that lies about WebGL, or a chunk that did not arrive: the plain drawing needs neither.
      .catch(() => live && broken.current());
    return () => {
      live = false;
      map.current = undefined;
      own?.remove();
    };
  }, [ground, tiles, still, shownIn]);

  useEffect(() => {
    if (ready) map.current?.setTitle(title);
  }, [title, ready]);

  useEffect(() => {
    if (ready) map.current?.setScene(scene);
  }, [scene, ready]);
  // A WebGL canvas prints as nothing: its picture stands in for it.
  const [paper, setPaper] = useState<string>();
  useEffect(() => {
    const before = () => flushSync(() => setPaper(map.current?.printed()));
    const after = () => setPaper(undefined);
    window.addEventListener('beforeprint', before);
    window.addEventListener('afterprint', after);
    return () => {
      window.removeEventListener('beforeprint', before);
      window.removeEventListener('afterprint', after);
    };
  }, []);
  useEffect(() => {
    if (ready && follow) map.current?.follow(follow);
  }, [follow, ready]);
  useEffect(() => {
    if (ready) map.current?.setMovable(movable);
  }, [movable, ready]);

  const over = hover?.id === undefined ? undefined : scene.points.find(({ id }) => id === hover.id);
  return (
    <div className="map-box" data-drawing="gl" data-theme={scene.theme} data-ready={ready || undefined}>
      <div ref={box} className="map-gl" />
      {paper !== undefined && <img className="map-gl" src={paper} alt={title} />}
      {!ready && (
        <p className="map-loading" role="status">
          {tm('loading')}
        </p>
      )}
      {missing && (
        <p className="map-missing" role="status">
          {tm('tiles.missing')}
        </p>
      )}
      {hover && (
        <p
          className="map-tip"
          aria-hidden="true"
          style={{ transform: `translate(${hover.x + 14}px, ${hover.y + 14}px)` }}
        >
          {over ? (
            <>
              <b>{over.name}</b>
              {over.says !== '' && <span>{over.says}</span>}
            </>
          ) : (
            tm('cluster', { count: hover.count })
          )}
        </p>
      )}
      {!bare && <Tools onZoom={(by) => map.current?.zoom(by)} onWhole={() => map.current?.look(ground.bounds)} />}
      {metres !== undefined && <Scale metresPerPixel={metres} />}
      {children}
    </div>
  );
}
