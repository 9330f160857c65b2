export { catalogueRoutes } from './catalogue.routes.ts';
export {
  currentItem,
  insertItems,
  itemsInForce,
  itemVersion,
  knownItems,
  promisedItem,
} from './catalogue.service.ts';
