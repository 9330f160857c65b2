/** Where the present comes from. Everything else is told the time, so that a simulated city can drive it. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };
