package dev.reverb.applications.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reverb.tck.FakeClock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

class H2Test extends AppsTableCases {

    private final H2Database h2 = new H2Database("cases");

    @Override
    TestDatabase database() {
        return h2;
    }

    /** As one gets it from a statement that was written for PostgreSQL. */
    @Test
    void aColumnMayBeOfAnotherCaseThanTheOthers() {
        h2.execute("CREATE TABLE apps (id varchar(50), \"key\" varchar(50), \"Secret\" varchar(50))");
        h2.execute("INSERT INTO apps VALUES ('1', 'shop', 's')");
        try (JdbcApplicationProvider provider = h2.provider().build()) {
            assertThat(provider.findByKey("shop").toCompletableFuture().join()).isPresent();
            assertThat(provider.findById("1").toCompletableFuture().join()).isPresent();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "max_connections | varchar(90) | abc | max_connections must be a number",
                "max_connections | varchar(90) | 1e99999 | max_connections must be a number",
                "max_connections | varchar(90) | 1.5 | max_connections must be a whole number from 1 to 2147483647, or -1 for no limit, not 1.5",
                "max_connections | bigint | 2147483648 | max_connections must be a whole number from 1 to 2147483647, or -1 for no limit, not 2147483648",
                "max_message_size | integer | -1 | max_message_size must be a whole number from 1 to 2147483647, not -1",
                "max_event_payload_in_kb | double precision | 0 | max_event_payload_in_kb must be a number of kilobytes of at least one byte, at most 2 gigabytes, not 0.0",
                "ping_interval | integer | 0 | ping_interval must be a whole number from 1 to 2147483647, not 0",
                "webhook_grace_ms | integer | -1 | webhook_grace_ms must be a whole number from 0 to 2147483647, not -1",
                "enabled | varchar(9) | perhaps | enabled must be 1 or 0, or true or false",
                "accept_client_events_from | varchar(9) | some | accept_client_events_from must be all, members or none",
                "allowed_origins | varchar(90) | a,,b | allowed_origins must be hosts, separated by commas",
                "webhooks | varchar(90) | [{\"url\": | webhooks is not valid JSON",
                "secret | varchar(90) | ' ' | secret is empty",
                "id | uuid | 00000000-0000-0000-0000-000000000000 | The column ID is of type UUID, not text",
            })
    void aValueThatASettingCannotHaveIsSaidSo(String column, String type, String value, String said) {
        String secret = column.equals("secret") ? "" : ", secret varchar(50) DEFAULT 's'";
        String id = column.equals("id") ? "" : ", id varchar(50) DEFAULT '1'";
        h2.execute("CREATE TABLE apps (\"KEY\" varchar(50) DEFAULT 'shop'" + secret + id + ", " + column + " " + type
                + ")");
        h2.execute("INSERT INTO apps (" + column + ") VALUES ('" + value + "')");
        try (JdbcApplicationProvider provider = h2.provider().build()) {
            assertThatThrownBy(() ->
                            provider.findByKey("shop").toCompletableFuture().join())
                    .hasMessageEndingWith(said);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "boolean, true, true",
        "bit, 0, false",
        "varchar(9), Yes, true",
        "varchar(9), off, false",
        "integer, 1, true"
    })
    void yesAndNoMayBeOfAnyType(String type, String value, boolean enabled) {
        h2.execute("CREATE TABLE apps (id varchar(9), \"KEY\" varchar(9), secret varchar(9), enabled " + type + ")");
        h2.execute("INSERT INTO apps VALUES ('1', 'shop', 's', '" + value + "')");
        try (JdbcApplicationProvider provider = h2.provider().build()) {
            assertThat(provider.findByKey("shop")
                            .toCompletableFuture()
                            .join()
                            .orElseThrow()
                            .isEnabled())
                    .isEqualTo(enabled);
        }
    }

    @Test
    void whatIsEmptyHasItsDefaultButSoketisNoToWhispersHolds() {
        h2.execute("CREATE TABLE apps (id varchar(9), \"KEY\" varchar(9), secret varchar(9), enabled varchar(9),"
                + " max_connections integer, webhooks varchar(9), enable_client_messages smallint)");
        h2.execute("INSERT INTO apps VALUES ('1', 'shop', 's', '', NULL, '  ', NULL)");
        try (JdbcApplicationProvider provider = h2.provider().build()) {
            assertThat(provider.findByKey("shop").toCompletableFuture().join())
                    .get()
                    .usingRecursiveComparison()
                    .isEqualTo(dev.reverb.application.Application.builder("1", "shop", "s")
                            .acceptClientEventsFrom(dev.reverb.application.ClientEventPolicy.NONE)
                            .build());
        }
    }

    @Test
    void ourColumnsWinOverSoketis() {
        h2.execute(
                "CREATE TABLE apps (id varchar(9), \"KEY\" varchar(9), secret varchar(9), max_presence_members integer,"
                        + " max_presence_members_per_channel integer, max_event_size integer, max_event_payload_in_kb integer)");
        h2.execute("INSERT INTO apps VALUES ('1', 'shop', 's', -1, 5, 100, 5), ('2', 'blog', 's', NULL, 5, NULL, 5)");
        try (JdbcApplicationProvider provider = h2.provider().build()) {
            var shop = provider.findByKey("shop").toCompletableFuture().join().orElseThrow();
            assertThat(shop.maxPresenceMembers()).isEqualTo(dev.reverb.application.Application.UNLIMITED);
            assertThat(shop.maxEventSize()).isEqualTo(100);
            var blog = provider.findByKey("blog").toCompletableFuture().join().orElseThrow();
            assertThat(blog.maxPresenceMembers()).isEqualTo(5);
            assertThat(blog.maxEventSize()).isEqualTo(5 * 1024);
        }
    }

