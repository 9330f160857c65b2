import { command, done, os, query } from '../operations.ts';
import * as screens from './screens.service.ts';

export const screenRoutes = {
  list: os.screens.list.handler(query((ctx) => screens.listScreens(ctx))),
  make: os.screens.make.handler(command(screens.makeScreen, screens.showCode)),
  code: os.screens.code.handler(command(screens.newCode, screens.showCode)),
  extend: os.screens.extend.handler(command(screens.extendScreen, done)),
  revoke: os.screens.revoke.handler(command(screens.revokeScreen, done)),
};
