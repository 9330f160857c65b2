export { closeSite, moveSite, openSite, redateClosing, redateOpening, regradeSite } from './sites.change.ts';
export { findSite, insertSites, linksOn, sitesOfUnit } from './sites.repository.ts';
export { siteRoutes } from './sites.routes.ts';
export { getSite, listSites, metres, siteOfUnit, stationUnit } from './sites.service.ts';
