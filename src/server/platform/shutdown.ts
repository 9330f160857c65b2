/** Why the program is asked to end. */
export type StopReason = 'SIGINT' | 'SIGTERM' | 'SIGHUP' | 'launcher gone';

/**
 * Settles when the program is asked to end: by Ctrl-C, by a service manager, by a closed terminal, or because the launcher that
 * started it (`DOORSTEP_PARENT`) is gone. One Ctrl-C may arrive several times, from the terminal and from each launcher in between, so
 * whatever comes later changes nothing.
 */
export const untilStopped = (env: Record<string, string | undefined> = process.env): Promise<StopReason> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, resolve);
    if (Number(env.DOORSTEP_PARENT) === process.ppid) {
      const parent = process.ppid;
      setInterval(() => process.ppid === parent || resolve('launcher gone'), 500).unref();
    }
  });
