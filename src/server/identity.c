/* SPDX-License-Identifier: Apache-2.0 */
#include "server/identity.h"

#include "adapters/identity/vouch.h"
#include "io/clock.h"
#include "io/random.h"
#include "server/accounts.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

struct pl_identity {
    struct pl_vouch *vouch;
    uint32_t accounts_wanted; /* enum pl_config_accounts */
    unsigned threads;
    struct pl_accounts *accounts;         /* NULL: none */
    struct pl_applications *applications; /* NULL: nothing is kept */
};

/* ---- keys ---- */

static const char *why_not(enum pl_err err)
{
    switch (err) {
    case PL_E_PROTO:
        return "holds no key that can be read (PEM without a password; of hs256 base64)";
    case PL_E_UNSUPPORTED:
        return "holds a key of another kind, or of a size that is too weak or too large (RSA 1024 "
               "to 8192 bits, secrets 32 to 256 bytes)";
    case PL_E_LIMIT:
        return "is one key too many";
    default:
        return pl_err_name(err);
    }
}

static enum pl_err put_key(struct pl_identity *identity, const struct pl_config_application *a,
                           const struct pl_config_key *k, char error[PL_CONFIG_ERROR_MAX])
{
    struct pl_vouch_key key = {.app = pl_bytes_str(a->id), .id = pl_bytes_str(k->id)};
    uint8_t text[PL_KEY_MATERIAL_MAX + 1];
    FILE *f = fopen(k->path, "re");
    size_t len = f ? fread(text, 1, sizeof(text), f) : 0;
    bool failed = !f || ferror(f);
    enum pl_err err;
    if (failed)
        (void)snprintf(error, PL_CONFIG_ERROR_MAX, "[application %.64s] key: %.200s: %s", a->id,
                       k->path, strerror(errno));
    if (f)
        fclose(f);
    if (failed)
        return PL_E_RANGE;
    err = pl_key_algorithm_named(k->algorithm, &key.algorithm);
    key.material = pl_bytes_of(text, len);
    if (!err)
        err = pl_vouch_put_key(identity->vouch, &key);
    explicit_bzero(text, sizeof(text));
    if (!err || err == PL_E_NOMEM)
        return err;
    (void)snprintf(error, PL_CONFIG_ERROR_MAX, "[application %.64s] key: %.200s %s", a->id, k->path,
                   why_not(err));
    return PL_E_RANGE;
}

static enum pl_err put_application(struct pl_identity *identity,
                                   const struct pl_config_application *a,
                                   char error[PL_CONFIG_ERROR_MAX])
{
    const struct pl_vouch_app app = {.id = pl_bytes_str(a->id),
                                     .disabled = a->locked,
                                     .guests = a->guests,
                                     .first_user = a->first_user,
                                     .last_user = a->last_user};
    enum pl_err err = pl_vouch_put_app(identity->vouch, &app);
    for (uint32_t i = 0; i < a->key_count && !err; i++)
        err = put_key(identity, a, &a->keys[i], error);
    return err;
}

/* ---- answering ---- */

static enum pl_ask_said asked(void *arg, const struct pl_question *q, struct pl_ruling *ruling)
{
    struct pl_identity *identity = arg;
    if (q->kind != PL_ASK_LOGIN)
        return PL_ASK_PASS;
    ruling->code =
        pl_vouch_rule(identity->vouch, &q->login, (int64_t)(pl_clock_wall_us() / 1000000u),
                      pl_clock_now_us(), &ruling->login);
    if (ruling->code != PL_RULING_NOBODY)
        return PL_ASK_NOW;
    return identity->accounts ? pl_accounts_asked(identity->accounts, q, ruling) : PL_ASK_PASS;
}

static void over(void *arg, uint32_t ticket)
{
    struct pl_identity *identity = arg;
    if (identity->accounts)
        pl_accounts_over(identity->accounts, ticket);
}

/* ---- life ---- */

bool pl_identity_wanted(const struct pl_config *c)
{
    return c->login.application_count > 0 || c->login.accounts != PL_CONFIG_ACCOUNTS_NO ||
           c->store.backend != PL_CONFIG_STORE_NONE; /* which may have applications */
}

enum pl_err pl_identity_load(struct pl_identity *identity, struct pl_keeper *keeper,
                             const struct pl_config *c, struct pl_log *log)
{
    enum pl_err err;
    if (!keeper)
        return PL_OK;
    err = pl_applications_create(&identity->applications, identity->vouch, c, log);
    return err ? err
               : pl_applications_load(identity->applications, pl_keeper_ops(keeper),
                                      pl_keeper_where(keeper));
}

bool pl_identity_gives_ids(const struct pl_identity *identity, const struct pl_config *c)
{
    return c->login.application_count > 0 || c->login.accounts != PL_CONFIG_ACCOUNTS_NO ||
           c->business.secret[0] || c->filter.plugin[0] ||
           (identity->applications && pl_applications_any(identity->applications));
}

struct pl_applications *pl_identity_applications(struct pl_identity *identity)
{
    return identity->applications;
}

enum pl_err pl_identity_create(struct pl_identity **out, const struct pl_config *c,
                               char error[PL_CONFIG_ERROR_MAX])
{
    struct pl_identity *identity = calloc(1, sizeof(*identity));
    struct pl_random *random = pl_random_kernel();
    struct pl_vouch_config config;
    enum pl_err err = PL_OK;
    error[0] = '\0';
    pl_vouch_config_init(&config);
    config.window_s = c->login.signature_seconds;
    config.zones = c->login.signature_zones;
    config.signed_once = c->login.signature_once;
    config.token_once = c->login.token_once;
    config.skew_s = c->login.token_skew_seconds;
    random->fill(random, config.seed, sizeof(config.seed));
    if (identity) {
        identity->vouch = pl_vouch_create(&config);
        identity->accounts_wanted = c->login.accounts;
        identity->threads = c->login.hash_threads;
    }
    if (!identity || !identity->vouch)
        err = PL_E_NOMEM;
    for (uint32_t i = 0; i < c->login.application_count && !err; i++)
        err = put_application(identity, &c->login.applications[i], error);
    if (err) {
        pl_identity_destroy(identity);
        return err;
    }
    *out = identity;
    return PL_OK;
}

void pl_identity_destroy(struct pl_identity *identity)
{
    if (!identity)
        return;
    pl_accounts_stop(identity->accounts);
    pl_applications_destroy(identity->applications);
    pl_vouch_destroy(identity->vouch);
    free(identity);
}

enum pl_err pl_identity_register(struct pl_identity *identity, struct pl_asker *asker,
                                 struct pl_loop *loop, struct pl_store *store)
{
    const struct pl_ask_provider provider = {asked, over, identity};
    const struct pl_accounts_config config = {.loop = loop,
                                              .store = store,
                                              .asker = asker,
                                              .threads = identity->threads,
                                              .only = identity->accounts_wanted ==
                                                      PL_CONFIG_ACCOUNTS_ONLY};
    if (identity->accounts_wanted != PL_CONFIG_ACCOUNTS_NO) {
        enum pl_err err = store ? pl_accounts_start(&identity->accounts, &config) : PL_E_STATE;
        if (err)
            return err;
    }
    pl_asker_register(asker, PL_ASK_IDENTITY, &provider);
    return PL_OK;
}
