import type { client } from '../api.ts';
import { p } from '../planning/words.ts';
import { day } from '../say.ts';
import { type LegendRow, sayValue } from './layers.ts';
import { tm } from './words.ts';

type OfAll = Awaited<ReturnType<typeof client.planning.areas>>;

export const beyondColour = '#b3261e';
/** Of bands, so much of what lies beneath is hidden; each lies over those that it is within. */
export const bandOpacity = 0.5;
/** The quickest first; of fewer bands the last are left out. */
export const bandColours = ['#1c608c', '#2c9c8f', '#9ccf7e', '#e5dc8c'];

/** What the bands and dots say; the quickest first, as they lie, and the dots last, where there are any. */
export function bandRows({ bands, beyond }: OfAll): LegendRow[] {
  const limit = bands.at(-1)!.minutes;
  const count = beyond.villages.name.length;
  const rows = bands.map(({ minutes, people }, at) => ({
    colour: overlaid(at, bands.length),
    label: tm('reach.band', { minutes }),
    count: people,
  }));
  if (count === 0) return rows;
  const label = tm('reach.beyond', { minutes: limit, count: sayValue('people', count) });
  return [...rows, { colour: beyondColour, label, count: beyond.people }];
}

/** The colour that a band has over those that it lies on, on paper. */
function overlaid(band: number, bands: number): string {
  const mixed = bandColours.slice(band, bands).reduceRight((under, colour) => {
    const over = [1, 3, 5].map((from) => Number.parseInt(colour.slice(from, from + 2), 16));
    return under.map((part, at) => part * (1 - bandOpacity) + over[at]! * bandOpacity);
  }, paper);
  return `rgb(${mixed.map(Math.round).join(', ')})`;
}
const paper = [241, 237, 223];

export const bandTitle = ({ mode, level }: OfAll): string =>
  tm('reach.title', { mode: p(`mode.${mode}`), to: tm(`reach.level.${level}`) });

/** Who comes in time and who does not, in a sentence. */
export function bandSentence({ bands, beyond, points, asOf }: OfAll): string {
  if (points === 0) return tm('reach.none', { day: day(asOf) });
  const { minutes, people } = bands.at(-1)!;
  const said = { minutes, people: sayValue('people', people) };
  if (beyond.people === 0) return tm('reach.everybody', said);
  // Rounded down: while anybody is left out, it is not all.
  const share = Math.floor((1000 * people) / (people + beyond.people)) / 1000;
  const left = sayValue('people', beyond.people);
  return tm('reach.people.all', { ...said, share: sayValue('within', share), beyond: left });
}

/**
 * What must be known of what is drawn: how far colour goes, that it is of all points while only some of them are shown, and of which day
 * it is where the map shows another.
 */
export const bandNotes = ({ asOf, points, by }: OfAll, on: string, someShown: boolean): string[] => [
  ...(asOf === on ? [] : [tm('reach.day', { day: day(asOf), count: points })]),
  ...(someShown ? [tm('reach.note.all')] : []),
  tm(by === 'road' ? 'reach.note.road' : 'reach.straight'),
];

/** The same for programs: each band is an area with its minutes and people. */
export const asGeoJson = ({ mode, level, by, asOf, bands }: OfAll): Blob =>
  new Blob(
    [
      JSON.stringify({
        type: 'FeatureCollection',
        features: bands.map(({ minutes, people, polygon }) => ({
          type: 'Feature',
          geometry: polygon,
          properties: { mode, level, by, day: asOf, minutes, people },
        })),
      }),
    ],
    { type: 'application/geo+json' },
  );
