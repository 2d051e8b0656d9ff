/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Single questions of pages to the server (BRAC_QueryInfoFromServer). Whatever is not known, not
 * public or not understood has an empty answer: the interface knows no errors here, but for 23
 * above PL_LIMIT_QUERIES_PER_SECOND.
 *
 * Only users who are signed in are known. String ids come with signed logins and tokens; where two
 * applications use the same one, whoever signed in first is found.
 */
#include "core/dispatch.h"
#include "core/look.h"
#include "core/session.h"

#include "proto/wire/constants_gen.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    QUERIES_BURST = 50, /* as said in schema/limits.json */
    NUMBER_CHARS = 32,
};

/* A decimal number and nothing else; 0: none (nobody has that id). */
static int32_t user_id(struct pl_bytes text)
{
    char digits[NUMBER_CHARS];
    char *end;
    long id;
    if (text.len == 0 || text.len >= sizeof(digits) || text.data[0] == ' ')
        return 0;
    (void)pl_bytes_to_str(text, digits, sizeof(digits));
    id = strtol(digits, &end, 10);
    return *end || id < INT32_MIN || id > INT32_MAX ? 0 : (int32_t)id;
}

static const struct pl_session *by_id(const struct pl_core *core, struct pl_bytes text)
{
    int32_t id = user_id(text);
    return id ? pl_idmap_get(&core->users, (uint32_t)id) : NULL;
}

/* The one who owns the name, else the first guest who goes by it. */
static const struct pl_session *by_name(const struct pl_core *core, struct pl_bytes nick)
{
    const struct pl_name *name = pl_strmap_get(&core->names.by_name, nick);
    const struct pl_session *s = name ? pl_idmap_get(&core->users, (uint32_t)name->id) : NULL;
    struct pl_list *it;
    if (s || nick.len == 0)
        return s;
    pl_list_for_each(it, &core->by_age)
    {
        s = pl_container_of(it, struct pl_session, in_core);
        if (s->user != 0 && pl_bytes_eq(pl_session_nick(s), nick))
            return s;
    }
    return NULL;
}

static struct pl_bytes string_id_of(const struct pl_session *s)
{
    return s->bond ? pl_bytes_of(s->bond->string_id, s->bond->string_id_len) : pl_bytes_str("");
}

static const struct pl_session *by_string_id(const struct pl_core *core, struct pl_bytes id)
{
    struct pl_list *it;
    if (id.len == 0)
        return NULL;
    pl_list_for_each(it, &core->by_age)
    {
        const struct pl_session *s = pl_container_of(it, struct pl_session, in_core);
        if (s->user != 0 && pl_bytes_eq(string_id_of(s), id))
            return s;
    }
    return NULL;
}

static struct pl_bytes number(char text[PL_LOOK_TEXT_MAX], int64_t n)
{
    return pl_bytes_of((const uint8_t *)text,
                       (size_t)snprintf(text, PL_LOOK_TEXT_MAX, "%" PRId64, n));
}

static void look_up(const struct pl_core *core, const struct pl_wire_query *q,
                    struct pl_wire_answer *out, char text[PL_LOOK_TEXT_MAX])
{
    const struct pl_session *s;
    out->text = pl_bytes_str("");
    switch (q->info) {
    case PL_ANYCHAT_SERVERQUERY_USERIDBYNAME:
        s = by_name(core, q->input);
        if (s)
            out->text = number(text, s->user);
        break;
    case PL_ANYCHAT_SERVERQUERY_NAMEBYUSERID:
        s = by_id(core, q->input);
        if (s)
            out->text = pl_session_nick(s);
        break;
    case PL_ANYCHAT_SERVERQUERY_USERIDBYSTRID:
        s = by_string_id(core, q->input);
        if (s)
            out->text = number(text, s->user);
        break;
    case PL_ANYCHAT_SERVERQUERY_STRIDBYUSERID:
        s = by_id(core, q->input);
        if (s)
            out->text = string_id_of(s);
        break;
    case PL_ANYCHAT_SERVERQUERY_NAMEBYSTRID:
        s = by_string_id(core, q->input);
        if (s)
            out->text = pl_session_nick(s);
        break;
    case PL_ANYCHAT_SERVERQUERY_USERINFOBYID:
        s = by_id(core, q->input);
        out->has_user = s != NULL;
        if (s)
            out->user = pl_session_user(core, s);
        break;
    case PL_ANYCHAT_SERVERQUERY_RUNNINGSTATUS:
        out->text = pl_bytes_str(core->draining ? "draining" : "running");
        break;
    case PL_ANYCHAT_SERVERQUERY_ONLINEUSERS:
        out->text = number(text, (int64_t)core->users.count);
        break;
    default:
        break;
    }
}

struct pl_bytes pl_look_query(const struct pl_core *core, int32_t info, struct pl_bytes input,
                              char text[PL_LOOK_TEXT_MAX])
{
    const struct pl_wire_query query = {.info = info, .input = input};
    struct pl_wire_answer answer = {0};
    look_up(core, &query, &answer, text);
    return answer.text;
}

struct pl_answer pl_query_request(struct pl_core *core, struct pl_session *s,
                                  const struct pl_wire_msg *msg)
{
    const struct pl_rate rate = {PL_SEC(1) / PL_LIMIT_QUERIES_PER_SECOND, QUERIES_BURST};
    struct pl_wire_msg reply = {.type = PL_WIRE_ANSWER, .re = msg->id};
    char text[PL_LOOK_TEXT_MAX];
    if (!pl_bucket_take(&s->queries, rate, core->now))
        return PL_REFUSED(PL_GV_ERR_NOENOUGHRESOURCE, .detail = "too many queries a second");
    look_up(core, &msg->u.query, &reply.u.answer, text);
    pl_session_send(core, s, &reply);
    return PL_ANSWER_GIVEN;
}
