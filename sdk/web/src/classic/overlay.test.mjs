// SPDX-License-Identifier: Apache-2.0
// Texts and images over pictures, and what pages, or those who write into their texts, may try.
import assert from 'node:assert/strict';
import test from 'node:test';
import { FakeDocument } from '../../test/dom.mjs';
import { Overlay } from './overlay.mjs';
import { isImageAddress, parseOverlay } from './overlay_xml.mjs';

const plain = { kind: 'MESSAGE', slot: 1, value: '', x: 0, y: 0, color: '', size: 0, font: '' };

test('what the documented fragments mean', () => {
  assert.deepEqual(parseOverlay('<MESSAGE1><VALUE>hello</VALUE><XPOS>605</XPOS><YPOS>-7</YPOS><FONTCOLOR>#FF00aa</FONTCOLOR><FONTSIZE>20</FONTSIZE><FONTNAME>Times New Roman</FONTNAME></MESSAGE1>'),
    [{ kind: 'MESSAGE', slot: 1, value: 'hello', x: 605, y: -7, color: '#FF00aa', size: 20, font: 'Times New Roman' }]);
  assert.deepEqual(parseOverlay('\n <image2>\n <Value>./a.png</Value> <XPOS> -135 </XPOS><YPOS/></image2>\r\n<MESSAGE1></MESSAGE1><MESSAGE3/>'),
    [{ ...plain, kind: 'IMAGE', slot: 2, value: './a.png', x: -135 }, plain, { ...plain, slot: 3 }]);
  assert.deepEqual(parseOverlay('<?xml version="1.0"?><!-- all --><MESSAGE1><VALUE/></MESSAGE1>'), [plain]);
  assert.deepEqual([parseOverlay(''), parseOverlay(undefined), parseOverlay('  ')], [[], [], []]);
});

test('values: whatever is in them is text', () => {
  const value = (inside) => parseOverlay(`<MESSAGE1><VALUE>${inside}</VALUE></MESSAGE1>`)?.[0].value;
  assert.equal(value('R&D <b>x</b> &lt;i&gt; &#20013;&#x6587; &quot;&apos;&amp;'), 'R&D <b>x</b> <i> \u4e2d\u6587 "\'&');
  assert.equal(value('<![CDATA[<VALUE>&lt;]]>'), '<VALUE>&lt;');
  assert.equal(value('&nobody; &#0; &#xD800; &#9999999; &'), '&nobody; &#0; &#xD800; &#9999999; &');
  assert.equal(value('</MESSAGE1>'), '</MESSAGE1>');
  assert.equal(value(' two  spaces\nand a line '), ' two  spaces\nand a line ');
});

test('numbers, colours and fonts that are none count as not said', () => {
  const [item] = parseOverlay('<MESSAGE1><VALUE>a</VALUE><XPOS>1e9</XPOS><YPOS>left</YPOS><FONTCOLOR>red;background:url(x)</FONTCOLOR><FONTSIZE>-3</FONTSIZE><FONTNAME>A";}x{</FONTNAME></MESSAGE1>');
  assert.deepEqual(item, { ...plain, value: 'a', x: 32767, font: 'Ax' });
  assert.equal(parseOverlay('<MESSAGE1><FONTSIZE>100000</FONTSIZE></MESSAGE1>')[0].size, 512);
});

for (const bad of ['x', '<MESSAGE1>', '<MESSAGE1></MESSAGE2>', '<MESSAGE1><VALUE>a</MESSAGE1>', '<MESSAGE><VALUE>a</VALUE></MESSAGE>', '<MESSAGE1000/>', '<script>1</script>',
  '<MESSAGE1 onload="x"/>', '<MESSAGE1>text</MESSAGE1>', '<MESSAGE1><STYLE>x</STYLE></MESSAGE1>', '<MESSAGE1><VALUE>a</VALUE><VALUE>b</VALUE></MESSAGE1>',
  '<!DOCTYPE x [<!ENTITY a "b">]><MESSAGE1/>', '<!--', '<?x', '<MESSAGE1/>'.repeat(65), `<MESSAGE1><VALUE>${'x'.repeat(70000)}</VALUE></MESSAGE1>`])
  test(`nothing is taken of ${bad.slice(0, 60)}`, () => { assert.equal(parseOverlay(bad), null); });

test('the longest texts are read at once: no way back over what was read', { timeout: 60000 }, () => {
  for (const piece of ['<MESSAGE1><VALUE>', '<MESSAGE1>', '<MESSAGE1/>', '<!--', '< ', '&#x', ']]>']) {
    const text = piece.repeat(65000 / piece.length);
    for (let i = 0; i < 20; i++) {
      parseOverlay(text);
      parseOverlay(`<MESSAGE1><VALUE>${text}</VALUE></MESSAGE1>`);
    }
  }
});

test('addresses of images', () => {
  for (const good of ['a.png', './a b.png', '/x/y', '//host/x.png', 'https://h/x', 'HTTP://h/x', 'blob:https://h/5#a.jpg', 'data:image/png;base64,AA']) assert.equal(isImageAddress(good), true, good);
  for (const bad of ['javascript:alert(1)', ' JavaScript:x', 'data:text/html,x', 'vbscript:x', 'd:\\x.png', 'file:///etc/x']) assert.equal(isImageAddress(bad), false, bad);
});

test('slots are drawn, changed, moved and cleared; of a bad fragment nothing is', () => {
  const document = new FakeDocument();
  const layer = document.add('layer');
  const overlay = new Overlay(document, layer, (path) => `at:${path}`);
  const shown = () => layer.childNodes.map((node) => `${node.tagName} ${node.textContent || node.getAttribute('src')} ${node.style.left} ${node.style.color}`);
  assert.equal(overlay.apply('<MESSAGE1><VALUE>a</VALUE><XPOS>605</XPOS><FONTCOLOR>#ff0000</FONTCOLOR></MESSAGE1><IMAGE1><VALUE>x.png</VALUE></IMAGE1>'), true);
  assert.deepEqual(shown(), ['SPAN a 605px #ff0000', 'IMG at:x.png 0px ']);
  overlay.apply('<MESSAGE1><VALUE>b</VALUE><XPOS>-135</XPOS></MESSAGE1>');
  assert.deepEqual(shown(), ['SPAN b -135px ', 'IMG at:x.png 0px ']);
  assert.equal(overlay.apply('<MESSAGE1></MESSAGE1><oops>'), false);
  assert.equal(shown().length, 2);
  overlay.apply('<MESSAGE1></MESSAGE1><IMAGE1><VALUE>javascript:x</VALUE></IMAGE1>');
  assert.deepEqual(shown(), []);
  for (let slot = 0; slot < 40; slot++) overlay.apply(`<MESSAGE${slot}><VALUE>x</VALUE></MESSAGE${slot}>`);
  assert.equal(shown().length, 32);
});
