package dev.reverb.applications.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reverb.application.Application;
import dev.reverb.application.ClientEventPolicy;
import dev.reverb.application.RateLimit;
import dev.reverb.application.Webhook;
import dev.reverb.application.WebhookEventType;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What holds in every database. A subclass starts one. */
abstract class AppsTableCases {

    private static final String HOOKS = """
            [{"url": "https://example.com/hooks", "event_types": ["channel_occupied", "channel_vacated"],
              "headers": {"X-Tenant": "7"}, "filter": {"channel_name_starts_with": "a-", "channel_name_ends_with": "-z"}}]""";

    private TestDatabase database;
    private JdbcApplicationProvider provider;

    abstract TestDatabase database();

    @BeforeEach
    void begin() {
        database = database();
        database.drop("apps");
        provider = provider("apps");
    }

    @AfterEach
    void end() {
        provider.close();
    }

    private JdbcApplicationProvider provider(String table) {
        return database.provider().table(table).build();
    }

    private static <T> T now(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
    }

    private Optional<Application> byKey(String key) {
        return now(provider.findByKey(key));
    }

    private Optional<Application> byId(String id) {
        return now(provider.findById(id));
    }

    private void insert(String columns, String values) {
        database.execute(
                "INSERT INTO apps (" + columns.replace("key", database.keyColumn()) + ") VALUES (" + values + ")");
    }

    @Test
    void aRowOfOurTableWithoutMoreHasTheDefaults() {
        database.createOurs();
        insert("id, key, secret", "'1', 'shop', 'shop-secret'");
        Application expected = Application.of("1", "shop", "shop-secret");
        assertThat(byKey("shop")).get().usingRecursiveComparison().isEqualTo(expected);
        assertThat(byId("1")).get().usingRecursiveComparison().isEqualTo(expected);
        assertThat(byKey("blog")).isEmpty();
        assertThat(byId("2")).isEmpty();
    }

    @Test
    void everyColumnOfOurTableIsASetting() {
        database.createOurs();
        insert(
                "id, key, secret, enabled, webhooks, allowed_origins, require_tls, accept_client_events_from, ping_interval, activity_timeout,"
                        + " pong_timeout, cache_ttl",
                "'1', 'shop', 's', " + database.flag(false) + ", '" + HOOKS + "', 'example.com, *.example.com', "
                        + database.flag(true) + ", 'all', 61, 31, 32, 1801");
        database.execute(
                "UPDATE apps SET max_connections = 1, max_backend_events_per_sec = 2, max_client_events_per_sec = 3,"
                        + " max_read_req_per_sec = 4, max_message_size = 5, max_event_size = 6, max_channels_per_connection = 7,"
                        + " max_presence_members = 8, max_presence_member_size = 9, max_outbound_bytes = 10, rate_limiting_enabled = "
                        + database.flag(true) + ", rate_limiting_max_attempts = 11, rate_limiting_decay_seconds = 12,"
                        + " rate_limiting_terminate_on_limit = " + database.flag(true)
                        + ", subscription_count_events = "
                        + database.flag(true) + ", user_authentication_required = " + database.flag(true)
                        + ", user_authentication_timeout = 13, webhook_batch_ms = 0, webhook_grace_ms = 15,"
                        + " max_pending_webhook_events = 16, compression = " + database.flag(false)
                        + ", compression_min_size = 17, enable_client_messages = " + database.flag(false));
        assertThat(byKey("shop"))
                .get()
                .usingRecursiveComparison()
                // Made of the allowed origins; no two are equal.
                .ignoringFields("originPattern")
                .isEqualTo(Application.builder("1", "shop", "s")
                        .enabled(false)
                        .webhooks(hook())
                        .allowedOrigins("example.com", "*.example.com")
                        .requireTls(true)
                        .acceptClientEventsFrom(ClientEventPolicy.ALL)
                        .pingInterval(Duration.ofSeconds(61))
                        .activityTimeout(Duration.ofSeconds(31))
                        .pongTimeout(Duration.ofSeconds(32))
                        .cacheTtl(Duration.ofSeconds(1801))
                        .maxConnections(1)
                        .maxBackendEventsPerSecond(2)
                        .maxClientEventsPerSecond(3)
                        .maxReadRequestsPerSecond(4)
                        .maxMessageSize(5)
                        .maxEventSize(6)
                        .maxChannelsPerConnection(7)
                        .maxPresenceMembers(8)
                        .maxPresenceMemberSize(9)
                        .maxOutboundBytes(10)
                        .rateLimit(new RateLimit(11, Duration.ofSeconds(12), true))
                        .subscriptionCountEvents(true)
                        .userAuthenticationRequired(true)
                        .userAuthenticationTimeout(Duration.ofSeconds(13))
                        .webhookBatchTime(Duration.ZERO)
                        .webhookGraceTime(Duration.ofMillis(15))
                        .maxPendingWebhookEvents(16)
                        .compression(false)
                        .compressionMinSize(17)
                        .build());
    }

