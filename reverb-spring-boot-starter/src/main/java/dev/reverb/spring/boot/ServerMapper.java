package dev.reverb.spring.boot;

import dev.reverb.ReverbServer;

/** Tells the server's builder what the properties say; the builder judges their values. */
final class ServerMapper {

    private final ReverbProperties properties;

    ServerMapper(ReverbProperties properties) {
        this.properties = properties;
    }

    /**
     * Applies all properties but the applications.
     *
     * @throws InvalidSettingException where the builder refuses one
     */
    void applyTo(ReverbServer.Builder builder) {
        try {
            builder.path(path())
                    .maxRequestSize(ApplicationMapper.bytes("max_request_size", properties.maxRequestSize()))
                    .requestTimeout(properties.requestTimeout())
                    .drainDelay(properties.drainDelay())
                    .drainTimeout(properties.drainTimeout())
                    .maxConnectionsPerAddress(ApplicationMapper.unlimitedIfZero(properties.maxConnectionsPerAddress()))
                    .maxPendingEvents(properties.maxPendingEvents())
                    .maxPendingListenerEvents(properties.maxPendingListenerEvents())
                    .interceptorTimeout(properties.interceptorTimeout())
                    .applicationCheckInterval(properties.applicationCheckInterval())
                    .compression(properties.compression());
            if (properties.maxOutboundTotal() != null) {
                builder.maxOutboundTotal(properties.maxOutboundTotal().toBytes());
            }
        } catch (IllegalArgumentException refused) {
            throw InvalidSettingException.of("reverb", refused);
        }
        if (properties.claimUp()) {
            builder.claimUp();
        }
    }

    /** Slashes around it do not matter. */
    private String path() {
        String path = withoutSlashesAround(properties.path());
        return path.isEmpty() ? "" : "/" + path;
    }

    static String withoutSlashesAround(String path) {
        return path.replaceAll("^/+|/+$", "");
    }
}
