package dev.reverb.server.config;

/**
 * What one source says for one setting.
 *
 * @param node the value
 * @param origin what an error message begins with, such as {@code reverb.yaml:7: apps[0].key} or {@code
 *     REVERB_SERVER_PORT}
 */
record Value(Node node, String origin) {

    /**
     * The value of an option or an environment variable.
     *
     * @param text the text
     * @param origin its name
     * @return the value
     */
    static Value of(String text, String origin) {
        return new Value(new Node.Scalar(text, 0), origin);
    }
}
