import { type ComponentProps, type ReactNode, useId } from 'react';
import { problemOf } from '#api/problem.ts';
import { awayOf } from '../line.ts';
import { sayProblem, t } from '../words.ts';

/** The key that does the same, written on the thing itself. */
export const KeyCap = ({ children }: { children: string }) => (
  <span aria-hidden="true" className="key">
    {children}
  </span>
);

type ButtonProps = ComponentProps<'button'> & {
  look?: 'main' | 'plain' | 'quiet' | 'grave';
  keyCap?: string | undefined;
  busy?: boolean;
};

export function Button({ look = 'plain', keyCap, busy, children, disabled, className, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      className={`button ${look}${className ? ` ${className}` : ''}`}
      disabled={disabled || busy}
      aria-busy={busy || undefined}
      {...(keyCap !== undefined && {
        'aria-keyshortcuts': keyCap.replace('Ctrl ', 'Control+').replace('Esc', 'Escape'),
      })}
      {...rest}
    >
      {busy && <span className="spinner" aria-hidden="true" />}
      <span>{children}</span>
      {keyCap !== undefined && <KeyCap>{keyCap.length === 1 ? keyCap.toUpperCase() : keyCap}</KeyCap>}
    </button>
  );
}

/** A ref that takes the focus when its element appears: for the one thing that a page was opened for. */
export const focused = (element: HTMLElement | null): void => element?.focus();

export interface FieldParts {
  id: string;
  'aria-describedby'?: string;
  'aria-invalid'?: true;
}

/** A label, what helps to answer, and what is wrong with the answer, tied to one control. */
export function Field({
  label,
  hint,
  problem,
  optional,
  wide,
  children,
}: {
  label: ReactNode;
  hint?: ReactNode;
  problem?: string | undefined;
  optional?: boolean;
  wide?: boolean;
  children: (parts: FieldParts) => ReactNode;
}) {
  const id = useId();
  const described = [hint !== undefined && `${id}-hint`, problem !== undefined && `${id}-problem`]
    .filter(Boolean)
    .join(' ');
  return (
    <div className={`field${problem === undefined ? '' : ' wrong'}${wide ? ' wide' : ''}`}>
      <label htmlFor={id}>
        {label}
        {optional && <span className="optional">{t('form.optional')}</span>}
      </label>
      {hint !== undefined && (
        <p id={`${id}-hint`} className="hint">
          {hint}
        </p>
      )}
      {children({
        id,
        ...(described !== '' && { 'aria-describedby': described }),
        ...(problem !== undefined && { 'aria-invalid': true as const }),
      })}
      {problem !== undefined && (
        <p id={`${id}-problem`} className="field-problem">
          {problem}
        </p>
      )}
    </div>
  );
}

type Typed = Omit<ComponentProps<typeof Field>, 'children'> &
  Pick<ComponentProps<'input'>, 'maxLength' | 'placeholder'> & { value: string; onChange: (typed: string) => void };

/** A line of text. */
export const TextField = ({ value, onChange, maxLength, placeholder, ...frame }: Typed) => (
  <Field {...frame}>
    {(parts) => (
      <input
        {...parts}
        type="text"
        maxLength={maxLength}
        placeholder={placeholder}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    )}
  </Field>
);

/** A figure as it is typed, with its unit; of a whole number only the digits are taken. */
export const NumberField = ({
  value,
  onChange,
  maxLength,
  placeholder,
  whole = false,
  unit,
  ...frame
}: Typed & { whole?: boolean; unit?: string }) => (
  <Field {...frame}>
    {(parts) => (
      <span className="with-unit">
        <input
          {...parts}
          type="text"
          inputMode={whole ? 'numeric' : 'decimal'}
          className="short"
          maxLength={maxLength}
          placeholder={placeholder}
          value={value}
          onChange={(event) => onChange(whole ? event.target.value.replace(/\D/g, '') : event.target.value)}
        />
        {unit}
      </span>
    )}
  </Field>
);

