package dev.reverb.playground;

import static dev.reverb.playground.PlaygroundClient.form;
import static dev.reverb.playground.PlaygroundClient.json;
import static dev.reverb.playground.PlaygroundClient.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.spi.transport.HttpResponse;
import dev.reverb.tck.FakeClock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestSigningTest {

    private static final String PATH = "/playground/sign";

    private final PlaygroundClient client = new PlaygroundClient(true);

    @Test
    void aPublishGetsTheSignatureOfPushersDocumentation() {
        String body = "{\"name\":\"foo\",\"channels\":[\"project-3\"],\"data\":\"{\\\"some\\\":\\\"data\\\"}\"}";

        Signer.SignedQuery signed =
                new Signer(PlaygroundClient.APPLICATION).sign("POST", "/apps/3/events", Map.of(), body, 1_353_088_179);

        assertThat(signed.query())
                .isEqualTo("auth_key=278d425bdf160c739803&auth_timestamp=1353088179&auth_version=1.0"
                        + "&body_md5=ec365a775a4cd0599faeb73354201b6f"
                        + "&auth_signature=da454824c97ba181a32ccc17a72625ba02771f50b50e1e7430e47a1f3f457e6c");
        assertThat(signed.text())
                .isEqualTo("POST\n/apps/3/events\nauth_key=278d425bdf160c739803&auth_timestamp=1353088179"
                        + "&auth_version=1.0&body_md5=ec365a775a4cd0599faeb73354201b6f");
    }

    @Test
    void parametersAreSignedAsTheyReadAndSentEncoded() {
        Signer.SignedQuery signed = new Signer(PlaygroundClient.APPLICATION)
                .sign("GET", "/apps/3/channels", Map.of("Info", "a,b c+d"), "", 1);

        assertThat(signed.text())
                .isEqualTo("GET\n/apps/3/channels\nauth_key=278d425bdf160c739803&auth_timestamp=1"
                        + "&auth_version=1.0&info=a,b c+d");
        assertThat(signed.query()).contains("&info=a%2Cb%20c%2Bd&auth_signature=");
    }

    @Test
    void theTimeIsTheServers() {
        HttpResponse response = client.ask(
                json(PATH, "{\"method\":\"GET\",\"path\":\"/apps/3/channels\",\"query\":{\"info\":\"user_count\"}}"));

        assertThat(response.status()).isEqualTo(200);
        assertThat(text(response))
                .startsWith("{\"query\":\"auth_key=278d425bdf160c739803&auth_timestamp="
                        + new FakeClock().currentTimeMillis() / 1_000)
                .contains("&info=user_count&auth_signature=", "\"text\":\"GET\\n/apps/3/channels\\nauth_key=");
    }

    @ParameterizedTest
    @CsvSource({
        "POST,/apps/3/events,200",
        "POST,/apps/3/batch_events,200",
        "GET,/apps/3/channels,200",
        "GET,/apps/3/channels/private-a.b;c@d=e_f%2C,200",
        "GET,/apps/3/channels/presence-a/users,200",
        "GET,/apps/3/connections,200",
        "POST,/apps/3/users/7/terminate_connections,403",
        "POST,/apps/4/events,403",
        "POST,/apps/33/events,403",
        "POST,/apps/3/channels,403",
        "GET,/apps/3/events,403",
        "DELETE,/apps/3/events,403",
        "POST,/apps/3/events/../users/7/terminate_connections,403",
        "GET,/apps/3/channels/a/b/users,403",
        "POST,/apps/3/events?x=y,403",
        "'','',403",
    })
    void onlyWhatThePageHasAUseForIsSigned(String method, String path, int status) {
        HttpResponse response = client.ask(json(PATH, "{\"method\":\"" + method + "\",\"path\":\"" + path + "\"}"));

        assertThat(response.status()).isEqualTo(status);
    }

    @Test
    void anApplicationsIdIsEncodedInThePath() {
        RequestSigning signing =
                new RequestSigning("my app", new Signer(PlaygroundClient.APPLICATION), new FakeClock());

        assertThat(signing.answer(json(PATH, "{\"method\":\"GET\",\"path\":\"/apps/my%20app/channels\"}"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void whatIsNoJsonObjectIsRefused() {
        assertThat(client.ask(json(PATH, "[]")).status()).isEqualTo(400);
        assertThat(client.ask(form(PATH, "method=GET&path=/apps/3/channels")).status())
                .isEqualTo(400);
    }
}