    private static Webhook hook() {
        return Webhook.to("https://example.com/hooks")
                .forEvents(WebhookEventType.CHANNEL_OCCUPIED, WebhookEventType.CHANNEL_VACATED)
                .withHeader("X-Tenant", "7")
                .forChannelsStartingWith("a-")
                .forChannelsEndingWith("-z");
    }

    /** The columns that soketi cannot be without, numbers for yes and no. */
    private void createSoketis(String more) {
        String key = database.keyColumn();
        database.execute("CREATE TABLE apps (id varchar(255) PRIMARY KEY, " + key + " varchar(255) NOT NULL,"
                + " secret varchar(255) NOT NULL, max_connections integer NOT NULL, enable_client_messages smallint NOT NULL,"
                + " enabled smallint NOT NULL, max_backend_events_per_sec integer NOT NULL,"
                + " max_client_events_per_sec integer NOT NULL, max_read_req_per_sec integer NOT NULL, webhooks "
                + database.jsonType() + more + ")");
    }

    private void insertSoketis(String id, String connections, String hooks) {
        insert(
                "id, key, secret, max_connections, enable_client_messages, enabled, max_backend_events_per_sec,"
                        + " max_client_events_per_sec, max_read_req_per_sec, webhooks",
                "'" + id + "', '" + id + "-key', 'very-secret', " + connections + ", 0, 1, -1, 100, -1, " + hooks);
    }

    @Test
    void aTableOfSoketisIsUsedAsItIs() {
        createSoketis("");
        insertSoketis("app-id", "200", "'" + HOOKS + "'");
        insertSoketis("other", "-1", "NULL");
        assertThat(byKey("app-id-key"))
                .get()
                .usingRecursiveComparison()
                .isEqualTo(Application.builder("app-id", "app-id-key", "very-secret")
                        .maxConnections(200)
                        .acceptClientEventsFrom(ClientEventPolicy.NONE)
                        .maxClientEventsPerSecond(100)
                        .webhooks(hook())
                        .build());
        assertThat(byId("other").orElseThrow().maxConnections()).isEqualTo(Application.UNLIMITED);
    }

    @Test
    void soketisFurtherColumnsAreUnderstood() {
        createSoketis(
                ", enable_user_authentication smallint, max_presence_members_per_channel integer,"
                        + " max_presence_member_size_in_kb integer, max_channel_name_length integer, max_event_channels_at_once integer,"
                        + " max_event_name_length integer, max_event_payload_in_kb decimal(6, 2), max_event_batch_size integer");
        insertSoketis("app-id", "-1", "'[]'");
        database.execute("UPDATE apps SET enable_user_authentication = 1, max_presence_members_per_channel = 100,"
                + " max_presence_member_size_in_kb = 3, max_channel_name_length = 50, max_event_payload_in_kb = 2.5");
        Application application = byKey("app-id-key").orElseThrow();
        assertThat(application.requiresUserAuthentication()).isTrue();
        assertThat(application.maxPresenceMembers()).isEqualTo(100);
        assertThat(application.maxPresenceMemberSize()).isEqualTo(3 * 1024);
        assertThat(application.maxEventSize()).isEqualTo(2_560);
    }

