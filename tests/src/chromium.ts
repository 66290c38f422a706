import { accessSync, constants } from 'node:fs';

/** The system's Chromium: nothing downloads a browser. */
const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
];

function executable(): string {
  const found = [process.env.CHROMIUM_PATH, ...places].find((path) => {
    try {
      accessSync(path ?? '', constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
  if (found === undefined) throw new Error('no Chromium: install the package chromium or set CHROMIUM_PATH');
  return found;
}

/** Launch options of playwright: headless, offline apart from the pages under test, also as root. */
export function chromiumOptions() {
  return {
    executablePath: executable(),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  };
}
