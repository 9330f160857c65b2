import { expect, it } from 'vitest';
import { vectorLayers } from './vector-style.ts';

const namings = {
  OpenMapTiles: ['water', 'waterway', 'landcover', 'landuse', 'transportation', 'boundary', 'place'],
  Protomaps: ['earth', 'water', 'landcover', 'landuse', 'roads', 'boundaries', 'places'],
};

it.each(Object.entries(namings))('draws every layer of %s, each under an id of its own', (_, layers) => {
  for (const language of ['zh-CN', 'en'] as const) {
    const { ground, names } = vectorLayers('city', new Set(layers), 'paper', language);
    const all = [...ground, ...names];
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    expect(new Set(all.map((layer) => ('source-layer' in layer ? layer['source-layer'] : '')))).toEqual(
      new Set(layers),
    );
  }
});

it('draws nothing that a file does not have, and no border of a state', () => {
  expect(vectorLayers('city', new Set(['pois']), 'night', 'en')).toEqual({ ground: [], names: [] });
  const [border] = vectorLayers('city', new Set(['boundary']), 'paper', 'zh-CN').ground;
  expect(JSON.stringify(border)).toContain('[4,5,6]');
  expect(JSON.stringify(border)).not.toContain('country');
});
