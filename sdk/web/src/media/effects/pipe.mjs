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
  #video; #canvas; #scope; #paint; #failed; #how; #cancel = null; #over = false; #filmed = '';

  constructor(scope, track, paint, failed, how) {
    this.#scope = scope;
    this.#paint = paint;
    this.#failed = failed;
    this.#how = how;
    this.track = this.#film();
    this.#video = scope.document.createElement('video');
    this.#video.muted = true;
    this.#video.playsInline = true;
    this.#video.srcObject = new scope.MediaStream([track]);
    this.#video.play().catch(() => {}); // muted: nothing holds it back but its end
    this.#run();
  }

  createCanvas() { return this.#scope.document.createElement('canvas'); }

  #film() {
    this.#canvas = this.createCanvas();
    this.#canvas.getContext('2d'); // a canvas without one cannot be filmed
    return this.#canvas.captureStream(0).getVideoTracks()[0];
  }

  #run() {
    if (this.#over) return;
    const { videoWidth: width, videoHeight: height } = this.#video;
    try {
      if (width > 0 && this.#video.readyState >= 2) this.#take({ width, height });
    } catch (error) { this.#failed(error); return; }
    this.#cancel = this.#how.clock.after(1000 / Math.max(1, this.#how.fps), () => this.#run());
  }

  #take(size) {
    this.#paint(this.#canvas, this.#video, size);
    const now = `${this.#canvas.width}x${this.#canvas.height}`;
    if (this.#filmed && now !== this.#filmed) { // Firefox's film of a canvas stands still for ever once the canvas has another size
      this.track.stop();
      this.track = this.#film();
      this.#paint(this.#canvas, this.#video, size);
      this.#how.renewed();
    }
    this.#filmed = now;
    this.track.requestFrame?.();
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
 * @param {any} scope @returns {((track: MediaStreamTrack, paint: Paint, failed: (error: any) => void, how: { clock: import('../../platform.mjs').Clock, fps: number, renewed: () => void }) => Pipe) | null} renewed: its track is another
 */
export function pipesOf(scope) {
  if (scope.MediaStreamTrackProcessor && scope.MediaStreamTrackGenerator && scope.OffscreenCanvas)
    return (track, paint, failed) => new FramePipe(scope, track, paint, failed);
  if (scope.HTMLCanvasElement?.prototype?.captureStream) return (track, paint, failed, how) => new CanvasPipe(scope, track, paint, failed, how);
  return null;
}
