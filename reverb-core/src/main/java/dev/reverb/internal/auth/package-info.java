/** Signatures of clients and publishers: HMAC-SHA256 with an application's secret, compared in constant time. */
@org.jspecify.annotations.NullMarked
package dev.reverb.internal.auth;
