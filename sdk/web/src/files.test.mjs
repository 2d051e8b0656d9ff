// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import test from 'node:test';
import { Files, safeName, safePath } from './files.mjs';
import { limits } from './generated/limits.mjs';

function store() {
  const live = new Set();
  let next = 0;
  const files = new Files({
    createUrl: () => { const url = `blob:https://h/${++next}`; live.add(url); return url; },
    revokeUrl: (url) => live.delete(url),
  });
  return { files, live };
}

test('a path is an address, and has folder, name and ending', () => {
  const { files } = store();
  const blob = new Blob(['x']);
  const { path, url, name } = files.add(blob, '2026-11-22/ann.jpg');
  assert.equal(path, 'blob:https://h/1#2026-11-22/ann.jpg');
  assert.equal(new URL(path).href.split('#')[0], url);
  assert.equal(path.slice(path.lastIndexOf('/') + 1), name);
  assert.equal(path.slice(path.lastIndexOf('.')), '.jpg');
  assert.equal(files.find(path)?.blob, blob);
  assert.equal(files.find(url)?.blob, blob);
  assert.equal(files.url(path), url);
  assert.equal(files.url('images/mine.jpg'), 'images/mine.jpg');
  assert.equal(files.find('nothing'), null);
});

test('what is removed is gone, address and all, once', () => {
  const { files, live } = store();
  let released = 0;
  const { path } = files.add(new Blob([]), 'a', () => { released++; });
  assert.equal(files.remove(path), true);
  assert.equal(files.remove(path), false);
  assert.deepEqual([files.count, live.size, released], [0, 0, 1]);
  files.add(new Blob([]), 'b', () => { released++; });
  files.clear();
  assert.deepEqual([files.count, live.size, released], [0, 0, 2]);
});

test('too many: the oldest are given up', () => {
  const { files, live } = store();
  const first = files.add(new Blob([]), 'first');
  for (let i = 0; i < limits.page_files; i++) files.add(new Blob([]), `${i}`);
  assert.equal(files.find(first.path), null);
  assert.equal(files.count, limits.page_files);
  assert.equal(live.size, limits.page_files);
});

test('names of strangers become harmless', () => {
  const cases = {
    'a.txt': 'a.txt', '../../etc/passwd': 'passwd', 'C:\\fakepath\\photo 1.jpg': 'photo_1.jpg', '..': 'file', '': 'file', '.bashrc': 'bashrc',
    'a\u0000b': 'a_b', 'x"><img src=x onerror=1>': 'x_img_src=x_onerror=1', 'CON.txt': '_CON.txt', 'nul': '_nul', 'constant.c': 'constant.c',
    '\u62a5\u544a (1).doc': '\u62a5\u544a_(1).doc', 'a#b?c%2e': 'a_b_c_2e', '\u202egpj.exe': 'gpj.exe', 'dot. . .': 'dot',
  };
  for (const [name, safe] of Object.entries(cases)) assert.equal(safeName(name), safe, JSON.stringify(name));
  const long = safeName(`${'\u{20000}'.repeat(300)}.webm`);
  assert.equal([...long].length, 128);
  assert.match(long, /\.webm$/);
  assert.equal(safePath('a/../b//c.txt'), 'a/b/c.txt');
  assert.equal(safePath('D:\\\\rec\\x'), 'D/rec/x');
  assert.equal(safePath('../..'), 'file');
});
