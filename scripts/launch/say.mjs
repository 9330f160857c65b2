/** The launcher speaks before any package is installed, so it carries its own few sentences. */

const chinese = /^zh/i.test(process.env.LC_ALL || process.env.LC_MESSAGES || process.env.LANG || '');

const begun = performance.now();

/** @param {{ zh: string, en: string }} text */
const inWords = (text) => (chinese ? text.zh : text.en);

/**
 * One line for one step, with the seconds since the start.
 * @param {{ zh: string, en: string }} text
 */
export const step = (text) => {
  const seconds = ((performance.now() - begun) / 1000).toFixed(1).padStart(5);
  console.log(`${seconds} s  ${inWords(text)}`);
};

/** A refusal that says what to do; the process ends with it. */
export class Stop extends Error {
  /** @param {{ zh: string, en: string }} text */
  constructor(text) {
    super(inWords(text));
  }
}
