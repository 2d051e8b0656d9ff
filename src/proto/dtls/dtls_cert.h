/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The certificate of this server and fingerprints of certificates (RFC 8122, RFC 8827 6.5).
 *
 * WebRTC certificates are self-signed; what makes them trustworthy is that their hash travels in
 * the SDP over the signalling link. One certificate serves all workers: it is made (or loaded) once
 * at start, is read-only afterwards and may be used by contexts of several threads.
 *
 * Left to others: where a saved certificate is kept, and the a=fingerprint line around the text.
 */
#ifndef PL_PROTO_DTLS_CERT_H
#define PL_PROTO_DTLS_CERT_H

#include "base/bytes.h"
#include "base/err.h"

/* Ordered by strength. MD5 and MD2 are not spoken (RFC 8122 5). */
enum pl_dtls_hash {
    PL_DTLS_HASH_NONE = 0,
    PL_DTLS_SHA1, /* read, never accepted as the proof of an identity */
    PL_DTLS_SHA224,
    PL_DTLS_SHA256,
    PL_DTLS_SHA384,
    PL_DTLS_SHA512,
};

/* All bytes behind `len` are 0, so that equal fingerprints are equal in memory. */
struct pl_dtls_fingerprint {
    uint8_t hash; /* enum pl_dtls_hash */
    uint8_t len;  /* follows from hash: 20, 28, 32, 48, 64 */
    uint8_t bytes[64];
};

/* "AA:BB:...": the longest with its NUL. */
#define PL_DTLS_FINGERPRINT_TEXT_MAX (64 * 3)

/* "sha-256" in any case -> PL_DTLS_SHA256; PL_DTLS_HASH_NONE when unknown. */
enum pl_dtls_hash pl_dtls_hash_of(struct pl_bytes name);
/* "sha-256"; "" for PL_DTLS_HASH_NONE. */
const char *pl_dtls_hash_name(enum pl_dtls_hash hash);
/* Length in bytes; 0 for PL_DTLS_HASH_NONE. */
size_t pl_dtls_hash_len(enum pl_dtls_hash hash);

/*
 * The two words of an a=fingerprint line. PL_E_UNSUPPORTED: a hash we do not know (skip that line);
 * PL_E_PROTO: not pairs of hexadecimal digits (either case) between colons, or the wrong length.
 */
PL_MUST_CHECK enum pl_err pl_dtls_fingerprint_parse(struct pl_dtls_fingerprint *out,
                                                    struct pl_bytes hash_name, struct pl_bytes hex);

/* Upper-case "AA:BB:..." as SDP wants it. Returns text. */
const char *pl_dtls_fingerprint_print(const struct pl_dtls_fingerprint *fp,
                                      char text[PL_DTLS_FINGERPRINT_TEXT_MAX]);

struct pl_dtls_cert;

/*
 * Makes an ECDSA P-256 key and a self-signed certificate for it. It is valid from one day before
 * wall_s (seconds since 1970, UTC: clocks of browsers may be slow) until `days` (1-3650) after it.
 * The key comes from OpenSSL's generator. PL_E_RANGE, PL_E_CRYPTO.
 */
PL_MUST_CHECK enum pl_err pl_dtls_cert_create(int64_t wall_s, unsigned days,
                                              struct pl_dtls_cert **out);

/*
 * Reads a certificate and its unencrypted private key, each as PEM or DER (both may lie in the same
 * PEM text: pass it twice). PL_E_PROTO: unreadable; PL_E_AUTH: the key does not belong to the
 * certificate; PL_E_UNSUPPORTED: not an ECDSA P-256 key, which every WebRTC peer understands.
 */
PL_MUST_CHECK enum pl_err pl_dtls_cert_load(struct pl_bytes cert, struct pl_bytes key,
                                            struct pl_dtls_cert **out);

/* Writes certificate and key as PEM (about 900 bytes; a secret). PL_E_SPACE, PL_E_CRYPTO. */
PL_MUST_CHECK enum pl_err pl_dtls_cert_save(const struct pl_dtls_cert *cert, struct pl_writer *out);

/* Contexts made from it keep their own references. NULL is harmless. */
void pl_dtls_cert_destroy(struct pl_dtls_cert *cert);

/* SHA-256 of the certificate. Borrowed from it. */
const struct pl_dtls_fingerprint *pl_dtls_cert_fingerprint(const struct pl_dtls_cert *cert);

#endif
