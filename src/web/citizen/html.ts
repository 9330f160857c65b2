/**
 * Markup that is safe to send. Only `html` makes it, so that text from people or data can never become markup: a value of
 * any other type is escaped, even an object that came out of JSON and looks like this one.
 */
export class Html {
  readonly #markup: string;
  constructor(markup: string) {
    this.#markup = markup;
  }
  toString(): string {
    return this.#markup;
  }
}

export type Piece = Html | string | number | false | null | undefined | readonly Piece[];

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => escapes[character]!);

const render = (piece: Piece): string => {
  if (piece === false || piece === null || piece === undefined) return '';
  if (piece instanceof Html) return piece.toString();
  if (Array.isArray(piece)) return piece.map(render).join('');
  return escapeHtml(String(piece));
};

/** A template whose places are escaped. A place inside a tag must stand in double quotes: a test looks after that. */
export const html = (strings: TemplateStringsArray, ...pieces: Piece[]): Html =>
  new Html(strings.reduce((markup, text, at) => markup + render(pieces[at - 1]) + text));

/** A boolean attribute, written when it holds. */
export const flag = (name: 'checked' | 'required' | 'autofocus' | 'open' | 'multiple' | 'hidden', on: boolean): Piece =>
  on && new Html(` ${name}`);
