import { errorCodes } from '@aegis/contracts';

const luaText = (text) => `"${text.replace(/["\\]/g, '\\$&')}"`;

const entry = ([code, { status, title, fix }]) =>
  `    ${code} = {\n        status = ${status},\n        title = ${luaText(title)},\n        fix = ${luaText(fix)},\n    },\n`;

/** The gateway's part of the error table, as a Lua module. */
export default function luaErrors() {
  const entries = Object.entries(errorCodes)
    .filter(([, { by }]) => by !== 'admin')
    .map(entry);
  const text = `-- Made by scripts/generate.mjs from contracts/src/errors.\nreturn {\n${entries.join('')}}\n`;
  return { 'lua/aegis/generated/errors.lua': text };
}
