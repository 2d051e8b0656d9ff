// SPDX-License-Identifier: Apache-2.0
// A track in, a track out, and a canvas between: each picture of the one is painted and becomes one of the other.
//
// Chromium hands out the pictures themselves (also while the page is in the background); elsewhere a <video> shows them and a
// canvas is filmed.

/** @typedef {(canvas: any, source: any, size: { width: number, height: number }) => void} Paint */
/** @typedef {{ track: MediaStreamTrack, createCanvas: () => any, close: () => void }} Pipe */

class FramePipe {
  #reader; #writer; #canvas; #scope; #paint; #failed; #over = false;

  constructor(scope, track, paint, failed) {
    this.#scope = scope;
    this.#paint = paint;
    this.#failed = failed;
    this.#canvas = this.createCanvas();
    this.track = new scope.MediaStreamTrackGenerator({ kind: 'video' });
    this.#writer = this.track.writable.getWriter();
    // One picture waits at most: a painter that is slow leaves some out, it does not fall behind.
    this.#reader = new scope.MediaStreamTrackProcessor({ track, maxBufferSize: 1 }).readable.getReader();
    this.#run();
  }

  createCanvas() { return new this.#scope.OffscreenCanvas(2, 2); }

  async #run() {
    try {
      for (;;) {
        const { value: frame, done } = await this.#reader.read();
        if (done || this.#over) { frame?.close(); break; }
        await this.#writer.write(this.#painted(frame)); // which closes it
      }
    } catch (error) {
      if (!this.#over) this.#failed(error);
    }
    this.#writer.close().catch(() => {});
  }

  #painted(frame) {
    try {
      this.#paint(this.#canvas, frame, { width: frame.displayWidth, height: frame.displayHeight });
      return new this.#scope.VideoFrame(this.#canvas, { timestamp: frame.timestamp, alpha: 'discard' });
    } finally { frame.close(); }
  }

  close() {
    this.#over = true;
    this.#reader.cancel().catch(() => {});
    this.track.stop();
  }
}

class CanvasPipe {
  #video; #canvas; #scope; #paint; #failed; #every_ms; #cancel = null; #over = false;

  constructor(scope, track, paint, failed, { clock, fps }) {
    this.#scope = scope;
    this.#paint = paint;
    this.#failed = failed;
    this.#every_ms = 1000 / Math.max(1, fps);
    this.#canvas = this.createCanvas();
    this.#canvas.getContext('2d'); // a canvas without one cannot be filmed
    const filmed = this.#canvas.captureStream(0);
    this.track = filmed.getVideoTracks()[0];
    this.#video = scope.document.createElement('video');
    this.#video.muted = true;
    this.#video.playsInline = true;
    this.#video.srcObject = new scope.MediaStream([track]);
    this.#video.play().catch(() => {}); // muted: nothing holds it back but its end
    this.#run(clock);
  }

  createCanvas() { return this.#scope.document.createElement('canvas'); }

  #run(clock) {
    if (this.#over) return;
    const { videoWidth: width, videoHeight: height } = this.#video;
    try {
      if (width > 0 && this.#video.readyState >= 2) {
        this.#paint(this.#canvas, this.#video, { width, height });
        /** @type {any} */ (this.track).requestFrame?.();
      }
    } catch (error) { this.#failed(error); return; }
    this.#cancel = clock.after(this.#every_ms, () => this.#run(clock));
  }

  close() {
    this.#over = true;
    this.#cancel?.();
    this.#video.srcObject = null;
    this.track.stop();
  }
}

/**
 * null: this browser has neither way.
 * @param {any} scope @returns {((track: MediaStreamTrack, paint: Paint, failed: (error: any) => void, how: { clock: import('../../platform.mjs').Clock, fps: number }) => Pipe) | null}
 */
export function pipesOf(scope) {
  if (scope.MediaStreamTrackProcessor && scope.MediaStreamTrackGenerator && scope.OffscreenCanvas)
    return (track, paint, failed) => new FramePipe(scope, track, paint, failed);
  if (scope.HTMLCanvasElement?.prototype?.captureStream) return (track, paint, failed, how) => new CanvasPipe(scope, track, paint, failed, how);
  return null;
}
