package dev.reverb.server.config;

/**
 * What one source says for one setting.
 *
 * @param node the value
 * @param place where it stands
 */
record Value(Node node, Place place) {

    /**
     * The value of an option or an environment variable.
     *
     * @param text the text
     * @param name its name
     * @return the value
     */
    static Value of(String text, String name) {
        return new Value(new Node.Scalar(text, 0), Place.of(name));
    }
}
