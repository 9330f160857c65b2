export { applyDueWorks } from './adoption.service.ts';
export { loadDemoPlanning } from './demo.ts';
export { readRoads } from './imports.roads.ts';
export { countLoads, runPlanningJobs } from './planning.jobs.ts';
export { namedByPlanning } from './planning.repository.ts';
export { planningRoutes } from './planning.routes.ts';
export { tileOrigins } from './settings.service.ts';
