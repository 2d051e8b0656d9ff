/* SPDX-License-Identifier: Apache-2.0 */
#include "adapters/admin/contacts.h"

#include "adapters/admin/query.h"
#include "adapters/admin/sheet.h"
#include "adapters/store/rows.h"
#include "core/counter/report.h"

#include <stdlib.h>
#include <string.h>

enum {
    DAY_MS = 86400000,
    DAYS_MAX = 400,
    ROWS_MAX = 10000,
    CONTACTS_MAX = 1000000,
    ANSWER_SECONDS = 20,
};

struct pl_admin_contacts {
    struct pl_store *store;
    struct pl_admin *admin;
    struct pl_list asks;
    size_t count;
};

/* One request on its way. */
struct ask {
    struct pl_list node;
    struct pl_admin_contacts *all;
    uint64_t ticket;
    enum pl_contacts_what what;
    int64_t from_ms, to_ms;
    int64_t limit;
    bool csv;
    enum pl_store_table table;
    int64_t after;
    size_t seen;
    struct pl_report *report;
};

/* ---- the end of it ---- */

static void destroy(struct ask *a)
{
    pl_list_remove(&a->node);
    a->all->count--;
    pl_store_forget(a->all->store, a);
    pl_report_destroy(a->report);
    free(a);
}

static void refuse(struct ask *a, uint16_t status, const char *error, const char *cure)
{
    struct pl_admin_reply reply = {0};
    pl_admin_refuse(&reply, status, error, cure);
    pl_admin_reply(a->all->admin, a->ticket, &reply);
    destroy(a);
}

static void give(struct ask *a, struct pl_sheet *sheet)
{
    struct pl_admin_reply reply = {.status = 200,
                                   .type = a->csv ? "text/csv; charset=utf-8" : NULL};
    reply.json = pl_sheet_end(sheet, &reply.len);
    if (!reply.json)
        reply.status = 503;
    pl_admin_reply(a->all->admin, a->ticket, &reply);
    destroy(a);
}

/* ---- contacts ---- */

static void put_contact(struct pl_sheet *s, const struct pl_store_contact *c)
{
    static const char *const outcomes[PL_CONTACT_OUTCOMES] = {"open", "served", "failed",
                                                              "left", "lost",   "removed"};
    bool known = c->outcome >= 0 && c->outcome < PL_CONTACT_OUTCOMES;
    const struct {
        const char *name;
        int64_t value;
    } numbers[] = {
        {"id", c->id},
        {"client", c->client},
        {"area", c->area},
        {"queue", c->queue},
        {"last_queue", c->last_queue},
        {"agent", c->agent},
        {"priority", c->priority},
        {"code", c->code},
        {"entered_ms", c->entered_ms},
        {"offered_ms", c->offered_ms},
        {"answered_ms", c->answered_ms},
        {"ended_ms", c->ended_ms},
        {"offers", c->offers},
        {"misses", c->misses},
        {"overflows", c->overflows},
        {"transfers", c->transfers},
    };
    pl_sheet_row(s);
    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
        pl_sheet_number(s, numbers[i].name, numbers[i].value);
    pl_sheet_text(s, "outcome", pl_bytes_str(known ? outcomes[c->outcome] : "?"));
    pl_sheet_maybe(s, "promised_s", c->promised_s, c->promised_s != PL_CONTACT_NO_PROMISE);
    pl_sheet_maybe(s, "waited_s", (c->offered_ms - c->entered_ms + 500) / 1000, c->offered_ms != 0);
    pl_sheet_maybe(s, "score", c->score, c->score != PL_CONTACT_NO_SCORE);
    pl_sheet_text(s, "client_name", c->client_name);
    pl_sheet_text(s, "agent_name", c->agent_name);
    pl_sheet_text(s, "intake", c->intake);
    pl_sheet_text(s, "notes", c->notes);
    pl_sheet_text(s, "remark", c->remark);
}

static void on_list(void *arg, const struct pl_store_answer *answer)
{
    struct ask *a = arg;
    const struct pl_store_contact *rows = answer->rows;
    struct pl_sheet *sheet;
    size_t n = 0;
    if (answer->err) {
        refuse(a, 503, "the store cannot be read", "see the server's log");
        return;
    }
    sheet = pl_sheet_begin("contacts", a->csv);
    while (n < answer->count && rows[n].entered_ms < a->to_ms)
        put_contact(sheet, &rows[n++]);
    if (n > 0 && n == answer->count && answer->more)
        pl_sheet_next(sheet, rows[n - 1].id);
    give(a, sheet);
}

/* ---- reports ---- */

