// SPDX-License-Identifier: Apache-2.0
// Pages of 2016 that parlord itself serves: their scripts stand inside the page and in attributes, which its policy allows only where http.page_scripts says so.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {startChromium, startFirefox} from '../support/browsers.mjs';
import {inNamespace, startServer} from './support.mjs';

const serve = (scripts) => startServer({config: `${scripts ? `[http]\npage_scripts = ${scripts}\n` : ''}[login]\nlogins_per_minute_per_ip = 100000\n`, demos: 'tests/browser/pages/2016'});

async function open(tab, server, rule) {
  await tab.goto(`${server.url}/demos/${rule}.html?room=7&port=${server.port}`);
  await tab.waitFor(() => document.readyState === 'complete', undefined, {what: `${rule} to be loaded`});
}

/** An attribute, an element, and a text for setTimeout: what has run of them. */
const tried = (tab) => tab.evaluate(async () => {
  const ran = [];
  window.say = (what) => ran.push(what);
  document.body.insertAdjacentHTML('beforeend', '<a id="tried" onclick="say(\'attribute\')">x</a>');
  document.getElementById('tried').click();
  const element = document.createElement('script');
  element.text = 'say("element")';
  document.body.append(element);
  await new Promise((resolve) => { // it runs, or the browser says that it may not
    window.onTime = resolve;
    document.addEventListener('securitypolicyviolation', ({blockedURI}) => { if (blockedURI === 'eval') resolve(); });
    try { setTimeout('say("text"); onTime()', 0); } catch { resolve(); }
  });
  return ran.sort();
});

for (const [name, start] of /** @type {const} */ ([['Chromium', startChromium], ['Firefox', startFirefox]]))
  test(`pages of 2016, served by parlord, in ${name}`, {skip: name === 'Firefox' && !inNamespace ? 'no network namespace here' : false}, async () => {
    const browser = await start();
    const servers = [];
    try {
      for (const [scripts, runs] of /** @type {const} */ ([['', []], ['inline', ['attribute', 'element']], ['eval', ['attribute', 'element', 'text']]])) {
        const server = await serve(scripts);
        servers.push(server);
        const tab = await browser.page(`${name} ${scripts}`);
        await open(tab, server, '4.8');
        assert.deepEqual(await tried(tab), runs, scripts);
        if (scripts === '') { assert.equal(await tab.evaluate(() => typeof video), 'undefined'); continue; } // the page's own script has not run
        await tab.waitFor(() => window.finished, undefined, {what: 'the page to finish', timeoutMs: 40000});
        assert.deepEqual((await tab.evaluate(() => window.failures)).filter((failure) => !/setTimeout|eval/.test(failure)), []);
        await tab.close?.();
      }
    } finally {
      await browser.close();
      for (const server of servers) await server.stop();
    }
  });
