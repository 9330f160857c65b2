import { useRef, useState } from 'react';
import { type DocumentKind, documentKindList, documentKinds, parseDocument } from '#domain/identity/documents.ts';
import { parseName } from '#domain/identity/names.ts';
import { parseMobile } from '#domain/identity/phone.ts';
import { client } from '../api.ts';
import { useCommand } from '../command.ts';
import { useKept } from '../kept.ts';
import { today } from '../say.ts';
import { DayInput } from '../ui/day-input.tsx';
import { Button, Choices, Field, focused, Refusal } from '../ui/kit.tsx';
import { type Picked, VillagePicker } from '../ui/pickers.tsx';
import { inWords, sayFieldProblem, t } from '../words.ts';

interface Typed {
  name: string;
  idKind: DocumentKind;
  idNumber: string;
  birthDate: string;
  sex: string;
  mobile: string;
  address: string;
  village: Picked | undefined;
}

/** What is wrong with what was typed, by field; each check is the domain's own. */
function problemsIn(typed: Typed): Partial<Record<keyof Typed, string>> {
  const problems: Partial<Record<keyof Typed, string>> = {};
  const name = parseName(typed.name);
  if (typed.name !== '' && !name.ok) problems.name = sayFieldProblem(name.code, name.params);
  const number = parseDocument(typed.idKind, typed.idNumber, { today: today(), sampleRegion: true });
  if (typed.idNumber !== '' && !number.ok) problems.idNumber = sayFieldProblem(number.code, number.params);
  const mobile = parseMobile(typed.mobile);
  if (typed.mobile !== '' && !mobile.ok) problems.mobile = sayFieldProblem(mobile.code, mobile.params);
  return problems;
}

/** A first visit: the record is opened with the card in hand. One that exists is found, never doubled. */
export function NewPerson({
  first,
  onOpened,
}: {
  /** What was looked for, and what of the record it can be. */
  first: { text: string; name?: string; idNumber?: string; mobile?: string };
  onOpened: (id: string, existed: boolean) => void;
}) {
  const [typed, keepTyped, forget] = useKept<Typed>(`new-person ${first.text}`, () => ({
    name: first.name ?? '',
    idKind: 'resident-id',
    idNumber: first.idNumber ?? '',
    birthDate: '',
    sex: '',
    mobile: first.mobile ?? '',
    address: '',
    village: undefined,
  }));
  const { village } = typed;
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const create = useCommand(
    'new-person',
    (input: Parameters<typeof client.identity.create>[0], options) => client.identity.create(input, options),
    ({ id, existed }) => {
      forget();
      onOpened(id, existed);
    },
  );
  const problems = problemsIn(typed);
  const shown = (name: keyof Typed) => (left.has(name) ? problems[name] : undefined);
  const set = (name: keyof Typed) => (value: string) => keepTyped({ ...typed, [name]: value });
  const firstEmpty = useRef((['name', 'idNumber', 'mobile'] as const).find((name) => typed[name] === ''));
  const leave = (name: keyof Typed) => () => setLeft((now) => new Set(now).add(name));
  const read = parseDocument(typed.idKind, typed.idNumber, { today: today(), sampleRegion: true });
  const knowsBirth = read.ok && read.value.birthDate !== undefined;
  const ready =
    typed.name !== '' &&
    typed.idNumber !== '' &&
    Object.keys(problems).length === 0 &&
    (knowsBirth || typed.birthDate !== '');
  const box = (
    name: 'name' | 'idNumber' | 'mobile' | 'address',
    label: string,
    extra: { optional?: boolean; hint?: string; mode?: 'tel' | 'numeric' } = {},
  ) => (
    <Field
      label={label}
      problem={shown(name)}
      {...(extra.optional && { optional: true })}
      {...(extra.hint !== undefined && { hint: extra.hint })}
    >
      {(parts) => (
        <input
          {...parts}
          {...(firstEmpty.current === name && { ref: focused })}
          type="text"
          autoComplete="off"
          inputMode={extra.mode}
          value={typed[name]}
          onChange={(event) => set(name)(event.target.value)}
          onBlur={leave(name)}
        />
      )}
    </Field>
  );
  return (
    <form
      className="grid-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!ready) return setLeft(new Set(['name', 'idNumber', 'mobile']));
        create.mutate({
          name: typed.name.trim(),
          idKind: typed.idKind,
          idNumber: typed.idNumber.trim(),
          ...(!knowsBirth && typed.birthDate !== '' && { birthDate: typed.birthDate }),
          ...((typed.sex === 'male' || typed.sex === 'female') && { sex: typed.sex }),
          ...(typed.mobile !== '' && { mobile: typed.mobile }),
          ...(typed.address !== '' && { address: typed.address }),
          ...(village && { village: village.id }),
        });
      }}
    >
      {box('name', t('person.name'))}
      <Field label={t('person.id-kind')}>
        {(parts) => (
          <select {...parts} value={typed.idKind} onChange={(event) => set('idKind')(event.target.value)}>
            {documentKindList.map((kind) => (
              <option key={kind} value={kind}>
                {inWords(documentKinds[kind])}
              </option>
            ))}
          </select>
        )}
      </Field>
      {box(
        'idNumber',
        t('person.id'),
        read.ok && knowsBirth ? { hint: t('person.id-good', { birth: read.value.birthDate ?? '' }) } : {},
      )}
      {read.ok && !knowsBirth && (
        <>
          <Field label={t('person.birth')}>
            {(parts) => <DayInput {...parts} value={typed.birthDate} onChange={set('birthDate')} />}
          </Field>
          <Choices
            label={t('person.sex')}
            optional
            options={['female', 'male'].map((value) => ({
              value,
              label: t(`person.sex-${value}` as 'person.sex-male'),
            }))}
            value={typed.sex || undefined}
            onChange={set('sex')}
          />
        </>
      )}
      {box('mobile', t('person.mobile'), { optional: true, hint: t('person.mobile-hint'), mode: 'tel' })}
      <Field label={t('person.village')} optional>
        {(parts) => (
          <VillagePicker {...parts} value={village} onPick={(picked) => keepTyped({ ...typed, village: picked })} />
        )}
      </Field>
      {box('address', t('person.address'), { optional: true })}
      <footer className="wide">
        {create.error && <Refusal error={create.error} />}
        <Button type="submit" look="main" busy={create.isPending}>
          {t('person.open')}
        </Button>
      </footer>
    </form>
  );
}
