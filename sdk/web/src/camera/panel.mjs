// SPDX-License-Identifier: Apache-2.0
// A dialog for what a camera lets one adjust (BRAC_ShowLVProperty, parlor.camera.showPanel): native controls, so that keyboard and
// screen readers work as everywhere; Escape closes it. It follows the camera: what is open now is what it shows.

import { dress } from './panel_style.mjs';
import { panelTexts } from './panel_texts.mjs';

const SHADOW_ID = 'parlor-camera-panel';

export class CameraPanel {
  #ports; #texts; #off = null;
  #host; #root; #dialog; #title; #video; #rows; #status; #reset;
  /** What the rows are made of; another text is another set of rows. */
  #shape = '';
  /** Values on their way: the newest of each name. @type {Map<string, any>} */
  #waiting = new Map();
  #busy = false; #stream = 0; #opener = null;

  /**
   * @param {object} ports
   * @param {Document} ports.document
   * @param {string} ports.language
   * @param {import('./adjust.mjs').Adjustments} ports.adjustments
   * @param {(stream: number) => MediaStream | null} ports.picture of our own camera
   */
  constructor(ports) {
    this.#ports = ports;
    this.#texts = panelTexts(ports.language);
  }

  get isOpen() { return this.#host !== undefined; }

  /** Opens it; open already, it shows that camera. @param {{ title?: string, stream?: number }} [options] */
  show({ title = '', stream = 0 } = {}) {
    this.#stream = stream;
    if (!this.isOpen) this.#build();
    this.#title.textContent = title || this.#texts.title;
    this.#update();
  }

  close() {
    if (!this.isOpen) return;
    this.#off?.();
    this.#video.srcObject = null;
    this.#dialog.close?.();
    this.#host.remove();
    this.#host = undefined;
    this.#shape = '';
    this.#waiting.clear();
    this.#opener?.focus?.();
    this.#opener = null;
  }

  // ---- its parts ----

  #build() {
    const { document, adjustments } = this.#ports;
    this.#opener = document.activeElement;
    const host = document.createElement('div');
    host.id = SHADOW_ID;
    this.#root = host.attachShadow({ mode: 'open' });
    dress(this.#root, document.defaultView);
    this.#title = this.#make('h2', { id: 'title' });
    this.#video = this.#make('video', { muted: true, autoplay: true, playsInline: true, ariaLabel: this.#texts.preview });
    this.#rows = this.#make('div', { className: 'rows' });
    this.#status = this.#make('p', { role: 'status' });
    this.#reset = this.#make('button', { type: 'button', textContent: this.#texts.reset, onclick: () => this.#toReset() });
    const header = this.#make('header', {}, [this.#title, this.#make('button', { type: 'button', textContent: '\u00d7', ariaLabel: this.#texts.close, onclick: () => this.close() })]);
    const footer = this.#make('footer', {}, [this.#reset, this.#make('button', { type: 'button', textContent: this.#texts.close, autofocus: true, onclick: () => this.close() })]);
    this.#dialog = this.#make('dialog', { lang: this.#texts === panelTexts('zh') ? 'zh-CN' : 'en' }, [header, this.#video, this.#rows, this.#status, footer]);
    this.#dialog.setAttribute('aria-labelledby', 'title');
    this.#dialog.addEventListener('close', () => this.close());
    this.#root.append(this.#dialog);
    document.body.append(host);
    this.#host = host; // from here on it is open
    this.#off = adjustments.on('change', (stream) => { if (stream === this.#stream) this.#update(); });
    if (this.#dialog.showModal) this.#dialog.showModal(); else this.#dialog.setAttribute('open', '');
  }

  #make(tag, properties, children = []) {
    const element = Object.assign(this.#ports.document.createElement(tag), properties);
    if (properties.role) element.setAttribute('role', properties.role);
    element.append(...children);
    return element;
  }

  // ---- what it shows ----

  #update() {
    if (!this.isOpen) return;
    const { adjustments, picture } = this.#ports;
    const media = picture(this.#stream);
    if (this.#video.srcObject !== media) this.#video.srcObject = media;
    this.#video.hidden = media === null;
    const list = adjustments.list(this.#stream);
    const shape = JSON.stringify(list.map(({ value: _value, ...fixed }) => fixed));
    if (shape !== this.#shape) {
      this.#shape = shape;
      this.#rows.replaceChildren(...list.flatMap((adjustment) => this.#row(adjustment)));
    }
    for (const { name, value } of list) if (!this.#waiting.has(name)) this.#put(name, value);
    this.#reset.hidden = list.length === 0;
    const empty = media === null ? this.#texts.closed : list.length === 0 ? this.#texts.nothing : '';
    if (empty || this.#status.textContent !== this.#texts.failed) this.#status.textContent = empty;
  }

  /** @param {import('./adjust.mjs').Adjustment} adjustment */
  #row({ name, kind, min, max, step, options = [] }) {
    const label = this.#make('label', { htmlFor: name, textContent: this.#texts.names[name] ?? name });
    if (kind === 'range') {
      const input = this.#make('input', { type: 'range', id: name, min, max, step });
      input.addEventListener('input', () => { this.#say(name, input.valueAsNumber); this.#send(name, input.valueAsNumber); });
      return [label, input, this.#make('output', { id: `${name}-value`, htmlFor: name })];
    }
    if (kind === 'switch') {
      const input = this.#make('input', { type: 'checkbox', id: name });
      input.addEventListener('change', () => this.#send(name, input.checked));
      return [label, input];
    }
    const select = this.#make('select', { id: name }, options.map((value) => this.#make('option', { value, textContent: this.#texts.options[value] ?? value.replace('x', ' \u00d7 ') })));
    select.addEventListener('change', () => this.#send(name, select.value));
    return [label, select];
  }

  #put(name, value) {
    const control = this.#root.getElementById(name);
    if (!control) return;
    if (typeof value === 'boolean') control.checked = value;
    else control.value = String(value);
    if (control.type === 'range') this.#say(name, value);
  }

  #say(name, value) {
    const output = this.#root.getElementById(`${name}-value`);
    if (output) output.textContent = String(Math.round(value * 100) / 100);
  }

  // ---- what it does ----

  /** One after the other; of a slider that moves only the newest counts. */
  async #send(name, value) {
    this.#waiting.set(name, value);
    if (this.#busy) return;
    this.#busy = true;
    for (let next = this.#waiting.entries().next(); !next.done; next = this.#waiting.entries().next()) {
      const [key, wish] = next.value;
      let failed = false;
      try { // of a range the camera takes what comes nearest
        const is = await this.#ports.adjustments.set(key, wish, this.#stream);
        failed = typeof wish !== 'number' && is !== wish;
      } catch { failed = true; }
      if (this.#waiting.get(key) === wish) this.#waiting.delete(key);
      if (this.isOpen) this.#status.textContent = failed ? this.#texts.failed : '';
      this.#update();
    }
    this.#busy = false;
  }

  async #toReset() {
    this.#status.textContent = '';
    try { await this.#ports.adjustments.reset(this.#stream); } catch { this.#status.textContent = this.#texts.failed; }
    this.#update();
  }
}
