/* SPDX-License-Identifier: Apache-2.0 */
#include "media/bwe/bwe.h"

#include <assert.h>
#include <string.h>

#define SILENCE_US     PL_SEC(1)
#define REFERENCE_WRAP (INT32_C(1) << 24) /* the reference time has 24 bits */
#define CLOCK_JUMP_US  (INT64_C(60) * 1000000)
#define FEEDBACK_GONE  PL_SEC(2)  /* then receiver reports are all we have */
#define CALM_US        PL_SEC(1)  /* after a decrease */
#define ALARM_US       PL_SEC(10) /* an older decrease is not taken back any more */
#define EXCUSE_RTT_US  PL_MS(200) /* a longer one has a queue in it already */
#define RTT_MAX_US     PL_SEC(3)  /* later ones say more about feedback held back */

/* What one feedback came to. */
struct tally {
    size_t arrived, lost;
    bool known;   /* it spoke of something that we sent */
    bool overuse; /* at any moment of it */
    pl_time_us newest_sent;
};

static const char *const why_names[] = {"start", "ramp",  "near",    "idle", "hold", "overuse",
                                        "loss",  "probe", "silence", "min",  "max"};

const char *pl_bwe_why_name(enum pl_bwe_why why)
{
    return (size_t)why < sizeof(why_names) / sizeof(why_names[0]) ? why_names[why] : "?";
}

static void forget_delays(struct pl_bwe *b)
{
    pl_bwe_groups_init(&b->groups);
    pl_bwe_trend_init(&b->trend);
    pl_bwe_detector_init(&b->detector);
    pl_bwe_rate_init(&b->rate);
    pl_bwe_jitter_init(&b->jitter);
}

void pl_bwe_init(struct pl_bwe *b, const struct pl_bwe_config *config)
{
    assert(config->min_bps >= 1000 && config->min_bps <= config->start_bps &&
           config->start_bps <= config->max_bps);
    memset(b, 0, sizeof(*b));
    b->config = *config;
    b->target_bps = config->start_bps;
    b->want_bps = config->max_bps;
    b->unanswered = b->last_feedback = PL_TIME_NEVER;
    forget_delays(b);
    pl_bwe_aimd_init(&b->aimd, config->start_bps, config->min_bps, config->max_bps);
    pl_bwe_loss_init(&b->loss, config->min_bps, config->max_bps);
    pl_bwe_probe_init(&b->probe);
    pl_bwe_trains_init(&b->trains);
    pl_bwe_history_init(&b->history);
}

void pl_bwe_finish(struct pl_bwe *b)
{
    pl_bwe_history_finish(&b->history);
}

void pl_bwe_want(struct pl_bwe *b, uint32_t bps)
{
    b->want_bps = bps < b->config.max_bps ? bps : b->config.max_bps;
}

/* The lesser of both rates; `why` is the delay-based rule's. */
static void settle(struct pl_bwe *b, enum pl_bwe_why why)
{
    double bps = b->aimd.bps;
    if (b->loss.bps < bps) {
        bps = b->loss.bps;
        why = PL_BWE_WHY_LOSS;
    }
    b->target_bps = (uint32_t)bps;
    if (b->target_bps <= b->config.min_bps)
        why = PL_BWE_WHY_MIN;
    else if (b->target_bps >= b->config.max_bps)
        why = PL_BWE_WHY_MAX;
    b->why = why;
}

void pl_bwe_sent(struct pl_bwe *b, pl_time_us now, uint16_t seq, size_t bytes)
{
    uint8_t cluster = pl_bwe_probe_sent(&b->probe, now, bytes, b->rtt_us);
    if (!pl_bwe_history_add(&b->history, now, seq, bytes, cluster))
        b->strange++;
    pl_bwe_probe_open(&b->probe, now);
    if (b->unanswered == PL_TIME_NEVER)
        b->unanswered = now;
}

/* ---- feedback ---- */

