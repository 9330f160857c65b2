import actions from '../../../locales/zh-CN/actions.json' with { type: 'json' };
import organisation from '../../../locales/zh-CN/organisation.json' with { type: 'json' };
import workbench from '../../../locales/zh-CN/workbench.json' with { type: 'json' };

export const files = { workbench, actions, organisation };
