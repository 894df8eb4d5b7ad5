package dev.reverb.interception;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What decisions take, and what they do not tell. */
class DecisionTest {

    @ParameterizedTest
    @ValueSource(ints = {4000, 4099, 4100, 4299})
    void aConnectionIsRefusedWithACodeThatClientsActUpon(int code) {
        assertThat(ConnectionDecision.refuse(code, "")).isEqualTo(new ConnectionDecision.Refused(code, ""));
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 3999, 4300, 5000})
    void aConnectionIsNotRefusedWithAnother(int code) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConnectionDecision.refuse(code, ""))
                .withMessage("A connection is refused with a code from 4000 to 4299, not " + code);
    }

    @Test
    void aMessageFitsIntoACloseFrame() {
        ConnectionDecision.refuse(4009, "x".repeat(123));
        ConnectionDecision.refuse(4009, "é".repeat(61));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConnectionDecision.refuse(4009, "é".repeat(62)))
                .withMessage("A connection is refused with at most 123 bytes of message, not 124");
        assertThatNullPointerException().isThrownBy(() -> ConnectionDecision.refuse(4009, null));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 599})
    void aSubscriptionIsRefusedWithAnErrorOfHttp(int status) {
        assertThat(SubscriptionDecision.refuse(status, "no")).isEqualTo(new SubscriptionDecision.Refused(status, "no"));
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 399, 600})
    void aSubscriptionIsNotRefusedWithAnother(int status) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SubscriptionDecision.refuse(status, "no"))
                .withMessage("A subscription is refused with a status from 400 to 599, not " + status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "1", "\"a\"", " {\"a\": [1]} ", "[\n]"})
    void anyJsonIsDataOfAClientEvent(String json) {
        assertThat(ClientEventDecision.acceptWith(json)).isEqualTo(new ClientEventDecision.Changed(json));
    }

    @Test
    void whiteSpaceAroundDataIsNotKept() {
        ClientEventDecision.Changed changed = new ClientEventDecision.Changed(" \t\r\n{ \"a\": \" b \" }\n");
        assertThat(changed.data()).isEqualTo("{ \"a\": \" b \" }");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "1 2", "{", "{\"a\":1},", "\"\n\""})
    void nothingElseIs(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClientEventDecision.acceptWith(text))
                .withMessage("The data of a client event is one JSON value; this is not");
    }

    @Test
    void whatMayBeSecretIsNotTold() {
        assertThat(ConnectionDecision.acceptWith("secret")).hasToString("Accepted");
        assertThat(ClientEventDecision.acceptWith("\"secret\"")).hasToString("Changed[8 characters]");
    }
}
