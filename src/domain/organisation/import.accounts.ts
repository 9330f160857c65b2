import type { Text } from '#domain/kernel/text.ts';
import { both, type Complaint, choice, complaint, text } from './cells.ts';
import { fromColumn } from './import.shared.ts';
import { findNamed, inVocabulary, type KnownUnit, type Vocabulary } from './import.units.ts';
import { finish, type ImportResult, needed, optional, readRows, type TableRow } from './table.ts';

const yesNo: Record<'yes' | 'no', Text> = { yes: { 'zh-CN': '是', en: 'yes' }, no: { 'zh-CN': '否', en: 'no' } };

const accountColumns = {
  login: needed({
    header: { 'zh-CN': '登录名', en: 'Login' },
    also: ['账号', '用户名', '工号', 'account'],
    digits: true,
    note: {
      'zh-CN': '3 到 32 个小写字母、数字、点、横线，以字母开头；一人几个岗位就写几行。',
      en: '3 to 32 small letters, digits, dots or dashes, a letter first; one line for each post of a person.',
    },
    example: 'zhang.san',
    read: (cell: string): string | Complaint => {
      const login = cell.normalize('NFKC').toLowerCase();
      return /^[a-z][a-z0-9._-]{2,31}$/.test(login) ? login : complaint('account.login', { value: cell });
    },
  }),
  name: needed({
    header: { 'zh-CN': '姓名', en: 'Name' },
    also: ['工作人员姓名', '人员姓名'],
    note: { 'zh-CN': '身份证上的姓名。', en: 'As on the identity card.' },
    example: '张三',
    read: text(40),
  }),
  mobile: optional({
    header: { 'zh-CN': '手机号', en: 'Mobile' },
    also: ['手机', '手机号码', '联系电话', '电话'],
    digits: true,
    note: { 'zh-CN': '11 位。', en: '11 digits.' },
    example: '15400000001',
    read: (cell: string): string | Complaint => {
      const mobile = cell
        .normalize('NFKC')
        .replace(/[\s-]/g, '')
        .replace(/^(?:\+?86)(?=1)/, '')
        .replace(/\.0$/, '');
      return /^1[3-9]\d{9}$/.test(mobile) ? mobile : complaint('account.mobile', { value: cell });
    },
  }),
  unit: needed({
    header: { 'zh-CN': '机构', en: 'Unit' },
    also: ['机构名称', '所在机构', '单位', '所在单位', '工作单位'],
    note: { 'zh-CN': '机构全称，要先导入机构。', en: 'Full name of the unit; import units first.' },
    example: '示例镇便民服务中心',
    read: text(80),
  }),
  role: needed({
    header: { 'zh-CN': '角色', en: 'Role' },
    also: ['岗位', '岗位角色', 'post'],
    note: { 'zh-CN': '角色表里的名称。', en: 'A name from the list of roles.' },
    example: '综合柜员',
    read: text(60),
  }),
  substitute: optional({
    header: { 'zh-CN': 'B角', en: 'Substitute' },
    also: ['是否B角', '是否b岗'],
    note: {
      'zh-CN': '是：只在 A 角不在时顶岗；不填为否。',
      en: 'Yes: takes over only while A is away. Empty means no.',
    },
    example: '否',
    choices: Object.values(yesNo),
    read: choice(yesNo),
  }),
  validFrom: optional(fromColumn),
};

export interface ImportedAccount {
  login: string;
  name: string;
  mobile: string | null;
  posts: { unitId: string; role: string; substitute: boolean; validFrom: string | null }[];
}

/**
 * Accounts from a table, one line for each post. Nobody's password comes from a table: each account is opened by its
 * owner with a one-time code.
 * @param known.apart roles of which one person holds at most one (system, security and audit administration).
 */
export function importAccounts(
  table: readonly TableRow[],
  known: { units: readonly KnownUnit[]; roles: Vocabulary; logins: ReadonlySet<string>; apart: readonly string[] },
): ImportResult<ImportedAccount> {
  const reading = readRows(accountColumns, table);
  const { report, named } = reading;
  const accounts = new Map<string, ImportedAccount & { line: number }>();

  for (const { line, row } of reading.rows) {
    const account = accounts.get(row.login);
    if (known.logins.has(row.login)) report.error(line, named('login'), 'account.exists', { login: row.login });
    if (account && account.name !== row.name) {
      report.error(line, named('name'), 'account.differs', {
        login: row.login,
        line: account.line,
        value: account.name,
      });
    }
    if (account && row.mobile !== null && account.mobile !== null && account.mobile !== row.mobile) {
      report.error(line, named('mobile'), 'account.differs', {
        login: row.login,
        line: account.line,
        value: account.mobile,
      });
    }
    const unit = findNamed(known.units, row.unit);
    if (!unit) report.error(line, named('unit'), 'unit.unknown', { name: row.unit });
    else if ('complaint' in unit) report.error(line, named('unit'), unit.complaint, unit.params);
    const role = inVocabulary(known.roles, row.role);
    if (role === undefined) {
      const choices = both(known.roles.map(({ name }) => name));
      report.error(line, named('role'), 'role.unknown', { value: row.role, choices });
    }
    if (!unit || 'complaint' in unit || role === undefined) continue;

    const post = { unitId: unit.id, role, substitute: row.substitute === 'yes', validFrom: row.validFrom };
    const held = account?.posts ?? [];
    if (held.some((other) => other.unitId === post.unitId && other.role === post.role)) {
      report.error(line, named('role'), 'account.post-twice', { login: row.login });
    }
    if (known.apart.includes(role) && held.some((other) => other.role !== role && known.apart.includes(other.role))) {
      report.error(line, named('role'), 'account.apart', { login: row.login });
    }
    const { login, name, mobile } = row;
    accounts.set(login, {
      line: account?.line ?? line,
      login,
      name: account?.name ?? name,
      mobile: account?.mobile ?? mobile,
      posts: [...held, post],
    });
  }
  return finish(
    reading,
    [...accounts.values()].map(({ line: _, ...account }) => account),
    0,
  );
}
