export { findSite, insertSites, linksOn, sitesOfUnit } from './sites.repository.ts';
export { siteRoutes } from './sites.routes.ts';
export { metres, siteOfUnit, stationUnit } from './sites.service.ts';
