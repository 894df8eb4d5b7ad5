package dev.reverb.applications.jdbc;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.reverb.spi.Ticker;
import java.time.Duration;
import org.slf4j.Logger;

/** Tells the log which rows are no applications: the same thing of the same row once a minute. Any thread. */
final class BadRows {

    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final int MOST = 1_000;

    private final Logger log;
    private final TableName table;
    private final Cache<String, String> told;

    BadRows(Logger log, TableName table, Ticker ticker) {
        this.log = log;
        this.table = table;
        this.told = Caffeine.newBuilder()
                .ticker(ticker::nanoTime)
                .maximumSize(MOST)
                .expireAfterWrite(PAUSE)
                .build();
    }

    /** Tells it, and makes what its lookup fails with. */
    IllegalStateException tell(String id, BadRowException bad) {
        String line = "The application " + id.replaceAll("\\p{Cntrl}", "?") + " cannot be served: in the table " + table
                + " its column " + bad.getMessage();
        if (isNews(id, line)) {
            log.error(line);
        }
        return new IllegalStateException(line);
    }

    /** What is known already is not written again: that would begin its minute anew. */
    private boolean isNews(String id, String line) {
        String before = told.asMap().putIfAbsent(id, line);
        if (line.equals(before)) {
            return false;
        }
        if (before != null) {
            told.put(id, line);
        }
        return true;
    }
}
