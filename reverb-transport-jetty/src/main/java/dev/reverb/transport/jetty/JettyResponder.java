package dev.reverb.transport.jetty;

import dev.reverb.spi.transport.HttpResponder;
import dev.reverb.spi.transport.HttpResponse;
import java.nio.ByteBuffer;
import java.util.Map;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Sends an answer through Jetty, which drops it where the client is gone. Any thread. */
final class JettyResponder implements HttpResponder {

    /** What nearly every answer says, encoded beforehand. */
    private static final HttpField[] USUAL = {
        new PreEncodedHttpField("Content-Type", "application/json"),
        new PreEncodedHttpField("Access-Control-Allow-Origin", "*")
    };

    private final Response response;
    private final Callback callback;

    JettyResponder(Response response, Callback callback) {
        this.response = response;
        this.callback = callback;
    }

    @Override
    public void respond(HttpResponse answer) {
        send(answer, callback);
    }

    /**
     * Sends an answer without ending the request.
     *
     * @param done told when it has been sent
     */
    void send(HttpResponse answer, Callback done) {
        try {
            response.setStatus(answer.status());
            HttpFields.Mutable headers = response.getHeaders();
            for (Map.Entry<String, String> header : answer.headers()) {
                headers.add(field(header.getKey(), header.getValue()));
            }
            byte[] body = answer.body();
            if (answer.status() != 204 && answer.status() != 304) {
                headers.put(HttpHeader.CONTENT_LENGTH, body.length);
            }
            response.write(true, ByteBuffer.wrap(body), done);
        } catch (RuntimeException broken) {
            done.failed(broken);
        }
    }

    private static HttpField field(String name, String value) {
        for (HttpField usual : USUAL) {
            if (value.equals(usual.getValue()) && name.equals(usual.getName())) {
                return usual;
            }
        }
        return new HttpField(name, value);
    }
}