    @Test
    void anAddressThatNoDriverTakesIsRefusedAndNotShown() {
        assertThatThrownBy(() -> JdbcApplicationProvider.builder("jdbc:nothing://host/?password=s3cret"))
                .hasMessage("url: no JDBC driver on the class path takes jdbc:nothing:…")
                .hasNoCause();
        assertThatThrownBy(() -> JdbcApplicationProvider.builder("s3cret"))
                .hasMessage("url: no JDBC driver on the class path takes this, which is none");
    }

    @Test
    void settingsThatCannotBeAreRefused() {
        JdbcApplicationProvider.Builder builder = h2.provider();
        assertThatThrownBy(() -> builder.poolSize(0)).hasMessage("poolSize must be at least 1, not 0");
        assertThatThrownBy(() -> builder.maxPendingQueries(0))
                .hasMessage("maxPendingQueries must be at least 1, not 0");
        assertThatThrownBy(() -> builder.timeout(java.time.Duration.ofMillis(249)))
                .hasMessage("timeout must be 250 milliseconds to an hour, not PT0.249S");
        assertThatThrownBy(() -> builder.timeout(java.time.Duration.ofHours(1).plusNanos(1)))
                .hasMessageStartingWith("timeout must be");
        assertThatThrownBy(() -> builder.table("a.b.c.d")).hasMessageStartingWith("table must be a name");
        assertThatThrownBy(() -> builder.table("")).hasMessageStartingWith("table must be a name");
        assertThatThrownBy(() -> builder.table("\"open")).hasMessageStartingWith("table must be a name");
        assertThatThrownBy(() -> builder.caching(cache -> cache.maxMisses(0)).build())
                .hasMessageStartingWith("maxMisses");
        builder.caching(cache -> {})
                .poolSize(1)
                .timeout(java.time.Duration.ofMillis(250))
                .build()
                .close();
    }

    @Test
    void whoHasWaitedTooLongIsNotAskedFor() throws Exception {
        h2.createOurs();
        FakeClock clock = new FakeClock();
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (var pool = h2.dataSource()) {
            JdbcApplicationProvider.Builder settings = JdbcApplicationProvider.builder(
                            new HeldDataSource(pool, asked, goOn))
                    .poolSize(1);
            settings.ticker = clock;
            try (JdbcApplicationProvider provider = settings.build()) {
                var first = provider.findByKey("shop").toCompletableFuture();
                asked.await();
                var late = provider.findByKey("blog").toCompletableFuture();
                clock.advance(Duration.ofNanos(1));
                var inTime = provider.findByKey("third").toCompletableFuture();
                clock.advance(JdbcApplicationProvider.DEFAULT_TIMEOUT.multipliedBy(2));
                goOn.countDown();
                assertThat(first.join()).isEmpty();
                assertThatThrownBy(late::join).hasMessageContaining("was not asked");
                assertThat(inTime.join()).isEmpty();
            }
        }
    }

    @Test
    void theEndInterruptsNobody() throws Exception {
        h2.createOurs();
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (var pool = h2.dataSource()) {
            JdbcApplicationProvider provider = JdbcApplicationProvider.builder(new HeldDataSource(pool, asked, goOn))
                    .poolSize(1)
                    .build();
            var first = provider.findByKey("shop").toCompletableFuture();
            asked.await();
            var second = provider.findByKey("blog").toCompletableFuture();
            provider.close();
            assertThatThrownBy(second::join).hasMessageContaining("is closed");
            assertThat(first).isNotDone();
            goOn.countDown();
            assertThat(first.join()).isEmpty();
        }
    }

    @Test
    void aBadRowHasALineEachMinute() {
        FakeClock clock = new FakeClock();
        try (CapturedLog log = CapturedLog.of(H2Test.class)) {
            BadRows rows = new BadRows(LoggerFactory.getLogger(H2Test.class), TableName.of("apps"), clock);
            for (int i = 0; i < 7; i++) {
                rows.tell("1", new BadRowException("secret", "is empty"));
                clock.advance(Duration.ofSeconds(20));
            }
            assertThat(log.lines()).hasSize(3);
            rows.tell("1", new BadRowException("key", "is empty"));
            rows.tell("1", new BadRowException("key", "is empty"));
            assertThat(log.lines()).hasSize(4);
        }
    }

    /** With one thread that waits for the table, and room for one more. */
    @Test
    void questionsPastTheBoundFailAtOnce() throws Exception {
        h2.createOurs();
        h2.execute("INSERT INTO apps (id, \"KEY\", secret) VALUES ('1', 'shop', 's')");
        java.util.concurrent.CountDownLatch asked = new java.util.concurrent.CountDownLatch(1);
        java.util.concurrent.CountDownLatch goOn = new java.util.concurrent.CountDownLatch(1);
        try (var pool = h2.dataSource();
                JdbcApplicationProvider provider = JdbcApplicationProvider.builder(
                                new HeldDataSource(pool, asked, goOn))
                        .poolSize(1)
                        .maxPendingQueries(1)
                        .build()) {
            var first = provider.findByKey("shop").toCompletableFuture();
            asked.await();
            var second = provider.findByKey("blog").toCompletableFuture();
            assertThatThrownBy(() ->
                            provider.findByKey("third").toCompletableFuture().join())
                    .hasMessageContaining("1 questions wait for the applications' database already");
            assertThat(second).isNotDone();
            goOn.countDown();
            assertThat(first.join()).isPresent();
            assertThat(second.join()).isEqualTo(Optional.empty());
        }
    }
}
