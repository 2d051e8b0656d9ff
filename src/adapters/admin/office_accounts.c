/* SPDX-License-Identifier: Apache-2.0 */
/* Accounts and blocked addresses. */
#include "adapters/admin/office_internal.h"

#include <ctype.h>
#include <stdio.h>

/* ---- accounts ---- */

bool pl_office_account_look(struct pl_office_work *w, struct pl_store_query *query)
{
    const char *name = pl_office_text(w, "name", PL_OFFICE_NAME_MAX);
    if (!name)
        return pl_office_refuse(w, 422, "no \"name\"", "a text of 1 to 128 bytes");
    (void)snprintf(w->object, sizeof(w->object), "account %s", name);
    w->records[0].account.name = pl_bytes_str(name);
    *query = (struct pl_store_query){
        .table = PL_STORE_ACCOUNTS, .key = &w->records[0], .keys = 1, .limit = 1};
    return true;
}

bool pl_office_account_decide(struct pl_office_work *w, const struct pl_store_answer *found)
{
    const struct pl_store_account *old = found->count > 0 ? found->rows : NULL;
    struct pl_store_account *a = &w->records[0].account;
    enum pl_store_verb verb = PL_STORE_PUT;
    bool add = w->task == PL_TASK_ACCOUNT_ADD;
    if (add && old)
        return pl_office_refuse(w, 409, "there is such an account",
                                "POST /v1/accounts/password changes its password");
    if (!add && !old)
        return pl_office_refuse(w, 404, "there is no such account", "GET /v1/accounts lists them");
    if (old) {
        a->disabled = old->disabled;
        a->made_ms = old->made_ms;
        a->changed_ms = old->changed_ms;
        if (w->task != PL_TASK_ACCOUNT_PASSWORD)
            (void)pl_bytes_to_str(old->password, w->hash, sizeof(w->hash));
    } else {
        a->made_ms = w->now_ms;
    }
    switch (w->task) {
    case PL_TASK_ACCOUNT_REMOVE:
        verb = PL_STORE_DELETE;
        break;
    case PL_TASK_ACCOUNT_LOCK:
        a->disabled = 1;
        break;
    case PL_TASK_ACCOUNT_UNLOCK:
        a->disabled = 0;
        break;
    default:
        a->changed_ms = w->now_ms;
        break;
    }
    a->password = pl_bytes_str(w->hash);
    (void)pl_office_change(w, verb, PL_STORE_ACCOUNTS);
    w->answer =
        json_pack("{s:s, s:b}", "account", json_string_value(json_object_get(w->body, "name")),
                  "locked", (int)(a->disabled != 0));
    return true;
}

/* ---- blocked addresses ---- */

enum { PATTERN_MAX = 64, YEAR_S = 366 * 86400 };

bool pl_office_block_look(struct pl_office_work *w, struct pl_store_query *query)
{
    const char *pattern = pl_office_text(w, "address", PATTERN_MAX);
    int64_t seconds;
    if (!pattern || strspn(pattern, "0123456789abcdefABCDEF.:*") != strlen(pattern))
        return pl_office_refuse(w, 422, "the body is not {\"address\": \"192.0.2.*\"}",
                                "an IPv4 or IPv6 address without a port, * for any characters");
    if (!pl_office_number(w, "seconds", 1, 10 * (int64_t)YEAR_S, 0, &seconds))
        return pl_office_refuse(w, 422, "\"seconds\" is no such number",
                                "1 and more; leave it out for good");
    /* As it is compared: in small letters. */
    for (size_t i = 0; i <= strlen(pattern); i++)
        w->hash[i] = (char)tolower((unsigned char)pattern[i]);
    (void)snprintf(w->object, sizeof(w->object), "address %.64s", w->hash);
    w->records[0].blocked.pattern = pl_bytes_str(w->hash);
    *query = (struct pl_store_query){
        .table = PL_STORE_BLOCKED, .key = &w->records[0], .keys = 1, .limit = 1};
    return true;
}

bool pl_office_block_decide(struct pl_office_work *w, const struct pl_store_answer *found)
{
    struct pl_store_blocked *b = &w->records[0].blocked;
    const char *why = pl_office_text(w, "why", 256);
    bool off = w->task == PL_TASK_UNBLOCK;
    int64_t seconds = 0;
    (void)found; /* it may be blocked by others: what they say of it is replaced */
    (void)pl_office_number(w, "seconds", 1, 10 * (int64_t)YEAR_S, 0, &seconds);
    b->why = pl_bytes_str(why ? why : "");
    b->made_ms = w->now_ms;
    b->until_ms = seconds ? w->now_ms + seconds * 1000 : 0;
    if (seconds && !off)
        (void)snprintf(w->detail, sizeof(w->detail), "for %lld s", (long long)seconds);
    (void)pl_office_change(w, off ? PL_STORE_DELETE : PL_STORE_PUT, PL_STORE_BLOCKED);
    w->answer = json_pack("{s:s}", off ? "unblocked" : "blocked", w->hash);
    if (w->answer && b->until_ms && !off)
        json_object_set_new(w->answer, "until", json_integer(b->until_ms));
    return true;
}
