package dev.reverb.server.clients;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A server with a page of its own, that a transport is mounted into. */
abstract class MountedHost implements Host {

    private final Set<String> versions = ConcurrentHashMap.newKeySet();

    /** To be called with every request, before anybody answers it. */
    final void watch(@Nullable String path, String version) {
        if (path != null && path.startsWith("/app/")) {
            versions.add(version);
        }
    }

    @Override
    public final Set<String> versionsOfUpgrades() {
        return versions;
    }
}
