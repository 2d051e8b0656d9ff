// SPDX-License-Identifier: Apache-2.0
// How large the browser SDK is and what it costs a page to load it: `node bench/sdk/main.mjs [--out FILE] [--runs N]`, after `make sdk`.
// Chromium, where there is one: a page with the script alone, from the start of its evaluation to BRAC_InitSDK's return, and what it fetches besides.

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { performance } from 'node:perf_hooks';
import vm from 'node:vm';
import { brotliCompressSync, gzipSync } from 'node:zlib';

const dist = 'sdk/web/dist';
const option = (name, otherwise) => { const at = process.argv.indexOf(`--${name}`); return at < 0 ? otherwise : process.argv[at + 1]; };
const runs = Number(option('runs', '20'));
const kib = (bytes) => (bytes / 1024).toFixed(1);
const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];

function sizes() {
  const names = readdirSync(dist).filter((name) => /\.(js|mjs|wasm)$/.test(name)).sort();
  return names.map((name) => {
    const bytes = readFileSync(`${dist}/${name}`);
    return [name, kib(bytes.length), kib(gzipSync(bytes, { level: 9 }).length), kib(brotliCompressSync(bytes).length)];
  });
}

/** Compiling and running the classic script in a new global object, without a browser around it. */
function evaluation() {
  const text = readFileSync(`${dist}/anychatsdk.js`, 'utf8');
  const times = [];
  for (let n = 0; n < runs; n++) {
    const scope = vm.createContext({ console, setTimeout, clearTimeout, queueMicrotask, performance, TextEncoder, TextDecoder, navigator: {}, location: {} });
    const from = performance.now();
    new vm.Script(`${text}\n// ${n}`, { filename: `anychatsdk-${n}.js` }).runInContext(scope);
    times.push(performance.now() - from);
  }
  return median(times);
}

const PAGE = `<!doctype html><meta charset="utf-8"><script>var t0 = performance.now()</script><script src="/anychatsdk.js"></script>
<script>var t1 = performance.now(); var body = document.body || document.documentElement.appendChild(document.createElement('body')); var code = BRAC_InitSDK('0'); var t2 = performance.now();</script>`;

async function inChromium() {
  if (!existsSync('/usr/bin/chromium')) return null;
  const { startChromium } = await import('../../tests/support/browsers.mjs');
  const asked = [];
  const server = createServer((request, response) => {
    const path = request.url.split('?')[0];
    asked.push(path);
    if (path === '/') response.end(PAGE);
    else if (existsSync(`${dist}${path}`)) response.setHeader('content-type', 'text/javascript').end(readFileSync(`${dist}${path}`));
    else response.writeHead(404).end();
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const browser = await startChromium();
  const load = [], init = [];
  try {
    for (let n = 0; n < runs; n++) {
      const page = await browser.page('bench'); // a context of its own: nothing is in its cache
      await page.goto(`http://127.0.0.1:${server.address().port}/`);
      const { t0, t1, t2, code } = await page.waitFor(() => typeof t2 === 'number' && { t0, t1, t2, code });
      if (code !== 0) throw new Error(`BRAC_InitSDK: ${code}`);
      load.push(t1 - t0);
      init.push(t2 - t1);
      await page.close();
    }
  } finally {
    await browser.close();
    server.close();
  }
  const besides = [...new Set(asked)].filter((path) => !['/', '/anychatsdk.js', '/favicon.ico'].includes(path));
  return { load: median(load), init: median(init), besides };
}

const rows = sizes();
const alone = evaluation();
const chromium = await inChromium();
const commit = (() => { try { return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim(); } catch { return 'unknown'; } })();
const report = `# The browser SDK: size and start

\`make bench-sdk\`, commit ${commit}, medians of ${runs}.

| file | KiB | gzip -9 | brotli |
| --- | --- | --- | --- |
${rows.map((row) => `| ${row.join(' | ')} |`).join('\n')}

| start of anychatsdk.js | ms |
| --- | --- |
| compiling and running it in Node | ${alone.toFixed(1)} |
${chromium ? `| fetching (loopback, empty cache), compiling and running it in Chromium | ${chromium.load.toFixed(1)} |
| BRAC_InitSDK in Chromium | ${chromium.init.toFixed(1)} |

Fetched besides before a feature is used: ${chromium.besides.length === 0 ? 'nothing' : chromium.besides.join(', ')}.
` : '\nNo Chromium here.\n'}`;
process.stdout.write(report);
const out = option('out', '');
if (out) writeFileSync(out, report);
if (chromium && chromium.besides.length > 0) { console.error('something was fetched before it was needed'); process.exitCode = 1; }
