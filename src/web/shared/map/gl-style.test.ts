import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { pointFeatures } from './gl-style.ts';
import { signsFrom, speckRadius } from './marks.ts';
import type { DrawnPoint, PointLook, Scene } from './scene.ts';

const scene = (looks: readonly PointLook[], gather: boolean): Scene => ({
  points: looks.map(
    (look, at): DrawnPoint => ({
      ...{ id: `p${at}`, level: at % 7 === 0 ? 'county' : 'village', name: '', at: [104, 29] },
      ...{ colour: '#000000', look, says: '', group: -1 },
    }),
  ),
  ...{ areas: [], roads: [], dots: [], selected: [], colours: [], theme: 'paper', gather },
});
const look = fc.constantFrom<PointLook>('there', 'opened', 'closed', 'closed', 'moved', 'upgraded', 'faint');

it('every point is drawn once; only where very many close do they lie beneath what stays', () => {
  fc.assert(
    fc.property(fc.array(look, { maxLength: 300 }), fc.boolean(), (looks, gather) => {
      const { few, many, gone } = pointFeatures(scene(looks, gather));
      const drawn = [few, many, gone].flatMap(({ features }) => features.map(({ properties }) => properties?.id));
      expect(drawn.toSorted()).toEqual(looks.map((_, at) => `p${at}`).toSorted());
      const closing = looks.filter((each) => each === 'closed').length;
      expect(gone.features).toHaveLength(gather && closing > 100 ? closing : 0);
    }),
  );
});

it('what closes grows with the map until its sign takes its place', () => {
  const radii = [6, 7, 8, 9, 10, signsFrom].map(speckRadius);
  expect(radii).toEqual(radii.toSorted((a, b) => a - b));
  expect(radii.every((radius) => radius >= 1 && radius < 6.5)).toBe(true);
});
