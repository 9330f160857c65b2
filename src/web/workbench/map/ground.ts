import { useQuery } from '@tanstack/react-query';
import type { Ground } from '../../shared/map/ground.ts';
import { groundFrom } from '../../shared/map/ground-from.ts';
import { client } from '../api.ts';

/** The city beneath the points with where it comes from: read once, kept by the digests of its layers. Null: no place is known. */
export const useGroundQuery = () =>
  useQuery({
    queryKey: ['map', 'ground'],
    queryFn: async () => {
      const map = await client.planning.map();
      if (map.bounds === null) return null;
      const [relief, ...layers] = await Promise.all([
        client.planning.relief(),
        ...map.layers.map(
          async ({ layer, digest }) => [layer, await client.planning.layer({ layer, digest })] as const,
        ),
      ]);
      return {
        ground: groundFrom(map.bounds, Object.fromEntries(layers), { relief, notice: map.notice }),
        approval: map.approval,
        sources: [...new Set(map.layers.map(({ source }) => source).filter((source) => source !== ''))],
      };
    },
    // A megabyte of GeoJSON is not compared with what was there before.
    structuralSharing: false,
  });

/** The same for a page that only draws; undefined until it is there. */
export const useGround = (): Ground | undefined => useGroundQuery().data?.ground;
