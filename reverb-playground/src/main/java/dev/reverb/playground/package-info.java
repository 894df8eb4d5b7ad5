/**
 * The playground: a page of the server's own on which a developer connects, subscribes, whispers, publishes and watches every
 * frame. It runs the unmodified client libraries against the server's real sockets and its real HTTP API.
 *
 * <pre>
 *  browser ── GET  /, /playground/…      ──▶ Asset, AppConfig          the page, its scripts and libraries, the app's key
 *          ── POST /playground/auth      ──▶ ChannelAuthorization      what an application's /broadcasting/auth does
 *          ── POST /playground/user-auth ──▶ UserAuthentication      what its /broadcasting/user-auth does
 *          ── POST /playground/sign      ──▶ RequestSigning            what an application's server SDK does
 *          ── POST /apps/{id}/events?…   ──▶ the engine's HTTP API     (not in this package)
 *          ── WS   /app/{key}            ──▶ the engine's connections  (not in this package)
 * </pre>
 *
 * Three of these sign with the application's secret, which itself never leaves the server. Before each handler therefore
 * stands an {@link dev.reverb.playground.AccessRule}.
 */
@org.jspecify.annotations.NullMarked
package dev.reverb.playground;
