/* SPDX-License-Identifier: Apache-2.0 */
/*
 * For C++: what takes references may be given pointers as well, as in C, so that one source is
 * both. Included by anychatserversdk.h.
 */
#ifndef PARLOR_SERVER_BRAS_OVERLOADS_H
#define PARLOR_SERVER_BRAS_OVERLOADS_H

inline DWORD BRAS_GetSDKVersion(LPDWORD dwMainVer, LPDWORD dwSubVer, LPTSTR lpCompileTime,
                                DWORD dwBufLen)
{
    return BRAS_GetSDKVersion(*dwMainVer, *dwSubVer, lpCompileTime, dwBufLen);
}

inline DWORD BRAS_TransBufferEx(DWORD dwUserId, LPBYTE lpBuf, DWORD dwLen, DWORD wParam,
                                DWORD lParam, DWORD dwFlags, LPDWORD dwTaskId)
{
    return BRAS_TransBufferEx(dwUserId, lpBuf, dwLen, wParam, lParam, dwFlags, *dwTaskId);
}

inline DWORD BRAS_TransFile(DWORD dwUserId, LPCTSTR lpLocalPathName, DWORD wParam, DWORD lParam,
                            DWORD dwFlags, LPDWORD dwTaskId)
{
    return BRAS_TransFile(dwUserId, lpLocalPathName, wParam, lParam, dwFlags, *dwTaskId);
}

inline DWORD BRAS_GetOnlineUsers(DWORD dwRoomId, LPDWORD lpIdArray, LPDWORD dwCount)
{
    return BRAS_GetOnlineUsers(dwRoomId, lpIdArray, *dwCount);
}

inline DWORD BRAS_GetRoomIdList(LPDWORD lpIdArray, LPDWORD dwCount)
{
    return BRAS_GetRoomIdList(lpIdArray, *dwCount);
}

inline DWORD BRAS_QueryInfoFromServer(DWORD dwInfoName, LPTSTR lpInParam, DWORD dwInSize,
                                      LPTSTR lpResult, LPDWORD dwOutSize, DWORD dwFlags = 0)
{
    return BRAS_QueryInfoFromServer(dwInfoName, lpInParam, dwInSize, lpResult, *dwOutSize, dwFlags);
}

inline DWORD BRAS_ObjectGetIdList(DWORD dwObjectType, LPDWORD lpIdArray, LPDWORD dwIdNum)
{
    return BRAS_ObjectGetIdList(dwObjectType, lpIdArray, *dwIdNum);
}

#endif
