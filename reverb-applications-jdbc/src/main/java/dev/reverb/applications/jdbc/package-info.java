/**
 * Applications from a table: {@link dev.reverb.applications.jdbc.JdbcApplicationProvider} is all that one needs. Its columns are soketi's, and
 * those of our own settings where the table has them.
 *
 * <pre>
 *   engine ──► JdbcApplicationProvider ──► CachingApplicationProvider ──► queries on threads of their own ──► pool ──► database
 * </pre>
 */
@org.jspecify.annotations.NullMarked
package dev.reverb.applications.jdbc;
