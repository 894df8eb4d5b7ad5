package dev.reverb.scaling.redis.fault;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.reverb.scaling.redis.Await;
import dev.reverb.scaling.redis.RedisScaling;
import dev.reverb.scaling.redis.RedisServer;
import dev.reverb.spi.Scheduler;
import dev.reverb.spi.Ticker;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Publishing while Redis is away. */
class OutageIT extends FaultCase {

    private static final int ROOM_FOR = 5;
    private static final Pattern SINCE = Pattern.compile("\\{\"health\":\"DEGRADED\",\"since\":\"([^\"]+)\"}");

    private final RedisServer redis = RedisServer.start();
    private final AtomicLong ahead = new AtomicLong();
    private LiveServer two;
    private SocketClient ada;
    private SocketClient bob;

    @Override
    void closeRedis() {
        redis.close();
    }

    /** Ada is on the server, and bob on another. */
    private void start(LiveServer one) {
        two = server(settings());
        ada = ada(one);
        bob = bob(two);
        awaitMembers(List.of("ada", "bob"), ada, bob);
    }

    private RedisScaling.Builder settings() {
        return RedisScaling.builder(redis.uri()).lease(LEASE);
    }

    @Test
    void publishersAreRefusedOnceTheBufferIsFullAndOthersGetWhatWasTaken() {
        LiveServer one = server(settings().maxBufferedMessages(ROOM_FOR));
        start(one);

        redis.kill();
        awaitAway(one, two);
        one.publishAll(ORDERS, "1", "2", "3", "4", "5");
        for (int again = 0; again < 2; again++) {
            HttpResponse<String> refused = one.publish(ORDERS, "6");
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("Retry-After")).contains("1");
        }
        assertThat(one.publish("news", "for nobody here").statusCode()).isEqualTo(503);
        awaitOrders(ada, "1", "2", "3", "4", "5");
        redis.restart();
        awaitBack(one, two);

        one.publishAll(ORDERS, "7");
        awaitOrders(ada, "1", "2", "3", "4", "5", "7");
        awaitOrders(bob, "1", "2", "3", "4", "5", "7");
    }

    @Test
    void theBufferIsBoundedInBytesToo() {
        LiveServer one = server(settings().maxBufferedBytes(1_000));
        ada = client(one);
        redis.kill();
        awaitAway(one);

        assertThat(one.publish(ORDERS, "x".repeat(900)).statusCode()).isEqualTo(200);
        assertThat(one.publish(ORDERS, "y".repeat(900)).statusCode()).isEqualTo(503);
        assertThat(one.publish(ORDERS, "z").statusCode()).isEqualTo(200);

        awaitOrders(ada, "x".repeat(900), "z");
    }

    @Test
    void whatHasWaitedTooLongReachesTheOthersNoMore() {
        RedisScaling backend = settings().maxBufferedAge(Duration.ofSeconds(60)).build();
        LiveServer one = server((ticker, scheduler) -> backend.open(new Ahead(), Scheduler.system()));
        start(one);

        redis.kill();
        awaitAway(one, two);
        one.publishAll(ORDERS, "old");
        ahead.addAndGet(Duration.ofSeconds(61).toNanos());
        one.publishAll(ORDERS, "young");
        redis.restart();
        awaitBack(one, two);

        one.publishAll(ORDERS, "after");
        awaitOrders(ada, "old", "young", "after");
        awaitOrders(bob, "young", "after");
    }

    @Test
    void upMetricsAndTheLogSaySinceWhen() {
        Logger logger = (Logger) LoggerFactory.getLogger("dev.reverb.internal.Cluster");
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.addAppender(log);
        logger.setLevel(Level.INFO);
        try {
            LiveServer one = server(settings());
            assertThat(one.up()).isEqualTo("{\"health\":\"OK\"}");
            Instant before = Instant.ofEpochMilli(System.currentTimeMillis());
            redis.kill();
            awaitAway(one);

            Matcher up = SINCE.matcher(one.up());
            assertThat(up.matches()).isTrue();
            String since = up.group(1);
            assertThat(Instant.parse(since)).isBetween(before, Instant.now());
            assertThat(one.get("/channels").statusCode()).isEqualTo(503);
            redis.restart();
            awaitBack(one);

            assertThat(one.up()).isEqualTo("{\"health\":\"OK\"}");
            assertThat(one.availability()).containsExactly(false, true);
            assertThat(List.copyOf(log.list))
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .containsExactly(
                            "The scaling back-end is away since " + since + "; other servers hear of events later",
                            "The scaling back-end, away since " + since + ", is back");
            Await.until("questions are answered", () -> one.get("/channels").statusCode() == 200);
        } finally {
            logger.detachAppender(log);
            logger.setLevel(null);
        }
    }

    /** The system's time, and a leap. */
    private final class Ahead implements Ticker {

        @Override
        public long nanoTime() {
            return Ticker.system().nanoTime() + ahead.get();
        }

        @Override
        public long currentTimeMillis() {
            return Ticker.system().currentTimeMillis();
        }
    }
}
