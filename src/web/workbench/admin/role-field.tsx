import { useQuery } from '@tanstack/react-query';
import { api, queryClient } from '../api.ts';
import { Field } from '../ui/kit.tsx';
import { language, t } from '../words.ts';

export const readAccountsAgain = () =>
  void queryClient.invalidateQueries({ queryKey: api.organisation.accounts.key() });

export function useRoles() {
  const roles = useQuery(api.organisation.roles.queryOptions());
  const nameOf = (code: string) => {
    const role = roles.data?.find((one) => one.code === code);
    return role ? (language() === 'en' ? role.nameEn : role.name) : code;
  };
  return { roles: roles.data ?? [], nameOf };
}

export const RoleField = ({
  roles,
  value,
  onChange,
}: {
  roles: ReturnType<typeof useRoles>['roles'];
  value: string;
  onChange: (role: string) => void;
}) => (
  <Field label={t('accounts.role')}>
    {(parts) => (
      <select {...parts} value={value} onChange={(event) => onChange(event.target.value)}>
        <option value="">{t('form.choose')}</option>
        {roles.map((role) => (
          <option key={role.code} value={role.code}>
            {language() === 'en' ? role.nameEn : role.name}
          </option>
        ))}
      </select>
    )}
  </Field>
);
