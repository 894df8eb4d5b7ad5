package dev.reverb.transport.jakarta;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JakartaRequestTest {

    @ParameterizedTest
    @CsvSource({
        "'', /app/key, /app/key",
        "/shop, /shop/app/key, /app/key",
        "/shop, /shop, /",
        "/shop, /shop/, /",
        "/shop, /sh%6Fp/app/k%65y;a=b, /app/k%65y;a=b",
        "/shop, /shop;jsessionid=1/app/key, /app/key",
        "/shop, /shop;jsessionid=1, /",
        "/a/b, /%61/b/app/key, /app/key"
    })
    void thePathIsThatWithinTheWebApplication(String context, String uri, String path) {
        assertThat(JakartaRequest.pathOf(request(context, uri))).isEqualTo(path);
    }

    private static HttpServletRequest request(String context, String uri) {
        Map<String, String> answers = Map.of("getContextPath", context, "getRequestURI", uri);
        return (HttpServletRequest) Proxy.newProxyInstance(
                JakartaRequestTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) -> answers.get(method.getName()));
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1",
        "[::1], ::1",
        "[fe80::1%eth0], fe80::1",
        "fe80::1%2, fe80::1",
        "0:0:0:0:0:0:0:1, 0:0:0:0:0:0:0:1"
    })
    void addressesAreBare(String told, String address) {
        assertThat(JakartaRequest.addressOf(told)).isEqualTo(address);
    }

    @Test
    void anAddressMayBeUnknown() {
        assertThat(JakartaRequest.addressOf(null)).isEmpty();
    }
}