/* The receiver's clock at the reference time, counted on from the feedback before. */
static int64_t follow_reference(struct pl_bwe *b, pl_time_us now, int32_t reference)
{
    int32_t step = (int32_t)(((uint32_t)reference - (uint32_t)b->reference_time) &
                             (uint32_t)(REFERENCE_WRAP - 1));
    int64_t step_us, passed;
    if (step >= REFERENCE_WRAP / 2)
        step -= REFERENCE_WRAP;
    step_us = (int64_t)step * PL_TWCC_REFERENCE_US;
    b->reference_time = reference;
    if (b->last_feedback == PL_TIME_NEVER)
        return b->reference_us;
    passed = (int64_t)(now - b->last_feedback);
    if (step_us - passed > CLOCK_JUMP_US || passed - step_us > CLOCK_JUMP_US) {
        forget_delays(b);
        b->reference_us = 0;
    } else {
        b->reference_us += step_us;
    }
    return b->reference_us;
}

static void watch_delay(struct pl_bwe *b, pl_time_us sent, int64_t arrived, struct tally *t)
{
    struct pl_bwe_variation v;
    double m;
    switch (pl_bwe_groups_input(&b->groups, (int64_t)sent, arrived, &v)) {
    case PL_BWE_GROUPS_SAMPLE:
        m = pl_bwe_trend_input(&b->trend, v.arrived_us, v.delay_us);
        t->overuse |=
            pl_bwe_detector_input(&b->detector, m, v.sent_us, v.arrived_us) == PL_BWE_OVERUSE;
        break;
    case PL_BWE_GROUPS_RESTART:
        pl_bwe_trend_init(&b->trend);
        pl_bwe_detector_init(&b->detector);
        pl_bwe_rate_init(&b->rate);
        pl_bwe_jitter_init(&b->jitter);
        break;
    case PL_BWE_GROUPS_NONE:
        break;
    }
}

static void take_arrival(struct pl_bwe *b, pl_time_us now, struct pl_bwe_packet *p, int64_t arrived,
                         struct tally *t)
{
    pl_time_us sent = pl_bwe_packet_sent_at(p, now);
    bool told_lost = p->fate == PL_BWE_LOST;
    p->fate = PL_BWE_ARRIVED;
    pl_bwe_rate_input(&b->rate, arrived, p->bytes);
    if (told_lost)
        return; /* its loss has been judged, its group is long complete */
    t->arrived++;
    if (sent > t->newest_sent)
        t->newest_sent = sent;
    pl_bwe_probe_arrived(&b->probe, p->cluster, arrived, p->bytes);
    pl_bwe_trains_input(&b->trains, (int64_t)sent, arrived, p->bytes);
    pl_bwe_jitter_input(&b->jitter,
                        &(struct pl_bwe_arrival){(int64_t)sent, arrived, p->bytes, &b->rate});
    watch_delay(b, sent, arrived, t);
}

static void take_status(struct pl_bwe *b, pl_time_us now, const struct pl_twcc_status *s,
                        int64_t arrived, struct tally *t)
{
    uint64_t full;
    struct pl_bwe_packet *p = pl_bwe_history_find(&b->history, s->seq, &full);
    if (!p) {
        b->strange++;
        return;
    }
    t->known = true;
    if (full > b->newest_told)
        b->newest_told = full;
    if (s->received && p->fate != PL_BWE_ARRIVED) {
        take_arrival(b, now, p, arrived, t);
    } else if (!s->received && p->fate == PL_BWE_UNDER_WAY) {
        p->fate = PL_BWE_LOST;
        t->lost++;
        pl_bwe_probe_lost(&b->probe, p->cluster);
    }
}

static void measure_rtt(struct pl_bwe *b, pl_time_us rtt_us)
{
    if (rtt_us > RTT_MAX_US)
        rtt_us = RTT_MAX_US;
    b->rtt_us = b->rtt_us == 0 ? rtt_us : (7 * b->rtt_us + rtt_us) / 8;
}

