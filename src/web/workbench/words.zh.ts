import actions from '../../../locales/zh-CN/actions.json' with { type: 'json' };
import form from '../../../locales/zh-CN/form.json' with { type: 'json' };
import identity from '../../../locales/zh-CN/identity.json' with { type: 'json' };
import input from '../../../locales/zh-CN/input.json' with { type: 'json' };
import map from '../../../locales/zh-CN/map.json' with { type: 'json' };
import organisation from '../../../locales/zh-CN/organisation.json' with { type: 'json' };
import problems from '../../../locales/zh-CN/problems.json' with { type: 'json' };
import status from '../../../locales/zh-CN/status.json' with { type: 'json' };
import workbench from '../../../locales/zh-CN/workbench.json' with { type: 'json' };

export const files = { workbench, actions, form, identity, input, map, organisation, problems, status };
