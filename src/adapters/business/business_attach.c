/* SPDX-License-Identifier: Apache-2.0 */
/* Who may attach, and what those who have take. */
#include "adapters/business/business_internal.h"

static const struct {
    const char *word;
    unsigned bit;
} words[] = {
    {"login", PL_BS_LOGIN}, {"enter", PL_BS_ENTER},     {"call", PL_BS_CALL},
    {"data", PL_BS_DATA},   {"control", PL_BS_CONTROL}, {"file", PL_BS_FILE},
    {"text", PL_BS_TEXT},   {"object", PL_BS_OBJECT},
};

unsigned pl_bs_takes_of(const struct pl_bytes *items, size_t count)
{
    unsigned takes = 0;
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < sizeof(words) / sizeof(words[0]); k++)
            takes |= pl_bytes_eq_str(items[i], words[k].word) ? words[k].bit : 0;
    }
    return takes;
}

void pl_bs_takes_changed(struct pl_business *b)
{
    struct pl_core_takers t = {0};
    struct pl_list *it;
    unsigned all = 0;
    pl_list_for_each(it, &b->links)
    {
        if (pl_bs_link_of(it)->state == PL_BS_ATTACHED)
            all |= pl_bs_link_of(it)->takes;
    }
    t.data[PL_CORE_FILTER] = t.data[PL_CORE_BUSINESS] = t.data[PL_CORE_BUFFER] = all & PL_BS_DATA;
    t.control = all & PL_BS_CONTROL;
    t.file = all & PL_BS_FILE;
    if (t.data[0] == b->takers.data[0] && t.control == b->takers.control &&
        t.file == b->takers.file)
        return;
    b->takers = t;
    b->port.take(b->port.arg, &t);
}

static int check_attach(struct pl_business *b, struct pl_bs_link *link,
                        const struct pl_wire_attach *says)
{
    struct pl_bytes ip = pl_bytes_str(link->ip);
    int code = pl_guard_address(&b->guard, ip, b->now);
    if (b->config.secret.len == 0)
        return PL_GV_ERR_FUNCNOTALLOW;
    if (b->draining)
        return PL_GV_ERR_CONNECT_PAUSED;
    if (code)
        return code;
    if (!pl_bytes_eq_secret(b->config.secret, says->secret)) {
        (void)pl_guard_address_failed(&b->guard, ip, b->now);
        return PL_GV_ERR_CONNECT_AUTHFAIL;
    }
    return b->attached >= b->config.max_links ? PL_GV_ERR_CONNECT_OVERFLOW : PL_GV_ERR_SUCCESS;
}

static const char *why_refused(int code)
{
    switch (code) {
    case PL_GV_ERR_FUNCNOTALLOW:
        return "business.secret is not set at the server";
    case PL_GV_ERR_CONNECT_AUTHFAIL:
        return "another secret than business.secret of the server";
    case PL_GV_ERR_CONNECT_OVERFLOW:
        return "more business servers than business.max_links";
    case PL_GV_ERR_CONNECT_PAUSED:
        return "the server stops";
    default:
        return "too many wrong secrets from this address";
    }
}

void pl_bs_attach(struct pl_business *b, struct pl_bs_link *link, const struct pl_wire_msg *msg)
{
    const struct pl_wire_attach *says = &msg->u.attach;
    struct pl_wire_msg reply = {.type = PL_WIRE_ATTACHED, .re = msg->id};
    int code = check_attach(b, link, says);
    (void)pl_bytes_to_str(says->name, link->name, sizeof(link->name));
    if (code) {
        b->stats.refusals++;
        b->port.told(b->port.arg, PL_BUSINESS_REFUSED, link->id, link->ip, link->name, code);
        pl_bs_error(b, link, msg->id, code, why_refused(code));
        pl_bs_close(b, link, PL_CLOSE_POLICY, "not attached");
        return;
    }
    b->bare--;
    b->attached++;
    b->stats.attaches++;
    link->state = PL_BS_ATTACHED;
    link->attached = true;
    link->deadline = PL_TIME_NEVER;
    link->last_id = msg->id;
    link->takes = pl_bs_takes_of(says->takes, says->takes_count);
    b->port.told(b->port.arg, PL_BUSINESS_ATTACHED, link->id, link->ip, link->name, 0);
    b->port.trust(b->port.arg, link->id);
    reply.u.attached.server = b->config.version;
    reply.u.attached.link = (int64_t)link->id;
    reply.u.attached.limit_ms = (int32_t)(b->config.answer_us / 1000);
    reply.u.attached.users =
        (int32_t)pl_look_users(b->port.core(b->port.arg), PL_LOOK_ALL, NULL, 0);
    pl_bs_say(b, link, &reply);
    if (says->users)
        pl_bs_say_online(b, link);
    pl_bs_takes_changed(b);
}
