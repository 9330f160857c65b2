/** What a rating can name (GB/T 39734-2020, annex A): what was good, what was bad. Their words: `rate.reason.<code>`. */
export const ratingReasons = {
  good: ['quick', 'kind', 'clear', 'near', 'once'],
  bad: ['slow', 'trips', 'papers', 'manner', 'unclear', 'fee', 'other'],
} as const;

export const ratingReasonList = [...ratingReasons.good, ...ratingReasons.bad];
