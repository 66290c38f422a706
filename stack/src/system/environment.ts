/** What every part gets from the user's environment; the rest is said explicitly. */
const passed = ['PATH', 'HOME', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR', 'NO_COLOR'];

export function baseEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(passed.map((name) => [name, process.env[name]]));
}