    @Test
    void lettersOfAnotherCaseAreAnotherName() {
        createSoketis("");
        insertSoketis("app", "-1", "NULL");
        assertThat(byKey("APP-KEY")).isEmpty();
        assertThat(byId("App")).isEmpty();
        assertThat(byKey("app-key ")).isEmpty();
        assertThat(byKey("app-key")).isPresent();
    }

    @Test
    void namesThatNoTextColumnCanHaveAreNobodys() {
        database.createOurs();
        assertThat(byKey("\0")).isEmpty();
        assertThat(byKey("\ud800")).isEmpty();
        assertThat(byKey("'; DROP TABLE apps; --")).isEmpty();
        assertThat(byKey("schlüssel-😀")).isEmpty();
        insert("id, key, secret", "'1', 'schlüssel', 's'");
        provider.invalidateAll();
        assertThat(byKey("schlüssel")).isPresent();
    }

    @Test
    void aBadRowFailsAloneAndTheLogSaysWhichAndNothingSecret() {
        createSoketis("");
        insertSoketis("good", "-1", "NULL");
        insertSoketis("negative", "-2", "NULL");
        insertSoketis("zero", "0", "NULL");
        insertSoketis("hooked", "-1", "'[{\"url\": \"ftp://user:pass@internal/very-secret-path\"}]'");
        try (CapturedLog log = CapturedLog.of(JdbcApplicationProvider.class)) {
            assertThatThrownBy(() -> byKey("negative-key"))
                    .hasMessageContaining(
                            "The application negative cannot be served: in the table apps its column"
                                    + " max_connections must be a whole number from 1 to 2147483647, or -1 for no limit, not -2");
            assertThatThrownBy(() -> byId("zero")).hasMessageContaining("not 0");
            assertThatThrownBy(() -> byId("hooked")).hasMessageContaining("webhooks[0]");
            assertThatThrownBy(() -> byId("hooked")).hasMessageContaining("webhooks[0]");
            assertThat(byKey("good-key")).isPresent();
            assertThat(log.lines()).hasSize(3);
            assertThat(String.join("\n", log.lines()))
                    .contains("negative", "hooked")
                    .doesNotContain("very-secret", "internal", "pass");
        }
    }

    @Test
    void whatChangesIsSeenOnceItIsInvalidated() {
        database.createOurs();
        assertThat(byKey("shop")).isEmpty();
        insert("id, key, secret", "'1', 'shop', 'one'");
        provider.invalidate("1");
        assertThat(byKey("shop").orElseThrow().secret()).isEqualTo("one");
        database.execute("UPDATE apps SET secret = 'two' WHERE id = '1'");
        assertThat(byKey("shop").orElseThrow().secret()).isEqualTo("one");
        provider.invalidate("1");
        assertThat(byId("1").orElseThrow().secret()).isEqualTo("two");
        database.execute("DELETE FROM apps WHERE id = '1'");
        provider.invalidateAll();
        assertThat(byKey("shop")).isEmpty();
    }

    @Test
    void theNumbersOfANumericIdAreItsNames() {
        String key = database.keyColumn();
        database.execute("CREATE TABLE apps (id bigint PRIMARY KEY, " + key + " varchar(50), secret varchar(50))");
        insert("id, key, secret", "42, 'shop', 's'");
        assertThat(byId("42")).isPresent();
        assertThat(byId("042")).isEmpty();
        assertThat(byId("42abc")).isEmpty();
        assertThat(byId("4".repeat(30))).isEmpty();
        assertThat(byKey("shop")).isPresent();
    }

    @Test
    void theBlanksOfAColumnOfFixedLengthAreNotTheApplications() {
        String key = database.keyColumn();
        database.execute("CREATE TABLE apps (id char(20) PRIMARY KEY, " + key + " char(20), secret char(20), "
                + "accept_client_events_from char(9))");
        insert("id, key, secret, accept_client_events_from", "'1', 'shop', 's', 'all'");
        Application expected = Application.builder("1", "shop", "s")
                .acceptClientEventsFrom(ClientEventPolicy.ALL)
                .build();
        assertThat(byKey("shop")).get().usingRecursiveComparison().isEqualTo(expected);
        provider.invalidateAll();
        assertThat(byId("1")).get().usingRecursiveComparison().isEqualTo(expected);
        assertThat(byId("1 ")).isEmpty();
        assertThat(byKey("shop  ")).isEmpty();
    }

