package dev.reverb.transport.jakarta;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.application.Application;
import jakarta.servlet.ServletContext;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReverbSettingsTest {

    private final Map<String, String> parameters = new HashMap<>();
    private final Map<String, String> environment = new HashMap<>();

    private ReverbSettings settings() {
        ServletContext context = (ServletContext) Proxy.newProxyInstance(
                ReverbSettingsTest.class.getClassLoader(),
                new Class<?>[] {ServletContext.class},
                (proxy, method, arguments) -> parameters.get((String) arguments[0]));
        return ReverbSettings.of(context, environment::get);
    }

    @Test
    void nothingIsSaidByDefault() {
        assertThat(settings().isEmpty()).isTrue();
        assertThat(settings().path()).isNull();
    }

    @Test
    void parametersGoBeforeTheEnvironment() {
        environment.putAll(Map.of("REVERB_APP_ID", "1", "REVERB_APP_KEY", "a", "REVERB_APP_SECRET", "b"));
        environment.put("REVERB_SERVER_PATH", "/env");
        parameters.put("reverb.app.key", " own ");
        parameters.put("reverb.path", "/own");
        Application application = settings().application();
        assertThat(application.id()).isEqualTo("1");
        assertThat(application.key()).isEqualTo("own");
        assertThat(settings().missing()).isEmpty();
        assertThat(settings().path()).isEqualTo("/own");
    }

    @Test
    void whatIsBlankIsNotSaid() {
        environment.put("REVERB_APP_ID", "1");
        parameters.put("reverb.app.id", " ");
        assertThat(settings().isEmpty()).isTrue();
    }

    @Test
    void tellsWhatIsMissing() {
        parameters.put("reverb.app.key", "own");
        assertThat(settings().isEmpty()).isFalse();
        assertThat(settings().missing()).containsExactly("reverb.app.id", "reverb.app.secret");
    }
}
