import { access, nodeTraits, type RoadMode, type RoadNetwork, roadClasses } from './network.ts';
import type { ModeSpeeds } from './speeds.ts';

/** An edge in one direction is a way: 2e as drawn, 2e + 1 against the drawing. */

/** The node at which a way begins, and ends. */
export const tailOf = (network: RoadNetwork, way: number): number => (way & 1 ? network.to : network.from)[way >>> 1]!;
export const headOf = (network: RoadNetwork, way: number): number => (way & 1 ? network.from : network.to)[way >>> 1]!;

export const accessBits = {
  walk: [access.walkForward, access.walkBackward],
  'walk-slow': [access.walkForward, access.walkBackward],
  ebike: [access.ebikeForward, access.ebikeBackward],
  car: [access.carForward, access.carBackward],
} as const;

const barBit = {
  walk: nodeTraits.noWalk,
  'walk-slow': nodeTraits.noWalk,
  ebike: nodeTraits.noEbike,
  car: nodeTraits.noCar,
} as const;

/** Whether a mode may go that way, today's closures aside. */
export const passable = (network: RoadNetwork, mode: RoadMode, way: number): boolean =>
  (network.access[way >>> 1]! & accessBits[mode][way & 1]!) !== 0;

/** Whether something at a node stops a mode: a bollard, a turnstile. */
export const isBarred = (network: RoadNetwork, mode: RoadMode, node: number): boolean =>
  (network.nodeTraits[node]! & barBit[mode]) !== 0;

/** Whether a mode uses a way at all, and has a speed on it. */
export const isUsed = (network: RoadNetwork, mode: RoadMode, speeds: ModeSpeeds, way: number): boolean =>
  passable(network, mode, way) && speeds.kmh[roadClasses[network.class[way >>> 1]!]!] > 0;
