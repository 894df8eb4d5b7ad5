package dev.reverb.server.config;

/** A configuration that cannot be used. Its message is one line for the person who wrote it, and names no secret. */
public final class ConfigurationException extends Exception {

    private static final long serialVersionUID = 1L;

    /**
     * With the line to print.
     *
     * @param message where it is wrong and what is allowed there
     */
    public ConfigurationException(String message) {
        super(message);
    }
}
