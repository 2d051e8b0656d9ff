// SPDX-License-Identifier: Apache-2.0
// What recording asks of the browser.

const FOLDER = 'parlor-recordings';

/**
 * @typedef {object} RecordPlatform
 * @property {((stream: MediaStream, options: MediaRecorderOptions) => MediaRecorder) | null} createRecorder null: this browser cannot record
 * @property {(type: string) => boolean} supports a type of MediaRecorder's
 * @property {(track: MediaStreamTrack) => Promise<any>} grab what a track shows now, as something to draw with width and height; rejects where it cannot
 * @property {(ms: number, call: () => void) => (() => void)} steadily calls again and again, also while the page is hidden; gives what ends it
 * @property {() => Promise<import('./scratch.mjs').ScratchFile | null>} openScratch null: only memory
 * @property {() => Date} date
 */

/**
 * Browsers slow the timers of hidden pages down to one call a second, but not those of a worker.
 * @param {any} scope @param {number} ms @param {() => void} call
 */
function steadily(scope, ms, call) {
  let timer = scope.setInterval(call, ms);
  let worker = null, url = '';
  try {
    url = scope.URL.createObjectURL(new scope.Blob([`setInterval(() => postMessage(0), ${Number(ms)})`], { type: 'text/javascript' }));
    worker = new scope.Worker(url);
    worker.onmessage = () => {
      if (timer) { scope.clearInterval(timer); timer = 0; }
      call();
    };
  } catch { /* the page's policy forbids workers: the page's own timer goes on */ }
  return () => {
    scope.clearInterval(timer);
    worker?.terminate();
    if (url) scope.URL.revokeObjectURL(url);
  };
}

/** A folder for this page alone; those of pages that are no more are removed. @param {any} scope */
async function ownFolder(scope) {
  const { storage, locks } = scope.navigator;
  const root = await (await storage.getDirectory()).getDirectoryHandle(FOLDER, { create: true });
  const name = scope.crypto.randomUUID();
  await new Promise((resolve, reject) => {
    // Held until the page goes away: that is how others know.
    locks.request(`${FOLDER}/${name}`, () => { resolve(undefined); return new Promise(() => {}); }).catch(reject);
  });
  for await (const other of root.keys()) {
    if (other === name) continue;
    await locks.request(`${FOLDER}/${other}`, { ifAvailable: true },
      (lock) => lock && root.removeEntry(other, { recursive: true }).catch(() => {}));
  }
  return root.getDirectoryHandle(name, { create: true });
}

/** @param {any} scope */
function scratchOf(scope) {
  let folder = null, count = 0;
  return async () => {
    if (!scope.navigator?.storage?.getDirectory || !scope.navigator.locks || !scope.FileSystemFileHandle?.prototype.createWritable) return null;
    try {
      const where = await (folder ??= ownFolder(scope));
      const name = `${++count}`;
      const handle = await where.getFileHandle(name, { create: true });
      const writable = await handle.createWritable();
      return {
        write: (piece) => writable.write(piece),
        async close() {
          await writable.close();
          return handle.getFile();
        },
        remove: () => where.removeEntry(name),
      };
    } catch { return null; } // a private window, or the site may store nothing
  };
}

/** @param {any} scope @returns {RecordPlatform} */
export function recordPlatform(scope) {
  const { MediaRecorder } = scope;
  return {
    createRecorder: MediaRecorder ? (stream, options) => new MediaRecorder(stream, options) : null,
    supports: (type) => MediaRecorder?.isTypeSupported?.(type) ?? false,
    grab: (track) => new scope.ImageCapture(track).grabFrame(),
    steadily: (ms, call) => steadily(scope, ms, call),
    openScratch: scratchOf(scope),
    date: () => new Date(),
  };
}

/** Has the browser store a file where the user wants it. @param {Document} document @param {string} url @param {string} name */
export function saveAs(document, url, name) {
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  document.body.appendChild(link); // Firefox follows only what is in the document
  link.click();
  link.remove();
}
