/* SPDX-License-Identifier: Apache-2.0 */
#include "session.h"

#include "anychaterrorcode.h"
#include "callbacks.h"
#include "session_in.h"

#include <stdlib.h>

enum {
    TEXT_BYTES = PL_LIMIT_CLIENT_MESSAGE_BYTES + PL_BRAS_ID_CHARS,
    LIMIT_MS = 10000, /* for an answer, until the server has said it */
};

/* ---- events ---- */

void pl_bras_session_tell(struct pl_bras_session *s, const struct pl_bras_event *like)
{
    struct pl_bras_event *e = pl_bras_event_create(like);
    if (!e)
        return; /* nothing can be done; the next one may find memory */
    e->epoch = s->epoch;
    if (s->state == PL_BRAS_SYNCING)
        pl_list_add_tail(&s->held, &e->node);
    else
        s->config.event(s->config.arg, e);
}

void pl_bras_session_tell_link(struct pl_bras_session *s, uint32_t code)
{
    pl_bras_session_tell(s, &(struct pl_bras_event){.kind = PL_BRAS_LINK, .n = {code, s->was_up}});
}

/* ---- what waits ---- */

void pl_bras_out_answer(struct pl_bras_out *out, uint32_t code)
{
    if (!out->ask)
        return;
    out->ask->code = code;
    out->ask->done = true;
    out->ask = NULL;
}

void pl_bras_out_take_off(struct pl_bras_session *s, struct pl_bras_out *out, bool was_sent)
{
    pl_list_remove(&out->node);
    if (was_sent) {
        s->sent_count--;
        return;
    }
    s->waiting_count--;
    s->waiting_bytes -= out->len;
}

static void free_list(struct pl_list *list)
{
    struct pl_list *it, *tmp;
    pl_list_for_each_safe(it, tmp, list)
    {
        free(pl_container_of(it, struct pl_bras_out, node));
    }
    pl_list_init(list);
}

static void free_held(struct pl_bras_session *s)
{
    struct pl_list *it, *tmp;
    pl_list_for_each_safe(it, tmp, &s->held)
    {
        pl_bras_event_free(pl_container_of(it, struct pl_bras_event, node));
    }
    pl_list_init(&s->held);
}

/* Of what was on its way: what may be said twice waits again, in front, in its order. */
static void take_back(struct pl_bras_session *s)
{
    while (!pl_list_empty(&s->sent)) {
        struct pl_bras_out *out = pl_container_of(s->sent.prev, struct pl_bras_out, node);
        pl_bras_out_take_off(s, out, true);
        pl_bras_out_answer(out, GV_ERR_SERVERSDK_FAIL);
        if (!out->again) {
            free(out);
            continue;
        }
        pl_list_add_head(&s->waiting, &out->node);
        s->waiting_count++;
        s->waiting_bytes += out->len;
    }
}

static void fail_asks(struct pl_bras_session *s)
{
    struct pl_list *it, *tmp;
    pl_list_for_each_safe(it, tmp, &s->waiting)
    {
        struct pl_bras_out *out = pl_container_of(it, struct pl_bras_out, node);
        if (!out->ask)
            continue;
        pl_bras_out_answer(out, GV_ERR_SERVERSDK_FAIL);
        pl_bras_out_take_off(s, out, false);
        free(out);
    }
}

/* ---- life ---- */

enum pl_err pl_bras_session_init(struct pl_bras_session *s,
                                 const struct pl_bras_session_config *config)
{
    *s = (struct pl_bras_session){.config = *config, .limit_us = PL_MS(LIMIT_MS)};
    pl_list_init(&s->answers);
    pl_list_init(&s->waiting);
    pl_list_init(&s->sent);
    pl_list_init(&s->held);
    pl_bras_presence_init(&s->presence);
    pl_bras_files_init(&s->files);
    s->arena = malloc(PL_WIRE_SERVER_ARENA_BYTES);
    s->text = malloc(TEXT_BYTES);
    if (s->arena && s->text)
        return PL_OK;
    pl_bras_session_finish(s);
    return PL_E_NOMEM;
}

void pl_bras_session_finish(struct pl_bras_session *s)
{
    take_back(s);
    fail_asks(s);
    free_list(&s->answers);
    free_list(&s->waiting);
    free_held(s);
    pl_bras_files_finish(&s->files);
    pl_bras_presence_finish(&s->presence);
    free(s->arena);
    free(s->text);
    s->arena = s->text = NULL;
}

void pl_bras_session_say_now(struct pl_bras_session *s, const struct pl_wire_msg *msg)
{
    struct pl_bras_out *out;
    if (pl_bras_out_create(&out, *msg) == PL_OK)
        pl_list_add_tail(&s->answers, &out->node);
}

static size_t takes_of(struct pl_bytes takes[PL_BRAS_TAKES_MAX])
{
    const char *words[PL_BRAS_TAKES_MAX];
    size_t n = pl_bras_callback_takes(words);
    for (size_t i = 0; i < n; i++)
        takes[i] = pl_bytes_str(words[i]);
    return n;
}

void pl_bras_session_up(struct pl_bras_session *s)
{
    struct pl_bytes takes[PL_BRAS_TAKES_MAX];
    struct pl_wire_msg msg = {.type = PL_WIRE_ATTACH,
                              .u.attach = {.role = PL_WIRE_ATTACH_ROLE_BUSINESS,
                                           .secret = pl_bytes_str(s->config.secret),
                                           .name = pl_bytes_str(s->config.name),
                                           .sdk = pl_bytes_str("libparlorserver " PL_VERSION),
                                           .takes = takes,
                                           .takes_count = takes_of(takes),
                                           .has_users = true,
                                           .users = true}};
    s->state = PL_BRAS_ATTACHING;
    s->epoch++;
    s->next_id = 1;
    s->end_code = 0;
    pl_bras_session_say_now(s, &msg);
}

void pl_bras_session_down(struct pl_bras_session *s, uint32_t code)
{
    bool was_there = s->was_up;
    if (s->end_code != 0)
        code = s->end_code;
    s->end_code = 0;
    s->state = PL_BRAS_DOWN;
    take_back(s);
    fail_asks(s);
    pl_bras_files_down(&s->files);
    free_list(&s->answers);
    free_held(s);
    if (was_there || !s->told_down || s->down_code != code)
        pl_bras_session_tell_link(s, code);
    s->was_up = false;
    s->told_down = true;
    s->down_code = code;
}

void pl_bras_session_takes(struct pl_bras_session *s)
{
    struct pl_bytes takes[PL_BRAS_TAKES_MAX];
    if (s->state == PL_BRAS_DOWN)
        return; /* attach will say it */
    (void)pl_bras_session_say(
        s,
        (struct pl_wire_msg){.type = PL_WIRE_BS_TAKES,
                             .u.bs_takes = {.takes = takes, .takes_count = takes_of(takes)}},
        NULL, false);
}