static void put_average(struct pl_sheet *s, const char *name, int64_t sum_ms, uint32_t count)
{
    pl_sheet_maybe(s, name, count ? (sum_ms / count + 500) / 1000 : 0, count > 0);
}

static void put_report(struct pl_sheet *s, const struct pl_report_row *r)
{
    const struct {
        const char *name;
        int64_t value;
    } numbers[] = {
        {"from_ms", r->from_ms},
        {"area", r->area},
        {"queue", r->queue},
        {"entered", r->entered},
        {"answered", r->answered},
        {"abandoned", r->abandoned},
        {"failed", r->failed},
        {"open", r->open},
        {"answered_in", r->answered_in},
        {"abandoned_in", r->abandoned_in},
        {"missed", r->missed},
        {"transferred", r->transferred},
        {"overflowed", r->overflowed},
        {"rated", r->rated},
        {"longest_s", r->longest_ms / 1000},
        {"oldest_s", r->oldest_ms / 1000},
        {"estimated", r->estimated},
    };
    int32_t level = pl_report_service_level(r), occupancy = pl_report_occupancy(r);
    bool estimated = r->estimated > 0, area = r->queue == 0;
    pl_sheet_row(s);
    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
        pl_sheet_number(s, numbers[i].name, numbers[i].value);
    pl_sheet_maybe(s, "service_level_permille", level, level >= 0);
    put_average(s, "speed_of_answer_s", r->answer_sum_ms, r->answered);
    put_average(s, "handle_s", r->handle_sum_ms, r->handled);
    pl_sheet_maybe(s, "score_mean_permille", r->rated ? r->score_sum * 1000 / r->rated : 0,
                   r->rated > 0);
    pl_sheet_maybe(s, "error_p50_s", r->error_p50_s, estimated);
    pl_sheet_maybe(s, "error_p90_s", r->error_p90_s, estimated);
    pl_sheet_maybe(s, "error_p90_abs_s", r->error_p90_abs_s, estimated);
    pl_sheet_maybe(s, "agents_waiting_s", r->waiting_ms / 1000, area);
    pl_sheet_maybe(s, "agents_working_s", r->working_ms / 1000, area);
    pl_sheet_maybe(s, "agents_paused_s", r->paused_ms / 1000, area);
    pl_sheet_maybe(s, "occupancy_permille", occupancy, area && occupancy >= 0);
}

static void give_report(struct ask *a)
{
    const struct pl_report_row *row = NULL;
    struct pl_sheet *sheet;
    if (pl_report_full(a->report)) {
        refuse(a, 422, "more than 10000 rows, or a million contacts", "ask for less time");
        return;
    }
    sheet = pl_sheet_begin("reports", a->csv);
    while ((row = pl_report_next(a->report, row)))
        put_report(sheet, row);
    give(a, sheet);
}

static void read_page(struct ask *a);

/* False: what follows is of no interest. */
static bool add_rows(struct ask *a, const struct pl_store_answer *answer)
{
    for (size_t i = 0; i < answer->count; i++) {
        const struct pl_store_contact *contacts = answer->rows;
        const struct pl_store_stretch *stretches = answer->rows;
        struct pl_contact contact;
        struct pl_stretch stretch;
        if (a->table == PL_STORE_CONTACTS) {
            a->after = contacts[i].id;
            if (contacts[i].entered_ms >= a->to_ms)
                return false;
            if (pl_rows_to_contact(&contacts[i], &contact))
                pl_report_contact(a->report, &contact);
        } else {
            a->after = stretches[i].id;
            if (stretches[i].from_ms >= a->to_ms)
                return false;
            if (pl_rows_to_stretch(&stretches[i], &stretch))
                pl_report_stretch(a->report, &stretch);
        }
    }
    a->seen += answer->count;
    return answer->more && a->seen < CONTACTS_MAX && !pl_report_full(a->report);
}

static void on_page(void *arg, const struct pl_store_answer *answer)
{
    struct ask *a = arg;
    if (answer->err) {
        refuse(a, 503, "the store cannot be read", "see the server's log");
        return;
    }
    if (add_rows(a, answer)) {
        read_page(a);
        return;
    }
    if (a->table == PL_STORE_STRETCHES || a->seen >= CONTACTS_MAX) {
        give_report(a);
        return;
    }
    a->table = PL_STORE_STRETCHES;
    a->after = (a->from_ms - DAY_MS) * PL_CONTACT_IDS_PER_MS - 1;
    read_page(a);
}

/* ---- reading ---- */