static enum pl_bwe_why why_of(enum pl_bwe_aimd_step step, enum pl_bwe_why before)
{
    switch (step) {
    case PL_BWE_STEP_HELD:
        return PL_BWE_WHY_HOLD;
    case PL_BWE_STEP_RAMPED:
        return PL_BWE_WHY_RAMP;
    case PL_BWE_STEP_NEARED:
        return PL_BWE_WHY_NEAR;
    case PL_BWE_STEP_IDLE:
        return PL_BWE_WHY_IDLE;
    case PL_BWE_STEP_DECREASED:
        return PL_BWE_WHY_OVERUSE;
    case PL_BWE_STEP_NONE:
        break;
    }
    return before;
}

static enum pl_bwe_signal signal_now(const struct pl_bwe *b)
{
    return pl_bwe_jitter_filter(&b->jitter, b->detector.signal);
}

/* Several in a row are one: what counts is the rate before the first. */
static void note_alarm(struct pl_bwe *b, pl_time_us now, double before)
{
    int32_t standing = pl_bwe_jitter_standing_us(&b->jitter);
    if (b->alarm.bps == 0 || now - b->alarm.at >= ALARM_US) {
        b->alarm.bps = before;
        b->alarm.standing_us = 0;
        b->alarm.at = now;
    }
    if (standing > b->alarm.standing_us)
        b->alarm.standing_us = standing;
}

/* A decrease for a delay that, as we know by now, this way has without any queue. */
static void take_back_alarm(struct pl_bwe *b, pl_time_us now)
{
    if (b->alarm.bps == 0 || pl_bwe_jitter_us(&b->jitter) < b->alarm.standing_us)
        return;
    if (now - b->alarm.at < ALARM_US && b->alarm.bps > b->aimd.bps)
        pl_bwe_aimd_set(&b->aimd, b->alarm.bps);
    b->alarm.bps = b->aimd.limit_bps = 0;
}

static void judge(struct pl_bwe *b, pl_time_us now, const struct tally *t)
{
    enum pl_bwe_signal signal =
        pl_bwe_jitter_filter(&b->jitter, t->overuse ? PL_BWE_OVERUSE : b->detector.signal);
    bool own_queue = signal == PL_BWE_OVERUSE && pl_bwe_probe_disturbs(&b->probe, now);
    double before = b->aimd.bps;
    enum pl_bwe_aimd_step step =
        pl_bwe_aimd_input(&b->aimd, now, own_queue ? PL_BWE_UNDERUSE : signal,
                          pl_bwe_rate_bps(&b->rate), b->rtt_us); /* holds: wait and see */
    enum pl_bwe_why why = why_of(step, b->why);
    double proved = pl_bwe_probe_result(&b->probe, now, b->rtt_us, pl_bwe_jitter_us(&b->jitter));
    pl_bwe_loss_input(&b->loss, now, t->arrived, t->lost, b->target_bps, b->rtt_us);
    if (step == PL_BWE_STEP_DECREASED)
        note_alarm(b, now, before);
    if (step == PL_BWE_STEP_DECREASED || b->loss.fraction > PL_BWE_LOSS_HIGH)
        pl_bwe_trains_init(&b->trains); /* who was too fast is to go slowly */
    if (proved > b->target_bps && signal != PL_BWE_OVERUSE) {
        if (proved > b->aimd.bps)
            pl_bwe_aimd_set(&b->aimd, proved);
        if (proved > b->loss.bps && b->loss.fraction <= PL_BWE_LOSS_HIGH)
            pl_bwe_loss_set(&b->loss, proved);
        why = PL_BWE_WHY_PROBE;
    }
    settle(b, why);
}

