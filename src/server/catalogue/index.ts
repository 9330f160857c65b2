export { catalogueRoutes } from './catalogue.routes.ts';
export {
  currentItem,
  insertItems,
  itemVersion,
  knownItems,
  promisedItem,
  publish,
  search,
  tightenPromise,
} from './catalogue.service.ts';
