package dev.reverb.broadcasting.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.reverb.spi.transport.HttpRequest;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads a request's parameters: from the query, and over these from the body of a POST, which is a form or a JSON object. A name that
 * comes twice has its last value. Of JSON only what is not nested counts.
 */
final class Parameters {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Parameters() {}

    /**
     * Reads them.
     *
     * @param known what the host has read already
     * @param limit the largest body in bytes
     * @throws Refusal 400, 413 or 415
     */
    static Map<String, String> read(HttpRequest request, Map<String, String> known, int limit) {
        Map<String, String> parameters = new HashMap<>();
        String query = request.query();
        if (query != null) {
            readForm(query, UTF_8, parameters);
        }
        parameters.putAll(known);
        byte[] body = request.body();
        if (body.length > limit) {
            throw Refusal.tooLarge(limit);
        }
        if (body.length > 0 && request.method().equals("POST")) {
            readBody(body, ContentType.parse(request.header("Content-Type")), parameters);
        }
        return parameters;
    }

    private static void readBody(byte[] body, ContentType type, Map<String, String> parameters) {
        if (type.isForm()) {
            readForm(new String(body, type.charset()), type.charset(), parameters);
        } else if (type.isJson()) {
            readJson(decoded(body, type.charset()), parameters);
        } else {
            throw Refusal.of(415, "The body is neither a form nor JSON");
        }
    }

    private static void readForm(String form, Charset charset, Map<String, String> parameters) {
        try {
            for (String field : form.split("&")) {
                int equals = field.indexOf('=');
                if (equals > 0) {
                    parameters.put(
                            URLDecoder.decode(field.substring(0, equals), charset),
                            URLDecoder.decode(field.substring(equals + 1), charset));
                }
            }
        } catch (IllegalArgumentException malformed) {
            throw Refusal.of(400, "The parameters are not percent-encoded");
        }
    }

    /** Strictly, since JSON's readers let bytes through that are no text. */
    private static String decoded(byte[] body, Charset charset) {
        try {
            return charset.newDecoder().decode(ByteBuffer.wrap(body)).toString();
        } catch (CharacterCodingException malformed) {
            throw Refusal.of(400, "The body is not text of its charset");
        }
    }

    private static void readJson(String body, Map<String, String> parameters) {
        JsonNode json;
        try {
            json = JSON.readTree(body);
        } catch (JacksonException malformed) {
            throw Refusal.of(400, "The body is not JSON");
        }
        if (!json.isObject()) {
            throw Refusal.of(400, "The body is not a JSON object");
        }
        for (Map.Entry<String, JsonNode> field : json.properties()) {
            if (field.getValue().isString()) {
                parameters.put(field.getKey(), field.getValue().stringValue());
            } else {
                // Neither a number nor an array is a name, also where the query has one.
                parameters.remove(field.getKey());
            }
        }
    }
}