/** A question with a handful of answers, all in sight. */
export function Choices({
  label,
  hint,
  problem,
  optional,
  options,
  value,
  onChange,
  wide,
}: {
  label: ReactNode;
  hint?: ReactNode;
  problem?: string | undefined;
  optional?: boolean;
  options: readonly { value: string; label: ReactNode; hint?: ReactNode }[];
  value: string | undefined;
  onChange: (value: string) => void;
  wide?: boolean;
}) {
  const name = useId();
  return (
    <fieldset className={`field${problem === undefined ? '' : ' wrong'}${wide ? ' wide' : ''}`}>
      <legend>
        {label}
        {optional && <span className="optional">{t('form.optional')}</span>}
      </legend>
      {hint !== undefined && <p className="hint">{hint}</p>}
      <div className={`choices${options.some((option) => option.hint !== undefined) ? ' explained' : ''}`}>
        {options.map((option) => (
          <label key={option.value} className="choice">
            <input
              type="radio"
              name={name}
              checked={value === option.value}
              onChange={() => onChange(option.value)}
              value={option.value}
            />
            <span>
              {option.label}
              {option.hint !== undefined && <small>{option.hint}</small>}
            </span>
          </label>
        ))}
      </div>
      {problem !== undefined && <p className="field-problem">{problem}</p>}
    </fieldset>
  );
}

/** Any failure of a call in words; what is away is told by the banner, so here only that it is waited for. */
export function sayFailure(error: unknown): string {
  const refused = problemOf(error);
  if (refused) return sayProblem(refused);
  return awayOf(error) ? t('away.waiting') : t('fault');
}

export const Refusal = ({ error, children }: { error: unknown; children?: ReactNode }) => (
  <div className="notice bad" role="alert">
    <p>{sayFailure(error)}</p>
    {children}
  </div>
);

/** Lines where the content will be, so that nothing jumps when it comes. */
export const Loading = ({ rows = 6 }: { rows?: number }) => (
  <div className="loading" role="status" aria-label={t('loading')}>
    {Array.from({ length: rows }, (_, at) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: the lines have no other identity
      <span key={at} />
    ))}
  </div>
);

export const Empty = ({ title, children }: { title: string; children?: ReactNode }) => (
  <div className="empty">
    <p className="empty-title">{title}</p>
    {children !== undefined && <p>{children}</p>}
  </div>
);

/** A query's three faces in one place: waiting, refused, there. */
export function Shown<Data>({
  query,
  rows,
  children,
}: {
  query: { data: Data | undefined; error: Error | null; refetch: () => unknown };
  rows?: number;
  children: (data: Data) => ReactNode;
}) {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.error) {
    return (
      <Refusal error={query.error}>
        <Button onClick={() => query.refetch()}>{t('again')}</Button>
      </Refusal>
    );
  }
  return <Loading {...(rows !== undefined && { rows })} />;
}

export const Section = ({
  title,
  aside,
  children,
  id,
  page = false,
}: {
  title: ReactNode;
  aside?: ReactNode;
  children: ReactNode;
  id?: string;
  /** It is all that the page has, so its title is the page's. */
  page?: boolean;
}) => {
  const own = useId();
  const Heading = page ? 'h1' : 'h2';
  return (
    <section className="section" aria-labelledby={own} id={id}>
      <header>
        <Heading id={own}>{title}</Heading>
        {aside}
      </header>
      {children}
    </section>
  );
};

/** Pairs of a name and a value, as on a card. */
export const Facts = ({ of }: { of: readonly (readonly [ReactNode, ReactNode] | false | null | undefined)[] }) => (
  <dl className="facts">
    {of.map(
      (pair, at) =>
        pair && (
          // biome-ignore lint/suspicious/noArrayIndexKey: the order is fixed
          <div key={at}>
            <dt>{pair[0]}</dt>
            <dd>{pair[1]}</dd>
          </div>
        ),
    )}
  </dl>
);

/** A table wider than its place: moved sideways by finger, mouse or arrow keys, while the page stays. */
export const Wide = ({ label, children }: { label: string; children: ReactNode }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: without the focus no arrow key could move it
  <figure className="table-scroll" aria-label={label} tabIndex={0}>
    {children}
  </figure>
);
