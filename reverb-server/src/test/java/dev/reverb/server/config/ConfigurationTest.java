package dev.reverb.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reverb.application.Application;
import dev.reverb.application.ClientEventPolicy;
import dev.reverb.application.RateLimit;
import dev.reverb.application.Webhook;
import dev.reverb.application.WebhookEventType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationTest {

    private static final String CREDENTIALS = "\"app_id\": \"1\", \"key\": \"k\", \"secret\": \"s\"";

    @TempDir
    Path directory;

    private final Map<String, String> process = new HashMap<>();
    private final Map<Setting<?>, String> options = new HashMap<>();
    private String dotEnv = "";
    private Optional<Path> file = Optional.empty();

    @Test
    void hasTheDefaultsOfTheLibrary() throws Exception {
        Configuration configuration = load();
        assertThat(configuration.get(ServerSettings.HOST)).isEqualTo("0.0.0.0");
        assertThat(configuration.get(ServerSettings.PORT)).isEqualTo(8080);
        assertThat(configuration.get(ServerSettings.PATH)).isEmpty();
        assertThat(configuration.find(ServerSettings.HOSTNAME)).isEmpty();
        assertThat(configuration.get(ServerSettings.MAX_REQUEST_SIZE)).isEqualTo(262_144);
        assertThat(configuration.applications()).isEmpty();
        assertThat(configuration.warnings()).isEmpty();
        assertThat(configuration.application("1", "k", "s"))
                .usingRecursiveComparison()
                .isEqualTo(Application.of("1", "k", "s"));
    }

    @Test
    void aLaterSourceWins() throws Exception {
        dotEnv = "REVERB_SERVER_HOST=env-file\nREVERB_SERVER_PORT=1\nREVERB_SERVER_PATH=/a\nREVERB_HOST=a";
        process.putAll(Map.of("REVERB_SERVER_PORT", "2", "REVERB_SERVER_PATH", "/b", "REVERB_HOST", "b"));
        json("{\"server\": {\"path\": \"/c\", \"hostname\": \"c\"}}");
        options.put(ServerSettings.HOSTNAME, "d");
        Configuration configuration = load();
        assertThat(configuration.get(ServerSettings.HOST)).isEqualTo("env-file");
        assertThat(configuration.get(ServerSettings.PORT)).isEqualTo(2);
        assertThat(configuration.get(ServerSettings.PATH)).isEqualTo("/c");
        assertThat(configuration.find(ServerSettings.HOSTNAME)).contains("d");
        assertThat(configuration.origin(ServerSettings.HOSTNAME)).isEqualTo("--hostname");
    }

    @Test
    void nullAndEmptyPutBackTheDefault() throws Exception {
        process.putAll(Map.of("REVERB_SERVER_PORT", "1", "REVERB_SERVER_HOST", "", "REVERB_APP_MAX_CONNECTIONS", "5"));
        json("{\"server\": {\"port\": null}, \"apps\": [{" + CREDENTIALS + ", \"max_connections\": null}]}");
        Configuration configuration = load();
        assertThat(configuration.get(ServerSettings.PORT)).isEqualTo(8080);
        assertThat(configuration.get(ServerSettings.HOST)).isEqualTo("0.0.0.0");
        assertThat(configuration.applications().get(0).maxConnections()).isEqualTo(Application.UNLIMITED);
    }

    @Test
    void everyApplicationSettingHasAnEffect() throws Exception {
        dotEnv = """
                REVERB_APP_ID=1
                REVERB_APP_KEY=k
                REVERB_APP_SECRET=s
                REVERB_APP_ENABLED=false
                REVERB_APP_ALLOWED_ORIGINS=a.com,b.com
                REVERB_APP_REQUIRE_TLS=(true)
                REVERB_APP_ACCEPT_CLIENT_EVENTS_FROM=all
                REVERB_APP_PING_INTERVAL=1
                REVERB_APP_ACTIVITY_TIMEOUT=2
                REVERB_APP_PONG_TIMEOUT=3
                REVERB_APP_CACHE_TTL=4
                REVERB_APP_MAX_CONNECTIONS=5
                REVERB_APP_MAX_MESSAGE_SIZE=10_001
                REVERB_APP_MAX_EVENT_SIZE=7
                REVERB_APP_MAX_CHANNELS_PER_CONNECTION=8
                REVERB_APP_MAX_PRESENCE_MEMBERS=9
                REVERB_APP_MAX_PRESENCE_MEMBER_SIZE=10
                REVERB_APP_MAX_OUTBOUND_BYTES=11
                REVERB_APP_MAX_BACKEND_EVENTS_PER_SEC=12
                REVERB_APP_MAX_CLIENT_EVENTS_PER_SEC=13
                REVERB_APP_MAX_READ_REQ_PER_SEC=14
                REVERB_APP_RATE_LIMITING_ENABLED=true
                REVERB_APP_RATE_LIMIT_MAX_ATTEMPTS=15
                REVERB_APP_RATE_LIMIT_DECAY_SECONDS=16
                REVERB_APP_RATE_LIMIT_TERMINATE=true
                REVERB_APP_SUBSCRIPTION_COUNT_EVENTS=true
                REVERB_APP_USER_AUTHENTICATION_REQUIRED=true
                REVERB_APP_USER_AUTHENTICATION_TIMEOUT=17
                REVERB_APP_WEBHOOKS=[{"url":"https://a.com","event_types":["cache_miss"]}]
                REVERB_APP_WEBHOOK_BATCH_MS=18
                REVERB_APP_WEBHOOK_GRACE_MS=0
                REVERB_APP_MAX_PENDING_WEBHOOK_EVENTS=19
                REVERB_APP_COMPRESSION=false
                REVERB_APP_COMPRESSION_MIN_SIZE=20
                """;
        Configuration configuration = load();
        assertThat(configuration.warnings()).isEmpty();
        assertThat(configuration.applications())
                .singleElement()
                .usingRecursiveComparison()
                .ignoringFields("originPattern")
                .isEqualTo(Application.builder("1", "k", "s")
                        .enabled(false)
                        .allowedOrigins("a.com", "b.com")
                        .requireTls(true)
                        .acceptClientEventsFrom(ClientEventPolicy.ALL)
                        .pingInterval(Duration.ofSeconds(1))
                        .activityTimeout(Duration.ofSeconds(2))
                        .pongTimeout(Duration.ofSeconds(3))
                        .cacheTtl(Duration.ofSeconds(4))
                        .maxConnections(5)
                        .maxMessageSize(10_001)
                        .maxEventSize(7)
                        .maxChannelsPerConnection(8)
                        .maxPresenceMembers(9)
                        .maxPresenceMemberSize(10)
                        .maxOutboundBytes(11)
                        .maxBackendEventsPerSecond(12)
                        .maxClientEventsPerSecond(13)
                        .maxReadRequestsPerSecond(14)
                        .rateLimit(new RateLimit(15, Duration.ofSeconds(16), true))
                        .subscriptionCountEvents(true)
                        .userAuthenticationRequired(true)
                        .userAuthenticationTimeout(Duration.ofSeconds(17))
                        .webhooks(Webhook.to("https://a.com").forEvents(WebhookEventType.CACHE_MISS))
                        .webhookBatchTime(Duration.ofMillis(18))
                        .webhookGraceTime(Duration.ZERO)
                        .maxPendingWebhookEvents(19)
                        .compression(false)
                        .compressionMinSize(20)
                        .build());
        assertThat(ApplicationSettings.ALL.settings().stream()
                        .filter(setting -> setting.effect() == Setting.Effect.FULL)
                        .map(setting -> setting.variable().orElseThrow()))
                .allMatch(variable -> dotEnv.contains(variable + "="));
    }

    @Test
    void theWholeOfATranslatedLaravelFileIsAccepted() throws Exception {
        json("""
                {
                  "default": "reverb",
                  "servers": {
                    "reverb": {
                      "host": "127.0.0.1", "port": "9000", "path": "ws", "hostname": null,
                      "options": {"tls": []},
                      "max_request_size": 10000,
                      "scaling": {
                        "enabled": false, "channel": "reverb",
                        "server": {"url": null, "host": "127.0.0.1", "port": "6379", "username": null, "password": null,
                                   "database": "0", "timeout": 60}
                      },
                      "pulse_ingest_interval": 15,
                      "telescope_ingest_interval": 15
                    }
                  },
                  "apps": {
                    "provider": "config",
                    "apps": [{
                      "key": "k", "secret": "s", "app_id": 123,
                      "options": {"host": "ws.example.com", "port": 443, "scheme": "https", "useTLS": true},
                      "allowed_origins": ["*"], "ping_interval": 60, "activity_timeout": 30,
                      "max_connections": null, "max_message_size": 10000, "accept_client_events_from": "members",
                      "rate_limiting": {"enabled": true, "max_attempts": 60, "decay_seconds": 60, "terminate_on_limit": false}
                    }]
                  }
                }
                """);
        Configuration configuration = load();
        assertThat(configuration.warnings()).isEmpty();
        assertThat(configuration.get(ServerSettings.HOST)).isEqualTo("127.0.0.1");
        assertThat(configuration.get(ServerSettings.PORT)).isEqualTo(9000);
        assertThat(configuration.get(ServerSettings.PATH)).isEqualTo("/ws");
        assertThat(configuration.get(ServerSettings.MAX_REQUEST_SIZE)).isEqualTo(10_000);
        Application application = configuration.applications().get(0);
        assertThat(application.id()).isEqualTo("123");
        assertThat(application.rateLimit()).contains(new RateLimit(60, Duration.ofSeconds(60), false));
    }

    @Test
    void anOlderLaravelFileHasItsApplicationsAsAList() throws Exception {
        json("{\"servers\": {\"reverb\": {\"options\": {\"tls\": false}}}, \"apps\": [{\"id\": 7, \"key\": \"k\","
                + " \"secret\": \"s\", \"options\": []}]}");
        Configuration configuration = load();
        assertThat(configuration.find(ServerSettings.TLS)).contains(false);
        assertThat(configuration.applications().get(0).id()).isEqualTo("7");
    }

    @Test
    void readsYamlWithSeveralApplications() throws Exception {
        file("reverb.yaml", """
                server:
                  port: 9000
                  drain_timeout: 30
                  tls:
                    local_cert: /certs/cert.pem
                    passphrase: "0123"
                apps:
                  - app_id: 0123
                    key: one
                    secret: s1
                    allowed_origins: [example.com, "*.example.com"]
                    max_connections: 10_000
                  - app_id: 2
                    key: two
                    secret: s2
                    rate_limiting: {enabled: on, max_attempts: 5}
                """);
        Configuration configuration = load();
        assertThat(configuration.get(ServerSettings.DRAIN_TIMEOUT)).isEqualTo(Duration.ofSeconds(30));
        assertThat(configuration.find(ServerSettings.TLS_CERTIFICATE)).contains("/certs/cert.pem");
        assertThat(configuration.find(ServerSettings.TLS_PASSPHRASE)).contains("0123");
        assertThat(configuration.applications()).extracting(Application::id).containsExactly("0123", "2");
        assertThat(configuration.applications().get(0).maxConnections()).isEqualTo(10_000);
        assertThat(configuration.applications().get(1).rateLimit())
                .contains(new RateLimit(5, Duration.ofSeconds(60), false));
    }

    @Test
    void aFileWithAnotherEndingIsToldByItsFirstCharacter() throws Exception {
        file("reverb.conf", "  {\"server\": {\"port\": 1}}");
        assertThat(load().get(ServerSettings.PORT)).isEqualTo(1);
        file("reverb.conf", "server: {port: 2}");
        assertThat(load().get(ServerSettings.PORT)).isEqualTo(2);
        file("reverb.conf", "");
        assertThat(load().get(ServerSettings.PORT)).isEqualTo(8080);
    }

    @Test
    void theEnvironmentIsTheDefaultOfTheFilesApplications() throws Exception {
        process.put("REVERB_APP_PING_INTERVAL", "20");
        json("{\"apps\": [{" + CREDENTIALS + "}, {\"app_id\": \"2\", \"key\": \"k2\", \"secret\": \"s\","
                + " \"ping_interval\": 5}]}");
        assertThat(load().applications())
                .extracting(Application::pingInterval)
                .containsExactly(Duration.ofSeconds(20), Duration.ofSeconds(5));
    }

    @Test
    void aSingleApplicationMayHaveItsSecretInTheEnvironment() throws Exception {
        process.put("REVERB_APP_SECRET", "from the environment");
        process.put("REVERB_APP_KEY", "shadowed");
        json("{\"apps\": [{\"app_id\": \"1\", \"key\": \"k\", \"secret\": null, \"max_connections\": 3}]}");
        Application application = load().applications().get(0);
        assertThat(application.key()).isEqualTo("k");
        assertThat(application.secret()).isEqualTo("from the environment");
    }

    @Test
    void ofSeveralEachNeedsItsOwnCredentials() {
        process.put("REVERB_APP_SECRET", "s");
        json(
                "{\"apps\": [\n{\"app_id\": \"1\", \"key\": \"k\"},\n{\"app_id\": \"2\", \"key\": \"l\", \"secret\": \"s\"}]}");
        refuses(path() + ":2: apps[0].secret: missing");
    }

    @Test
    void credentialsComeTogether() {
        process.put("REVERB_APP_KEY", "k");
        refuses("REVERB_APP_ID: missing, while REVERB_APP_KEY is set");
        process.put("REVERB_APP_ID", "1");
        refuses("REVERB_APP_SECRET: missing, while REVERB_APP_ID is set");
    }

    @Test
    void noTwoApplicationsShareAnIdOrKey() {
        json("{\"apps\": [{" + CREDENTIALS + "},\n{\"app_id\": \"1\", \"key\": \"l\", \"secret\": \"s\"}]}");
        refuses(path() + ":2: apps[1].app_id: the same as that of apps[0]");
        json("{\"apps\": [{" + CREDENTIALS + "},\n{\"app_id\": \"2\", \"key\": \"k\", \"secret\": \"s\"}]}");
        refuses(path() + ":2: apps[1].key: the same as that of apps[0]");
    }

    @Test
    void anUnknownKeyNamesTheNearestKnownOne() {
        json("{\n\"apps\": [{" + CREDENTIALS + ",\n\"max_conections\": 5}]}");
        refuses(path() + ":3: apps[0].max_conections: unknown setting; did you mean max_connections?");
        json("{\"apps\": [{" + CREDENTIALS + ",\"rate_limiting\": {\"max_atempts\": 5}}]}");
        refuses(path() + ":1: apps[0].rate_limiting.max_atempts: unknown setting; did you mean max_attempts?");
        json("{\"sever\": {}}");
        refuses(path() + ":1: sever: unknown setting; did you mean server?");
        json("{\"server\": {\"options\": {\"tsl\": {}}}}");
        refuses(path() + ":1: server.options.tsl: unknown setting; did you mean tls?");
        json("{\"server\": {\"tls\": {\"local_certt\": \"x\"}}}");
        refuses(path() + ":1: server.tls.local_certt: unknown setting; did you mean local_cert?");
        json("{\"server\": {\"scalling\": {}}}");
        refuses(path() + ":1: server.scalling: unknown setting; did you mean scaling?");
        json("{\"scaling\": {\"server\": {\"hots\": 1}}}");
        refuses(path() + ":1: scaling.server.hots: unknown setting; did you mean host?");
        json("{\"apps\": {\"povider\": \"config\"}}");
        refuses(path() + ":1: apps.povider: unknown setting; did you mean provider?");
        json("{\"server\": {\"colour\": 1}}");
        refuses(path() + ":1: server.colour: unknown setting");
        json("{\"server\": {\"a\\u001b[31mb\": 1}}");
        refuses(path() + ":1: server.a\\u001b[31mb: unknown setting");
    }

    @Test
    void aWrongValueNamesItsPlaceAndWhatIsAllowed() {
        json("{\"server\": {\n\"port\": \"http\"}}");
        refuses(path() + ":2: server.port: must be a whole number from 0 to 65535, not \"http\"");
        json("{\"servers\": {\"reverb\": {\"port\": 65536}}}");
        refuses(path() + ":1: servers.reverb.port: must be a whole number from 0 to 65535, not \"65536\"");
        json("{\"apps\": [{" + CREDENTIALS + ", \"ping_interval\": 0}]}");
        refuses(path()
                + ":1: apps[0].ping_interval: must be a whole number of seconds from 1 to 2147483647, not \"0\"");
        json("{\"apps\": [{" + CREDENTIALS + ", \"enabled\": []}]}");
        refuses(path() + ":1: apps[0].enabled: must be true or false, not a list");
        json("{\"apps\": [{" + CREDENTIALS + ", \"rate_limiting\": true}]}");
        refuses(path() + ":1: apps[0].rate_limiting: must be an object");
        json("{\"server\": {\"max_pending_events\": 999}}");
        refuses(path() + ":1: server.max_pending_events: must be a whole number from 1000 to 2147483647, not \"999\"");
        file = Optional.empty();
        process.put("REVERB_SERVER_PORT", "eighty");
        refuses("REVERB_SERVER_PORT: must be a whole number from 0 to 65535, not \"eighty\"");
        process.clear();
        dotEnv = "\nREVERB_APP_MAX_CONNECTIONS=many";
        refuses(directory.resolve(".env") + ":2: REVERB_APP_MAX_CONNECTIONS: "
                + "must be a whole number from 1 to 2147483646, or 0 for no limit, not \"many\"");
        dotEnv = "";
        options.put(ServerSettings.PORT, "-1");
        refuses("--port: must be a whole number from 0 to 65535, not \"-1\"");
    }

    @Test
    void aWrongSecretIsNotShown() {
        json("{\"apps\": [{\"app_id\": \"1\", \"key\": \"k\", \"secret\": [\"s3cr3t\"]}]}");
        assertThatThrownBy(this::load).hasMessage(path() + ":1: apps[0].secret: must be text");
    }

    @Test
    void applicationsMayComeFromADatabase() throws Exception {
        json("{\"apps\": {\"provider\": \"jdbc\", \"jdbc\": {\"url\": \"jdbc:x:y\", \"pool_size\": 2}}}");
        process.put("REVERB_APPS_JDBC_PASSWORD", "s3cr3t");
        process.put("REVERB_APP_ID", "1");
        Configuration configuration = load();
        TableSettings table = configuration.table().orElseThrow();
        assertThat(table.url()).isEqualTo("jdbc:x:y");
        assertThat(table.password()).contains("s3cr3t");
        assertThat(table.username()).isEmpty();
        assertThat(table.get(AppsSettings.POOL_SIZE)).isEqualTo(2);
        assertThat(table.get(AppsSettings.TABLE)).isEqualTo("apps");
        assertThat(table).hasToString("TableSettings[apps]");
        assertThat(configuration.applications()).isEmpty();
        assertThat(configuration.warnings())
                .containsExactly("REVERB_APP_ID: does nothing, since the applications come from a database");
    }

    @Test
    void ofADatabaseAllMustBeSaidAndNothingElse() {
        json("{\"apps\": {\"provider\": \"jdbc\"}}");
        refuses("jdbc.url: missing, while " + path() + ":1: apps.provider is jdbc");
        json("{\"apps\": {\"provider\": \"jdbc\", \"jdbc\": {\"url\": \"u\"}, \"apps\": [{}]}}");
        refuses(path() + ":1: apps.apps[0]: the applications come from a database; leave these out");
        json("{\"apps\": {\"provider\": \"jdbc\", \"jdbc\": {\"url\": \"u\", \"time_to_live\": 20}}}");
        refuses("jdbc.refresh_after: must be at most " + path() + ":1: apps.jdbc.time_to_live");
        json("{\"apps\": {\"jdbc\": {\"pool_size\": 0}}}");
        refuses(path() + ":1: apps.jdbc.pool_size: must be a whole number from 1 to 1000, not \"0\"");
        json("{\"apps\": {\"jdbc\": {\"tabel\": \"x\"}}}");
        refuses(path() + ":1: apps.jdbc.tabel: unknown setting; did you mean table?");
    }

    @Test
    void theShapeOfAFileIsChecked() {
        json("[1]");
        refuses(path() + ": must be an object with apps, server and scaling");
        json("{\"server\": 1}");
        refuses(path() + ":1: server: must be an object");
        json("{\"apps\": []}");
        refuses(path() + ":1: apps: must be a list of at least one application");
        json("{\"apps\": [1]}");
        refuses(path() + ":1: apps[0]: must be an object");
        json("{\"apps\": {\"provider\": \"database\"}}");
        refuses(path() + ":1: apps.provider: must be config or jdbc, not \"database\"");
        json("{\"server\": {}, \"servers\": {}}");
        refuses(path() + ":1: servers: give either server or servers");
        json("{\"scaling\": {}, \"server\": {\"scaling\": {}}}");
        refuses(path() + ":1: scaling: already given at server.scaling");
        json("{\"default\": \"reverbb\", \"servers\": {\"reverb\": {}}}");
        refuses(path() + ":1: default: there is no \"reverbb\" in servers; did you mean reverb?");
        json("{\"servers\": {\"other\": {}}}");
        refuses(path() + ":1: servers.other: there is no \"reverb\" in servers");
        json("{\"server\": {\"tls\": {\"local_cert\": \"a\"},\n\"options\": {\"tls\": {\"local_cert\": \"b\"}}}}");
        refuses(path() + ":2: server.options.tls.local_cert: already given at " + path() + ":1: server.tls.local_cert");
        json("{\"apps\": [{\"id\": 1,\n\"app_id\": 1}]}");
        refuses(path() + ":2: apps[0].app_id: already given at " + path() + ":1: apps[0].id");
    }

    @Test
    void anUnreadableFileIsOneLine() {
        file = Optional.of(directory.resolve("missing.json"));
        refuses(directory.resolve("missing.json") + ": cannot be read: no such file");
    }

    @Test
    void aServerThatIsNotTheDefaultIsLeftOut() throws Exception {
        json("{\"default\": \"b\", \"servers\": {\"a\": {\"port\": 1}, \"b\": {\"port\": 2}}}");
        Configuration configuration = load();
        assertThat(configuration.get(ServerSettings.PORT)).isEqualTo(2);
        assertThat(configuration.warnings())
                .containsExactly(path() + ":1: servers.a: does nothing, since the default server is \"b\"");
    }

    @Test
    void webhooksAreReadWhereverTheyStand() throws Exception {
        String hook = "{\"url\": \"https://example.com/%s\", \"event_types\": [\"channel_occupied\"]}";
        process.put("REVERB_APP_WEBHOOKS", "[" + hook.formatted("process") + "]");
        json("{\"apps\": [{" + CREDENTIALS + "}]}");
        assertThat(webhookUrls()).containsExactly("https://example.com/process");
        json("{\"apps\": [{" + CREDENTIALS + ", \"webhooks\": [" + hook.formatted("one") + ", " + hook.formatted("two")
                + "]}]}");
        assertThat(webhookUrls()).containsExactly("https://example.com/one", "https://example.com/two");
        json("{\"apps\": [{" + CREDENTIALS + ", \"webhooks\": \"["
                + hook.formatted("text").replace("\"", "\\\"") + "]\"}]}");
        assertThat(webhookUrls()).containsExactly("https://example.com/text");
        file("reverb.yaml", """
                apps:
                  - app_id: 1
                    key: k
                    secret: s
                    webhooks:
                      - url: https://example.com/yaml
                        event_types: [channel_occupied]
                """);
        assertThat(webhookUrls()).containsExactly("https://example.com/yaml");
        for (String none : List.of("[]", "null", "\"\"")) {
            json("{\"apps\": [{" + CREDENTIALS + ", \"webhooks\": " + none + "}]}");
            assertThat(webhookUrls()).as(none).isEmpty();
        }
    }

    @Test
    void aWrongPieceOfAWebhookIsNamedWhereverItStands() {
        json("{\"apps\": [{" + CREDENTIALS + ", \"webhooks\": [\n{\"url\": \"https://a.com\", \"event_types\": [\n"
                + "\"channel_ocupied\"]}]}]}");
        String problem = "must be channel_occupied, channel_vacated, member_added, member_removed, client_event, "
                + "cache_miss or subscription_count, not \"channel_ocupied\"";
        refuses(path() + ":3: apps[0].webhooks[0].event_types[0]: " + problem);
        file = Optional.empty();
        String hooks = "[{\"url\": \"https://a.com\", \"event_types\": [\"channel_ocupied\"]}]";
        dotEnv = "\nREVERB_APP_WEBHOOKS='" + hooks + "'";
        refuses(directory.resolve(".env") + ":2: REVERB_APP_WEBHOOKS[0].event_types[0]: " + problem);
        process.put("REVERB_APP_WEBHOOKS", hooks);
        refuses("REVERB_APP_WEBHOOKS[0].event_types[0]: " + problem);
        process.put("REVERB_APP_WEBHOOKS", "https://a.com/?token=s3cr3t");
        refuses("REVERB_APP_WEBHOOKS: not valid JSON");
        process.put("REVERB_APP_WEBHOOKS", "[\n}");
        assertThatThrownBy(this::load)
                .hasMessageStartingWith("REVERB_APP_WEBHOOKS: not valid JSON: Unexpected ")
                .hasMessageNotContaining("\n");
        process.put("REVERB_APP_WEBHOOKS", "[] []");
        refuses("REVERB_APP_WEBHOOKS: there is more after the end");
    }

    @Test
    void aHookThatWaitsForCountsWhichNobodyMakesIsAWarning() throws Exception {
        String hooks = "[{\"url\": \"https://a.com\", \"event_types\": [\"subscription_count\"]}]";
        process.put("REVERB_APP_WEBHOOKS", hooks);
        String warning =
                "REVERB_APP_WEBHOOKS: subscription_count is never told, since subscription_count_events is false";
        assertThat(load().warnings()).containsExactly(warning);
        json("{\"apps\": [{" + CREDENTIALS + "}]}");
        assertThat(load().warnings()).containsExactly(warning);
        json("{\"apps\": [{" + CREDENTIALS + ", \"subscription_count_events\": true}]}");
        assertThat(load().warnings()).isEmpty();
        json("{\"apps\": [{" + CREDENTIALS + ", \"webhooks\": [{\"url\": \"https://a.com\"}]}]}");
        assertThat(load().warnings()).isEmpty();
    }

    private List<String> webhookUrls() throws ConfigurationException {
        return load().applications().get(0).webhooks().stream()
                .map(hook -> hook.url().toString())
                .toList();
    }

    @Test
    void optionsOfPhpAreAcceptedWithAWarningWhereTheyAskForSomething() throws Exception {
        json(
                "{\"server\": {\"options\": {\"tls\": {\"verify_peer\": false, \"ciphers\": \"HIGH\", \"cafile\": null}}}}");
        assertThat(load().warnings()).containsExactly(path() + ":1: server.options.tls.ciphers: does nothing here");
    }

    @Test
    void scalingIsReadWhereItIsOn() throws Exception {
        process.put("REDIS_PORT", "nonsense of another program");
        assertThat(load().scaling()).isEmpty();
        process.put("REVERB_SCALING_ENABLED", "true");
        refuses("REDIS_PORT: must be a whole number from 1 to 65535, not \"nonsense of another program\"");
        process.put("REDIS_PORT", "6380");
        assertThat(load().scaling()).map(RedisSettings::address).contains("127.0.0.1:6380");
        process.remove("REVERB_SCALING_ENABLED");
        process.put("REVERB_DRIVER", "redis");
        assertThat(load().scaling()).map(RedisSettings::address).contains("127.0.0.1:6380");
        assertThat(load().warnings()).isEmpty();
        process.put("REVERB_SCALING_ENABLED", "false");
        assertThat(load().scaling()).isEmpty();
    }

    @Test
    void aFileSaysWhereRedisIs() throws Exception {
        process.put("REDIS_HOST", "shadowed");
        json("""
                {"scaling": {"enabled": true, "lease": 20, "server": {
                    "scheme": "tls", "sentinels": ["one", "two:5"], "sentinel_master": "main", "password": "s3cr3t",
                    "tls": {"cafile": null}}}}""");
        RedisSettings redis = load().scaling().orElseThrow();
        assertThat(redis.urls()).containsExactly("rediss-sentinel://one:26379,two:5#main");
        assertThat(redis.get(ScalingSettings.LEASE)).isEqualTo(Duration.ofSeconds(20));
        assertThat(redis.toString()).doesNotContain("s3cr3t");
        json("{\"scaling\": {\"enabled\": true, \"server\": {\"tls\": {\"ca_file\": \"a\"}}}}");
        refuses(path() + ":1: scaling.server.tls.ca_file: unknown setting; did you mean cafile?");
    }

    @Test
    void anOriginWithASchemeOrPortIsWarnedOf() throws Exception {
        json("{\"apps\": [{" + CREDENTIALS
                + ", \"allowed_origins\": [\"https://a.com\", \"b.com:8080\", \"c.com\"]}]}");
        assertThat(load().warnings())
                .hasSize(2)
                .allMatch(warning -> warning.startsWith(path() + ":1: apps[0].allowed_origins: "))
                .anyMatch(warning -> warning.contains("\"https://a.com\" matches nothing"))
                .anyMatch(warning -> warning.contains("\"b.com:8080\" matches nothing"));
    }

    private Configuration load() throws ConfigurationException {
        try {
            Path path = Files.writeString(directory.resolve(".env"), dotEnv);
            return Configuration.load(EnvironmentVariables.read(process, path), file, options);
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    private void refuses(String message) {
        assertThatThrownBy(this::load)
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(message);
    }

    private void json(String text) {
        file("reverb.json", text);
    }

    private void file(String name, String text) {
        try {
            file = Optional.of(Files.writeString(directory.resolve(name), text));
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    private String path() {
        return file.orElseThrow().toString();
    }
}
