/* SPDX-License-Identifier: Apache-2.0 */
/* Coming and going: what happens to a peer in the course of a measurement. */
#include "load/peer.h"

/* Evenly between half and one and a half of the mean. */
static pl_time_us draw(struct pl_load_peer *p, pl_time_us now, unsigned mean_seconds)
{
    pl_time_us mean = PL_SEC(mean_seconds);
    if (mean_seconds == 0)
        return PL_TIME_NEVER;
    return now + mean / 2 + pl_prng_below(&p->load->prng, mean);
}

void pl_load_churn_begin(struct pl_load_peer *p, pl_time_us now)
{
    p->churn = (struct pl_load_churn){.leave_at = draw(p, now, p->shape->leave),
                                      .return_at = PL_TIME_NEVER,
                                      .publish_at = p->publishes ? draw(p, now, p->shape->unpublish)
                                                                 : PL_TIME_NEVER,
                                      .restart_at = draw(p, now, p->shape->restart)};
}

void pl_load_churn_end(struct pl_load_peer *p)
{
    p->churn =
        (struct pl_load_churn){PL_TIME_NEVER, PL_TIME_NEVER, PL_TIME_NEVER, PL_TIME_NEVER, false};
}

static void leave(struct pl_load_peer *p, pl_time_us now)
{
    pl_load_churn_end(p);
    pl_load_peer_leave(p);
    p->churn.return_at = draw(p, now, p->shape->away);
    p->load->result.happened.left++;
}

/* Somebody whom the server has not let go yet waits a little longer. */
static void come_back(struct pl_load_peer *p, pl_time_us now)
{
    if (p->state == PL_LOAD_PEER_LEAVING) {
        p->churn.return_at = now + PL_SEC(1);
        return;
    }
    pl_load_churn_end(p);
    pl_load_peer_start(p, now);
}

static void toggle(struct pl_load_peer *p, pl_time_us now)
{
    struct pl_load_happened *h = &p->load->result.happened;
    bool silent = !p->churn.silent;
    p->churn.publish_at = draw(p, now, silent ? p->shape->silent : p->shape->unpublish);
    if (!pl_load_peer_sends(p))
        return;
    p->churn.silent = silent;
    h->unpublished += silent;
    h->published += !silent;
    p->load->backend->publish(p, !silent);
}

static void restart(struct pl_load_peer *p, pl_time_us now)
{
    p->churn.restart_at = draw(p, now, p->shape->restart);
    if (p->publishes && !pl_load_peer_sends(p))
        return;
    pl_load_conn_move(&p->pub, now);
    pl_load_conn_move(&p->sub, now);
    p->load->result.happened.restarted++;
    p->load->backend->restart(p);
}

void pl_load_churn_tick(struct pl_load_peer *p, pl_time_us now)
{
    if (p->churn.return_at <= now) {
        come_back(p, now);
    } else if (p->state == PL_LOAD_PEER_JOINED) {
        if (p->churn.restart_at <= now)
            restart(p, now);
        if (p->churn.publish_at <= now)
            toggle(p, now);
        if (p->churn.leave_at <= now)
            leave(p, now);
    }
}

pl_time_us pl_load_churn_deadline(const struct pl_load_peer *p)
{
    const struct pl_load_churn *c = &p->churn;
    return pl_time_min(pl_time_min(c->leave_at, c->return_at),
                       pl_time_min(c->publish_at, c->restart_at));
}
