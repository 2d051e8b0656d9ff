// SPDX-License-Identifier: Apache-2.0
// Pages as they were written in 2016, one for each rule that such pages rely on: tests/browser/pages/2016, with a table of what each one checks. They check
// themselves; here they are opened, again and again in the same few tabs, in both browsers. They come from a web server of their own, as such pages do: it says
// nothing of encodings, and allows scripts inside pages.
import assert from 'node:assert/strict';
import {existsSync, readFileSync, readdirSync} from 'node:fs';
import {createServer} from 'node:http';
import {join} from 'node:path';
import {after, before, test} from 'node:test';
import {startChromium, startFirefox} from '../support/browsers.mjs';
import {inNamespace, startServer} from './support.mjs';

const folder = 'tests/browser/pages/2016';
const gb = new TextDecoder('gb2312');
const only = new RegExp(process.env.RULE ?? ''); // RULE='^4.8$' while working on one
/** Not those that are only shown inside others. */
const pages = readdirSync(folder).filter((name) => /^\d.*\.html$/.test(name) && !name.endsWith('-inner.html')).map((name) => name.slice(0, -'.html'.length));
const rules = pages.filter((rule) => only.test(rule))
  .sort((a, b) => a.localeCompare(b, 'en', {numeric: true}));
const titleOf = (rule) => /<title>(.*?)<\/title>/.exec(gb.decode(readFileSync(`${folder}/${rule}.html`)))[1];

/** Only plain names: no way out of the two folders. */
function webServer() {
  const types = {html: 'text/html', js: 'text/javascript'};
  return createServer((request, response) => {
    const [, place, name, type] = /^\/(sdk|2016)\/([\w.-]+\.(html|js))(?:\?|$)/.exec(request.url) ?? [];
    const path = join(place === 'sdk' ? 'sdk/web/dist' : folder, name ?? '.');
    if (!name || !existsSync(path)) { response.writeHead(404).end(); return; }
    response.writeHead(200, {'content-type': types[type], 'cache-control': 'max-age=600'}).end(readFileSync(path));
  });
}

let server, web;
before(async () => {
  server = await startServer({config: '[login]\nlogins_per_minute_per_ip = 100000\n[room 900]\npassword = secret\n'});
  web = webServer();
  await new Promise((resolve) => { web.listen(0, '127.0.0.1', resolve); });
});
after(async () => { web?.close(); await server?.stop(); });

let room = 1000;

/** What a page has found wrong. */
async function open(tab, rule) {
  await tab.goto(`http://127.0.0.1:${web.address().port}/2016/${rule}.html?room=${room++}&port=${server.port}`);
  await tab.waitFor(() => window.finished, undefined, {what: `the page ${rule} to finish`, timeoutMs: 25000});
  return tab.evaluate(() => window.failures);
}

/** Firefox has its pages behind one another, and gives those that are not seen less time: one at a time. */
for (const [name, start, lanes] of /** @type {const} */ ([['Chromium', startChromium, 3], ['Firefox', startFirefox, 1]])) {
  const skip = name === 'Firefox' && !inNamespace ? 'no network namespace here' : false;
  test(`pages of 2016 in ${name}`, {skip, concurrency: lanes}, async (t) => {
    const browser = await start();
    try {
      const tabs = await Promise.all(Array.from({length: lanes}, () => browser.page(name)));
      await Promise.all(rules.map((rule) => t.test(titleOf(rule), async () => {
        const tab = tabs.pop();
        try {
          assert.deepEqual(await open(tab, rule), []);
        } finally {
          tabs.push(tab);
        }
      })));
    } finally {
      await browser.close();
    }
  });
}

test('the table names every page, and every page is there', () => {
  const table = readFileSync(`${folder}/README.md`, 'utf8').split('\n').map((line) => /^\| (\S+) \| \[/.exec(line)?.[1]).filter(Boolean);
  assert.deepEqual(table.sort(), pages.sort());
});
