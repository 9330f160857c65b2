import type { Answers } from '#domain/catalogue/form.ts';
import type { Item } from '#domain/catalogue/item.ts';
import { reviewOf } from '#domain/catalogue/view.ts';
import { type Html, html, type Piece } from './html.ts';
import { facts } from './parts.ts';
import type { Visit } from './visit.ts';

/** Every answer in words, by section, each with the way back to it. */
export function answerSections(
  visit: Visit,
  { item, answers }: { item: Item; answers: Readonly<Answers> },
  divisions: ReadonlyMap<string, string>,
  link: ((page: string, label: string) => Piece) | undefined,
): Html {
  const { t, language } = visit;
  const sections = reviewOf(item.form, answers, language, { divisionName: (code) => divisions.get(code) });
  return html`${sections.map(
    (section) =>
      html`<section><h2>${section.title}</h2>${facts(
        section.rows.map((row) => [
          row.label,
          row.table
            ? html`<div class="scroll" tabindex="0" role="region" aria-label="${row.label}"><table><thead><tr>${row.table.columns.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead><tbody>${row.table.rows.map((cells) => html`<tr>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</tbody></table></div>`
            : html`<p>${row.value ?? html`<span class="soft">${t('citizen.check.empty')}</span>`}</p>`,
          link?.(row.page, row.label),
        ]),
      )}</section>`,
  )}`;
}
