// SPDX-License-Identifier: Apache-2.0
// Draws one picture as a Look has it: background, turning, fitting, colours, time. Geometry and calls of a 2D context only.

/** @typedef {import('./look.mjs').Look} Look */
/** @typedef {{ width: number, height: number }} Size */

const even = (n) => Math.max(2, Math.round(n / 2) * 2); // codecs halve the colours
const lying = ({ rotate }) => rotate === 90 || rotate === 270;
const two = (n) => String(n).padStart(2, '0');

/** Local time. @param {Date} date */
export function stampText(date) {
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

/** How large the picture comes out. @param {Size} size @param {Look} look @param {Size} asked @returns {Size} */
export function outputSize(size, look, asked) {
  const upright = lying(look) ? { width: size.height, height: size.width } : size;
  const { width, height } = look.fit && asked.width > 0 ? asked : upright;
  return { width: even(width), height: even(height) };
}

/** How large the unturned picture is drawn, so that turned it fits. @param {Size} size @param {Look} look @param {Size} out @returns {Size} */
export function drawnSize(size, look, out) {
  const turned = lying(look) ? { width: out.height, height: out.width } : out;
  const kx = turned.width / size.width, ky = turned.height / size.height;
  if (look.fit !== 'cover' && look.fit !== 'contain') return turned;
  const k = look.fit === 'cover' ? Math.max(kx, ky) : Math.min(kx, ky);
  return { width: size.width * k, height: size.height * k };
}

/** For `filter` of a context. @param {Look} look */
function colours({ brightness, contrast, saturation }) {
  const parts = [['brightness', brightness], ['contrast', contrast], ['saturate', saturation]].filter(([, value]) => value !== 1);
  return parts.map(([name, value]) => `${name}(${value})`).join(' ') || 'none';
}

/** @param {any} canvas @param {Size} size */
function sized(canvas, { width, height }) {
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  return canvas.getContext('2d', { alpha: true });
}

export class Painter {
  #ports; #whole = null; #person = null; #small = null;

  /**
   * @param {object} ports
   * @param {() => any} ports.createCanvas
   * @param {() => Date} ports.date
   */
  constructor(ports) { this.#ports = ports; }

  /**
   * @param {any} canvas to draw on; becomes as large as it has to be
   * @param {any} source a frame @param {Size} size of it @param {Look} look @param {Size} asked
   * @param {{ mask: any, image: any }} [behind] mask: opaque where somebody is, null: not known yet; image: loaded
   */
  paint(canvas, source, size, look, asked, behind = { mask: null, image: null }) {
    const picture = look.background ? this.#withBackground(source, size, look.background, behind) : source;
    const out = outputSize(size, look, asked);
    const context = sized(canvas, out);
    context.save();
    if (look.fit === 'contain') { context.fillStyle = '#000'; context.fillRect(0, 0, out.width, out.height); }
    context.filter = colours(look);
    context.translate(out.width / 2, out.height / 2);
    context.scale(look.mirror ? -1 : 1, look.flip ? -1 : 1);
    if (look.rotate) context.rotate(look.rotate * Math.PI / 180);
    const { width, height } = drawnSize(size, look, out);
    context.drawImage(picture, -width / 2, -height / 2, width, height);
    context.restore();
    if (look.timestamp) this.#stamp(context, out);
  }

  #stamp(context, { height }) {
    const pixels = Math.max(12, Math.round(height / 22));
    const text = stampText(this.#ports.date());
    context.save();
    context.font = `${pixels}px monospace`;
    context.textBaseline = 'top';
    context.lineWidth = Math.max(2, pixels / 6);
    context.lineJoin = 'round';
    context.strokeStyle = '#000';
    context.fillStyle = '#fff';
    context.strokeText(text, pixels / 2, pixels / 2);
    context.fillText(text, pixels / 2, pixels / 2);
    context.restore();
  }

  // ---- what is behind ----

  /** As long as nobody knows who is where, the room is not shown. */
  #withBackground(source, size, background, { mask, image }) {
    const whole = this.#whole ??= this.#ports.createCanvas();
    const context = sized(whole, size);
    const { width, height } = size;
    if (background.kind === 'image' && image) drawCover(context, image, size);
    else if (background.kind === 'color') { context.fillStyle = background.color; context.fillRect(0, 0, width, height); }
    else this.#blur(context, source, size, background.kind === 'blur' ? background.strength : Math.max(width, height) / 8);
    if (mask) context.drawImage(this.#cutOut(source, size, mask), 0, 0, width, height);
    return whole;
  }

  /** Small, and large again: any browser can, and it costs less than a filter. */
  #blur(context, source, size, strength) {
    const small = this.#small ??= this.#ports.createCanvas();
    const { width, height } = size;
    const tiny = { width: Math.max(2, Math.round(width / strength)), height: Math.max(2, Math.round(height / strength)) };
    const inner = sized(small, tiny);
    inner.imageSmoothingQuality = 'high';
    inner.drawImage(source, 0, 0, tiny.width, tiny.height);
    context.imageSmoothingEnabled = true;
    context.imageSmoothingQuality = 'high';
    context.drawImage(small, 0, 0, width, height);
  }

  #cutOut(source, size, mask) {
    const person = this.#person ??= this.#ports.createCanvas();
    const context = sized(person, size);
    const { width, height } = size;
    context.globalCompositeOperation = 'copy';
    context.drawImage(mask, 0, 0, width, height);
    context.globalCompositeOperation = 'source-in';
    context.drawImage(source, 0, 0, width, height);
    return person;
  }
}

function drawCover(context, image, { width, height }) {
  const natural = { width: image.naturalWidth ?? image.width, height: image.naturalHeight ?? image.height };
  const k = Math.max(width / natural.width, height / natural.height);
  const drawn = { width: natural.width * k, height: natural.height * k };
  context.drawImage(image, (width - drawn.width) / 2, (height - drawn.height) / 2, drawn.width, drawn.height);
}
