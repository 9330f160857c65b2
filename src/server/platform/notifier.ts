import type { Language } from '#domain/kernel/text.ts';

export interface CodeMessage {
  /** The receiver may get a message twice; by this key it knows the second one. */
  key: string;
  mobile: string;
  code: string;
  language: Language;
}

/** How one-time codes and notices reach people: a text-message gateway by setting, the page itself in a demonstration. */
export interface Notifier {
  sendCode(message: CodeMessage): Promise<void>;
}

/** The demonstration sends nothing: the page shows the code, and says that it does so. */
export const demoNotifier: Notifier = { sendCode: async () => undefined };
