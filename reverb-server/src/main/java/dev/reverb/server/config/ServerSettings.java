package dev.reverb.server.config;

import static dev.reverb.application.Application.UNLIMITED;

import dev.reverb.Publication;
import dev.reverb.ReverbServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The settings of the server as a whole: {@code server} or {@code servers.reverb} in a file. */
public final class ServerSettings {

    /** The address to listen on. */
    public static final Setting<String> HOST =
            Setting.of("host", "REVERB_SERVER_HOST", ValueType.text("an address or host name", "\\S+"), "0.0.0.0");

    /** The TCP port to listen on; 0 takes any free one. */
    public static final Setting<Integer> PORT =
            Setting.of("port", "REVERB_SERVER_PORT", ValueType.whole("", 0, 65_535), 8080);

    /** The prefix before all paths. */
    public static final Setting<String> PATH = Setting.of("path", "REVERB_SERVER_PATH", ValueType.path(), "");

    /** The name under which clients reach the server; finds a Herd or Valet certificate. */
    public static final Setting<String> HOSTNAME =
            Setting.optional("hostname", "REVERB_HOST", ValueType.text("a host name", "\\S+"));

    /** The name of the transport. */
    public static final Setting<String> TRANSPORT =
            Setting.of("transport", "REVERB_TRANSPORT", ValueType.text(), "jetty");

    /** Whether the traffic is logged. */
    public static final Setting<Boolean> DEBUG = Setting.of("debug", "REVERB_DEBUG", ValueType.flag(), false);

    /** Whether the playground is served; where unset, with generated credentials only. */
    public static final Setting<Boolean> PLAYGROUND =
            Setting.optional("playground", "REVERB_PLAYGROUND", ValueType.flag());

    /** The largest body of an API request in bytes. */
    public static final Setting<Integer> MAX_REQUEST_SIZE = Setting.of(
            "max_request_size",
            "REVERB_MAX_REQUEST_SIZE",
            ValueType.whole(" of bytes", 1, Integer.MAX_VALUE),
            ReverbServer.Builder.DEFAULT_MAX_REQUEST_SIZE);

    /** How many connections one address may have. */
    public static final Setting<Integer> MAX_CONNECTIONS_PER_ADDRESS = Setting.of(
            "max_connections_per_address", "REVERB_MAX_CONNECTIONS_PER_ADDRESS", ValueType.limit(UNLIMITED), UNLIMITED);

    /** How long a request may wait. */
    public static final Setting<Duration> REQUEST_TIMEOUT = Setting.of(
            "request_timeout",
            "REVERB_REQUEST_TIMEOUT",
            ValueType.seconds(1),
            ReverbServer.Builder.DEFAULT_REQUEST_TIMEOUT);

    /** How long a server that shuts down goes on accepting. */
    public static final Setting<Duration> DRAIN_DELAY = Setting.of(
            "drain_delay", "REVERB_DRAIN_DELAY", ValueType.seconds(0), ReverbServer.Builder.DEFAULT_DRAIN_DELAY);

    /** Over how long the closing of connections is spread. */
    public static final Setting<Duration> DRAIN_TIMEOUT = Setting.of(
            "drain_timeout", "REVERB_DRAIN_TIMEOUT", ValueType.seconds(0), ReverbServer.Builder.DEFAULT_DRAIN_TIMEOUT);

    /** How many bytes may wait for all connections together; where unset, a quarter of the heap. */
    public static final Setting<Long> MAX_OUTBOUND_TOTAL =
            Setting.optional("max_outbound_total", "REVERB_MAX_OUTBOUND_TOTAL", ValueType.bytes());

    /** How many events each lane takes that have not been fanned out. */
    public static final Setting<Integer> MAX_PENDING_EVENTS = Setting.of(
            "max_pending_events",
            "REVERB_MAX_PENDING_EVENTS",
            ValueType.whole("", Publication.MAX_CHANNELS * Publication.MAX_BATCH_SIZE, Integer.MAX_VALUE),
            ReverbServer.Builder.DEFAULT_MAX_PENDING_EVENTS);

