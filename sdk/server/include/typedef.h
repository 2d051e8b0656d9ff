/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The names of types that programs for the old server SDK use. Widths are those of its Linux
 * edition: DWORD has 32 bits, BOOL is a long.
 */
#ifndef PARLOR_SERVER_TYPEDEF_H
#define PARLOR_SERVER_TYPEDEF_H

#include <stddef.h>

typedef long BOOL;
typedef char CHAR;
typedef int INT;
typedef unsigned int UINT;
typedef unsigned char BYTE;
typedef unsigned short WORD;
typedef unsigned int DWORD;
typedef void *LPVOID;
typedef BYTE *LPBYTE;
typedef DWORD *LPDWORD;
typedef char *LPSTR;
typedef const char *LPCSTR;
typedef char TCHAR;
typedef char *LPTSTR;
typedef const char *LPCTSTR;

#ifndef TRUE
#define TRUE 1
#endif
#ifndef FALSE
#define FALSE 0
#endif

/* A calling convention on Windows; here there is one. */
#ifndef CALLBACK
#define CALLBACK
#endif

#endif
