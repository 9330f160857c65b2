import { addProtocol, type LayerSpecification, type RequestParameters, type StyleSpecification } from 'maplibre-gl';
import { PMTiles, Protocol, TileType } from 'pmtiles';
import type { Language } from '#domain/kernel/text.ts';
import { tiandituOrigins } from '#domain/planning/tianditu.ts';
import type { Theme } from './classes.ts';
import { vectorLayers } from './vector-style.ts';

/** A ground from elsewhere, when the city has set one. */
export type OutsideTiles = { kind: 'tianditu'; key: string } | { kind: 'pmtiles'; url: string };

/** What MapLibre draws of it: beneath the points, and the names over them. */
export interface Beneath {
  sources: StyleSpecification['sources'];
  ground: LayerSpecification[];
  names: LayerSpecification[];
}

/** 天地图's services in Web Mercator: a drawing and its names, from level 1 to 18. They carry their own approval number. */
const tianditu = (key: string): Beneath => {
  const raster = (layer: string) => ({
    type: 'raster' as const,
    tileSize: 256,
    minzoom: 1,
    maxzoom: 18,
    tiles: tiandituOrigins.map(
      (origin) => `${origin}/DataServer?T=${layer}&x={x}&y={y}&l={z}&tk=${encodeURIComponent(key)}`,
    ),
  });
  return {
    sources: { 'tianditu-ground': raster('vec_w'), 'tianditu-names': raster('cva_w') },
    ground: ['tianditu-ground', 'tianditu-names'].map((id) => ({
      id,
      type: 'raster' as const,
      source: id,
      paint: { 'raster-saturation': -0.35 },
    })),
    names: [],
  };
};

let protocol: Protocol | undefined;

/** One file of tiles in this installation or in the city's network: pictures, or vectors drawn in our own style. */
async function pmtiles(address: string, theme: Theme, language: Language): Promise<Beneath> {
  const url = new URL(address, location.href).href;
  const file = new PMTiles(url);
  const { tileType } = await file.getHeader();
  if (!protocol) {
    protocol = new Protocol();
    addProtocol('pmtiles', protocol.tile);
  }
  protocol.add(file);
  if (tileType !== TileType.Mvt)
    return {
      sources: { pmtiles: { type: 'raster', url: `pmtiles://${url}`, tileSize: 256 } },
      ground: [{ id: 'pmtiles', type: 'raster', source: 'pmtiles' }],
      names: [],
    };
  const { vector_layers: layers = [] } = (await file.getMetadata()) as { vector_layers?: { id: string }[] };
  return {
    sources: { pmtiles: { type: 'vector', url: `pmtiles://${url}` } },
    ...vectorLayers('pmtiles', new Set(layers.map(({ id }) => id)), theme, language),
  };
}

/** Reads what there is to draw. @throws where a file cannot be read */
export const outsideTiles = async (tiles: OutsideTiles, theme: Theme, language: Language): Promise<Beneath> =>
  tiles.kind === 'tianditu' ? tianditu(tiles.key) : pmtiles(tiles.url, theme, language);

/**
 * How a tile is asked for. A browser's key of 天地图 is good for the sites that its owner has listed, known by the Referer: its
 * servers are told the origin, never the page. Everybody else gets what the page's own policy says, nothing.
 */
export const requestOf = (url: string): RequestParameters | undefined =>
  tiandituOrigins.some((origin) => url.startsWith(`${origin}/`)) ? { url, referrerPolicy: 'strict-origin' } : undefined;
