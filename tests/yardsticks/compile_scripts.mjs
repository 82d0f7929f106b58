// Makes rcaudit/demo/scripts/compiled/*.js and errors.json from rcaudit/demo/scripts/*.js: what a
// server below 9.0 stores in `scriptCompiled` and `scriptError` (its compileIntegrationScript.ts:
// Babel with preset-env and the three options below, no file name, no targets).
//
// How to run it, from an empty folder outside of the repository, with Node 20:
//   npm install @babel/core@7.29.13 @babel/preset-env@7.29.14
//   node /path/to/tests/yardsticks/compile_scripts.mjs /path/to/rcaudit/demo/scripts
// With `--check` after the folder it writes nothing and exits 1 where a file would change.

import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';

// A module's own imports are looked up beside it; the packages are in the present folder.
const require = createRequire(join(process.cwd(), 'here.js'));
const { transformSync } = require('@babel/core');
const presetEnv = require('@babel/preset-env');

const OPTIONS = { presets: [presetEnv], compact: true, minified: true, comments: false };

const [folder, mode] = process.argv.slice(2);
if (!folder) {
  console.error('usage: node compile_scripts.mjs FOLDER [--check]');
  process.exit(2);
}

const outputs = new Map();
const errors = {};
for (const file of readdirSync(folder).filter((name) => name.endsWith('.js')).sort()) {
  try {
    const { code } = transformSync(readFileSync(join(folder, file), 'utf8'), OPTIONS);
    outputs.set(join('compiled', file), code);
  } catch (error) {
    // The lines after the first frame name folders of the machine that compiled it.
    const [stack] = error.stack.split(/\n(?=\s+at )/);
    errors[basename(file, '.js')] = { name: error.name, message: error.message, stack };
  }
}
outputs.set('errors.json', `${JSON.stringify(errors, null, 2)}\n`);

if (mode === '--check') {
  const stale = [...outputs].filter(([path, text]) => read(join(folder, path)) !== text);
  stale.forEach(([path]) => console.log(`would change: ${path}`));
  process.exit(stale.length ? 1 : 0);
}
rmSync(join(folder, 'compiled'), { recursive: true, force: true });
mkdirSync(join(folder, 'compiled'));
outputs.forEach((text, path) => writeFileSync(join(folder, path), text));
console.log(`${outputs.size - 1} compiled, ${Object.keys(errors).length} refused`);

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') {
      return undefined;
    }
    throw error;
  }
}
