// SPDX-License-Identifier: Apache-2.0
// In GB2312, as the page is.
var mWelcome = 'ª∂”≠π‚¡Ÿ';
