/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The way to a service is long: two sign in, an agent comes and is at it, a client waits, they are
 * matched and talk. Dice alone hardly find it, so it is one of the things that happen; what follows
 * is up to them (core_fuzz_page.c: hold, asking and handing over, supervisors, notes).
 */
#include "core/core_fuzz.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

static void ask(struct world *w, size_t i, const char *format, ...) PL_PRINTF(3, 4);

static void ask(struct world *w, size_t i, const char *format, ...)
{
    char text[512];
    va_list ap;
    int n = snprintf(text, sizeof(text), "{\"id\":%" PRId64 ",", w->next_id[i]++);
    va_start(ap, format);
    n += vsnprintf(text + n, sizeof(text) - (size_t)n, format, ap);
    va_end(ap);
    text[n++] = '}';
    fuzz_say(w, i, text, (size_t)n);
}

static void sign_in(struct world *w, size_t i)
{
    static const char *const names[] = {"ann", "bob", "x", "sky"};
    if (w->users[i])
        return;
    fuzz_open(w, i);
    ask(w, i, "\"t\":\"hello\",\"sdk\":\"f\",\"password\":\"secret\"");
    ask(w, i, "\"t\":\"login\",\"name\":\"%s\",\"password\":\"secret\"", names[fuzz_die(w, 4)]);
}

static void come(struct world *w, size_t i, int area, int flags)
{
    ask(w, i, "\"t\":\"object_set\",\"type\":8,\"object\":%d,\"info\":7,\"number\":%d", w->users[i],
        flags);
    ask(w, i, "\"t\":\"object_control\",\"type\":4,\"object\":%d,\"code\":401", area);
}

/* They talk, in a room where both are. */
static void talk(struct world *w, size_t agent, size_t client)
{
    static const char words[] = "\"flags\":0,\"param\":0,\"text\":\"\"";
    ask(w, agent, "\"t\":\"call_request\",\"user\":%d,%s", w->users[client], words);
    ask(w, client, "\"t\":\"call_answer\",\"user\":%d,\"code\":0,%s", w->users[agent], words);
    ask(w, agent, "\"t\":\"enter\",\"room\":%d", w->rooms[agent]);
    ask(w, client, "\"t\":\"enter\",\"room\":%d", w->rooms[agent]);
}

void fuzz_serve(struct world *w)
{
    size_t agent = fuzz_die(w, LINKS), client = (agent + 1 + fuzz_die(w, LINKS - 1)) % LINKS;
    int queue = 1 + (int)fuzz_die(w, 4), area = queue == 4 ? 2 : 1;
    sign_in(w, agent);
    sign_in(w, client);
    come(w, agent, area, fuzz_die(w, 4) ? 2 : 6);
    come(w, client, area, 0);
    ask(w, agent, "\"t\":\"object_control\",\"type\":6,\"object\":%d,\"code\":601,\"p1\":1",
        w->users[agent]);
    ask(w, client, "\"t\":\"object_control\",\"type\":5,\"object\":%d,\"code\":501", queue);
    if (fuzz_die(w, 4) == 0) /* and is called back */
        ask(w, client, "\"t\":\"object_control\",\"type\":5,\"object\":%d,\"code\":590,\"p1\":1",
            queue);
    ask(w, agent, "\"t\":\"object_control\",\"type\":6,\"object\":%d,\"code\":602",
        w->users[agent]);
    talk(w, agent, client);
}
