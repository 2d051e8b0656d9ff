/* SPDX-License-Identifier: Apache-2.0 */
#include "callbacks.h"

#include <pthread.h>
#include <string.h>

/* Of the process: see the header. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct pl_bras_callback table[PL_BRAS_CALLBACK_TYPES];
static uint32_t timer_ms = 1000;

bool pl_bras_callback_set(uint32_t type, pl_bras_function function, void *value)
{
    if (type < 1 || type >= PL_BRAS_CALLBACK_TYPES)
        return false;
    pthread_mutex_lock(&lock);
    table[type] = (struct pl_bras_callback){function, value};
    pthread_mutex_unlock(&lock);
    return true;
}

struct pl_bras_callback pl_bras_callback_get(uint32_t type)
{
    struct pl_bras_callback c;
    pthread_mutex_lock(&lock);
    c = table[type];
    pthread_mutex_unlock(&lock);
    return c;
}

void pl_bras_callback_set_timer(uint32_t elapse_ms)
{
    pthread_mutex_lock(&lock);
    timer_ms = elapse_ms;
    pthread_mutex_unlock(&lock);
}

uint32_t pl_bras_callback_timer(void)
{
    uint32_t ms;
    pthread_mutex_lock(&lock);
    ms = timer_ms;
    pthread_mutex_unlock(&lock);
    return ms;
}

unsigned pl_bras_callback_takes(const char *words[PL_BRAS_TAKES_MAX])
{
    static const struct {
        uint32_t type;
        const char *word;
    } rows[] = {
        {BRAS_CBTYPE_VERIFYUSER, "login"},   {BRAS_CBTYPE_PERPAREENTERROOM, "enter"},
        {BRAS_CBTYPE_VIDEOCALL, "call"},     {BRAS_CBTYPE_FILTERDATA, "data"},
        {BRAS_CBTYPE_TRANSBUFFER, "data"},   {BRAS_CBTYPE_USERINFOCTRL, "control"},
        {BRAS_CBTYPE_TRANSBUFFEREX, "file"}, {BRAS_CBTYPE_TRANSFILE, "file"},
        {BRAS_CBTYPE_OBJECTEVENT, "object"}, {BRAS_CBTYPE_TEXTMESSAGE, "text"},
    };
    unsigned n = 0;
    pthread_mutex_lock(&lock);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        if (table[rows[i].type].function && (n == 0 || strcmp(words[n - 1], rows[i].word) != 0))
            words[n++] = rows[i].word;
    }
    pthread_mutex_unlock(&lock);
    return n;
}
