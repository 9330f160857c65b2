import type { WorldContent } from './world.ts';

/** Side of the squares into which the ground is cut, and how far from any village ground counts as anybody's, kilometres. */
const side = 1;
const nobodysBeyond = 5;
const kmPerDegree = 111.195;

/**
 * Square kilometres that fall to each site: ground belongs to the nearest village, and with it to the site where that village
 * goes. Mountains farther than five kilometres from every village are nobody's.
 * @param siteOf the site of each village, −1 for none
 */
export function groundOf(content: WorldContent, siteOf: Int32Array, sites: number): Float64Array {
  const ground = new Float64Array(sites);
  const { villages } = content;
  if (villages.length === 0) return ground;
  const south = Math.min(...villages.map(({ lat }) => lat));
  const west = Math.min(...villages.map(({ lon }) => lon));
  const middle = (south + Math.max(...villages.map(({ lat }) => lat))) / 2;
  const squash = Math.cos((middle * Math.PI) / 180);
  const reach = Math.ceil(nobodysBeyond / side);
  // Each village offers itself to the squares around it; a square keeps the nearest.
  const nearest = new Map<number, { village: number; distance: number }>();
  const width = 100_000;
  villages.forEach((village, at) => {
    const x = (village.lon - west) * kmPerDegree * squash;
    const y = (village.lat - south) * kmPerDegree;
    const [column, row] = [Math.floor(x / side), Math.floor(y / side)];
    for (let dx = -reach; dx <= reach; dx++)
      for (let dy = -reach; dy <= reach; dy++) {
        const distance = Math.hypot((column + dx + 0.5) * side - x, (row + dy + 0.5) * side - y);
        if (distance > nobodysBeyond) continue;
        const key = (row + dy) * width + column + dx;
        const present = nearest.get(key);
        if (!present || distance < present.distance) nearest.set(key, { village: at, distance });
      }
  });
  for (const { village } of nearest.values()) {
    const site = siteOf[village]!;
    if (site >= 0) ground[site]! += side * side;
  }
  return ground;
}
