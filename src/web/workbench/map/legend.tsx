import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Theme } from '../../shared/map/classes.ts';
import { plainColour } from '../../shared/map/classes.ts';
import { type SiteLevel, siteLevels } from '../../shared/map/ground.ts';
import { changeMarks, markPaths, type PointChange } from '../../shared/map/marks.ts';
import { api } from '../api.ts';
import type { Layer } from './layers.ts';
import { tm } from './words.ts';

/** A point's shape, as on the map. */
export function MarkIcon({ level, colour, size = 18 }: { level: SiteLevel; colour: string; size?: number }) {
  const { body, cut } = markPaths[level];
  return (
    <svg viewBox="0 0 24 24" width={size} height={size} aria-hidden="true" className="map-mark">
      <path d={body} fill={colour} />
      {cut && <path d={cut} fill="#fffdf7" />}
    </svg>
  );
}

/** What a plan does to a point, as on the map. */
export function ChangeIcon({ of, size = 18 }: { of: PointChange; size?: number }) {
  const { colour, sign } = changeMarks[of];
  const hollow = of === 'closed';
  return (
    <svg viewBox="2 2 20 20" width={size} height={size} aria-hidden="true" className="map-mark">
      <path d={markPaths.village.body} fill={hollow ? '#fffdf7' : colour} stroke={colour} strokeWidth="2" />
      <path
        d={sign}
        fill="none"
        stroke={hollow ? colour : '#fffdf7'}
        strokeWidth="2.2"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}

/** What the colours say, with their bounds and how many points have each; the shapes beneath. */
export function Legend({ layer, theme, children }: { layer: Layer; theme: Theme; children?: ReactNode }) {
  const kinds = layer.id === 'level';
  const limits = useQuery(api.planning.settings.queryOptions()).data?.limits;
  const hint = limits && tm(`layer.${layer.id}.hint`, { urban: limits.urban, rural: limits.rural });
  return (
    <section className="map-legend" aria-label={tm('legend')}>
      <h2>{tm(`layer.${layer.id}`)}</h2>
      {hint && <p>{hint}</p>}
      <ul>
        {layer.legend.map(({ colour, label, count }, at) => (
          <li key={label}>
            {kinds ? (
              <MarkIcon
                level={siteLevels.find((level) => tm(`level.${level}`) === label) ?? siteLevels[at]!}
                colour={colour}
              />
            ) : (
              <span className="map-swatch" style={{ background: colour }} />
            )}
            <span>{label}</span>
            <b>{count}</b>
          </li>
        ))}
      </ul>
      {!kinds && (
        <ul className="map-shapes">
          {siteLevels.map((level) => (
            <li key={level}>
              <MarkIcon level={level} colour={plainColour[theme]} size={level === 'village' ? 13 : 16} />
              <span>{tm(`level.${level}`)}</span>
            </li>
          ))}
        </ul>
      )}
      {children}
    </section>
  );
}
