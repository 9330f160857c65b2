import { addProtocol, type LayerSpecification, type StyleSpecification } from 'maplibre-gl';
import { Protocol } from 'pmtiles';

/** A ground from elsewhere, when the city has set one. */
export type OutsideTiles = { kind: 'tianditu'; key: string } | { kind: 'pmtiles'; url: string };

interface Beneath {
  sources: StyleSpecification['sources'];
  layers: LayerSpecification[];
}

/** 天地图's services in Web Mercator: a drawing and its names. They carry their own approval number. */
const tianditu = (key: string): Beneath => {
  const raster = (layer: string) => ({
    type: 'raster' as const,
    tileSize: 256,
    maxzoom: 18,
    tiles: [0, 1, 2, 3, 4, 5, 6, 7].map(
      (n) => `https://t${n}.tianditu.gov.cn/DataServer?T=${layer}&x={x}&y={y}&l={z}&tk=${encodeURIComponent(key)}`,
    ),
  });
  return {
    sources: { 'tianditu-ground': raster('vec_w'), 'tianditu-names': raster('cva_w') },
    layers: ['tianditu-ground', 'tianditu-names'].map((id) => ({
      id,
      type: 'raster' as const,
      source: id,
      paint: { 'raster-saturation': -0.35 },
    })),
  };
};

let known = false;

/** One file of tiles in this installation or in the city's network; a file of pictures, which needs no style of its own. */
const pmtiles = (url: string): Beneath => {
  if (!known) addProtocol('pmtiles', new Protocol().tile);
  known = true;
  return {
    sources: { pmtiles: { type: 'raster', url: `pmtiles://${url}`, tileSize: 256 } },
    layers: [{ id: 'pmtiles', type: 'raster', source: 'pmtiles' }],
  };
};

export const outsideTiles = (tiles: OutsideTiles): Beneath =>
  tiles.kind === 'tianditu' ? tianditu(tiles.key) : pmtiles(tiles.url);
