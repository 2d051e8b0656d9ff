/* SPDX-License-Identifier: Apache-2.0 */
#include "adapters/store/rows.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

/* What the domain has as 32 bits. */
static bool fit(const int64_t *numbers, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (numbers[i] < INT32_MIN || numbers[i] > INT32_MAX)
            return false;
    }
    return true;
}

#define FIT(...)                                                                                   \
    fit((const int64_t[]){__VA_ARGS__}, sizeof((const int64_t[]){__VA_ARGS__}) / sizeof(int64_t))

/* ---- contacts ---- */

void pl_rows_of_contact(const struct pl_contact *c, struct pl_store_contact *out)
{
    *out = (struct pl_store_contact){
        .id = c->id,
        .entered_ms = c->entered_ms,
        .offered_ms = c->offered_ms,
        .answered_ms = c->answered_ms,
        .ended_ms = c->ended_ms,
        .client = c->client,
        .area = c->area,
        .queue = c->queue,
        .last_queue = c->last_queue,
        .agent = c->agent,
        .priority = c->priority,
        .code = c->code,
        .offers = c->offers,
        .misses = c->misses,
        .overflows = c->overflows,
        .transfers = c->transfers,
        .promised_s = c->promised_s,
        .score = c->score,
        .outcome = (int64_t)c->outcome,
        .client_name = c->texts[PL_CONTACT_NAME],
        .agent_name = c->texts[PL_CONTACT_AGENT],
        .intake = c->texts[PL_CONTACT_INTAKE],
        .notes = c->texts[PL_CONTACT_NOTES],
        .remark = c->texts[PL_CONTACT_REMARK],
    };
}

bool pl_rows_to_contact(const struct pl_store_contact *r, struct pl_contact *out)
{
    if (r->outcome < 0 || r->outcome >= PL_CONTACT_OUTCOMES ||
        !FIT(r->client, r->area, r->queue, r->last_queue, r->agent, r->priority, r->code, r->offers,
             r->misses, r->overflows, r->transfers, r->promised_s, r->score))
        return false;
    *out = (struct pl_contact){
        .id = r->id,
        .entered_ms = r->entered_ms,
        .offered_ms = r->offered_ms,
        .answered_ms = r->answered_ms,
        .ended_ms = r->ended_ms,
        .client = (int32_t)r->client,
        .area = (int32_t)r->area,
        .queue = (int32_t)r->queue,
        .last_queue = (int32_t)r->last_queue,
        .agent = (int32_t)r->agent,
        .priority = (int32_t)r->priority,
        .code = (int32_t)r->code,
        .offers = (int32_t)r->offers,
        .misses = (int32_t)r->misses,
        .overflows = (int32_t)r->overflows,
        .transfers = (int32_t)r->transfers,
        .promised_s = (int32_t)r->promised_s,
        .score = (int32_t)r->score,
        .outcome = (enum pl_contact_outcome)r->outcome,
        .texts = {[PL_CONTACT_NAME] = r->client_name,
                  [PL_CONTACT_AGENT] = r->agent_name,
                  [PL_CONTACT_INTAKE] = r->intake,
                  [PL_CONTACT_NOTES] = r->notes,
                  [PL_CONTACT_REMARK] = r->remark},
    };
    return true;
}

/* ---- stretches ---- */

void pl_rows_of_stretch(const struct pl_stretch *s, struct pl_store_stretch *out)
{
    *out = (struct pl_store_stretch){
        .id = s->id,
        .from_ms = s->from_ms,
        .to_ms = s->to_ms,
        .agent = s->agent,
        .area = s->area,
        .status = s->status,
        .client = s->client,
    };
}

bool pl_rows_to_stretch(const struct pl_store_stretch *r, struct pl_stretch *out)
{
    if (!FIT(r->agent, r->area, r->status, r->client))
        return false;
    *out = (struct pl_stretch){
        .id = r->id,
        .from_ms = r->from_ms,
        .to_ms = r->to_ms,
        .agent = (int32_t)r->agent,
        .area = (int32_t)r->area,
        .status = (int32_t)r->status,
        .client = (int32_t)r->client,
    };
    return true;
}

/* ---- seats ---- */

