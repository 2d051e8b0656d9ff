/* SPDX-License-Identifier: Apache-2.0 */
#include "io/tls_self_signed.h"

#include "base/addr.h"
#include "io/random.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    DAYS = 397,     /* browsers refuse longer lives of certificates that are trusted by hand */
    DAYS_LEFT = 30, /* less: make a new one */
    ALT_MAX = 4096,
};

static bool is_address(const char *host)
{
    struct pl_addr a;
    return pl_addr_parse(&a, host) == PL_OK && a.port == 0 && host[0] != '[';
}

static bool is_name(const char *host)
{
    size_t n = strlen(host);
    if (n == 0 || n > 253)
        return false;
    for (size_t i = 0; i < n; i++) {
        char b = host[i];
        bool alnum = (b >= '0' && b <= '9') || ((b | 0x20) >= 'a' && (b | 0x20) <= 'z');
        if (!alnum && b != '-' && b != '.' && b != '*')
            return false;
    }
    return true;
}

/* ---- is there one that will do? ---- */

static bool covers(X509 *cert, const char *host)
{
    return (is_address(host) ? X509_check_ip_asc(cert, host, 0)
                             : X509_check_host(cert, host, 0, 0, NULL)) == 1;
}

static bool will_do(const struct pl_tls_files *files, const char *const *hosts, size_t host_count)
{
    char why[PL_TLS_WHY_MAX];
    struct pl_tls_context *context = NULL;
    time_t soon = time(NULL) + (time_t)DAYS_LEFT * 86400;
    FILE *f = fopen(files->certificate, "re");
    X509 *cert = f ? PEM_read_X509(f, NULL, NULL, NULL) : NULL;
    bool good = cert && X509_cmp_time(X509_get0_notAfter(cert), &soon) > 0;
    for (size_t i = 0; good && i < host_count; i++)
        good = covers(cert, hosts[i]);
    if (good)
        good = pl_tls_context_create(&context, files->certificate, files->key, why) == PL_OK;
    pl_tls_context_destroy(context);
    X509_free(cert);
    if (f)
        fclose(f);
    return good;
}

/* ---- making one ---- */

static bool write_alt_names(const char *const *hosts, size_t host_count, char text[ALT_MAX])
{
    size_t at = 0;
    for (size_t i = 0; i < host_count; i++) {
        int n;
        if (!is_address(hosts[i]) && !is_name(hosts[i]))
            return false;
        n = snprintf(text + at, ALT_MAX - at, "%s%s:%s", i ? "," : "",
                     is_address(hosts[i]) ? "IP" : "DNS", hosts[i]);
        if (n < 0 || (size_t)n >= ALT_MAX - at)
            return false;
        at += (size_t)n;
    }
    return at > 0;
}

static bool add_extension(X509 *cert, int nid, const char *value)
{
    X509V3_CTX ctx;
    X509_EXTENSION *ext;
    bool good;
    X509V3_set_ctx_nodb(&ctx);
    X509V3_set_ctx(&ctx, cert, cert, NULL, NULL, 0);
    ext = X509V3_EXT_conf_nid(NULL, &ctx, nid, value);
    good = ext && X509_add_ext(cert, ext, -1) == 1;
    X509_EXTENSION_free(ext);
    return good;
}

static bool fill_certificate(X509 *cert, EVP_PKEY *key, const char *alt_names)
{
    X509_NAME *name = X509_get_subject_name(cert);
    struct pl_random *random = pl_random_kernel();
    uint8_t serial[8];
    random->fill(random, serial, sizeof(serial));
    serial[0] &= 0x7f; /* a serial number is positive */
    return X509_set_version(cert, X509_VERSION_3) == 1 &&
           ASN1_INTEGER_set_uint64(X509_get_serialNumber(cert), pl_get_u64(serial)) == 1 &&
           X509_gmtime_adj(X509_getm_notBefore(cert), -86400L) && /* clocks differ */
           X509_gmtime_adj(X509_getm_notAfter(cert), DAYS * 86400L) &&
           X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                                      (const unsigned char *)"Parlor (self-signed)", -1, -1,
                                      0) == 1 &&
           X509_set_issuer_name(cert, name) == 1 && X509_set_pubkey(cert, key) == 1 &&
           add_extension(cert, NID_basic_constraints, "critical,CA:FALSE") &&
           add_extension(cert, NID_key_usage, "critical,digitalSignature") &&
           add_extension(cert, NID_ext_key_usage, "serverAuth") &&
           add_extension(cert, NID_subject_alt_name, alt_names) &&
           X509_sign(cert, key, EVP_sha256()) > 0;
}

/* Beside its place first, so that nobody ever reads half a file. */
static enum pl_err put(const char *path, mode_t mode, X509 *cert, EVP_PKEY *key)
{
    char temporary[PL_TLS_PATH_MAX + 8];
    int fd;
    FILE *f;
    bool good;
    (void)snprintf(temporary, sizeof(temporary), "%s.new", path);
    (void)unlink(temporary);
    fd = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode);
    f = fd >= 0 ? fdopen(fd, "w") : NULL;
    if (!f) {
        if (fd >= 0)
            close(fd);
        return PL_E_IO;
    }
    good = cert ? PEM_write_X509(f, cert) == 1
                : PEM_write_PKCS8PrivateKey(f, key, NULL, NULL, 0, NULL, NULL) == 1;
    good = fflush(f) == 0 && good && fsync(fd) == 0;
    good = fclose(f) == 0 && good;
    if (good && rename(temporary, path) == 0)
        return PL_OK;
    (void)unlink(temporary);
    return PL_E_IO;
}

static enum pl_err make(const struct pl_tls_files *files, const char *alt_names,
                        char why[PL_TLS_WHY_MAX])
{
    EVP_PKEY *key = EVP_EC_gen("P-256");
    X509 *cert = X509_new();
    enum pl_err err = PL_E_CRYPTO;
    if (!key || !cert || !fill_certificate(cert, key, alt_names)) {
        (void)snprintf(why, PL_TLS_WHY_MAX, "cannot make a certificate for %.160s", alt_names);
    } else {
        /* The key first: a certificate without its key would be the worse half. */
        err = put(files->key, 0600, NULL, key);
        if (!err)
            err = put(files->certificate, 0644, cert, NULL);
        if (err)
            (void)snprintf(why, PL_TLS_WHY_MAX, "cannot write %.150s: %s", files->certificate,
                           strerror(errno));
    }
    X509_free(cert);
    EVP_PKEY_free(key);
    return err;
}

enum pl_err pl_tls_self_signed_ensure(struct pl_tls_files *files, const char *directory,
                                      const char *const *hosts, size_t host_count,
                                      char why[PL_TLS_WHY_MAX])
{
    char alt_names[ALT_MAX];
    enum pl_err err;
    *files = (struct pl_tls_files){.fresh = false};
    why[0] = '\0';
    if (strlen(directory) > PL_TLS_PATH_MAX - sizeof("/self-signed.crt"))
        return PL_E_RANGE;
    (void)snprintf(files->certificate, sizeof(files->certificate), "%s/self-signed.crt", directory);
    (void)snprintf(files->key, sizeof(files->key), "%s/self-signed.key", directory);
    if (!write_alt_names(hosts, host_count, alt_names)) {
        (void)snprintf(why, PL_TLS_WHY_MAX, "not a host name or address among the names");
        return PL_E_RANGE;
    }
    if (will_do(files, hosts, host_count))
        return PL_OK;
    err = make(files, alt_names, why);
    files->fresh = err == PL_OK;
    return err;
}
