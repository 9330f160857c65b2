export { catalogueRoutes } from './catalogue.routes.ts';
export {
  currentItem,
  insertItems,
  itemsInForce,
  itemVersion,
  itemVersions,
  knownItems,
  promisedItem,
} from './catalogue.service.ts';
