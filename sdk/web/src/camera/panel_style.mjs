// SPDX-License-Identifier: Apache-2.0
// How the camera panel looks. It lives in a shadow tree: the page's styles do not reach it, nor it the page. A constructed sheet
// is used, since a Content-Security-Policy may forbid style elements.

const css = `
:host { all: initial; }
dialog {
  box-sizing: border-box; width: min(26rem, calc(100vw - 1rem)); max-width: none; max-height: calc(100vh - 1rem); overflow: auto; padding: 0;
  border: 1px solid color-mix(in srgb, CanvasText 25%, transparent); border-radius: 10px; color-scheme: light dark; color: CanvasText; background: Canvas;
  font: 16px/1.4 system-ui, "PingFang SC", "Microsoft YaHei", sans-serif;
}
dialog::backdrop { background: rgb(0 0 0 / 35%); }
header, footer { display: flex; align-items: center; gap: 8px; padding: 10px 14px; }
header { position: sticky; top: 0; z-index: 1; justify-content: space-between; background: Canvas; }
footer { justify-content: flex-end; }
h2 { margin: 0; font-size: 18px; overflow-wrap: anywhere; }
button {
  min-height: 36px; min-width: 36px; padding: 4px 14px; border: 1px solid color-mix(in srgb, CanvasText 35%, transparent); border-radius: 8px;
  color: inherit; background: transparent; font: inherit; cursor: pointer;
}
button:hover { background: color-mix(in srgb, CanvasText 8%, transparent); }
:focus-visible { outline: 2px solid Highlight; outline-offset: 2px; }
video { display: block; width: 100%; height: auto; aspect-ratio: 16 / 9; object-fit: contain; background: #000; }
video[hidden] { display: none; }
.rows { display: grid; grid-template-columns: minmax(7rem, auto) 1fr 4.5rem; gap: 8px 10px; align-items: center; padding: 12px 14px 4px; }
.rows:empty { display: none; }
output { text-align: right; font-variant-numeric: tabular-nums; }
input[type=range] { width: 100%; min-width: 0; min-height: 28px; margin: 0; accent-color: Highlight; }
select, input[type=checkbox] { grid-column: 2 / -1; justify-self: start; min-height: 32px; max-width: 100%; font: inherit; accent-color: Highlight; }
input[type=checkbox] { width: 22px; height: 22px; min-height: 22px; margin: 5px 0; }
p { margin: 0; padding: 8px 14px; }
p:empty { display: none; }
@media (max-width: 24rem) {
  .rows { grid-template-columns: 1fr 4rem; }
  .rows label { grid-column: 1 / -1; margin-bottom: -6px; }
  select, input[type=checkbox] { grid-column: 1 / -1; }
}
`;

/** @param {any} root a shadow root @param {any} view its window */
export function dress(root, view) {
  try {
    const sheet = new view.CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [sheet];
  } catch { /* an older browser: plain, but it works */ }
}
