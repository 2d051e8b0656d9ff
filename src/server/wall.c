/* SPDX-License-Identifier: Apache-2.0 */
#include "server/wall.h"

#include "io/clock.h"

#include <stdlib.h>
#include <time.h>

struct pl_wall {
    struct pl_hub *hub;
    struct pl_timer *timer;
};

static const pl_time_us pause_us = PL_SEC(30);

static void tell(void *arg)
{
    struct pl_wall *w = arg;
    uint64_t wall_us = pl_clock_wall_us();
    time_t seconds = (time_t)(wall_us / PL_SEC(1));
    struct pl_event e = {.type = PL_EVENT_WALL};
    struct tm local;
    e.wall.local_us = (int64_t)wall_us;
    if (localtime_r(&seconds, &local))
        e.wall.local_us += (int64_t)local.tm_gmtoff * (int64_t)PL_SEC(1);
    pl_hub_event(w->hub, &e);
    pl_timer_arm(w->timer, pl_clock_now_us() + pause_us);
}

enum pl_err pl_wall_start(struct pl_wall **out, struct pl_loop *loop, struct pl_hub *hub)
{
    struct pl_wall *w = calloc(1, sizeof(*w));
    *out = NULL;
    if (!w)
        return PL_E_NOMEM;
    w->hub = hub;
    w->timer = pl_timer_create(loop, tell, w);
    if (!w->timer) {
        free(w);
        return PL_E_NOMEM;
    }
    *out = w;
    tell(w);
    return PL_OK;
}

void pl_wall_stop(struct pl_wall *w)
{
    if (!w)
        return;
    pl_timer_destroy(w->timer);
    free(w);
}
