/* SPDX-License-Identifier: Apache-2.0 */
/* What the program says, and the answers to it. */
#include "session_in.h"

#include "anychaterrorcode.h"

#include <stdlib.h>

/* ---- saying ---- */

uint32_t pl_bras_session_say(struct pl_bras_session *s, struct pl_wire_msg msg,
                             struct pl_bras_ask *ask, bool again)
{
    struct pl_bras_out *out;
    enum pl_err err;
    if (ask && s->state != PL_BRAS_UP)
        return GV_ERR_SERVERSDK_FAIL;
    if (s->waiting_count >= PL_LIMIT_BRAS_CALLS || s->waiting_bytes >= PL_LIMIT_BRAS_CALL_BYTES)
        return GV_ERR_NOENOUGHRESOURCE;
    err = pl_bras_out_create(&out, msg);
    if (err)
        return err == PL_E_NOMEM ? GV_ERR_MEMORYFAIL : GV_ERR_FUNCOPTERROR;
    out->ask = ask;
    out->again = again;
    pl_list_add_tail(&s->waiting, &out->node);
    s->waiting_count++;
    s->waiting_bytes += out->len;
    return GV_ERR_SUCCESS;
}

static bool forget_in(struct pl_list *list, const struct pl_bras_ask *ask)
{
    struct pl_list *it;
    pl_list_for_each(it, list)
    {
        struct pl_bras_out *out = pl_container_of(it, struct pl_bras_out, node);
        if (out->ask == ask) {
            out->ask = NULL;
            return true;
        }
    }
    return false;
}

void pl_bras_session_forget(struct pl_bras_session *s, const struct pl_bras_ask *ask)
{
    if (!forget_in(&s->sent, ask))
        (void)forget_in(&s->waiting, ask);
}

/* What a program answers may be anything; what the server takes is not. */
static struct pl_wire_msg login_answer(const struct pl_bras_reply *r)
{
    struct pl_wire_msg msg = {.type = PL_WIRE_BS_LOGIN, .u.bs_login = {.ticket = r->ticket}};
    struct pl_wire_bs_login *m = &msg.u.bs_login;
    m->code = r->code <= INT32_MAX ? (int32_t)r->code : GV_ERR_CERTIFY_FAIL;
    if (m->code != 0)
        return msg;
    if (r->user == UINT32_MAX) {
        m->code = GV_ERR_INVALID_USERID;
        return msg;
    }
    m->has_user = m->has_level = true;
    m->user = (int32_t)r->user;
    m->level = (int32_t)r->level;
    m->has_nick = r->nick[0] != '\0';
    m->nick = pl_bytes_str(r->nick);
    return msg;
}

void pl_bras_session_reply(struct pl_bras_session *s, const struct pl_bras_reply *r)
{
    struct pl_wire_msg msg = {
        .type = PL_WIRE_BS_ALLOW,
        .u.bs_allow = {.ticket = r->ticket,
                       .code = r->code <= INT32_MAX ? (int32_t)r->code : GV_ERR_FUNCNOTALLOW}};
    size_t bytes;
    if (r->epoch != s->epoch || s->state < PL_BRAS_SYNCING)
        return; /* whoever asked is gone */
    if (r->verify)
        msg = login_answer(r);
    if (r->verify && pl_wire_measure(&msg, &bytes))
        msg.u.bs_login.has_nick = false; /* not UTF-8: the login name serves */
    pl_bras_session_say_now(s, &msg);
}

/* ---- sending, and what comes back ---- */

static void put_text(struct pl_bras_ask *ask, struct pl_bytes text)
{
    size_t n = text.len;
    if (!ask->text)
        return;
    if (n >= ask->text_size) {
        n = ask->text_size - 1;
        while (n > 0 && (text.data[n] & 0xc0) == 0x80) /* no half letters */
            n--;
    }
    (void)pl_bytes_to_str(pl_bytes_of(text.data, n), ask->text, ask->text_size);
    ask->text_len = n;
}

static struct pl_bras_out *find_sent(struct pl_bras_session *s, int64_t id)
{
    struct pl_list *it;
    pl_list_for_each(it, &s->sent)
    {
        struct pl_bras_out *out = pl_container_of(it, struct pl_bras_out, node);
        if (out->id == id)
            return out;
    }
    return NULL;
}

struct pl_bras_ask *pl_bras_session_asker(struct pl_bras_session *s, int64_t id)
{
    struct pl_bras_out *out = find_sent(s, id);
    return out ? out->ask : NULL;
}

void pl_bras_session_answered(struct pl_bras_session *s, int64_t id, uint32_t code,
                              struct pl_bytes text)
{
    struct pl_bras_out *out = find_sent(s, id);
    if (!out)
        return;
    if (out->ask && code == GV_ERR_SUCCESS)
        put_text(out->ask, text);
    pl_bras_out_answer(out, code);
    pl_bras_out_take_off(s, out, true);
    free(out);
}

bool pl_bras_session_next(struct pl_bras_session *s, struct pl_bytes *text)
{
    struct pl_bras_out *out;
    if (!pl_list_empty(&s->answers)) {
        out = pl_container_of(s->answers.next, struct pl_bras_out, node);
        pl_list_remove(&out->node);
        *text = pl_bytes_of(s->text, pl_bras_out_write(out, s->next_id, s->text));
        s->next_id += out->tail != 0;
        free(out);
        return true;
    }
    if (s->state != PL_BRAS_UP || pl_list_empty(&s->waiting) ||
        s->sent_count >= PL_LIMIT_BRAS_UNANSWERED)
        return false;
    out = pl_container_of(s->waiting.next, struct pl_bras_out, node);
    pl_bras_out_take_off(s, out, false);
    out->id = s->next_id++;
    pl_list_add_tail(&s->sent, &out->node);
    s->sent_count++;
    *text = pl_bytes_of(s->text, pl_bras_out_write(out, out->id, s->text));
    return true;
}

bool pl_bras_session_idle(const struct pl_bras_session *s)
{
    return pl_list_empty(&s->answers) && pl_list_empty(&s->waiting) && pl_list_empty(&s->sent);
}
