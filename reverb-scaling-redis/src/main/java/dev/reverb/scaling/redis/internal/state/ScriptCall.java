package dev.reverb.scaling.redis.internal.state;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Keys and arguments of one call, in the order in which the script reads them. The first argument is always the time. */
final class ScriptCall {

    private final Script script;
    private final List<byte[]> keys = new ArrayList<>(12);
    private final List<byte[]> arguments = new ArrayList<>(12);

    ScriptCall(Script script, RedisTime time) {
        this.script = script;
        OptionalLong now = time.millis();
        with(now.isPresent() ? Long.toString(now.getAsLong()) : "");
    }

    Script script() {
        return script;
    }

    ScriptCall key(byte[] key) {
        keys.add(key);
        return this;
    }

    /** What each script reads first that makes facts for webhooks or claims them: the keys 1 to 6, as {@code facts.lua} knows them. */
    ScriptCall factKeys(Bucket bucket, NodeId node) {
        return key(bucket.fence(node))
                .key(bucket.version())
                .key(bucket.pendingFacts())
                .key(bucket.outbox())
                .key(bucket.claims())
                .key(bucket.occupied());
    }

    ScriptCall with(byte[] argument) {
        arguments.add(argument);
        return this;
    }

    ScriptCall with(String argument) {
        return with(Wtf8.encode(argument));
    }

    ScriptCall with(long argument) {
        return with(Long.toString(argument).getBytes(StandardCharsets.US_ASCII));
    }

    ScriptCall with(boolean argument) {
        return with(argument ? 1 : 0);
    }

    byte[][] keys() {
        return keys.toArray(byte[][]::new);
    }

    byte[][] arguments() {
        return arguments.toArray(byte[][]::new);
    }
}
