package dev.reverb.tck.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.reverb.spi.transport.HttpResponse;
import dev.reverb.spi.transport.IncomingBody;
import dev.reverb.spi.transport.ServerEndpoint;
import dev.reverb.spi.websocket.WebSocketHandshake;
import dev.reverb.tck.InMemoryRequest;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** The HTTP/1.1 of a {@link ThreadTransport}: one connection, request after request. */
final class ThreadHttp {

    private static final int MAX_HEAD = 16 * 1024;

    private final ThreadTransport transport;
    private final ServerEndpoint endpoint;
    private final Socket socket;
    private final InputStream in;
    private long deadline;
    private int headSize;
    private boolean keeps;

    ThreadHttp(ThreadTransport transport, ServerEndpoint endpoint, Socket socket) throws IOException {
        this.transport = transport;
        this.endpoint = endpoint;
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    void serve() throws IOException, InterruptedException {
        serveRequests();
        if (!socket.isOutputShutdown()) {
            linger();
        }
    }

    /** So that a client that is still sending gets to read the last answer. */
    private void linger() throws IOException {
        socket.shutdownOutput();
        deadline = System.nanoTime() + endpoint.requestTimeout().toNanos();
        for (int dropped = 0; dropped <= IncomingBody.MAX_DISCARDED; dropped++) {
            next();
        }
    }

    private void serveRequests() throws IOException, InterruptedException {
        boolean again = true;
        while (again) {
            InMemoryRequest head = head();
            if (head == null) {
                write(HttpResponse.empty(400).withHeader("Connection", "close"));
                return;
            }
            if (WebSocketHandshake.isUpgrade(head)) {
                again = upgrade(head);
            } else {
                again = answer(head, bodyOrRefusal(head));
            }
        }
    }

    /** Returns whether the connection still is one of HTTP. */
    private boolean upgrade(InMemoryRequest request) throws IOException, InterruptedException {
        if (request.header("Content-Length") != null || request.header("Transfer-Encoding") != null) {
            write(HttpResponse.empty(400).withHeader("Connection", "close"));
            return false;
        }
        HttpResponse refusal = endpoint.refuseUpgrade(request);
        if (refusal != null) {
            write(refusal);
            return true;
        }
        String accept = WebSocketHandshake.accept(request.header("Sec-WebSocket-Key"));
        write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                + accept + "\r\n\r\n");
        new ThreadConnection(transport, socket, endpoint.nextLane()).serve(endpoint, request, in);
        return false;
    }

    /** Null where it is none, or larger than anybody needs. */
    private InMemoryRequest head() throws IOException {
        headSize = 0;
        String first = line();
        while (first.isEmpty()) {
            first = line();
        }
        String[] requestLine = first.split(" ");
        if (requestLine.length != 3 || !requestLine[2].matches("HTTP/1\\.[01]")) {
            return null;
        }
        String target = requestLine[1].replaceFirst("^http://[^/]*", "");
        InMemoryRequest request = InMemoryRequest.of(requestLine[0], target)
                .withRemoteAddress(socket.getInetAddress().getHostAddress());
        for (String line = line(); !line.isEmpty(); line = line()) {
            if (headSize > MAX_HEAD) {
                return null;
            }
            String name = line.substring(0, line.indexOf(':'));
            String value = line.substring(line.indexOf(':') + 1).strip();
            request = InMemoryUnderTest.withHeader(request, name, value);
        }
        keeps = requestLine[2].endsWith("1") && !"close".equals(request.header("Connection"));
        return headSize > MAX_HEAD ? null : request;
    }

    /** The request with its body, or the answer to one that is not right. */
    private Object bodyOrRefusal(InMemoryRequest head) throws IOException {
        deadline = System.nanoTime() + endpoint.requestTimeout().toNanos();
        try {
            String announced = head.header("Content-Length") == null ? "0" : head.header("Content-Length");
            boolean chunked = head.header("Transfer-Encoding") != null;
            if (!announced.matches("\\d{1,19}") || chunked && !announced.equals("0")) {
                return HttpResponse.empty(400).withHeader("Connection", "close");
            }
            if (Long.parseLong(announced) > endpoint.maxRequestSize()) {
                return HttpResponse.payloadTooLarge(endpoint.maxRequestSize());
            }
            if (head.header("Expect") != null) {
                write("HTTP/1.1 100 Continue\r\n\r\n");
            }
            return chunked ? chunked(head) : head.withBody(bytes(Integer.parseInt(announced)));
        } catch (SocketTimeoutException late) {
            return HttpResponse.requestTimeout();
        } catch (NumberFormatException noLength) {
            return HttpResponse.empty(400).withHeader("Connection", "close");
        } finally {
            deadline = 0;
            socket.setSoTimeout(0);
        }
    }

    private Object chunked(InMemoryRequest head) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = chunkSize(); size > 0; size = chunkSize()) {
            if (size > endpoint.maxRequestSize() - body.size()) {
                return HttpResponse.payloadTooLarge(endpoint.maxRequestSize());
            }
            body.writeBytes(bytes(size));
            line();
        }
        while (!line().isEmpty()) {
            // A trailer.
        }
        return head.withBody(body.toByteArray());
    }

    private int chunkSize() throws IOException {
        int size = Integer.parseInt(line().split(";")[0], 16);
        if (size < 0) {
            throw new NumberFormatException("A negative size");
        }
        return size;
    }

    private boolean answer(InMemoryRequest head, Object bodyOrRefusal) throws IOException, InterruptedException {
        HttpResponse response;
        if (bodyOrRefusal instanceof InMemoryRequest request) {
            CompletableFuture<HttpResponse> answer = new CompletableFuture<>();
            endpoint.handle(request, answer::complete);
            try {
                response = answer.get();
            } catch (ExecutionException impossible) {
                throw new IllegalStateException(impossible);
            }
        } else {
            response = (HttpResponse) bodyOrRefusal;
        }
        write(
                keeps ? response : response.withHeader("Connection", "close"),
                !head.method().equals("HEAD"));
        return keeps
                && response.headers().stream()
                        .noneMatch(header -> header.getKey().equals("Connection"));
    }

    private void write(HttpResponse response) throws IOException {
        write(response, true);
    }

    private void write(HttpResponse response, boolean withBody) throws IOException {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + response.status() + " Status\r\nDate: today\r\n");
        response.headers().forEach(header -> head.append(header.getKey() + ": " + header.getValue() + "\r\n"));
        if (response.status() != 204) {
            head.append("Content-Length: " + response.body().length + "\r\n");
        }
        write(head + "\r\n");
        if (withBody) {
            socket.getOutputStream().write(response.body());
        }
    }

    private void write(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = next(); b != '\n' && line.size() <= MAX_HEAD; b = next()) {
            line.write(b);
        }
        headSize += line.size();
        return line.toString(ISO_8859_1).stripTrailing();
    }

    private byte[] bytes(int count) throws IOException {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) next();
        }
        return bytes;
    }

    private int next() throws IOException {
        if (deadline != 0) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new SocketTimeoutException();
            }
            socket.setSoTimeout((int) left);
        }
        int b = in.read();
        if (b < 0) {
            throw new EOFException();
        }
        return b;
    }
}
