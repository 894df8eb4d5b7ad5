package dev.reverb.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.application.Application;
import dev.reverb.spi.Ticker;
import dev.reverb.tck.FakeClock;
import dev.reverb.tck.InMemoryExchange;
import dev.reverb.tck.InMemoryRequest;
import dev.reverb.tck.PusherAuth;
import dev.reverb.tck.PusherClient;
import dev.reverb.tck.ReverbTester;
import dev.reverb.tck.SignedRequest;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may use the HTTP API, and how forgers are refused (PROTOCOL 6, first paragraph). */
class ApiSignatureTest {

    private static final Application APP = ReverbTester.APPLICATION;
    private static final Application OTHER = Application.of("other-id", "other-key", "other-secret");
    private static final long NOW = FakeClock.START.getEpochSecond();

    private static final String EVENT = "{\"name\":\"E\",\"channel\":\"orders\",\"data\":\"{}\"}";
    private static final String NO_CHANNELS = "{\"channels\":{}}";
    private static final String WRONG_SIGNATURE = "{\"error\":\"auth_signature is missing, or wrong\"}";
    private static final String WRONG_KEY = "{\"error\":\"auth_key is missing, unknown, or another application's\"}";
    private static final String WRONG_VERSION = "{\"error\":\"auth_version must be 1.0\"}";
    private static final String NO_TIMESTAMP = "{\"error\":\"auth_timestamp is missing, or no number\"}";
    private static final String WRONG_TIMESTAMP =
            "{\"error\":\"auth_timestamp is more than 600 seconds off; check the clocks\"}";
    private static final String WRONG_MD5 = "{\"error\":\"body_md5 is missing, or not the body's\"}";

    private final ReverbTester reverb = ReverbTester.start(APP, OTHER);
    private final PusherClient ada = reverb.connect().subscribe("orders").expectSubscribed("orders");

    @AfterEach
    void stop() {
        ada.expectNothing();
        reverb.close();
    }

    private SignedRequest get() {
        return reverb.signed("GET", "/channels?filter_by_prefix=none");
    }

    private SignedRequest post() {
        return reverb.signed("POST", "/events").body(EVENT);
    }

    private InMemoryExchange raw(String method, String target, String body) {
        return reverb.transport().request(InMemoryRequest.of(method, target).withBody(body));
    }

    private static String common() {
        return "auth_key=app-key&auth_timestamp=" + NOW + "&auth_version=1.0";
    }

    // ---- what is let in ----

    @Test
    void aSignedRequestIsAnswered() {
        reverb.request(get()).expect(200, NO_CHANNELS);
        reverb.request(post()).expect(200, "{}");
        ada.expect("E", "orders", "{}");
    }

    /** The example of the Pusher documentation, "Generating authentication signatures". */
    @Test
    void theDocumentedExampleIsRight() {
        Application documented = Application.of("3", "278d425bdf160c739803", "7ad3773142a6692b25b8");
        String body = "{\"name\":\"foo\",\"channels\":[\"project-3\"],\"data\":\"{\\\"some\\\":\\\"data\\\"}\"}";
        String target = "/apps/3/events?auth_key=278d425bdf160c739803&auth_timestamp=1353088179&auth_version=1.0"
                + "&body_md5=ec365a775a4cd0599faeb73354201b6f"
                + "&auth_signature=da454824c97ba181a32ccc17a72625ba02771f50b50e1e7430e47a1f3f457e6c";
        try (ReverbTester past = ReverbTester.builder()
                .application(documented)
                .server(settings -> settings.ticker(new FixedTicker(1_353_088_179_000L)))
                .start()) {
            past.transport()
                    .request(InMemoryRequest.of("POST", target).withBody(body))
                    .expect(200, "{}");
        }
    }

    private record FixedTicker(long currentTimeMillis) implements Ticker {
        @Override
        public long nanoTime() {
            return 0;
        }
    }

    @Test
    void parametersMayComeInAnyOrder() {
        String signature = get().signature();
        raw(
                        "GET",
                        "/apps/app-id/channels?auth_signature=" + signature
                                + "&filter_by_prefix=none&auth_version=1.0&auth_timestamp=" + NOW + "&auth_key=app-key",
                        "")
                .expect(200, NO_CHANNELS);
    }

