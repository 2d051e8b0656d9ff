/* SPDX-License-Identifier: Apache-2.0 */
/* Business objects: areas, queues, agents, clients. */
#include "AnyChatObjectDefine.h"
#include "api.h"

#include <string.h>

enum { TEXT_MAX = 1024 }; /* of a property, as the server takes it */

/* Every other property is a number. */
static bool is_text(DWORD info)
{
    switch (info) {
    case ANYCHAT_OBJECT_INFO_NAME:
    case ANYCHAT_OBJECT_INFO_DESCRIPTION:
    case ANYCHAT_OBJECT_INFO_STRINGTAG:
    case ANYCHAT_OBJECT_INFO_GUID:
    case ANYCHAT_OBJECT_INFO_STATUSJSON:
    case ANYCHAT_OBJECT_INFO_STRINGID:
    case ANYCHAT_OBJECT_INFO_STATISTICS:
    case ANYCHAT_AREA_INFO_AGENTIDLIST:
    case ANYCHAT_AREA_INFO_STATUSJSON:
    case ANYCHAT_QUEUE_INFO_AGENTINFO:
    case ANYCHAT_QUEUE_INFO_USERIDLIST:
    case ANYCHAT_QUEUE_INFO_WAITINGTIMELIST:
    case ANYCHAT_QUEUE_INFO_USERINFOLIST:
    case ANYCHAT_AGENT_INFO_SERVICEUSERINFO:
    case ANYCHAT_AGENT_INFO_RELATEQUEUES:
        return true;
    default:
        return false;
    }
}

EXPORT DWORD BRAS_ObjectGetIdList(DWORD dwObjectType, LPDWORD lpIdArray, DWORD *dwIdNum)
{
    struct pl_wire_bs_object_ids m = {.type = (int32_t)dwObjectType};
    struct pl_bras_ask ask = {.ids = lpIdArray};
    DWORD code;
    if (!dwIdNum)
        return GV_ERR_FUNCOPTERROR;
    ask.ids_size = *dwIdNum;
    code = pl_bras_ask_for(
        (struct pl_wire_msg){.type = PL_WIRE_BS_OBJECT_IDS, .u.bs_object_ids = m}, &ask);
    *dwIdNum = (DWORD)ask.ids_count;
    return code;
}

EXPORT DWORD BRAS_ObjectGetValue(DWORD dwObjectType, DWORD dwObjectId, DWORD dwInfoName,
                                 LPTSTR lpInfoValue, DWORD dwLen)
{
    struct pl_wire_bs_object_get m = {
        .type = (int32_t)dwObjectType, .object = (int32_t)dwObjectId, .info = (int32_t)dwInfoName};
    struct pl_wire_msg msg = {.type = PL_WIRE_BS_OBJECT_GET, .u.bs_object_get = m};
    struct pl_bras_ask ask = {0};
    DWORD code;
    if (!lpInfoValue || dwLen < (is_text(dwInfoName) ? 1 : sizeof(ask.number)))
        return GV_ERR_FUNCOPTERROR;
    if (is_text(dwInfoName))
        return pl_bras_ask(msg, lpInfoValue, dwLen, NULL);
    code = pl_bras_ask_for(msg, &ask);
    memcpy(lpInfoValue, &ask.number, sizeof(ask.number));
    return code;
}

EXPORT DWORD BRAS_ObjectSetValue(DWORD dwObjectType, DWORD dwObjectId, DWORD dwInfoName,
                                 LPTSTR lpInfoValue, DWORD dwLen)
{
    struct pl_wire_bs_object_set m = {
        .type = (int32_t)dwObjectType, .object = (int32_t)dwObjectId, .info = (int32_t)dwInfoName};
    if (!lpInfoValue)
        return GV_ERR_FUNCOPTERROR;
    if (dwInfoName == ANYCHAT_OBJECT_INFO_ATTRIBUTE && dwLen > sizeof(m.number))
        return GV_ERR_SUCCESS; /* newer programs have JSON there, which nothing here reads */
    if (is_text(dwInfoName)) {
        m.has_text = true;
        m.text = pl_bytes_of(lpInfoValue, strnlen(lpInfoValue, TEXT_MAX + 1));
    } else {
        if (dwLen != sizeof(m.number))
            return GV_ERR_FUNCOPTERROR;
        m.has_number = true;
        memcpy(&m.number, lpInfoValue, sizeof(m.number));
    }
    return pl_bras_say((struct pl_wire_msg){.type = PL_WIRE_BS_OBJECT_SET, .u.bs_object_set = m},
                       true);
}

EXPORT DWORD BRAS_ObjectControl(DWORD dwObjectType, DWORD dwObjectId, DWORD dwCtrlCode,
                                DWORD dwParam1, DWORD dwParam2, DWORD dwParam3, DWORD dwParam4,
                                LPCTSTR lpStrValue)
{
    struct pl_wire_bs_object m = {.type = (int32_t)dwObjectType,
                                  .object = (int32_t)dwObjectId,
                                  .code = (int32_t)dwCtrlCode,
                                  .has_p1 = true,
                                  .p1 = (int32_t)dwParam1,
                                  .has_p2 = true,
                                  .p2 = (int32_t)dwParam2,
                                  .has_p3 = true,
                                  .p3 = (int32_t)dwParam3,
                                  .has_p4 = true,
                                  .p4 = (int32_t)dwParam4};
    (void)lpStrValue; /* no command of a business server has a text */
    /* What is there, and is called so, may be said twice; a person must not be moved twice. */
    return pl_bras_say((struct pl_wire_msg){.type = PL_WIRE_BS_OBJECT, .u.bs_object = m},
                       dwCtrlCode <= ANYCHAT_OBJECT_CTRL_MODIFY);
}