static struct pl_bytes write_others(const struct pl_counter_seat *s,
                                    char text[PL_ROWS_OTHERS_BYTES])
{
    size_t used = 0;
    for (size_t i = 0; i < s->other_count; i++) {
        const struct pl_counter_held *h = &s->others[i];
        int n = snprintf(text + used, PL_ROWS_OTHERS_BYTES - used,
                         "%" PRId32 " %" PRId32 " %d %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64
                         " %" PRId64 ";",
                         h->client, h->queue, h->talking, h->contact, h->begun_ms, h->waited_ms,
                         h->ticket, h->serial);
        if (n < 0 || (size_t)n >= PL_ROWS_OTHERS_BYTES - used)
            break;
        used += (size_t)n;
    }
    return pl_bytes_of(text, used);
}

/* A number and what ends it; false: there is none. */
static bool read_number(struct pl_bytes *text, char end, int64_t *out)
{
    char digits[24];
    char *stop;
    size_t n = 0;
    while (n < text->len && n < sizeof(digits) - 1 && text->data[n] != (uint8_t)end) {
        digits[n] = (char)text->data[n];
        n++;
    }
    if (n == 0 || n == text->len || text->data[n] != (uint8_t)end || digits[0] == ' ')
        return false;
    digits[n] = 0;
    errno = 0;
    *out = strtoll(digits, &stop, 10);
    *text = pl_bytes_of(text->data + n + 1, text->len - n - 1);
    return *stop == 0 && errno == 0;
}

static bool read_others(struct pl_bytes text, struct pl_counter_held *out, size_t *count)
{
    int64_t n[8];
    for (*count = 0; text.len > 0; (*count)++) {
        for (size_t i = 0; i < 8; i++) {
            if (!read_number(&text, i == 7 ? ';' : ' ', &n[i]))
                return false;
        }
        if (*count == PL_CONTACT_OTHERS_MAX || !FIT(n[0], n[1]))
            return false;
        out[*count] = (struct pl_counter_held){.client = (int32_t)n[0],
                                               .queue = (int32_t)n[1],
                                               .talking = n[2] != 0,
                                               .contact = n[3],
                                               .begun_ms = n[4],
                                               .waited_ms = n[5],
                                               .ticket = n[6],
                                               .serial = n[7]};
    }
    return true;
}

/* Of a client, the status says whether he is to be called back. */
void pl_rows_of_seat(const struct pl_counter_seat *s, struct pl_store_seat *out,
                     char others[PL_ROWS_OTHERS_BYTES])
{
    *out = (struct pl_store_seat){
        .contact = s->contact,
        .ticket = s->ticket,
        .serial = s->serial,
        .since_ms = s->since_ms,
        .begun_ms = s->begun_ms,
        .waited_ms = s->waited_ms,
        .busy_ms = s->busy_ms,
        .until_ms = s->until_ms,
        .stretch = s->stretch,
        .user = s->user,
        .area = s->area,
        .queue = s->queue,
        .last_agent = s->last_agent,
        .client = s->client,
        .client_queue = s->client_queue,
        .served = s->served,
        .failed = s->failed,
        .misses = s->misses,
        .agent = s->agent,
        .status = s->agent ? s->status : s->call_back,
        .talking = s->talking,
        .secret = s->secret,
        .others = write_others(s, others),
    };
}

bool pl_rows_to_seat(const struct pl_store_seat *r, struct pl_counter_seat *out,
                     struct pl_counter_held others[PL_CONTACT_OTHERS_MAX])
{
    size_t count;
    if (!FIT(r->user, r->area, r->queue, r->last_agent, r->client, r->client_queue, r->served,
             r->failed, r->misses, r->status) ||
        !read_others(r->others, others, &count))
        return false;
    *out = (struct pl_counter_seat){
        .contact = r->contact,
        .ticket = r->ticket,
        .serial = r->serial,
        .since_ms = r->since_ms,
        .begun_ms = r->begun_ms,
        .waited_ms = r->waited_ms,
        .busy_ms = r->busy_ms,
        .until_ms = r->until_ms,
        .stretch = r->stretch,
        .user = (int32_t)r->user,
        .area = (int32_t)r->area,
        .queue = (int32_t)r->queue,
        .last_agent = (int32_t)r->last_agent,
        .client = (int32_t)r->client,
        .client_queue = (int32_t)r->client_queue,
        .served = (int32_t)r->served,
        .failed = (int32_t)r->failed,
        .misses = (int32_t)r->misses,
        .agent = r->agent != 0,
        .call_back = r->agent == 0 && r->status != 0,
        .status = r->agent ? (int32_t)r->status : 0,
        .talking = r->talking != 0,
        .secret = r->secret,
        .others = others,
        .other_count = count,
    };
    return true;
}