    @Test
    void emptyPairsAreNoParameters() {
        String signature = get().signature();
        raw(
                        "GET",
                        "/apps/app-id/channels?&filter_by_prefix=none&&" + common() + "&auth_signature=" + signature
                                + "&",
                        "")
                .expect(200, NO_CHANNELS);
    }

    @Test
    void namesAreSignedInLowerCase() {
        reverb.request(get().parameter("Zebra", "A").parameter("aPE", "b")).expect(200, NO_CHANNELS);
        String signature = PusherAuth.hmac(APP, "GET\n/apps/app-id/connections\nape=b&" + common() + "&zebra=A");
        raw("GET", "/apps/app-id/connections?Zebra=A&aPE=b&" + common() + "&auth_signature=" + signature, "")
                .expect(200, "{\"connections\":1}");
    }

    @Test
    void namesMeanTheSameInEitherCase() {
        String signed = target(get());
        raw("GET", "/apps/app-id/channels?" + signed.replace("filter_by_prefix", "Filter_By_Prefix"), "")
                .expect(200, NO_CHANNELS);
        raw("GET", "/apps/app-id/channels?" + signed.replace("auth_", "AUTH_"), "")
                .expect(200, NO_CHANNELS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a b", "a+b", "a&b=c", "a%b", "a%20b", "ü€😀", "\"{}\"", "a\nb", "?a#b", "=", "+", "~*'()!"})
    void valuesAreSignedAsTheyAreAndSentEscaped(String value) {
        reverb.request(get().parameter("note", value)).expect(200, NO_CHANNELS);
    }

    @Test
    void aPlusIsASpaceAsFormsHaveIt() {
        String signature = PusherAuth.hmac(APP, "GET\n/apps/app-id/connections\n" + common() + "&note=a b+c");
        raw("GET", "/apps/app-id/connections?" + common() + "&note=a+b%2Bc&auth_signature=" + signature, "")
                .expect(200, "{\"connections\":1}");
    }

    @Test
    void escapesMayBeInEitherCaseAndWhereNoneIsNeeded() {
        String signature = PusherAuth.hmac(APP, "GET\n/apps/app-id/connections\n" + common() + "&note=ü,a");
        raw("GET", "/apps/app-id/connections?" + common() + "&%6Eote=%c3%BC,%61&auth_signature=" + signature, "")
                .expect(200, "{\"connections\":1}");
    }

    @Test
    void aQueryMayHoldRawUtf8() {
        String signature = PusherAuth.hmac(APP, "GET\n/apps/app-id/connections\n" + common() + "&note=ü€😀");
        raw("GET", "/apps/app-id/connections?" + common() + "&note=ü€😀&auth_signature=" + signature, "")
                .expect(200, "{\"connections\":1}");
    }

    @Test
    void aParameterMayHaveNoValue() {
        reverb.request(get().parameter("note", "")).expect(200, NO_CHANNELS);
        String signature = PusherAuth.hmac(APP, "GET\n/apps/app-id/connections\n" + common() + "&note=");
        raw("GET", "/apps/app-id/connections?" + common() + "&note&auth_signature=" + signature, "")
                .expect(200, "{\"connections\":1}");
    }

    @Test
    void thePathMayBeSignedEscapedOrNot() {
        String query = "\n" + common();
        for (String path : List.of("/apps/app-id/channels/a%40b", "/apps/app-id/channels/a@b")) {
            raw(
                            "GET",
                            "/apps/app-id/channels/a%40b?" + common() + "&auth_signature="
                                    + PusherAuth.hmac(APP, "GET\n" + path + query),
                            "")
                    .expect(200, "{\"occupied\":false}");
        }
    }

    @Test
    void theServersPrefixIsNotSigned() {
        try (ReverbTester prefixed =
                ReverbTester.builder().server(settings -> settings.path("/ws")).start()) {
            prefixed.request(prefixed.signed("GET", "/connections").under("/ws"))
                    .expect(200, "{\"connections\":0}");
            prefixed.request(prefixed.signed("GET", "/connections"))
                    .expect(404, "{\"error\":\"There is nothing at this path\"}");
            String signature = PusherAuth.hmac(APP, "GET\n/ws/apps/app-id/connections\n" + common());
            prefixed.transport()
                    .request(InMemoryRequest.of(
                            "GET", "/ws/apps/app-id/connections?" + common() + "&auth_signature=" + signature))
                    .expect(401, WRONG_SIGNATURE);
        }
    }

