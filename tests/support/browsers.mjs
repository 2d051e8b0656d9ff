// SPDX-License-Identifier: Apache-2.0
// Real browsers with fake devices. Chromium by playwright-core, Firefox by puppeteer-core (Playwright cannot drive a stock one).
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

const CHROMIUM_FLAGS = [
  '--no-sandbox', '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream',
  '--allow-loopback-in-peer-connection', '--autoplay-policy=no-user-gesture-required', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync', '--mute-audio',
];

const FIREFOX_PREFS = {
  'media.navigator.streams.fake': true,
  'media.navigator.permission.disabled': true,
  'media.peerconnection.ice.loopback': true,
  'media.peerconnection.ice.obfuscate_host_addresses': false,
  'media.autoplay.default': 0,
  'app.update.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
};

/** A page of either browser, with what the tests need of it. */
export class Page {
  constructor(name, page) {
    this.name = name;
    this.page = page;
    this.messages = [];
    page.on('console', (message) => this.messages.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => this.messages.push(`pageerror: ${error.message}`));
  }

  goto(url) { return this.page.goto(url); }
  evaluate(run, argument) { return this.page.evaluate(run, argument); }
  screenshot(path) { return this.page.screenshot({path}); }
  close() { return this.page.close(); }

  /** Waits until run(argument), called in the page, gives something true, and gives that. */
  async waitFor(run, argument, {what = String(run), timeoutMs = 20000} = {}) {
    const deadline = Date.now() + timeoutMs;
    let last;
    for (;;) {
      try {
        last = await this.page.evaluate(run, argument);
        if (last) return last;
      } catch (error) {
        last = error.message; // the page may be on its way to another address
      }
      if (Date.now() > deadline) {
        throw new Error(`${this.name}: waited in vain for ${what}; last ${JSON.stringify(last)}; console:\n${this.messages.slice(-30).join('\n')}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/**
 * @param {string[]} [extraFlags]
 * @param {{netns?: number, profile?: string}} [options] netns: in the network namespace of this process; profile: a folder where it keeps
 *   what pages store, which one without has in memory
 */
export async function startChromium(extraFlags = [], {netns, profile} = {}) {
  const {chromium} = await import('playwright-core');
  const place = netns === undefined ? {executablePath: '/usr/bin/chromium'}
    : {executablePath: 'tests/support/in_netns.sh', env: {...process.env, PARLOR_TEST_NETNS: String(netns), PARLOR_TEST_BROWSER: '/usr/bin/chromium'}};
  if (profile !== undefined) {
    const context = await chromium.launchPersistentContext(profile, {...place, args: [...CHROMIUM_FLAGS, ...extraFlags]});
    return {name: 'Chromium', page: async (name = 'Chromium') => new Page(name, await context.newPage()), close: () => context.close()};
  }
  const browser = await chromium.launch({...place, args: [...CHROMIUM_FLAGS, ...extraFlags]});
  return {
    name: 'Chromium',
    async page(name = 'Chromium', options = {}) {
      // A context a page: one user each, nothing shared.
      const context = await browser.newContext(options);
      return new Page(name, await context.newPage());
    },
    close: () => browser.close(),
  };
}

export async function startFirefox() {
  const puppeteer = await import('puppeteer-core');
  const profile = mkdtempSync(join(tmpdir(), 'parlor-firefox-'));
  const browser = await puppeteer.launch({
    browser: 'firefox', executablePath: '/usr/bin/firefox-esr', headless: true, extraPrefsFirefox: FIREFOX_PREFS, userDataDir: profile,
  });
  return {
    name: 'Firefox',
    async page(name = 'Firefox') {
      const context = await browser.createBrowserContext();
      return new Page(name, await context.newPage());
    },
    async close() {
      await browser.close();
      // Its processes may still be writing for a moment.
      rmSync(profile, {recursive: true, force: true, maxRetries: 50, retryDelay: 100});
    },
  };
}
