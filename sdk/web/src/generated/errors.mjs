// SPDX-License-Identifier: Apache-2.0
// Generated from schema/: do not edit, run `make schema`.

/** @typedef {{ text: string, cause: string, cure: string }} ErrorTexts */
/** @typedef {{ name: string, en: ErrorTexts, zh: ErrorTexts }} ErrorInfo */

/** Every code that a page can meet. @type {Readonly<Record<number, ErrorInfo>>} */
export const errors = {
  0: {
    name: 'GV_ERR_SUCCESS',
    en: { text: 'Success', cause: 'The request was carried out.', cure: 'Nothing to do.' },
    zh: { text: '\u6210\u529f', cause: '\u8bf7\u6c42\u5df2\u6267\u884c\u3002', cure: '\u65e0\u9700\u5904\u7406\u3002' },
  },
  1: {
    name: 'GV_ERR_DB_ERROR',
    en: { text: 'Database error', cause: 'The server could not read or write its storage.', cure: "Look for \"store\" in the server's log; check disk space and the database connection; try again later." },
    zh: { text: '\u6570\u636e\u5e93\u9519\u8bef', cause: '\u670d\u52a1\u5668\u65e0\u6cd5\u8bfb\u5199\u5176\u5b58\u50a8\u3002', cure: '\u67e5\u770b\u670d\u52a1\u5668\u65e5\u5fd7\u4e2d\u7684 store \u9879\uff1b\u68c0\u67e5\u78c1\u76d8\u7a7a\u95f4\u4e0e\u6570\u636e\u5e93\u8fde\u63a5\uff0c\u7a0d\u540e\u91cd\u8bd5\u3002' },
  },
  2: {
    name: 'GV_ERR_NOTINIT',
    en: { text: 'Not initialised', cause: 'A BRAC_ function was called before BRAC_InitSDK had returned 0 or after BRAC_Release; on the link, a message came before hello.', cure: 'Call BRAC_InitSDK first and wait for 0; then BRAC_Connect.' },
    zh: { text: '\u5c1a\u672a\u521d\u59cb\u5316', cause: '\u5728 BRAC_InitSDK \u8fd4\u56de 0 \u4e4b\u524d\u6216 BRAC_Release \u4e4b\u540e\u8c03\u7528\u4e86\u51fd\u6570\uff1b\u6216\u94fe\u8def\u4e0a\u5728 hello \u4e4b\u524d\u53d1\u9001\u4e86\u6d88\u606f\u3002', cure: '\u5148\u8c03\u7528 BRAC_InitSDK \u5e76\u786e\u8ba4\u8fd4\u56de 0\uff0c\u518d\u8c03\u7528 BRAC_Connect\u3002' },
  },
  3: {
    name: 'GV_ERR_NOTINROOM',
    en: { text: 'Not in a room', cause: 'The request needs a room and the user is in none, or has just left it.', cure: 'Enter a room and wait for OnAnyChatEnterRoom with code 0 first.' },
    zh: { text: '\u4e0d\u5728\u623f\u95f4\u4e2d', cause: '\u8be5\u8bf7\u6c42\u8981\u6c42\u8eab\u5904\u623f\u95f4\uff0c\u800c\u7528\u6237\u672a\u8fdb\u5165\u623f\u95f4\u6216\u521a\u521a\u79bb\u5f00\u3002', cure: '\u5148\u8fdb\u5165\u623f\u95f4\uff0c\u5e76\u7b49\u5f85\u9519\u8bef\u7801\u4e3a 0 \u7684 OnAnyChatEnterRoom\u3002' },
  },
  4: {
    name: 'GV_ERR_MEMORYFAIL',
    en: { text: 'Out of memory', cause: 'The server or the page could not get memory.', cure: 'Close what is not needed; on the server check memory use and the configured limits.' },
    zh: { text: '\u5185\u5b58\u4e0d\u8db3', cause: '\u670d\u52a1\u5668\u6216\u7f51\u9875\u65e0\u6cd5\u5206\u914d\u5185\u5b58\u3002', cure: '\u5173\u95ed\u4e0d\u9700\u8981\u7684\u7a0b\u5e8f\uff1b\u5728\u670d\u52a1\u5668\u4e0a\u68c0\u67e5\u5185\u5b58\u5360\u7528\u4e0e\u6240\u914d\u7f6e\u7684\u4e0a\u9650\u3002' },
  },
  5: {
    name: 'GV_ERR_EXCEPTION',
    en: { text: 'Internal error', cause: 'Something happened that the program did not expect.', cure: "Try again; if it comes back, report it with the time and the server's log." },
    zh: { text: '\u5185\u90e8\u5f02\u5e38', cause: '\u7a0b\u5e8f\u9047\u5230\u672a\u9884\u6599\u7684\u60c5\u51b5\u3002', cure: '\u91cd\u8bd5\uff1b\u82e5\u91cd\u590d\u51fa\u73b0\uff0c\u8bf7\u9644\u4e0a\u65f6\u95f4\u4e0e\u670d\u52a1\u5668\u65e5\u5fd7\u62a5\u544a\u3002' },
  },
  6: {
    name: 'AC_ERROR_CANCEL',
    en: { text: 'Cancelled', cause: 'The operation was ended before it was complete, by the page or by the user.', cure: 'Start it again if it is still wanted.' },
    zh: { text: '\u64cd\u4f5c\u5df2\u53d6\u6d88', cause: '\u64cd\u4f5c\u5728\u5b8c\u6210\u524d\u88ab\u7f51\u9875\u6216\u7528\u6237\u53d6\u6d88\u3002', cure: '\u5982\u4ecd\u9700\u8981\uff0c\u8bf7\u91cd\u65b0\u53d1\u8d77\u3002' },
  },
  7: {
    name: 'AC_ERROR_PROTOCOLFAIL',
    en: { text: 'Protocol error', cause: 'A message was not understood: not JSON, or against the documented order.', cure: 'Load the SDK file that belongs to this server version; look for a proxy that changes traffic.' },
    zh: { text: '\u534f\u8bae\u9519\u8bef', cause: '\u6536\u5230\u65e0\u6cd5\u7406\u89e3\u7684\u6d88\u606f\uff1a\u4e0d\u662f JSON\uff0c\u6216\u6b21\u5e8f\u4e0d\u7b26\u3002', cure: '\u4f7f\u7528\u4e0e\u670d\u52a1\u5668\u7248\u672c\u4e00\u81f4\u7684 SDK \u6587\u4ef6\uff1b\u68c0\u67e5\u662f\u5426\u6709\u4ee3\u7406\u6539\u52a8\u4e86\u6570\u636e\u3002' },
  },
  8: {
    name: 'AC_ERROR_SESSIONNOTEXIST',
    en: { text: 'No such session', cause: 'The session is over: its grace time ended, or the server was restarted.', cure: 'Connect and sign in again.' },
    zh: { text: '\u4f1a\u8bdd\u4e0d\u5b58\u5728', cause: '\u4f1a\u8bdd\u5df2\u7ed3\u675f\uff1a\u4fdd\u7559\u65f6\u95f4\u5df2\u8fc7\uff0c\u6216\u670d\u52a1\u5668\u5df2\u91cd\u542f\u3002', cure: '\u91cd\u65b0\u8fde\u63a5\u5e76\u767b\u5f55\u3002' },
  },
  9: {
    name: 'AC_ERROR_DATANOTEXIST',
    en: { text: 'No such data', cause: 'What was asked for does not exist.', cure: 'Check the id or key.' },
    zh: { text: '\u6570\u636e\u4e0d\u5b58\u5728', cause: '\u6240\u8bf7\u6c42\u7684\u6570\u636e\u4e0d\u5b58\u5728\u3002', cure: '\u68c0\u67e5\u7f16\u53f7\u6216\u952e\u540d\u3002' },
  },
  10: {
    name: 'AC_ERROR_DATAEXIST',
    en: { text: 'Data already exists', cause: 'Something with this id or name exists already.', cure: 'Choose another id or name, or change the existing one.' },
    zh: { text: '\u6570\u636e\u5df2\u5b58\u5728', cause: '\u76f8\u540c\u7f16\u53f7\u6216\u540d\u79f0\u7684\u6570\u636e\u5df2\u5b58\u5728\u3002', cure: '\u66f4\u6362\u7f16\u53f7\u6216\u540d\u79f0\uff0c\u6216\u4fee\u6539\u5df2\u6709\u6570\u636e\u3002' },
  },
  11: {
    name: 'AC_ERROR_INVALIDGUID',
    en: { text: 'Invalid GUID', cause: 'Not sent by Parlor; the number is kept so that code which names it still runs.', cure: 'Nothing to do.' },
    zh: { text: 'GUID \u65e0\u6548', cause: 'Parlor \u4e0d\u4f1a\u53d1\u51fa\u8be5\u7801\uff1b\u4fdd\u7559\u7f16\u53f7\u4ee5\u4fbf\u5f15\u7528\u5b83\u7684\u65e7\u4ee3\u7801\u7ee7\u7eed\u8fd0\u884c\u3002', cure: '\u65e0\u9700\u5904\u7406\u3002' },
  },
  12: {
    name: 'AC_ERROR_RESOURCERECOVER',
    en: { text: 'Resource given back', cause: 'The object was used after its owner had released it.', cure: 'Ask for it anew.' },
    zh: { text: '\u8d44\u6e90\u5df2\u56de\u6536', cause: '\u5bf9\u8c61\u5728\u91ca\u653e\u4e4b\u540e\u88ab\u4f7f\u7528\u3002', cure: '\u91cd\u65b0\u7533\u8bf7\u3002' },
  },
  13: {
    name: 'AC_ERROR_RESOURCEUSED',
    en: { text: 'Resource in use', cause: 'Somebody else uses it at the moment.', cure: 'Wait until it is free, or take another.' },
    zh: { text: '\u8d44\u6e90\u88ab\u5360\u7528', cause: '\u8be5\u8d44\u6e90\u6b63\u88ab\u4ed6\u4eba\u4f7f\u7528\u3002', cure: '\u7b49\u5f85\u5176\u7a7a\u95f2\uff0c\u6216\u6539\u7528\u5176\u4ed6\u8d44\u6e90\u3002' },
  },
  14: {
    name: 'AC_ERROR_JSONFAIL',
    en: { text: 'Invalid JSON', cause: 'A parameter that must be JSON is not, or lacks a field.', cure: 'Build the text with JSON.stringify; compare it with the documented fields.' },
    zh: { text: 'JSON \u89e3\u6790\u5931\u8d25', cause: '\u5e94\u4e3a JSON \u7684\u53c2\u6570\u683c\u5f0f\u6709\u8bef\u6216\u7f3a\u5c11\u5b57\u6bb5\u3002', cure: '\u7528 JSON.stringify \u751f\u6210\u6587\u672c\uff0c\u5e76\u4e0e\u6587\u6863\u4e2d\u7684\u5b57\u6bb5\u6838\u5bf9\u3002' },
  },
  15: {
    name: 'AC_ERROR_OBJECTDELETE',
    en: { text: 'Object deleted', cause: 'The object was deleted while it was in use.', cure: 'Synchronise the objects and choose again.' },
    zh: { text: '\u5bf9\u8c61\u5df2\u5220\u9664', cause: '\u5bf9\u8c61\u5728\u4f7f\u7528\u671f\u95f4\u88ab\u5220\u9664\u3002', cure: '\u91cd\u65b0\u540c\u6b65\u5bf9\u8c61\u540e\u518d\u9009\u62e9\u3002' },
  },
  16: {
    name: 'AC_ERROR_SESSIONEXIST',
    en: { text: 'Session exists already', cause: 'A session of this kind is already open.', cure: 'Use the open one or end it first.' },
    zh: { text: '\u4f1a\u8bdd\u5df2\u5b58\u5728', cause: '\u540c\u7c7b\u4f1a\u8bdd\u5df2\u7ecf\u5efa\u7acb\u3002', cure: '\u4f7f\u7528\u5df2\u6709\u4f1a\u8bdd\uff0c\u6216\u5148\u7ed3\u675f\u5b83\u3002' },
  },
  17: {
    name: 'AC_ERROR_SESSIONNOTINIT',
    en: { text: 'Session not ready', cause: 'The session was created but is not open yet.', cure: 'Wait for its start event.' },
    zh: { text: '\u4f1a\u8bdd\u5c1a\u672a\u5c31\u7eea', cause: '\u4f1a\u8bdd\u5df2\u521b\u5efa\u4f46\u5c1a\u672a\u5efa\u7acb\u3002', cure: '\u7b49\u5f85\u5176\u5f00\u59cb\u4e8b\u4ef6\u3002' },
  },
  18: {
    name: 'AC_ERROR_DATANOTPREPARE',
    en: { text: 'Data not ready', cause: 'The server has not received the data yet.', cure: 'Wait for the event that announces it, then ask again.' },
    zh: { text: '\u6570\u636e\u5c1a\u672a\u5c31\u7eea', cause: '\u670d\u52a1\u5668\u5c1a\u672a\u6536\u5230\u8be5\u6570\u636e\u3002', cure: '\u7b49\u5f85\u76f8\u5e94\u4e8b\u4ef6\u540e\u518d\u67e5\u8be2\u3002' },
  },
  19: {
    name: 'AC_ERROR_SIGTERM',
    en: { text: 'Terminated by a signal', cause: 'Not sent by Parlor; the number is kept so that code which names it still runs.', cure: 'Nothing to do.' },
    zh: { text: '\u6536\u5230\u7ec8\u6b62\u4fe1\u53f7', cause: 'Parlor \u4e0d\u4f1a\u53d1\u51fa\u8be5\u7801\uff1b\u4fdd\u7559\u7f16\u53f7\u4ee5\u4fbf\u5f15\u7528\u5b83\u7684\u65e7\u4ee3\u7801\u7ee7\u7eed\u8fd0\u884c\u3002', cure: '\u65e0\u9700\u5904\u7406\u3002' },
  },
  20: {
    name: 'GV_ERR_FUNCNOTALLOW',
    en: { text: 'Not allowed', cause: "The user's rights or the server's configuration do not allow this function, or this server does not have it.", cure: "Ask the operator for the right, or switch the function on in the server's configuration." },
    zh: { text: '\u4e0d\u5141\u8bb8\u4f7f\u7528\u8be5\u529f\u80fd', cause: '\u7528\u6237\u6743\u9650\u6216\u670d\u52a1\u5668\u914d\u7f6e\u4e0d\u5141\u8bb8\u8be5\u529f\u80fd\uff0c\u6216\u670d\u52a1\u5668\u4e0d\u5177\u5907\u8be5\u529f\u80fd\u3002', cure: '\u5411\u7ba1\u7406\u5458\u7533\u8bf7\u6743\u9650\uff0c\u6216\u5728\u670d\u52a1\u5668\u914d\u7f6e\u4e2d\u5f00\u542f\u8be5\u529f\u80fd\u3002' },
  },
  21: {
    name: 'GV_ERR_FUNCOPTERROR',
    en: { text: 'Bad parameter', cause: "A parameter is missing, of the wrong type or out of range; \"detail\" names it.", cure: 'Correct the call; the reference lists the range of each parameter.' },
    zh: { text: '\u53c2\u6570\u9519\u8bef', cause: '\u53c2\u6570\u7f3a\u5931\u3001\u7c7b\u578b\u4e0d\u7b26\u6216\u8d85\u51fa\u8303\u56f4\uff0cdetail \u4e2d\u7ed9\u51fa\u540d\u79f0\u3002', cure: '\u66f4\u6b63\u8c03\u7528\uff1b\u53c2\u8003\u624b\u518c\u5217\u6709\u5404\u53c2\u6570\u7684\u53d6\u503c\u8303\u56f4\u3002' },
  },
  22: {
    name: 'GV_ERR_DEVICEOPENFAIL',
    en: { text: 'Device cannot be opened', cause: 'There is no such camera or microphone, another program holds it, or the user refused permission.', cure: "Allow the device in the browser's address bar, close other programs that use it, plug it in again." },
    zh: { text: '\u8bbe\u5907\u65e0\u6cd5\u6253\u5f00', cause: '\u6ca1\u6709\u8be5\u6444\u50cf\u5934\u6216\u9ea6\u514b\u98ce\u3001\u88ab\u5176\u4ed6\u7a0b\u5e8f\u5360\u7528\uff0c\u6216\u7528\u6237\u672a\u6388\u6743\u3002', cure: '\u5728\u6d4f\u89c8\u5668\u5730\u5740\u680f\u5141\u8bb8\u4f7f\u7528\u8bbe\u5907\uff0c\u5173\u95ed\u5360\u7528\u8bbe\u5907\u7684\u7a0b\u5e8f\uff0c\u6216\u91cd\u65b0\u63d2\u62d4\u8bbe\u5907\u3002' },
  },
  23: {
    name: 'GV_ERR_NOENOUGHRESOURCE',
    en: { text: 'Too many requests', cause: 'A limit of the server was reached: messages a second, streams, watched users or memory.', cure: 'Slow down and try again; the operator can raise the limit in the configuration.' },
    zh: { text: '\u8d44\u6e90\u4e0d\u8db3\u6216\u8bf7\u6c42\u8fc7\u591a', cause: '\u8fbe\u5230\u670d\u52a1\u5668\u7684\u67d0\u9879\u4e0a\u9650\uff1a\u6bcf\u79d2\u6d88\u606f\u6570\u3001\u6d41\u6570\u3001\u8ba2\u9605\u6570\u6216\u5185\u5b58\u3002', cure: '\u653e\u6162\u901f\u5ea6\u540e\u91cd\u8bd5\uff1b\u7ba1\u7406\u5458\u53ef\u5728\u914d\u7f6e\u4e2d\u63d0\u9ad8\u4e0a\u9650\u3002' },
  },
  24: {
    name: 'GV_ERR_PIXFMTNOTSUPPORT',
    en: { text: 'Pixel format not supported', cause: 'Not sent by Parlor; the number is kept so that code which names it still runs.', cure: 'Nothing to do.' },
    zh: { text: '\u4e0d\u652f\u6301\u7684\u50cf\u7d20\u683c\u5f0f', cause: 'Parlor \u4e0d\u4f1a\u53d1\u51fa\u8be5\u7801\uff1b\u4fdd\u7559\u7f16\u53f7\u4ee5\u4fbf\u5f15\u7528\u5b83\u7684\u65e7\u4ee3\u7801\u7ee7\u7eed\u8fd0\u884c\u3002', cure: '\u65e0\u9700\u5904\u7406\u3002' },
  },
  25: {
    name: 'GV_ERR_NOTMULTICASTADDR',
    en: { text: 'Not a multicast address', cause: 'BRAC_MultiCastControl was called with an address that is no group.', cure: "Groups are 224.0.0.0 to 239.255.255.255. A page cannot use one in any case; see [multicast] of the server's configuration." },
    zh: { text: '\u4e0d\u662f\u7ec4\u64ad\u5730\u5740', cause: '\u8c03\u7528 BRAC_MultiCastControl \u65f6\u7ed9\u51fa\u7684\u5730\u5740\u4e0d\u662f\u7ec4\u64ad\u5730\u5740\u3002', cure: '\u7ec4\u64ad\u5730\u5740\u4e3a 224.0.0.0 \u81f3 239.255.255.255\u3002\u7f51\u9875\u672c\u8eab\u4e0d\u80fd\u4f7f\u7528\u7ec4\u64ad\uff0c\u53c2\u89c1\u670d\u52a1\u5668\u914d\u7f6e\u7684 [multicast] \u4e00\u8282\u3002' },
  },
  26: {
    name: 'GV_ERR_MULTIRUNERROR',
    en: { text: 'Second instance not supported', cause: 'Not sent by Parlor; the number is kept so that code which names it still runs.', cure: 'Nothing to do.' },
    zh: { text: '\u4e0d\u652f\u6301\u591a\u5f00', cause: 'Parlor \u4e0d\u4f1a\u53d1\u51fa\u8be5\u7801\uff1b\u4fdd\u7559\u7f16\u53f7\u4ee5\u4fbf\u5f15\u7528\u5b83\u7684\u65e7\u4ee3\u7801\u7ee7\u7eed\u8fd0\u884c\u3002', cure: '\u65e0\u9700\u5904\u7406\u3002' },
  },
  27: {
    name: 'AC_ERROR_FILETRUSTFAILED',
    en: { text: 'File signature check failed', cause: 'Not sent by Parlor; the number is kept so that code which names it still runs.', cure: 'Nothing to do.' },
    zh: { text: '\u6587\u4ef6\u7b7e\u540d\u6821\u9a8c\u5931\u8d25', cause: 'Parlor \u4e0d\u4f1a\u53d1\u51fa\u8be5\u7801\uff1b\u4fdd\u7559\u7f16\u53f7\u4ee5\u4fbf\u5f15\u7528\u5b83\u7684\u65e7\u4ee3\u7801\u7ee7\u7eed\u8fd0\u884c\u3002', cure: '\u65e0\u9700\u5904\u7406\u3002' },
  },
  28: {
    name: 'AC_ERROR_CERTVERIFYFAILED',
    en: { text: 'Licence check failed', cause: 'Not sent by Parlor; the number is kept so that code which names it still runs.', cure: 'Nothing to do.' },
    zh: { text: '\u6388\u6743\u6821\u9a8c\u5931\u8d25', cause: 'Parlor \u4e0d\u4f1a\u53d1\u51fa\u8be5\u7801\uff1b\u4fdd\u7559\u7f16\u53f7\u4ee5\u4fbf\u5f15\u7528\u5b83\u7684\u65e7\u4ee3\u7801\u7ee7\u7eed\u8fd0\u884c\u3002', cure: '\u65e0\u9700\u5904\u7406\u3002' },
  },
  29: {
    name: 'AC_ERROR_CERTUSERFAILED',
    en: { text: 'Licence user count check failed', cause: 'Not sent by Parlor; the number is kept so that code which names it still runs.', cure: 'Nothing to do.' },
    zh: { text: '\u6388\u6743\u7528\u6237\u6570\u6821\u9a8c\u5931\u8d25', cause: 'Parlor \u4e0d\u4f1a\u53d1\u51fa\u8be5\u7801\uff1b\u4fdd\u7559\u7f16\u53f7\u4ee5\u4fbf\u5f15\u7528\u5b83\u7684\u65e7\u4ee3\u7801\u7ee7\u7eed\u8fd0\u884c\u3002', cure: '\u65e0\u9700\u5904\u7406\u3002' },
  },
  30: {
    name: 'GV_ERR_MASTERISSLAVE',
    en: { text: 'The named master is a standby itself', cause: 'Not sent by Parlor; the number is kept so that code which names it still runs.', cure: 'Nothing to do.' },
    zh: { text: '\u6307\u5b9a\u7684\u4e3b\u670d\u52a1\u5668\u672c\u8eab\u662f\u5907\u673a', cause: 'Parlor \u4e0d\u4f1a\u53d1\u51fa\u8be5\u7801\uff1b\u4fdd\u7559\u7f16\u53f7\u4ee5\u4fbf\u5f15\u7528\u5b83\u7684\u65e7\u4ee3\u7801\u7ee7\u7eed\u8fd0\u884c\u3002', cure: '\u65e0\u9700\u5904\u7406\u3002' },
  },
  31: {
    name: 'GV_ERR_MASTERNOTCREDIT',
    en: { text: 'The master is not licensed for a standby', cause: 'Not sent by Parlor; the number is kept so that code which names it still runs.', cure: 'Nothing to do.' },
    zh: { text: '\u4e3b\u670d\u52a1\u5668\u672a\u6388\u6743\u53cc\u673a\u70ed\u5907', cause: 'Parlor \u4e0d\u4f1a\u53d1\u51fa\u8be5\u7801\uff1b\u4fdd\u7559\u7f16\u53f7\u4ee5\u4fbf\u5f15\u7528\u5b83\u7684\u65e7\u4ee3\u7801\u7ee7\u7eed\u8fd0\u884c\u3002', cure: '\u65e0\u9700\u5904\u7406\u3002' },
  },
  32: {
    name: 'GV_ERR_VERSIONNOTMATCH',
    en: { text: 'Not supported', cause: 'This build of the server or the SDK does not have the function, or their versions do not fit.', cure: 'Use the SDK file that the server serves; check the list of supported functions.' },
    zh: { text: '\u7248\u672c\u4e0d\u7b26\u6216\u4e0d\u652f\u6301', cause: '\u670d\u52a1\u5668\u6216 SDK \u7684\u5f53\u524d\u7248\u672c\u4e0d\u5177\u5907\u8be5\u529f\u80fd\uff0c\u6216\u4e8c\u8005\u7248\u672c\u4e0d\u5339\u914d\u3002', cure: '\u4f7f\u7528\u670d\u52a1\u5668\u63d0\u4f9b\u7684 SDK \u6587\u4ef6\uff0c\u5e76\u6838\u5bf9\u529f\u80fd\u6e05\u5355\u3002' },
  },
  33: {
    name: 'AC_ERROR_CERTFAILSECOND',
    en: { text: 'Second licence check failed', cause: 'Not sent by Parlor; the number is kept so that code which names it still runs.', cure: 'Nothing to do.' },
    zh: { text: '\u6388\u6743\u4e8c\u6b21\u6821\u9a8c\u5931\u8d25', cause: 'Parlor \u4e0d\u4f1a\u53d1\u51fa\u8be5\u7801\uff1b\u4fdd\u7559\u7f16\u53f7\u4ee5\u4fbf\u5f15\u7528\u5b83\u7684\u65e7\u4ee3\u7801\u7ee7\u7eed\u8fd0\u884c\u3002', cure: '\u65e0\u9700\u5904\u7406\u3002' },
  },
  34: {
    name: 'AC_ERROR_SERVERVERIFYFAIL',
    en: { text: 'Server security check failed', cause: 'Not sent by Parlor; the number is kept so that code which names it still runs.', cure: 'Nothing to do.' },
    zh: { text: '\u670d\u52a1\u5668\u5b89\u5168\u6821\u9a8c\u5931\u8d25', cause: 'Parlor \u4e0d\u4f1a\u53d1\u51fa\u8be5\u7801\uff1b\u4fdd\u7559\u7f16\u53f7\u4ee5\u4fbf\u5f15\u7528\u5b83\u7684\u65e7\u4ee3\u7801\u7ee7\u7eed\u8fd0\u884c\u3002', cure: '\u65e0\u9700\u5904\u7406\u3002' },
  },
  35: {
    name: 'AC_ERROR_CLIENTCERTFAILED',
    en: { text: 'Client licence check failed', cause: 'Not sent by Parlor; the number is kept so that code which names it still runs.', cure: 'Nothing to do.' },
    zh: { text: '\u5ba2\u6237\u7aef\u6388\u6743\u6821\u9a8c\u5931\u8d25', cause: 'Parlor \u4e0d\u4f1a\u53d1\u51fa\u8be5\u7801\uff1b\u4fdd\u7559\u7f16\u53f7\u4ee5\u4fbf\u5f15\u7528\u5b83\u7684\u65e7\u4ee3\u7801\u7ee7\u7eed\u8fd0\u884c\u3002', cure: '\u65e0\u9700\u5904\u7406\u3002' },
  },
  36: {
    name: 'AC_ERROR_CERTSUMFAILED',
    en: { text: 'Licence function check failed', cause: 'Not sent by Parlor; the number is kept so that code which names it still runs.', cure: 'Nothing to do.' },
    zh: { text: '\u6388\u6743\u529f\u80fd\u6821\u9a8c\u5931\u8d25', cause: 'Parlor \u4e0d\u4f1a\u53d1\u51fa\u8be5\u7801\uff1b\u4fdd\u7559\u7f16\u53f7\u4ee5\u4fbf\u5f15\u7528\u5b83\u7684\u65e7\u4ee3\u7801\u7ee7\u7eed\u8fd0\u884c\u3002', cure: '\u65e0\u9700\u5904\u7406\u3002' },
  },
  37: {
    name: 'AC_ERROR_REMOTECTRL',
    en: { text: 'Remote control', cause: 'Not sent by Parlor; the number is kept so that code which names it still runs.', cure: 'Nothing to do.' },
    zh: { text: '\u8fdc\u7a0b\u63a7\u5236', cause: 'Parlor \u4e0d\u4f1a\u53d1\u51fa\u8be5\u7801\uff1b\u4fdd\u7559\u7f16\u53f7\u4ee5\u4fbf\u5f15\u7528\u5b83\u7684\u65e7\u4ee3\u7801\u7ee7\u7eed\u8fd0\u884c\u3002', cure: '\u65e0\u9700\u5904\u7406\u3002' },
  },
  38: {
    name: 'AC_ERROR_DUPLICATESERVICEID',
    en: { text: 'Duplicate service id', cause: 'Not sent by Parlor; the number is kept so that code which names it still runs.', cure: 'Nothing to do.' },
    zh: { text: '\u670d\u52a1\u6807\u8bc6\u91cd\u590d', cause: 'Parlor \u4e0d\u4f1a\u53d1\u51fa\u8be5\u7801\uff1b\u4fdd\u7559\u7f16\u53f7\u4ee5\u4fbf\u5f15\u7528\u5b83\u7684\u65e7\u4ee3\u7801\u7ee7\u7eed\u8fd0\u884c\u3002', cure: '\u65e0\u9700\u5904\u7406\u3002' },
  },
  39: {
    name: 'AC_ERROR_DIRENTERROR',
    en: { text: 'Directory error', cause: 'A directory of the server does not exist or cannot be written.', cure: 'Check the directory of the configuration and its rights.' },
    zh: { text: '\u76ee\u5f55\u9519\u8bef', cause: '\u670d\u52a1\u5668\u7684\u67d0\u4e2a\u76ee\u5f55\u4e0d\u5b58\u5728\u6216\u4e0d\u53ef\u5199\u3002', cure: '\u68c0\u67e5\u914d\u7f6e\u4e2d\u7684\u76ee\u5f55\u53ca\u5176\u6743\u9650\u3002' },
  },
  40: {
    name: 'AC_ERROR_EXTRACTFILEERROR',
    en: { text: 'Unpacking failed', cause: 'Not sent by Parlor; the number is kept so that code which names it still runs.', cure: 'Nothing to do.' },
    zh: { text: '\u89e3\u538b\u5931\u8d25', cause: 'Parlor \u4e0d\u4f1a\u53d1\u51fa\u8be5\u7801\uff1b\u4fdd\u7559\u7f16\u53f7\u4ee5\u4fbf\u5f15\u7528\u5b83\u7684\u65e7\u4ee3\u7801\u7ee7\u7eed\u8fd0\u884c\u3002', cure: '\u65e0\u9700\u5904\u7406\u3002' },
  },
  41: {
    name: 'AC_ERROR_STARTPROCESSFAILED',
    en: { text: 'Program could not be started', cause: 'The server could not start the recorder.', cure: "Check that parlor-recorder is installed and look into the server's log." },
    zh: { text: '\u8fdb\u7a0b\u542f\u52a8\u5931\u8d25', cause: '\u670d\u52a1\u5668\u65e0\u6cd5\u542f\u52a8\u5f55\u50cf\u7a0b\u5e8f\u3002', cure: '\u786e\u8ba4\u5df2\u5b89\u88c5 parlor-recorder\uff0c\u5e76\u67e5\u770b\u670d\u52a1\u5668\u65e5\u5fd7\u3002' },
  },
  42: {
    name: 'AC_ERROR_SERVICEISRUNNING',
    en: { text: 'Service already running', cause: 'Not sent by Parlor; the number is kept so that code which names it still runs.', cure: 'Nothing to do.' },
    zh: { text: '\u670d\u52a1\u5df2\u5728\u8fd0\u884c', cause: 'Parlor \u4e0d\u4f1a\u53d1\u51fa\u8be5\u7801\uff1b\u4fdd\u7559\u7f16\u53f7\u4ee5\u4fbf\u5f15\u7528\u5b83\u7684\u65e7\u4ee3\u7801\u7ee7\u7eed\u8fd0\u884c\u3002', cure: '\u65e0\u9700\u5904\u7406\u3002' },
  },
  43: {
    name: 'AC_ERROR_DISKSPACELIMITED',
    en: { text: 'Disk full', cause: "The server's disk has no room left, or its reserve is reached.", cure: 'Delete or move old recordings; enlarge the disk.' },
    zh: { text: '\u78c1\u76d8\u7a7a\u95f4\u4e0d\u8db3', cause: '\u670d\u52a1\u5668\u78c1\u76d8\u5df2\u6ee1\u6216\u4f4e\u4e8e\u9884\u7559\u7a7a\u95f4\u3002', cure: '\u5220\u9664\u6216\u8f6c\u79fb\u65e7\u5f55\u50cf\uff0c\u6216\u6269\u5145\u78c1\u76d8\u3002' },
  },
  44: {
    name: 'AC_ERROR_REQUESTFAILED',
    en: { text: 'Request to the business server failed', cause: 'The request did not reach the business server.', cure: 'Check that the business server runs and is connected (parlorctl status).' },
    zh: { text: '\u4e1a\u52a1\u8bf7\u6c42\u53d1\u9001\u5931\u8d25', cause: '\u8bf7\u6c42\u672a\u80fd\u9001\u8fbe\u4e1a\u52a1\u670d\u52a1\u5668\u3002', cure: '\u786e\u8ba4\u4e1a\u52a1\u670d\u52a1\u5668\u6b63\u5728\u8fd0\u884c\u4e14\u5df2\u8fde\u63a5\uff08parlorctl status\uff09\u3002' },
  },
  45: {
    name: 'AC_ERROR_INVALIDMACHINE',
    en: { text: 'Invalid machine object', cause: 'Not sent by Parlor; the number is kept so that code which names it still runs.', cure: 'Nothing to do.' },
    zh: { text: '\u673a\u5668\u5bf9\u8c61\u65e0\u6548', cause: 'Parlor \u4e0d\u4f1a\u53d1\u51fa\u8be5\u7801\uff1b\u4fdd\u7559\u7f16\u53f7\u4ee5\u4fbf\u5f15\u7528\u5b83\u7684\u65e7\u4ee3\u7801\u7ee7\u7eed\u8fd0\u884c\u3002', cure: '\u65e0\u9700\u5904\u7406\u3002' },
  },
  46: {
    name: 'AC_ERROR_GETCERTINFOFAILED',
    en: { text: 'Licence information unavailable', cause: 'Not sent by Parlor; the number is kept so that code which names it still runs.', cure: 'Nothing to do.' },
    zh: { text: '\u65e0\u6cd5\u53d6\u5f97\u6388\u6743\u4fe1\u606f', cause: 'Parlor \u4e0d\u4f1a\u53d1\u51fa\u8be5\u7801\uff1b\u4fdd\u7559\u7f16\u53f7\u4ee5\u4fbf\u5f15\u7528\u5b83\u7684\u65e7\u4ee3\u7801\u7ee7\u7eed\u8fd0\u884c\u3002', cure: '\u65e0\u9700\u5904\u7406\u3002' },
  },
  47: {
    name: 'AC_ERROR_CLUSTERNOTMATCH',
    en: { text: 'Cluster attribute mismatch', cause: 'Not sent by Parlor; the number is kept so that code which names it still runs.', cure: 'Nothing to do.' },
    zh: { text: '\u96c6\u7fa4\u5c5e\u6027\u4e0d\u7b26', cause: 'Parlor \u4e0d\u4f1a\u53d1\u51fa\u8be5\u7801\uff1b\u4fdd\u7559\u7f16\u53f7\u4ee5\u4fbf\u5f15\u7528\u5b83\u7684\u65e7\u4ee3\u7801\u7ee7\u7eed\u8fd0\u884c\u3002', cure: '\u65e0\u9700\u5904\u7406\u3002' },
  },
  48: {
    name: 'AC_ERROR_NONECLUSTERID',
    en: { text: 'Empty cluster id', cause: 'Not sent by Parlor; the number is kept so that code which names it still runs.', cure: 'Nothing to do.' },
    zh: { text: '\u96c6\u7fa4\u7f16\u53f7\u4e3a\u7a7a', cause: 'Parlor \u4e0d\u4f1a\u53d1\u51fa\u8be5\u7801\uff1b\u4fdd\u7559\u7f16\u53f7\u4ee5\u4fbf\u5f15\u7528\u5b83\u7684\u65e7\u4ee3\u7801\u7ee7\u7eed\u8fd0\u884c\u3002', cure: '\u65e0\u9700\u5904\u7406\u3002' },
  },
  49: {
    name: 'AC_ERROR_CREATESERVICE_MORE',
    en: { text: 'Only one such service a machine', cause: 'Not sent by Parlor; the number is kept so that code which names it still runs.', cure: 'Nothing to do.' },
    zh: { text: '\u6bcf\u53f0\u673a\u5668\u53ea\u80fd\u6709\u4e00\u4e2a\u8be5\u670d\u52a1', cause: 'Parlor \u4e0d\u4f1a\u53d1\u51fa\u8be5\u7801\uff1b\u4fdd\u7559\u7f16\u53f7\u4ee5\u4fbf\u5f15\u7528\u5b83\u7684\u65e7\u4ee3\u7801\u7ee7\u7eed\u8fd0\u884c\u3002', cure: '\u65e0\u9700\u5904\u7406\u3002' },
  },
  50: {
    name: 'AC_ERROR_COPYFILEFAILED',
    en: { text: 'File copy failed', cause: 'The server could not copy a file.', cure: 'Check disk space and the rights of the directories.' },
    zh: { text: '\u6587\u4ef6\u590d\u5236\u5931\u8d25', cause: '\u670d\u52a1\u5668\u65e0\u6cd5\u590d\u5236\u6587\u4ef6\u3002', cure: '\u68c0\u67e5\u78c1\u76d8\u7a7a\u95f4\u4e0e\u76ee\u5f55\u6743\u9650\u3002' },
  },
  51: {
    name: 'AC_ERROR_CLOUDNATIVEDBFAIL',
    en: { text: 'Cloud database error', cause: 'Not sent by Parlor; the number is kept so that code which names it still runs.', cure: 'Nothing to do.' },
    zh: { text: '\u4e91\u6570\u636e\u5e93\u9519\u8bef', cause: 'Parlor \u4e0d\u4f1a\u53d1\u51fa\u8be5\u7801\uff1b\u4fdd\u7559\u7f16\u53f7\u4ee5\u4fbf\u5f15\u7528\u5b83\u7684\u65e7\u4ee3\u7801\u7ee7\u7eed\u8fd0\u884c\u3002', cure: '\u65e0\u9700\u5904\u7406\u3002' },
  },
  52: {
    name: 'AC_ERROR_CLOUDOSSUPLOADFAIL',
    en: { text: 'Cloud upload error', cause: 'Not sent by Parlor; the number is kept so that code which names it still runs.', cure: 'Nothing to do.' },
    zh: { text: '\u4e91\u4e0a\u4f20\u9519\u8bef', cause: 'Parlor \u4e0d\u4f1a\u53d1\u51fa\u8be5\u7801\uff1b\u4fdd\u7559\u7f16\u53f7\u4ee5\u4fbf\u5f15\u7528\u5b83\u7684\u65e7\u4ee3\u7801\u7ee7\u7eed\u8fd0\u884c\u3002', cure: '\u65e0\u9700\u5904\u7406\u3002' },
  },
  53: {
    name: 'AC_ERROR_SERVICEBINDCHANGE',
    en: { text: 'Service binding changed', cause: 'Not sent by Parlor; the number is kept so that code which names it still runs.', cure: 'Nothing to do.' },
    zh: { text: '\u670d\u52a1\u7ed1\u5b9a\u5df2\u6539\u53d8', cause: 'Parlor \u4e0d\u4f1a\u53d1\u51fa\u8be5\u7801\uff1b\u4fdd\u7559\u7f16\u53f7\u4ee5\u4fbf\u5f15\u7528\u5b83\u7684\u65e7\u4ee3\u7801\u7ee7\u7eed\u8fd0\u884c\u3002', cure: '\u65e0\u9700\u5904\u7406\u3002' },
  },
  54: {
    name: 'AC_ERROR_SERVICENOTBIND',
    en: { text: 'Service not bound', cause: 'Not sent by Parlor; the number is kept so that code which names it still runs.', cure: 'Nothing to do.' },
    zh: { text: '\u670d\u52a1\u672a\u7ed1\u5b9a', cause: 'Parlor \u4e0d\u4f1a\u53d1\u51fa\u8be5\u7801\uff1b\u4fdd\u7559\u7f16\u53f7\u4ee5\u4fbf\u5f15\u7528\u5b83\u7684\u65e7\u4ee3\u7801\u7ee7\u7eed\u8fd0\u884c\u3002', cure: '\u65e0\u9700\u5904\u7406\u3002' },
  },
  55: {
    name: 'AC_ERROR_SERVICEBINDFAIL',
    en: { text: 'Service binding failed', cause: 'Not sent by Parlor; the number is kept so that code which names it still runs.', cure: 'Nothing to do.' },
    zh: { text: '\u670d\u52a1\u7ed1\u5b9a\u5931\u8d25', cause: 'Parlor \u4e0d\u4f1a\u53d1\u51fa\u8be5\u7801\uff1b\u4fdd\u7559\u7f16\u53f7\u4ee5\u4fbf\u5f15\u7528\u5b83\u7684\u65e7\u4ee3\u7801\u7ee7\u7eed\u8fd0\u884c\u3002', cure: '\u65e0\u9700\u5904\u7406\u3002' },
  },
  56: {
    name: 'AC_ERROR_PIPELINEUSERFAIL',
    en: { text: 'Pipeline user id error', cause: 'Not sent by Parlor; the number is kept so that code which names it still runs.', cure: 'Nothing to do.' },
    zh: { text: '\u7ba1\u9053\u7528\u6237\u7f16\u53f7\u9519\u8bef', cause: 'Parlor \u4e0d\u4f1a\u53d1\u51fa\u8be5\u7801\uff1b\u4fdd\u7559\u7f16\u53f7\u4ee5\u4fbf\u5f15\u7528\u5b83\u7684\u65e7\u4ee3\u7801\u7ee7\u7eed\u8fd0\u884c\u3002', cure: '\u65e0\u9700\u5904\u7406\u3002' },
  },
  57: {
    name: 'AC_ERROR_PIPELINESESSFAIL',
    en: { text: 'Pipeline session error', cause: 'Not sent by Parlor; the number is kept so that code which names it still runs.', cure: 'Nothing to do.' },
    zh: { text: '\u7ba1\u9053\u4f1a\u8bdd\u9519\u8bef', cause: 'Parlor \u4e0d\u4f1a\u53d1\u51fa\u8be5\u7801\uff1b\u4fdd\u7559\u7f16\u53f7\u4ee5\u4fbf\u5f15\u7528\u5b83\u7684\u65e7\u4ee3\u7801\u7ee7\u7eed\u8fd0\u884c\u3002', cure: '\u65e0\u9700\u5904\u7406\u3002' },
  },
  58: {
    name: 'AC_ERROR_SERVICECLOSED',
    en: { text: 'Service closed', cause: 'The part of the server that does this is switched off.', cure: "Switch it on in the server's configuration." },
    zh: { text: '\u670d\u52a1\u5df2\u5173\u95ed', cause: '\u670d\u52a1\u5668\u7684\u8be5\u9879\u529f\u80fd\u5df2\u5173\u95ed\u3002', cure: '\u5728\u670d\u52a1\u5668\u914d\u7f6e\u4e2d\u5f00\u542f\u3002' },
  },
  59: {
    name: 'AC_ERROR_FILEENCRYPTED',
    en: { text: 'File already encrypted', cause: 'Not sent by Parlor; the number is kept so that code which names it still runs.', cure: 'Nothing to do.' },
    zh: { text: '\u6587\u4ef6\u5df2\u52a0\u5bc6', cause: 'Parlor \u4e0d\u4f1a\u53d1\u51fa\u8be5\u7801\uff1b\u4fdd\u7559\u7f16\u53f7\u4ee5\u4fbf\u5f15\u7528\u5b83\u7684\u65e7\u4ee3\u7801\u7ee7\u7eed\u8fd0\u884c\u3002', cure: '\u65e0\u9700\u5904\u7406\u3002' },
  },
  60: {
    name: 'AC_ERROR_FILEHEADINVAILD',
    en: { text: 'Decryption: bad header', cause: 'Not sent by Parlor; the number is kept so that code which names it still runs.', cure: 'Nothing to do.' },
    zh: { text: '\u89e3\u5bc6\uff1a\u6587\u4ef6\u5934\u6821\u9a8c\u5931\u8d25', cause: 'Parlor \u4e0d\u4f1a\u53d1\u51fa\u8be5\u7801\uff1b\u4fdd\u7559\u7f16\u53f7\u4ee5\u4fbf\u5f15\u7528\u5b83\u7684\u65e7\u4ee3\u7801\u7ee7\u7eed\u8fd0\u884c\u3002', cure: '\u65e0\u9700\u5904\u7406\u3002' },
  },
  61: {
    name: 'AC_ERROR_FILEDECODE_PASSERR',
    en: { text: 'Decryption: wrong password', cause: 'Not sent by Parlor; the number is kept so that code which names it still runs.', cure: 'Nothing to do.' },
    zh: { text: '\u89e3\u5bc6\uff1a\u5bc6\u7801\u9519\u8bef', cause: 'Parlor \u4e0d\u4f1a\u53d1\u51fa\u8be5\u7801\uff1b\u4fdd\u7559\u7f16\u53f7\u4ee5\u4fbf\u5f15\u7528\u5b83\u7684\u65e7\u4ee3\u7801\u7ee7\u7eed\u8fd0\u884c\u3002', cure: '\u65e0\u9700\u5904\u7406\u3002' },
  },
  62: {
    name: 'AC_ERROR_OVERFLOW',
    en: { text: 'Too long', cause: 'A text, buffer or list is longer than allowed.', cure: 'Split it; for files use BRAC_TransFile.' },
    zh: { text: '\u6570\u636e\u8fc7\u957f', cause: '\u6587\u672c\u3001\u7f13\u51b2\u533a\u6216\u5217\u8868\u8d85\u8fc7\u5141\u8bb8\u7684\u957f\u5ea6\u3002', cure: '\u62c6\u5206\u53d1\u9001\uff1b\u6587\u4ef6\u8bf7\u7528 BRAC_TransFile\u3002' },
  },
  63: {
    name: 'AC_ERROR_OLDSERVER',
    en: { text: 'Server too old', cause: 'The server does not know a message that this SDK needs.', cure: 'Update the server, or use the SDK file that it serves.' },
    zh: { text: '\u670d\u52a1\u5668\u7248\u672c\u8fc7\u65e7', cause: '\u670d\u52a1\u5668\u4e0d\u8ba4\u8bc6\u6b64 SDK \u6240\u9700\u7684\u6d88\u606f\u3002', cure: '\u5347\u7ea7\u670d\u52a1\u5668\uff0c\u6216\u4f7f\u7528\u5176\u63d0\u4f9b\u7684 SDK \u6587\u4ef6\u3002' },
  },
  64: {
    name: 'AC_ERROR_UNSUPPORTFILETYPE',
    en: { text: 'File type not supported', cause: 'The server does not take or make files of this type.', cure: 'Choose one of the supported types.' },
    zh: { text: '\u4e0d\u652f\u6301\u7684\u6587\u4ef6\u7c7b\u578b', cause: '\u670d\u52a1\u5668\u4e0d\u63a5\u6536\u6216\u4e0d\u751f\u6210\u8be5\u7c7b\u578b\u7684\u6587\u4ef6\u3002', cure: '\u6539\u7528\u53d7\u652f\u6301\u7684\u7c7b\u578b\u3002' },
  },
  65: {
    name: 'AC_ERROR_FILECONTENTFAIL',
    en: { text: 'Bad file content', cause: 'The content does not fit the type or the check sum.', cure: 'Check the file and send it again.' },
    zh: { text: '\u6587\u4ef6\u5185\u5bb9\u9519\u8bef', cause: '\u5185\u5bb9\u4e0e\u7c7b\u578b\u6216\u6821\u9a8c\u503c\u4e0d\u7b26\u3002', cure: '\u68c0\u67e5\u6587\u4ef6\u540e\u91cd\u65b0\u53d1\u9001\u3002' },
  },
  66: {
    name: 'AC_ERROR_KEYVERIFYFAILED',
    en: { text: 'Key check failed', cause: 'Not sent by Parlor; the number is kept so that code which names it still runs.', cure: 'Nothing to do.' },
    zh: { text: '\u5bc6\u94a5\u6821\u9a8c\u5931\u8d25', cause: 'Parlor \u4e0d\u4f1a\u53d1\u51fa\u8be5\u7801\uff1b\u4fdd\u7559\u7f16\u53f7\u4ee5\u4fbf\u5f15\u7528\u5b83\u7684\u65e7\u4ee3\u7801\u7ee7\u7eed\u8fd0\u884c\u3002', cure: '\u65e0\u9700\u5904\u7406\u3002' },
  },
  67: {
    name: 'AC_ERROR_NOCERTCHAIN',
    en: { text: 'No certificate chain', cause: 'Not sent by Parlor; the number is kept so that code which names it still runs.', cure: 'Nothing to do.' },
    zh: { text: '\u6ca1\u6709\u8bc1\u4e66\u94fe', cause: 'Parlor \u4e0d\u4f1a\u53d1\u51fa\u8be5\u7801\uff1b\u4fdd\u7559\u7f16\u53f7\u4ee5\u4fbf\u5f15\u7528\u5b83\u7684\u65e7\u4ee3\u7801\u7ee7\u7eed\u8fd0\u884c\u3002', cure: '\u65e0\u9700\u5904\u7406\u3002' },
  },
  68: {
    name: 'AC_ERROR_CERTVERIFYFAIL',
    en: { text: 'Certificate check failed', cause: 'Not sent by Parlor; the number is kept so that code which names it still runs.', cure: 'Nothing to do.' },
    zh: { text: '\u8bc1\u4e66\u6821\u9a8c\u5931\u8d25', cause: 'Parlor \u4e0d\u4f1a\u53d1\u51fa\u8be5\u7801\uff1b\u4fdd\u7559\u7f16\u53f7\u4ee5\u4fbf\u5f15\u7528\u5b83\u7684\u65e7\u4ee3\u7801\u7ee7\u7eed\u8fd0\u884c\u3002', cure: '\u65e0\u9700\u5904\u7406\u3002' },
  },
  69: {
    name: 'AC_ERROR_CERTDATEFAIL',
    en: { text: 'Certificate date check failed', cause: 'Not sent by Parlor; the number is kept so that code which names it still runs.', cure: 'Nothing to do.' },
    zh: { text: '\u8bc1\u4e66\u65e5\u671f\u6821\u9a8c\u5931\u8d25', cause: 'Parlor \u4e0d\u4f1a\u53d1\u51fa\u8be5\u7801\uff1b\u4fdd\u7559\u7f16\u53f7\u4ee5\u4fbf\u5f15\u7528\u5b83\u7684\u65e7\u4ee3\u7801\u7ee7\u7eed\u8fd0\u884c\u3002', cure: '\u65e0\u9700\u5904\u7406\u3002' },
  },
  70: {
    name: 'AC_ERROR_CERTURLFAIL',
    en: { text: 'Certificate host check failed', cause: 'Not sent by Parlor; the number is kept so that code which names it still runs.', cure: 'Nothing to do.' },
    zh: { text: '\u8bc1\u4e66\u57df\u540d\u6821\u9a8c\u5931\u8d25', cause: 'Parlor \u4e0d\u4f1a\u53d1\u51fa\u8be5\u7801\uff1b\u4fdd\u7559\u7f16\u53f7\u4ee5\u4fbf\u5f15\u7528\u5b83\u7684\u65e7\u4ee3\u7801\u7ee7\u7eed\u8fd0\u884c\u3002', cure: '\u65e0\u9700\u5904\u7406\u3002' },
  },
  71: {
    name: 'AC_ERROR_CERTPUBLICKEYFAIL',
    en: { text: 'Public key missing', cause: 'Not sent by Parlor; the number is kept so that code which names it still runs.', cure: 'Nothing to do.' },
    zh: { text: '\u7f3a\u5c11\u516c\u94a5', cause: 'Parlor \u4e0d\u4f1a\u53d1\u51fa\u8be5\u7801\uff1b\u4fdd\u7559\u7f16\u53f7\u4ee5\u4fbf\u5f15\u7528\u5b83\u7684\u65e7\u4ee3\u7801\u7ee7\u7eed\u8fd0\u884c\u3002', cure: '\u65e0\u9700\u5904\u7406\u3002' },
  },
  72: {
    name: 'AC_ERROR_CERTPRIVATEKEYFAIL',
    en: { text: 'The server lacks the private key', cause: 'Not sent by Parlor; the number is kept so that code which names it still runs.', cure: 'Nothing to do.' },
    zh: { text: '\u670d\u52a1\u5668\u7f3a\u5c11\u79c1\u94a5', cause: 'Parlor \u4e0d\u4f1a\u53d1\u51fa\u8be5\u7801\uff1b\u4fdd\u7559\u7f16\u53f7\u4ee5\u4fbf\u5f15\u7528\u5b83\u7684\u65e7\u4ee3\u7801\u7ee7\u7eed\u8fd0\u884c\u3002', cure: '\u65e0\u9700\u5904\u7406\u3002' },
  },
  73: {
    name: 'AC_ERROR_CERTFILENOTCONFIG',
    en: { text: 'The server has no certificate', cause: 'Not sent by Parlor; the number is kept so that code which names it still runs.', cure: 'Nothing to do.' },
    zh: { text: '\u670d\u52a1\u5668\u672a\u914d\u7f6e\u8bc1\u4e66', cause: 'Parlor \u4e0d\u4f1a\u53d1\u51fa\u8be5\u7801\uff1b\u4fdd\u7559\u7f16\u53f7\u4ee5\u4fbf\u5f15\u7528\u5b83\u7684\u65e7\u4ee3\u7801\u7ee7\u7eed\u8fd0\u884c\u3002', cure: '\u65e0\u9700\u5904\u7406\u3002' },
  },
  74: {
    name: 'AC_ERROR_CERTHIGHSECURITY',
    en: { text: 'Refused by the security level', cause: 'Not sent by Parlor; the number is kept so that code which names it still runs.', cure: 'Nothing to do.' },
    zh: { text: '\u5b89\u5168\u7ea7\u522b\u4e0d\u5141\u8bb8', cause: 'Parlor \u4e0d\u4f1a\u53d1\u51fa\u8be5\u7801\uff1b\u4fdd\u7559\u7f16\u53f7\u4ee5\u4fbf\u5f15\u7528\u5b83\u7684\u65e7\u4ee3\u7801\u7ee7\u7eed\u8fd0\u884c\u3002', cure: '\u65e0\u9700\u5904\u7406\u3002' },
  },
  75: {
    name: 'AC_ERROR_SECURITYBREAK',
    en: { text: 'Security negotiation failed', cause: 'Not sent by Parlor; the number is kept so that code which names it still runs.', cure: 'Nothing to do.' },
    zh: { text: '\u5b89\u5168\u534f\u5546\u5931\u8d25', cause: 'Parlor \u4e0d\u4f1a\u53d1\u51fa\u8be5\u7801\uff1b\u4fdd\u7559\u7f16\u53f7\u4ee5\u4fbf\u5f15\u7528\u5b83\u7684\u65e7\u4ee3\u7801\u7ee7\u7eed\u8fd0\u884c\u3002', cure: '\u65e0\u9700\u5904\u7406\u3002' },
  },
  76: {
    name: 'AC_ERROR_CERTALGORITHMFAIL',
    en: { text: 'Algorithm negotiation failed', cause: 'Not sent by Parlor; the number is kept so that code which names it still runs.', cure: 'Nothing to do.' },
    zh: { text: '\u7b97\u6cd5\u534f\u5546\u5931\u8d25', cause: 'Parlor \u4e0d\u4f1a\u53d1\u51fa\u8be5\u7801\uff1b\u4fdd\u7559\u7f16\u53f7\u4ee5\u4fbf\u5f15\u7528\u5b83\u7684\u65e7\u4ee3\u7801\u7ee7\u7eed\u8fd0\u884c\u3002', cure: '\u65e0\u9700\u5904\u7406\u3002' },
  },
  77: {
    name: 'AC_ERROR_LOSSCERTHELPER',
    en: { text: 'Certificate helper missing', cause: 'Not sent by Parlor; the number is kept so that code which names it still runs.', cure: 'Nothing to do.' },
    zh: { text: '\u7f3a\u5c11\u8bc1\u4e66\u7ec4\u4ef6', cause: 'Parlor \u4e0d\u4f1a\u53d1\u51fa\u8be5\u7801\uff1b\u4fdd\u7559\u7f16\u53f7\u4ee5\u4fbf\u5f15\u7528\u5b83\u7684\u65e7\u4ee3\u7801\u7ee7\u7eed\u8fd0\u884c\u3002', cure: '\u65e0\u9700\u5904\u7406\u3002' },
  },
  78: {
    name: 'AC_ERROR_SECURITYTIMEOUT',
    en: { text: 'Security negotiation timed out', cause: 'Not sent by Parlor; the number is kept so that code which names it still runs.', cure: 'Nothing to do.' },
    zh: { text: '\u5b89\u5168\u534f\u5546\u8d85\u65f6', cause: 'Parlor \u4e0d\u4f1a\u53d1\u51fa\u8be5\u7801\uff1b\u4fdd\u7559\u7f16\u53f7\u4ee5\u4fbf\u5f15\u7528\u5b83\u7684\u65e7\u4ee3\u7801\u7ee7\u7eed\u8fd0\u884c\u3002', cure: '\u65e0\u9700\u5904\u7406\u3002' },
  },
  79: {
    name: 'AC_ERROR_MEMORYTOOSMALL',
    en: { text: 'Buffer too small', cause: 'The buffer given to a BRAS_ function cannot hold the answer.', cure: 'Call again with a larger buffer.' },
    zh: { text: '\u7f13\u51b2\u533a\u8fc7\u5c0f', cause: '\u4f20\u7ed9 BRAS_ \u51fd\u6570\u7684\u7f13\u51b2\u533a\u653e\u4e0d\u4e0b\u7ed3\u679c\u3002', cure: '\u6362\u7528\u66f4\u5927\u7684\u7f13\u51b2\u533a\u91cd\u65b0\u8c03\u7528\u3002' },
  },
  80: {
    name: 'AC_ERROR_UNSUPPORTCODEC',
    en: { text: 'Codec not supported', cause: 'The browsers involved share no codec for this stream.', cure: 'Update the browser; H.264 and VP8 are offered to everybody.' },
    zh: { text: '\u4e0d\u652f\u6301\u7684\u7f16\u7801', cause: '\u76f8\u5173\u6d4f\u89c8\u5668\u5bf9\u8be5\u6d41\u6ca1\u6709\u5171\u540c\u7684\u7f16\u7801\u3002', cure: '\u5347\u7ea7\u6d4f\u89c8\u5668\uff1b\u7cfb\u7edf\u5bf9\u6240\u6709\u4eba\u540c\u65f6\u63d0\u4f9b H.264 \u4e0e VP8\u3002' },
  },
  81: {
    name: 'AC_ERROR_APPTYPEOVERFLOW',
    en: { text: 'Connection limit of this kind of application', cause: 'Too many connections of this kind (for example business servers).', cure: 'End one that is not needed, or raise the limit.' },
    zh: { text: '\u8be5\u7c7b\u5e94\u7528\u8fde\u63a5\u6570\u8d85\u9650', cause: '\u540c\u7c7b\u8fde\u63a5\uff08\u5982\u4e1a\u52a1\u670d\u52a1\u5668\uff09\u8fc7\u591a\u3002', cure: '\u5173\u95ed\u4e0d\u9700\u8981\u7684\u8fde\u63a5\uff0c\u6216\u63d0\u9ad8\u4e0a\u9650\u3002' },
  },
  100: {
    name: 'GV_ERR_CONNECT_TIMEOUT',
    en: { text: 'Connecting timed out', cause: 'The server did not answer in time: wrong address or port, a firewall, or the server is down.', cure: 'Check address and port, open /health of the server in the browser, check the firewall.' },
    zh: { text: '\u8fde\u63a5\u8d85\u65f6', cause: '\u670d\u52a1\u5668\u672a\u53ca\u65f6\u5e94\u7b54\uff1a\u5730\u5740\u6216\u7aef\u53e3\u6709\u8bef\u3001\u9632\u706b\u5899\u963b\u6321\u6216\u670d\u52a1\u5668\u672a\u8fd0\u884c\u3002', cure: '\u68c0\u67e5\u5730\u5740\u4e0e\u7aef\u53e3\uff0c\u7528\u6d4f\u89c8\u5668\u8bbf\u95ee\u670d\u52a1\u5668\u7684 /health\uff0c\u68c0\u67e5\u9632\u706b\u5899\u3002' },
  },
  101: {
    name: 'GV_ERR_CONNECT_ABORT',
    en: { text: 'Connection lost', cause: 'The network was interrupted for longer than the grace time, or the session could not be resumed.', cure: 'The SDK reconnects by itself unless option 47 is 0; check the network.' },
    zh: { text: '\u8fde\u63a5\u4e2d\u65ad', cause: '\u7f51\u7edc\u4e2d\u65ad\u8d85\u8fc7\u4fdd\u7559\u65f6\u95f4\uff0c\u6216\u4f1a\u8bdd\u65e0\u6cd5\u6062\u590d\u3002', cure: '\u9009\u9879 47 \u4e0d\u4e3a 0 \u65f6 SDK \u4f1a\u81ea\u52a8\u91cd\u8fde\uff1b\u8bf7\u68c0\u67e5\u7f51\u7edc\u3002' },
  },
  102: {
    name: 'GV_ERR_CONNECT_AUTHFAIL',
    en: { text: 'Server password refused', cause: 'The server asks for a password and the one given is missing or wrong.', cure: 'Call BRAC_SetServerAuthPass with the right password before BRAC_Connect.' },
    zh: { text: '\u670d\u52a1\u5668\u9a8c\u8bc1\u5bc6\u7801\u9519\u8bef', cause: '\u670d\u52a1\u5668\u8981\u6c42\u9a8c\u8bc1\u5bc6\u7801\uff0c\u800c\u5bc6\u7801\u7f3a\u5931\u6216\u9519\u8bef\u3002', cure: '\u5728 BRAC_Connect \u4e4b\u524d\u7528 BRAC_SetServerAuthPass \u8bbe\u7f6e\u6b63\u786e\u5bc6\u7801\u3002' },
  },
  103: {
    name: 'GV_ERR_CONNECT_DNSERROR',
    en: { text: 'Name not found', cause: "The server's host name cannot be resolved.", cure: 'Check the spelling and the DNS.' },
    zh: { text: '\u57df\u540d\u89e3\u6790\u5931\u8d25', cause: '\u65e0\u6cd5\u89e3\u6790\u670d\u52a1\u5668\u57df\u540d\u3002', cure: '\u68c0\u67e5\u62fc\u5199\u4e0e DNS\u3002' },
  },
  104: {
    name: 'GV_ERR_CONNECT_OVERFLOW',
    en: { text: 'Server full', cause: 'The server has reached its number of connections.', cure: 'Try again later; the operator can raise the limit.' },
    zh: { text: '\u670d\u52a1\u5668\u8fde\u63a5\u5df2\u6ee1', cause: '\u5df2\u8fbe\u5230\u670d\u52a1\u5668\u7684\u8fde\u63a5\u4e0a\u9650\u3002', cure: '\u7a0d\u540e\u91cd\u8bd5\uff1b\u7ba1\u7406\u5458\u53ef\u63d0\u9ad8\u4e0a\u9650\u3002' },
  },
  105: {
    name: 'GV_ERR_CONNECT_FUNCLIMIT',
    en: { text: 'Limit of the demo mode', cause: 'Not sent by Parlor; the number is kept so that code which names it still runs.', cure: 'Nothing to do.' },
    zh: { text: '\u6f14\u793a\u6a21\u5f0f\u9650\u5236', cause: 'Parlor \u4e0d\u4f1a\u53d1\u51fa\u8be5\u7801\uff1b\u4fdd\u7559\u7f16\u53f7\u4ee5\u4fbf\u5f15\u7528\u5b83\u7684\u65e7\u4ee3\u7801\u7ee7\u7eed\u8fd0\u884c\u3002', cure: '\u65e0\u9700\u5904\u7406\u3002' },
  },
  106: {
    name: 'GV_ERR_CONNECT_INTRANET',
    en: { text: 'Intranet only', cause: 'This server takes connections from its own network only.', cure: 'Connect from inside, or have the operator allow your network.' },
    zh: { text: '\u4ec5\u9650\u5185\u7f51\u4f7f\u7528', cause: '\u670d\u52a1\u5668\u53ea\u63a5\u53d7\u672c\u7f51\u7edc\u5185\u7684\u8fde\u63a5\u3002', cure: '\u4ece\u5185\u7f51\u8fde\u63a5\uff0c\u6216\u8bf7\u7ba1\u7406\u5458\u653e\u884c\u6240\u5728\u7f51\u7edc\u3002' },
  },
  107: {
    name: 'GV_ERR_CONNECT_OLDVERSION',
    en: { text: 'Client too old', cause: 'The server no longer serves this version of the SDK.', cure: "Load the SDK file from this server; empty the browser's cache." },
    zh: { text: '\u5ba2\u6237\u7aef\u7248\u672c\u8fc7\u65e7', cause: '\u670d\u52a1\u5668\u4e0d\u518d\u652f\u6301\u8be5\u7248\u672c\u7684 SDK\u3002', cure: '\u4ece\u672c\u670d\u52a1\u5668\u52a0\u8f7d SDK \u6587\u4ef6\uff0c\u5e76\u6e05\u9664\u6d4f\u89c8\u5668\u7f13\u5b58\u3002' },
  },
  108: {
    name: 'AC_ERROR_CONNECT_SOCKETERR',
    en: { text: 'Socket error', cause: 'The connection broke while it was being made.', cure: "Check the network, proxies and, with https pages, the server's certificate." },
    zh: { text: '\u5957\u63a5\u5b57\u9519\u8bef', cause: '\u8fde\u63a5\u5728\u5efa\u7acb\u8fc7\u7a0b\u4e2d\u4e2d\u65ad\u3002', cure: '\u68c0\u67e5\u7f51\u7edc\u4e0e\u4ee3\u7406\uff1bhttps \u7f51\u9875\u8fd8\u9700\u68c0\u67e5\u670d\u52a1\u5668\u8bc1\u4e66\u3002' },
  },
  109: {
    name: 'GV_ERR_CONNECT_DEVICELIMIT',
    en: { text: 'Device not licensed', cause: 'Not sent by Parlor; the number is kept so that code which names it still runs.', cure: 'Nothing to do.' },
    zh: { text: '\u8bbe\u5907\u672a\u6388\u6743', cause: 'Parlor \u4e0d\u4f1a\u53d1\u51fa\u8be5\u7801\uff1b\u4fdd\u7559\u7f16\u53f7\u4ee5\u4fbf\u5f15\u7528\u5b83\u7684\u65e7\u4ee3\u7801\u7ee7\u7eed\u8fd0\u884c\u3002', cure: '\u65e0\u9700\u5904\u7406\u3002' },
  },
  110: {
    name: 'GV_ERR_CONNECT_PAUSED',
    en: { text: 'Service paused', cause: 'The operator has stopped new connections; the server is about to stop or is being looked after.', cure: 'Try again later.' },
    zh: { text: '\u670d\u52a1\u5df2\u6682\u505c', cause: '\u7ba1\u7406\u5458\u5df2\u505c\u6b62\u63a5\u53d7\u65b0\u8fde\u63a5\uff0c\u670d\u52a1\u5668\u5373\u5c06\u505c\u6b62\u6216\u6b63\u5728\u7ef4\u62a4\u3002', cure: '\u7a0d\u540e\u91cd\u8bd5\u3002' },
  },
  111: {
    name: 'GV_ERR_CONNECT_HOTSERVER',
    en: { text: 'Standby server', cause: 'This server waits as a standby and takes no users.', cure: 'Connect to the active server.' },
    zh: { text: '\u5907\u7528\u670d\u52a1\u5668\u4e0d\u63a5\u53d7\u8fde\u63a5', cause: '\u8be5\u670d\u52a1\u5668\u5904\u4e8e\u5907\u7528\u72b6\u6001\u3002', cure: '\u8bf7\u8fde\u63a5\u4e3b\u670d\u52a1\u5668\u3002' },
  },
  112: {
    name: 'GV_ERR_CONNECT_ERRCERUSER',
    en: { text: 'Licensed user count tampered with', cause: 'Not sent by Parlor; the number is kept so that code which names it still runs.', cure: 'Nothing to do.' },
    zh: { text: '\u6388\u6743\u7528\u6237\u6570\u5f02\u5e38', cause: 'Parlor \u4e0d\u4f1a\u53d1\u51fa\u8be5\u7801\uff1b\u4fdd\u7559\u7f16\u53f7\u4ee5\u4fbf\u5f15\u7528\u5b83\u7684\u65e7\u4ee3\u7801\u7ee7\u7eed\u8fd0\u884c\u3002', cure: '\u65e0\u9700\u5904\u7406\u3002' },
  },
  113: {
    name: 'GV_ERR_CONNECT_IPFORBID',
    en: { text: 'Address blocked', cause: "The operator, or the page's origin rule, does not allow this address.", cure: 'Ask the operator; the list is in the configuration and in BRAS_UserInfoControl 4/5.' },
    zh: { text: 'IP \u5730\u5740\u88ab\u7981\u6b62', cause: '\u7ba1\u7406\u5458\u6216\u6765\u6e90\u89c4\u5219\u7981\u6b62\u8be5\u5730\u5740\u3002', cure: '\u8054\u7cfb\u7ba1\u7406\u5458\uff1b\u540d\u5355\u89c1\u914d\u7f6e\u53ca BRAS_UserInfoControl 4/5\u3002' },
  },
  114: {
    name: 'AC_ERROR_CONNECT_TYPEWRONG',
    en: { text: 'Kind of connection not supported', cause: 'The link speaks another protocol than parlor.v1.', cure: 'Check that address and port belong to this server.' },
    zh: { text: '\u4e0d\u652f\u6301\u7684\u8fde\u63a5\u7c7b\u578b', cause: '\u8be5\u94fe\u8def\u4f7f\u7528\u7684\u534f\u8bae\u4e0d\u662f parlor.v1\u3002', cure: '\u786e\u8ba4\u5730\u5740\u4e0e\u7aef\u53e3\u5c5e\u4e8e\u672c\u670d\u52a1\u5668\u3002' },
  },
  115: {
    name: 'AC_ERROR_CONNECT_ERRORIP',
    en: { text: 'Bad server address', cause: 'The address or port given to BRAC_Connect cannot be used.', cure: 'Give a host name or address, and a port of 1-65535.' },
    zh: { text: '\u670d\u52a1\u5668\u5730\u5740\u65e0\u6548', cause: 'BRAC_Connect \u7684\u5730\u5740\u6216\u7aef\u53e3\u4e0d\u53ef\u7528\u3002', cure: '\u586b\u5199\u57df\u540d\u6216\u5730\u5740\uff0c\u4ee5\u53ca 1-65535 \u7684\u7aef\u53e3\u3002' },
  },
  116: {
    name: 'AC_ERROR_CONNECT_SELFCLOSE',
    en: { text: 'Closed by own side', cause: 'The page itself closed the link.', cure: 'Nothing to do; connect again if wanted.' },
    zh: { text: '\u672c\u7aef\u5173\u95ed\u8fde\u63a5', cause: '\u7531\u7f51\u9875\u81ea\u8eab\u5173\u95ed\u94fe\u8def\u3002', cure: '\u65e0\u9700\u5904\u7406\uff1b\u5982\u9700\u8981\u53ef\u91cd\u65b0\u8fde\u63a5\u3002' },
  },
  117: {
    name: 'AC_ERROR_CONNECT_NOSVRLIST',
    en: { text: 'No list of servers obtained', cause: 'Not sent by Parlor; the number is kept so that code which names it still runs.', cure: 'Nothing to do.' },
    zh: { text: '\u672a\u53d6\u5f97\u670d\u52a1\u5668\u5217\u8868', cause: 'Parlor \u4e0d\u4f1a\u53d1\u51fa\u8be5\u7801\uff1b\u4fdd\u7559\u7f16\u53f7\u4ee5\u4fbf\u5f15\u7528\u5b83\u7684\u65e7\u4ee3\u7801\u7ee7\u7eed\u8fd0\u884c\u3002', cure: '\u65e0\u9700\u5904\u7406\u3002' },
  },
  118: {
    name: 'AC_ERROR_CONNECT_LBTIMEOUT',
    en: { text: 'Load balancer timed out', cause: 'Not sent by Parlor; the number is kept so that code which names it still runs.', cure: 'Nothing to do.' },
    zh: { text: '\u8d1f\u8f7d\u5747\u8861\u8d85\u65f6', cause: 'Parlor \u4e0d\u4f1a\u53d1\u51fa\u8be5\u7801\uff1b\u4fdd\u7559\u7f16\u53f7\u4ee5\u4fbf\u5f15\u7528\u5b83\u7684\u65e7\u4ee3\u7801\u7ee7\u7eed\u8fd0\u884c\u3002', cure: '\u65e0\u9700\u5904\u7406\u3002' },
  },
  119: {
    name: 'AC_ERROR_CONNECT_NOTWORK',
    en: { text: 'Server not working', cause: 'The server answered, but is not ready.', cure: 'Open /health of the server; look into its log.' },
    zh: { text: '\u670d\u52a1\u5668\u672a\u6b63\u5e38\u5de5\u4f5c', cause: '\u670d\u52a1\u5668\u6709\u5e94\u7b54\u4f46\u672a\u5c31\u7eea\u3002', cure: '\u8bbf\u95ee\u670d\u52a1\u5668\u7684 /health\uff0c\u5e76\u67e5\u770b\u65e5\u5fd7\u3002' },
  },
  120: {
    name: 'AC_ERROR_CONNECT_OFFLINE',
    en: { text: 'Server offline', cause: 'The browser is offline or nothing listens at that address.', cure: 'Check the network and that the server runs.' },
    zh: { text: '\u670d\u52a1\u5668\u79bb\u7ebf', cause: '\u6d4f\u89c8\u5668\u5904\u4e8e\u79bb\u7ebf\u72b6\u6001\uff0c\u6216\u8be5\u5730\u5740\u65e0\u670d\u52a1\u3002', cure: '\u68c0\u67e5\u7f51\u7edc\u5e76\u786e\u8ba4\u670d\u52a1\u5668\u6b63\u5728\u8fd0\u884c\u3002' },
  },
  121: {
    name: 'AC_ERROR_CONNECT_NETLIMITED',
    en: { text: 'Bandwidth too small', cause: 'The network carries less than the smallest quality needs.', cure: 'Close other traffic; use a lower bitrate.' },
    zh: { text: '\u5e26\u5bbd\u53d7\u9650', cause: '\u7f51\u7edc\u5e26\u5bbd\u4f4e\u4e8e\u6700\u4f4e\u753b\u8d28\u6240\u9700\u3002', cure: '\u505c\u6b62\u5176\u4ed6\u5360\u7528\uff0c\u6216\u964d\u4f4e\u7801\u7387\u3002' },
  },
  122: {
    name: 'AC_ERROR_CONNECT_LOWTRAFFIC',
    en: { text: 'Traffic quota used up', cause: 'Not sent by Parlor; the number is kept so that code which names it still runs.', cure: 'Nothing to do.' },
    zh: { text: '\u6d41\u91cf\u5df2\u7528\u5b8c', cause: 'Parlor \u4e0d\u4f1a\u53d1\u51fa\u8be5\u7801\uff1b\u4fdd\u7559\u7f16\u53f7\u4ee5\u4fbf\u5f15\u7528\u5b83\u7684\u65e7\u4ee3\u7801\u7ee7\u7eed\u8fd0\u884c\u3002', cure: '\u65e0\u9700\u5904\u7406\u3002' },
  },
  123: {
    name: 'AC_ERROR_CONNECT_IPV6FAIL',
    en: { text: 'IPv6-only network not supported', cause: 'Not sent by Parlor; the number is kept so that code which names it still runs.', cure: 'Nothing to do.' },
    zh: { text: '\u4e0d\u652f\u6301\u7eaf IPv6 \u7f51\u7edc', cause: 'Parlor \u4e0d\u4f1a\u53d1\u51fa\u8be5\u7801\uff1b\u4fdd\u7559\u7f16\u53f7\u4ee5\u4fbf\u5f15\u7528\u5b83\u7684\u65e7\u4ee3\u7801\u7ee7\u7eed\u8fd0\u884c\u3002', cure: '\u65e0\u9700\u5904\u7406\u3002' },
  },
  124: {
    name: 'AC_ERROR_CONNECT_NOMASTER',
    en: { text: 'No master online', cause: 'Not sent by Parlor; the number is kept so that code which names it still runs.', cure: 'Nothing to do.' },
    zh: { text: '\u6ca1\u6709\u5728\u7ebf\u7684\u4e3b\u670d\u52a1\u5668', cause: 'Parlor \u4e0d\u4f1a\u53d1\u51fa\u8be5\u7801\uff1b\u4fdd\u7559\u7f16\u53f7\u4ee5\u4fbf\u5f15\u7528\u5b83\u7684\u65e7\u4ee3\u7801\u7ee7\u7eed\u8fd0\u884c\u3002', cure: '\u65e0\u9700\u5904\u7406\u3002' },
  },
  125: {
    name: 'AC_ERROR_CONNECT_NOSTATUS',
    en: { text: 'No state reported', cause: 'Not sent by Parlor; the number is kept so that code which names it still runs.', cure: 'Nothing to do.' },
    zh: { text: '\u672a\u4e0a\u62a5\u72b6\u6001', cause: 'Parlor \u4e0d\u4f1a\u53d1\u51fa\u8be5\u7801\uff1b\u4fdd\u7559\u7f16\u53f7\u4ee5\u4fbf\u5f15\u7528\u5b83\u7684\u65e7\u4ee3\u7801\u7ee7\u7eed\u8fd0\u884c\u3002', cure: '\u65e0\u9700\u5904\u7406\u3002' },
  },
  126: {
    name: 'AC_ERROR_CONNECT_DATAPREPARE',
    en: { text: 'Server not ready', cause: 'The server has just started and still loads its data.', cure: 'Try again in a few seconds.' },
    zh: { text: '\u6570\u636e\u5c1a\u672a\u51c6\u5907\u597d', cause: '\u670d\u52a1\u5668\u521a\u542f\u52a8\uff0c\u4ecd\u5728\u52a0\u8f7d\u6570\u636e\u3002', cure: '\u6570\u79d2\u540e\u91cd\u8bd5\u3002' },
  },
  127: {
    name: 'AC_ERROR_COLDSTANDBY_SLEEP',
    en: { text: 'Cold standby asleep', cause: 'Not sent by Parlor; the number is kept so that code which names it still runs.', cure: 'Nothing to do.' },
    zh: { text: '\u51b7\u5907\u670d\u52a1\u5668\u4f11\u7720', cause: 'Parlor \u4e0d\u4f1a\u53d1\u51fa\u8be5\u7801\uff1b\u4fdd\u7559\u7f16\u53f7\u4ee5\u4fbf\u5f15\u7528\u5b83\u7684\u65e7\u4ee3\u7801\u7ee7\u7eed\u8fd0\u884c\u3002', cure: '\u65e0\u9700\u5904\u7406\u3002' },
  },
  200: {
    name: 'GV_ERR_CERTIFY_FAIL',
    en: { text: 'Wrong user name or password', cause: 'No account fits both; which of the two is wrong is not told.', cure: 'Check capitals and keyboard layout; ask the operator for a new password.' },
    zh: { text: '\u7528\u6237\u540d\u6216\u5bc6\u7801\u9519\u8bef', cause: '\u6ca1\u6709\u4e0e\u4e8c\u8005\u76f8\u7b26\u7684\u8d26\u53f7\uff1b\u7cfb\u7edf\u4e0d\u4f1a\u8bf4\u660e\u54ea\u4e00\u9879\u6709\u8bef\u3002', cure: '\u68c0\u67e5\u5927\u5c0f\u5199\u4e0e\u8f93\u5165\u6cd5\uff1b\u5411\u7ba1\u7406\u5458\u7533\u8bf7\u91cd\u7f6e\u5bc6\u7801\u3002' },
  },
  201: {
    name: 'GV_ERR_ALREADY_LOGIN',
    en: { text: 'Already signed in', cause: 'This session has a user already.', cure: 'Call BRAC_Logout before signing in as another user.' },
    zh: { text: '\u5df2\u7ecf\u767b\u5f55', cause: '\u672c\u4f1a\u8bdd\u5df2\u6709\u767b\u5f55\u7528\u6237\u3002', cure: '\u4ee5\u5176\u4ed6\u7528\u6237\u767b\u5f55\u524d\u5148\u8c03\u7528 BRAC_Logout\u3002' },
  },
  202: {
    name: 'GV_ERR_ACCOUNT_LOCK',
    en: { text: 'Account locked', cause: 'Too many wrong passwords, or the operator locked the account.', cure: 'Wait some minutes; then ask the operator.' },
    zh: { text: '\u8d26\u53f7\u88ab\u9501\u5b9a', cause: '\u5bc6\u7801\u9519\u8bef\u6b21\u6570\u8fc7\u591a\uff0c\u6216\u88ab\u7ba1\u7406\u5458\u9501\u5b9a\u3002', cure: '\u7b49\u5f85\u6570\u5206\u949f\uff0c\u4ecd\u4e0d\u53ef\u7528\u5219\u8054\u7cfb\u7ba1\u7406\u5458\u3002' },
  },
  203: {
    name: 'GV_ERR_IPADDR_LOCK',
    en: { text: 'Address locked', cause: 'Too many failed or too frequent sign-ins from this address.', cure: 'Wait some minutes before the next try.' },
    zh: { text: 'IP \u5730\u5740\u88ab\u9501\u5b9a', cause: '\u8be5\u5730\u5740\u767b\u5f55\u5931\u8d25\u8fc7\u591a\u6216\u8fc7\u4e8e\u9891\u7e41\u3002', cure: '\u7b49\u5f85\u6570\u5206\u949f\u540e\u518d\u8bd5\u3002' },
  },
  204: {
    name: 'GV_ERR_VISITOR_DENY',
    en: { text: 'Guests not allowed', cause: 'The password is empty and this server admits no guests.', cure: 'Sign in with an account, or have the operator allow guests.' },
    zh: { text: '\u4e0d\u5141\u8bb8\u6e38\u5ba2\u767b\u5f55', cause: '\u5bc6\u7801\u4e3a\u7a7a\uff0c\u800c\u670d\u52a1\u5668\u4e0d\u63a5\u53d7\u6e38\u5ba2\u3002', cure: '\u4f7f\u7528\u8d26\u53f7\u767b\u5f55\uff0c\u6216\u8bf7\u7ba1\u7406\u5458\u5141\u8bb8\u6e38\u5ba2\u3002' },
  },
  205: {
    name: 'GV_ERR_INVALID_USERID',
    en: { text: 'No such user', cause: 'There is no user of this number, or it is not signed in.', cure: 'Read the number from the present user list.' },
    zh: { text: '\u7528\u6237\u7f16\u53f7\u65e0\u6548', cause: '\u6ca1\u6709\u8be5\u7f16\u53f7\u7684\u7528\u6237\uff0c\u6216\u5176\u672a\u767b\u5f55\u3002', cure: '\u4ece\u5f53\u524d\u7528\u6237\u5217\u8868\u53d6\u5f97\u7f16\u53f7\u3002' },
  },
  206: {
    name: 'GV_ERR_SERVERSDK_FAIL',
    en: { text: 'Business server unreachable', cause: 'Sign-in is decided by a business server and none is connected.', cure: 'Start the business server; check its address and secret.' },
    zh: { text: '\u4e1a\u52a1\u670d\u52a1\u5668\u672a\u8fde\u63a5', cause: '\u767b\u5f55\u7531\u4e1a\u52a1\u670d\u52a1\u5668\u9a8c\u8bc1\uff0c\u4f46\u5f53\u524d\u65e0\u8fde\u63a5\u3002', cure: '\u542f\u52a8\u4e1a\u52a1\u670d\u52a1\u5668\uff0c\u68c0\u67e5\u5176\u5730\u5740\u4e0e\u5bc6\u94a5\u3002' },
  },
  207: {
    name: 'GV_ERR_SERVERSDK_TIMEOUT',
    en: { text: 'Business server timed out', cause: 'The business server did not answer in time.', cure: 'Look for slow work in its callbacks; raise the time limit in the configuration.' },
    zh: { text: '\u4e1a\u52a1\u670d\u52a1\u5668\u8d85\u65f6', cause: '\u4e1a\u52a1\u670d\u52a1\u5668\u672a\u53ca\u65f6\u5e94\u7b54\u3002', cure: '\u68c0\u67e5\u5176\u56de\u8c03\u4e2d\u7684\u8017\u65f6\u64cd\u4f5c\uff0c\u6216\u5728\u914d\u7f6e\u4e2d\u63d0\u9ad8\u65f6\u9650\u3002' },
  },
  208: {
    name: 'GV_ERR_NOTLOGIN',
    en: { text: 'Not signed in', cause: 'The request needs a user and nobody is signed in.', cure: 'Call BRAC_Login and wait for OnAnyChatLoginSystem with code 0.' },
    zh: { text: '\u5c1a\u672a\u767b\u5f55', cause: '\u8be5\u8bf7\u6c42\u8981\u6c42\u5148\u767b\u5f55\u3002', cure: '\u8c03\u7528 BRAC_Login\uff0c\u5e76\u7b49\u5f85\u9519\u8bef\u7801\u4e3a 0 \u7684 OnAnyChatLoginSystem\u3002' },
  },
  209: {
    name: 'GV_ERR_LOGIN_NEWLOGIN',
    en: { text: 'Signed in elsewhere', cause: 'The same user signed in from another place; this session was replaced.', cure: 'Tell the user; do not reconnect automatically, or the two will replace each other for ever.' },
    zh: { text: '\u8d26\u53f7\u5728\u4ed6\u5904\u767b\u5f55', cause: '\u540c\u4e00\u7528\u6237\u5728\u522b\u5904\u767b\u5f55\uff0c\u672c\u4f1a\u8bdd\u88ab\u66ff\u6362\u3002', cure: '\u63d0\u793a\u7528\u6237\uff1b\u4e0d\u8981\u81ea\u52a8\u91cd\u8fde\uff0c\u5426\u5219\u53cc\u65b9\u4f1a\u53cd\u590d\u4e92\u76f8\u66ff\u6362\u3002' },
  },
  210: {
    name: 'GV_ERR_LOGIN_EMPTYNAME',
    en: { text: 'Empty user name', cause: 'The user name is missing.', cure: 'Ask for a name.' },
    zh: { text: '\u7528\u6237\u540d\u4e3a\u7a7a', cause: '\u7f3a\u5c11\u7528\u6237\u540d\u3002', cure: '\u8bf7\u586b\u5199\u7528\u6237\u540d\u3002' },
  },
  211: {
    name: 'GV_ERR_KICKOUT',
    en: { text: 'Removed', cause: 'The operator or the business server removed the user.', cure: 'Ask the operator; do not reconnect automatically.' },
    zh: { text: '\u88ab\u8e22\u4e0b\u7ebf', cause: '\u88ab\u7ba1\u7406\u5458\u6216\u4e1a\u52a1\u670d\u52a1\u5668\u79fb\u51fa\u3002', cure: '\u8054\u7cfb\u7ba1\u7406\u5458\uff1b\u4e0d\u8981\u81ea\u52a8\u91cd\u8fde\u3002' },
  },
  212: {
    name: 'GV_ERR_SERVER_RESTART',
    en: { text: 'Server restarts', cause: 'The server, or the business server that admitted the user, is being restarted.', cure: 'The SDK connects again by itself when this is allowed.' },
    zh: { text: '\u670d\u52a1\u5668\u91cd\u542f', cause: '\u670d\u52a1\u5668\u6216\u9a8c\u8bc1\u8be5\u7528\u6237\u7684\u4e1a\u52a1\u670d\u52a1\u5668\u6b63\u5728\u91cd\u542f\u3002', cure: '\u5141\u8bb8\u65f6 SDK \u4f1a\u81ea\u52a8\u91cd\u8fde\u3002' },
  },
  213: {
    name: 'AC_ERROR_FORBIDDEN',
    en: { text: 'Forbidden', cause: 'The user is known but may not do this.', cure: 'Ask the operator for the right.' },
    zh: { text: '\u7981\u6b62\u8bbf\u95ee', cause: '\u7528\u6237\u8eab\u4efd\u6709\u6548\uff0c\u4f46\u65e0\u6743\u8fdb\u884c\u8be5\u64cd\u4f5c\u3002', cure: '\u5411\u7ba1\u7406\u5458\u7533\u8bf7\u6743\u9650\u3002' },
  },
  214: {
    name: 'AC_ERROR_SIGSTREMPTY',
    en: { text: 'Signature missing', cause: 'Signed sign-in is required and no signature was given.', cure: 'Have your server sign, and pass it to BRAC_LoginEx.' },
    zh: { text: '\u7b7e\u540d\u4e3a\u7a7a', cause: '\u8981\u6c42\u7b7e\u540d\u767b\u5f55\uff0c\u4f46\u672a\u63d0\u4f9b\u7b7e\u540d\u3002', cure: '\u7531\u4e1a\u52a1\u540e\u53f0\u7b7e\u540d\uff0c\u5e76\u4f20\u7ed9 BRAC_LoginEx\u3002' },
  },
  215: {
    name: 'AC_ERROR_SIGVERIFYFAIL',
    en: { text: 'Signature wrong', cause: 'The signature does not fit the parameters or the key.', cure: 'Sign exactly the documented text with the key that belongs to the configured public key.' },
    zh: { text: '\u7b7e\u540d\u6821\u9a8c\u5931\u8d25', cause: '\u7b7e\u540d\u4e0e\u53c2\u6570\u6216\u5bc6\u94a5\u4e0d\u7b26\u3002', cure: '\u7528\u4e0e\u6240\u914d\u7f6e\u516c\u94a5\u6210\u5bf9\u7684\u79c1\u94a5\uff0c\u6309\u6587\u6863\u5bf9\u539f\u6587\u7b7e\u540d\u3002' },
  },
  216: {
    name: 'AC_ERROR_SIGPUBLICKEYEMPTY',
    en: { text: 'No public key', cause: 'The server has no public key for signed sign-in.', cure: "Set it in the server's configuration (parlorctl sign)." },
    zh: { text: '\u672a\u914d\u7f6e\u516c\u94a5', cause: '\u670d\u52a1\u5668\u672a\u914d\u7f6e\u7b7e\u540d\u767b\u5f55\u7684\u516c\u94a5\u3002', cure: '\u5728\u670d\u52a1\u5668\u914d\u7f6e\u4e2d\u8bbe\u7f6e\uff08parlorctl sign\uff09\u3002' },
  },
  217: {
    name: 'AC_ERROR_SIGPRIVATEKEYEMPTY',
    en: { text: 'No private key', cause: 'Signing was asked for without a private key.', cure: 'Give the private key to the program that signs.' },
    zh: { text: '\u7f3a\u5c11\u79c1\u94a5', cause: '\u7b7e\u540d\u65f6\u672a\u63d0\u4f9b\u79c1\u94a5\u3002', cure: '\u5411\u7b7e\u540d\u7a0b\u5e8f\u63d0\u4f9b\u79c1\u94a5\u3002' },
  },
  218: {
    name: 'AC_ERROR_SIGPARAMEMPTY',
    en: { text: 'Signature parameters missing', cause: 'User, application id or time stamp is missing.', cure: 'Pass all parameters that were signed.' },
    zh: { text: '\u7b7e\u540d\u53c2\u6570\u4e3a\u7a7a', cause: '\u7f3a\u5c11\u7528\u6237\u3001\u5e94\u7528\u7f16\u53f7\u6216\u65f6\u95f4\u6233\u3002', cure: '\u4f20\u5165\u53c2\u4e0e\u7b7e\u540d\u7684\u5168\u90e8\u53c2\u6570\u3002' },
  },
  219: {
    name: 'AC_ERROR_SIGPARAMFAIL',
    en: { text: 'Signature parameters wrong', cause: 'A signed parameter has a wrong form.', cure: 'Compare each with the documentation.' },
    zh: { text: '\u7b7e\u540d\u53c2\u6570\u9519\u8bef', cause: '\u67d0\u4e2a\u7b7e\u540d\u53c2\u6570\u683c\u5f0f\u6709\u8bef\u3002', cure: '\u9010\u9879\u4e0e\u6587\u6863\u6838\u5bf9\u3002' },
  },
  220: {
    name: 'AC_ERROR_SIGTIMEFAILURE',
    en: { text: 'Signature expired', cause: 'The time stamp is too old or lies in the future.', cure: 'Sign anew for each sign-in; set the clocks of both servers by NTP.' },
    zh: { text: '\u7b7e\u540d\u5df2\u8fc7\u671f', cause: '\u65f6\u95f4\u6233\u8fc7\u65e7\u6216\u665a\u4e8e\u5f53\u524d\u65f6\u95f4\u3002', cure: '\u6bcf\u6b21\u767b\u5f55\u91cd\u65b0\u7b7e\u540d\uff0c\u5e76\u7528 NTP \u6821\u51c6\u4e24\u7aef\u65f6\u949f\u3002' },
  },
  221: {
    name: 'AC_ERROR_APPNOTACTIVE',
    en: { text: 'Application not active', cause: 'Not sent by Parlor; the number is kept so that code which names it still runs.', cure: 'Nothing to do.' },
    zh: { text: '\u5e94\u7528\u672a\u6fc0\u6d3b', cause: 'Parlor \u4e0d\u4f1a\u53d1\u51fa\u8be5\u7801\uff1b\u4fdd\u7559\u7f16\u53f7\u4ee5\u4fbf\u5f15\u7528\u5b83\u7684\u65e7\u4ee3\u7801\u7ee7\u7eed\u8fd0\u884c\u3002', cure: '\u65e0\u9700\u5904\u7406\u3002' },
  },
  222: {
    name: 'AC_ERROR_APPPAUSED',
    en: { text: 'Application paused', cause: 'Not sent by Parlor; the number is kept so that code which names it still runs.', cure: 'Nothing to do.' },
    zh: { text: '\u5e94\u7528\u5df2\u6682\u505c', cause: 'Parlor \u4e0d\u4f1a\u53d1\u51fa\u8be5\u7801\uff1b\u4fdd\u7559\u7f16\u53f7\u4ee5\u4fbf\u5f15\u7528\u5b83\u7684\u65e7\u4ee3\u7801\u7ee7\u7eed\u8fd0\u884c\u3002', cure: '\u65e0\u9700\u5904\u7406\u3002' },
  },
  223: {
    name: 'AC_ERROR_APPLOCKED',
    en: { text: 'Application locked', cause: 'The operator has locked the application.', cure: 'Ask the operator; on the server see [application ID] locked.' },
    zh: { text: '\u5e94\u7528\u5df2\u9501\u5b9a', cause: '\u7ba1\u7406\u5458\u5df2\u505c\u7528\u8be5\u5e94\u7528\u3002', cure: '\u8054\u7cfb\u7ba1\u7406\u5458\uff1b\u670d\u52a1\u5668\u4e0a\u89c1 [application \u7f16\u53f7] \u7684 locked\u3002' },
  },
  224: {
    name: 'AC_ERROR_APPEXPIRED',
    en: { text: 'Application expired', cause: 'Not sent by Parlor; the number is kept so that code which names it still runs.', cure: 'Nothing to do.' },
    zh: { text: '\u5e94\u7528\u5df2\u8fc7\u671f', cause: 'Parlor \u4e0d\u4f1a\u53d1\u51fa\u8be5\u7801\uff1b\u4fdd\u7559\u7f16\u53f7\u4ee5\u4fbf\u5f15\u7528\u5b83\u7684\u65e7\u4ee3\u7801\u7ee7\u7eed\u8fd0\u884c\u3002', cure: '\u65e0\u9700\u5904\u7406\u3002' },
  },
  225: {
    name: 'AC_ERROR_APPUNKNOWSTATUS',
    en: { text: 'Application state unknown', cause: 'Not sent by Parlor; the number is kept so that code which names it still runs.', cure: 'Nothing to do.' },
    zh: { text: '\u5e94\u7528\u72b6\u6001\u672a\u77e5', cause: 'Parlor \u4e0d\u4f1a\u53d1\u51fa\u8be5\u7801\uff1b\u4fdd\u7559\u7f16\u53f7\u4ee5\u4fbf\u5f15\u7528\u5b83\u7684\u65e7\u4ee3\u7801\u7ee7\u7eed\u8fd0\u884c\u3002', cure: '\u65e0\u9700\u5904\u7406\u3002' },
  },
  226: {
    name: 'AC_ERROR_SIGALREADYUSED',
    en: { text: 'Signature used before', cause: 'Each signature serves for one sign-in.', cure: 'Sign anew.' },
    zh: { text: '\u7b7e\u540d\u5df2\u88ab\u4f7f\u7528', cause: '\u6bcf\u4e2a\u7b7e\u540d\u53ea\u80fd\u767b\u5f55\u4e00\u6b21\u3002', cure: '\u91cd\u65b0\u7b7e\u540d\u3002' },
  },
  227: {
    name: 'AC_ERROR_USERROLE_FAIL',
    en: { text: 'Role not available', cause: 'The user may not have this role.', cure: 'Sign in with another role, or have the right added.' },
    zh: { text: '\u7528\u6237\u89d2\u8272\u4e0d\u53ef\u7528', cause: '\u7528\u6237\u4e0d\u5177\u5907\u8be5\u89d2\u8272\u3002', cure: '\u6362\u7528\u5176\u4ed6\u89d2\u8272\uff0c\u6216\u8bf7\u7ba1\u7406\u5458\u6388\u6743\u3002' },
  },
  228: {
    name: 'AC_ERROR_INVALID_AGENT',
    en: { text: 'No such agent', cause: 'There is no agent of this number.', cure: 'Synchronise the objects and choose again.' },
    zh: { text: '\u5750\u5e2d\u4e0d\u5b58\u5728', cause: '\u6ca1\u6709\u8be5\u7f16\u53f7\u7684\u5750\u5e2d\u3002', cure: '\u91cd\u65b0\u540c\u6b65\u5bf9\u8c61\u540e\u518d\u9009\u62e9\u3002' },
  },
  229: {
    name: 'AC_ERROR_SERVERSIGFAIL',
    en: { text: "The server's signature could not be verified", cause: 'Not sent by Parlor; the number is kept so that code which names it still runs.', cure: 'Nothing to do.' },
    zh: { text: '\u65e0\u6cd5\u9a8c\u8bc1\u670d\u52a1\u5668\u7b7e\u540d', cause: 'Parlor \u4e0d\u4f1a\u53d1\u51fa\u8be5\u7801\uff1b\u4fdd\u7559\u7f16\u53f7\u4ee5\u4fbf\u5f15\u7528\u5b83\u7684\u65e7\u4ee3\u7801\u7ee7\u7eed\u8fd0\u884c\u3002', cure: '\u65e0\u9700\u5904\u7406\u3002' },
  },
  300: {
    name: 'GV_ERR_ROOM_LOCK',
    en: { text: 'Room locked', cause: 'The room takes nobody at the moment.', cure: 'Wait until it is unlocked, or ask its owner.' },
    zh: { text: '\u623f\u95f4\u5df2\u9501\u5b9a', cause: '\u623f\u95f4\u5f53\u524d\u4e0d\u5141\u8bb8\u8fdb\u5165\u3002', cure: '\u7b49\u5f85\u89e3\u9501\uff0c\u6216\u8054\u7cfb\u623f\u4e3b\u3002' },
  },
  301: {
    name: 'GV_ERR_ROOM_PASSERR',
    en: { text: 'Wrong room password', cause: 'The room has a password and the one given is missing or wrong.', cure: 'Ask for the password and enter again.' },
    zh: { text: '\u623f\u95f4\u5bc6\u7801\u9519\u8bef', cause: '\u623f\u95f4\u8bbe\u6709\u5bc6\u7801\uff0c\u800c\u5bc6\u7801\u7f3a\u5931\u6216\u9519\u8bef\u3002', cure: '\u53d6\u5f97\u5bc6\u7801\u540e\u91cd\u65b0\u8fdb\u5165\u3002' },
  },
  302: {
    name: 'GV_ERR_ROOM_FULLUSER',
    en: { text: 'Room full', cause: 'The room has reached its number of users.', cure: 'Try later, or another room; the operator can raise the limit.' },
    zh: { text: '\u623f\u95f4\u5df2\u6ee1', cause: '\u623f\u95f4\u4eba\u6570\u5df2\u8fbe\u4e0a\u9650\u3002', cure: '\u7a0d\u540e\u518d\u8bd5\u6216\u6362\u623f\u95f4\uff1b\u7ba1\u7406\u5458\u53ef\u63d0\u9ad8\u4e0a\u9650\u3002' },
  },
  303: {
    name: 'GV_ERR_ROOM_INVALID',
    en: { text: 'No such room', cause: 'The room does not exist and this server does not make rooms on demand.', cure: 'Check the number; have the operator create the room.' },
    zh: { text: '\u623f\u95f4\u4e0d\u5b58\u5728', cause: '\u623f\u95f4\u4e0d\u5b58\u5728\uff0c\u4e14\u670d\u52a1\u5668\u4e0d\u81ea\u52a8\u5efa\u623f\u3002', cure: '\u68c0\u67e5\u7f16\u53f7\uff0c\u6216\u8bf7\u7ba1\u7406\u5458\u521b\u5efa\u3002' },
  },
  304: {
    name: 'GV_ERR_ROOM_EXPIRE',
    en: { text: 'Room expired', cause: 'The time of the room is over.', cure: 'Ask for a new room.' },
    zh: { text: '\u623f\u95f4\u5df2\u8fc7\u671f', cause: '\u623f\u95f4\u7684\u4f7f\u7528\u671f\u9650\u5df2\u8fc7\u3002', cure: '\u7533\u8bf7\u65b0\u7684\u623f\u95f4\u3002' },
  },
  305: {
    name: 'GV_ERR_ROOM_REJECT',
    en: { text: 'Refused by the owner', cause: 'The owner of the room or the business server refused entry.', cure: 'Ask them why.' },
    zh: { text: '\u88ab\u623f\u4e3b\u62d2\u7edd', cause: '\u623f\u4e3b\u6216\u4e1a\u52a1\u670d\u52a1\u5668\u62d2\u7edd\u8fdb\u5165\u3002', cure: '\u5411\u5176\u4e86\u89e3\u539f\u56e0\u3002' },
  },
  306: {
    name: 'GV_ERR_ROOM_OWNERBEOUT',
    en: { text: 'Owner absent', cause: 'The room opens only while its owner is there.', cure: 'Wait for the owner.' },
    zh: { text: '\u623f\u4e3b\u4e0d\u5728', cause: '\u623f\u95f4\u4ec5\u5728\u623f\u4e3b\u5728\u573a\u65f6\u5f00\u653e\u3002', cure: '\u7b49\u5f85\u623f\u4e3b\u8fdb\u5165\u3002' },
  },
  307: {
    name: 'GV_ERR_ROOM_ENTERFAIL',
    en: { text: 'Cannot enter', cause: "The user is in another room, or the room could not be entered for another reason; \"detail\" tells.", cure: "Call BRAC_LeaveRoom(-1) first and enter again; else look into the server's log." },
    zh: { text: '\u65e0\u6cd5\u8fdb\u5165\u623f\u95f4', cause: '\u7528\u6237\u6b63\u5728\u5176\u4ed6\u623f\u95f4\uff0c\u6216\u56e0\u5176\u4ed6\u539f\u56e0\u65e0\u6cd5\u8fdb\u5165\uff0cdetail \u4e2d\u7ed9\u51fa\u8bf4\u660e\u3002', cure: '\u5148\u8c03\u7528 BRAC_LeaveRoom(-1) \u518d\u8fdb\u5165\uff1b\u5426\u5219\u67e5\u770b\u670d\u52a1\u5668\u65e5\u5fd7\u3002' },
  },
  308: {
    name: 'GV_ERR_ROOM_ALREADIN',
    en: { text: 'Already in the room', cause: 'The user is in this room; the request was ignored.', cure: 'Nothing to do.' },
    zh: { text: '\u5df2\u5728\u8be5\u623f\u95f4\u4e2d', cause: '\u7528\u6237\u5df2\u5728\u8be5\u623f\u95f4\uff0c\u8bf7\u6c42\u88ab\u5ffd\u7565\u3002', cure: '\u65e0\u9700\u5904\u7406\u3002' },
  },
  309: {
    name: 'AC_ERROR_ROOM_NOTIN',
    en: { text: 'Not in a room', cause: 'A room function was called outside a room.', cure: 'Enter a room first.' },
    zh: { text: '\u4e0d\u5728\u623f\u95f4\u4e2d', cause: '\u5728\u623f\u95f4\u5916\u8c03\u7528\u4e86\u623f\u95f4\u529f\u80fd\u3002', cure: '\u5148\u8fdb\u5165\u623f\u95f4\u3002' },
  },
  350: {
    name: 'AC_ERROR_STREAM_OLDPACK',
    en: { text: 'Late packet', cause: 'Not sent by Parlor; the number is kept so that code which names it still runs.', cure: 'Nothing to do.' },
    zh: { text: '\u8fdf\u5230\u7684\u5305', cause: 'Parlor \u4e0d\u4f1a\u53d1\u51fa\u8be5\u7801\uff1b\u4fdd\u7559\u7f16\u53f7\u4ee5\u4fbf\u5f15\u7528\u5b83\u7684\u65e7\u4ee3\u7801\u7ee7\u7eed\u8fd0\u884c\u3002', cure: '\u65e0\u9700\u5904\u7406\u3002' },
  },
  351: {
    name: 'AC_ERROR_STREAM_SAMEPAK',
    en: { text: 'Duplicate packet', cause: 'Not sent by Parlor; the number is kept so that code which names it still runs.', cure: 'Nothing to do.' },
    zh: { text: '\u91cd\u590d\u7684\u5305', cause: 'Parlor \u4e0d\u4f1a\u53d1\u51fa\u8be5\u7801\uff1b\u4fdd\u7559\u7f16\u53f7\u4ee5\u4fbf\u5f15\u7528\u5b83\u7684\u65e7\u4ee3\u7801\u7ee7\u7eed\u8fd0\u884c\u3002', cure: '\u65e0\u9700\u5904\u7406\u3002' },
  },
  352: {
    name: 'AC_ERROR_STREAM_PACKLOSS',
    en: { text: 'Packet lost', cause: 'Not sent by Parlor; the number is kept so that code which names it still runs.', cure: 'Nothing to do.' },
    zh: { text: '\u4e22\u5305', cause: 'Parlor \u4e0d\u4f1a\u53d1\u51fa\u8be5\u7801\uff1b\u4fdd\u7559\u7f16\u53f7\u4ee5\u4fbf\u5f15\u7528\u5b83\u7684\u65e7\u4ee3\u7801\u7ee7\u7eed\u8fd0\u884c\u3002', cure: '\u65e0\u9700\u5904\u7406\u3002' },
  },
  353: {
    name: 'AC_ERROR_STREAM_MISTAKE',
    en: { text: 'Frame number mismatch', cause: 'Not sent by Parlor; the number is kept so that code which names it still runs.', cure: 'Nothing to do.' },
    zh: { text: '\u5e27\u5e8f\u53f7\u4e0d\u7b26', cause: 'Parlor \u4e0d\u4f1a\u53d1\u51fa\u8be5\u7801\uff1b\u4fdd\u7559\u7f16\u53f7\u4ee5\u4fbf\u5f15\u7528\u5b83\u7684\u65e7\u4ee3\u7801\u7ee7\u7eed\u8fd0\u884c\u3002', cure: '\u65e0\u9700\u5904\u7406\u3002' },
  },
  354: {
    name: 'AC_ERROR_STREAM_LACKBUFFER',
    en: { text: 'Buffer too short', cause: 'Not sent by Parlor; the number is kept so that code which names it still runs.', cure: 'Nothing to do.' },
    zh: { text: '\u7f13\u51b2\u533a\u8fc7\u77ed', cause: 'Parlor \u4e0d\u4f1a\u53d1\u51fa\u8be5\u7801\uff1b\u4fdd\u7559\u7f16\u53f7\u4ee5\u4fbf\u5f15\u7528\u5b83\u7684\u65e7\u4ee3\u7801\u7ee7\u7eed\u8fd0\u884c\u3002', cure: '\u65e0\u9700\u5904\u7406\u3002' },
  },
  401: {
    name: 'GV_ERR_ROOM_PRINULL',
    en: { text: 'The user has left the room', cause: 'Private chat was asked of somebody who is not in the room.', cure: 'Choose a user who is there.' },
    zh: { text: '\u7528\u6237\u5df2\u79bb\u5f00\u623f\u95f4', cause: '\u79c1\u804a\u5bf9\u8c61\u4e0d\u5728\u623f\u95f4\u4e2d\u3002', cure: '\u9009\u62e9\u5728\u573a\u7684\u7528\u6237\u3002' },
  },
  402: {
    name: 'GV_ERR_ROOM_REJECTPRI',
    en: { text: 'Private chat refused', cause: 'The other side refused.', cure: 'Respect it; ask again later.' },
    zh: { text: '\u5bf9\u65b9\u62d2\u7edd\u79c1\u804a', cause: '\u5bf9\u65b9\u62d2\u7edd\u4e86\u8bf7\u6c42\u3002', cure: '\u5c0a\u91cd\u5bf9\u65b9\u610f\u613f\uff0c\u53ef\u7a0d\u540e\u518d\u8bd5\u3002' },
  },
  403: {
    name: 'GV_ERR_ROOM_PRIDENY',
    en: { text: 'Private chat not allowed', cause: 'The rights of one side, or the server, do not allow private chat.', cure: 'Ask the operator for the right.' },
    zh: { text: '\u4e0d\u5141\u8bb8\u79c1\u804a', cause: '\u4e00\u65b9\u7684\u6743\u9650\u6216\u670d\u52a1\u5668\u4e0d\u5141\u8bb8\u79c1\u804a\u3002', cure: '\u5411\u7ba1\u7406\u5458\u7533\u8bf7\u6743\u9650\u3002' },
  },
  420: {
    name: 'GV_ERR_ROOM_PRIREQIDERR',
    en: { text: 'Unknown private chat request', cause: 'The request number is wrong, or the request is over.', cure: 'Use the number of the request event.' },
    zh: { text: '\u79c1\u804a\u8bf7\u6c42\u7f16\u53f7\u65e0\u6548', cause: '\u7f16\u53f7\u6709\u8bef\uff0c\u6216\u8be5\u8bf7\u6c42\u5df2\u7ed3\u675f\u3002', cure: '\u4f7f\u7528\u8bf7\u6c42\u4e8b\u4ef6\u4e2d\u7684\u7f16\u53f7\u3002' },
  },
  421: {
    name: 'GV_ERR_ROOM_PRIALRCHAT',
    en: { text: 'Already in private chat', cause: 'These two are in private chat already.', cure: 'Nothing to do.' },
    zh: { text: '\u5df2\u5728\u79c1\u804a\u4e2d', cause: '\u53cc\u65b9\u5df2\u5728\u79c1\u804a\u3002', cure: '\u65e0\u9700\u5904\u7406\u3002' },
  },
  431: {
    name: 'GV_ERR_ROOM_PRITIMEOUT',
    en: { text: 'Private chat request timed out', cause: 'The other side did not answer in time.', cure: 'Ask again.' },
    zh: { text: '\u79c1\u804a\u8bf7\u6c42\u8d85\u65f6', cause: '\u5bf9\u65b9\u672a\u53ca\u65f6\u5e94\u7b54\u3002', cure: '\u91cd\u65b0\u8bf7\u6c42\u3002' },
  },
  432: {
    name: 'GV_ERR_ROOM_PRICHATBUSY',
    en: { text: 'Busy in private chat', cause: 'The other side is in private chat with somebody else.', cure: 'Try again later.' },
    zh: { text: '\u5bf9\u65b9\u6b63\u5728\u79c1\u804a', cause: '\u5bf9\u65b9\u6b63\u4e0e\u4ed6\u4eba\u79c1\u804a\u3002', cure: '\u7a0d\u540e\u518d\u8bd5\u3002' },
  },
  433: {
    name: 'GV_ERR_ROOM_PRIUSERCLOSE',
    en: { text: 'The other side closed the private chat', cause: 'The other side left it.', cure: 'Nothing to do.' },
    zh: { text: '\u5bf9\u65b9\u7ed3\u675f\u79c1\u804a', cause: '\u5bf9\u65b9\u9000\u51fa\u4e86\u79c1\u804a\u3002', cure: '\u65e0\u9700\u5904\u7406\u3002' },
  },
  434: {
    name: 'GV_ERR_ROOM_PRISELFCLOSE',
    en: { text: 'Own side closed the private chat', cause: 'This side left it.', cure: 'Nothing to do.' },
    zh: { text: '\u672c\u65b9\u7ed3\u675f\u79c1\u804a', cause: '\u672c\u65b9\u9000\u51fa\u4e86\u79c1\u804a\u3002', cure: '\u65e0\u9700\u5904\u7406\u3002' },
  },
  435: {
    name: 'GV_ERR_ROOM_PRIREQCANCEL',
    en: { text: 'Private chat request withdrawn', cause: 'The asking side took the request back.', cure: 'Nothing to do.' },
    zh: { text: '\u79c1\u804a\u8bf7\u6c42\u5df2\u53d6\u6d88', cause: '\u8bf7\u6c42\u65b9\u64a4\u56de\u4e86\u8bf7\u6c42\u3002', cure: '\u65e0\u9700\u5904\u7406\u3002' },
  },
  440: {
    name: 'GV_ERR_VIDEOCALL_INCHAT',
    en: { text: 'Already in a call', cause: 'One of the two is in a call or is being called.', cure: 'End the present call first.' },
    zh: { text: '\u5df2\u5728\u901a\u8bdd\u4e2d', cause: '\u53cc\u65b9\u4e4b\u4e00\u6b63\u5728\u901a\u8bdd\u6216\u88ab\u547c\u53eb\u3002', cure: '\u5148\u7ed3\u675f\u5f53\u524d\u901a\u8bdd\u3002' },
  },
  500: {
    name: 'GV_ERR_MICLOSE_TIMEOUT',
    en: { text: 'Speaking time used up', cause: 'Not sent by Parlor; the number is kept so that code which names it still runs.', cure: 'Nothing to do.' },
    zh: { text: '\u53d1\u8a00\u65f6\u95f4\u5df2\u5230', cause: 'Parlor \u4e0d\u4f1a\u53d1\u51fa\u8be5\u7801\uff1b\u4fdd\u7559\u7f16\u53f7\u4ee5\u4fbf\u5f15\u7528\u5b83\u7684\u65e7\u4ee3\u7801\u7ee7\u7eed\u8fd0\u884c\u3002', cure: '\u65e0\u9700\u5904\u7406\u3002' },
  },
  501: {
    name: 'GV_ERR_MICLOSE_HIGHUSER',
    en: { text: 'A user of higher level wants to speak', cause: 'Not sent by Parlor; the number is kept so that code which names it still runs.', cure: 'Nothing to do.' },
    zh: { text: '\u66f4\u9ad8\u7ea7\u522b\u7684\u7528\u6237\u8981\u53d1\u8a00', cause: 'Parlor \u4e0d\u4f1a\u53d1\u51fa\u8be5\u7801\uff1b\u4fdd\u7559\u7f16\u53f7\u4ee5\u4fbf\u5f15\u7528\u5b83\u7684\u65e7\u4ee3\u7801\u7ee7\u7eed\u8fd0\u884c\u3002', cure: '\u65e0\u9700\u5904\u7406\u3002' },
  },
  600: {
    name: 'GV_ERR_NAMECHG_ONUSE',
    en: { text: 'Nickname in use', cause: 'Another user has this nickname.', cure: 'Choose another.' },
    zh: { text: '\u6635\u79f0\u5df2\u88ab\u4f7f\u7528', cause: '\u5176\u4ed6\u7528\u6237\u5df2\u4f7f\u7528\u8be5\u6635\u79f0\u3002', cure: '\u66f4\u6362\u6635\u79f0\u3002' },
  },
  610: {
    name: 'AC_ERROR_COMMBUS_SELFMASTER',
    en: { text: 'The local bus is master', cause: 'Not sent by Parlor; the number is kept so that code which names it still runs.', cure: 'Nothing to do.' },
    zh: { text: '\u672c\u5730\u603b\u7ebf\u4e3a\u4e3b', cause: 'Parlor \u4e0d\u4f1a\u53d1\u51fa\u8be5\u7801\uff1b\u4fdd\u7559\u7f16\u53f7\u4ee5\u4fbf\u5f15\u7528\u5b83\u7684\u65e7\u4ee3\u7801\u7ee7\u7eed\u8fd0\u884c\u3002', cure: '\u65e0\u9700\u5904\u7406\u3002' },
  },
  611: {
    name: 'AC_ERROR_COMMBUS_OTHERMASTER',
    en: { text: 'Another bus exists', cause: 'Not sent by Parlor; the number is kept so that code which names it still runs.', cure: 'Nothing to do.' },
    zh: { text: '\u5b58\u5728\u5176\u4ed6\u603b\u7ebf', cause: 'Parlor \u4e0d\u4f1a\u53d1\u51fa\u8be5\u7801\uff1b\u4fdd\u7559\u7f16\u53f7\u4ee5\u4fbf\u5f15\u7528\u5b83\u7684\u65e7\u4ee3\u7801\u7ee7\u7eed\u8fd0\u884c\u3002', cure: '\u65e0\u9700\u5904\u7406\u3002' },
  },
  612: {
    name: 'AC_ERROR_COMMBUS_LOWPRIORITY',
    en: { text: 'Priority too low', cause: 'Not sent by Parlor; the number is kept so that code which names it still runs.', cure: 'Nothing to do.' },
    zh: { text: '\u4f18\u5148\u7ea7\u8fc7\u4f4e', cause: 'Parlor \u4e0d\u4f1a\u53d1\u51fa\u8be5\u7801\uff1b\u4fdd\u7559\u7f16\u53f7\u4ee5\u4fbf\u5f15\u7528\u5b83\u7684\u65e7\u4ee3\u7801\u7ee7\u7eed\u8fd0\u884c\u3002', cure: '\u65e0\u9700\u5904\u7406\u3002' },
  },
  700: {
    name: 'GV_ERR_TRANSBUF_CREATEFAIL',
    en: { text: 'Transfer could not be created', cause: 'The target is gone, the size is not allowed, or too many transfers are open.', cure: 'Check the target and the size; wait for other transfers to end.' },
    zh: { text: '\u65e0\u6cd5\u521b\u5efa\u4f20\u8f93\u4efb\u52a1', cause: '\u76ee\u6807\u5df2\u79bb\u5f00\u3001\u5927\u5c0f\u4e0d\u5141\u8bb8\u6216\u4efb\u52a1\u8fc7\u591a\u3002', cure: '\u68c0\u67e5\u76ee\u6807\u4e0e\u5927\u5c0f\uff0c\u7b49\u5f85\u5176\u4ed6\u4efb\u52a1\u7ed3\u675f\u3002' },
  },
  701: {
    name: 'GV_ERR_TRANSBUF_NOTASK',
    en: { text: 'No such transfer', cause: 'The task number is wrong or the transfer is over.', cure: 'Use the number that the call returned, while it runs.' },
    zh: { text: '\u4f20\u8f93\u4efb\u52a1\u4e0d\u5b58\u5728', cause: '\u4efb\u52a1\u7f16\u53f7\u6709\u8bef\u6216\u5df2\u7ed3\u675f\u3002', cure: '\u5728\u4efb\u52a1\u8fdb\u884c\u671f\u95f4\u4f7f\u7528\u8fd4\u56de\u7684\u7f16\u53f7\u3002' },
  },
  710: {
    name: 'GV_ERR_TRANSFILE_OPENFAIL',
    en: { text: 'File cannot be opened', cause: 'The file does not exist, was moved, or the user did not choose it.', cure: 'Choose the file again.' },
    zh: { text: '\u6587\u4ef6\u65e0\u6cd5\u6253\u5f00', cause: '\u6587\u4ef6\u4e0d\u5b58\u5728\u3001\u88ab\u79fb\u52a8\u6216\u672a\u7ecf\u7528\u6237\u9009\u62e9\u3002', cure: '\u91cd\u65b0\u9009\u62e9\u6587\u4ef6\u3002' },
  },
  711: {
    name: 'GV_ERR_TRANSFILE_ZEROLEN',
    en: { text: 'File empty', cause: 'The file has no content.', cure: 'Choose another file.' },
    zh: { text: '\u6587\u4ef6\u4e3a\u7a7a', cause: '\u6587\u4ef6\u6ca1\u6709\u5185\u5bb9\u3002', cure: '\u9009\u62e9\u5176\u4ed6\u6587\u4ef6\u3002' },
  },
  712: {
    name: 'GV_ERR_TRANSFILE_TOOLARGE',
    en: { text: 'File too large', cause: 'The file is larger than the server allows.', cure: 'Choose a smaller file; the operator can raise the limit (option 229 tells it).' },
    zh: { text: '\u6587\u4ef6\u8fc7\u5927', cause: '\u6587\u4ef6\u8d85\u8fc7\u670d\u52a1\u5668\u5141\u8bb8\u7684\u5927\u5c0f\u3002', cure: '\u9009\u62e9\u8f83\u5c0f\u7684\u6587\u4ef6\uff1b\u7ba1\u7406\u5458\u53ef\u63d0\u9ad8\u4e0a\u9650\uff08\u9009\u9879 229 \u53ef\u67e5\uff09\u3002' },
  },
  713: {
    name: 'GV_ERR_TRANSFILE_READFAIL',
    en: { text: 'File cannot be read', cause: 'Reading failed in the middle, or the file changed meanwhile.', cure: 'Close programs that write to it and send again.' },
    zh: { text: '\u6587\u4ef6\u8bfb\u53d6\u5931\u8d25', cause: '\u8bfb\u53d6\u4e2d\u9014\u5931\u8d25\uff0c\u6216\u6587\u4ef6\u88ab\u4fee\u6539\u3002', cure: '\u5173\u95ed\u6b63\u5728\u5199\u5165\u7684\u7a0b\u5e8f\u540e\u91cd\u65b0\u53d1\u9001\u3002' },
  },
  714: {
    name: 'AC_ERROR_TRANSFILE_DOWNLOADING',
    en: { text: 'Download in progress', cause: 'This file is being fetched already.', cure: 'Wait for its end.' },
    zh: { text: '\u6b63\u5728\u4e0b\u8f7d', cause: '\u8be5\u6587\u4ef6\u5df2\u5728\u4e0b\u8f7d\u3002', cure: '\u7b49\u5f85\u5b8c\u6210\u3002' },
  },
  715: {
    name: 'AC_ERROR_TRANSFILE_FAILED',
    en: { text: 'Download failed', cause: 'The connection broke or the content was damaged.', cure: 'Start it again.' },
    zh: { text: '\u4e0b\u8f7d\u5931\u8d25', cause: '\u8fde\u63a5\u4e2d\u65ad\u6216\u5185\u5bb9\u635f\u574f\u3002', cure: '\u91cd\u65b0\u4e0b\u8f7d\u3002' },
  },
  716: {
    name: 'AC_ERROR_TRANSFILE_NOTASK',
    en: { text: 'No such transfer task', cause: 'The task number is wrong or the task is over.', cure: 'Use the number of a running task.' },
    zh: { text: '\u4f20\u8f93\u4efb\u52a1\u4e0d\u5b58\u5728', cause: '\u4efb\u52a1\u7f16\u53f7\u6709\u8bef\u6216\u5df2\u7ed3\u675f\u3002', cure: '\u4f7f\u7528\u8fdb\u884c\u4e2d\u4efb\u52a1\u7684\u7f16\u53f7\u3002' },
  },
  720: {
    name: 'GV_ERR_RECORD_NOTASK',
    en: { text: 'No recording', cause: 'There is no recording to stop or to change.', cure: 'Start one first.' },
    zh: { text: '\u6ca1\u6709\u5f55\u50cf\u4efb\u52a1', cause: '\u6ca1\u6709\u53ef\u505c\u6b62\u6216\u4fee\u6539\u7684\u5f55\u50cf\u3002', cure: '\u5148\u5f00\u59cb\u5f55\u50cf\u3002' },
  },
  721: {
    name: 'GV_ERR_RECORD_CREATEFAIL',
    en: { text: 'Recording could not be started', cause: 'The server has no recorder, this browser cannot record or has no space left, a recording of this user runs already, or there are too many at once.', cure: 'Stop the other recording first; free disk space; use a current browser; for recordings on the server check that parlor-recorder runs.' },
    zh: { text: '\u65e0\u6cd5\u521b\u5efa\u5f55\u50cf\u4efb\u52a1', cause: '\u670d\u52a1\u5668\u6ca1\u6709\u5f55\u50cf\u7a0b\u5e8f\u3001\u6d4f\u89c8\u5668\u4e0d\u652f\u6301\u5f55\u5236\u6216\u7a7a\u95f4\u4e0d\u8db3\u3001\u8be5\u7528\u6237\u5df2\u5728\u5f55\u5236\uff0c\u6216\u540c\u65f6\u5f55\u5236\u8fc7\u591a\u3002', cure: '\u5148\u505c\u6b62\u5176\u4ed6\u5f55\u5236\uff1b\u91ca\u653e\u78c1\u76d8\u7a7a\u95f4\uff1b\u4f7f\u7528\u65b0\u7248\u6d4f\u89c8\u5668\uff1b\u670d\u52a1\u5668\u5f55\u50cf\u8bf7\u786e\u8ba4 parlor-recorder \u6b63\u5728\u8fd0\u884c\u3002' },
  },
  722: {
    name: 'GV_ERR_RECORD_WAITINFO',
    en: { text: 'Too early to record', cause: 'The media of the user have not arrived yet.', cure: 'Start recording after OnAnyChatCameraStateChange or the first picture.' },
    zh: { text: '\u6682\u65f6\u65e0\u6cd5\u5f55\u50cf', cause: '\u7528\u6237\u7684\u5a92\u4f53\u5c1a\u672a\u5230\u8fbe\u3002', cure: '\u5728 OnAnyChatCameraStateChange \u6216\u9996\u4e2a\u753b\u9762\u4e4b\u540e\u518d\u5f00\u59cb\u3002' },
  },
  750: {
    name: 'AC_ERROR_QUEUE_INVALID',
    en: { text: 'No such queue', cause: 'There is no queue of this number in the area.', cure: 'Synchronise the objects and choose again.' },
    zh: { text: '\u961f\u5217\u4e0d\u5b58\u5728', cause: '\u8425\u4e1a\u5385\u5185\u6ca1\u6709\u8be5\u7f16\u53f7\u7684\u961f\u5217\u3002', cure: '\u91cd\u65b0\u540c\u6b65\u5bf9\u8c61\u540e\u518d\u9009\u62e9\u3002' },
  },
  751: {
    name: 'AC_ERROR_QUEUE_PREPARESERVICE',
    en: { text: 'Taken out for service', cause: 'An agent is ready; the place in the queue is given up for the service.', cure: 'Nothing to do; the call follows.' },
    zh: { text: '\u8f6c\u5165\u670d\u52a1', cause: '\u5750\u5e2d\u5df2\u5c31\u7eea\uff0c\u5ba2\u6237\u51fa\u961f\u63a5\u53d7\u670d\u52a1\u3002', cure: '\u65e0\u9700\u5904\u7406\uff0c\u968f\u540e\u5373\u4e3a\u547c\u53eb\u3002' },
  },
  780: {
    name: 'AC_ERROR_WARNING_UDPFAIL',
    en: { text: 'UDP does not reach the server', cause: 'Media must go over TCP, or do not work at all.', cure: "Open the server's UDP ports in the firewall." },
    zh: { text: 'UDP \u4e0d\u901a', cause: '\u5a92\u4f53\u5c06\u6539\u8d70 TCP\uff0c\u6216\u65e0\u6cd5\u5de5\u4f5c\u3002', cure: '\u5728\u9632\u706b\u5899\u4e2d\u5f00\u653e\u670d\u52a1\u5668\u7684 UDP \u7aef\u53e3\u3002' },
  },
  781: {
    name: 'AC_ERROR_WARNING_MISCUTILFAIL',
    en: { text: 'Helper library missing (misc)', cause: 'Not sent by Parlor; the number is kept so that code which names it still runs.', cure: 'Nothing to do.' },
    zh: { text: '\u7f3a\u5c11\u7ec4\u4ef6\uff08misc\uff09', cause: 'Parlor \u4e0d\u4f1a\u53d1\u51fa\u8be5\u7801\uff1b\u4fdd\u7559\u7f16\u53f7\u4ee5\u4fbf\u5f15\u7528\u5b83\u7684\u65e7\u4ee3\u7801\u7ee7\u7eed\u8fd0\u884c\u3002', cure: '\u65e0\u9700\u5904\u7406\u3002' },
  },
  782: {
    name: 'AC_ERROR_WARNING_MEDIAUTILFAIL',
    en: { text: 'Helper library missing (media util)', cause: 'Not sent by Parlor; the number is kept so that code which names it still runs.', cure: 'Nothing to do.' },
    zh: { text: '\u7f3a\u5c11\u7ec4\u4ef6\uff08media util\uff09', cause: 'Parlor \u4e0d\u4f1a\u53d1\u51fa\u8be5\u7801\uff1b\u4fdd\u7559\u7f16\u53f7\u4ee5\u4fbf\u5f15\u7528\u5b83\u7684\u65e7\u4ee3\u7801\u7ee7\u7eed\u8fd0\u884c\u3002', cure: '\u65e0\u9700\u5904\u7406\u3002' },
  },
  783: {
    name: 'AC_ERROR_WARNING_MEDIACOREFAIL',
    en: { text: 'Helper library missing (media core)', cause: 'Not sent by Parlor; the number is kept so that code which names it still runs.', cure: 'Nothing to do.' },
    zh: { text: '\u7f3a\u5c11\u7ec4\u4ef6\uff08media core\uff09', cause: 'Parlor \u4e0d\u4f1a\u53d1\u51fa\u8be5\u7801\uff1b\u4fdd\u7559\u7f16\u53f7\u4ee5\u4fbf\u5f15\u7528\u5b83\u7684\u65e7\u4ee3\u7801\u7ee7\u7eed\u8fd0\u884c\u3002', cure: '\u65e0\u9700\u5904\u7406\u3002' },
  },
  784: {
    name: 'AC_ERROR_WARNING_MEDIASHOWFAIL',
    en: { text: 'Helper library missing (media show)', cause: 'Not sent by Parlor; the number is kept so that code which names it still runs.', cure: 'Nothing to do.' },
    zh: { text: '\u7f3a\u5c11\u7ec4\u4ef6\uff08media show\uff09', cause: 'Parlor \u4e0d\u4f1a\u53d1\u51fa\u8be5\u7801\uff1b\u4fdd\u7559\u7f16\u53f7\u4ee5\u4fbf\u5f15\u7528\u5b83\u7684\u65e7\u4ee3\u7801\u7ee7\u7eed\u8fd0\u884c\u3002', cure: '\u65e0\u9700\u5904\u7406\u3002' },
  },
  800: {
    name: 'GV_ERR_WARNING_UDPFAIL',
    en: { text: 'UDP does not reach the server (older number of 780)', cause: 'Not sent by Parlor; the number is kept so that code which names it still runs.', cure: 'Nothing to do.' },
    zh: { text: 'UDP \u4e0d\u901a\uff08780 \u7684\u65e7\u7f16\u53f7\uff09', cause: 'Parlor \u4e0d\u4f1a\u53d1\u51fa\u8be5\u7801\uff1b\u4fdd\u7559\u7f16\u53f7\u4ee5\u4fbf\u5f15\u7528\u5b83\u7684\u65e7\u4ee3\u7801\u7ee7\u7eed\u8fd0\u884c\u3002', cure: '\u65e0\u9700\u5904\u7406\u3002' },
  },
  801: {
    name: 'GV_ERR_WARNING_MISCUTILFAIL',
    en: { text: 'Helper library missing (older number of 781)', cause: 'Not sent by Parlor; the number is kept so that code which names it still runs.', cure: 'Nothing to do.' },
    zh: { text: '\u7f3a\u5c11\u7ec4\u4ef6\uff08781 \u7684\u65e7\u7f16\u53f7\uff09', cause: 'Parlor \u4e0d\u4f1a\u53d1\u51fa\u8be5\u7801\uff1b\u4fdd\u7559\u7f16\u53f7\u4ee5\u4fbf\u5f15\u7528\u5b83\u7684\u65e7\u4ee3\u7801\u7ee7\u7eed\u8fd0\u884c\u3002', cure: '\u65e0\u9700\u5904\u7406\u3002' },
  },
  802: {
    name: 'GV_ERR_WARNING_MEDIAUTILFAIL',
    en: { text: 'Helper library missing (older number of 782)', cause: 'Not sent by Parlor; the number is kept so that code which names it still runs.', cure: 'Nothing to do.' },
    zh: { text: '\u7f3a\u5c11\u7ec4\u4ef6\uff08782 \u7684\u65e7\u7f16\u53f7\uff09', cause: 'Parlor \u4e0d\u4f1a\u53d1\u51fa\u8be5\u7801\uff1b\u4fdd\u7559\u7f16\u53f7\u4ee5\u4fbf\u5f15\u7528\u5b83\u7684\u65e7\u4ee3\u7801\u7ee7\u7eed\u8fd0\u884c\u3002', cure: '\u65e0\u9700\u5904\u7406\u3002' },
  },
  20000: {
    name: 'AC_ERROR_PLAY_INVALIDSTREAM',
    en: { text: 'Bad stream', cause: 'The stream or file to play does not exist or cannot be decoded.', cure: 'Check the address and the format.' },
    zh: { text: '\u6d41\u65e0\u6548', cause: '\u8981\u64ad\u653e\u7684\u6d41\u6216\u6587\u4ef6\u4e0d\u5b58\u5728\u6216\u65e0\u6cd5\u89e3\u7801\u3002', cure: '\u68c0\u67e5\u5730\u5740\u4e0e\u683c\u5f0f\u3002' },
  },
  30000: {
    name: 'AC_ERROR_STREAM_SESSIONFAILED',
    en: { text: 'Media session could not be made', cause: 'The peer connection was refused: bad SDP or no common transport.', cure: 'Try again; check browser extensions that change WebRTC.' },
    zh: { text: '\u5a92\u4f53\u4f1a\u8bdd\u521b\u5efa\u5931\u8d25', cause: '\u5bf9\u7b49\u8fde\u63a5\u88ab\u62d2\u7edd\uff1aSDP \u6709\u8bef\u6216\u6ca1\u6709\u53ef\u7528\u4f20\u8f93\u3002', cure: '\u91cd\u8bd5\uff1b\u68c0\u67e5\u6539\u52a8 WebRTC \u7684\u6d4f\u89c8\u5668\u6269\u5c55\u3002' },
  },
  100101: {
    name: 'GV_ERR_SESSION_QUIT',
    en: { text: 'The caller gave up', cause: 'The calling side cancelled before an answer.', cure: 'Nothing to do.' },
    zh: { text: '\u4e3b\u53eb\u53d6\u6d88\u547c\u53eb', cause: '\u4e3b\u53eb\u65b9\u5728\u5e94\u7b54\u524d\u53d6\u6d88\u3002', cure: '\u65e0\u9700\u5904\u7406\u3002' },
  },
  100102: {
    name: 'GV_ERR_SESSION_OFFLINE',
    en: { text: 'The called user is offline', cause: 'The user is not signed in.', cure: 'Call later.' },
    zh: { text: '\u88ab\u53eb\u79bb\u7ebf', cause: '\u5bf9\u65b9\u672a\u767b\u5f55\u3002', cure: '\u7a0d\u540e\u518d\u547c\u53eb\u3002' },
  },
  100103: {
    name: 'GV_ERR_SESSION_BUSY',
    en: { text: 'The called user is busy', cause: 'The user is in another call.', cure: 'Call later.' },
    zh: { text: '\u88ab\u53eb\u5fd9', cause: '\u5bf9\u65b9\u6b63\u5728\u5176\u4ed6\u901a\u8bdd\u4e2d\u3002', cure: '\u7a0d\u540e\u518d\u547c\u53eb\u3002' },
  },
  100104: {
    name: 'GV_ERR_SESSION_REFUSE',
    en: { text: 'The called user refused', cause: 'The user declined the call.', cure: 'Nothing to do.' },
    zh: { text: '\u88ab\u53eb\u62d2\u7edd', cause: '\u5bf9\u65b9\u62d2\u7edd\u4e86\u547c\u53eb\u3002', cure: '\u65e0\u9700\u5904\u7406\u3002' },
  },
  100105: {
    name: 'GV_ERR_SESSION_TIMEOUT',
    en: { text: 'No answer', cause: 'The call was not answered in time.', cure: 'Call again.' },
    zh: { text: '\u547c\u53eb\u8d85\u65f6', cause: '\u5bf9\u65b9\u672a\u5728\u65f6\u9650\u5185\u5e94\u7b54\u3002', cure: '\u91cd\u65b0\u547c\u53eb\u3002' },
  },
  100106: {
    name: 'GV_ERR_SESSION_DISCONNECT',
    en: { text: 'The other side lost its connection', cause: 'The network of the other side broke during the call.', cure: 'Call again.' },
    zh: { text: '\u5bf9\u65b9\u8fde\u63a5\u4e2d\u65ad', cause: '\u901a\u8bdd\u671f\u95f4\u5bf9\u65b9\u7f51\u7edc\u4e2d\u65ad\u3002', cure: '\u91cd\u65b0\u547c\u53eb\u3002' },
  },
  100107: {
    name: 'GV_ERR_VIDEOCALL_NOTINCALL',
    en: { text: 'Not in a call', cause: 'The user has no call to answer or to end.', cure: 'Nothing to do.' },
    zh: { text: '\u4e0d\u5728\u901a\u8bdd\u4e2d', cause: '\u7528\u6237\u6ca1\u6709\u53ef\u5e94\u7b54\u6216\u7ed3\u675f\u7684\u547c\u53eb\u3002', cure: '\u65e0\u9700\u5904\u7406\u3002' },
  },
  100201: {
    name: 'AC_ERROR_OBJECT_EXISTAREA',
    en: { text: 'Already in an area', cause: 'The user is in a service area and must leave it first.', cure: 'Leave the area, then enter the other.' },
    zh: { text: '\u5df2\u5728\u8425\u4e1a\u5385\u4e2d', cause: '\u7528\u6237\u5df2\u5728\u67d0\u8425\u4e1a\u5385\uff0c\u987b\u5148\u79bb\u5f00\u3002', cure: '\u79bb\u5f00\u540e\u518d\u8fdb\u5165\u5176\u4ed6\u8425\u4e1a\u5385\u3002' },
  },
  100202: {
    name: 'AC_ERROR_OBJECT_EXISTQUEUE',
    en: { text: 'Already in a queue', cause: 'The user waits in a queue and must leave it first.', cure: 'Leave the queue, then enter the other.' },
    zh: { text: '\u5df2\u5728\u961f\u5217\u4e2d', cause: '\u7528\u6237\u5df2\u5728\u67d0\u961f\u5217\uff0c\u987b\u5148\u79bb\u5f00\u3002', cure: '\u79bb\u5f00\u540e\u518d\u8fdb\u5165\u5176\u4ed6\u961f\u5217\u3002' },
  },
  100300: {
    name: 'AC_ERROR_APPID_DEFAULTNOTSUPPORT',
    en: { text: 'Application id missing', cause: 'The server knows applications, and the sign-in names none.', cure: "Pass the application's id to BRAC_LoginEx." },
    zh: { text: '\u7f3a\u5c11\u5e94\u7528\u7f16\u53f7', cause: '\u670d\u52a1\u5668\u914d\u7f6e\u4e86\u5e94\u7528\uff0c\u800c\u767b\u5f55\u8bf7\u6c42\u672a\u6307\u660e\u5e94\u7528\u3002', cure: '\u5c06\u5e94\u7528\u7f16\u53f7\u4f20\u7ed9 BRAC_LoginEx\u3002' },
  },
  100303: {
    name: 'AC_ERROR_APPID_NOTEXIST',
    en: { text: 'Unknown application id', cause: 'The server knows no application with this id.', cure: "Compare the id with the server's configuration ([application ID])." },
    zh: { text: '\u5e94\u7528\u7f16\u53f7\u4e0d\u5b58\u5728', cause: '\u670d\u52a1\u5668\u4e0a\u6ca1\u6709\u8be5\u7f16\u53f7\u7684\u5e94\u7528\u3002', cure: '\u4e0e\u670d\u52a1\u5668\u914d\u7f6e\uff08[application \u7f16\u53f7]\uff09\u6838\u5bf9\u3002' },
  },
  1010000: {
    name: 'GV_ERR_PLUGINNOINSTALL',
    en: { text: 'The browser cannot do it', cause: 'The browser has no WebRTC or WebSocket, or the page is not served over https.', cure: 'Use a present browser; serve the page over https (or from localhost).' },
    zh: { text: '\u6d4f\u89c8\u5668\u4e0d\u652f\u6301', cause: '\u6d4f\u89c8\u5668\u6ca1\u6709 WebRTC \u6216 WebSocket\uff0c\u6216\u7f51\u9875\u4e0d\u662f https\u3002', cure: '\u4f7f\u7528\u8f83\u65b0\u7684\u6d4f\u89c8\u5668\uff0c\u5e76\u4ee5 https\uff08\u6216 localhost\uff09\u63d0\u4f9b\u7f51\u9875\u3002' },
  },
  1010001: {
    name: 'GV_ERR_PLUGINOLDVERSION',
    en: { text: 'Plug-in too old', cause: 'Not sent by Parlor; the number is kept so that code which names it still runs.', cure: 'Nothing to do.' },
    zh: { text: '\u63d2\u4ef6\u7248\u672c\u8fc7\u65e7', cause: 'Parlor \u4e0d\u4f1a\u53d1\u51fa\u8be5\u7801\uff1b\u4fdd\u7559\u7f16\u53f7\u4ee5\u4fbf\u5f15\u7528\u5b83\u7684\u65e7\u4ee3\u7801\u7ee7\u7eed\u8fd0\u884c\u3002', cure: '\u65e0\u9700\u5904\u7406\u3002' },
  },
};