    @Test
    void theMd5MayBeInUpperCaseIfItIsSignedSo() {
        String md5 =
                post().target().replaceAll(".*body_md5=([0-9a-f]+).*", "$1").toUpperCase(Locale.ROOT);
        reverb.request(post().parameter("body_md5", md5)).expect(200, "{}");
        ada.expect("E", "orders", "{}");
    }

    @Test
    void aBodyOfAnyUtf8IsSignedByItsBytes() {
        reverb.request(reverb.signed("POST", "/events")
                        .body("{\"name\":\"É😀\",\"channel\":\"orders\",\"data\":\"ü\"}"))
                .expect(200, "{}");
        ada.expectText("{\"event\":\"É😀\",\"channel\":\"orders\",\"data\":\"ü\"}");
    }

    // ---- what is kept out ----

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "zz", "ü", "%00"})
    void aWrongSignatureIsRefused(String signature) {
        reverb.request(get().tamper("auth_signature", signature)).expect(401, WRONG_SIGNATURE);
        reverb.request(post().tamper("auth_signature", signature)).expect(401, WRONG_SIGNATURE);
    }

    @Test
    void aSignatureThatIsOffByOneDigitIsRefused() {
        String signature = get().signature();
        char last = signature.charAt(63);
        String wrong = signature.substring(0, 63) + (last == '0' ? '1' : '0');
        reverb.request(get().tamper("auth_signature", wrong)).expect(401, WRONG_SIGNATURE);
        reverb.request(get().tamper("auth_signature", signature + "0")).expect(401, WRONG_SIGNATURE);
        reverb.request(get().tamper("auth_signature", signature.substring(0, 63)))
                .expect(401, WRONG_SIGNATURE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "auth_signature | {\"error\":\"auth_signature is missing, or wrong\"}",
                "auth_key       | {\"error\":\"auth_key is missing, unknown, or another application's\"}",
                "auth_version   | {\"error\":\"auth_version must be 1.0\"}",
                "auth_timestamp | {\"error\":\"auth_timestamp is missing, or no number\"}",
                "body_md5       | {\"error\":\"body_md5 is missing, or not the body's\"}"
            })
    void whatIsMissingIsSaid(String parameter, String error) {
        reverb.request(post().drop(parameter)).expect(401, error);
        reverb.request(post().tamper(parameter, "")).expect(401, error);
        if (!parameter.equals("auth_signature")) {
            reverb.request(post().without(parameter)).expect(401, error);
        }
    }

    @Test
    void anUnknownKeyIsRefused() {
        reverb.request(get().parameter("auth_key", "unknown")).expect(401, WRONG_KEY);
        reverb.request(get().parameter("auth_key", "APP-KEY")).expect(401, WRONG_KEY);
        reverb.request(get().parameter("auth_key", "app-id")).expect(401, WRONG_KEY);
    }

    @Test
    void anotherApplicationsCredentialsOpenNothing() {
        reverb.request(SignedRequest.of(OTHER, "GET", "/apps/app-id/channels")).expect(401, WRONG_KEY);
        reverb.request(SignedRequest.of(OTHER, "GET", "/apps/app-id/channels").parameter("auth_key", "app-key"))
                .expect(401, WRONG_SIGNATURE);
        reverb.request(SignedRequest.of(OTHER, "GET", "/apps/other-id/channels"))
                .expect(200, NO_CHANNELS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "1.00", "2.0", "1.0 ", "v1.0"})
    void anotherVersionIsRefused(String version) {
        reverb.request(get().parameter("auth_version", version)).expect(401, WRONG_VERSION);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, 600, -600})
    void aTimestampIsGoodForTenMinutes(long off) {
        reverb.request(get().timestamp(NOW + off)).expect(200, NO_CHANNELS);
    }

    @ParameterizedTest
    @ValueSource(longs = {601, -601, 86_400, -86_400, -1_767_225_600, Long.MIN_VALUE / 2, Long.MAX_VALUE / 2})
    void aTimestampFurtherOffIsRefused(long off) {
        reverb.request(get().timestamp(NOW + off)).expect(401, WRONG_TIMESTAMP);
    }

    @Test
    void aRequestGoesStaleAsTimePasses() {
        ada.socket().keepAlive();
        SignedRequest request = get();
        reverb.advance(Duration.ofMillis(600_999));
        reverb.request(request).expect(200, NO_CHANNELS);
        reverb.advance(Duration.ofMillis(1));
        reverb.request(request).expect(401, WRONG_TIMESTAMP);
    }

    @ParameterizedTest
    @ValueSource(strings = {"now", "1.7e9", "1767225600.0", "0x69", " 1767225600", "99999999999999999999", "-"})
    void aTimestampThatIsNoNumberIsRefused(String timestamp) {
        reverb.request(get().parameter("auth_timestamp", timestamp)).expect(401, NO_TIMESTAMP);
    }

    @Test
    void aSignatureIsGoodForOnePath() {
        String query = target(get());
        raw("GET", "/apps/app-id/channels/orders?" + query, "").expect(401, WRONG_SIGNATURE);
        raw("GET", "/apps/app-id/connections?" + query, "").expect(401, WRONG_SIGNATURE);
        raw("GET", "/apps/other-id/channels?" + query, "").expect(401, WRONG_KEY);
    }

    private static String target(SignedRequest request) {
        String target = request.target();
        return target.substring(target.indexOf('?') + 1);
    }

    @Test
    void aSignatureIsGoodForOneMethod() {
        raw(
                        "POST",
                        "/apps/app-id/events?"
                                + target(reverb.signed("GET", "/events").body(EVENT)),
                        EVENT)
                .expect(401, WRONG_SIGNATURE);
        raw("GET", "/apps/app-id/channels?" + target(reverb.signed("POST", "/channels")), "")
                .expect(401, WRONG_SIGNATURE);
    }

    @Test
    void aSignatureIsGoodForOneBody() {
        reverb.request(post().tamperBody(EVENT.replace("orders", "others"))).expect(401, WRONG_MD5);
        reverb.request(post().tamperBody(EVENT + " ")).expect(401, WRONG_MD5);
        String other = target(reverb.signed("POST", "/events").body("{}")).replaceAll(".*body_md5=([0-9a-f]+).*", "$1");
        reverb.request(post().tamperBody("{}").tamper("body_md5", other)).expect(401, WRONG_SIGNATURE);
    }

    /** The digest that goes with a body is wrong beside none, so that a signed publish cannot be emptied. */
    @Test
    void aDigestWithoutItsBodyIsRefused() {
        reverb.request(post().tamperBody("")).expect(401, WRONG_MD5);
        reverb.request(get().parameter("body_md5", "0")).expect(401, WRONG_MD5);
        reverb.request(get().parameter("body_md5", "d41d8cd98f00b204e9800998ecf8427e"))
                .expect(200, NO_CHANNELS);
    }

    @Test
    void aSignatureIsGoodForTheParametersItCovers() {
        reverb.request(get().tamper("filter_by_prefix", "")).expect(401, WRONG_SIGNATURE);
        reverb.request(get().tamper("info", "user_count")).expect(401, WRONG_SIGNATURE);
        reverb.request(get().drop("filter_by_prefix")).expect(401, WRONG_SIGNATURE);
        reverb.request(get().tamper("auth_timestamp", Long.toString(NOW + 1))).expect(401, WRONG_SIGNATURE);
    }

    @Test
    void aParameterCannotBeSmuggledInBesideItsDouble() {
        String signed = target(get());
        raw("GET", "/apps/app-id/channels?" + signed + "&filter_by_prefix=ord", "")
                .expect(401, WRONG_SIGNATURE);
        raw("GET", "/apps/app-id/channels?filter_by_prefix=ord&" + signed, "").expect(200, NO_CHANNELS);
        raw("GET", "/apps/app-id/channels?FILTER_BY_PREFIX=ord&" + signed, "").expect(200, NO_CHANNELS);
        raw("GET", "/apps/app-id/channels?" + signed + "&AUTH_SIGNATURE=0", "").expect(200, NO_CHANNELS);
    }

    @Test
    void noAnswerTellsWhatWouldHaveBeenRight() {
        String right = get().signature();
        for (String parameter : List.of("auth_signature", "auth_key", "auth_timestamp", "auth_version")) {
            String answer = reverb.request(get().tamper(parameter, "x")).body();
            assertThat(answer)
                    .doesNotContain(right)
                    .doesNotContain("app-secret")
                    .doesNotContain("app-key");
        }
    }

    @Test
    void upIsNotSigned() {
        raw("GET", "/up", "").expect(200, "{\"health\":\"OK\"}");
        raw("GET", "/up?auth_signature=wrong", "").expect(200, "{\"health\":\"OK\"}");
    }
}
