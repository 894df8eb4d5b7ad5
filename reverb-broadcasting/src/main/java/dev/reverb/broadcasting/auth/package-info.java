/**
 * Who may listen to which channel, and the answers to clients that ask. {@link dev.reverb.broadcasting.auth.Channels} holds the
 * rules, {@link dev.reverb.broadcasting.auth.BroadcastingAuth} asks them. Free of any framework:
 *
 * <pre>
 *  host: .servlet, .jetty, .undertow, or the application's own
 *    |  AuthRequest                                        HttpResponse  ^
 *    v                                                                   |
 *  BroadcastingAuth: parameters -> guards -> bindings -> rule -> signature (ClientAuthorizer)
 *                                  \________ Channels _______/
 * </pre>
 */
@org.jspecify.annotations.NullMarked
package dev.reverb.broadcasting.auth;
