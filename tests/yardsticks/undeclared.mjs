// Prints, for every .js file of a folder, what ESLint's scope manager finds undeclared.
//
//   RCAUDIT_NODE_MODULES=/folder/node_modules node undeclared.mjs FOLDER > undeclared.json
//
// Out: {file: {module, rows: [[name, line, column, isWrite, isStrict], …]} or {error}}. Lines and columns
// count from 1, columns in characters. A file that imports or exports is parsed as a module, which is
// strict throughout: isStrict is false then, for want of a comparison.
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(join(process.env.RCAUDIT_NODE_MODULES, 'x.js'));
const espree = require('espree');
const eslintScope = require('eslint-scope');

// An empty statement in a line of its own: like the server's wrapper, it takes a directive's effect.
const PREFIX = ';\n';

function parse(source) {
  const options = { ecmaVersion: 'latest', range: true, loc: true };
  try {
    return [espree.parse(PREFIX + source, { ...options, sourceType: 'script' }), 'script'];
  } catch (error) {
    if (!/import|export/.test(error.message)) throw error;
    return [espree.parse(PREFIX + source, { ...options, sourceType: 'module' }), 'module'];
  }
}

function undeclared(source) {
  const [ast, sourceType] = parse(source);
  const manager = eslintScope.analyze(ast, { ecmaVersion: 2025, sourceType, ignoreEval: true });
  const [globalScope] = manager.scopes;
  const lines = (PREFIX + source).split(/\r\n|[\n\r\u2028\u2029]/);
  const found = new Map();
  for (const reference of globalScope.through) {
    const { name, loc } = reference.identifier;
    // The manager leaves uses of top-level var and function open, as they may be global properties.
    if (globalScope.set.has(name)) continue;
    const column = [...lines[loc.start.line - 1].slice(0, loc.start.column)].length + 1;
    const strict = sourceType === 'script' && reference.from.isStrict;
    const row = [name, loc.start.line - 1, column, reference.isWrite(), strict];
    found.set(row.join('\0'), row);
  }
  const rows = [...found.values()].sort((a, b) => a[1] - b[1] || a[2] - b[2]);
  return { module: sourceType === 'module', rows };
}

const [folder] = process.argv.slice(2);
const out = {};
for (const file of readdirSync(folder).filter((name) => name.endsWith('.js')).sort()) {
  try {
    out[file] = undeclared(readFileSync(join(folder, file), 'utf8'));
  } catch (error) {
    out[file] = { error: error.message };
  }
}
process.stdout.write(JSON.stringify(out));
