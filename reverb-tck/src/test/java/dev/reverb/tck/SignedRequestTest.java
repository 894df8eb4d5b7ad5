package dev.reverb.tck;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.application.Application;
import org.junit.jupiter.api.Test;

class SignedRequestTest {

    private static final Application APPLICATION = Application.of("3", "the-key", "the-secret");

    private static SignedRequest get(String target) {
        return SignedRequest.of(APPLICATION, "GET", target);
    }

    @Test
    void parametersOfTheTargetAreSignedDecodedAndSentEncoded() {
        SignedRequest request = get("/apps/3/channels?info=user_count%2Ccache&x=a+b");
        assertThat(request.target()).contains("info=user_count%2Ccache").contains("x=a%20b");
        assertThat(request.signature())
                .isEqualTo(get("/apps/3/channels")
                        .parameter("x", "a b")
                        .parameter("info", "user_count,cache")
                        .signature());
    }

    @Test
    void tamperingLeavesTheSignatureAlone() {
        SignedRequest request = get("/apps/3/channels");
        String signature = request.signature();
        request.tamper("auth_timestamp", "1").tamper("more", "&=");
        assertThat(request.signature()).isEqualTo(signature);
        assertThat(request.target()).contains("auth_timestamp=1&").endsWith("&more=%26%3D");
    }

    @Test
    void anyParameterCanBeDropped() {
        assertThat(get("/apps/3/channels")
                        .drop("auth_signature")
                        .drop("auth_version")
                        .target())
                .doesNotContain("auth_signature")
                .doesNotContain("auth_version")
                .contains("auth_key=the-key");
    }

    @Test
    void aParameterCanBeLeftOutOfTheSignatureToo() {
        SignedRequest request = get("/apps/3/channels").without("auth_version");
        assertThat(request.target()).doesNotContain("auth_version");
        assertThat(request.signature()).isNotEqualTo(get("/apps/3/channels").signature());
    }

    @Test
    void aTamperedBodyKeepsTheOldDigest() {
        SignedRequest request = SignedRequest.of(APPLICATION, "POST", "/apps/3/events")
                .body("{}")
                .tamperBody("{ }");
        assertThat(request.build().body()).isEqualTo("{ }".getBytes(UTF_8));
        assertThat(request.target()).contains("body_md5=" + PusherAuth.md5("{}".getBytes(UTF_8)));
    }

    @Test
    void thePrefixIsNotSigned() {
        SignedRequest request = get("/apps/3/channels");
        String signature = request.signature();
        assertThat(request.under("/ws").build().path()).isEqualTo("/ws/apps/3/channels");
        assertThat(request.signature()).isEqualTo(signature);
    }

    @Test
    void nothingSecretIsPrinted() {
        SignedRequest request = get("/apps/3/channels");
        assertThat(request + " " + request.build()).doesNotContain("the-secret").doesNotContain(request.signature());
    }
}
