package dev.reverb.internal.threads;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

/** What the log gets to see of an exception. */
class UserFailureTest {

    private static String print(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }

    @Test
    void whatWasThrownAndWhereAreToldAndMessagesAreNot() {
        Exception broken = new IllegalStateException("a secret", new IOException("another secret"));
        broken.addSuppressed(new IOException("a third secret"));
        UserFailure failure = UserFailure.of(broken);
        assertThat(failure.getStackTrace()).isEqualTo(broken.getStackTrace());
        assertThat(print(failure))
                .contains("java.lang.IllegalStateException", "java.io.IOException", "UserFailureTest.java:")
                .doesNotContain("secret");
    }

    @Test
    void causesThatGoRoundComeToAnEnd() {
        Exception first = new IllegalStateException("first");
        Exception second = new IOException("second", first);
        first.initCause(second);
        int told = 0;
        for (Throwable each = UserFailure.of(first); each != null; each = each.getCause()) {
            told++;
        }
        assertThat(told).isEqualTo(9);
    }
}
