// SPDX-License-Identifier: Apache-2.0
// What the kernel tells of a folder and all that is below it, however short it is there. Node's own recursive watching polls; this is inotify(7), a watch for each
// folder. A folder that appears is told of before it has a watch: what is in it by then is told as well.
import {readdirSync, statSync, unlinkSync, watch, writeFileSync} from 'node:fs';
import {join, relative} from 'node:path';

export class Tree {
  #watchers = new Map();
  #marks = 0;
  #waiting = new Map();

  /** onTouch(path, how): each time; how: 'rename' (it came, went, or has another name), 'change' (its bytes or attributes). */
  constructor(root, onTouch = () => {}) {
    this.root = root;
    this.touched = [];
    this.onTouch = onTouch;
    this.#add(root, false);
  }

  #add(folder, told) {
    if (this.#watchers.has(folder)) return;
    let watcher;
    try { watcher = watch(folder, (how, name) => this.#take(join(folder, String(name)), how)); } catch (error) { if (error.code === 'ENOENT') return; throw error; }
    watcher.on('error', () => { /* it has gone */ });
    this.#watchers.set(folder, watcher);
    for (const entry of readdirSync(folder, {withFileTypes: true})) {
      const path = join(folder, entry.name);
      if (told) this.#tell(path, 'rename');
      if (entry.isDirectory()) this.#add(path, told);
    }
  }

  #take(path, how) {
    const mark = this.#waiting.get(path);
    if (mark) { mark(); return; }
    if (this.#isOurs(path)) return;
    this.#tell(path, how);
    if (how === 'rename' && statSync(path, {throwIfNoEntry: false})?.isDirectory()) this.#add(path, true);
  }

  #isOurs(path) { return path.startsWith(join(this.root, '.mark-')); }

  #tell(path, how) {
    const name = relative(this.root, path);
    this.touched.push(name);
    this.onTouch(name, how);
  }

  /** What was touched up to now, and not a moment less: the kernel tells all in one order, so what comes before a mark of ours is there. */
  async now() {
    const path = join(this.root, `.mark-${this.#marks++}`);
    await new Promise((resolve) => {
      this.#waiting.set(path, resolve);
      writeFileSync(path, '');
    });
    this.#waiting.delete(path);
    unlinkSync(path);
    return [...this.touched];
  }

  close() { for (const watcher of this.#watchers.values()) watcher.close(); }
}
