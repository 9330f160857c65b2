import { useQuery } from '@tanstack/react-query';
import { api } from '../api.ts';
import { Section, Shown, Wide } from '../ui/kit.tsx';
import { language, maybe, t } from '../words.ts';

const marks = { own: '●', below: '◆', city: '■' } as const;

/** What each role may do, and how far: its own unit, the units below as well, or the whole city. */
export default function Roles() {
  const roles = useQuery(api.organisation.roles.queryOptions());
  return (
    <Section title={t('admin.roles')}>
      <p className="lead">
        {(['own', 'below', 'city'] as const).map((reach) => (
          <span key={reach} className="legend">
            {marks[reach]} {t(`roles.${reach}`)}
          </span>
        ))}
      </p>
      <Shown query={roles}>
        {(list) => {
          const permissions = [...new Set(list.flatMap((role) => Object.keys(role.permissions)))].sort();
          return (
            <Wide label={t('admin.roles')}>
              <table className="plain-table matrix">
                <thead>
                  <tr>
                    <th scope="col">{t('roles.permission')}</th>
                    {list.map((role) => (
                      <th key={role.code} scope="col">
                        {language() === 'en' ? role.nameEn : role.name}
                        {role.secondFactor && <small>{t('roles.factor')}</small>}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {permissions.map((permission) => (
                    <tr key={permission}>
                      <th scope="row">
                        {maybe(`workbench.permission.${permission}`) ?? permission}
                        <small className="code">{permission}</small>
                      </th>
                      {list.map((role) => {
                        const reach = role.permissions[permission] as keyof typeof marks | undefined;
                        return (
                          <td key={role.code}>
                            {reach && (
                              <>
                                <span aria-hidden="true">{marks[reach]}</span>
                                <span className="sr">{t(`roles.${reach}`)}</span>
                              </>
                            )}
                          </td>
                        );
                      })}
                    </tr>
                  ))}
                </tbody>
              </table>
            </Wide>
          );
        }}
      </Shown>
    </Section>
  );
}
