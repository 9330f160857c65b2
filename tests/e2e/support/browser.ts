import { type Browser, chromium } from 'playwright-core';

/** Quiet, and without any word to the outside: a journey may not depend on the network. */
const flags = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** No graphics card is asked for: where a journey is about WebGL, the processor draws it. */
const drawing = {
  none: ['--disable-gpu'],
  webgl: ['--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist'],
  'no webgl': ['--disable-gpu', '--disable-3d-apis'],
};

/** The browser that `npm test` found or installed; close it after the journey. */
export const openBrowser = (draws: keyof typeof drawing = 'none'): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    headless: true,
    args: [...flags, ...drawing[draws]],
  });
