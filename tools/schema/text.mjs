// SPDX-License-Identifier: Apache-2.0
// Small helpers for writing source text.

export const MARK = 'Generated from schema/: do not edit, run `make schema`.';
export const HEAD_C = ['/* SPDX-License-Identifier: Apache-2.0 */', `/* ${MARK} */`];
export const HEAD_JS = ['// SPDX-License-Identifier: Apache-2.0', `// ${MARK}`];
export const HEAD_MD = [`<!-- ${MARK} -->`];
