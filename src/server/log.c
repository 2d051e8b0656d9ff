/* SPDX-License-Identifier: Apache-2.0 */
#include "server/log.h"

#include "io/clock.h"

#include <inttypes.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

static const char *const level_names[] = {"error", "warn", "info", "debug"};

void pl_log_init(struct pl_log *log, int fd, enum pl_log_level level)
{
    *log = (struct pl_log){.fd = fd, .level = level};
    (void)pthread_mutex_init(&log->lock, NULL);
}

void pl_log_finish(struct pl_log *log)
{
    (void)pthread_mutex_destroy(&log->lock);
}

struct pl_log_field pl_log_addr(const char *key, const struct pl_addr *addr)
{
    struct pl_log_field f = {.key = key};
    (void)pl_addr_print(addr, f.own);
    return f;
}

/* ---- escaping ---- */

/* One character of UTF-8 at p: its length and code point; 0 when it is none. */
static size_t character_at(const uint8_t *p, size_t left, uint32_t *code)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    size_t n = p[0] < 0x80 ? 1 : p[0] < 0xc2 ? 0 : p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : 4;
    if (n == 0 || p[0] > 0xf4 || n > left)
        return 0;
    *code = n == 1 ? p[0] : p[0] & (0x7fu >> n);
    for (size_t i = 1; i < n; i++) {
        if ((p[i] & 0xc0) != 0x80)
            return 0;
        *code = *code << 6 | (p[i] & 0x3f);
    }
    if (*code < least[n] || *code > 0x10ffff || (*code >= 0xd800 && *code < 0xe000))
        return 0;
    return n;
}

/* Shown as it is? Not controls (C0, DEL, C1), nor what turns or breaks lines of writing. */
static bool is_harmless(uint32_t code)
{
    if (code < 0x20 || (code >= 0x7f && code < 0xa0))
        return false;
    if (code == 0x061c || (code >= 0x200b && code <= 0x200f) || code == 0xfeff)
        return false;
    return !(code >= 0x2028 && code <= 0x202e) && !(code >= 0x2060 && code <= 0x206f);
}

static void write_character(struct pl_writer *w, struct pl_bytes b, size_t *at)
{
    uint32_t code = 0;
    size_t n = character_at(b.data + *at, b.len - *at, &code);
    char escaped[16];
    if (n == 0) {
        (void)snprintf(escaped, sizeof(escaped), "\\x%02x", b.data[*at]);
        n = 1;
    } else if (code == '"' || code == '\\') {
        (void)snprintf(escaped, sizeof(escaped), "\\%c", (char)code);
    } else if (code == '\n' || code == '\r' || code == '\t') {
        (void)snprintf(escaped, sizeof(escaped), "\\%c",
                       code == '\n'   ? 'n'
                       : code == '\r' ? 'r'
                                      : 't');
    } else if (is_harmless(code)) {
        pl_write_bytes(w, pl_bytes_of(b.data + *at, n));
        escaped[0] = '\0';
    } else {
        (void)snprintf(escaped, sizeof(escaped), "\\u%04" PRIx32, code);
    }
    pl_write_str(w, escaped);
    *at += n;
}

