export { getSite, listSites, metres, stationUnit } from './sites.service.ts';
