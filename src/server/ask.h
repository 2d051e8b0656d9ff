/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who answers what the domain asks (core/question.h): a row of providers, asked one after the
 * other until one has something to say.
 *
 *     filter plug-in ──▶ the server's own identity (accounts, signed, tokens) ──▶ business server
 *
 * Each provider is a role. It is asked once for each question and says either at once what it
 * thinks (the value that `asked` returns), or PL_ASK_LATER and then, once, pl_asker_answer. What
 * PL_ASK_PASS means: not mine; the next one is asked. Where all pass, the domain hears
 * PL_RULING_NOBODY. What one has decided, none after it hears of (reading 34: they are told of the
 * login as of any other).
 *
 * Time: the whole row has the time that the question has. When it is over, the provider that is
 * being asked hears `over` and its answer is ignored from then on. A provider that knows that its
 * other end has gone answers at once (206); so does one whose queue is full (23).
 *
 * All on the control thread. Whoever knows the answer at once says it by PL_ASK_NOW;
 * pl_asker_answer is for later, never from inside `asked`.
 *
 * Limit: PL_ASKS_OF_SESSION open questions a session.
 */
#ifndef PL_SERVER_ASK_H
#define PL_SERVER_ASK_H

#include "core/question.h"

/* In the order in which they are asked. */
enum pl_ask_place {
    PL_ASK_FILTER = 0, /* plug-in */
    PL_ASK_IDENTITY,   /* the server itself */
    PL_ASK_BUSINESS,   /* business servers */
    PL_ASK_PLACES,
};

enum pl_ask_said {
    PL_ASK_PASS = 0, /* has nothing to say of it */
    PL_ASK_LATER,    /* will call pl_asker_answer */
    PL_ASK_NOW,      /* *ruling is the answer */
};

/* Role. `over` may be NULL when `asked` never says LATER. */
struct pl_ask_provider {
    /* Borrows question (copy what is needed later). ruling is zeroed but for its ticket. */
    enum pl_ask_said (*asked)(void *arg, const struct pl_question *question,
                              struct pl_ruling *ruling);
    /* The question is over without an answer of this provider. */
    void (*over)(void *arg, uint32_t ticket);
    void *arg;
};

struct pl_asker;

/*
 * Hears the ruling for the domain, perhaps from inside pl_asker_ask: then the hub is in the middle
 * of a step and puts it in its queue. Copies what it keeps.
 */
typedef void (*pl_asker_rule_fn)(void *arg, const struct pl_ruling *ruling);

/* limit: of open questions; beyond: 23. NULL: out of memory. */
struct pl_asker *pl_asker_create(size_t limit, pl_asker_rule_fn rule, void *arg);
void pl_asker_destroy(struct pl_asker *a);

/* Takes part from the next question on; a second one at the same place replaces the first. Open
 * questions of the one that goes (provider NULL: without another) are put to the next in the row.
 */
void pl_asker_register(struct pl_asker *a, enum pl_ask_place place,
                       const struct pl_ask_provider *provider);

/* A provider answers what it was asked, in any order; unknown tickets are ignored. ruling->code
 * PL_RULING_NOBODY: it has looked and has nothing to say: the next one is asked. Copies. */
void pl_asker_answer(struct pl_asker *a, const struct pl_ruling *ruling);

/* PL_EFFECT_ASK and PL_EFFECT_ASK_OVER. */
void pl_asker_ask(struct pl_asker *a, const struct pl_question *question);
void pl_asker_over(struct pl_asker *a, uint32_t ticket);

/* How many questions are open; for tests and metrics. */
size_t pl_asker_open(const struct pl_asker *a);

/* A copy in one block with everything that its views show, for other threads and for later; freed
 * by free(). NULL: out of memory. */
struct pl_question *pl_question_copy(const struct pl_question *question);
struct pl_ruling *pl_ruling_copy(const struct pl_ruling *ruling);

#endif
