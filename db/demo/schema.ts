import { z } from 'zod';
import { Text } from '#domain/kernel/text.ts';
import { Division } from '#domain/organisation/divisions.ts';
import { Id } from '#domain/organisation/history.ts';
import { Unit } from '#domain/organisation/units.ts';
import { Site, SiteService } from '#domain/sites/sites.ts';
import { roadClasses } from './roads.ts';

/** Degrees east and north, WGS84, to five places (a metre). */
const Position = z.tuple([z.number(), z.number()]);
const Ring = z.array(Position).min(4);

export const DemoDivision = Division.extend({
  nameEn: z.string().min(1),
  /** Residents; a town's is the sum of its villages. Zero for a division that has ended. */
  population: z.int().nonnegative(),
  /** The centre where people live, not that of the ground. */
  lon: z.number(),
  lat: z.number(),
});
export type DemoDivision = z.infer<typeof DemoDivision>;

export const DemoSite = Site.extend({
  nameEn: z.string().min(1),
  telephone: z.string(),
  lon: z.number(),
  lat: z.number(),
});
export type DemoSite = z.infer<typeof DemoSite>;

/** Everything that the map shows beneath the sites. Coordinates are invented, in one of China's real quarters of the globe. */
export const DemoMap = z.object({
  /** West, south, east, north. */
  bounds: z.tuple([z.number(), z.number(), z.number(), z.number()]),
  /** City, counties and towns; the coordinates of a GeoJSON MultiPolygon. Neighbours share their border point for point. */
  areas: z.array(z.object({ divisionId: Id, coordinates: z.array(z.array(Ring).min(1)).min(1) })),
  rivers: z.array(
    z.object({ name: Text.nullable(), size: z.enum(['trunk', 'river', 'stream']), line: z.array(Position).min(2) }),
  ),
  peaks: z.array(z.object({ name: Text, lon: z.number(), lat: z.number(), metres: z.int() })),
  /** Metres above the sea at the centres of cells, row by row from the north-west. */
  relief: z.object({
    columns: z.int(),
    rows: z.int(),
    west: z.number(),
    north: z.number(),
    stepLon: z.number(),
    stepLat: z.number(),
    metres: z.array(z.int()),
  }),
  /** A road network that is one piece; `divisionId` is the village at a node, if any. Edges run both ways. */
  roads: z.object({
    nodes: z.array(z.object({ lon: z.number(), lat: z.number(), metres: z.int(), divisionId: Id.nullable() })),
    edges: z.array(
      z.object({
        from: z.int(),
        to: z.int(),
        class: z.enum(roadClasses),
        /** As driven, bends included. */
        metres: z.int().positive(),
        line: z.array(Position).min(2),
      }),
    ),
  }),
});
export type DemoMap = z.infer<typeof DemoMap>;

export const DemoPrefecture = z.object({
  seed: z.int(),
  /** To be shown wherever any of this is shown. */
  notice: Text,
  divisions: z.array(DemoDivision),
  units: z.array(Unit),
  sites: z.array(DemoSite),
  links: z.array(SiteService),
  map: DemoMap,
});
export type DemoPrefecture = z.infer<typeof DemoPrefecture>;
