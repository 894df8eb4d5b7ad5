/** What the application decides of, in the server's process: {@link dev.reverb.interception.Interceptor}. */
@org.jspecify.annotations.NullMarked
package dev.reverb.interception;
