// Runs integration scripts in V8, once as Babel rewrites them (servers up to 8.x) and once as they
// stand (9.0), in the wrapper that the server puts around them.
//
//   RCAUDIT_NODE_MODULES=/folder/node_modules node run_in_v8.mjs < cases.json > outcomes.json
//
// In: [{id, script, request?, response?, twice?, engine?}]; out: [{id, babel: outcome, written: outcome}].
// An outcome is {stage, error?, result?}; stage is "save", "load", "run" (where it failed) or "ok".
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import vm from 'node:vm';

const require = createRequire(join(process.env.RCAUDIT_NODE_MODULES, 'x.js'));
const { transformSync } = require('@babel/core');
const presetEnv = require('@babel/preset-env');

const HANDLERS = ['prepare_outgoing_request', 'process_outgoing_response', 'process_incoming_request'];

const STORE = `const Store = (function () {
  const store = {};
  return { set(key, val) { store[key] = val; return val; }, get(key) { return store[key]; } };
})();`;

const wrapped = (script) => `${STORE}

${script}

(function () {
  const instance = new Script();
  const found = {};
  for (const name of ${JSON.stringify(HANDLERS)}) {
    if (typeof instance[name] === 'function') { found[name] = (...args) => instance[name](...args); }
  }
  return found;
})();
`;

const stringHelpers = { trim: (text) => String(text).trim(), capitalize: (text) => text };

function newContext() {
  const context = vm.createContext({});
  context.global = vm.runInContext('globalThis', context);
  context.ivm = {};
  context.s = { ...stringHelpers };
  context.console = { log() {}, info() {}, warn() {}, error() {} };
  context.serverFetch = async () => ({ status: 200 });
  return context;
}

const failure = (stage, error) => ({ stage, error: `${error?.name ?? 'Error'}: ${error?.message ?? error}` });

const plain = (value) => (value === undefined ? null : JSON.parse(JSON.stringify(value)));

async function run(code, { request = {}, response, twice = false }) {
  let handlers;
  let context;
  try {
    context = newContext();
    handlers = vm.runInContext(wrapped(code), context, { timeout: 3000 });
  } catch (error) {
    return failure('load', error);
  }
  const names = Object.keys(handlers ?? {});
  if (names.length === 0) return { stage: 'load', error: 'no handler' };
  const results = [];
  try {
    for (let round = 0; round < (twice ? 2 : 1); round += 1) {
      for (const name of names) {
        results.push(plain(await handlers[name](structuredClone({ request, ...(response && { response }) }))));
      }
    }
  } catch (error) {
    return failure('run', error);
  }
  return { stage: 'ok', result: results };
}

async function asBabel(testCase) {
  let code;
  try {
    code = transformSync(testCase.script, {
      presets: [presetEnv], compact: true, minified: true, comments: false, configFile: false, babelrc: false,
    }).code;
  } catch (error) {
    return failure('save', { name: 'SyntaxError', message: String(error.message).split('\n')[0] });
  }
  if (testCase.showCode) process.stderr.write(`${code}\n`);
  return run(code, testCase);
}

async function asWritten(testCase) {
  try {
    new vm.Script(`(function(){${testCase.script}})`);
  } catch (error) {
    return failure('save', error);
  }
  return run(testCase.script, testCase);
}

const cases = JSON.parse(readFileSync(0, 'utf8'));
const outcomes = [];
for (const testCase of cases) {
  outcomes.push({ id: testCase.id, babel: await asBabel(testCase), written: await asWritten(testCase) });
}
process.stdout.write(`${JSON.stringify(outcomes, null, 1)}\n`);
