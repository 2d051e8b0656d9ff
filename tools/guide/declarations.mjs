// SPDX-License-Identifier: Apache-2.0
// Reads parlor.d.ts: what is declared, member by member, with what its comments say.

import ts from 'typescript';

/**
 * @typedef {object} Entry
 * @property {string} key `Room.say`; of a declaration its own name
 * @property {string} text the declaration on one line, without `readonly` and the final semicolon
 * @property {string} doc English; '' where there is no comment
 * @property {string} code an example in the comment
 */
/** @typedef {Entry & { name: string, kind: 'class' | 'interface' | 'type' | 'function' | 'const', members: Entry[] }} Declaration */

const kinds = new Map([
  [ts.SyntaxKind.ClassDeclaration, 'class'], [ts.SyntaxKind.InterfaceDeclaration, 'interface'], [ts.SyntaxKind.TypeAliasDeclaration, 'type'],
  [ts.SyntaxKind.FunctionDeclaration, 'function'], [ts.SyntaxKind.VariableStatement, 'const'],
]);

const oneLine = (text) => text.replace(/\/\*\*[\s\S]*?\*\//g, '').replace(/\s+/g, ' ').replace(/= \| /, '= ').replace(/;$/, '').trim();

/** @param {any} node */
function commentOf(node) {
  const whole = (node.jsDoc ?? []).map(({ comment }) => ts.getTextOfJSDocComment(comment) ?? '').join('\n\n');
  const code = /```js\n([\s\S]*?)```/.exec(whole)?.[1] ?? '';
  const doc = whole.replace(/```[\s\S]*?```/g, '').split(/\n\s*\n/).map((part) => part.replace(/\s+/g, ' ').trim()).filter(Boolean).join('\n\n');
  return { doc, code };
}

/** @param {any} node */
const nameOf = (node) => ts.isConstructorDeclaration(node) ? 'constructor' : ts.isVariableStatement(node) ? /** @type {any} */ (node.declarationList.declarations[0]).name.text : node.name.text;

/** @param {string} owner @param {any} node @param {any} source @returns {Entry} */
function member(owner, node, source) {
  const text = oneLine(node.getText(source)).replace(/^readonly /, '');
  return { key: `${owner}.${nameOf(node)}`, text, ...commentOf(node) };
}

/** @param {string} text of parlor.d.ts @returns {Declaration[]} in its order */
export function readDeclarations(text) {
  const source = ts.createSourceFile('parlor.d.ts', text, ts.ScriptTarget.Latest, true);
  const exported = source.statements.filter((node) => kinds.has(node.kind) && /** @type {any} */ (node).modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword));
  return exported.map((/** @type {any} */ node) => {
    const name = nameOf(node);
    const kind = /** @type {any} */ (kinds.get(node.kind));
    const heritage = node.heritageClauses?.map((clause) => clause.getText(source)).join(' ') ?? '';
    const members = (kind === 'class' || kind === 'interface') ? node.members.map((one) => member(name, one, source)) : [];
    const whole = members.length > 0 || node.members ? `${kind} ${name}${heritage ? ` ${heritage}` : ''}` : oneLine(node.getText(source)).replace(/^export (declare )?/, '');
    return { key: name, name, kind, text: whole, ...commentOf(node), members };
  });
}
