import { scaleBar } from '../../shared/map/mercator.ts';
import { tm } from './words.ts';

/** Nearer, farther, everything. */
export function Tools({ onZoom, onWhole }: { onZoom: (by: number) => void; onWhole: () => void }) {
  return (
    <fieldset className="map-tools" aria-label={tm('tools')}>
      <button type="button" onClick={() => onZoom(1)} aria-label={tm('zoom.in')} title={tm('zoom.in')}>
        <svg viewBox="0 0 20 20" aria-hidden="true">
          <path d="M10 4v12M4 10h12" />
        </svg>
      </button>
      <button type="button" onClick={() => onZoom(-1)} aria-label={tm('zoom.out')} title={tm('zoom.out')}>
        <svg viewBox="0 0 20 20" aria-hidden="true">
          <path d="M4 10h12" />
        </svg>
      </button>
      <button type="button" onClick={onWhole} aria-label={tm('zoom.whole')} title={tm('zoom.whole')}>
        <svg viewBox="0 0 20 20" aria-hidden="true">
          <path d="M3 8V3h5M12 3h5v5M17 12v5h-5M8 17H3v-5" />
        </svg>
      </button>
    </fieldset>
  );
}

/** How long a kilometre is here. */
export function Scale({ metresPerPixel }: { metresPerPixel: number }) {
  const { metres, pixels } = scaleBar(metresPerPixel, 110);
  return (
    <p className="map-scale" style={{ width: pixels }}>
      {metres < 1000 ? tm('metres', { n: metres }) : tm('km', { n: metres / 1000 })}
    </p>
  );
}
