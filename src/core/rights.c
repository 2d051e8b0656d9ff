/* SPDX-License-Identifier: Apache-2.0 */
#include "core/rights.h"

#include <assert.h>

enum {
    NOBODY = 1 << PL_ROLE_NOBODY,
    GUEST = 1 << PL_ROLE_GUEST,
    USER = 1 << PL_ROLE_USER,
    VIEWER = 1 << PL_ROLE_VIEWER,
    OPERATOR = 1 << PL_ROLE_OPERATOR,
    APPLICATION = 1 << PL_ROLE_APPLICATION,
    SIGNED_IN = GUEST | USER,
    LINKED = NOBODY | SIGNED_IN,
    STAFF = VIEWER | OPERATOR,
};

_Static_assert(PL_RIGHTS <= 64, "a bit for each");

/* clang-format off */
static const struct pl_right rights[PL_RIGHTS] = {
    [PL_RIGHT_NONE] = {"", "", 0, false, "", ""},
    [PL_RIGHT_LINK_KEEP] = {"link", "keep alive", LINKED, false,
        "one's own", "本连接"},
    [PL_RIGHT_SESSION_OPEN] = {"session", "sign in", LINKED, false,
        "once a session; as login settings and whoever is asked allow", "每个会话一次；取决于登录设置与验证方"},
    [PL_RIGHT_SESSION_END] = {"session", "sign out", LINKED, false,
        "one's own", "本会话"},
    [PL_RIGHT_ROOM_ENTER] = {"room", "enter", SIGNED_IN, false,
        "the password, whoever is asked, the rooms that the login is bound to; of a call: the two", "房间密码、验证方的许可、登录所限定的房间；呼叫房间仅限双方"},
    [PL_RIGHT_ROOM_LEAVE] = {"room", "leave", SIGNED_IN, false,
        "the one that one is in", "所在房间"},
    [PL_RIGHT_TEXT_SEND] = {"text", "send", SIGNED_IN, true,
        "to members of one's room", "发给所在房间的成员"},
    [PL_RIGHT_BUFFER_SEND] = {"buffer", "send", SIGNED_IN, true,
        "to users who are signed in, or one's room", "发给在线用户或所在房间"},
    [PL_RIGHT_SERVER_SEND] = {"server data", "send", SIGNED_IN, true,
        "to the plug-in or the business server", "发给插件或业务服务器"},
    [PL_RIGHT_FILE_SEND] = {"file", "send", SIGNED_IN, true,
        "to users who are signed in, or the server", "发给在线用户或服务器"},
    [PL_RIGHT_FILE_TAKE] = {"file", "fetch", SIGNED_IN, true,
        "of the server, by an id that is unguessable", "从服务器获取，凭不可猜测的编号"},
    [PL_RIGHT_FILE_END] = {"file", "end", SIGNED_IN, false,
        "a transfer of one's own, at either end", "本人参与的传输"},
    [PL_RIGHT_PRIVATE_ASK] = {"private chat", "ask for", SIGNED_IN, true,
        "with members of one's room", "与所在房间的成员"},
    [PL_RIGHT_PRIVATE_ANSWER] = {"private chat", "answer, end", SIGNED_IN, false,
        "one's own", "本人参与的私聊"},
    [PL_RIGHT_CALL_MAKE] = {"call", "make", SIGNED_IN, true,
        "to any user; one at a time", "呼叫任意用户，同时仅一路"},
    [PL_RIGHT_CALL_ANSWER] = {"call", "answer", SIGNED_IN, false,
        "that rings at oneself, or was made by oneself", "呼叫本人的，或本人发起的"},
    [PL_RIGHT_CALL_END] = {"call", "end", SIGNED_IN, false,
        "one's own", "本人参与的呼叫"},
    [PL_RIGHT_STATE_TELL] = {"device state", "tell", SIGNED_IN, false,
        "one's own", "本人的设备"},
    [PL_RIGHT_MEDIA_SEND] = {"media", "send", SIGNED_IN, true,
        "in one's room", "在所在房间内"},
    [PL_RIGHT_MEDIA_TAKE] = {"media", "receive", SIGNED_IN, false,
        "of members of one's room whose device is open", "所在房间内已打开设备的成员"},
    [PL_RIGHT_DIRECT_CONNECT] = {"direct connection", "make", LINKED, false,
        "with members of one's room, where the settings allow it", "与所在房间的成员，且设置允许"},
    [PL_RIGHT_USER_LOOK_UP] = {"user", "look up", SIGNED_IN, false,
        "names and ids; so many a second", "名称与编号；限制频率"},
    [PL_RIGHT_USER_COMMAND] = {"user", "command", SIGNED_IN, false,
        "one's own friends; the rest is for the business server to decide", "本人的好友；其余由业务服务器决定"},
    [PL_RIGHT_OBJECT_SET] = {"service object", "set a value", SIGNED_IN, false,
        "of one's own agent or client object", "本人的坐席或客户对象"},
    [PL_RIGHT_OBJECT_CONTROL] = {"service object", "control", SIGNED_IN, false,
        "areas and queues as a client or an agent of them; no others' service", "以客户或坐席身份使用营业厅与队列，不涉及他人的服务"},
    [PL_RIGHT_RECORD_ASK] = {"recording", "begin, end, mark", SIGNED_IN, true,
        "as the settings say: nobody, oneself, members of one's room; one's own recordings", "取决于设置：禁止、仅本人、所在房间成员；仅本人发起的录像"},
    [PL_RIGHT_RECORD_CONSENT] = {"recording", "agree, refuse", SIGNED_IN, false,
        "that one is to be in", "涉及本人的录像"},
    [PL_RIGHT_RECORD_FIND] = {"recording", "find, play, verify, delete", USER, false,
        "viewers of the settings; delete: keepers of the settings; each access is in the audit", "配置的查看者；删除限配置的保管者；每次访问均记入审计"},
    [PL_RIGHT_SERVICE_LEAD] = {"service", "hold, transfer, ask in, put out", SIGNED_IN, false,
        "of the client whom one serves; other agents of the area", "本人所服务的客户；本区域的其他坐席"},
    [PL_RIGHT_SERVICE_JOIN] = {"service", "answer, leave", SIGNED_IN, false,
        "what one was asked; one's own part", "对本人的请求；本人的参与"},
    [PL_RIGHT_SERVICE_NOTE] = {"service", "note", SIGNED_IN, false,
        "on clients whom one serves or helps to serve", "本人服务或协助服务的客户"},
    [PL_RIGHT_SERVICE_INTAKE] = {"service", "send data along", SIGNED_IN, false,
        "one's own", "本人的资料"},
    [PL_RIGHT_SERVICE_WATCH] = {"service", "listen, whisper, barge in, take over", SIGNED_IN, false,
        "supervisors of the settings, and whom the business server has made managers; in the area where they are managers", "配置的主管，以及业务服务器指定的管理者；限其所在区域"},
    [PL_RIGHT_SERVER_SEE] = {"server", "see version and figures", STAFF, false, "", ""},
    [PL_RIGHT_CONFIG_CHECK] = {"settings", "check", STAFF, false,
        "a text that is sent along", "随请求发送的文本"},
    [PL_RIGHT_USER_SEE] = {"user", "see", STAFF, false, "", ""},
    [PL_RIGHT_USER_REMOVE] = {"user", "remove", OPERATOR, false, "", ""},
    [PL_RIGHT_ROOM_SEE] = {"room", "see, with its members", STAFF, false, "", ""},
    [PL_RIGHT_CALL_SEE] = {"call", "see", STAFF, false, "", ""},
    [PL_RIGHT_RECORD_SEE] = {"recording", "list, see its time line, verify", STAFF, false, "", ""},
    [PL_RIGHT_RECORD_TAKE] = {"recording", "play, download, give a link", OPERATOR, false,
        "each access is in the audit", "每次访问均记入审计"},
    [PL_RIGHT_RECORD_STOP] = {"recording", "begin, end", OPERATOR, false, "", ""},
    [PL_RIGHT_RECORD_DELETE] = {"recording", "delete", OPERATOR, false, "", ""},
    [PL_RIGHT_PLACE_SEE] = {"service counter", "see areas, queues, skills of agents, pairs", STAFF, false, "", ""},
    [PL_RIGHT_PLACE_CHANGE] = {"service counter", "make, change, delete areas, queues, skills of agents, pairs", OPERATOR, false, "", ""},
    [PL_RIGHT_CALL_FINISH] = {"call", "finish", OPERATOR, false, "", ""},
    [PL_RIGHT_ADDRESS_BLOCK] = {"address", "block, unblock", OPERATOR, false, "", ""},
    [PL_RIGHT_ADDRESS_SEE] = {"address", "see which are blocked", STAFF, false, "", ""},
    [PL_RIGHT_EVENT_SEE] = {"event", "see", STAFF, false,
        "of the feed; texts of users are not in it", "事件流；不含用户的文字内容"},
    [PL_RIGHT_ACCOUNT_SEE] = {"account", "see", STAFF, false, "but for the password", "密码除外"},
    [PL_RIGHT_ACCOUNT_CHANGE] = {"account", "add, lock, remove, set the password", OPERATOR, false, "", ""},
    [PL_RIGHT_APPLICATION_SEE] = {"application", "see, with its keys", STAFF, false,
        "but for what is secret of keys", "密钥的保密部分除外"},
    [PL_RIGHT_APPLICATION_CHANGE] = {"application", "add, lock, remove, change its keys", OPERATOR, false,
        "that are not of the settings", "配置文件中的除外"},
    [PL_RIGHT_AUDIT_SEE] = {"audit", "see", STAFF, false, "", ""},
    [PL_RIGHT_CONTACT_SEE] = {"contact", "see, at the service counters", OPERATOR, false,
        "with names and notes", "含姓名与备注"},
    [PL_RIGHT_REPORT_SEE] = {"report", "see, of the service counters", STAFF, false, "", ""},
    [PL_RIGHT_LOGIN_SIGN] = {"login", "sign for a user", OPERATOR | APPLICATION, false,
        "of one's own application; so many a second", "本应用的用户；限制频率"},
};
/* clang-format on */

