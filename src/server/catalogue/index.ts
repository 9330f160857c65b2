export { catalogueRoutes } from './catalogue.routes.ts';
export {
  currentItem,
  insertItems,
  itemsInForce,
  itemVersion,
  itemVersions,
  knownItems,
  type TermedItem,
  termedItem,
} from './catalogue.service.ts';
