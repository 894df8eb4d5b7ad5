package dev.reverb.tck.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** Paths and queries of requests (RFC 9112 section 3.2): signatures are made over them as they came. */
abstract class TargetCases extends KitCase {

    TargetCases(Callable<TransportUnderTest> factory) {
        super(factory);
    }

    /** The path and query as the engine sees them, or nothing where the server refuses such a target by itself. */
    private List<String> seen(String target) throws IOException {
        HttpAnswer answer = http().send(RequestCases.get(target)).receive();
        return answer.status() == 200 ? answer.body().lines().toList().subList(1, 3) : List.of();
    }

    @Test
    void pathsArePassedOnAsTheyCame() throws IOException {
        for (String path : List.of(
                "/kit/",
                "/kit/a%20b",
                "/kit/%41%62",
                "/kit/%E2%82%AC",
                "/kit/a:b@c=d,e+f~g;h=i!j$k&l'(m)*",
                "/kit/-._")) {
            assertThat(seen(path)).containsExactly(path, "null");
        }
    }

    @Test
    void pathsThatCouldBeMisreadArePassedOnAsTheyCameOrRefused() throws IOException {
        for (String path : List.of(
                "/kit//a",
                "/kit/a%2Fb",
                "/kit/a%2fb",
                "/kit/./a",
                "/kit/../kit/a",
                "/kit/%2e%2e/a",
                "/kit/a%5Cb",
                "/kit/a%25b",
                "/kit/%00")) {
            assertThat(seen(path)).as(path).isIn(List.of(path, "null"), List.of());
        }
    }

    @Test
    void queriesArePassedOnAsTheyCame() throws IOException {
        for (String query : List.of(
                "a=1&a=2&a=3",
                "a=&b&=c&&d==",
                "a=b?c=/d/../e",
                "a=%2B+%20%26%3D%25&%E2%82%AC=%C3%A4",
                "x=;:@!$'()*,~-._")) {
            assertThat(seen("/kit?" + query)).containsExactly("/kit", query);
        }
    }

    @Test
    void aLongQueryIsPassedOn() throws IOException {
        String query = "x=" + "0123456789".repeat(400);
        assertThat(seen("/kit?" + query)).containsExactly("/kit", query);
    }

    @Test
    void aQueryMayBeEmpty() throws IOException {
        // Some servers do not tell a question mark with nothing behind it from none.
        assertThat(seen("/kit?").get(1)).isIn("", "null");
    }

    @Test
    void aTargetMayNameTheServer() throws IOException {
        assertThat(seen("http://localhost/kit/a%20b?x=/y")).containsExactly("/kit/a%20b", "x=/y");
    }
}
