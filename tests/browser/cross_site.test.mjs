// SPDX-License-Identifier: Apache-2.0
// Threat 15: a page of another site, in a real browser whose user is signed in on ours, tries to open links to our server - with his cookies, with his session's
// token, with a login token that it has got hold of, from a frame without an origin. Each is refused before a byte of ours is said, and the log says whose page it was.
import assert from 'node:assert/strict';
import {createServer} from 'node:http';
import {after, before, test} from 'node:test';
import {startChromium, startFirefox} from '../support/browsers.mjs';
import {Application} from '../support/signing.mjs';
import {inNamespace, startServer} from './support.mjs';

const app = new Application();
const sites = [];

/** A site of its own, with a cookie for the whole host (cookies know no ports). */
async function site(cookie) {
  const server = createServer((request, response) => {
    response.writeHead(200, {'content-type': 'text/html', 'set-cookie': cookie});
    response.end('<!doctype html><title>a page</title><p>a page');
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  sites.push(server);
  return server.address().port;
}

let good, evilPort;
before(async () => {
  good = `http://127.0.0.1:${await site('session=ann; Path=/')}`;
  evilPort = await site('prize=1');
});
after(() => { for (const one of sites) one.close(); app.forget(); });

/** What becomes of a link that a page tries: {opened, code, said: what the server has said}. It closes when as many texts have come as it has sent. */
const tries = (page, url, first) => page.evaluate(({url, first}) => new Promise((resolve) => {
  const said = [];
  let opened = false;
  const socket = new WebSocket(url, 'parlor.v1');
  socket.onopen = () => { opened = true; for (const text of first) socket.send(text); };
  socket.onmessage = ({data}) => { said.push(data); if (said.length === first.length) socket.close(); };
  socket.onclose = ({code}) => resolve({opened, code, said});
}), {url, first});

/** The same, from a frame of that page that has no origin (its scripts may run, nothing else). */
const triesFromFrame = (page, url) => page.evaluate((url) => new Promise((resolve) => {
  window.addEventListener('message', ({data, origin}) => resolve({...data, origin}), {once: true});
  const frame = document.createElement('iframe');
  frame.sandbox = 'allow-scripts';
  frame.srcdoc = `<script>
    let opened = false;
    const socket = new WebSocket(${JSON.stringify(url)}, 'parlor.v1');
    socket.onopen = () => { opened = true; socket.close(); };
    socket.onclose = ({code}) => parent.postMessage({opened, code}, '*');
  </script>`;
  document.body.append(frame);
}), url);

/** Signs in on a page of ours, and stays: gives its session's token. */
const signIn = (page, url, texts) => page.evaluate(({url, texts}) => new Promise((resolve, reject) => {
  window.link = new WebSocket(url, 'parlor.v1');
  const said = [];
  window.link.onmessage = ({data}) => {
    said.push(JSON.parse(data));
    if (said.length < texts.length) window.link.send(texts[said.length]);
    else resolve(said);
  };
  window.link.onopen = () => window.link.send(texts[0]);
  window.link.onclose = ({code, reason}) => reject(new Error(`closed ${code} ${reason}`));
}), {url, texts});

const hello = JSON.stringify({t: 'hello', id: 1, sdk: 'test'});
const lines = (server, origin) => server.log.split('\n').filter((line) => line.includes('event=link.foreign') && line.includes(`origin=${origin}`)).length;

for (const [name, start] of /** @type {const} */ ([['Chromium', startChromium], ['Firefox', startFirefox]])) {
  test(`pages of another site get no link, in ${name}`, {skip: name === 'Firefox' && !inNamespace ? 'no network namespace here' : false}, async () => {
    const server = await startServer({config: `${app.section()}[http]\norigins = ${good}\n`});
    const browser = await start();
    try {
      const url = server.wsUrl;
      // Ours: the user has signed in with a token of our site's.
      const ours = await browser.page(`${name} (our site)`);
      await ours.goto(good);
      const [welcome, self] = await signIn(ours, url, [hello, JSON.stringify({t: 'login_token', id: 2, token: app.token('hs256'), name: 'Ann'})]);
      assert.deepEqual([welcome.t, self.t], ['welcome', 'logged_in'], JSON.stringify([welcome, self]));
      assert.match(welcome.token, /^.{20,}$/);
      const stolen = app.token('hs256');
      const attempts = [
        ['nothing', url, [hello]],
        ['a password', url, [hello, JSON.stringify({t: 'login', id: 2, name: 'eve', password: 'x'})]],
        ['a login token', url, [hello, JSON.stringify({t: 'login_token', id: 2, token: stolen, name: ''})]],
        ['a login token in the address', `${url}?token=${stolen}`, [hello]],
        ['the token of the session', url, [JSON.stringify({t: 'resume', id: 1, token: welcome.token, seq: 0})]],
        ['a look at the door of business servers', url.replace('/parlor', '/business'), [hello]],
      ];
      // Firefox waits longer and longer after links that fail: it tries what is most tempting.
      const tried = name === 'Firefox' ? attempts.filter(([what]) => /^(a login token|the token of the session)$/.test(what)) : attempts;
      // Theirs: the same host by another name is another site; by the same name it has the user's cookie, and still is another origin.
      for (const evil of [`http://localhost:${evilPort}`, `http://127.0.0.1:${evilPort}`]) {
        const theirs = await browser.page(`${name} (${evil})`);
        await theirs.goto(good); // this window's user has our cookie, too
        await theirs.goto(evil);
        let refused = 0;
        for (const [what, address, first] of tried) {
          assert.deepEqual(await tries(theirs, address, first), {opened: false, code: 1006, said: []}, `${evil} with ${what}`);
          if (address.includes('/business')) continue; // there is no such door here
          refused++;
          await server.waitFor(() => lines(server, evil) === refused, `to log the refusal of ${evil} with ${what}`);
        }
        const frame = await triesFromFrame(theirs, url);
        assert.deepEqual([frame.opened, frame.code, frame.origin], [false, 1006, 'null']);
        await theirs.close();
      }
      await server.waitFor(() => lines(server, 'null') === 2, 'to log the refusal of the frames');
      for (const secret of [stolen.split('.')[2], welcome.token]) assert.ok(!server.log.includes(secret), 'a secret in the log');
      // Ours noticed nothing; and what theirs tried is what works here: the test would see it.
      assert.equal(await ours.evaluate(() => window.link.readyState), 1);
      const again = await tries(ours, url, [hello]);
      assert.deepEqual([again.opened, JSON.parse(again.said[0]).t], [true, 'welcome']);
      assert.equal(lines(server, good), 0);
    } catch (error) {
      error.message += `\n--- parlord ---\n${server.log.slice(-3000)}`;
      throw error;
    } finally {
      await browser.close();
      await server.stop();
    }
  });
}
