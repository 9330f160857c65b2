import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import type { PersonView } from '#api/identity.ts';
import { parseUscc } from '#domain/identity/uscc.ts';
import { api, client } from '../api.ts';
import { useCommand } from '../command.ts';
import { Button, Choices, Field, focused, Refusal, Section } from '../ui/kit.tsx';
import { ItemPicker, type Picked } from '../ui/pickers.tsx';
import { inWords, sayFieldProblem, t, tx } from '../words.ts';
import { FindPerson } from './find-person.tsx';

/** Picks the item and says whose matter it is: of the person who sits here, of somebody they act for, or of an employer. */
export function StartItem({ person, item: wanted }: { person: string; item: string | undefined }) {
  const [, go] = useLocation();
  const [item, setItem] = useState<Picked | undefined>(wanted === undefined ? undefined : { id: wanted, name: wanted });
  const [whose, setWhose] = useState('own');
  const [principal, setPrincipal] = useState<PersonView>();
  const [employer, setEmployer] = useState<Picked>();
  const details = useQuery({
    ...api.catalogue.get.queryOptions({ input: { code: item?.id ?? '' } }),
    enabled: item !== undefined,
  });
  const known = details.data;
  const forEmployers = known?.audience.includes('employer') ?? false;
  const onlyEmployers = forEmployers && known?.audience.length === 1;
  useEffect(() => {
    if (onlyEmployers) setWhose('employer');
  }, [onlyEmployers]);
  const begin = useCommand(
    `begin ${person}`,
    (input: Parameters<typeof client.cases.begin>[0], options) => client.cases.begin(input, options),
    (draft) => go(`/draft/${draft.id}`),
  );
  const ready =
    item !== undefined && (whose === 'own' || (whose === 'other' ? principal !== undefined : employer !== undefined));
  const start = () => {
    if (!item || !ready) return;
    begin.mutate({
      item: item.id,
      person: whose === 'other' && principal ? principal.id : person,
      ...(whose === 'other' && { agent: person }),
      ...(whose === 'employer' && employer && { employer: employer.id }),
    });
  };
  return (
    <Section title={t('start.title')}>
      <div className="start">
        <Field label={t('start.item')} hint={t('start.item-hint')} wide>
          {(parts) => (
            <ItemPicker
              {...parts}
              focus={wanted === undefined}
              value={known && item ? { id: item.id, name: inWords(known.name) } : item}
              onPick={setItem}
            />
          )}
        </Field>
        {known && (
          <p className="start-facts">
            {inWords(known.summary)}
            <small>
              {t(known.instant ? 'start.instant' : 'start.takes')} ·{' '}
              {t('start.decides', { level: tx(`status.level.${known.rights.decide}`) })} ·{' '}
              {t('start.papers', { count: known.materials.filter((material) => material.required).length })}
            </small>
          </p>
        )}
        {item && (
          <Choices
            label={t('start.whose')}
            options={[
              ...(onlyEmployers
                ? []
                : [
                    { value: 'own', label: t('start.own') },
                    { value: 'other', label: t('start.other') },
                  ]),
              ...(forEmployers ? [{ value: 'employer', label: t('start.employer') }] : []),
            ]}
            value={whose}
            onChange={setWhose}
          />
        )}
        {whose === 'other' &&
          (principal ? (
            <p className="picked">
              {t('start.principal', { name: principal.name })}{' '}
              <Button look="quiet" onClick={() => setPrincipal(undefined)}>
                {t('change')}
              </Button>
            </p>
          ) : (
            <FindPerson label={t('start.find-principal')} pickWord={t('start.pick')} onPick={setPrincipal} />
          ))}
        {whose === 'employer' && <EmployerField value={employer} onPick={setEmployer} />}
        {begin.error && <Refusal error={begin.error} />}
        <Button
          key={item?.id}
          {...(item && { ref: focused })}
          look="main"
          busy={begin.isPending}
          disabled={!ready}
          onClick={start}
        >
          {t('start.begin')}
        </Button>
      </div>
    </Section>
  );
}

/** An employer by its code; one that is not known yet is opened with its name. */
function EmployerField({
  value,
  onPick,
}: {
  value: Picked | undefined;
  onPick: (employer: Picked | undefined) => void;
}) {
  const [code, setCode] = useState('');
  const [name, setName] = useState('');
  const read = parseUscc(code, { sampleRegion: true });
  const uscc = read.ok ? read.value.number : '';
  const found = useQuery({ ...api.identity.employer.queryOptions({ input: { uscc } }), enabled: uscc !== '' });
  const create = useCommand(
    'new-employer',
    (input: { uscc: string; name: string }, options) => client.identity.createEmployer(input, options),
    ({ id }) => onPick({ id, name }),
  );
  const { data } = found;
  useEffect(() => {
    if (data) onPick({ id: data.id, name: data.name });
  }, [data, onPick]);
  const problem = code.length >= 18 && !read.ok ? sayFieldProblem(read.code, read.params) : undefined;
  return (
    <div className="start-employer">
      <Field label={t('start.uscc')} problem={problem} {...(value && { hint: value.name })}>
        {(parts) => (
          <input
            {...parts}
            type="text"
            autoComplete="off"
            className="number"
            maxLength={24}
            value={code}
            onChange={(event) => {
              setCode(event.target.value);
              onPick(undefined);
            }}
          />
        )}
      </Field>
      {uscc !== '' && found.error && !value && (
        <>
          <Field label={t('start.employer-name')} hint={t('start.employer-new')}>
            {(parts) => <input {...parts} type="text" value={name} onChange={(event) => setName(event.target.value)} />}
          </Field>
          <Button
            busy={create.isPending}
            disabled={name.trim().length < 2}
            onClick={() => create.mutate({ uscc, name: name.trim() })}
          >
            {t('start.employer-open')}
          </Button>
          {create.error && <Refusal error={create.error} />}
        </>
      )}
    </div>
  );
}
