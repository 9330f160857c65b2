import { access, openToAll, type RoadNetwork, roadClasses, traits } from './network.ts';
import { NetworkWriter } from './network.writer.ts';
import { Snapper } from './snap.ts';
import type { SpeedTable } from './speeds.ts';

interface Landing {
  lon: number;
  lat: number;
}

export interface Ferry {
  name: string;
  from: Landing;
  to: Landing;
  minutes: number;
  /** Usual wait, minutes. */
  wait: number;
  /** Whether it takes cars. */
  cars: boolean;
}

/** A landing farther than this from any path is a wrong digit. */
const farthestLanding = 1000;
const carBits = access.carForward | access.carBackward;

/**
 * The network with ferries added, both ways, at the ends nearest to their landings; edges that were there keep their
 * numbers. A ferry without a path to both landings is told and left out.
 */
export function withFerries(
  network: RoadNetwork,
  ferries: readonly Ferry[],
  speeds: SpeedTable,
): { network: RoadNetwork; off: Ferry[] } {
  const snapper = new Snapper(network, 'walk', speeds.walk);
  const nodeAt = ({ lon, lat }: Landing): number | undefined => {
    const found = snapper.find(lon, lat, farthestLanding);
    return found && (found.fraction < 0.5 ? network.from : network.to)[found.edge];
  };
  const writer = NetworkWriter.from(network);
  const off: Ferry[] = [];
  for (const ferry of ferries) {
    const { name, from, to, minutes, wait, cars } = ferry;
    const [a, b] = [nodeAt(from), nodeAt(to)];
    if (a === undefined || b === undefined || a === b) {
      off.push(ferry);
      continue;
    }
    const edge = writer.edge({
      from: a,
      to: b,
      class: roadClasses.indexOf('ferry'),
      access: cars ? openToAll : openToAll & ~carBits,
      // For a ferry: its own wait is part of its time.
      traits: traits.link,
      kmh: 0,
      name,
    });
    writer.timed(edge, 60 * (minutes + wait));
  }
  return { network: writer.finish(), off };
}
