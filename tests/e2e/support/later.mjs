// Preloaded into a program under test: it lives so many days later than its machine.
const later = Number(process.env.DAYS_LATER ?? 0) * 86_400_000;
const Now = Date;

globalThis.Date = class extends Now {
  constructor(...given) {
    if (given.length === 0) super(Now.now() + later);
    else super(...given);
  }
  static now() {
    return Now.now() + later;
  }
};
