package dev.reverb.applications.jdbc;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import org.slf4j.Logger;

/** Tells the log which rows are no applications: the same thing of the same row once a minute. Any thread. */
final class BadRows {

    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final int MOST = 1_000;

    private final Logger log;
    private final TableName table;
    private final Cache<String, String> told =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(PAUSE).build();

    BadRows(Logger log, TableName table) {
        this.log = log;
        this.table = table;
    }

    /** Tells it, and makes what its lookup fails with. */
    IllegalStateException tell(String id, BadRowException bad) {
        String line = "The application " + id.replaceAll("\\p{Cntrl}", "?") + " cannot be served: in the table " + table
                + " its column " + bad.getMessage();
        if (!line.equals(told.asMap().put(id, line))) {
            log.error(line);
        }
        return new IllegalStateException(line);
    }
}
