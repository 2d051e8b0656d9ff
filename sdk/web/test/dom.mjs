// SPDX-License-Identifier: Apache-2.0
// As much of a document as the SDK touches.

class FakeNode {
  childNodes = []; parentNode = null; nodeType = 1; style = {}; attributes = new Map(); id = ''; textContent = '';
  constructor(document, tag) { this.ownerDocument = document; this.tagName = tag.toUpperCase(); }

  get isConnected() { return this === this.ownerDocument.body || (this.parentNode?.isConnected ?? false); }
  setAttribute(name, value) { this.attributes.set(name, String(value)); if (name === 'id') this.id = value; }
  getAttribute(name) { return this.attributes.get(name) ?? null; }
  removeAttribute(name) { this.attributes.delete(name); }
  contains(other) { return this === other || this.childNodes.some((child) => child.contains(other)); }

  appendChild(child) {
    child.remove();
    child.parentNode = this;
    this.childNodes.push(child);
    this.ownerDocument.changed([child]);
    return child;
  }

  remove() {
    if (!this.parentNode) return;
    this.parentNode.childNodes = this.parentNode.childNodes.filter((child) => child !== this);
    this.parentNode = null;
    this.ownerDocument.changed([]);
  }

  /** innerHTML = '' */
  empty() { for (const child of [...this.childNodes]) child.remove(); }
  all() { return [this, ...this.childNodes.flatMap((child) => child.all())]; }
  querySelectorAll(selector) {
    const name = /^\[(.+)\]$/.exec(selector)[1];
    return this.childNodes.flatMap((child) => child.all()).filter((node) => node.attributes.has(name));
  }
}

class FakeMedia extends FakeNode {
  srcObject = null; played = 0; volume = 1;
  pause() {}
  load() {}
  async play() {
    this.played++;
    if (this.ownerDocument.autoplayBlocked) throw Object.assign(new Error('no gesture'), { name: 'NotAllowedError' });
  }
}

export class FakeDocument {
  autoplayBlocked = false;
  observers = new Set();
  listeners = new Map();
  constructor() {
    this.body = new FakeNode(this, 'body');
    const document = this;
    this.Observer = class {
      constructor(call) { this.call = call; }
      observe() { document.observers.add(this); }
      disconnect() { document.observers.delete(this); }
    };
  }

  createElement(tag) { return tag === 'video' || tag === 'audio' ? new FakeMedia(this, tag) : new FakeNode(this, tag); }
  getElementById(id) { return id === '' ? null : this.body.all().find((node) => node.id === id) ?? null; }
  addEventListener(name, call) { this.listeners.set(name, call); }
  removeEventListener(name) { this.listeners.delete(name); }

  #pending = null;
  changed(addedNodes) {
    if (!this.#pending) {
      this.#pending = [];
      queueMicrotask(() => {
        const records = this.#pending;
        this.#pending = null;
        for (const observer of this.observers) observer.call(records);
      });
    }
    this.#pending.push({ addedNodes });
  }

  /** For the page: a child of the body. */
  add(id, tag = 'div', parent = this.body) {
    const node = this.createElement(tag);
    node.id = id;
    return parent.appendChild(node);
  }
}
