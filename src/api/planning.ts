import { dataOperations } from './planning.data.ts';
import { mapOperations } from './planning.map.ts';
import { planOperations } from './planning.plans.ts';
import { workOperations } from './planning.works.ts';

export { SnapshotView } from './planning.data.ts';
export { FeatureCollection, MapLayer } from './planning.map.ts';
export * from './planning.plans.shapes.ts';
export * from './planning.shapes.ts';

export const planning = { ...mapOperations, ...dataOperations, ...planOperations, ...workOperations };
