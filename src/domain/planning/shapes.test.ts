import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toGcj02 } from '../kernel/coordinates.ts';
import { featuresIn, middleOf } from '../kernel/geojson.ts';
import { Refused } from '../kernel/problem.ts';
import { isWrong, readShape } from './shapes.ts';

const ring = [
  [104, 29],
  [104.1, 29],
  [104.1, 29.1],
  [104, 29.1],
];
const closed = [...ring, [104, 29]];
const refusal = (text: string): unknown => {
  try {
    return featuresIn(text).length;
  } catch (error) {
    if (error instanceof Refused) return error.problem.problem;
    throw error;
  }
};
const shape = (type: string, coordinates: unknown, wanted = ['Polygon', 'MultiPolygon', 'LineString']) => {
  const [feature] = featuresIn(JSON.stringify({ type: 'Feature', geometry: { type, coordinates }, properties: {} }));
  return readShape(feature!, 0, 'WGS84', wanted);
};
const codeOf = (type: string, coordinates: unknown) => {
  const read = shape(type, coordinates);
  return isWrong(read) ? read.code : 'right';
};

describe('a GeoJSON text', () => {
  it('is a collection, one feature or one bare shape', () => {
    const polygon = { type: 'Polygon', coordinates: [closed] };
    const feature = { type: 'Feature', geometry: polygon, properties: { name: '甲' } };
    for (const whole of [polygon, feature, { type: 'FeatureCollection', features: [feature] }])
      expect(featuresIn(JSON.stringify(whole))).toMatchObject([{ geometry: polygon }]);
  });

  it.each([
    ['', 'geojson.broken'],
    ['{"type":"FeatureCollection","features":[', 'geojson.broken'],
    ['null', 'geojson.kind'],
    ['[1]', 'geojson.kind'],
    ['{"type":"Topology","objects":{}}', 'geojson.kind'],
    ['{"type":"FeatureCollection","features":[]}', 'geojson.empty'],
    [
      '{"type":"FeatureCollection","crs":{"properties":{"name":"urn:ogc:def:crs:EPSG::3857"}},"features":[]}',
      'geojson.crs',
    ],
  ])('that is no such thing is refused: %s', (text, code) => {
    expect(refusal(text)).toBe(code);
  });

  it('never brings anything down, whatever stands in it', () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.constantFrom('Polygon', 'MultiPolygon', 'LineString', 'Point', '?'),
        (any, type) => {
          const text = JSON.stringify({
            type: 'FeatureCollection',
            features: [any, { geometry: any }, { geometry: { type, coordinates: any }, properties: any }],
          });
          for (const [at, feature] of featuresIn(text).entries()) {
            const read = readShape(feature, at, 'WGS84', ['Polygon', 'MultiPolygon', 'LineString']);
            if (isWrong(read)) expect(read.line).toBe(at + 1);
            middleOf(feature);
          }
        },
      ),
    );
  });
});

describe('a shape', () => {
  it('has its coordinates converted, and an open ring closed', () => {
    expect(shape('Polygon', [ring])).toMatchObject({ geometry: { coordinates: [closed] } });
    const given = toGcj02({ lon: 104, lat: 29 });
    const line = [
      [given.lon, given.lat],
      [104.1, 29],
    ];
    const read = readShape({ geometry: { type: 'LineString', coordinates: line }, properties: {} }, 0, 'GCJ-02', [
      'LineString',
    ]);
    expect(read).toMatchObject({ geometry: { coordinates: [[104, 29], expect.anything()] } });
  });

  it.each([
    ['Point', [104, 29], 'geojson.shape'],
    ['Polygon', [], 'geojson.no-shape'],
    ['Polygon', [null], 'geojson.no-shape'],
    ['Polygon', ring, 'geojson.no-shape'],
    ['Polygon', [[['a', 'b']]], 'geojson.position'],
    ['Polygon', [[['104', '29']]], 'geojson.position'],
    ['Polygon', [[[104]]], 'geojson.position'],
    ['Polygon', [ring.slice(0, 2)], 'geojson.short'],
    ['Polygon', [closed.map(([lon, lat]) => [lat, lon])], 'geojson.swapped'],
    ['Polygon', [closed.map(([lon = 0, lat = 0]) => [lon * 111_000, lat * 111_000])], 'geojson.outside'],
    ['LineString', [[104, 29]], 'geojson.short'],
    ['LineString', [closed], 'geojson.no-shape'],
    ['MultiPolygon', [[closed], [ring.slice(0, 2)]], 'geojson.short'],
  ])('%s %j is %s', (type, coordinates, code) => {
    expect(codeOf(type, coordinates)).toBe(code);
  });

  it('stands for a cell by its middle, and a point for itself', () => {
    const middle = (type: string, coordinates: unknown[]) =>
      middleOf({ geometry: { type, coordinates }, properties: {} });
    expect(middle('Point', [104, 29])).toEqual({ lon: 104, lat: 29 });
    expect(middle('Polygon', [closed])?.lon).toBeCloseTo(104.05, 9);
    expect(middle('Polygon', [closed])?.lat).toBeCloseTo(29.05, 9);
    const small = closed.map(([lon = 0, lat = 0]) => [lon / 10 + 90, lat]);
    expect(middle('MultiPolygon', [[small], [closed]])?.lon).toBeCloseTo(104.05, 9);
    expect(middle('LineString', closed)).toBeUndefined();
    expect(middle('Polygon', [[['a']]])).toBeUndefined();
  });
});