    @Test
    void aKeyThatTwoApplicationsHaveIsServedToNeither() {
        createSoketis("");
        insertSoketis("one", "-1", "NULL");
        insertSoketis("two", "-1", "NULL");
        database.execute("UPDATE apps SET " + database.keyColumn() + " = 'same'");
        assertThatThrownBy(() -> byKey("same")).hasMessageContaining("key is also that of another row");
        assertThat(byId("one")).isPresent();
    }

    @Test
    void aTableWithoutWhatItNeedsFailsAndIsLookedAtAgain() {
        assertThatThrownBy(() -> byKey("shop")).hasMessageContaining("The applications' database cannot be asked");
        database.execute("CREATE TABLE apps (id varchar(50), " + database.keyColumn() + " varchar(50))");
        assertThatThrownBy(() -> byKey("shop")).hasMessageContaining("The table apps has no column secret");
        database.execute("ALTER TABLE apps ADD secret varchar(50)");
        insert("id, key, secret", "'1', 'shop', 's'");
        assertThat(byKey("shop")).isPresent();
        database.execute("ALTER TABLE apps ADD max_connections integer");
        database.execute("UPDATE apps SET max_connections = 3");
        provider.invalidateAll();
        assertThat(byKey("shop").orElseThrow().maxConnections()).isEqualTo(3);
    }

    @Test
    void aTableMayHaveAnyName() {
        database.createOurs();
        insert("id, key, secret", "'1', 'shop', 's'");
        database.drop(database.quoted("My \"apps"));
        database.execute("CREATE TABLE " + database.quoted("My \"apps") + " AS SELECT * FROM apps");
        try (JdbcApplicationProvider other = provider("\"My \"\"apps\"")) {
            assertThat(now(other.findByKey("shop"))).isPresent();
        }
        try (JdbcApplicationProvider schema = provider(database.schema() + ".apps")) {
            assertThat(now(schema.findByKey("shop"))).isPresent();
        }
    }

    @Test
    void aDataSourceOfYoursIsUsedAndStaysAsItWas() throws Exception {
        database.createOurs();
        insert("id, key, secret", "'1', 'shop', 'one'");
        try (com.zaxxer.hikari.HikariDataSource yours = database.dataSource()) {
            yours.setAutoCommit(false);
            try (JdbcApplicationProvider over =
                    JdbcApplicationProvider.builder(yours).build()) {
                assertThat(now(over.findByKey("shop"))).isPresent();
                database.execute("UPDATE apps SET secret = 'two'");
                over.invalidateAll();
                assertThat(now(over.findByKey("shop")).orElseThrow().secret()).isEqualTo("two");
            }
            assertThat(yours.isClosed()).isFalse();
            assertThat(yours.getHikariPoolMXBean().getActiveConnections()).isZero();
        }
    }

    @Test
    void aWrongPasswordIsNotTold() {
        database.createOurs();
        try (CapturedLog log = CapturedLog.ofEverything();
                JdbcApplicationProvider refused = database.provider()
                        .password("wr0ng-pa55word")
                        .timeout(Duration.ofMillis(500))
                        .build()) {
            assertThatThrownBy(() -> now(refused.findByKey("shop")))
                    .hasMessageContaining("The applications' database cannot be asked")
                    .satisfies(failure -> assertThat(stackTrace(failure)).doesNotContain("wr0ng-pa55word"));
            assertThat(refused.toString()).isEqualTo("JdbcApplicationProvider[table=apps]");
            assertThat(String.join("\n", log.lines())).doesNotContain("wr0ng-pa55word");
        }
    }

    private static String stackTrace(Throwable failure) {
        java.io.StringWriter text = new java.io.StringWriter();
        failure.printStackTrace(new java.io.PrintWriter(text));
        return text.toString();
    }

    @Test
    void behindItsEndNothingIsAsked() {
        database.createOurs();
        provider.close();
        assertThatThrownBy(() -> byKey("shop")).hasMessageContaining("is closed");
        provider.close();
    }
}
