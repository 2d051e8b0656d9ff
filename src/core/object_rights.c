/* SPDX-License-Identifier: Apache-2.0 */
#include "core/object_rights.h"

#include "core/object.h"
#include "proto/wire/constants_gen.h"

enum {
    AREA = PL_ANYCHAT_OBJECT_TYPE_AREA,
    QUEUE = PL_ANYCHAT_OBJECT_TYPE_QUEUE,
    AGENT = PL_ANYCHAT_OBJECT_TYPE_AGENT,
    CLIENT = PL_ANYCHAT_OBJECT_TYPE_CLIENTUSER,
};

#define ANY   PL_OBJECT_ANYBODYS
#define OWN   PL_OBJECT_ONES_OWN
#define SYNC  PL_ANYCHAT_OBJECT_CTRL_SYNCDATA
#define DEBUG PL_ANYCHAT_OBJECT_CTRL_DEBUGOUTPUT
#define PROPERTIES(type, object)                                                                   \
    {type, PL_ANYCHAT_OBJECT_INFO_FLAGS, true, OWN, object, "set FLAGS"},                          \
        {type, PL_ANYCHAT_OBJECT_INFO_NAME, true, OWN, object, "set NAME"},                        \
        {type, PL_ANYCHAT_OBJECT_INFO_PRIORITY, true, OWN, object, "set PRIORITY"},                \
        {type, PL_ANYCHAT_OBJECT_INFO_ATTRIBUTE, true, OWN, object, "set ATTRIBUTE"},              \
        {type, PL_ANYCHAT_OBJECT_INFO_DESCRIPTION, true, OWN, object, "set DESCRIPTION"},          \
        {type, PL_ANYCHAT_OBJECT_INFO_INTTAG, true, OWN, object, "set INTTAG"},                    \
    {                                                                                              \
        type, PL_ANYCHAT_OBJECT_INFO_STRINGTAG, true, OWN, object, "set STRINGTAG"                 \
    }

/* clang-format off */
const struct pl_object_right pl_object_rights[] = {
    {AREA, SYNC, false, ANY, "area", "SYNCDATA"},
    {AREA, DEBUG, false, ANY, "area", "DEBUGOUTPUT"},
    {AREA, PL_ANYCHAT_AREA_CTRL_USERENTER, false, ANY, "area", "USERENTER"},
    {AREA, PL_ANYCHAT_AREA_CTRL_USERLEAVE, false, ANY, "area", "USERLEAVE"},
    {QUEUE, SYNC, false, ANY, "queue", "SYNCDATA"},
    {QUEUE, DEBUG, false, ANY, "queue", "DEBUGOUTPUT"},
    {QUEUE, PL_ANYCHAT_QUEUE_CTRL_USERENTER, false, ANY, "queue", "USERENTER"},
    {QUEUE, PL_ANYCHAT_QUEUE_CTRL_USERLEAVE, false, ANY, "queue", "USERLEAVE"},
    {QUEUE, PL_OBJECT_QUEUE_CTRL_CALL_BACK, false, ANY, "queue", "call back"},
    {AGENT, SYNC, false, ANY, "agent", "SYNCDATA"},
    {AGENT, DEBUG, false, ANY, "agent", "DEBUGOUTPUT"},
    {AGENT, PL_ANYCHAT_AGENT_CTRL_SERVICESTATUS, false, OWN, "agent", "SERVICESTATUS"},
    {AGENT, PL_ANYCHAT_AGENT_CTRL_SERVICEREQUEST, false, OWN, "agent", "SERVICEREQUEST"},
    {AGENT, PL_ANYCHAT_AGENT_CTRL_STARTSERVICE, false, OWN, "agent", "STARTSERVICE"},
    {AGENT, PL_ANYCHAT_AGENT_CTRL_FINISHSERVICE, false, OWN, "agent", "FINISHSERVICE"},
    {AGENT, PL_ANYCHAT_AGENT_CTRL_EVALUATION, false, PL_OBJECT_SERVED_BY, "agent", "EVALUATION"},
    {CLIENT, SYNC, false, ANY, "client", "SYNCDATA"},
    {CLIENT, DEBUG, false, ANY, "client", "DEBUGOUTPUT"},
    PROPERTIES(AGENT, "agent"),
    PROPERTIES(CLIENT, "client"),
    {0, 0, false, PL_OBJECT_NOBODYS, NULL, NULL},
};
/* clang-format on */

static enum pl_object_whose find(int32_t type, int32_t code, bool is_property)
{
    for (const struct pl_object_right *r = pl_object_rights; r->verb; r++) {
        if (r->type == type && r->code == code && r->is_property == is_property)
            return r->whose;
    }
    return PL_OBJECT_NOBODYS;
}

enum pl_object_whose pl_object_control_right(int32_t type, int32_t code)
{
    return find(type, code, false);
}

enum pl_object_whose pl_object_set_right(int32_t type, int32_t info)
{
    return find(type, info, true);
}

const char *pl_object_whose_name(enum pl_object_whose whose, bool chinese)
{
    switch (whose) {
    case PL_OBJECT_ANYBODYS:
        return chinese ? "任意，仅代表本人" : "any, for oneself";
    case PL_OBJECT_ONES_OWN:
        return chinese ? "本人的" : "one's own";
    case PL_OBJECT_SERVED_BY:
        return chinese ? "最近为本人服务的坐席" : "the agent who has served one last";
    case PL_OBJECT_NOBODYS:
        break;
    }
    return chinese ? "无" : "none";
}