    /** How often the server looks whether the applications of its connections still exist. */
    public static final Setting<Duration> APPLICATION_CHECK_INTERVAL = Setting.of(
            "application_check_interval",
            "REVERB_APPLICATION_CHECK_INTERVAL",
            ValueType.seconds(1),
            ReverbServer.Builder.DEFAULT_APPLICATION_CHECK_INTERVAL);

    /** Whether changes of the applications are taken over while the server runs. */
    public static final Setting<Boolean> RELOAD_APPLICATIONS =
            Setting.of("reload_applications", "REVERB_RELOAD_APPLICATIONS", ValueType.flag(), true);
    /** Whether clients that offer compression get it. */
    public static final Setting<Boolean> COMPRESSION =
            Setting.of("compression", "REVERB_COMPRESSION", ValueType.flag(), false);

    /** Whether TLS has to be on ({@code true}) or no certificate is looked for ({@code false}). */
    public static final Setting<Boolean> TLS =
            Setting.optional("tls", "REVERB_USE_TLS", ValueType.flag()).alias("options.tls");

    /** A PEM file with the certificate and its chain. */
    public static final Setting<String> TLS_CERTIFICATE = tls("local_cert", "REVERB_TLS_LOCAL_CERT");

    /** A PEM file with the private key; where unset, it is in the certificate's file. */
    public static final Setting<String> TLS_KEY = tls("local_pk", "REVERB_TLS_LOCAL_PK");

    /** A PKCS#12 or JKS keystore, in place of the two. */
    public static final Setting<String> TLS_KEYSTORE = tls("keystore", "REVERB_TLS_KEYSTORE");

    /** What the private key or the keystore is encrypted with. */
    public static final Setting<String> TLS_PASSPHRASE =
            tls("passphrase", "REVERB_TLS_PASSPHRASE").secret();

    /** The other SSL options of PHP, which have no counterpart here. */
    private static final List<String> PHP_TLS_OPTIONS = List.of(
            "verify_peer",
            "verify_peer_name",
            "allow_self_signed",
            "peer_name",
            "cafile",
            "capath",
            "verify_depth",
            "ciphers",
            "capture_peer_cert",
            "capture_peer_cert_chain",
            "SNI_enabled",
            "SNI_server_certs",
            "disable_compression",
            "peer_fingerprint",
            "security_level",
            "crypto_method",
            "min_proto_version",
            "max_proto_version",
            "no_ticket");

    static final Catalogue ALL = catalogue();

    private ServerSettings() {}

    private static Setting<String> tls(String name, String variable) {
        return Setting.optional("tls." + name, variable, ValueType.text("text", ".+"))
                .alias("options.tls." + name);
    }

    private static Catalogue catalogue() {
        List<Setting<?>> settings = new ArrayList<>(List.of(
                HOST,
                PORT,
                PATH,
                HOSTNAME,
                TRANSPORT,
                DEBUG,
                PLAYGROUND,
                MAX_REQUEST_SIZE,
                MAX_CONNECTIONS_PER_ADDRESS,
                REQUEST_TIMEOUT,
                DRAIN_DELAY,
                DRAIN_TIMEOUT,
                MAX_OUTBOUND_TOTAL,
                MAX_PENDING_EVENTS,
                APPLICATION_CHECK_INTERVAL,
                RELOAD_APPLICATIONS,
                COMPRESSION,
                TLS,
                TLS_CERTIFICATE,
                TLS_KEY,
                TLS_KEYSTORE,
                TLS_PASSPHRASE));
        for (String option : PHP_TLS_OPTIONS) {
            settings.add(Setting.inert("tls." + option, Setting.Effect.NONE).alias("options.tls." + option));
        }
        settings.add(Setting.inert("options.tcp", Setting.Effect.NONE));
        settings.add(Setting.inert("options.unix", Setting.Effect.NONE));
        settings.add(Setting.inert("pulse_ingest_interval", Setting.Effect.IGNORED));
        settings.add(Setting.inert("telescope_ingest_interval", Setting.Effect.IGNORED));
        return Catalogue.of(settings.toArray(Setting<?>[]::new));
    }
}