static bool is_plain(struct pl_bytes b)
{
    for (size_t i = 0; i < b.len; i++) {
        uint8_t c = b.data[i];
        bool alnum = (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
        if (!alnum && (c == 0 || !strchr("_.:/@+-[]", c)))
            return false;
    }
    return b.len > 0;
}

static void write_value(struct pl_writer *w, struct pl_bytes b)
{
    bool cut = b.len > PL_LOG_VALUE_MAX;
    b.len = cut ? PL_LOG_VALUE_MAX : b.len;
    if (!cut && is_plain(b)) {
        pl_write_bytes(w, b);
        return;
    }
    pl_write_str(w, "\"");
    for (size_t at = 0; at < b.len;)
        write_character(w, b, &at);
    pl_write_str(w, cut ? "...\"" : "\"");
}

/* ---- holding back ---- */

enum { TOKEN = 1000000 };

/* The event's place; the one that was quiet longest gives way when all are taken. */
static struct pl_log_budget *budget_of(struct pl_log *log, const char *event, pl_time_us now)
{
    struct pl_log_budget *place = &log->budgets[0];
    for (size_t i = 0; i < PL_LOG_EVENTS; i++) {
        struct pl_log_budget *b = &log->budgets[i];
        if (!b->event || strcmp(b->event, event) == 0) {
            place = b; /* places fill from the front, so behind a free one there is nothing */
            break;
        }
        if (b->at < place->at)
            place = b;
    }
    if (!place->event || strcmp(place->event, event) != 0)
        *place = (struct pl_log_budget){event, now, (uint64_t)PL_LOG_BURST * TOKEN, 0};
    return place;
}

/* False: held back. Else *held tells how many were before. */
static bool may_pass(struct pl_log *log, const char *event, pl_time_us now, uint64_t *held)
{
    const uint64_t full = (uint64_t)PL_LOG_BURST * TOKEN;
    struct pl_log_budget *b;
    bool pass;
    pthread_mutex_lock(&log->lock);
    b = budget_of(log, event, now);
    if (now > b->at) {
        uint64_t earned = (now - b->at < PL_SEC(60) ? now - b->at : PL_SEC(60)) * PL_LOG_PER_SECOND;
        b->tokens = b->tokens + earned < full ? b->tokens + earned : full;
        b->at = now;
    }
    pass = b->tokens >= TOKEN;
    if (pass) {
        b->tokens -= TOKEN;
        *held = b->held;
        b->held = 0;
    } else {
        b->held++;
    }
    pthread_mutex_unlock(&log->lock);
    return pass;
}

/* ---- lines ---- */

static void write_time(struct pl_writer *w, uint64_t wall_us)
{
    time_t seconds = (time_t)(wall_us / 1000000u);
    struct tm tm;
    char text[64];
    size_t n;
    (void)gmtime_r(&seconds, &tm);
    n = strftime(text, sizeof(text), "ts=%Y-%m-%dT%H:%M:%S", &tm);
    (void)snprintf(text + n, sizeof(text) - n, ".%06uZ", (unsigned)(wall_us % 1000000u));
    pl_write_str(w, text);
}

static void write_number(struct pl_writer *w, const char *key, int64_t number)
{
    char text[32];
    (void)snprintf(text, sizeof(text), "=%" PRId64, number);
    pl_write_str(w, " ");
    pl_write_str(w, key);
    pl_write_str(w, text);
}

static void write_field(struct pl_writer *w, const struct pl_log_field *f)
{
    if (f->is_number) {
        write_number(w, f->key, f->number);
        return;
    }
    pl_write_str(w, " ");
    pl_write_str(w, f->key);
    pl_write_str(w, "=");
    write_value(w, f->own[0] ? pl_bytes_str(f->own) : f->text);
}

void pl_log_write_at(struct pl_log *log, pl_time_us now, uint64_t wall_us, enum pl_log_level level,
                     const char *event, const struct pl_log_field *fields, size_t count)
{
    uint8_t line[PL_LOG_LINE_MAX];
    struct pl_writer w = pl_writer_of(line, sizeof(line) - 1);
    uint64_t held = 0;
    size_t end;
    if (level > log->level)
        return;
    if (level != PL_LOG_DEBUG && !may_pass(log, event, now, &held))
        return;
    write_time(&w, wall_us);
    pl_write_str(&w, " level=");
    pl_write_str(&w, level_names[level]);
    pl_write_str(&w, " event=");
    pl_write_str(&w, event);
    if (held > 0)
        write_number(&w, "held", (int64_t)held);
    end = w.pos;
    for (size_t i = 0; i < count && pl_writer_ok(&w); i++) {
        write_field(&w, &fields[i]);
        end = pl_writer_ok(&w) ? w.pos : end; /* a field that does not fit is left out whole */
    }
    line[end] = '\n';
    (void)!write(log->fd, line, end + 1); /* nowhere to tell that the log is gone */
}

void pl_log_write(struct pl_log *log, enum pl_log_level level, const char *event,
                  const struct pl_log_field *fields, size_t count)
{
    if (level <= log->level)
        pl_log_write_at(log, pl_clock_now_us(), pl_clock_wall_us(), level, event, fields, count);
}
