/* SPDX-License-Identifier: Apache-2.0 */
#include "core/counter/hours.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { DAY_S = 86400, DAY_MIN = 1440, LOOK_DAYS = 370 };

static const char *const names[7] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

/* ---- calendar (days since 1970-01-01; Howard Hinnant's civil_from_days) ---- */

struct civil {
    int64_t year;
    unsigned month, day;
};

static struct civil civil_of(int64_t days)
{
    int64_t z = days + 719468;
    int64_t era = (z >= 0 ? z : z - 146096) / 146097;
    unsigned doe = (unsigned)(z - era * 146097);
    unsigned yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    unsigned doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    unsigned mp = (5 * doy + 2) / 153;
    unsigned month = mp < 10 ? mp + 3 : mp - 9;
    return (struct civil){(int64_t)yoe + era * 400 + (month <= 2 ? 1 : 0), month,
                          doy - (153 * mp + 2) / 5 + 1};
}

static int64_t day_of(int64_t local_s)
{
    return local_s >= 0 ? local_s / DAY_S : -((DAY_S - 1 - local_s) / DAY_S);
}

/* ---- looking ---- */

static const struct pl_counter_spans *spans_of(const struct pl_counter_hours *h, int64_t day)
{
    struct civil c = civil_of(day);
    const struct pl_counter_spans *found = NULL;
    bool with_year = false;
    for (size_t i = 0; i < h->date_count; i++) {
        const struct pl_counter_date *d = &h->dates[i];
        if (d->month != c.month || d->day != c.day || (d->year != 0 && d->year != c.year) ||
            (with_year && d->year == 0))
            continue;
        found = &d->open;
        with_year = d->year != 0;
    }
    /* 1970-01-01 was a Thursday */
    return found ? found : &h->week[(size_t)(((day + 3) % 7 + 7) % 7)];
}

static bool open_at(const struct pl_counter_spans *s, unsigned minute)
{
    for (size_t i = 0; i < PL_COUNTER_SPANS_MAX; i++) {
        if (minute >= s->from[i] && minute < s->to[i])
            return true;
    }
    return false;
}

bool pl_counter_hours_open(const struct pl_counter_hours *h, int64_t local_s)
{
    int64_t day = day_of(local_s);
    return !h->kept || open_at(spans_of(h, day), (unsigned)((local_s - day * DAY_S) / 60));
}

/* The first edge of this day after `after_s` at which it is no more as `open` says. */
static int64_t edge_of(const struct pl_counter_spans *s, int64_t day, int64_t after_s, bool open)
{
    int64_t best = INT64_MAX;
    for (size_t i = 0; i < (size_t)2 * PL_COUNTER_SPANS_MAX + 1; i++) {
        unsigned minute = i == (size_t)2 * PL_COUNTER_SPANS_MAX ? 0
                          : i % 2                               ? s->to[i / 2]
                                                                : s->from[i / 2];
        int64_t at = day * DAY_S + (int64_t)minute * 60;
        if (minute < DAY_MIN && at > after_s && at < best && open_at(s, minute) != open)
            best = at;
    }
    return best;
}

int64_t pl_counter_hours_change(const struct pl_counter_hours *h, int64_t local_s)
{
    bool open = pl_counter_hours_open(h, local_s);
    int64_t day = day_of(local_s);
    for (int64_t i = 0; h->kept && i < LOOK_DAYS; i++) {
        int64_t at = edge_of(spans_of(h, day + i), day + i, local_s, open);
        if (at != INT64_MAX)
            return at;
    }
    return INT64_MAX;
}

/* ---- reading ---- */

struct text {
    const uint8_t *at, *end;
};

static void skip_blanks(struct text *t)
{
    while (t->at < t->end && (*t->at == ' ' || *t->at == '\t'))
        t->at++;
}

static bool take(struct text *t, char c)
{
    if (t->at == t->end || *t->at != (uint8_t)c)
        return false;
    t->at++;
    return true;
}

/* So many digits. */
static bool digits(struct text *t, size_t count, unsigned *out)
{
    *out = 0;
    if ((size_t)(t->end - t->at) < count)
        return false;
    for (size_t i = 0; i < count; i++) {
        unsigned d = (unsigned)t->at[i] - '0';
        if (d > 9)
            return false;
        *out = *out * 10 + d;
    }
    t->at += count;
    return true;
}

static bool weekday(struct text *t, size_t *out)
{
    for (size_t i = 0; i < 7; i++) {
        if (t->end - t->at >= 3 && memcmp(t->at, names[i], 3) == 0) {
            t->at += 3;
            *out = i;
            return true;
        }
    }
    return false;
}

static bool clock_time(struct text *t, unsigned *minute)
{
    unsigned hours, minutes;
    if (!digits(t, 2, &hours) || !take(t, ':') || !digits(t, 2, &minutes) || minutes > 59)
        return false;
    *minute = hours * 60 + minutes;
    return *minute <= DAY_MIN;
}

static enum pl_err read_spans(struct text *t, struct pl_counter_spans *out)
{
    *out = (struct pl_counter_spans){.from = {0}};
    for (size_t n = 0;; n++) {
        unsigned from, to;
        skip_blanks(t);
        if (t->at == t->end || *t->at == ';')
            return PL_OK;
        if (!clock_time(t, &from) || !take(t, '-') || !clock_time(t, &to) || from >= to)
            return PL_E_PROTO;
        if (n == PL_COUNTER_SPANS_MAX)
            return PL_E_LIMIT;
        out->from[n] = (uint16_t)from;
        out->to[n] = (uint16_t)to;
    }
}