static const uint8_t messages[PL_WIRE_TYPE_COUNT] = {
    [PL_WIRE_ACK] = PL_RIGHT_LINK_KEEP,
    [PL_WIRE_PING] = PL_RIGHT_LINK_KEEP,
    [PL_WIRE_LOGIN] = PL_RIGHT_SESSION_OPEN,
    [PL_WIRE_LOGIN_SIGNED] = PL_RIGHT_SESSION_OPEN,
    [PL_WIRE_LOGIN_TOKEN] = PL_RIGHT_SESSION_OPEN,
    [PL_WIRE_LOGOUT] = PL_RIGHT_SESSION_END,
    [PL_WIRE_ENTER] = PL_RIGHT_ROOM_ENTER,
    [PL_WIRE_ENTER_NAME] = PL_RIGHT_ROOM_ENTER,
    [PL_WIRE_LEAVE] = PL_RIGHT_ROOM_LEAVE,
    [PL_WIRE_TEXT] = PL_RIGHT_TEXT_SEND,
    [PL_WIRE_BUFFER] = PL_RIGHT_BUFFER_SEND,
    [PL_WIRE_NOTE] = PL_RIGHT_BUFFER_SEND,
    [PL_WIRE_SERVER_DATA] = PL_RIGHT_SERVER_SEND,
    [PL_WIRE_QUERY] = PL_RIGHT_USER_LOOK_UP,
    [PL_WIRE_CHAT_MODE] = PL_RIGHT_STATE_TELL,
    [PL_WIRE_PRIVATE_REQUEST] = PL_RIGHT_PRIVATE_ASK,
    [PL_WIRE_PRIVATE_ANSWER] = PL_RIGHT_PRIVATE_ANSWER,
    [PL_WIRE_PRIVATE_EXIT] = PL_RIGHT_PRIVATE_ANSWER,
    [PL_WIRE_CALL_REQUEST] = PL_RIGHT_CALL_MAKE,
    [PL_WIRE_CALL_ANSWER] = PL_RIGHT_CALL_ANSWER,
    [PL_WIRE_CALL_FINISH] = PL_RIGHT_CALL_END,
    [PL_WIRE_USER_CONTROL] = PL_RIGHT_USER_COMMAND,
    [PL_WIRE_OBJECT_SET] = PL_RIGHT_OBJECT_SET,
    [PL_WIRE_OBJECT_CONTROL] = PL_RIGHT_OBJECT_CONTROL,
    [PL_WIRE_SERVICE_HOLD] = PL_RIGHT_SERVICE_LEAD,
    [PL_WIRE_SERVICE_ASK] = PL_RIGHT_SERVICE_LEAD,
    [PL_WIRE_SERVICE_PASS] = PL_RIGHT_SERVICE_LEAD,
    [PL_WIRE_SERVICE_ANSWER] = PL_RIGHT_SERVICE_JOIN,
    [PL_WIRE_SERVICE_DROP] = PL_RIGHT_SERVICE_JOIN,
    [PL_WIRE_SERVICE_NOTE] = PL_RIGHT_SERVICE_NOTE,
    [PL_WIRE_SERVICE_INTAKE] = PL_RIGHT_SERVICE_INTAKE,
    [PL_WIRE_SERVICE_WATCH] = PL_RIGHT_SERVICE_WATCH,
    [PL_WIRE_STATE] = PL_RIGHT_STATE_TELL,
    [PL_WIRE_WATCH] = PL_RIGHT_MEDIA_TAKE,
    [PL_WIRE_VIEW] = PL_RIGHT_MEDIA_TAKE,
    [PL_WIRE_TELL_FIGURES] = PL_RIGHT_MEDIA_TAKE,
    [PL_WIRE_PUB_OFFER] = PL_RIGHT_MEDIA_SEND,
    [PL_WIRE_SUB_ANSWER] = PL_RIGHT_MEDIA_TAKE,
    [PL_WIRE_MEDIA_RESTART] = PL_RIGHT_MEDIA_TAKE,
    [PL_WIRE_FILE_OFFER] = PL_RIGHT_FILE_SEND,
    [PL_WIRE_FILE_GET] = PL_RIGHT_FILE_TAKE,
    [PL_WIRE_FILE_END] = PL_RIGHT_FILE_END,
    [PL_WIRE_FILE_CLOSE] = PL_RIGHT_FILE_END,
    [PL_WIRE_RECORD] = PL_RIGHT_RECORD_ASK,
    [PL_WIRE_RECORD_TAG] = PL_RIGHT_RECORD_ASK,
    [PL_WIRE_RECORD_CHANGE] = PL_RIGHT_RECORD_ASK,
    [PL_WIRE_RECORD_UPLOAD] = PL_RIGHT_RECORD_ASK,
    [PL_WIRE_RECORD_CONSENT] = PL_RIGHT_RECORD_CONSENT,
    [PL_WIRE_LIBRARY] = PL_RIGHT_RECORD_FIND,
    [PL_WIRE_P2P_POLICY] = PL_RIGHT_DIRECT_CONNECT,
    [PL_WIRE_P2P_CONNECT] = PL_RIGHT_DIRECT_CONNECT,
    [PL_WIRE_P2P_SIGNAL] = PL_RIGHT_DIRECT_CONNECT,
    [PL_WIRE_P2P_STATE] = PL_RIGHT_DIRECT_CONNECT,
};

const struct pl_right *pl_right_of(enum pl_right_id id)
{
    assert(id < PL_RIGHTS);
    return &rights[id];
}

const char *pl_role_name(enum pl_role role)
{
    static const char *const names[PL_ROLES] = {"nobody", "guest",    "user",
                                                "viewer", "operator", "application"};
    assert(role < PL_ROLES);
    return names[role];
}

enum pl_right_id pl_right_of_message(enum pl_wire_type type)
{
    return type < PL_WIRE_TYPE_COUNT ? (enum pl_right_id)messages[type] : PL_RIGHT_NONE;
}

bool pl_rights_allow(enum pl_role role, enum pl_right_id right, uint64_t denied_to_guests)
{
    const struct pl_right *r = pl_right_of(right);
    if (role == PL_ROLE_GUEST && r->can_be_denied && (denied_to_guests >> right & 1))
        return false;
    return (r->roles >> role & 1) != 0;
}
