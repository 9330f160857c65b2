export { catalogueRoutes } from './catalogue.routes.ts';
export {
  currentItem,
  insertItems,
  itemVersion,
  knownItems,
  promisedItem,
} from './catalogue.service.ts';
