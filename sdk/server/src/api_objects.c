/* SPDX-License-Identifier: Apache-2.0 */
/* Business objects: not offered yet. */
#include "api.h"

EXPORT DWORD BRAS_ObjectGetIdList(DWORD dwObjectType, LPDWORD lpIdArray, DWORD *dwIdNum)
{
    (void)dwObjectType;
    (void)lpIdArray;
    if (!dwIdNum)
        return GV_ERR_FUNCOPTERROR;
    *dwIdNum = 0;
    return GV_ERR_VERSIONNOTMATCH;
}

EXPORT DWORD BRAS_ObjectGetValue(DWORD dwObjectType, DWORD dwObjectId, DWORD dwInfoName,
                                 LPTSTR lpInfoValue, DWORD dwLen)
{
    (void)dwObjectType;
    (void)dwObjectId;
    (void)dwInfoName;
    if (!lpInfoValue || dwLen == 0)
        return GV_ERR_FUNCOPTERROR;
    lpInfoValue[0] = '\0';
    return GV_ERR_VERSIONNOTMATCH;
}

EXPORT DWORD BRAS_ObjectSetValue(DWORD dwObjectType, DWORD dwObjectId, DWORD dwInfoName,
                                 LPTSTR lpInfoValue, DWORD dwLen)
{
    (void)dwObjectType;
    (void)dwObjectId;
    (void)dwInfoName;
    (void)lpInfoValue;
    (void)dwLen;
    return GV_ERR_VERSIONNOTMATCH;
}

EXPORT DWORD BRAS_ObjectControl(DWORD dwObjectType, DWORD dwObjectId, DWORD dwCtrlCode,
                                DWORD dwParam1, DWORD dwParam2, DWORD dwParam3, DWORD dwParam4,
                                LPCTSTR lpStrValue)
{
    (void)dwObjectType;
    (void)dwObjectId;
    (void)dwCtrlCode;
    (void)dwParam1;
    (void)dwParam2;
    (void)dwParam3;
    (void)dwParam4;
    (void)lpStrValue;
    return GV_ERR_VERSIONNOTMATCH;
}
