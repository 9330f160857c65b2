import { expect, it } from 'vitest';
import { contract } from '#api/index.ts';
import type { OperationMeta } from '#api/operation.ts';
import roles from '#db/reference/roles.json' with { type: 'json' };
import { actionNames, ruleOf } from '#domain/cases/lifecycle.ts';
import {
  mayHoldTogether,
  needsSecondFactor,
  Roles,
  separated,
  stagePermissions,
  weighty,
} from '#domain/organisation/roles.ts';

const parsed = Roles.parse(roles);

/** Every operation of the contract, with where it stands. */
function* operations(node: object, path: string[] = []): Generator<[string, OperationMeta]> {
  for (const [name, child] of Object.entries(node)) {
    const meta = (child as { '~orpc'?: { meta: OperationMeta } })['~orpc']?.meta;
    if (meta) yield [[...path, name].join('.'), meta];
    else yield* operations(child as object, [...path, name]);
  }
}

const wanted = new Set<string>(stagePermissions);
for (const [, { access }] of operations(contract)) if (access.staff) wanted.add(access.staff);
for (const action of actionNames) {
  const { permission } = ruleOf(action);
  if (permission) wanted.add(permission);
}
wanted.delete('by-stage');
const granted = new Set(Object.values(parsed).flatMap(({ permissions }) => Object.keys(permissions)));

it('grants every permission that an operation or an action asks for', () => {
  expect([...wanted].filter((permission) => !granted.has(permission))).toEqual([]);
});

it('grants nothing that nothing asks for', () => {
  expect([...granted].filter((permission) => !wanted.has(permission))).toEqual([]);
});

it('asks for a second factor by permissions that exist', () => {
  expect(weighty.filter((permission) => !granted.has(permission))).toEqual([]);
});

it('keeps the three administrations apart from each other and from every case and person', () => {
  const administrators = separated.map((role) => parsed[role]!);
  const powers = administrators.map(({ permissions }) => Object.keys(permissions));
  const shared = powers[0]!.filter((permission) => powers[1]!.includes(permission) || powers[2]!.includes(permission));
  expect(shared).toEqual(['organisation.import']);
  for (const permissions of powers) {
    expect(permissions.filter((permission) => /^(case|person|catalogue)\./.test(permission))).toEqual([]);
  }
  for (const { permissions } of administrators) expect(needsSecondFactor(permissions)).toBe(true);
  expect(mayHoldTogether(separated)).toBe(false);
});

it('lets nobody who receives decide, nobody who decides receive, and nobody who supervises touch anything', () => {
  const may = (role: string, permission: string) => permission in parsed[role]!.permissions;
  for (const role of ['village-clerk', 'teller', 'handler', 'reviewer', 'head', 'supervisor']) {
    expect([role, may(role, 'case.decide')]).toEqual([role, false]);
  }
  for (const role of ['reviewer', 'approver', 'head', 'supervisor']) {
    expect([role, may(role, 'case.receive')]).toEqual([role, false]);
  }
  expect(Object.keys(parsed.supervisor!.permissions)).toEqual(['case.read', 'case.search', 'planning.read']);
});