static void read_page(struct ask *a)
{
    union pl_store_record after = {0};
    struct pl_store_query q = {.table = a->table, .after = &after, .limit = (size_t)a->limit};
    struct pl_store_reply reply = {a->what == PL_CONTACTS_LIST ? on_list : on_page, a};
    if (a->table == PL_STORE_CONTACTS)
        after.contact.id = a->after;
    else
        after.stretch.id = a->after;
    if (pl_store_read(a->all->store, &q, reply, NULL))
        refuse(a, 503, "the store has too much to do", "try again");
}

/* NULL: all is well; else what is wrong. */
static const char *read_query(struct ask *a, int64_t now_ms, struct pl_bytes query)
{
    struct pl_report_config c = {.rows_max = ROWS_MAX, .contacts_max = CONTACTS_MAX};
    char format[8];
    int64_t interval, offset, answer;
    if (!pl_admin_query_number(query, "to", now_ms + 1, &a->to_ms) ||
        !pl_admin_query_number(query, "from", a->to_ms - DAY_MS, &a->from_ms) || a->from_ms < 0 ||
        a->to_ms <= a->from_ms || a->to_ms > INT64_MAX / 2 / PL_CONTACT_IDS_PER_MS)
        return "from or to is no time in milliseconds since 1970, or from is not before to";
    if (!pl_admin_query_text(query, "format", format, sizeof(format)) ||
        (format[0] && strcmp(format, "csv") != 0 && strcmp(format, "json") != 0))
        return "format is neither csv nor json";
    a->csv = strcmp(format, "csv") == 0;
    if (!pl_admin_query_number(query, "limit", PL_ADMIN_PAGE_MAX, &a->limit) || a->limit < 1 ||
        a->limit > PL_ADMIN_PAGE_MAX || !pl_admin_query_number(query, "after", 0, &a->after) ||
        a->after < 0)
        return "after or limit is no such number";
    if (a->after < a->from_ms * PL_CONTACT_IDS_PER_MS)
        a->after = a->from_ms * PL_CONTACT_IDS_PER_MS - 1;
    if (a->what == PL_CONTACTS_LIST)
        return NULL;
    a->limit = PL_ADMIN_PAGE_MAX;
    if (!pl_admin_query_number(query, "interval", 0, &interval) || interval < 0 ||
        interval > 44640 || !pl_admin_query_number(query, "offset", 0, &offset) || offset < -1440 ||
        offset > 1440 || !pl_admin_query_number(query, "answer", ANSWER_SECONDS, &answer) ||
        answer < 0 || answer > 86400)
        return "interval, offset or answer is no such number of minutes, or seconds";
    if (a->to_ms - a->from_ms > (int64_t)DAYS_MAX * DAY_MS)
        return "more than 400 days";
    c.from_ms = a->from_ms;
    c.to_ms = a->to_ms;
    c.interval_ms = interval * 60000;
    c.offset_ms = -offset * 60000;
    c.now_ms = now_ms;
    c.answer_ms = answer * 1000;
    a->report = pl_report_create(&c);
    return a->report ? NULL : "out of memory";
}

void pl_admin_contacts_do(struct pl_admin_contacts *c, enum pl_contacts_what what, int64_t now_ms,
                          const struct pl_admin_request *request, struct pl_admin_reply *reply)
{
    struct ask *a = c->count < PL_CONTACTS_ASKS_MAX ? calloc(1, sizeof(*a)) : NULL;
    const char *wrong;
    if (!a) {
        pl_admin_refuse(reply, 503, "too many ask for contacts and reports", "try again");
        return;
    }
    a->all = c;
    a->ticket = request->ticket;
    a->what = what;
    a->table = PL_STORE_CONTACTS;
    pl_list_add_tail(&c->asks, &a->node);
    c->count++;
    wrong = read_query(a, now_ms, request->query);
    if (wrong) {
        pl_admin_refuse(reply, 400, wrong, "see docs/figures.md");
        destroy(a);
        return;
    }
    reply->status = PL_ADMIN_LATER;
    read_page(a);
}

/* ---- life ---- */

struct pl_admin_contacts *pl_admin_contacts_create(struct pl_store *store)
{
    struct pl_admin_contacts *c = calloc(1, sizeof(*c));
    if (!c)
        return NULL;
    c->store = store;
    pl_list_init(&c->asks);
    return c;
}

void pl_admin_contacts_destroy(struct pl_admin_contacts *c)
{
    if (!c)
        return;
    while (!pl_list_empty(&c->asks))
        destroy(pl_container_of(c->asks.next, struct ask, node));
    free(c);
}

void pl_admin_contacts_attach(struct pl_admin_contacts *c, struct pl_admin *admin)
{
    c->admin = admin;
}