void pl_bwe_feedback(struct pl_bwe *b, pl_time_us now, const struct pl_rtcp_twcc *head,
                     const struct pl_twcc_status *statuses, size_t count)
{
    struct tally t = {.newest_sent = 0};
    int32_t jitter = pl_bwe_jitter_us(&b->jitter);
    int64_t arrived = follow_reference(b, now, head->reference_time);
    for (size_t i = 0; i < count; i++) {
        if (statuses[i].received)
            arrived += (int64_t)statuses[i].delta_250us * PL_TWCC_TICK_US;
        take_status(b, now, &statuses[i], arrived, &t);
    }
    b->last_feedback = now;
    if (!t.known)
        return;
    b->unanswered = b->newest_told < pl_bwe_history_newest(&b->history) ? now : PL_TIME_NEVER;
    if (t.arrived > 0)
        measure_rtt(b, now - t.newest_sent);
    if (pl_bwe_jitter_us(&b->jitter) > jitter + jitter / 2)
        pl_bwe_probe_hurry(&b->probe, now); /* what it cost until now was for nothing */
    if (jitter < pl_bwe_jitter_us(&b->jitter))
        take_back_alarm(b, now);
    judge(b, now, &t);
}

void pl_bwe_report(struct pl_bwe *b, pl_time_us now, uint8_t fraction_lost, pl_time_us rtt_us)
{
    if (rtt_us > 0)
        measure_rtt(b, rtt_us);
    if (b->last_feedback != PL_TIME_NEVER && now - b->last_feedback < FEEDBACK_GONE)
        return;
    pl_bwe_loss_judge(&b->loss, now, fraction_lost / 256.0, b->target_bps);
    settle(b, b->why);
}

void pl_bwe_excuse(struct pl_bwe *b, pl_time_us now, pl_time_us until)
{
    pl_time_us fell = b->aimd.last_decrease, rtt = b->rtt_us;
    if (signal_now(b) == PL_BWE_OVERUSE || (fell != PL_TIME_NEVER && now - fell < CALM_US))
        return;
    pl_bwe_probe_excuse(&b->probe, until + (rtt < EXCUSE_RTT_US ? rtt : EXCUSE_RTT_US));
}

/* ---- time ---- */

/* Only a receiver that has sent feedback before can fall silent; others know nothing of it. */
static pl_time_us silence_at(const struct pl_bwe *b)
{
    if (b->last_feedback == PL_TIME_NEVER || b->unanswered == PL_TIME_NEVER)
        return PL_TIME_NEVER;
    return b->unanswered + SILENCE_US + b->rtt_us;
}

void pl_bwe_tick(struct pl_bwe *b, pl_time_us now)
{
    pl_bwe_probe_tick(&b->probe, now);
    if (now >= silence_at(b)) {
        b->unanswered = now;
        pl_bwe_aimd_set(&b->aimd, b->target_bps / 2.0);
        settle(b, PL_BWE_WHY_SILENCE);
    }
}

/* Where a cluster begun now would go; 0: it should not. */
static double probe_bps(const struct pl_bwe *b)
{
    double bps = PL_BWE_PROBE_FACTOR * b->target_bps;
    bool calm = b->last_feedback != PL_TIME_NEVER && signal_now(b) == PL_BWE_NORMAL &&
                b->aimd.state == PL_BWE_INCREASE && b->loss.fraction <= PL_BWE_LOSS_HIGH;
    if (!calm || b->target_bps >= b->want_bps)
        return 0;
    return bps < b->want_bps ? bps : b->want_bps;
}

size_t pl_bwe_next_probe(struct pl_bwe *b, pl_time_us now)
{
    pl_bwe_probe_tick(&b->probe, now);
    if (pl_bwe_probe_due(&b->probe, now)) {
        double bps = probe_bps(b);
        if (bps > 0)
            pl_bwe_probe_begin(&b->probe, now, bps, pl_bwe_jitter_us(&b->jitter));
    }
    return pl_bwe_probe_bytes(&b->probe, now);
}

pl_time_us pl_bwe_deadline(const struct pl_bwe *b)
{
    pl_time_us probe = pl_bwe_probe_deadline(&b->probe);
    if (b->probe.state == PL_BWE_PROBE_IDLE && probe_bps(b) == 0)
        probe = PL_TIME_NEVER; /* what changes that is feedback, not time */
    return pl_time_min(probe, silence_at(b));
}