static enum pl_err read_date(struct text *t, struct pl_counter_hours *h)
{
    static const uint8_t lengths[12] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    struct text start = *t;
    unsigned year = 0, month, day;
    struct pl_counter_date *d;
    if (!digits(t, 4, &year) || !take(t, '-')) {
        *t = start;
        year = 0;
    }
    if (!digits(t, 2, &month) || !take(t, '-') || !digits(t, 2, &day) || month < 1 || month > 12 ||
        day < 1 || day > lengths[month - 1])
        return PL_E_PROTO;
    if (h->date_count == PL_COUNTER_DATES_MAX)
        return PL_E_LIMIT;
    d = &h->dates[h->date_count++];
    *d = (struct pl_counter_date){(uint16_t)year, (uint8_t)month, (uint8_t)day, {{0}, {0}}};
    return read_spans(t, &d->open);
}

/* mon, mon-fri, sat sun */
static enum pl_err read_days(struct text *t, struct pl_counter_hours *h)
{
    bool named[7] = {false};
    struct pl_counter_spans open;
    size_t from, to;
    enum pl_err err;
    for (;;) {
        struct text before = *t;
        skip_blanks(t);
        if (!weekday(t, &from)) {
            *t = before;
            break;
        }
        to = from;
        if (take(t, '-') && !weekday(t, &to))
            return PL_E_PROTO;
        for (size_t i = from;; i = (i + 1) % 7) {
            named[i] = true;
            if (i == to)
                break;
        }
    }
    err = read_spans(t, &open);
    for (size_t i = 0; i < 7 && !err; i++) {
        if (named[i])
            h->week[i] = open;
    }
    return err;
}

enum pl_err pl_counter_hours_read(struct pl_bytes text, struct pl_counter_hours *out)
{
    struct text t = {text.data, text.data + text.len};
    struct pl_counter_hours h;
    bool has_days = false;
    memset(&h, 0, sizeof(h)); /* compared byte by byte by whoever keeps it */
    if (text.len > PL_COUNTER_HOURS_TEXT)
        return PL_E_LIMIT;
    for (skip_blanks(&t); t.at < t.end; skip_blanks(&t)) {
        bool is_date = *t.at >= '0' && *t.at <= '9';
        enum pl_err err;
        if (take(&t, ';'))
            continue;
        h.kept = true;
        if (!is_date && (*t.at < 'a' || *t.at > 'z'))
            return PL_E_PROTO;
        has_days = has_days || !is_date;
        err = is_date ? read_date(&t, &h) : read_days(&t, &h);
        if (err)
            return err;
        if (t.at < t.end && !take(&t, ';'))
            return PL_E_PROTO;
    }
    for (size_t i = 0; i < 7 && !has_days; i++)
        h.week[i].to[0] = DAY_MIN;
    *out = h;
    return PL_OK;
}

/* ---- writing ---- */

struct out {
    char *text;
    size_t size, used; /* used >= size: it did not fit */
};

static void add(struct out *o, const char *format, ...) PL_PRINTF(2, 3);

static void add(struct out *o, const char *format, ...)
{
    va_list ap;
    int n;
    if (o->used >= o->size)
        return;
    va_start(ap, format);
    n = vsnprintf(o->text + o->used, o->size - o->used, format, ap);
    va_end(ap);
    o->used += n < 0 ? o->size : (size_t)n;
}

static void add_spans(struct out *o, const struct pl_counter_spans *s)
{
    for (size_t i = 0; i < PL_COUNTER_SPANS_MAX; i++) {
        if (s->to[i])
            add(o, " %02u:%02u-%02u:%02u", s->from[i] / 60u, s->from[i] % 60u, s->to[i] / 60u,
                s->to[i] % 60u);
    }
}

static bool is_closed(const struct pl_counter_spans *s)
{
    static const struct pl_counter_spans none;
    return memcmp(s, &none, sizeof(none)) == 0;
}

/* Days with the same hours as a range; days that are closed are not named, unless all are. */
static void add_week(struct out *o, const struct pl_counter_hours *h)
{
    const char *between = "";
    for (size_t i = 0, to; i < 7; i = to + 1) {
        for (to = i; to < 6 && memcmp(&h->week[to + 1], &h->week[i], sizeof(h->week[i])) == 0;)
            to++;
        if (is_closed(&h->week[i]) && !(i == 0 && to == 6))
            continue;
        add(o, "%s%s", between, names[i]);
        if (to > i)
            add(o, "-%s", names[to]);
        add_spans(o, &h->week[i]);
        between = "; ";
    }
}

enum pl_err pl_counter_hours_write(const struct pl_counter_hours *h, char *text, size_t size)
{
    struct out o = {text, size, 0};
    if (size > 0)
        text[0] = '\0';
    if (!h->kept)
        return size > 0 ? PL_OK : PL_E_SPACE;
    add_week(&o, h);
    for (size_t i = 0; i < h->date_count; i++) {
        const struct pl_counter_date *d = &h->dates[i];
        add(&o, "; ");
        if (d->year)
            add(&o, "%04u-", d->year);
        add(&o, "%02u-%02u", d->month, d->day);
        add_spans(&o, &d->open);
    }
    return o.used < size ? PL_OK : PL_E_SPACE;
}
